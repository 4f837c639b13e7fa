"""The gate of `make lint` on dialect: compiled SQL parses as DuckDB, PostgreSQL and Spark, and means the same there.

Each engine's text is compiled by its own adapter, so that dispatched macros are read as that engine gets them. No
server, session or warehouse is asked: dbt is told that nothing is built yet, and then that everything is.

    python tests/python/dialects.py FOLDER      compile into FOLDER and judge
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import types
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

import sqlglot
from dbt.adapters.base.impl import BaseAdapter
from dbt.adapters.spark.impl import SparkAdapter
from dbt.cli.main import dbtRunner
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

PROJECT = Path(__file__).resolve().parents[2]
ENGINES = ("duckdb", "postgres", "spark")


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


PORTABLE = words("""
    abs avg cast chr coalesce count date_trunc dense_rank exists extract first_value floor greatest lag lead least left
    length lower lpad max md5 min mod nullif position rank replace round row_number substr substring sum translate trim
    upper
""")
"""Functions that answer alike on all three when they are asked with the same arguments."""

OWN = {
    "duckdb": words("""
        date_diff encode ends_with epoch_us generate_subscripts getvariable regexp_extract regexp_matches
        regexp_replace sha256 string_agg string_split string_to_array strlen unhex unnest url_encode
    """),
    "postgres": words("""
        convert_to current_setting decode encode generate_series generate_subscripts get_byte regexp_match
        regexp_replace regexp_split_to_table repeat sha256 split_part string_agg string_to_array to_hex unnest
    """),
    "spark": words("""
        add_months aggregate array_join assert_true concat conv date date_add datediff dayofweek encode hex if listagg
        nvl2 octet_length posexplode reflect regexp_extract regexp_replace rpad sequence sha2 split to_timestamp
        to_unix_timestamp transform unhex unix_micros url_encode
    """),
}
"""What dispatched macros, the project's and dbt's, write for one engine."""

NO_FUNCTIONS = words("""
    all and as by decimal else except from group having in intersect join materialized not numeric on or over select
    then union using values varchar when where within
