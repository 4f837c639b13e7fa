"""Adds skew to extracts: one number typed with ten thousand people, and one number of fifty thousand calls.

Run by `make benchmark-skew`, before the costs of the same world are taken as `make benchmark-year` takes them. The
numbers are of the block set aside for pagers, beside the made-up world's own.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import typer

PEOPLE = 10_000
CALLS = 50_000

NAMES = """
with forenames as (select distinct forename from nominals where forename is not null order by forename limit 100),
surnames as (select distinct surname from nominals where surname is not null order by surname limit 100),
numbered_names as (
    select row_number() over (order by forename, surname) - 1 as place, forename || ' ' || surname as full_name
    from forenames cross join surnames
),
numbered_logs as (select row_number() over (order by log_no) - 1 as place, log_no from logs)
select
    'PE99' || lpad(place::varchar, 7, '0') as person_entry_id,
    numbered_logs.log_no,
    'SUBJECT' as role,
    numbered_names.full_name,
    strftime(date '1950-01-01' + place::integer, '%Y-%m-%d') as dob,
    '07620 000001' as phone,
    (select max(extracted_at) from people) as extracted_at
from range(?) as places(place)
inner join numbered_names using (place)
inner join numbered_logs on numbered_logs.place = places.place % (select count(*) from logs)
"""
"""A number that was typed with ten thousand names, each with a date of birth of their own."""

NOMINAL = """
select 'N99000001' as nominal_id, 'Quillon' as forename, 'Featherstonehaugh' as surname, '1980-02-03' as dob,
    (select max(extracted_at) from people) as extracted_at
where ? > 0
"""
NUMBER = """
select 'N99000001' as nominal_id, '07620 000002' as phone, min(segstart_utc)[:10] as first_seen_on,
    max(extracted_at) as extracted_at
from call_segments
where ? > 0
"""
ONE_CALLER = """
with bounds as (select max(segstart_utc)::timestamp as newest, max(extracted_at) as extracted_at from call_segments),
starts as (
    select place, newest - to_minutes(10 * place::integer) as started_at, extracted_at
    from bounds cross join range(?) as places(place)
)
select
    '99' || lpad(place::varchar, 18, '0') as ucid,
    '1' as segment,
    strftime(started_at, '%Y-%m-%d %H:%M:%S') as segstart_utc,
    strftime(started_at + to_seconds(90), '%Y-%m-%d %H:%M:%S') as segstop_utc,
    '07620000002' as calling_pty,
    '101' as dispvdn,
    '2' as disposition,
    '60' as talktime,
    '90' as duration,
    extracted_at
from starts
"""
"""One caller, every ten minutes for most of a year; the index knows the number, its nominal is met on no event."""

ADDED = (
    ("controlworks/people", NAMES, PEOPLE),
    ("connect/nominals", NOMINAL, 1),
    ("connect/nominal_phones", NUMBER, 1),
    ("avaya/call_segments", ONE_CALLER, CALLS),
)


def main(raw: Path) -> None:
    """Add the files; a second run writes the same ones again."""
    with duckdb.connect() as connection:
        for table in (*(table for table, *_ in ADDED), "controlworks/logs"):
            files = [str(file) for file in sorted((raw / table).glob("*.parquet")) if file.name != "skew.parquet"]
            name = table.partition("/")[2]
            connection.read_parquet(files).create_view(name)
        for table, query, count in ADDED:
            file = str(raw / table / "skew.parquet").replace("'", "''")
            # Every file of a table has the same columns.
            columns = f"from {table.partition('/')[2]} where false"
            whole = f"{columns} union all by name ({query})"
            connection.execute(f"copy ({whole}) to '{file}' (format parquet)", [count])


if __name__ == "__main__":
    typer.run(main)
