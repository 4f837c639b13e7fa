with before as (
    select kind, name, value, meaning
    from governance.gov_definitions_history
    where
        first_as_of_date <= (select previous_as_of_date from refresh)
        and (replaced_as_of_date is null or replaced_as_of_date > (select previous_as_of_date from refresh))
),

now as (
    select kind, name, value, meaning
    from governance.gov_definitions_history
    where
        first_as_of_date <= (select as_of_date from refresh)
        and (replaced_as_of_date is null or replaced_as_of_date > (select as_of_date from refresh))
)

select
    kind,
    name,
    case
        when before.meaning is null then 'new'
        when now.meaning is null then 'taken out'
        when before.value is distinct from now.value then 'another value'
        else 'another meaning'
    end as change,
    case when before.value is distinct from now.value then before.value else before.meaning end as was,
    case when before.value is distinct from now.value then now.value else now.meaning end as is_now
from before
full outer join now using (kind, name)
where
    exists (select 1 from before)
    and (
        before.meaning is null
        or now.meaning is null
        or before.value is distinct from now.value
        or before.meaning is distinct from now.meaning
    )
order by kind, name
