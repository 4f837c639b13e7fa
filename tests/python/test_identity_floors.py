"""The identity is as good as is promised, on fixed small worlds; `fsu evaluate` itself fails where it is not."""

from __future__ import annotations

from worlds import World


def test_typical_trouble(small_world: World) -> None:
    small_world.run(
        *("fsu", "evaluate", str(small_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.995", "--min-f1", "0.84", "--max-two-true-persons", "0.003"),
    )


def test_hostile_trouble(hostile_world: World) -> None:
    hostile_world.run(
        *("fsu", "evaluate", str(hostile_world.raw.with_name("raw_truth"))),
        *("--min-precision", "0.99", "--min-f1", "0.74", "--max-two-true-persons", "0.01"),
    )
