"""Connect undoes a merge: the key stays with the nominal that had survived it, unless most records leave it."""

from __future__ import annotations

import shutil

import pytest
from identity_worlds import Extracts, person, resolved
from worlds import World

PAIRS = 8
"""Enough that an order of hashes, which knows nothing of merges, is not right by chance."""
REFRESHES = ("2026-09-01", "2026-10-01", "2026-11-01")

People = dict[str, str | None]


def of_refresh(refresh: int) -> Extracts:
    """Two nominals of one name each: known apart (every other pair), merged, and apart again."""
    world = Extracts()
    for pair in range(PAIRS):
        if refresh == 0 and pair % 2:
            continue
        name = ("Wilfred", f"Amberl{chr(97 + pair)}y")
        world.nominal(f"N-goes-{pair}", *name, **({"merged_into": f"N-keeps-{pair}"} if refresh == 1 else {}))
        world.nominal(f"N-keeps-{pair}", *name)
    # Founded on the nominal that survives, yet most of the person is with the other one.
    world.nominal("N-most", "Beatrix", "Copplestone", **({"merged_into": "N-few"} if refresh == 1 else {}))
    world.nominal("N-few", "Beatrix", "Copplestone")
    for number in range(2):
        world.entry(f"most-{number}", "Beatrix Copplestone", nominal_id="N-most")
    return world


def build(folder: World, refresh: int) -> People:
    """Person of every nominal after a refresh of that day."""
    if folder.raw.exists():
        shutil.rmtree(folder.raw)
    of_refresh(refresh).write(folder.raw)
    folder.run("fsu", "land", str(folder.raw))
    world = World(folder.root, {"FSU_AS_OF": REFRESHES[refresh]})
    world.make("+link_person_records")
    records = resolved(world)
    return {record: person(records, record, kind) for kind, record in records if kind == "nominal"}


@pytest.fixture(scope="module")
def refreshes(tmp_path_factory: pytest.TempPathFactory) -> list[People]:
    """The people of each refresh."""
    folder = World(tmp_path_factory.mktemp("unmerged"))
    return [build(folder, refresh) for refresh in range(len(REFRESHES))]


def test_the_nominal_that_survived_a_merge_keeps_the_key_when_it_is_undone(refreshes: list[People]) -> None:
    _, merged, undone = refreshes
    for pair in range(PAIRS):
        assert merged[f"N-goes-{pair}"] == merged[f"N-keeps-{pair}"] is not None
        assert undone[f"N-keeps-{pair}"] == merged[f"N-keeps-{pair}"]
        assert undone[f"N-goes-{pair}"] not in (None, merged[f"N-goes-{pair}"])


def test_where_most_records_go_the_key_goes(refreshes: list[People]) -> None:
    _, merged, undone = refreshes
    assert merged["N-most"] == merged["N-few"] is not None
    assert undone["N-most"] == merged["N-most"]
    assert undone["N-few"] not in (None, merged["N-few"])
