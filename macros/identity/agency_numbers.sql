{#
    The select behind a CTE: phone_token of each number of an organisation, listed as one, or given by agencies at least as often as by
    anybody else. It never points to a person.
#}
{% macro agency_numbers() -%}
    select {{ token('phone', 'phone') }} as phone_token
    from {{ ref('institutional_numbers') }}
    union
    select {{ token('phones.phone', 'phone') }} as phone_token
    from (
        select {{ record_key('controlworks', 'person_entry', 'person_entry_id') }} as record_key, phone
        from {{ ref('stg_controlworks__people') }}
        where phone is not null
    ) as phones
    inner join {{ ref('int_events__person_entries') }} as entries on phones.record_key = entries.record_key
    group by phones.phone
    having sum(case when entries.is_agency then 1 else 0 end) >= sum(case when entries.is_agency then 0 else 1 end)
{%- endmacro %}
