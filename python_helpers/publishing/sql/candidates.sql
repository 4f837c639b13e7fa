-- Whatever in a text can be somebody's name, number, date of birth, address or reference, in the spelling that staging has.
create or replace temp table candidates as
with texts as (
    select
        relation,
        column_name,
        -- JaneSmith is two words.
        upper(regexp_replace(strip_accents(text), '([a-z])([A-Z])', '\1 \2', 'g')) as text
    from scanned_texts
),

listed as (
    select
        relation,
        column_name,
        regexp_extract_all(regexp_replace(text, '[''’`]', '', 'g'), '[A-Z]+') as words,
        regexp_extract_all(text, '[A-Z0-9]+') as numbered_words,
        regexp_extract_all(text, '[+(]?[0-9][0-9 ()./-]{5,18}[0-9]') as numbers,
        regexp_extract_all(
            text,
            '[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}|[0-9]{1,2}(?:ST|ND|RD|TH)?[-/. ]*(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[-/., ]*[0-9]{2,4}|[0-9]{8}|(?:DOB|BORN)[^0-9A-Z]*[0-9]{6}'
        ) as dates,
        regexp_extract_all(text, '(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[-/. ]*[0-9]{1,2}(?:ST|ND|RD|TH)?[-/., ]+[0-9]{2,4}') as dates_by_month,
        regexp_extract_all(text, '[A-Z]{1,2}[0-9][A-Z0-9]?[ -]?[0-9][A-Z]{2}') as postcodes,
        list_append(string_split_regex(text, '[\s,;|()"]+'), trim(text)) as references_given
    from texts
),

found as (
    select relation, column_name, 'word' as kind, unnest(words) as candidate from listed
    union all
    select
        relation,
        column_name,
        'pair' as kind,
        unnest(list_transform(range(1, len(words)), lambda place: words[place] || ' ' || words[place + 1])) as candidate
    from listed
    union all
    select
        relation,
        column_name,
        'address' as kind,
        unnest(
            list_filter(
                list_transform(range(1, len(numbered_words)), lambda place: numbered_words[place] || ' ' || numbered_words[place + 1]),
                lambda opening: regexp_full_match(opening, '[0-9]+[A-Z]? [A-Z]{3,}')
            )
        ) as candidate
    from listed
    union all
    select
        relation,
        column_name,
        'phone' as kind,
        regexp_replace(regexp_replace(unnest(numbers), '[^0-9]', '', 'g'), '^(00440?|440?|0)', '') as candidate
    from listed
    union all
    select
        relation,
        column_name,
        'date of birth' as kind,
        regexp_replace(regexp_replace(regexp_replace(unnest(dates), '^(DOB|BORN)[^0-9]*', ''), '([0-9])(ST|ND|RD|TH)', '\1'), '[^A-Z0-9]+', '-', 'g') as candidate
    from listed
    union all
    select
        relation,
        column_name,
        'date of birth' as kind,
        regexp_replace(unnest(dates_by_month), '^([A-Z]+)[^0-9]*([0-9]+)(?:ST|ND|RD|TH)?[^0-9]*([0-9]+)$', '\2-\1-\3') as candidate
    from listed
    union all
    select relation, column_name, 'postcode' as kind, regexp_replace(unnest(postcodes), '[ -]', '', 'g') as candidate from listed
    union all
    select relation, column_name, 'reference' as kind, unnest(references_given) as candidate from listed
)

select distinct
    relation,
    column_name,
    kind,
    case
        when kind <> 'date of birth' then candidate
        else strftime(
            try_strptime(
                regexp_replace(candidate, '([0-9])-?([A-Z]{3})[A-Z]*-?([0-9])', '\1-\2-\3'),
                ['%d-%m-%y', '%d-%b-%y', '%d-%m-%Y', '%d-%b-%Y', '%Y-%m-%d', '%d%m%y', '%d%m%Y', '%Y%m%d']
            ),
            '%Y-%m-%d'
        )
    end as candidate
from found
