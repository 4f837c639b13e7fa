"""The program `fsu`: each command is a thin function over a module of this package."""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from python_helpers.errors import FsuError
from python_helpers.private import OWNER_ONLY

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Helpers around the Frequent Service Users dbt project.",
    pretty_exceptions_show_locals=False,
)


audit_app = typer.Typer(no_args_is_help=True, help="The log of who did what with personal data.")
app.add_typer(audit_app, name="audit")


corrections_app = typer.Typer(
    no_args_is_help=True, help="What somebody decided about records and people; the next build carries it out."
)
app.add_typer(corrections_app, name="corrections")


def _say_version(asked: bool) -> None:
    if asked:
        from python_helpers.version import project_version

        typer.echo(project_version())
        raise typer.Exit


READ_NO_WAREHOUSE = frozenset(
    (
        "architecture",
        "audit",
        "corrections",
        "febrl",
        "land",
        "parity",
        "public-record",
        "qlik-fields",
        "settings",
        "sql-server-script",
        "synthesise",
    )
)
"""Commands that work whatever engine dbt builds on."""

KNOW_SPARK = READ_NO_WAREHOUSE | {"copy-server", "go-back", "publish", "refresh"}
"""Commands that work on what Spark built."""


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the project's version.")
    ] = False,
) -> None:
    """Helpers around the Frequent Service Users dbt project."""
    os.umask(OWNER_ONLY)
    command = context.invoked_subcommand
    if os.environ.get("FSU_TARGET") == "spark" and command not in KNOW_SPARK:
        raise FsuError(
            f"`fsu {command}` does not work on what Spark built; docs/spark.md says what does. What reads a warehouse "
            "works on a copy: run `fsu copy-server FILE`, then unset FSU_TARGET and set FSU_WAREHOUSE to that file."
        )


def run() -> None:
    """Entry point: an error that the user can mend is one plain sentence and exit code 1, never a traceback."""
    try:
        app()
    except Exception as error:
        from python_helpers.sentences import sentence

        said = sentence(error)
        if said is None:
            raise
        sys.stderr.write(f"Error: {said}\n")
        sys.exit(1)


@app.command()
def land(
    raw_dir: Annotated[
        Path, typer.Argument(help="Folder of extracts: <raw_dir>/<system>/<table>/*.parquet, .csv or .csv.gz.")
    ],
    accept_empty: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SYSTEM.TABLE",
            help="Accept that this table has no rows now, or hardly any; or that SYSTEM.TABLE.is_restricted seals few.",
        ),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="Leave out this file or folder, which looks like data of the delivery."),
    ] = None,
    accept_as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            envvar="FSU_ACCEPT_AS_OF",
            help="Accept this FSU_AS_OF although it leaves few events in its window.",
        ),
    ] = None,
    with_purged: Annotated[
        bool, typer.Option("--with-purged", help="Bring back what `fsu purge` removed of these extracts.")
    ] = False,
) -> None:
    """Land a folder of extracts as the current delivery; whatever is wrong with it, nothing else changes."""
    from python_helpers import audit
    from python_helpers.landing import command

    far_off = accept_as_of.date() if accept_as_of else None
    accepted = command.Accepted(accept_empty or [], ignore or [], far_off, with_purged=with_purged)
    with audit.refusals_noted("land", "refresh"):
        command.run(raw_dir, accepted)


@app.command()
def purge(
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Window's as_of_date; default: FSU_AS_OF, else the current release's."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Do it; without, it only says what would go.")
    ] = False,
    after_newest_event: Annotated[
        bool, typer.Option("--after-newest-event", help="Accept a date after the newest event.")
    ] = False,
    more_than_half: Annotated[
        bool, typer.Option("--more-than-half", help="Accept that more than half of the landed rows go.")
    ] = False,
    withdraw_current: Annotated[
        bool, typer.Option("--withdraw-current", help="Accept that published/current goes with nothing in its place.")
    ] = False,
) -> None:
    """Say, or with --apply do, what is older than 12 months: landing, warehouse, history and every kept release."""
    from python_helpers import audit
    from python_helpers.purge import command

    request = command.Request(
        as_of.date() if as_of else None, apply, after_newest_event, more_than_half, withdraw_current
    )
    with audit.refusals_noted("purge", "retention"):
        command.run(request)


