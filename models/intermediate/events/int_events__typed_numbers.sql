with time_window as (
    select * from {{ ref('int_window__bounds') }}
),

entries as (
    select
        person_entry_id,
        roc_ref,
        log_no,
        role,
        phone
    from {{ ref('stg_controlworks__people') }}
    where phone is not null
),

contacts as (
    select roc_ref, created_at from {{ ref('stg_controlworks__contacts') }}
),

logs as (
    select log_no, opened_at from {{ ref('stg_controlworks__logs') }}
),

typed_numbers as (
    select
        entries.person_entry_id,
        entries.role,
        entries.phone,
        'contact' as interaction_type,
        contacts.roc_ref as source_ref,
        contacts.created_at as typed_at
    from entries
    inner join contacts on entries.roc_ref = contacts.roc_ref
    union all
    select
        entries.person_entry_id,
        entries.role,
        entries.phone,
        'incident' as interaction_type,
        logs.log_no as source_ref,
        logs.opened_at as typed_at
    from entries
    inner join logs on entries.log_no = logs.log_no
),

final as (
    select
        {{ record_key('controlworks', 'person_entry', 'typed_numbers.person_entry_id') }} as person_entry_record_key,
        {{ dbt_utils.generate_surrogate_key(['typed_numbers.interaction_type', 'typed_numbers.source_ref']) }} as interaction_key,
        typed_numbers.interaction_type,
        typed_numbers.role,
        {{ token('typed_numbers.phone', 'phone') }} as number_token,
        typed_numbers.typed_at
    from typed_numbers
    cross join time_window
    where typed_numbers.typed_at >= time_window.window_start_at and typed_numbers.typed_at < time_window.window_end_at
)

select * from final
