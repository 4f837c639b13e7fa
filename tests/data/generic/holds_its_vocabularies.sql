{#
    Returns each text column with how many texts its vocabulary (`meta.vocabulary`) does not allow; a column that declares none allows no
    text. Never the texts themselves: what is not allowed can be somebody's name. Keys are matched row by row, in one scan; of other
    columns the few distinct texts are looked up.
#}
{% test holds_its_vocabularies(model) %}
{%- set members = ref('int_governance__vocabularies') -%}
{%- set patterns, lists = vocabulary_patterns(), vocabulary_lists() -%}
{%- set declared, formed = {}, {} -%}
{%- if execute -%}
    {%- for column in graph.nodes['model.' ~ project_name ~ '.' ~ model.identifier].columns.values() if column.data_type == 'varchar' -%}
        {%- set vocabulary = column.config.meta.vocabulary or column.meta.vocabulary or '' -%}
        {%- do (formed if vocabulary in patterns else declared).update({column.name: vocabulary}) -%}
    {%- endfor -%}
{%- endif %}

with texts as (
    {% for column, vocabulary in declared.items() -%}
    {%- set of_list = lists.get(vocabulary) -%}
    select
        '{{ column }}' as column_name,
        '{{ of_list or vocabulary }}' as vocabulary,
        part as member
    from (
        {% if of_list -%}
        {{ split_to_rows('(select distinct ' ~ adapter.quote(column) ~ ' from ' ~ model ~ ') as lists', [adapter.quote(column)], adapter.quote(column), '|') }}
        {%- else -%}
        select distinct {{ adapter.quote(column) }} as part from {{ model }} where {{ adapter.quote(column) }} is not null
        {%- endif %}
    ) as texts_{{ loop.index }}
    union all
    {% endfor -%}
    select
        cast(null as {{ dbt.type_string() }}) as column_name,
        cast(null as {{ dbt.type_string() }}) as vocabulary,
        cast(null as {{ dbt.type_string() }}) as member
),

not_listed as (
    select texts.column_name, count(*) as text_count
    from texts
    left join {{ members }} as members on texts.vocabulary = members.vocabulary and texts.member = members.member
    where texts.column_name is not null and members.member is null
    group by texts.column_name
),

misshapen as (
    select
        {% for column, vocabulary in formed.items() -%}
        sum(case when not {{ regex_matches(adapter.quote(column), patterns[vocabulary]) }} then 1 else 0 end) as {{ adapter.quote(column) }},
        {% endfor -%}
        count(*) as row_count
    from {{ model }}
),

final as (
    select * from not_listed
    {% for column in formed -%}
    union all
    select '{{ column }}' as column_name, {{ adapter.quote(column) }} as text_count from misshapen where {{ adapter.quote(column) }} > 0
    {% endfor %}
)

select * from final

{% endtest %}
