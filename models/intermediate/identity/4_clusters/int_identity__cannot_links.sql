with corrections as (
    select * from {{ ref('int_identity__corrections') }} where correction = 'cannot_link'
),

mentions as (
    select mention_id, record_key from {{ ref('int_identity__mentions') }}
),

exclusive_roles as (
    select role, other_role from {{ ref('exclusive_roles') }}
),

event_roles as (
    select distinct mentions.mention_id, mention_events.event_token, mention_events.role
    from {{ ref('int_identity__mention_events') }} as mention_events
    inner join mentions on mention_events.record_key = mentions.record_key
    -- What a log first said of somebody, its crime may have set right.
    where mention_events.typed_on in ('contact', 'log', 'crime')
),

-- On one event nobody is both: whoever rings for another is not that other, and a victim is not the suspect.
exclusive_mentions as (
    select distinct
        left_roles.mention_id as left_mention_id,
        right_roles.mention_id as right_mention_id
    from event_roles as left_roles
    inner join exclusive_roles on left_roles.role = exclusive_roles.role
    inner join event_roles as right_roles
        on left_roles.event_token = right_roles.event_token and exclusive_roles.other_role = right_roles.role
    where left_roles.mention_id <> right_roles.mention_id
),

final as (
    select
        corrections.correction_id,
        corrections.beats_trusted_ids,
        left_mentions.mention_id as left_mention_id,
        right_mentions.mention_id as right_mention_id
    from corrections
    inner join mentions as left_mentions on corrections.left_record_key = left_mentions.record_key
    inner join mentions as right_mentions on corrections.right_record_key = right_mentions.record_key
    union all
    select
        cast(null as {{ dbt.type_string() }}) as correction_id,
        false as beats_trusted_ids,
        left_mention_id,
        right_mention_id
    from exclusive_mentions
)

select * from final