@app.command()
def erase(
    person_key: Annotated[str, typer.Argument(help="The person, by the key of the last build.")],
    reason: Annotated[str, typer.Option(help="On what ground; goes into the audit log, so it names nobody.")],
    apply: Annotated[
        bool, typer.Option("--apply/--dry-run", help="Do it; without, it only says what would go.")
    ] = False,
    withdraw_current: Annotated[
        bool, typer.Option("--withdraw-current", help="Accept that published/current goes with nothing in its place.")
    ] = False,
) -> None:
    """Say, or with --apply do, what erasing one person takes out: every zone, kept state and every release."""
    from python_helpers import audit
    from python_helpers.purge import erasure

    with audit.refusals_noted("erase", reason):
        erasure.run(person_key, reason, is_applied=apply, accepts_no_current=withdraw_current)


@app.command()
def settings(
    as_vars: Annotated[bool, typer.Option("--vars", help="Only what dbt's own --vars takes: the parameters.")] = False,
) -> None:
    """Judge a force's own settings (FSU_SETTINGS), and say how each file differs from the shipped one."""
    from python_helpers import force_settings

    if as_vars:
        typer.echo(json.dumps(dict(force_settings.parameters()), sort_keys=True))
        return
    for line in force_settings.differences():
        typer.echo(line)


@app.command()
def refresh(
    raw_dir: Annotated[Path | None, typer.Option(help="Folder of extracts; default: demo extracts.")] = None,
    as_of: Annotated[str, typer.Option(help="First day that is not counted, YYYY-MM-DD; default: FSU_AS_OF.")] = "",
    accept_as_of: Annotated[str, typer.Option(help="As of `fsu land`.")] = "",
    demo_dir: Annotated[Path, typer.Option(help="Where demo extracts are, or are made once.")] = Path("extracts/demo"),
    demo_scale: Annotated[float, typer.Option(help="Size of the demo; 1.0 is a force-year.")] = 0.05,
) -> None:
    """Land, build, test and publish in one go (`make build`); what has not changed is not done again."""
    from python_helpers.refresh import Request
    from python_helpers.refresh import refresh as refresh_all

    refresh_all(Request(raw_dir, demo_dir, demo_scale, as_of, accept_as_of))


@app.command()
def publish(
    purpose: Annotated[str, typer.Option(help="What for; goes into the audit log.")] = "refresh",
    keep: Annotated[int, typer.Option(min=1, help="Releases to keep, this one included.")] = 4,
    recipients: Annotated[
        str, typer.Option(help="To whom; goes into the audit log. Default: the folder's readers.")
    ] = "",
    evaluation: Annotated[
        Path | None, typer.Option(help="What `fsu evaluate --json` wrote on this warehouse; goes into the report.")
    ] = None,
) -> None:
    """Publish the warehouse, after a whole and wholly passed `dbt build`, as published/current."""
    from python_helpers import audit
    from python_helpers.publishing.publish import RECIPIENTS
    from python_helpers.publishing.publish import publish as publish_release

    with audit.refusals_noted("publish", purpose):
        typer.echo(f"Published {publish_release(purpose, keep, recipients or RECIPIENTS, typer.echo, evaluation)}")


@app.command()
def report(
    out_dir: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path("build/report"),
    release: Annotated[Path | None, typer.Option(help="A release's folder; default: published/current.")] = None,
    evaluation: Annotated[
        Path | None, typer.Option(help="What `fsu evaluate --json` wrote on the release's warehouse.")
    ] = None,
) -> None:
    """Write a release's technical report and public record anew; each release has them in its folder `report`."""
    from python_helpers.report.write import write_report
    from python_helpers.settings import published_dir

    for file in write_report(release or published_dir() / "current", out_dir, evaluation):
        typer.echo(f"Wrote {file}")


@app.command(name="load-postgres")
def load_postgres() -> None:
    """Copy the current delivery to schema `landing` of the PostgreSQL server (FSU_POSTGRES_*), in one transaction."""
    from python_helpers import audit
    from python_helpers.postgres.load import load

    with audit.refusals_noted("load-postgres", "refresh"):
        delivery = load(typer.echo)
        audit.append("load-postgres", purpose="refresh", recipients="the PostgreSQL server", delivery=delivery)
    typer.echo(f"Loaded delivery {delivery}")


