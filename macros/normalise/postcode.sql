{#
    postcode: a UK postcode as 'B12 8QX' from free text, also where other words stand round it; NULL where there is none or
    it is a placeholder. Only the form is checked: whether a postcode exists is for an address register to say.
    postcode_as_given: letters and digits of whatever was typed, foreign codes too; NULL where blank or a placeholder.
    Placeholders: seed postcode_placeholders.
#}
{% macro postcode_as_given(expression) -%}
    case
        when coalesce({{ postcode_found(expression) }}, {{ postcode_compact(expression) }}) in (select postcode_compact from {{ ref('postcode_placeholders') }})
            then null
        else coalesce({{ postcode_found(expression) }}, nullif({{ postcode_compact(expression) }}, ''))
    end
{%- endmacro %}

{% macro postcode(expression) -%}
    case
        when {{ postcode_found(expression) }} in (select postcode_compact from {{ ref('postcode_placeholders') }}) then null
        else {{ regex_replace(postcode_found(expression), '^(.*)(...)$', '\\1 \\2') }}
    end
{%- endmacro %}

{# Letters and digits of a text, upper case. #}
{% macro postcode_compact(expression) -%}
    {{ regex_replace(upper_ascii(expression), '[^A-Z0-9]+', '') }}
{%- endmacro %}

{# The postcode in a text without its space; NULL where there is none. #}
{% macro postcode_found(expression) -%}
    {%- set form = '[A-Z][A-Z]?[0-9][A-Z0-9]?' -%}
    coalesce(
        {{ regex_extract(postcode_compact(expression), '^(' ~ form ~ '[0-9][A-Z][A-Z])$', 1) }},
        replace(
            {{ regex_extract(upper_ascii(expression), '(^|[^A-Z0-9])(' ~ form ~ ' ?[0-9][A-Z][A-Z])([^A-Z0-9]|$)', 2) }},
            ' ', ''
        )
    )
{%- endmacro %}
