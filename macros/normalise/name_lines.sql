{#
    The select that gives each typed name as one line in which every word has its meaning. `names` is a CTE of name_form
    and name_text, `word_kinds` one of base_values__name_words.

    In the line a comma stands as typed, a note starts at ';', '!' where somebody else's name starts, which is left out
    with all after it, '?' is a part that nobody gave, '_' ties a particle to the word after it, '~' stands before what
    may be the second half of a surname or a note, '^' follows a word typed in capitals; titles and notes are gone. A
    word that is also somebody's name has a small letter before it that says what else it may be: t title, s senior, j
    junior, n note, e end, o other, p placeholder, d describing. name_words.sql decides on them once the rest of the
    name is known.

    In a field of its own (given, surname) a word is a name, whatever list it is on: only particles, a title that is
    nobody's name, and senior and junior beside another word are read there.

    Beside the line: has_title (a title stood there), generation (senior, junior, second, third) and is_all_placeholder.
#}
{% macro name_lines(names, word_kinds) -%}
with hyphened_particles as (
    -- 'Al-Hassan' stays together, 'Anne-Marie' is two names.
    select word from {{ word_kinds }} where kind in ('particle', 'later particle')
),

plain as {{ computed_once() }} (
    select
        name_form,
        name_text,
        {{ plain_name('name_text') }} as plain_text
    from {{ names }}
),

legible as {{ computed_once() }} (
    select
        *,
        case when plain_text is null then {{ latin_letters('name_text') }} end as latin_text
    from plain
),

tidied as {{ computed_once() }} (
    select
        name_form,
        name_text,
        case when plain_text is null then {{ tidy_name('latin_text') }} else plain_text end as tidy_text
    from legible
),

measured as (
    select
        *,
        length(tidy_text) - length(replace(tidy_text, ' ', '')) + 1 as word_count
    from tidied
),

typed_words as (
    {{ split_to_rows('measured', ['name_form', 'name_text', 'word_count'], 'tidy_text', ' ') }}
),

words as {{ computed_once() }} (
    select
        *,
        {{ upper_folded('part') }} as word,
        -- NULL for a word without a hyphen.
        nullif({{ upper_folded(dbt.split_part('part', "'-'", 1)) }}, {{ upper_folded('part') }}) as first_component,
        -- The first word, unless of a surname, can be a forename that is also a particle or a title ('Van Nguyen').
        position = 1 and name_form not in ('surname', 'alone') as is_first,
        position = word_count and word_count > 1 as is_last_of_several,
        name_form in ('full', 'alone') as is_free_text
    from typed_words
),

kinds as (
    select
        words.*,
        word_kinds.kind,
        coalesce(word_kinds.is_name, false) as is_name,
        -- A note in small letters beside a name in capitals is no name: 'John Smith late'.
        case
            when word_kinds.is_name and words.is_free_text
                then words.part = words.word
                    or not {{ regex_matches('words.part', '^[a-z]') }}
                    or not {{ regex_matches('words.name_text', '[A-Z]') }}
            else false
        end as may_be_name,
        hyphened_particles.word is not null as has_particle
    from words
    left join {{ word_kinds }} as word_kinds on words.word = word_kinds.word
    left join hyphened_particles on words.first_component = hyphened_particles.word
),

rendered as (
    select
        name_form,
        name_text,
        position,
        kind,
        case
            when word in (',', ';', '?', '~') then word || ' '
            -- Most words.
            when kind is null and not has_particle then word || case when part = word then '^ ' else ' ' end
            when kind in ('senior', 'junior', 'second', 'third') and not is_free_text and is_last_of_several then ''
            when kind = 'title' and name_form = 'given' and position = 1 and word_count > 1 and not is_name then ''
            when kind = 'prefix' then word
            when kind = 'later prefix' and not is_first then word
            when kind = 'particle' then word || '_'
            when kind = 'later particle' and not is_first then word || '_'
            when may_be_name and (kind <> 'leading title' or is_first) and (kind not in ('end', 'other') or position > 1)
                then
                    case kind
                        when 'leading title' then 't' when 'title' then 't' when 'senior' then 's' when 'junior' then 'j'
                        when 'note' then 'n' when 'end' then 'e' when 'other' then 'o' when 'describing' then 'd' else 'p'
                    end
                    || word || case when part = word then '^ ' else ' ' end
            when is_free_text and kind in ('title', 'senior', 'junior', 'second', 'third', 'note') then ''
            when is_free_text and kind = 'leading title' and is_first then ''
            when is_free_text and kind = 'end' and position > 1 then '; '
            when is_free_text and kind = 'other' and position > 1 then '! '
            when is_free_text and kind = 'placeholder' then '? '
            else
                case when kind = 'takes O' then '=' else '' end
                || case
                    when has_particle then first_component || '_' || substr(word, length(first_component) + 2)
                    else word
                end
                || case when part = word then '^ ' else ' ' end
        end as rendered_word,
        case when kind = 'title' or (kind = 'leading title' and is_first) then 1 else 0 end as is_title,
        -- As the first word it is a title: 'Sr Mary' is a sister.
        case when kind in ('senior', 'junior', 'second', 'third') and position > 1 and not may_be_name and (is_free_text or is_last_of_several) then kind end
            as generation,
        case when kind in ('placeholder', 'describing') or word in (',', ';', '?') then 1 else 0 end as is_placeholder
    from kinds
),

lines as (
    select
        name_form,
        name_text,
        {{ ordered_string_agg('rendered_word', '', 'position') }} as line,
        max(is_title) = 1 as has_title,
        max(generation) as generation,
        min(is_placeholder) = 1 and max(case when kind = 'placeholder' then 1 else 0 end) = 1 as is_all_placeholder
    from rendered
    group by name_form, name_text
),

final as (
    select
        name_form,
        name_text,
        {{ regex_replace("replace(replace(replace(line, 'O^ =', 'O'), 'O =', 'O'), '=', '')", '!.*$', '') }} as line,
        has_title,
        generation,
        is_all_placeholder
    from lines
)

select * from final
{%- endmacro %}