@app.command(name="go-back")
def go_back(
    release: Annotated[str, typer.Argument(help="A kept release, by the name of its folder in the published one.")],
    reason: Annotated[str, typer.Option(help="What for; goes into the audit log, so it names nobody.")],
) -> None:
    """Let readers see a kept release again, until the next publication; on a server as in the folder."""
    from python_helpers import audit
    from python_helpers.publishing import back

    with audit.refusals_noted("go-back", reason):
        back.go_back(release, reason, typer.echo)
    typer.echo(f"Readers see {release}. The next publication takes its place.")


@app.command(name="copy-server")
def copy_server(
    file: Annotated[Path, typer.Argument(help="New DuckDB file, for its owner only: all zones, personal data.")],
) -> None:
    """Copy what was built on the PostgreSQL server, or by Spark, to a DuckDB file: for explain, evaluate and parity."""
    from python_helpers import audit
    from python_helpers.postgres.copy import copy_relations
    from python_helpers.publishing.project import read_relations, target_dir
    from python_helpers.spark.copy import copy_relations as copy_from_spark

    with audit.refusals_noted("copy-server", "evaluation"):
        if file.exists():
            raise FsuError(f"{file} exists. Name a new file.")
        audit.append("copy-server", purpose="evaluation", recipients=audit.who())
        relations = read_relations(target_dir() / "manifest.json")
        if os.environ.get("FSU_TARGET") == "spark":
            copy_from_spark(relations, file)
        else:
            copy_relations(relations, file, as_built=False)
    typer.echo(f"Copied to {file}. Unset FSU_TARGET, and set FSU_WAREHOUSE to it. Remove it when you have done.")


@app.command(name="sql-server-script")
def sql_server_script(
    out: Annotated[Path, typer.Argument(help="New folder, for its owner only: Parquet to be put where it is read.")],
    data_source: Annotated[
        str, typer.Option(help="For SQL Server 2022 or later: name of the external data source of that place.")
    ] = "",
    fabric_url: Annotated[
        str, typer.Option(help="For a Fabric warehouse: https address of that place, in OneLake or Azure storage.")
    ] = "",
    zone: Annotated[
        list[str] | None, typer.Option(help="Also this one, which says who people are: restricted, linkage.")
    ] = None,
    release: Annotated[Path | None, typer.Option(help="A release's folder; default: published/current.")] = None,
) -> None:
    """Write a release's Parquet and the T-SQL that loads it into SQL Server or Fabric (not run there by us)."""
    from python_helpers import audit
    from python_helpers.settings import published_dir
    from python_helpers.sql_server import command

    with audit.refusals_noted("sql-server-script", "a copy on SQL Server"):
        target = command.target_of(data_source, fabric_url)
        folder = command.run(release or published_dir() / "current", out, target, zone or [])
    typer.echo(f"Wrote {folder}. Put its folder `parquet` where the scripts read it, then run them in their order.")


@app.command(name="restore-state")
def restore_state() -> None:
    """Put people's keys and the cohort's history back, from published/current, into a warehouse that has lost them."""
    from python_helpers import audit
    from python_helpers.publishing.state import restore

    with audit.refusals_noted("restore-state", "refresh"):
        restored = restore(typer.echo)
    for relation in restored:
        typer.echo(f"Restored {relation.name}: {relation.rows} rows")


@app.command(name="rotate-salt")
def rotate_salt(
    new_salt_file: Annotated[Path, typer.Option(help="File with the new salt, readable for you alone (chmod 600).")],
) -> None:
    """Prepare another salt: from the next refresh with it on its tokens are new, and everybody keeps their key."""
    from python_helpers import audit
    from python_helpers.publishing.rotate import rotate

    with audit.refusals_noted("rotate-salt", "another salt"):
        rotated = rotate(new_salt_file, typer.echo)
    typer.echo(f"The keys of {rotated.people:,} people wait for the new salt in {rotated.folder}.")
    typer.echo(
        "Set FSU_TOKEN_SALT (or FSU_TOKEN_SALT_FILE) to it, and refresh. Until then the former salt works as before."
    )


