{# Last moment an event can lie at: a day after its row was extracted, the same grace that rejects have. #}
{% macro latest_believable(extracted_at) -%}
    {{ extracted_at }} + interval '1 day'
{%- endmacro %}