""")
"""Words that may stand before a bracket and call nothing."""

FIELDS = frozenset({"YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE"})
"""Parts of a date that all three count alike; Spark counts the days of a week from 1 and the seconds in decimals."""

REGULAR_EXPRESSIONS = frozenset({"regexp_matches", "regexp_extract", "regexp_replace"})

OF_ONE_TEXT = [f"test_name:{name}" for name in ("columns_are_given", "unique", "accepted_values", "relationships")]
"""Data tests that are the same query for every relation: five hundred of them, and four queries."""

IN_SILENCE = {
    # What Spark refuses or takes for something else, outside literals and comments.
    r"\bdouble\s+precision\b": "`double precision` is no type there: type_double()",
    r"\bas\s+(text|varchar|character varying)\s*\)": "no type there: dbt.type_string() or type_varchar()",
    r"\bas\s+(numeric|decimal)\s*\)": "a decimal without its places has others on each engine: write them",
    r"\bcreate\s+(or\s+replace\s+)?temp(orary)?\s+table\b": "no temporary tables there: temporary_table()",
    r"\bwith\s+recursive\b": "recursion differs: a loop of a materialization, or a dispatched macro",
    r"\bdelete\s*\+\s*insert\b": "no deletes there: refresh_strategy()",
    r"\bextract\s*\(\s*(iso)?dow\b": "the days of a week are counted from 1 there: day_of_week()",
    r"\bdistinct\s+on\b": "unknown there: row_number()",
    r"\bqualify\b": "PostgreSQL has none: a CTE more",
}


@dataclass(frozen=True)
class Finding:
    """One place where engines part: the file, the engine whose text shows it, and what to do."""

    file: str
    engine: str
    what: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.file} ({self.engine}): {self.what}"


def judge(file: str, engine: str, sql: str) -> list[Finding]:
    """What is wrong with one compiled text."""
    try:
        statements = [statement for statement in sqlglot.parse(sql, read=engine) if statement]
        tokens = sqlglot.tokenize(sql, read=engine)
    except SqlglotError as error:
        place: dict[str, Any] = next(iter(getattr(error, "errors", [])), {})
        return [
            Finding(file, engine, f"does not parse at line {place.get('line', '?')}: {place.get('description', '')}")
        ]
    rules: list[Callable[[], Iterator[str]]] = [lambda: _unknown_functions(tokens, engine, sql)]
    rules += [lambda: _unreadable(statements), lambda: _operators(tokens)]
    if (
        engine == "duckdb"
    ):  # patterns and divisions are written the same on every engine; here as their author wrote them
        rules += [lambda: _patterns(statements), lambda: _divisions(statements), lambda: _backslashes(statements)]
    if engine == "spark":
        rules += [
            lambda: _differs_in_silence(bare(sql, tokens)),
            lambda: _trims(statements),
            lambda: _fields(statements),
            lambda: _tokens(statements),
        ]
        rules += [lambda: _literals(sql, tokens)]
    return [Finding(file, engine, what) for rule in rules for what in dict.fromkeys(rule())]


def judge_source(file: str, text: str) -> list[Finding]:
    """What is wrong with a macro that runs (materializations, hooks): its text, less what one engine alone gets."""
    text = re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)
    macros = re.findall(r"{%-? macro (\w+)\(.*?{%-? endmacro -?%}", text, flags=re.DOTALL)
    for name in macros:
        engine, _, function = name.partition("__")
        dispatched = engine in ENGINES or (engine == "default" and f"spark__{function}" in macros)
        if dispatched:
            text = re.sub(rf"{{%-? macro {name}\(.*?{{%-? endmacro -?%}}", "", text, flags=re.DOTALL)
    return [Finding(file, "source", what) for what in dict.fromkeys(_differs_in_silence(text))]


def bare(sql: str, tokens: list[Token]) -> str:
    """The text without comments, and with nothing in its literals."""
    literals = {TokenType.STRING, TokenType.NATIONAL_STRING, TokenType.RAW_STRING}
    return " ".join("''" if token.token_type in literals else sql[token.start : token.end + 1] for token in tokens)


def _unknown_functions(tokens: list[Token], engine: str, sql: str) -> Iterator[str]:
    known = PORTABLE | OWN[engine] | NO_FUNCTIONS
    for before, token, after in zip([None, *tokens], tokens, tokens[1:], strict=False):
        name = sql[token.start : token.end + 1].lower()
        if after.token_type != TokenType.L_PAREN or not re.fullmatch(r"[a-z_]\w*", name) or name in known:
            continue
        if before is not None and before.text.lower() in {"as", "with", ","} and _names_columns(tokens, after):
            continue
        yield f"{name}() is not known to be the same everywhere: dispatch it, or add it to PORTABLE with value rows"


def _names_columns(tokens: list[Token], bracket: Token) -> bool:
    """Whether a bracket after an alias lists names of columns: `as listed (landed, cleaned)`."""
    start = tokens.index(bracket) + 1
    for token in tokens[start:]:
        if token.token_type == TokenType.R_PAREN:
            return True
        if token.token_type not in {TokenType.VAR, TokenType.COMMA} and not re.fullmatch(r"\w+", token.text):
            return False
    return False


def _unreadable(statements: list[exp.Expr]) -> Iterator[str]:
    for statement in statements:
        if any(isinstance(node, exp.Command) for node in statement.walk()):
            yield "holds a statement that the parser does not know"


def _operators(tokens: list[Token]) -> Iterator[str]:
    if any(token.token_type in {TokenType.DSTAR, TokenType.DIV} for token in tokens):
        yield "an operator that only some engines have"


def _patterns(statements: list[exp.Expr]) -> Iterator[str]:
    for statement in statements:
        for literal in statement.find_all(exp.Literal):
            text = str(literal.this)
            is_pattern = (
                isinstance(literal.parent, exp.RegexpLike | exp.RegexpExtract | exp.RegexpReplace)
                and literal.arg_key == "expression"
            )
            if literal.is_string and (is_pattern or re.fullmatch(r"\^.*\$", text, re.DOTALL)):
                yield from (f"pattern {text}: {what}" for what in pattern_faults(text))


def pattern_faults(pattern: str) -> Iterator[str]:
    """What RE2, POSIX and Java would read in different ways in a pattern."""
    outside = []
    for part in re.split(r"(\\.|\[\^?\]?(?:\\.|[^\]\\])*\])", pattern, flags=re.DOTALL):
        if part.startswith("\\") and part[1:].isalnum():
            yield "a backslash before a letter or digit: write the class out, as [0-9]"
        elif part.startswith("[") and len(part) > 1:
            inner = part[1:-1].removeprefix("^")
            if inner.startswith("]") or not inner:
                yield "`]` first in a class: write \\]"
            if re.search(r"(?<!\\)\[", inner):
                yield "`[` in a class: write \\["
            if "&&" in inner:
                yield "`&&` in a class is an intersection to Java"
            if "$" in inner:
                yield "`$` in a class: write it outside"
            if re.search(r"\\\w", inner):
                yield "a backslash before a letter or digit in a class"
            outside.append("x")
        elif part == "\\$":
            yield "an escaped `$` is rewritten for Java"
        else:
            outside.append("x" if part.startswith("\\") else part)
    rest = "".join(outside)
    if "(?" in rest:
        yield "`(?` is no syntax of POSIX"
    if re.search(r"[*+?}][?+*]", rest):
        yield "a lazy or possessive quantifier"


def _divisions(statements: list[exp.Expr]) -> Iterator[str]:
    for statement in statements:
        for division in statement.find_all(exp.Div):
            if not isinstance(division.parent, exp.Floor) and not _is_fraction(division):
                yield "a division of what may be whole numbers, which PostgreSQL cuts: cast one side, or use floor()"


def _is_fraction(node: exp.Expr) -> bool:
    types = exp.DataType.REAL_TYPES
    return any(cast.to.this in types for cast in node.find_all(exp.Cast)) or any(
        not literal.is_string and "." in str(literal.this) for literal in node.find_all(exp.Literal)
    )


def _backslashes(statements: list[exp.Expr]) -> Iterator[str]:
    functions = exp.RegexpLike | exp.RegexpExtract | exp.RegexpReplace
    for statement in statements:
        for literal in statement.find_all(exp.Literal):
            if literal.is_string and "\\" in str(literal.this) and not isinstance(literal.parent, functions):
                yield "a backslash in a literal is an escape to Spark: chr(92), or another sign after `escape`"


def _differs_in_silence(text: str) -> Iterator[str]:
    for pattern, what in IN_SILENCE.items():
        if re.search(pattern, text, re.IGNORECASE):
            yield what


def _trims(statements: list[exp.Expr]) -> Iterator[str]:
    for statement in statements:
        for trim in statement.find_all(exp.Trim):
            if trim.expression and not trim.args.get("position"):
                yield "trim(text, signs) takes its arguments the other way round there: trim(both signs from text)"


def _fields(statements: list[exp.Expr]) -> Iterator[str]:
    for statement in statements:
        for extract in statement.find_all(exp.Extract):
            if extract.name.upper() not in FIELDS:
                yield f"extract({extract.name.lower()}) is not counted alike everywhere"


def _tokens(statements: list[exp.Expr]) -> Iterator[str]:
    """Tokens where Spark wants what is sure to be the same each time: it does not know that of an environment."""
    for statement in statements:
        for call in statement.find_all(exp.Anonymous):
            if call.name.lower() == "reflect" and (place := _place_of(call)):
                yield f"a token or key in {place}, which Spark refuses: compute it in a CTE before"


def _place_of(node: exp.Expr) -> str:
    """What a part of a select stands in, scalar subqueries left aside; empty where Spark takes it."""
    while (parent := node.parent) is not None and not isinstance(parent, exp.CTE):
        if isinstance(parent, exp.Join):
            return "a join's condition" if node.arg_key == "on" else ""
        if isinstance(parent, exp.AggFunc):
            return "an aggregate"
        if isinstance(parent, exp.Window):
            return "a window"
        node = parent
    return ""


def _literals(sql: str, tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        written = sql[token.start : token.end + 1]
        if written.startswith('"'):
            yield "a name in double quotes is a text there: adapter.quote()"
            continue
        if token.token_type == TokenType.STRING and re.search(r"(?<!\\)(\\\\)*\\(?!\\)", written):
            yield "a single backslash in a literal is an escape there"


def judge_engine(folder: Path, engine: str) -> tuple[int, list[Finding]]:
    """How many texts dbt compiles for one engine (models, snapshots, analyses, tests), and what is wrong with them.

    Raises:
        RuntimeError: dbt could not compile; it has said why.
    """
    sys.setrecursionlimit(20_000)  # names are read by steps inside steps
    shutil.rmtree(folder / engine / "compiled", ignore_errors=True)
    seen: dict[str, str] = {}
    for is_first in (True, False):
        _compile(engine, folder / engine, is_first=is_first)
        compiled = folder / engine / "compiled"
        for file in sorted(path for path in compiled.rglob("*.sql") if path.is_file()):
            seen.setdefault(file.read_text(encoding="utf-8"), str(file.relative_to(compiled)))
    return len(seen), [finding for sql, file in seen.items() for finding in judge(file, engine, sql)]


def _compile(engine: str, target: Path, *, is_first: bool) -> None:
    def relation(adapter: Any, database: str, schema: str, identifier: str) -> Any:  # noqa: ANN401 - dbt's own
        return None if is_first else adapter.Relation.create(database, schema, identifier, type="table")

    with ExitStack() as stack:
        stack.enter_context(
            patch.dict(os.environ, {"FSU_TARGET": engine, "FSU_TOKEN_SALT": "a salt that opens nothing at all"})
        )
        stack.enter_context(patch.object(BaseAdapter, "get_relation", relation))
        if engine == "spark":
            # Its adapter asks for pyspark when it is configured: 490 MB, of which compiling needs nothing.
            stack.enter_context(
                patch.dict(sys.modules, {"pyspark": sys.modules.get("pyspark") or types.ModuleType("pyspark")})
            )
            stack.enter_context(patch.object(SparkAdapter, "get_relation", relation))
        selection = (
            ["--exclude", *OF_ONE_TEXT]
            if is_first
            else ["--select", "config.materialized:incremental", "--indirect-selection", "empty"]
        )
        result = dbtRunner().invoke(
            [
                *("--quiet", "compile", *selection, "--no-introspect", "--no-populate-cache"),
                *("--target-path", str(target), "--log-path", str(target / "logs")),
                *("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)),
            ]
        )
    if not result.success:
        raise RuntimeError(f"dbt could not compile for {engine}: {result.exception}")


def sources() -> Iterator[tuple[str, str]]:
    """Path and text of what runs without being compiled first."""
    for folder in ("macros", "models", "snapshots"):
        for path in sorted((PROJECT / folder).rglob("*.sql")):
            yield str(path.relative_to(PROJECT)), path.read_text(encoding="utf-8")


def main(folder: Path) -> int:
    """Judge the project; the findings, one a line, or nothing."""
    found = [finding for file, text in sources() for finding in judge_source(file, text)]
    # A process an engine: dbt keeps one adapter a process.
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as processes:
        for compiled, findings in processes.map(judge_engine, [folder] * len(ENGINES), ENGINES):
            if not compiled:
                raise RuntimeError("Nothing was compiled.")
            found += findings
    for finding in sorted(set(found), key=str):
        sys.stderr.write(f"{finding}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