@audit_app.command()
def verify() -> None:
    """Say whether the audit log is whole: every line follows the one before, and each release's line is there."""
    from python_helpers import audit

    lines, problems = audit.verify()
    for problem in problems:
        typer.echo(problem, err=True)
    typer.echo(f"{audit.log_path()}: {lines} lines, {len(problems)} problems.")
    raise typer.Exit(1 if problems else 0)


@corrections_app.command(name="add")
def add_correction(
    kind: Annotated[
        str,
        typer.Argument(
            help="must_link, cannot_link, not_this_phone, suppress_record, wrong_role, wrong_offence, "
            "restrict_processing or not_in_cohort."
        ),
    ],
    record: Annotated[str, typer.Argument(help="What it is about, as system/type/id: connect/nominal/N123.")],
    other_record: Annotated[
        str, typer.Argument(help="The other record; for wrong_role the event, such as connect/crime/20/1/26.")
    ] = "",
    by: Annotated[str, typer.Option(help="Who decided it: role or collar number.")] = "",
    reason: Annotated[str, typer.Option(help="Why; it stays in the folder of corrections.")] = "",
    review_on: Annotated[str, typer.Option(help="When it is looked at again, YYYY-MM-DD.")] = "",
    decided_on: Annotated[str, typer.Option(help="When it was decided, YYYY-MM-DD; default: today.")] = "",
    wrong: Annotated[str, typer.Option(help="The code that the source system has (wrong_role, wrong_offence).")] = "",
    right: Annotated[str, typer.Option(help="The code that is right; empty: no role at all.")] = "",
    beats_trusted_ids: Annotated[
        bool,
        typer.Option("--beats-trusted-ids", help="A cannot_link that holds against a merge or an operator's link."),
    ] = False,
    from_remark: Annotated[str, typer.Option(help="The reader's remark that it answers, such as R0001.")] = "",
) -> None:
    """Keep a correction, and say what the next build would change by it: who is joined or split, by key and count."""
    from python_helpers import audit
    from python_helpers.corrections import command
    from python_helpers.corrections.judge import Correction

    beats = "yes" if beats_trusted_ids else "no"
    given = Correction(
        "", kind, record, other_record, wrong, right, beats, by.strip(), decided_on, reason.strip(), review_on
    )
    with audit.refusals_noted("correct", "correction"):
        command.add(given, from_remark, typer.echo)


@corrections_app.command(name="list")
def list_corrections(
    remarks: Annotated[bool, typer.Option("--remarks", help="What readers reported as wrong, still open.")] = False,
) -> None:
    """Show the corrections in force, or the open remarks of the dashboard's readers."""
    from python_helpers import audit
    from python_helpers.corrections import command

    with audit.refusals_noted("list-corrections", "list"):
        (command.show_remarks if remarks else command.show)(typer.echo)


@corrections_app.command(name="check")
def check_corrections() -> None:
    """Judge corrections.csv by line and column, and say what each of its corrections did, or would do."""
    from python_helpers.corrections import command

    if not command.check(typer.echo):
        raise typer.Exit(2)


@corrections_app.command(name="withdraw")
def withdraw_correction(
    correction_id: Annotated[str, typer.Argument(help="The correction, such as C0001.")],
    by: Annotated[str, typer.Option(help="Who decided it: role or collar number.")],
    because: Annotated[str, typer.Option(help="Why it holds no longer.")],
) -> None:
    """Undo a correction with the next build; it is kept among the withdrawn ones."""
    from python_helpers import audit
    from python_helpers.corrections import command

    with audit.refusals_noted("correct", "correction withdrawn"):
        command.withdraw(correction_id, by, because, typer.echo)


@corrections_app.command(name="dismiss")
def dismiss_remark(
    remark_id: Annotated[str, typer.Argument(help="The reader's remark, such as R0001.")],
    by: Annotated[str, typer.Option(help="Who decided it: role or collar number.")],
    because: Annotated[str, typer.Option(help="Why nothing is corrected.")],
) -> None:
    """Close a remark that needs no correction."""
    from python_helpers import audit
    from python_helpers.corrections import command

    with audit.refusals_noted("correct", "remark dismissed"):
        command.dismiss(remark_id, by, because, typer.echo)


