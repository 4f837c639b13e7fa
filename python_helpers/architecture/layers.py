"""The folders of the project in the order of the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from python_helpers.architecture.manifest import Project

LAYERS = ("staging", "intermediate", "snapshots", "marts")
"""In the order of the work."""


@dataclass(frozen=True, order=True)
class Box:
    """A folder; or several of one layer that read each other, and so have no order."""

    layer: str
    folders: tuple[str, ...]
    relations: int

    @property
    def names(self) -> tuple[str, ...]:
        """Folders without their layer."""
        return tuple(folder.removeprefix(f"{self.layer}/") for folder in self.folders)


@dataclass(frozen=True)
class Flow:
    """Boxes in an order in which each comes after all that it reads, and the arrows between them.

    An arrow that a longer way already says is left out.
    """

    boxes: list[Box]
    arrows: list[tuple[Box, Box]]
    from_landing: list[Box]

    def of_layer(self, layer: str) -> list[Box]:
        """Boxes of one layer, in order."""
        return [box for box in self.boxes if box.layer == layer]


def flow(project: Project) -> Flow:
    """Draw folders together, and order them by who reads whom."""
    folders: nx.DiGraph[str] = nx.DiGraph()
    made = {relation.name: relation for relation in project.made()}
    for relation in made.values():
        folders.add_node(relation.folder)
        read = (made[name].folder for name in relation.reads if name in made)
        folders.add_edges_from((folder, relation.folder) for folder in read if folder != relation.folder)
    merged = nx.condensation(folders)
    boxes = {number: _box(members, project) for number, members in merged.nodes(data="members")}
    rank = {layer: number for number, layer in enumerate(LAYERS)}
    # Of those that could come next, the one with the longest way to go, so that the steps of one way stay together.
    left = {node: steps for steps, nodes in enumerate(nx.topological_generations(merged.reverse())) for node in nodes}
    order = list(
        nx.lexicographical_topological_sort(
            merged, key=lambda node: (rank[boxes[node].layer], -left[node], boxes[node].folders)
        )
    )
    place = {node: number for number, node in enumerate(order)}
    arrows = sorted(nx.transitive_reduction(merged).edges, key=lambda edge: (place[edge[0]], place[edge[1]]))
    landed = {relation.folder for relation in made.values() if relation.reads_landing}
    return Flow(
        boxes=[boxes[node] for node in order],
        arrows=[(boxes[first], boxes[second]) for first, second in arrows],
        from_landing=[boxes[node] for node in order if landed & set(boxes[node].folders)],
    )


def longest_chain(project: Project) -> int:
    """How many models the longest way from what landed to a mart passes through."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    made = {relation.name: relation for relation in project.made()}
    graph.add_nodes_from(made)
    graph.add_edges_from((name, relation.name) for relation in made.values() for name in relation.reads if name in made)
    return len(nx.dag_longest_path(graph))


def _box(folders: Iterable[str], project: Project) -> Box:
    members = tuple(sorted(folders))
    relations = sum(relation.folder in members for relation in project.made())
    return Box(members[0].split("/")[0], members, relations)
