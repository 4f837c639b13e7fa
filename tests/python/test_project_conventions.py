"""Conventions of the dbt project that no linter holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from worlds import PROJECT

POSTGRES_NAME_LENGTH = 63
"""A longer name of a relation is an error there, and a unit test becomes a relation of its name."""


TEXTS = {".csv", ".md", ".py", ".sql", ".toml", ".yml"}
DOCUMENT = re.compile(r"\b(\w[\w-]*[.]md)\b")
WRITTEN_BY_COMMANDS = {"identity-ablation.md"}

BLOCK = re.compile(r"{% docs (\w+) %}\n(.*?)\n{% enddocs %}", re.DOTALL)
REFERENCE = re.compile(r"{{ doc\('(\w+)'\) }}")
SCOPES = {
    "landing": {"landing"},
    "staging": {"staging", "landing", "seeds"},
    "intermediate": {"shared", "intermediate"},
    "marts": {"shared", "marts", "seeds"},
    "seeds": {"seeds"},
}
"""Whose blocks a layer's columns may use; landing is the sources and base/, whose columns are as they landed."""

MOST_LINES_OF_SQL = 150

UNIQUENESS = {"unique", "dbt_utils.unique_combination_of_columns"}


def property_files() -> list[Path]:
    return sorted(path for folder in ("models", "seeds", "snapshots") for path in (PROJECT / folder).rglob("*.yml"))


