{#
    Points of one component, in whole millionths: the measure, up to the cap, times the weight. Whole numbers add up to the same score
    in any order. A measure that is unknown, or that the scheme does not weigh, gives no points.
#}
{% macro points_of(measure, weight, cap) -%}
    coalesce(cast(floor({{ weight }} * case when {{ measure }} > {{ cap }} then {{ cap }} else {{ measure }} end * 1000000 + 0.5) as {{ dbt.type_bigint() }}), 0)
{%- endmacro %}

{# Score, in millionths, of a row of int_measures__person_measures under a row of int_ranking__weights. #}
{% macro score_of(people, weights) -%}
    {% for measure in scoreable_measures() -%}
    {{ points_of(people ~ '.' ~ measure, weights ~ '.' ~ measure ~ '_weight', weights ~ '.' ~ measure ~ '_cap') }}{{ ' +\n        ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
