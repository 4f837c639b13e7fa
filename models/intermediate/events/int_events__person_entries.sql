with people as (
    select * from {{ ref('stg_controlworks__people') }}
),

contacts as (
    select roc_ref, log_no, created_at from {{ ref('stg_controlworks__contacts') }}
),

logs as (
    select log_no, opened_at from {{ ref('stg_controlworks__logs') }}
),

time_window as (
    select * from {{ ref('int_window__bounds') }}
),

institutional_numbers as (
    select phone, min(organisation) as organisation
    from {{ ref('institutional_numbers') }}
    group by phone
),

organisation_names as (
    select {{ organisation_form('typed_name') }} as name_form, min(organisation) as organisation
    from {{ ref('organisation_names') }}
    group by {{ organisation_form('typed_name') }}
),

typed_organisations as (
    select organisation, {{ organisation_form('organisation') }} as name_form
    from (select distinct organisation from people where organisation is not null) as typed
),

listed_organisations as (
    select typed_organisations.organisation as typed_name, organisation_names.organisation
    from typed_organisations
    inner join organisation_names on typed_organisations.name_form = organisation_names.name_form
),

-- An entry is on one event, and its correction names none.
wrong_roles as (
    select * from {{ ref('int_keys__corrected_facts') }} where correction = 'wrong_role' and source_ref is null
),

agency_words as (
    select distinct word from {{ ref('agency_name_words') }}
),

timed as (
    select
        people.*,
        coalesce(people.log_no, contacts.log_no) as event_log_no,
        coalesce(contacts.created_at, logs.opened_at) as observed_at
    from people
    left join contacts on people.roc_ref = contacts.roc_ref
    left join logs on people.log_no = logs.log_no
),

in_window as (
    select timed.*
    from timed
    cross join time_window
    where timed.observed_at >= time_window.window_start_at and timed.observed_at < time_window.window_end_at
),

recognised as (
    select
        in_window.*,
        institutional_numbers.organisation as number_organisation,
        listed_organisations.organisation as listed_organisation,
        forename_words.word is not null or surname_words.word is not null as has_agency_word
    from in_window
    left join institutional_numbers on in_window.phone = institutional_numbers.phone
    left join listed_organisations on in_window.organisation = listed_organisations.typed_name
    left join agency_words as forename_words on in_window.forename = forename_words.word
    left join agency_words as surname_words on in_window.surname = surname_words.word
),

keyed as (
    select recognised.*, records.record_key, nominals.record_key as nominal_record_key
    from recognised
    inner join {{ ref('int_keys__records') }} as records
        on recognised.person_entry_id = records.record_id and records.record_type = 'person_entry'
    left join {{ ref('int_keys__records') }} as nominals
        on recognised.nominal_id = nominals.record_id and nominals.record_type = 'nominal'
),

corrected as (
    select keyed.*, coalesce(wrong_roles.right_value, keyed.role) as right_role
    from keyed
    left join wrong_roles on keyed.record_key = wrong_roles.record_key and keyed.role = wrong_roles.wrong_value
),

final as (
    select
        record_key,
        nominal_record_key,
        {{ token('roc_ref', 'contact') }} as contact_token,
        {{ token('event_log_no', 'log') }} as log_token,
        log_no is null as is_on_contact,
        right_role as role,
        observed_at,
        -- What is on no list is typed text, and can be about anybody.
        coalesce(
            listed_organisation, number_organisation, case when organisation is null then 'NOT STATED' else 'NOT LISTED' end
        ) as organisation,
        coalesce(
            right_role = 'PARTNER_AGENCY'
            or organisation is not null
            or has_agency_word
            or (number_organisation is not null and right_role in ('CALLER', 'CALLER_FOR_OTHER')),
            false
        ) as is_agency
    from corrected
)

select * from final
