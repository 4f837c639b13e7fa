{# The end of something where it is believable: not before the start and not after `latest_at`; else NULL (unknown). #}
{% macro end_within(end_at, start_at, latest_at) -%}
    case when {{ end_at }} >= {{ start_at }} and {{ end_at }} <= {{ latest_at }} then {{ end_at }} end
{%- endmacro %}
