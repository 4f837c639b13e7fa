{#
    The select behind a CTE: phone_token of each number of an organisation, listed as one, or given by agencies at least as often as by
    anybody else. It never points to a person.
#}
{% macro agency_numbers() -%}
    select {{ token('phone', 'phone') }} as phone_token
    from {{ ref('institutional_numbers') }}
    union
    select {{ token('phone', 'phone') }} as phone_token
    from (
        select people.phone
        from {{ ref('stg_controlworks__people') }} as people
        inner join {{ ref('int_keys__records') }} as records
            on people.person_entry_id = records.record_id and records.record_type = 'person_entry'
        inner join {{ ref('int_events__person_entries') }} as entries on records.record_key = entries.record_key
        where people.phone is not null
        group by people.phone
        having sum(case when entries.is_agency then 1 else 0 end) >= sum(case when entries.is_agency then 0 else 1 end)
    ) as given_by_agencies
{%- endmacro %}
