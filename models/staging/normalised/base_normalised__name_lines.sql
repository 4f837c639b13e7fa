with landed as (
    select 'full' as name_form, full_name as name_text from {{ ref('base_controlworks__people') }}
    union
    select 'given' as name_form, forename as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'given' as name_form, middle_names as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'given' as name_form, forename as name_text from {{ ref('base_connect__nominal_aliases') }}
    union
    select 'given' as name_form, forename as name_text from {{ ref('base_compact__people') }}
    union
    select 'given' as name_form, known_as as name_text from {{ ref('base_compact__people') }}
    union
    select 'surname' as name_form, surname as name_text from {{ ref('base_connect__nominals') }}
    union
    select 'surname' as name_form, surname as name_text from {{ ref('base_connect__nominal_aliases') }}
    union
    select 'surname' as name_form, surname as name_text from {{ ref('base_compact__people') }}
),

word_kinds as (
    select * from {{ ref('base_normalised__name_words') }}
),

tidied as (
    select
        name_form,
        name_text,
        {{ tidy_name('name_text') }} as tidy_text
    from landed
    where name_text is not null
),

typed_words as (
    {{ split_to_rows('tidied', ['name_form', 'name_text'], 'tidy_text', ' ') }}
),

words as (
    select
        *,
        {{ upper_folded('part') }} as word,
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
            when word_kinds.kind = 'placeholder' then '? '
            when word_kinds.kind = 'prefix' then words.word
            when word_kinds.kind = 'later prefix' and not words.is_first then words.word
            when word_kinds.kind = 'particle' then words.word || '_'
            when word_kinds.kind = 'later particle' and not words.is_first then words.word || '_'
            else
                case when word_kinds.kind = 'takes O' then '=' else '' end
                || words.word
                || case when words.part = words.word then '^ ' else ' ' end
        end as rendered_word,
        case when word_kinds.kind = 'title' or (word_kinds.kind = 'leading title' and words.is_first) then 1 else 0 end as is_title
    from words
    left join word_kinds on words.word = word_kinds.word
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
        replace(replace(replace(line, 'O^ =', 'O'), 'O =', 'O'), '=', '') as line,
        has_title
    from lines
)

select * from final
