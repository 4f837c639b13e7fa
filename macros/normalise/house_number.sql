{#
    Number of the house in a normalised address ('FLAT 3 26 HIGH ST' gives 26, '26A HIGH ST' 26A); the flat's own number
    where there is no other. NULL where the address has none.
#}
{% macro house_number(address) -%}
    coalesce(
        {{ regex_extract(
            regex_replace(address, '(^| )(FLAT|UNIT|ROOM|STUDIO|FLOOR|BLOCK) [0-9]*[A-Z]? ', ' '), '(^| )([0-9]{1,5}[A-Z]?) ', 2
        ) }},
        {{ regex_extract(address, '(^| )([0-9]{1,5}[A-Z]?)( |$)', 2) }}
    )
{%- endmacro %}