@app.command()
def evaluate(
    truth: Annotated[Path, typer.Argument(help="Truth: records.parquet or .csv, or the folder that holds it.")],
    warehouse: Annotated[Path | None, typer.Option(help="DuckDB file to score; default: FSU_WAREHOUSE.")] = None,
    schema_prefix: Annotated[str, typer.Option(help="dbt var schema_prefix that it was built with.")] = "",
    resolved: Annotated[
        Path | None,
        typer.Option(
            help="Score this Parquet file, in the form of link_person_records, instead: another linker's answer."
        ),
    ] = None,
    json_path: Annotated[Path | None, typer.Option("--json", help="Store every figure here, as JSON.")] = None,
    errors: Annotated[bool, typer.Option(help="Also count missed and false pairs by pattern.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no table; with --json.")] = False,
    min_precision: Annotated[float | None, typer.Option(help="Fail below this pairwise precision.")] = None,
    min_recall: Annotated[float | None, typer.Option(help="Fail below this pairwise recall.")] = None,
    min_f1: Annotated[float | None, typer.Option(help="Fail below this pairwise F1.")] = None,
    max_two_true_persons: Annotated[
        float | None,
        typer.Option(
            help="Fail where more than this share of people of two or more named records hold two true persons."
        ),
    ] = None,
    max_two_true_persons_firm: Annotated[float | None, typer.Option(help="The same by firm links alone.")] = None,
    min_cohort_overlap: Annotated[
        float | None, typer.Option(help="Fail below this overlap of the cohort with the true top.")
    ] = None,
    min_group_recall: Annotated[
        float | None, typer.Option(help="Fail where the worst served group's recall is below this part of the best's.")
    ] = None,
    max_group_two_true_persons: Annotated[
        float | None,
        typer.Option(
            help="Fail where the worst served group has more than this many times the best's two true persons."
        ),
    ] = None,
) -> None:
    """Score the identity against a truth: precision, recall, people with two true persons, calls, the cohort."""
    from python_helpers.evaluate import command
    from python_helpers.evaluate.floors import Floors

    floors = Floors(
        min_precision,
        min_recall,
        min_f1,
        max_two_true_persons,
        min_cohort_overlap,
        max_two_true_persons_firm,
        min_group_recall,
        max_group_two_true_persons,
    )
    command.run(command.Request(truth, warehouse, schema_prefix, resolved, json_path, errors, quiet), floors)


@app.command()
def parity(
    first: Annotated[str, typer.Argument(help="A DuckDB file, `postgres` or its URL, or a folder of Parquet files.")],
    second: Annotated[str, typer.Argument(help="Another, of the same extracts, date and salt.")],
    schema: Annotated[
        list[str] | None, typer.Option(help="A schema to compare, such as staging; may be repeated.")
    ] = None,
) -> None:
    """Say whether two built warehouses hold the same published rows, types too; exit code 1 where they do not.

    `postgres` is the server that FSU_POSTGRES_HOST and its kin name. Doubles may differ by a billionth.
    """
    from python_helpers.parity import compare
    from python_helpers.parity_sides import PUBLISHED_SCHEMAS

    compared, differences = compare(first, second, schema or PUBLISHED_SCHEMAS)
    for difference in differences:
        typer.echo(f"{difference.relation}: {difference.what}")
    typer.echo(f"{compared} relations compared, {len({each.relation for each in differences})} differ")
    raise typer.Exit(1 if differences else 0)


@app.command()
def febrl(
    out_dir: Annotated[Path, typer.Argument(help="New folder for the extracts; their truth goes to <out_dir>_truth.")],
    dataset: Annotated[str, typer.Option(help="3 (one source) or 4 (two sources).")] = "3",
) -> None:
    """Write FEBRL 3 or 4, a public record-linkage benchmark, as extracts with their truth beside."""
    from python_helpers.evaluate import febrl as benchmark

    benchmark.command(out_dir, dataset)


