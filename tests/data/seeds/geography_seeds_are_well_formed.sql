{%- set problems -%}
select 'geography/npus.csv' as seed, npu_code || ' ' || cast(valid_from as {{ dbt.type_string() }}) as row_name, 'the name is missing' as problem
from {{ ref('npus') }}
where npu_name is null
union all
{{ overlapping_rows('geography/npus.csv', ref('npus'), ['npu_code']) }}
union all
{{ repeated_rows('geography/address_types.csv', ref('address_types'), ['address_type']) }}
union all
{{ unfilled_rows('geography/npus.csv', ref('npus'), ['npu_code', 'npu_name'], ['npu_code']) }}
union all
{{ unfilled_rows('geography/address_types.csv', ref('address_types'), ['address_type'], ['is_communal', 'is_in_care', 'is_fixed_abode', 'is_withheld']) }}
union all
{{ lower_case_rows('geography/npus.csv', ref('npus'), ['npu_code']) }}
union all
{{ lower_case_rows('geography/address_types.csv', ref('address_types'), ['address_type']) }}
{%- endset -%}
{{ refuse_rows(problems) }}
