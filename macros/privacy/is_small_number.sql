{#
    Whether a count is withheld from readers: it is above 0 and below `small_number_threshold`, or it would give such a count away. What
    stands between a total and the cells that are shown is what was withheld; so where a cell of the group is small, the next smallest go
    with it until there are two of them and together they are no small number either. A 0 says that there is nobody, and stays.

    `group_by` names the columns within which a total may be known; none: the whole relation. `order_by` settles equal counts.
#}
{% macro is_small_number(count, order_by, group_by=[], threshold=none) -%}
    {%- set threshold = (threshold or var('small_number_threshold')) | int -%}
    {%- set groups = 'partition by ' ~ group_by | join(', ') if group_by else '' -%}
    {%- set cells = 'partition by ' ~ (group_by + ['coalesce(' ~ count ~ ', 0) > 0']) | join(', ') -%}
    (
        coalesce({{ count }}, 0) > 0
        and (
            {{ count }} < {{ threshold }}
            or (
                coalesce(min(case when {{ count }} > 0 then {{ count }} end) over ({{ groups }}), {{ threshold }}) < {{ threshold }}
                and (
                    row_number() over ({{ cells }} order by {{ count }}, {{ order_by }}) <= 2
                    or sum({{ count }}) over (
                        {{ cells }} order by {{ count }}, {{ order_by }} rows between unbounded preceding and 1 preceding
                    ) < {{ threshold }}
                )
            )
        )
    )
{%- endmacro %}
