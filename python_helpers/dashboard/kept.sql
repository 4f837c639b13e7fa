-- What pages look for in millions of rows and a release answers alike for every reader. Whom a reader may see is not decided here:
-- each query filters people by their areas, or households by the area beside them.

create table kept.people as
select distinct person_key
from (
    select "Cohort Person" as person_key from qlik.qlik_cohort
    union all
    select "%person" as person_key from qlik.qlik_ranks where "Rank Near Miss" = 'Yes'
    union all
    select "%person" as person_key from qlik.qlik_changes
) as linked_to;

-- Of these people what pages about one person read, under the same names.
create schema kept.qlik;
create schema kept.marts;
create table kept.qlik.qlik_people as
select * from qlik.qlik_people where "%person" in (select person_key from kept.people);
create table kept.qlik.qlik_person_areas as
select * from qlik.qlik_person_areas where "%person" in (select person_key from kept.people);
create table kept.qlik.qlik_ranks as
select * from qlik.qlik_ranks where "%person" in (select person_key from kept.people) order by "%person";
create table kept.qlik.qlik_roles as
select * from qlik.qlik_roles where "%person" in (select person_key from kept.people) order by "%person";
create table kept.qlik.qlik_variants as
select * from qlik.qlik_variants where "%person" in (select person_key from kept.people) order by "%person";
create table kept.qlik.qlik_yardsticks as
select * from qlik.qlik_yardsticks where "%person" in (select person_key from kept.people);
create table kept.marts.fsu_person_months as
select * from marts.fsu_person_months where person_key in (select person_key from kept.people) order by person_key;
create table kept.qlik.qlik_score_parts as select * from qlik.qlik_score_parts;

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

select
    household_areas.npu_code, households."%household", households."Household Is Communal", households."Household Area",
    households."Household People", households."Household Interactions", households."Household Police Hours",
    households."Household Share With Known Hours", households."Household Last Interaction"
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
