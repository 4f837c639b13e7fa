"""Great Expectations judges a delivery's profile by expectations.yml: it sees counts and shares, never a row."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from great_expectations.core import ExpectationValidationResult

from python_helpers.landing.profile import ProfileRow, row_name


@dataclass(frozen=True)
class Failure:
    """One row of the profile that missed an expectation: its name and the measure's value."""

    where: str
    value: float


@dataclass(frozen=True)
class Judgement:
    """One expectation and how the delivery met it."""

    code: str
    says: str
    severity: str
    measure: str
    remedy: str
    judged_count: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Verdict:
    """All judgements on one delivery."""

    delivery_id: str
    judged_by: str
    judgements: tuple[Judgement, ...]
    profile: tuple[ProfileRow, ...]

    def failed(self, severity: str) -> tuple[Judgement, ...]:
        """Judgements of that severity that some part of the delivery missed."""
        return tuple(
            judgement for judgement in self.judgements if judgement.failures and judgement.severity == severity
        )

    @property
    def outcome(self) -> str:
        """`refused`, `passed with warnings` or `passed`."""
        if self.failed("critical"):
            return "refused"
        return "passed with warnings" if self.failed("warning") else "passed"

    def to_json(self) -> dict[str, Any]:
        """The verdict as it is kept beside the delivery."""
        return {"outcome": self.outcome, **asdict(self)}


@cache
def load_expectations() -> tuple[dict[str, Any], ...]:
    """The expectations that ship in this package (expectations.yml)."""
    text = (Path(__file__).parent / "expectations.yml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["expectations"])


def judge(delivery_id: str, profile: Sequence[ProfileRow]) -> Verdict:
    """Great Expectations' verdict on a profile.

    Raises:
        RuntimeError: an expectation could not be evaluated (a mistake in expectations.yml).
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # no usage statistics; read at import
    import great_expectations as gx  # noqa: PLC0415 -- takes seconds, and only this function needs it
    import pandas as pd  # noqa: PLC0415
    from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: PLC0415
    from great_expectations.expectations.core.expect_column_values_to_be_between import (  # noqa: PLC0415
        ExpectColumnValuesToBeBetween,
    )

    frame = pd.DataFrame.from_records(list(profile))
    for flag in ("is_timestamp", "is_required", "is_event_start", "has_codes", "is_accepted", "is_one_line"):
        frame[flag] = frame[flag].eq(True)
    specifications = load_expectations()
    for spec in specifications:
        # A column of its own for each expectation, empty where it does not apply: empty values are not judged.
        frame[spec["code"]] = frame[spec["measure"]].astype("float64").where(frame.eval(spec["where"]))
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    expectations = [
        ExpectColumnValuesToBeBetween(
            column=spec["code"],
            min_value=spec.get("min"),
            max_value=spec.get("max"),
            severity=spec["severity"],
        )
        for spec in specifications
    ]
    suite = gx.ExpectationSuite(name="delivery", expectations=expectations)
    asset = context.data_sources.add_pandas("delivery").add_dataframe_asset("profile")
    batch = asset.add_batch_definition_whole_dataframe("profile").get_batch({"dataframe": frame})
    outcome = batch.validate(
        suite,
        result_format={"result_format": "COMPLETE", "unexpected_index_column_names": ["system", "table", "column"]},
    )
    configs = [(result.expectation_config, result) for result in outcome.results]
    results = {str(config.kwargs["column"]): result for config, result in configs if config}
    return Verdict(
        delivery_id=delivery_id,
        judged_by=f"great_expectations {gx.__version__}",
        judgements=tuple(_judgement(spec, results[spec["code"]]) for spec in specifications),
        profile=tuple(profile),
    )


def _judgement(spec: dict[str, Any], result: ExpectationValidationResult) -> Judgement:
    if result.exception_info.get("raised_exception"):
        raise RuntimeError(
            f"expectation {spec['code']} of expectations.yml cannot be evaluated: check its measure and where"
        )
    missed = result.result.get("unexpected_index_list") or []
    if bool(missed) == result.success:
        raise RuntimeError(f"expectation {spec['code']}: Great Expectations' verdict and its list of misses disagree")
    return Judgement(
        code=spec["code"],
        says=spec["says"],
        severity=spec["severity"],
        measure=spec["measure"],
        remedy=spec.get("remedy", ""),
        judged_count=result.result["element_count"] - result.result["missing_count"],
        failures=tuple(Failure(row_name(row), float(row[spec["code"]])) for row in missed),
    )