@app.command()
def synthesise(
    out_dir: Annotated[
        Path, typer.Argument(help="Folder for the extracts; what an earlier run left there is replaced.")
    ],
    scale: Annotated[float, typer.Option(help="Size; 1.0 is a force-year.")] = 0.05,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same bytes.")] = 1,
    profile: Annotated[str, typer.Option(help="How much trouble: clean, typical or hostile.")] = "typical",
    form: Annotated[str, typer.Option("--format", help="parquet or csv.")] = "parquet",
    refresh_number: Annotated[
        int, typer.Option("--refresh", min=0, help="How many quarters later; the same world, window moved on.")
    ] = 0,
    contradictions: Annotated[
        float,
        typer.Option(min=0, help="Factor on the rates of the situations in which a rule of the identity is wrong."),
    ] = 1.0,
    truth: Annotated[Path | None, typer.Option(help="Folder for the truth; default: <out_dir>_truth.")] = None,
) -> None:
    """Write extracts of people who do not exist, with the troubles of real ones, and the truth about them beside."""
    from python_helpers.synthesise import command
    from python_helpers.synthesise.extracts import Options

    command.run(out_dir, truth, Options(scale, seed, profile, form, refresh_number, contradictions))


@app.command()
def ablate(
    truth: Annotated[Path, typer.Argument(help="Truth: records.parquet or .csv, or the folder that holds it.")],
    warehouse: Annotated[Path | None, typer.Option(help="Built DuckDB file; default: FSU_WAREHOUSE.")] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this rule or guard; can be given again.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write the tables here, as Markdown.")] = None,
    world_name: Annotated[str, typer.Option(help="What the page says it was measured on.")] = "the world given",
    contradicted_truth: Annotated[
        Path | None,
        typer.Option(help="Truth of a world made with --contradictions 5: each rule's precision there, too."),
    ] = None,
    contradicted_warehouse: Annotated[Path | None, typer.Option(help="That world's built DuckDB file.")] = None,
) -> None:
    """Score the identity without each rule and guard, one at a time, on a scratch copy of project and warehouse."""
    from python_helpers.evaluate import ablate_command

    if (contradicted_truth is None) != (contradicted_warehouse is None):
        raise FsuError("--contradicted-truth and --contradicted-warehouse go together: give both or none.")
    contradicted = None
    if contradicted_truth and contradicted_warehouse:
        contradicted = ablate_command.Contradicted(contradicted_truth, contradicted_warehouse)
    ablate_command.run(truth, warehouse, only or [], page, world_name, contradicted=contradicted)


@app.command()
def architecture(
    manifest: Annotated[
        Path | None, typer.Option(help="Manifest of dbt; default: manifest.json in DBT_TARGET_PATH, else in target.")
    ] = None,
) -> None:
    """Draw the pictures of docs/architecture.md and of dbt's docs anew, from dbt's manifest (`make docs`)."""
    from python_helpers.architecture import command
    from python_helpers.publishing.project import target_dir

    for path in command.run(manifest or target_dir() / "manifest.json"):
        typer.echo(f"Drew {path} anew")


@app.command(name="qlik-fields")
def qlik_fields(
    manifest: Annotated[
        Path | None, typer.Option(help="Manifest of dbt; default: manifest.json in DBT_TARGET_PATH, else in target.")
    ] = None,
) -> None:
    """Write docs/qlik-fields.md anew, the list of what Qlik loads, from dbt's manifest (`make docs`)."""
    from python_helpers.publishing.project import target_dir
    from python_helpers.qlik import fields

    if fields.write_page(manifest or target_dir() / "manifest.json"):
        typer.echo(f"Wrote {fields.PAGE} anew")


@app.command(name="public-record")
def public_record() -> None:
    """Write docs/governance and docs/promises.md anew, from the project's own facts (`make docs`)."""
    from python_helpers.report.public_record import write_pages

    for path in write_pages():
        typer.echo(f"Wrote {path} anew")


