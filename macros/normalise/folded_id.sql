{#
    An id without what spreadsheets and exports change in one: case, blanks, and zeros in front of a number. Only to say why a reference
    finds nothing; two ids that fold alike are still two.
#}
{% macro folded_id(expression) -%}
    {{ regex_replace(upper_folded("replace(" ~ expression ~ ", ' ', '')"), '(^|[^0-9])0+', '\\1') }}
{%- endmacro %}
