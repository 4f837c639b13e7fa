"""What each rule and each guard is worth: identity built again without it, on a copy, and scored again.

The project is laid out once more in a scratch folder, everything linked to the original but the seeds, which are copied
and changed there; the warehouse is a copy too. Neither the project's seeds nor its warehouse is ever touched.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from python_helpers.evaluate.scores import Evaluation, evaluate
from python_helpers.evaluate.world import EvaluationError, open_world

RULES_SEED = "rules/match_rules.csv"
IDENTITY = "path:models/intermediate/identity"
GUARDS_SEED = "rules/match_rule_guards.csv"
PASS_MODELS = {
    1: ("int_identity__trusted_links",),
    2: ("int_identity__pass_2_links",),
    3: ("int_identity__pass_3_links",),
}
"""The models that carry out the rules of each pass first. Whatever comes before them does not change with the rule, but
for `RULE_MODELS`; later passes carry the same rules out again."""
ATTACHMENT_MODELS = (
    "int_identity__nameless_links",
    "int_identity__nameless_caller_links",
    "int_identity__phone_only_links",
    "int_identity__believed_attachments",
    "int_identity__person_records",
)
"""The models that carry out the rules after the passes, which attach records and join no people."""
RULE_MODELS = ("int_identity__match_rules", "int_identity__name_comparisons")
"""Rules one a match key, and the names' comparisons that a rule asks for: built again with every rule."""
NOT_LINKED = {"seeds", "landing", "warehouse", "published", "extracts", "target", "logs", "build"}

SeedRow = dict[str, str]
SeedChange = Callable[[list[SeedRow]], list[SeedRow]]


@dataclass(frozen=True)
class Variant:
    """One thing taken away: seeds changed, dbt vars set, or both."""

    kind: str
    """`rule` or `guard`."""
    name: str
    sentence: str
    seed_changes: Mapping[str, SeedChange] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
    from_staging: bool = False
    """Whether staging must be built again too, because the seed is read there."""
    pass_number: int | None = None
    """The pass of a rule; None: everything from the start."""
    match_rules: tuple[str, ...] = ()
    """What records are marked with that a rule attached: one for each of its match keys."""


@dataclass(frozen=True)
class Outcome:
    """A variant's score; the base has no variant."""

    variant: Variant | None
    evaluation: Evaluation


def no_rows(_rows: list[SeedRow]) -> list[SeedRow]:
    """Empty a seed."""
    return []


def column_set(column: str, value: str, *more: str) -> SeedChange:
    """Give every row of a seed the same value in a column, and in further columns that follow as column, value.

    Raises:
        KeyError: the seed has no such column; raised when the change is made.
    """
    values = {column: value, **dict(zip(more[::2], more[1::2], strict=True))}

    def change(rows: list[SeedRow]) -> list[SeedRow]:
        for name in values:
            if rows and name not in rows[0]:
                raise KeyError(name)
        return [{**row, **values} for row in rows]

    return change


def without_guards(*guards: str) -> SeedChange:
    """Take these guards away from every rule of match_rule_guards.

    Raises:
        KeyError: no rule has such a guard; raised when the change is made.
    """

    def change(rows: list[SeedRow]) -> list[SeedRow]:
        for guard in guards:
            if all(row["guard"] != guard for row in rows):
                raise KeyError(guard)
        return [row for row in rows if row["guard"] not in guards]

    return change


def rule_off(rule_code: str) -> SeedChange:
    """Switch one rule of match_rules off."""
    return lambda rows: [{**row, "is_on": "false"} if row["rule_code"] == rule_code else row for row in rows]


GUARDS = (
    Variant(
        "guard", "conflict_veto", "A link stands even where it makes a person disagree with themselves.",
        variables={"conflict_veto": False},
    ),
    Variant(
        "guard", "only_if_one_fits", "The looser rules attach where several people fit.",
        {RULES_SEED: column_set("only_if_one_fits", "false")},
    ),
    Variant(
        "guard", "by_far", "Who was seen there again and again is no better known than who was seen once.",
        variables={"by_far_ratio": 1000000},
    ),
    Variant(
        "guard", "rarity", "A name counts as rare however many people carry it.",
        {GUARDS_SEED: without_guards("max_people_per_name", "max_carriers_per_record")},
    ),
    Variant(
        "guard", "half_a_name", "Half a name beside one number or date of birth is enough, however common.",
        {GUARDS_SEED: without_guards("needs_shared_place", "max_forename_share")},
    ),
    Variant(
        "guard", "other_phone_or_place", "A name or an address links people whose phones or homes differ.",
        {GUARDS_SEED: without_guards("needs_no_other_phone", "needs_no_other_place", "needs_no_other_property")},
    ),
    Variant(
        "guard", "second_forenames", "Mohammed Bilal and Mohammed Hamza have one name.",
        {"rules/shared_forenames.csv": no_rows, "rules/honorific_elements.csv": no_rows},
    ),
    Variant(
        "guard", "gendered_endings", "Petkov and Petkova, Dorel and Dorela may be one person.",
        {"rules/gendered_endings.csv": no_rows},
    ),
    Variant(
        "guard", "exclusive_roles", "Whoever rings for another may be that other, and the victim the suspect.",
        {"rules/exclusive_roles.csv": no_rows},
    ),
    Variant(
        "guard", "shared_values", "A number or address that a crowd shares links like any other.",
        {"rules/shared_value_limits.csv": column_set("max_distinct_names", "1000000000")},
    ),
    Variant(
        "guard", "name_variants", "Nicknames and transliterations are names of their own.",
        {"rules/name_variants.csv": no_rows, "rules/ambiguous_short_forms.csv": no_rows},
    ),
    Variant(
        "guard", "honorific_elements", "Begum, Kaur, Singh, Mohammed and the like count as names on their own.",
        {"rules/honorific_elements.csv": no_rows},
    ),
    Variant(
        "guard", "agencies", "Partner agencies are known by role and organisation alone.",
        {"rules/institutional_numbers.csv": no_rows, "rules/agency_name_words.csv": no_rows},
    ),
    Variant(
        "guard", "recycled_numbers", "A number belongs to whoever ever held it.", variables={"phone_grace_days": 36500}
    ),
    Variant(
        "guard", "placeholders", "Placeholder names, numbers, dates of birth, postcodes and addresses count as given.",
        {f"normalise/{what}_placeholders.csv": no_rows for what in ("name", "phone", "dob", "postcode", "address")},
        from_staging=True,
    ),
)  # fmt: skip
"""Guards that a seed or a variable takes away. A guard whose seed the project lacks is left out."""


