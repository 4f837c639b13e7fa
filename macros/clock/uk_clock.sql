{#
    Civil time of Europe/London and UTC, by arithmetic, since engines disagree on time zones and one session setting can
    change a result. Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of
    October (Summer Time Order 2002, and the same rule since 1996); earlier years take the same rule.

    civil_to_utc: the hour that autumn repeats is read as the first one (summer time); the hour that spring skips as UTC.
    civil_end_to_utc: the same for the end of something, but the second one where the first would end before the start.
    utc_to_civil: civil time of a UTC timestamp. utc_to_civil_date: its civil day. utc_to_civil_hour: the hour of that day, 0 to 23; the hour
    that autumn repeats is 1 both times.
#}
{% macro civil_to_utc(civil_at) -%}
    ({{ civil_at }} - case when {{ is_summer_time(civil_at, 2) }} then interval '1 hour' else interval '0 hour' end)
{%- endmacro %}

{% macro civil_end_to_utc(civil_at, start_at) -%}
    ({{ civil_at }} - case
        when {{ is_summer_time(civil_at, 2) }}
            and ({{ is_summer_time(civil_at, 1) }} or {{ start_at }} is null or {{ civil_at }} - interval '1 hour' >= {{ start_at }})
            then interval '1 hour'
        else interval '0 hour'
    end)
{%- endmacro %}

{% macro utc_to_civil(utc_at) -%}
    ({{ utc_at }} + case when {{ is_summer_time(utc_at, 1) }} then interval '1 hour' else interval '0 hour' end)
{%- endmacro %}

{% macro utc_to_civil_date(utc_at) -%}
    cast({{ utc_to_civil(utc_at) }} as date)
{%- endmacro %}

{% macro utc_to_civil_hour(utc_at) -%}
    cast(extract(hour from {{ utc_to_civil(utc_at) }}) as {{ dbt.type_int() }})
{%- endmacro %}

{#
    Whether a timestamp lies between the two changes of its year, each taken at `hour` o'clock on the Sunday: 1 for UTC
    timestamps, 2 for civil ones. With days that begin at that hour, the day of the month of the latest Sunday is
    day - day of week, and from the 25th on it is the month's last: so 325 is the change of March and 1025 that of October.
#}
{% macro is_summer_time(timestamp, hour) -%}
    {%- set shifted = timestamp ~ " - interval '" ~ hour ~ " hour'" -%}
    100 * extract(month from {{ shifted }}) + extract(day from {{ shifted }}) - {{ day_of_week(shifted) }} between 325 and 1024
{%- endmacro %}
