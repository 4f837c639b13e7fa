{#
    Whether a row of the seed `themes` is in use. Special category themes need a policy document and an approver as well as the seed's
    mark; the seed's own test says so in words, and this holds even where the test was left out.
#}
{% macro is_theme_on(relation_name) -%}
    {%- set has_policy = (var('sensitive_theme_policy_ref') | string | trim) != '' and (var('sensitive_theme_approver') | string | trim) != '' -%}
    {{ relation_name }}.is_enabled{{ '' if has_policy else ' and not ' ~ relation_name ~ '.is_special_category' }}
{%- endmacro %}
