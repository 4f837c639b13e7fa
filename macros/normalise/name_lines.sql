{#
    The select that gives each typed name as one line in which every word has its meaning. `names` is a CTE of name_form and
    name_text, `word_kinds` one of base_values__name_words. In the line a comma stands as typed, a note starts at ';',
    '!' where somebody else's name starts, which is left out with all after it, '?' is a part that nobody gave, '_' ties a particle to the word after it, '^' follows a word typed in capitals; titles
    and notes are gone, and has_title tells that a title stood there.
#}
{% macro name_lines(names, word_kinds) -%}
with hyphened_particles as (
    -- 'Al-Hassan' stays together, 'Anne-Marie' is two names.
    select word from {{ word_kinds }} where kind in ('particle', 'later particle')
),

tidied as {{ computed_once() }} (
    select
        name_form,
        name_text,
        {{ tidy_name('name_text') }} as tidy_text
    from {{ names }}
),

typed_words as (
    {{ split_to_rows('tidied', ['name_form', 'name_text'], 'tidy_text', ' ') }}
),

words as {{ computed_once() }} (
    select
        *,
        {{ upper_folded('part') }} as word,
        -- NULL for a word without a hyphen.
        nullif({{ upper_folded(dbt.split_part('part', "'-'", 1)) }}, {{ upper_folded('part') }}) as first_component,
        -- The first word, unless of a surname, can be a forename that is also a particle or a title ('Van Nguyen').
        position = 1 and name_form <> 'surname' as is_first
    from typed_words
),

rendered as (
    select
        words.name_form,
        words.name_text,
        words.position,
        case
            when words.word in (',', ';', '?') then words.word || ' '
            when word_kinds.kind = 'title' then ''
            when word_kinds.kind = 'leading title' and words.is_first then ''
            when word_kinds.kind = 'note' then ''
            when word_kinds.kind = 'end' and words.position > 1 then '; '
            when word_kinds.kind = 'other' and words.position > 1 then '! '
            when word_kinds.kind = 'placeholder' then '? '
            when word_kinds.kind = 'prefix' then words.word
            when word_kinds.kind = 'later prefix' and not words.is_first then words.word
            when word_kinds.kind = 'particle' then words.word || '_'
            when word_kinds.kind = 'later particle' and not words.is_first then words.word || '_'
            else
                case when word_kinds.kind = 'takes O' then '=' else '' end
                || case
                    when hyphened_particles.word is null then words.word
                    else words.first_component || '_' || substr(words.word, length(words.first_component) + 2)
                end
                || case when words.part = words.word then '^ ' else ' ' end
        end as rendered_word,
        case when word_kinds.kind = 'title' or (word_kinds.kind = 'leading title' and words.is_first) then 1 else 0 end as is_title
    from words
    left join {{ word_kinds }} as word_kinds on words.word = word_kinds.word
    left join hyphened_particles on words.first_component = hyphened_particles.word
),

lines as (
    select
        name_form,
        name_text,
        {{ ordered_string_agg('rendered_word', '', 'position') }} as line,
        max(is_title) = 1 as has_title
    from rendered
    group by name_form, name_text
),

final as (
    select
        name_form,
        name_text,
        {{ regex_replace("replace(replace(replace(line, 'O^ =', 'O'), 'O =', 'O'), '=', '')", '!.*$', '') }} as line,
        has_title
    from lines
)

select * from final
{%- endmacro %}
