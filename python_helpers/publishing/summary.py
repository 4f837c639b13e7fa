"""What to look at after a publication, for the terminal."""

from __future__ import annotations

from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from python_helpers.json_files import read_object

TOP = 10
WIDTH = 100

_TOP_QUERY = """
select
    ranked.rank,
    ranked.person_key,
    ranked.score,
    measures.volume,
    measures.approaches,
    measures.total_hours
from marts.fsu_ranked as ranked
inner join marts.fsu_person_measures as measures on ranked.person_key = measures.person_key
where ranked.scheme_code = (select min(scheme_code) from marts.fsu_cohort) and ranked.rank <= ?
order by ranked.rank
"""


def say_what_to_look_at(console: Console, release: Path) -> None:
    """Print the top of the ranking in force, and where the rest of a release is."""
    manifest = read_object(
        release / "manifest.json", ["as_of_date", "is_synthetic", "release"], "Publish again: make build."
    )
    console.print()
    # As wide as its columns, also where no terminal says how wide it is: a key that is cut short finds nobody.
    wide = Console(file=console.file, width=max(console.width, WIDTH))
    wide.print(_top_of_ranking(release / "fsu.duckdb", manifest["as_of_date"]))
    if manifest["is_synthetic"]:
        console.print("These people are made up: demo extracts.")
    console.print(f"Release {manifest['release']}. Look at:", style="bold")
    for place, what in (
        (f"{release}/fsu.duckdb", "one file for SQL, for example: select * from marts.fsu_ranked limit 5"),
        (f"{release}/parquet/", "the same relations, one file each"),
        (f"{release}/report/technical-report.html", "rules, weights, what changed, how good it is, and its limits"),
        (f"{release}/manifest.json", "row counts, checksums, definitions in force"),
        (f"{release}/restricted/", "who the cohort are; for named users only"),
        (f"{release}/linkage/", "which source record is whose; for the data team and subject access only"),
        ("make dashboard", "what neighbourhood officers see, as pages on this machine; it says who may sign in"),
        ("dbt docs generate && dbt docs serve", "every model and column, in words"),
    ):
        console.print(f"  {place}: {what}", soft_wrap=True)


def _top_of_ranking(database: Path, as_of_date: str) -> Table:
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(_TOP_QUERY, [TOP])
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
    table = Table(title=f"Top {TOP} of marts.fsu_ranked, as of {as_of_date}", title_justify="left")
    for name in names:
        table.add_column(name, justify="left" if name == "person_key" else "right", no_wrap=True)
    for row in rows:
        table.add_row(*[_shown(value) for value in row])
    return table


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
