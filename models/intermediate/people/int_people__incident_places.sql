with incidents as (
    select
        events.interaction_key,
        event_keys.source_ref,
        events.npu_code,
        events.occurred_at
    from {{ ref('int_events__in_window') }} as events
    inner join {{ ref('int_keys__events') }} as event_keys on events.interaction_key = event_keys.interaction_key
    where events.interaction_type = 'incident'
),

logs as (
    select log_no, uprn, location_text, postcode
    from {{ ref('stg_controlworks__logs') }}
    where uprn is not null or (location_text is not null and postcode is not null)
),

uprns_by_text as (
    select * from {{ ref('int_people__uprns_by_text') }}
),

located as (
    select
        incidents.interaction_key,
        incidents.npu_code,
        incidents.occurred_at,
        coalesce(
            'uprn/' || logs.uprn,
            'uprn/' || uprns_by_text.uprn,
            'text/' || logs.location_text || '/' || logs.postcode
        ) as property
    from incidents
    inner join logs on incidents.source_ref = logs.log_no
    left join uprns_by_text on 'text/' || logs.location_text || '/' || logs.postcode = uprns_by_text.spelling
),

tokens as (
    select property, {{ token('property', 'property') }} as property_token
    from (select distinct property from located) as properties
),

-- Much happens at few places: a key is computed once a place.
property_keys as {{ computed_once() }} (
    select property, {{ opaque_key('property', ['property_token']) }} as property_key from tokens
),

final as (
    select
        located.interaction_key,
        property_keys.property_key,
        located.npu_code,
        located.occurred_at
    from located
    inner join property_keys on located.property = property_keys.property
)

select * from final
