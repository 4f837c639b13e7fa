with nominals as (
    select nominal_id, pnc_id
    from {{ ref('stg_connect__nominals') }}
    where {{ regex_matches('pnc_id', '^[0-9]{4}/[0-9]{7}[A-Z]$') }}
),

{# The seven digits follow the year and '/'. -#}
{% set first_digit = 6 -%}
{% set last_digit = 12 -%}
spelled_without as (
    {% for position in range(first_digit, last_digit + 1) -%}
        select
            nominal_id,
            pnc_id,
            substring(pnc_id, 1, {{ position - 1 }}) || '_' || substring(pnc_id, {{ position + 1 }}) as spelling
        from nominals
        union all
    {% endfor -%}
    {% for position in range(first_digit, last_digit) -%}
        -- Two neighbours in rising order, whichever way round they were typed.
        select
            nominal_id,
            pnc_id,
            substring(pnc_id, 1, {{ position - 1 }}) || '<'
            || least(substring(pnc_id, {{ position }}, 1), substring(pnc_id, {{ position + 1 }}, 1))
            || greatest(substring(pnc_id, {{ position }}, 1), substring(pnc_id, {{ position + 1 }}, 1))
            || substring(pnc_id, {{ position + 2 }}) as spelling
        from nominals
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

met as (
    select spelling
    from spelled_without
    group by spelling
    having count(distinct pnc_id) > 1
),

final as (
    select distinct
        mentions.mention_id,
        {{ token('spelled_without.spelling', 'pnc_id_slip') }} as spelling_token
    from spelled_without
    inner join met on spelled_without.spelling = met.spelling
    inner join {{ ref('int_identity__mentions') }} as mentions
        on {{ record_key('connect', 'nominal', 'spelled_without.nominal_id') }} = mentions.record_key
)

select * from final
