{#
    CTEs of name_parts, from `arranged` to `ordered_names`: where surname and forename lie in a name that was typed in its natural order.
    `family_names` is a CTE of family_names_first.
#}
{% macro ordered_names(family_names) -%}
-- In natural order the last word is the surname; a lone word is a forename unless a title, a particle or a missing
-- forename before it tells otherwise.
natural_names as {{ computed_once() }} (
    select
        *,
        trim({{ regex_replace('natural_part', '[? ]+', ' ') }}) as natural_words,
        has_title or natural_part like '%\_%' escape '\'
            or {{ regex_matches('natural_part', '^[? ]+[A-Z-]+$') }} as lone_word_is_surname
    from arranged
),

ends as {{ computed_once() }} (
    select
        *,
        {{ dbt.split_part('natural_words', "' '", 1) }} as first_word,
        {{ regex_extract('natural_words', '([^ ]+)$', 1) }} as last_word,
        natural_words like '% %' as is_several_words
    from natural_names
),

-- A family name that is borne first stands first, or last as here; VAN beside one is a middle name and no particle.
ordered_names as {{ computed_once() }} (
    select
        *,
        is_several_words
        and coalesce(first_word in (select family_name from {{ family_names }}), false)
        and not coalesce(replace(last_word, 'VAN_', '') in (select family_name from {{ family_names }}), false) as is_family_first,
        is_several_words
        and coalesce(replace(last_word, 'VAN_', '') in (select family_name from {{ family_names }}), false) as is_family_last
    from ends
)
{%- endmacro %}
