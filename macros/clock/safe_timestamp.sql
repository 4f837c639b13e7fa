{#
    Timestamp without a zone from a text: 'YYYY-MM-DD HH:MM:SS', with 'T' for the space, without seconds, with a fraction
    (cut off) or without any time (midnight, since spreadsheets write midnight so). NULL for anything else, never an error.

    safe_timestamp: as written; a text that brings its zone ('Z', '+01:00') gives UTC.
    safe_civil_timestamp: UK civil time; a text that brings its zone is turned into it.
#}
{% macro safe_timestamp(expression) -%}
    case
        when {{ is_calendar_date(expression, optional_time_pattern()) }}
            then cast(substr({{ expression }}, 1, 19) as {{ dbt.type_timestamp() }})
        when {{ is_calendar_date(expression, '[ T]' ~ time_pattern(':[0-5][0-9]([.][0-9]*)?') ~ time_zone_pattern()) }}
            then {{ zoned_timestamp(expression) }}
    end
{%- endmacro %}

{% macro safe_civil_timestamp(expression) -%}
    case
        when {{ is_calendar_date(expression, optional_time_pattern()) }}
            then cast(substr({{ expression }}, 1, 19) as {{ dbt.type_timestamp() }})
        when {{ is_calendar_date(expression, '[ T]' ~ time_pattern(':[0-5][0-9]([.][0-9]*)?') ~ time_zone_pattern()) }}
            then {{ utc_to_civil(zoned_timestamp(expression)) }}
    end
{%- endmacro %}

{% macro optional_time_pattern() -%}
    ([ T]{{ time_pattern('(:[0-5][0-9]([.][0-9]*)?)?') }})?
{%- endmacro %}

{% macro time_pattern(seconds) -%}
    ([01][0-9]|2[0-3]):[0-5][0-9]{{ seconds }}
{%- endmacro %}

{% macro time_zone_pattern() -%}
    [ ]?(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)
{%- endmacro %}
