{# A correction that is misspelt or half filled in would be passed over in silence, so each such row fails the build by name. #}
{%- set problems -%}
with corrections as (
    select
        *,
        correction_id as row_name,
        left_source_system || '/' || left_record_type || '/' || left_record_id as left_record,
        right_source_system || '/' || right_record_type || '/' || right_record_id as right_record
    from {{ ref('identity_corrections') }}
),

repeated_ids as (
    select correction_id
    from corrections
    where correction_id is not null
    group by correction_id
    having count(*) > 1
),

pairs as (
    select
        row_name,
        correction,
        case when left_record < right_record then left_record else right_record end as first_record,
        case when left_record < right_record then right_record else left_record end as second_record
    from corrections
    where correction in ('must_link', 'cannot_link')
),

all_problems as (
    select row_name, 'correction_id is empty; give it one' as problem
    from corrections
    where correction_id is null
    union all
    select correction_id as row_name, 'correction_id stands more than once; give each row its own' as problem
    from repeated_ids
    union all
    select row_name, 'correction must be must_link, cannot_link, not_this_phone or suppress_record' as problem
    from corrections
    where coalesce(correction, '') not in ('must_link', 'cannot_link', 'not_this_phone', 'suppress_record')
    union all
    select row_name, 'left_source_system, left_record_type and left_record_id must all be filled in' as problem
    from corrections
    where left_record is null
    union all
    select row_name, correction || ' is about two records; fill in right_source_system, right_record_type and right_record_id' as problem
    from corrections
    where correction in ('must_link', 'cannot_link') and right_record is null
    union all
    select row_name, correction || ' is about one record; leave the right-hand columns empty' as problem
    from corrections
    where
        correction in ('not_this_phone', 'suppress_record')
        and coalesce(right_source_system, right_record_type, right_record_id) is not null
    union all
    select row_name, 'left record must be avaya/call, controlworks/person_entry, connect/nominal or compact/person' as problem
    from corrections
    where
        left_source_system || '/' || left_record_type
        not in ('avaya/call', 'controlworks/person_entry', 'connect/nominal', 'compact/person')
    union all
    select row_name, 'right record must be avaya/call, controlworks/person_entry, connect/nominal or compact/person' as problem
    from corrections
    where
        right_source_system || '/' || right_record_type
        not in ('avaya/call', 'controlworks/person_entry', 'connect/nominal', 'compact/person')
    union all
    select row_name, 'left and right are the same record' as problem
    from corrections
    where left_record = right_record
    union all
    select must_links.row_name, 'the same two records must and must not be linked; take one of the two rows out' as problem
    from pairs as must_links
    inner join pairs as cannot_links
        on
            must_links.first_record = cannot_links.first_record
            and must_links.second_record = cannot_links.second_record
    where must_links.correction = 'must_link' and cannot_links.correction = 'cannot_link'
    union all
    select row_name, 'beats_trusted_ids must be yes or no' as problem
    from corrections
    where coalesce(beats_trusted_ids, '') not in ('yes', 'no')
    union all
    select row_name, 'only cannot_link can beat trusted ids; set beats_trusted_ids to no' as problem
    from corrections
    where beats_trusted_ids = 'yes' and correction <> 'cannot_link'
    union all
    select row_name, 'decided_on must be a date such as 2026-03-31' as problem
    from corrections
    where not {{ regex_matches("coalesce(decided_on, '')", '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') }}
    union all
    select row_name, 'decided_by and reason must be filled in' as problem
    from corrections
    where decided_by is null or reason is null
)

select distinct 'corrections/identity_corrections.csv' as seed, row_name, problem from all_problems
{%- endset -%}
{{ refuse_rows(problems) }}