@app.command(name="look-up")
def look_up(
    by: Annotated[str, typer.Option(help="What they are known by: nominal, phone or name (with date of birth).")],
    reason: Annotated[str, typer.Option(help="What for; goes into the audit log.")],
) -> None:
    """Say whether somebody is in the cohort, and nothing else; asks who, so that no shell's history knows."""
    from python_helpers import audit
    from python_helpers import look_up as looking

    with audit.refusals_noted("look-up", "not kept: it was refused"):
        if by not in {"nominal", "phone", "name"}:
            raise FsuError("--by is nominal, phone or name.")
        given = {by: typer.prompt(by.capitalize(), err=True)}
        if by == "name":
            given["date_of_birth"] = typer.prompt("Date of birth", err=True)
        typer.echo(looking.look_up(looking.Asked(**given), reason))


@app.command(name="evidence-pack")
def evidence_pack(
    person_key: Annotated[str, typer.Argument(help="Who: a key of the cohort.")],
    purpose: Annotated[str, typer.Option(help="cps, dvpn or tasking.")],
    reason: Annotated[str, typer.Option(help="What for; goes into the audit log. Say what for, not about whom.")],
    recipient: Annotated[str, typer.Option(help="To whom it goes; goes into the audit log.")] = "",
    out: Annotated[Path, typer.Option(help="Folder for PDF, JSON and CSV; closed to everybody else.")] = Path(
        "disclosures"
    ),
) -> None:
    """Write what the police's work with one person of the cohort came to: counts, hours, roles, chronology, links."""
    from python_helpers import audit
    from python_helpers.disclosure import evidence_command

    request = evidence_command.Request(person_key, purpose, reason, recipient)
    with audit.refusals_noted("evidence-pack", "not kept: it was refused"):
        for path in evidence_command.run(request, out):
            typer.echo(str(path))


@app.command(name="subject-access")
def subject_access(
    by: Annotated[str, typer.Option(help="What they are found by: nominal, or name (with date of birth and phone).")],
    reason: Annotated[str, typer.Option(help="What for, such as the request's number; goes into the audit log.")],
    withhold: Annotated[
        list[str] | None,
        typer.Option(metavar="REFERENCE=LETTER", help="Withhold this item, by a letter of section 45(4): a to e."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for PDF, JSON and CSV; closed to everybody else.")] = Path(
        "disclosures"
    ),
) -> None:
    """Write what is held on one person, for that person; asks who, so that no shell's history knows."""
    from rich.console import Console

    from python_helpers import audit
    from python_helpers.disclosure import subject, subject_command

    with audit.refusals_noted("subject-access", "not kept: it was refused"):
        if by not in {"nominal", "name"}:
            raise FsuError("--by is nominal or name.")
        given = {by: typer.prompt(by.capitalize(), err=True)}
        if by == "name":
            given["date_of_birth"] = typer.prompt("Date of birth", err=True)
            given["phone"] = typer.prompt("Phone", err=True)
        request = subject_command.Request(subject.Asked(**given), reason, subject_command.exempt_items(withhold or []))
        with Console(stderr=True).status("Reading the warehouse ..."):
            answer = subject_command.run(request, out)
        if not answer.paths:
            typer.echo(subject_command.NOTHING_HELD)
        for path in answer.paths:
            typer.echo(str(path))
        for check in answer.checks:
            typer.echo(f"Before it goes: {check}", err=True)


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8600,
    trusted_header: Annotated[
        str, typer.Option(help="Header in which the force's own sign-in, on this machine, says who it is.")
    ] = "",
    host_name: Annotated[list[str] | None, typer.Option(help="Name that its readers reach it by.")] = None,
) -> None:
    """Serve the preview dashboard of the published release on this machine, until it is stopped."""
    from python_helpers.dashboard import command

    command.serve(port, trusted_header, tuple(host_name or []), typer.echo)


@app.command()
def explain(
    first: Annotated[str, typer.Argument(help="A record as system/type/id (connect/nominal/N123), or a person_key.")],
    second: Annotated[str | None, typer.Argument(help="Another record, to be told why the two are one person.")] = None,
    reason: Annotated[
        str, typer.Option(help="What for; needed where the people are real. Goes into the audit log.")
    ] = "",
) -> None:
    """Say in sentences why two records are, or are not, one person; or what makes up one person."""
    from rich.console import Console

    from python_helpers import audit
    from python_helpers.errors import FsuError
    from python_helpers.explain import command

    try:
        with audit.refusals_noted("explain", reason):
            command.explain(first, second, Console(soft_wrap=True), reason)
    except FsuError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
