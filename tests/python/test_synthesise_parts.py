"""The parts of the synthetic world: numbers nobody can be rung on, slips of the keyboard, clocks, timelines."""

from __future__ import annotations

from pathlib import Path

import duckdb
import jellyfish
import numpy as np
import pytest

from python_helpers.synthesise import typing_errors as typed
from python_helpers.synthesise.clock import civil, civil_text, clock_change_nights, window
from python_helpers.synthesise.extracts import Options, synthesise
from python_helpers.synthesise.names import BACKGROUNDS, pools, variants
from python_helpers.synthesise.nominals import NOMINAL_MODULUS
from python_helpers.synthesise.numbers import allocate_foreign, allocate_landlines, allocate_mobiles, as_typed
from python_helpers.synthesise.offences import OFFENCES
from python_helpers.synthesise.randomness import Streams, spread
from python_helpers.synthesise.timeline import FOREVER, Timeline


def test_at_demo_scale_every_number_is_reserved_for_drama(tmp_path: Path) -> None:
    synthesise(tmp_path / "demo", tmp_path / "truth", Options(scale=0.0003))
    reserved = r"^(\+44|0044|44|0)(7700900\d{3}|1632960\d{3}|1214960\d{3})$"
    calls = f"read_parquet('{tmp_path}/demo/avaya/call_segments/*.parquet')"
    uk = "calling_pty similar to '[+0-9]{10,}' and not calling_pty similar to '(\\+|00)(33|353|49|1)[0-9]*'"
    with duckdb.connect() as connection:
        found = connection.execute(f"select calling_pty from {calls} where {uk}").fetchall()
        other = connection.execute(
            f"select calling_pty from {calls} where {uk} and not regexp_matches(calling_pty, '{reserved}')"
        ).fetchall()
    assert len(found) > 100
    assert other == []


