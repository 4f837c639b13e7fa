"""Cases from public reports, and further ones of each kind: who is one person and who is not, in one built world."""

from __future__ import annotations

import pytest
from identity_cases import Case, read_cases, world_of
from identity_worlds import Records, built_of, person, resolved

CASES = read_cases()


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Records:
    return resolved(built_of(world_of(CASES), tmp_path_factory.mktemp("cases")))


def who(records: Records, record: str) -> str | None:
    kind, record_id = record.split("/", 1)
    return person(records, record_id, kind)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.kind}-{case.code}" for case in CASES])
def test_who_is_who(case: Case, records: Records) -> None:
    for left, right in case.one_person:
        assert who(records, left) is not None, left
        assert who(records, left) == who(records, right), (left, right)
    for left, right in case.not_one_person:
        assert who(records, left) is not None, left
        # A call may be nobody's; whoever is named is somebody.
        assert right.startswith("call/") or who(records, right) is not None, right
        assert who(records, left) != who(records, right), (left, right)
