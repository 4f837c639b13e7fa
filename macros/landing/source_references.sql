{#
    Which column of a landed table names a row of which other table: what is measured in the verdict on a delivery and in
    gov_data_quality. A nominal that was merged into another names a nominal, too.
#}
{% macro source_references() -%}
    {%- set logs = {'to_system': 'controlworks', 'to_table': 'logs', 'to_column': 'log_no'} -%}
    {%- set contacts = {'to_system': 'controlworks', 'to_table': 'contacts', 'to_column': 'roc_ref'} -%}
    {%- set nominals = {'to_system': 'connect', 'to_table': 'nominals', 'to_column': 'nominal_id'} -%}
    {%- set crimes = {'to_system': 'connect', 'to_table': 'crimes', 'to_column': 'crime_no'} -%}
    {%- set people = {'to_system': 'compact', 'to_table': 'people', 'to_column': 'person_ref'} -%}
    {%- set references = [] -%}
    {%- for system, table, column, target in [
        ('controlworks', 'contacts', 'log_no', logs),
        ('controlworks', 'people', 'roc_ref', contacts),
        ('controlworks', 'people', 'log_no', logs),
        ('controlworks', 'people', 'nominal_id', nominals),
        ('controlworks', 'deployments', 'log_no', logs),
        ('connect', 'nominals', 'merged_into', nominals),
        ('connect', 'nominal_aliases', 'nominal_id', nominals),
        ('connect', 'nominal_phones', 'nominal_id', nominals),
        ('connect', 'nominal_addresses', 'nominal_id', nominals),
        ('connect', 'crimes', 'log_no', logs),
        ('connect', 'crime_people', 'crime_no', crimes),
        ('connect', 'crime_people', 'nominal_id', nominals),
        ('connect', 'investigations', 'crime_no', crimes),
        ('connect', 'custody_records', 'nominal_id', nominals),
        ('connect', 'custody_records', 'crime_no', crimes),
        ('compact', 'episodes', 'person_ref', people),
        ('compact', 'episodes', 'log_no', logs),
    ] -%}
        {%- do references.append(dict(target, system=system, table=table, column=column)) -%}
    {%- endfor -%}
    {{ return(references) }}
{%- endmacro %}