def data_tests(entry: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Kind and name of each data test of a model or seed and of its columns."""
    for holder in (entry, *(entry.get("columns") or [])):
        for test in holder.get("data_tests") or []:
            kind, settings = (test, {}) if isinstance(test, str) else next(iter(test.items()))
            yield kind, (settings or {}).get("name")


def listed(kind: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in property_files():
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for entry in content.get(kind) or []:
            yield path, entry


@pytest.mark.parametrize("kind", ["models", "seeds", "snapshots", "unit_tests"])
def test_names_fit_every_engine(kind: str) -> None:
    names = [entry["name"] for _, entry in listed(kind)]
    assert names
    assert [name for name in names if len(name) > POSTGRES_NAME_LENGTH] == []


def test_what_must_survive_is_safe_from_a_full_refresh() -> None:
    kept = [
        path for path in (PROJECT / "models").rglob("*.sql") if "tags=['state']" in path.read_text(encoding="utf-8")
    ]
    assert "int_identity__key_ledger" in {path.stem for path in kept}
    unprotected = [path.stem for path in kept if "full_refresh=false" not in path.read_text(encoding="utf-8")]
    assert unprotected == []


def test_documents_that_are_named_are_in_the_project() -> None:
    read = [PROJECT / "dbt_project.yml", *PROJECT.glob("*.md")]
    for folder in (
        *("models", "macros", "seeds", "snapshots", "analyses"),
        *("docs", "decisions", "python_helpers", "benchmark"),
    ):
        read += [path for path in (PROJECT / folder).rglob("*") if path.suffix in TEXTS]
    own = {path.name for path in read if path.suffix == ".md"}
    named = {(path.name, name) for path in read for name in DOCUMENT.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > len(own)
    assert {(path, name) for path, name in named if name not in own | WRITTEN_BY_COMMANDS} == set()


def test_a_model_of_several_steps_ends_in_its_final_one() -> None:
    read = [*(PROJECT / "models").rglob("*.sql"), PROJECT / "macros/landing/landed_rows.sql"]
    stepped = {
        path: text for path in read if re.search(r"^with ", text := path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert len(stepped) > len(read) // 2
    last_select = re.compile(r"^select \* from final\n({%-? endmacro %}\n)?\Z", re.MULTILINE)
    assert [path.name for path, text in stepped.items() if not last_select.search(text)] == []


def test_what_is_meant_for_others_says_so_and_withholds_small_numbers() -> None:
    marked = {
        entry["name"]
        for _, entry in listed("models")
        if (entry.get("config") or {}).get("meta", {}).get("meant_for") == "others"
    }
    withholding = {
        path.stem
        for path in (PROJECT / "models/marts").rglob("*.sql")
        if "is_small_number(" in path.read_text(encoding="utf-8")
    }
    assert marked
    assert marked == withholding
    guide = (PROJECT / "docs/information-governance.md").read_text(encoding="utf-8")
    assert {name for name in marked if f"`{name}`" not in guide} == set()


def test_property_files_need_no_version() -> None:
    read = property_files()
    assert [path.name for path in read if "version" in (yaml.safe_load(path.read_text(encoding="utf-8")) or {})] == []


@pytest.mark.parametrize("kind", ["models", "seeds"])
def test_the_grain_is_tested_under_one_name(kind: str) -> None:
    tested = 0
    for path, entry in listed(kind):
        names = [name for test, name in data_tests(entry) if test in UNIQUENESS]
        if not names:
            continue
        tested += 1
        assert names.count(f"{entry['name']}__one_row_per_grain") == 1, path.name
        assert None not in names, path.name
    assert tested


@pytest.mark.parametrize("kind", ["models", "seeds"])
def test_tests_are_named_for_their_relation_and_what_must_hold(kind: str) -> None:
    named = 0
    for path, entry in listed(kind):
        for test, name in data_tests(entry):
            named += 1
            assert name is not None, (path.name, test)
            assert name.startswith(f"{entry['name']}__"), name
            assert test != "columns_are_given" or name == f"{entry['name']}__columns_are_given", name
    assert named


@pytest.mark.parametrize("kind", ["models", "seeds", "snapshots"])
def test_one_test_a_relation_says_which_columns_are_given(kind: str) -> None:
    """Each node of dbt costs its time, whatever it asks."""
    held = 0
    for path, entry in listed(kind):
        kinds = [test for test, _ in data_tests(entry)]
        held += kinds.count("columns_are_given")
        assert kinds.count("columns_are_given") <= 1, path.name
        assert "not_null" not in kinds, f"{path.name}: list the column in columns_are_given"
    assert held


def described_columns(paths: Iterable[Path]) -> Iterator[tuple[str, str, str, str]]:
    """Layer, relation, column and description of every column of sources, models and seeds."""
    for path in paths:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        folders = [folder for folder in path.relative_to(PROJECT).parts if folder != "models"]
        layer = "landing" if path.parent.name == "base" else folders[0]
        for source in content.get("sources") or []:
            for table in source["tables"]:
                for column in table["columns"]:
                    yield "landing", f"{source['name']}__{table['name']}", column["name"], column["description"]
        for relation in (content.get("models") or []) + (content.get("seeds") or []):
            for column in relation.get("columns") or []:
                yield layer, relation["name"], column["name"], column["description"]


def docs_blocks() -> list[tuple[str, str]]:
    return [
        (name, text)
        for folder in ("models", "seeds")
        for path in sorted((PROJECT / folder).rglob("*.md"))
        for name, text in BLOCK.findall(path.read_text(encoding="utf-8"))
        if not name.startswith("__")
    ]


def second_wordings(columns: Iterable[tuple[str, str, str, str]]) -> list[str]:
    """Columns that one layer, or intermediate and marts between them, describe in two ways."""
    wordings: dict[tuple[str, str], set[str]] = {}
    for layer, relation, column, description in columns:
        if description != f"{{{{ doc('{relation}__{column}') }}}}":  # a meaning of its own, and said to be one
            layers = "intermediate and marts" if layer in {"intermediate", "marts"} else layer
            wordings.setdefault((layers, column), set()).add(description)
    return [f"{column} in {layers}" for (layers, column), found in wordings.items() if len(found) > 1]


def test_a_column_has_one_wording() -> None:
    assert second_wordings(described_columns(property_files())) == []
    assert second_wordings([("marts", "a", "rank", "Place."), ("intermediate", "b", "rank", "The place.")]) != []


def test_a_wording_stands_once() -> None:
    texts = [text for _, text in docs_blocks()]
    for _, _, _, description in described_columns(property_files()):
        if not REFERENCE.fullmatch(description):
            texts.append(description)
    assert {text for text in texts if texts.count(text) > 1} == set()


def test_columns_are_described_by_blocks_of_their_own_layer() -> None:
    names = {name for name, _ in docs_blocks()}
    named = set()
    for layer, relation, column, description in described_columns(property_files()):
        for name in REFERENCE.findall(description):
            assert name == f"{relation}__{column}" or name.split("__")[0] in SCOPES[layer], (relation, column)
            named.add(name)
    assert names == named


def test_what_differs_between_engines_is_dispatched_in_one_folder() -> None:
    engines = re.compile(r"adapter[.]dispatch\(|macro (default|duckdb|postgres|spark)__|materialization \w+, adapter=")
    macros = sorted((PROJECT / "macros").rglob("*.sql"))
    dispatched = {path for path in macros if engines.search(path.read_text(encoding="utf-8"))}
    assert dispatched == {path for path in macros if path.parent.name == "cross_db"}


GENERAL = ("core", "fsu", "governance", "qlik")
"""Folders of marts that everybody with access reads."""


def undeclared_texts(entries: Iterable[tuple[Path, dict[str, Any]]]) -> list[str]:
    """Text columns of general relations that do not say what they may hold, and relations that nothing holds to it."""
    missing = []
    for path, entry in entries:
        texts = [column for column in entry.get("columns") or [] if column.get("data_type") == "varchar"]
        if path.parent.name not in GENERAL or path.parents[1].name != "marts" or not texts:
            continue
        missing += [
            f"{entry['name']}.{column['name']}"
            for column in texts
            if not column.get("config", {}).get("meta", {}).get("vocabulary")
        ]
        if "holds_its_vocabularies" not in [kind for kind, _ in data_tests(entry)]:
            missing.append(f"{entry['name']} has no test holds_its_vocabularies")
    return missing


def test_every_text_column_of_a_general_relation_declares_its_vocabulary() -> None:
    entries = list(listed("models"))
    assert undeclared_texts(entries) == []
    silent = {"name": "fct_new", "columns": [{"name": "note", "data_type": "varchar"}]}
    assert undeclared_texts([(PROJECT / "models/marts/core/fct_new.yml", silent)]) == [
        "fct_new.note",
        "fct_new has no test holds_its_vocabularies",
    ]


def test_a_vocabulary_that_is_declared_is_one_that_is_defined() -> None:
    """A name that nobody defines would allow nothing, which a column of nulls does not show."""
    model = (PROJECT / "models/intermediate/governance/int_governance__vocabularies.sql").read_text(encoding="utf-8")
    words = (PROJECT / "macros/privacy/vocabulary_words.sql").read_text(encoding="utf-8")
    declared = {
        column["config"]["meta"]["vocabulary"]
        for path, entry in listed("models")
        for column in entry.get("columns") or []
        if "vocabulary" in column.get("config", {}).get("meta", {})
    }
    assert len(declared) > 20
    assert {name for name in declared if f"'{name}':" not in model + words} == set()


CSV_WRITERS = {
    "corrections/store.py": "the pipeline's own folder of corrections, read back by it alone",
    "dashboard/pages.py": "the list for a spreadsheet, with no cell that is a formula",
    "disclosure/files.py": "tables about one person for a spreadsheet, with no cell that is a formula",
    "evaluate/ablation.py": "seeds of a scratch copy of the project",
    "postgres/copy.py": "the stream out of the server, into a DuckDB file",
    "postgres/load.py": "the stream into the server's own landing",
    "postgres/state.py": "the stream into the server's own state",
    "synthesise/extracts.py": "extracts of people who do not exist, as source systems write them",
}
WRITES_CSV = re.compile(r"csv[.](?:writer|DictWriter|write_csv|CSVWriter)|[.](?:to|write)_csv\(|format csv|[.]csv'")


def test_no_csv_leaves_the_project() -> None:
    """A spreadsheet runs a cell that begins with `=`; what is published is Parquet, DuckDB and JSON."""
    folder = PROJECT / "python_helpers"
    writers = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if WRITES_CSV.search(path.read_text(encoding="utf-8"))
    }
    assert writers == set(CSV_WRITERS)


def lines_of_sql(text: str) -> int:
    """Lines that are neither empty nor a comment of SQL or Jinja."""
    bare = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    return sum(1 for line in bare.splitlines() if line.strip() and not line.strip().startswith("--"))


@pytest.mark.parametrize("folder", ["models", "macros", "snapshots", "analyses"])
def test_no_file_hides_a_second_model(folder: str) -> None:
    lengths = {path.name: lines_of_sql(path.read_text(encoding="utf-8")) for path in (PROJECT / folder).rglob("*.sql")}
    assert lengths
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_SQL} == {}


def test_what_no_linter_reads_as_sql_is_linted_as_rendered() -> None:
    """A macro of identity that writes a whole query is in .ci/rendered.sql, itself or by who calls it."""
    macros = {
        name: text
        for path in (PROJECT / "macros/identity").glob("*.sql")
        for name, text in re.findall(
            r"{% macro (\w+)\([^%]*-%}\n(.*?){%- endmacro %}", path.read_text(encoding="utf-8"), re.DOTALL
        )
        if re.search(r"^(with )?\w+ as .*[(]$", text, re.MULTILINE)
    }
    rendered = (PROJECT / ".ci/rendered.sql").read_text(encoding="utf-8")
    called = {name for name in macros if f"{{{{ {name}(" in rendered}
    assert called
    for _ in macros:
        called |= {name for name in macros for caller in called if f"{{{{ {name}(" in macros[caller]}
    assert set(macros) == called
