{#
    The select behind a CTE: which record of a source system each mention is (mention_id, record_key, record_type, record_id, and observed_at). Looked
    up, because making the keys of a million records once more costs more than the joins of the model that asks.
#}
{% macro mentioned_records() -%}
    select mentions.mention_id, mentions.record_key, mentions.observed_at, records.record_type, records.record_id
    from {{ ref('int_identity__mentions') }} as mentions
    inner join {{ ref('int_keys__records') }} as records on mentions.record_key = records.record_key
{%- endmacro %}