def test_at_scale_the_first_numbers_are_dramas_and_the_others_ring_nowhere() -> None:
    mobiles = allocate_mobiles(200_000, 3)
    assert len(set(mobiles.tolist())) == 200_000
    assert set(mobiles[:1000].tolist()) == set(range(447700900000, 447700901000))
    assert set((mobiles[1000:] // 10**7).tolist()) == {44761}
    landlines = allocate_landlines(50_000, 5)
    assert len(set(landlines.tolist())) == 50_000
    assert set((landlines // 10**6).tolist()) == {441632}


def test_foreign_numbers_are_of_the_ranges_for_fiction() -> None:
    numbers = [str(number) for number in allocate_foreign(400, 9).tolist()]
    assert {number[:6] for number in numbers if number[0] == "3"} == {"336399", "353209"}
    assert all(number.startswith(("3363998", "35320910", "493023125")) or "55501" in number for number in numbers)
    assert all(10 < len(number) <= 12 for number in numbers)


@pytest.mark.parametrize("draw", np.linspace(0, 0.999, 40).tolist())
def test_a_typed_number_keeps_its_digits(draw: float) -> None:
    digits = "".join(c for c in as_typed(447700900123, draw) if c.isdigit())
    assert digits.endswith("7700900123")


def test_a_slip_is_a_small_one() -> None:
    draws = np.random.default_rng(1).random((500, 3)).tolist()
    distances = [jellyfish.damerau_levenshtein_distance("Robertson", typed.typo("Robertson", *draw)) for draw in draws]
    assert max(distances) <= 2
    assert sum(distance == 1 for distance in distances) > 450


def test_dates_of_birth_go_wrong_in_the_named_ways() -> None:
    born = (np.datetime64("1985-04-03") - np.datetime64("1970-01-01")).astype(int).item()
    every = typed.DobTroubles(swapped=0.2, digit=0.2, january=0.2)
    assert typed.iso(typed.wrong_day(born, every, 0.1, 0.5)) == "1985-03-04"
    assert typed.iso(typed.wrong_day(born, every, 0.5, 0.5)) == "1985-01-01"
    assert typed.iso(typed.wrong_day(born, every, 0.9, 0.5)) == "1985-04-03"
    wrong = {typed.iso(typed.wrong_day(born, every, 0.3, which)) for which in np.linspace(0, 0.99, 997).tolist()}
    assert wrong == {"1985-04-13", "1985-04-04", "1985-05-03", "1986-04-03", "1984-04-03", "1995-04-03", "1975-04-03"}


def test_names_are_written_in_the_ways_of_the_contract() -> None:
    name = typed.Name("John", "", "Smith", "Mr")
    written = {typed.full_name(name, style, 0.05) for style in np.linspace(0, 1, 200).tolist()}
    assert {"SMITH, John", "Mr John Smith", "john smith", "John Smith", "JOHN SMITH"} <= written
    assert typed.full_name(name, 0.93, 0.05) == "John Smith (son)"
    assert {typed.typed_dob(5571, style) for style in np.linspace(0, 1, 200).tolist()} >= {
        "03/04/1985", "3-4-85", "1985-04-03", "3 Apr 1985",
    }  # fmt: skip


def test_accents_fold_to_plain_letters() -> None:
    assert typed.plain("Łukasz Wójcik-Żak") == "Lukasz Wojcik-Zak"


def test_common_names_are_very_common_and_most_are_rare() -> None:
    for background in BACKGROUNDS:
        for part in ("male", "female", "surname"):
            pool = pools()[background, part]
            share = np.sort(pool.weights)[::-1] / pool.weights.sum()
            assert share[0] > 2 * share[len(share) // 2], (background, part)
    surnames = pools()["british", "surname"]
    # Three to four times as common as Smith is, so that a tenth of a force-year has about the namesakes of a force.
    assert 0.03 < surnames.weights.max() / surnames.weights.sum() < 0.06
    assert len(surnames.names) > 500


def test_variants_are_other_names() -> None:
    for forms in variants().values():
        assert all(name not in [form.upper() for form in others] for name, others in forms.items())


def test_offence_volumes_are_the_forces() -> None:
    weight = dict(zip(OFFENCES.code.tolist(), OFFENCES.weights.tolist(), strict=True))
    assert weight["46"] == 32678  # shoplifting, as published
    assert sum(weight.values()) == pytest.approx(308491, rel=0.001)


def test_civil_time_follows_both_clock_changes() -> None:
    start, end = window(0)
    nights = clock_change_nights(start, end)
    assert civil_text(nights - 1).to_pylist() == ["2025-10-26 01:59:59", "2026-03-29 00:59:59"]
    assert civil_text(nights).to_pylist() == ["2025-10-26 01:00:00", "2026-03-29 02:00:00"]
    assert civil_text(np.array([start, end])).to_pylist() == ["2025-10-01 00:00:00", "2026-10-01 00:00:00"]
    assert civil(np.array([0]))[0] in {0, 3600}


def test_a_timeline_says_who_has_what_when() -> None:
    line = Timeline.build(np.array([7, 3, 7]), np.array([100, 0, 0]), np.array([72, 30, 71]))
    owner, instant = np.array([7, 7, 7, 3, 5]), np.array([0, 99, 100, 10**9, 50])
    assert line.at(owner, instant).tolist() == [71, 71, 72, 30, 0]
    assert line.end.tolist() == [FOREVER, 100, FOREVER]


def test_identifiers_do_not_show_who_is_next_to_whom() -> None:
    ids = spread(np.arange(100_000), NOMINAL_MODULUS, 4711)
    assert len(set(ids.tolist())) == 100_000
    assert np.abs(np.diff(ids)).min() > 1000


def test_streams_depend_on_name_and_quarter_only() -> None:
    streams = Streams(1)
    assert streams.rng("a", 3).random() == Streams(1).rng("a", 3).random()
    different = {streams.rng("a", 3).random(), streams.rng("a", 4).random(), streams.rng("b", 3).random()}
    assert len(different) == 3
    some, others = streams.rows("x", 50, 4, np.array([7, 9])), streams.rows("x", 50, 4, np.array([9, 30]))
    assert some[1].tolist() == others[0].tolist()
