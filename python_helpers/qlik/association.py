"""What Qlik makes of tables that share field names: it joins them by itself, whether that was meant or not."""

from __future__ import annotations

from collections.abc import Mapping, Set
from itertools import combinations

KEYS = frozenset({"%person", "%interaction", "%date", "%area", "%theme", "%offence", "%household", "%person_scheme"})
"""The only names that two tables may share."""


def problems(tables: Mapping[str, Set[str]]) -> list[str]:
    """Sentences on synthetic keys, loops and names shared by accident; none where the tables are trees.

    Args:
        tables: names of the fields by table.
    """
    found = [
        f"synthetic key: {left} and {right} share {', '.join(sorted(shared))}"
        for left, right in combinations(sorted(tables), 2)
        if len(shared := tables[left] & tables[right]) > 1
    ]
    holders: dict[str, list[str]] = {}
    for table in sorted(tables):
        for field in sorted(tables[table]):
            holders.setdefault(field, []).append(table)
    shared_fields = {field: held for field, held in sorted(holders.items()) if len(held) > 1}
    found += [
        f"shared name that is no key: {field} in {', '.join(held)}"
        for field, held in shared_fields.items()
        if field not in KEYS
    ]
    return found + _loops(shared_fields)


class _Islands:
    """Sets of names that hang together."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def _end(self, name: str) -> str:
        while self._next.setdefault(name, name) != name:
            name = self._next[name]
        return name

    def join(self, left: str, right: str) -> bool:
        """Join two names; false where a way between them was there already."""
        ends = self._end(left), self._end(right)
        self._next[ends[0]] = ends[1]
        return ends[0] != ends[1]


def ways_from(root: str, tables: Mapping[str, Set[str]]) -> dict[str, tuple[str, str]]:
    """Key of each table that hangs together with the root, and its neighbour on the way there; the tables are a tree.

    Args:
        root: table where the ways end; it has none itself.
        tables: names of the fields by table.
    """
    ways: dict[str, tuple[str, str]] = {}
    reached = [root]
    for nearer in reached:
        for table in sorted(set(tables) - {*reached}):
            if shared := sorted(tables[table] & tables[nearer] & KEYS):
                ways[table] = shared[0], nearer
                reached.append(table)
    return ways


def _loops(shared_fields: Mapping[str, list[str]]) -> list[str]:
    islands = _Islands()
    found = []
    for field, held in shared_fields.items():
        closing = [table for table in held if not islands.join(f"field {field}", f"table {table}")]
        if closing:
            found.append(f"loop: {field} reaches {', '.join(closing)} on a second way")
    return found