def rule_variants(project: Path) -> list[Variant]:
    """One variant for each rule that is on, in the seed's own order."""
    seeds = project / "seeds"
    keys = {row["match_key"] for row in read_seed(seeds / "rules/match_keys.csv")}
    return [
        Variant(
            "rule",
            code := row["rule_code"],
            row["sentence"],
            {RULES_SEED: rule_off(code)},
            pass_number=int(row["pass_number"]),
            match_rules=tuple(f"{key}_{code}" if key in keys else code for key in row["match_keys"].split()),
        )
        for row in read_seed(seeds / RULES_SEED)
        if row["is_on"].lower() == "true"
    ]


def guard_variants(project: Path) -> list[Variant]:
    """The guards whose seeds and variables the project has."""
    known = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    return [
        guard
        for guard in GUARDS
        if all((project / "seeds" / seed).is_file() for seed in guard.seed_changes)
        and all(variable in known for variable in guard.variables)
    ]


def read_seed(path: Path) -> list[SeedRow]:
    """Rows of a seed."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Laboratory:
    """A scratch copy of the project and its warehouse, in which seeds may be changed."""

    def __init__(self, project: Path, warehouse: Path, scratch: Path) -> None:
        """Lay the project out again in the scratch folder.

        Args:
            project: the project's root.
            warehouse: DuckDB file that `dbt build` wrote; copied.
            scratch: empty folder.
        """
        self.project, self.scratch = project, scratch
        self.copy, self.warehouse = scratch / "project", scratch / "fsu.duckdb"
        self.copy.mkdir()
        for entry in project.iterdir():
            if entry.name not in NOT_LINKED and not entry.name.startswith("."):
                (self.copy / entry.name).symlink_to(entry.resolve())
        shutil.copytree(project / "seeds", self.copy / "seeds")
        shutil.copyfile(warehouse, self.warehouse)
        self._changed: set[str] = set()
        self._earlier: Variant | None = None

    def build(self, variant: Variant) -> None:
        """Build identity as the variant has it.

        Raises:
            EvaluationError: dbt failed; the message holds what it said.
        """
        seeds = sorted(self._changed | set(variant.seed_changes))
        for seed in seeds:
            shutil.copyfile(self.project / "seeds" / seed, self.copy / "seeds" / seed)
        for seed, change in variant.seed_changes.items():
            _rewrite_seed(self.copy / "seeds" / seed, change)
        self._changed = set(variant.seed_changes)
        models = self._models(variant)
        self._earlier = variant
        self._dbt(
            *("build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"),
            *("--vars", yaml.safe_dump(dict(variant.variables), default_flow_style=True)),
            *("--select", *(Path(seed).stem for seed in seeds), *models),
        )

    def _models(self, variant: Variant) -> list[str]:
        """What to build: only what this variant, or the one before it, changes."""
        if variant.from_staging or (self._earlier and self._earlier.from_staging):
            return ["path:models/staging", IDENTITY, "link_person_records"]
        passes = [variant.pass_number, self._earlier.pass_number] if self._earlier else [None]
        known = [number for number in passes if number is not None]
        if len(known) < len(passes):
            return [IDENTITY, "link_person_records"]
        changed = (f"{model}+,{IDENTITY}" for model in PASS_MODELS.get(min(known), ATTACHMENT_MODELS))
        return [*RULE_MODELS, *changed, "link_person_records"]

    def _dbt(self, *arguments: str) -> None:
        landing = Path(os.environ.get("FSU_LANDING") or self.project / "landing").resolve()
        environment = os.environ | {
            "FSU_WAREHOUSE": str(self.warehouse),
            "FSU_LANDING": str(landing),
            "DBT_TARGET_PATH": str(self.scratch / "target"),
            "DBT_LOG_PATH": str(self.scratch / "logs"),
        }
        command = [sys.executable, "-m", "dbt.cli.main", "--quiet", *arguments, "--profiles-dir", str(self.copy)]
        done = subprocess.run(  # noqa: S603 -- our own interpreter, no shell
            command, cwd=self.copy, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise EvaluationError(f"dbt {arguments[0]} failed on the scratch copy:\n{done.stdout}{done.stderr}".strip())


def _rewrite_seed(path: Path, change: SeedChange) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        header = csv.DictReader(file).fieldnames or []
    rows = change(read_seed(path))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(header), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def ablate(truth: Path, laboratory: Laboratory, variants: list[Variant]) -> Iterator[Outcome]:
    """Score identity as it is, and then without each of the variants' rules and guards."""
    base = Variant("base", "base", "Everything on.")
    for variant in (base, *variants):
        laboratory.build(variant)
        with open_world(truth, laboratory.warehouse) as world:
            yield Outcome(None if variant is base else variant, evaluate(world, with_cohort=False))
