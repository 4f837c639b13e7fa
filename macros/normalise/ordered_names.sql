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
        {{ regex_replace(
            "trim(" ~ regex_replace('natural_part', '[? ]+', ' ') ~ ")",
            '^VAN (DE|DEN|DER)_',
            'VAN_\\1_'
        ) }} as natural_words,
        has_title or natural_part like '%!_%' escape '!'
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

-- A family name that is borne first stands first, or last as here; VAN beside one is a middle name and no particle. Between two of
-- them the first one counts where the name has three words: 'Chen Guang Cheng'.
family_ends as {{ computed_once() }} (
    select
        *,
        is_several_words and coalesce(
            first_word in (select family_name from {{ family_names }} where is_forename = 'no')
            or (
                first_word in (select family_name from {{ family_names }})
                and {{ regex_matches('natural_words', '^[A-Z]+ (VAN_[A-Z]+$|VAN |THI )') }}
            ),
            false
        ) as may_be_family_first,
        is_several_words
        and coalesce(replace(last_word, 'VAN_', '') in (select family_name from {{ family_names }} where is_forename = 'no'), false)
            as may_be_family_last
    from ends
),

ordered_names as {{ computed_once() }} (
    select
        *,
        may_be_family_first and (not may_be_family_last or natural_words like '% % %') as is_family_first,
        may_be_family_last and not (may_be_family_first and natural_words like '% % %') as is_family_last
    from family_ends
)
{%- endmacro %}
