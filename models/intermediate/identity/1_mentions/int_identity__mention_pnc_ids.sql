with mentions as (
    select mention_id, record_key from {{ ref('int_identity__mentions') }}
),

nominals as (
    select {{ record_key('connect', 'nominal', 'nominal_id') }} as record_key, pnc_id
    from {{ ref('stg_connect__nominals') }}
    where pnc_id is not null
),

well_formed as (
    select * from nominals where {{ regex_matches('pnc_id', '^[0-9]{4}/[0-9]{7}[A-Z]$') }}
),

{# The seven digits follow the year and '/'. -#}
{% set first_digit = 6 -%}
{% set last_digit = 12 -%}
spelled_without as (
    {% for position in range(first_digit, last_digit + 1) -%}
        select
            record_key,
            pnc_id,
            substring(pnc_id, 1, {{ position - 1 }}) || '_' || substring(pnc_id, {{ position + 1 }}) as spelling
        from well_formed
        union all
    {% endfor -%}
    {% for position in range(first_digit, last_digit) -%}
        -- Two neighbours in rising order, whichever way round they were typed.
        select
            record_key,
            pnc_id,
            substring(pnc_id, 1, {{ position - 1 }}) || '<'
            || least(substring(pnc_id, {{ position }}, 1), substring(pnc_id, {{ position + 1 }}, 1))
            || greatest(substring(pnc_id, {{ position }}, 1), substring(pnc_id, {{ position + 1 }}, 1))
            || substring(pnc_id, {{ position + 2 }}) as spelling
        from well_formed
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

met as (
    select spelling
    from spelled_without
    group by spelling
    having count(distinct pnc_id) > 1
),

spellings as (
    select record_key, 'pnc_id' as match_key, pnc_id as spelling from nominals
    union
    select spelled_without.record_key, 'pnc_id_slip' as match_key, spelled_without.spelling
    from spelled_without
    inner join met on spelled_without.spelling = met.spelling
),

final as (
    select
        mentions.mention_id,
        spellings.match_key,
        {{ token('spellings.spelling', 'pnc_id') }} as pnc_id_token
    from spellings
    inner join mentions on spellings.record_key = mentions.record_key
)

select * from final
