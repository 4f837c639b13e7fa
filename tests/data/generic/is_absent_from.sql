{# The opposite of `relationships`: returns the values of the column that stand in column `field` of relation `to` as well. #}
{% test is_absent_from(model, column_name, to, field) %}

select tested.{{ column_name }}
from {{ model }} as tested
inner join {{ to }} as others on tested.{{ column_name }} = others.{{ field }}

{% endtest %}
