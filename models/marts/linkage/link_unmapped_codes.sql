{#- A text as its words between blanks, so that one word is found whole. -#}
{%- set between_blanks = regex_replace("' ' || {} || ' '", '[^A-Z]+', ' ') -%}
with sealed_records as (
    select record_key from {{ ref('int_identity__sealed_records') }}
),

names as (
    select nominal_id, forename, surname from {{ ref('stg_connect__nominals') }}
    union
    select nominal_id, forename, surname from {{ ref('stg_connect__nominal_aliases') }}
),

keyed_names as (
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key, forename, surname from names
),

sealed_names as (
    select distinct
        {{ between_blanks.replace('{}', 'keyed_names.forename') }} as forename,
        {{ between_blanks.replace('{}', 'keyed_names.surname') }} as surname
    from keyed_names
    inner join sealed_records on keyed_names.record_key = sealed_records.record_key
),

folded_codes as (
    select *, {{ fold_accents('code') }} as folded_code from {{ ref('int_governance__unmapped_codes') }}
),

unmapped_codes as (
    select *, {{ between_blanks.replace('{}', upper_ascii('folded_code')) }} as code_words from folded_codes
),

-- Whoever types a sealed person into the wrong field has named them all the same.
naming_the_sealed as (
    select distinct unmapped_codes.code
    from unmapped_codes
    inner join sealed_names
        on position(sealed_names.forename in unmapped_codes.code_words) > 0 and position(sealed_names.surname in unmapped_codes.code_words) > 0
),

shown as (
    select
        unmapped_codes.source_system,
        unmapped_codes.table_name,
        unmapped_codes.column_name,
        case when naming_the_sealed.code is null then unmapped_codes.code else '(not shown)' end as code,
        unmapped_codes.row_count
    from unmapped_codes
    left join naming_the_sealed on unmapped_codes.code = naming_the_sealed.code
),

final as (
    select
        source_system,
        table_name,
        column_name,
        code,
        cast(sum(row_count) as {{ dbt.type_bigint() }}) as row_count
    from shown
    group by source_system, table_name, column_name, code
)

select * from final
