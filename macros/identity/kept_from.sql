{#
    The select behind a CTE: whom a record must not be put to, because a correction keeps it from one of that person's records, on
    whichever side of the correction it stands. `people` has record_key and cluster_id.
#}
{% macro kept_from(people, corrections) -%}
    select {{ corrections }}.left_record_key as record_key, {{ people }}.cluster_id
    from {{ corrections }}
    inner join {{ people }} on {{ corrections }}.right_record_key = {{ people }}.record_key
    where {{ corrections }}.correction = 'cannot_link'
    union
    select {{ corrections }}.right_record_key as record_key, {{ people }}.cluster_id
    from {{ corrections }}
    inner join {{ people }} on {{ corrections }}.left_record_key = {{ people }}.record_key
    where {{ corrections }}.correction = 'cannot_link'
{%- endmacro %}
