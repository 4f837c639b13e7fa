-- What pages look for in millions of rows and a release answers alike for every reader. Whom a reader may see is not decided here:
-- each query filters `kept.person_areas`, or the area beside a household, by the reader's own areas.

create table kept.people as
select distinct person_key
from (
    select "Cohort Person" as person_key from qlik.qlik_cohort
    union all
    select "%person" as person_key from qlik.qlik_ranks where "Rank Near Miss" = 'Yes'
    union all
    select "%person" as person_key from qlik.qlik_changes
) as linked_to;

create table kept.person_areas as
select "%person" as person_key, "%area" as npu_code, "Person Area Reason" as reason
from qlik.qlik_person_areas
where "%person" in (select person_key from kept.people);

create table kept.schemes as
select distinct
    "Scheme" as scheme, "Scheme Sort" as sort_order, "Scheme People Tied At Cut" as tied,
    "Scheme People Tied Outside" as outside, "Scheme People Kept Out" as kept_out
from qlik.qlik_ranks;

create table kept.near_misses as
select
    ranks."Scheme" as scheme, ranks."Rank" as rank, ranks."%person" as person_key, people."Person Trend" as trend,
    people."Person Interactions" as interactions, people."Person Last Interaction" as last_on
from qlik.qlik_ranks as ranks
inner join qlik.qlik_people as people on ranks."%person" = people."%person"
where ranks."Rank Near Miss" = 'Yes';

-- Of each area the first alone: the first of several areas are among the first of each.
create table kept.first_households as
with household_areas as (
    select distinct people."%household" as household_key, areas."%area" as npu_code
    from qlik.qlik_people as people
    inner join qlik.qlik_person_areas as areas on people."%person" = areas."%person"
    where people."%household" is not null
)

select household_areas.npu_code, households.*
from qlik.qlik_households as households
inner join household_areas on households."%household" = household_areas.household_key
qualify row_number() over (
    partition by household_areas.npu_code, households."Household Is Communal"
    order by
        households."Household Police Hours" desc nulls last, households."Household Interactions" desc,
        households."%household"
) <= 20;

create table kept.cohort_homes as
select people."%person" as person_key, people."%household" as household_key
from qlik.qlik_people as people
inner join qlik.qlik_cohort as cohort
    on people."%person" = cohort."Cohort Person" and cohort."Cohort Scheme In Force" = 'Yes'
where people."%household" is not null;

create table kept.organisation_events as
select distinct
    organisations."Organisation" as organisation, organisations."%interaction" as interaction_key, roles."%person" as person_key
from qlik.qlik_event_organisations as organisations
inner join qlik.qlik_roles as roles on organisations."%interaction" = roles."%interaction"
inner join qlik.qlik_cohort as cohort
    on roles."%person" = cohort."Cohort Person" and cohort."Cohort Scheme In Force" = 'Yes';
