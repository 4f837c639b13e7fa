"""The pictures as text: Mermaid for pages that a forge renders, SVG for dbt's own docs, which render no Mermaid."""

from __future__ import annotations

import re
from html import escape

from python_helpers.architecture.layers import LAYERS, Box, Flow
from python_helpers.architecture.manifest import Project, Relation

HUB_FOLDER = "marts/core"
"""Its relations come first where several have one key."""

ALSO_DRAWN = ("fsu_person_measures", "fsu_ranked", "fsu_cohort", "fsu_person_months")

NAMES_A_THING = ("_key", "_id", "_code")
"""How a column ends that says which thing is meant; a date, say, is not the key of another relation."""


def layers_diagram(flow: Flow, landed_tables: int) -> str:
    """Mermaid flowchart: a box a folder, from what landed to what is published."""
    ids = {box: f"box{number}" for number, box in enumerate(flow.boxes, 1)}
    lines = ["flowchart TB", f'    landing[("landing<br/>{landed_tables} tables")]']
    for layer in LAYERS:
        boxes = flow.of_layer(layer)
        if boxes:
            lines.append(f"    subgraph {layer}")
            lines += [f'        {ids[box]}["{"<br/>".join((*box.names, _count(box)))}"]' for box in boxes]
            lines.append("    end")
    lines.append('    published[("published/current")]')
    lines += [f"    landing --> {ids[box]}" for box in flow.from_landing]
    lines += [f"    {ids[first]} --> {ids[second]}" for first, second in flow.arrows]
    lines.append("    marts --> published")
    return "\n".join(lines)


def entity_diagram(project: Project) -> str:
    """Mermaid entity-relationship diagram of core, of what hangs on it most, and of the keys that tie them.

    All marts at once would be a star around dim_people that nobody can read: `joins` has the others for a table.
    """
    drawn = [relation for relation in marts(project) if relation.folder == HUB_FOLDER or relation.name in ALSO_DRAWN]
    lines = [(relation, column, hub) for relation in drawn for column, hub in joins(relation, project)]
    shown = {end.name: end for relation, _, hub in lines for end in (hub, relation)}
    text = ["erDiagram", "    direction LR"]
    for name in sorted(shown):
        text += _entity(shown[name], {column for relation, column, _ in lines if relation.name == name})
    text += [
        f"    {hub.name} {_cardinality(relation, column)} {relation.name} : {column}" for relation, column, hub in lines
    ]
    return "\n".join(text)


def marts(project: Project) -> list[Relation]:
    """What people read, by folder and name."""
    found = (relation for relation in project.made() if relation.folder.startswith("marts/"))
    return sorted(found, key=lambda relation: (relation.folder, relation.name))


def joins(relation: Relation, project: Project) -> list[tuple[str, Relation]]:
    """Columns that are the key of another relation of marts, and that relation."""
    found = {reference.column: project.relations[reference.to] for reference in relation.references}
    found = {column: hub for column, hub in found.items() if hub.kind != "seed"}
    hubs = _hubs(marts(project))
    for column in relation.types:
        hub = hubs.get(column)
        if hub and hub.name != relation.name:
            found.setdefault(column, hub)
    return sorted(found.items(), key=lambda item: item[0])


def _hubs(readable: list[Relation]) -> dict[str, Relation]:
    """Whose key a column of that name is: the relation of core, or the only one that has it as its key."""
    owners: dict[str, list[Relation]] = {}
    for relation in readable:
        if len(relation.key) == 1 and relation.key[0].endswith(NAMES_A_THING):
            owners.setdefault(relation.key[0], []).append(relation)
    core = {column: [owner for owner in found if owner.folder == HUB_FOLDER] for column, found in owners.items()}
    return {column: (core[column] or found)[0] for column, found in owners.items() if len(core[column] or found) == 1}


def _cardinality(relation: Relation, column: str) -> str:
    tested = any(reference.column == column for reference in relation.references)
    always = tested and (column in relation.required or column in relation.key)
    return ("||" if always else "|o") + "--" + ("o|" if relation.key == (column,) else "o{")


def _entity(relation: Relation, foreign: set[str]) -> list[str]:
    marks = {
        column: ", ".join(mark for mark, is_so in (("PK", column in relation.key), ("FK", column in foreign)) if is_so)
        for column in relation.types
    }
    rows = [
        f"        {re.sub('[^a-z0-9]+', '_', relation.types[column].lower()) or 'unknown'} {column} {mark}"
        for column, mark in marks.items()
        if mark
    ]
    return [f"    {relation.name} {{", *rows, "    }"]


def _count(box: Box) -> str:
    word = "snapshot" if box.layer == "snapshots" else "model"
    return f"{box.relations} {word}{'' if box.relations == 1 else 's'}"


WIDTH, MARGIN, GAP, LINE, PAD = 205, 12, 28, 17, 8
"""Pixels: a column's width, the picture's edge, between columns, a line of text, inside a box."""

STYLE = """
    text { font: 13px sans-serif; fill: #1f2933; }
    .layer { font-weight: bold; font-size: 14px; }
    .count { fill: #52606d; font-size: 12px; text-anchor: end; }
    rect { fill: #e8f1f8; stroke: #5b7f9b; rx: 5px; }
    .ground { fill: #ffffff; stroke: none; }
    .arrow { stroke: #52606d; stroke-width: 2; fill: none; marker-end: url(#tip); }"""


def layers_svg(flow: Flow, landed_tables: int) -> str:
    """SVG of the layers side by side, each with its folders in the order of the work."""
    columns: list[tuple[str, list[tuple[tuple[str, ...], str]]]] = [
        ("landing", [(("extracts, judged",), f"{landed_tables} tables")])
    ]
    columns += [
        (layer, [(box.names, _count(box)) for box in flow.of_layer(layer)]) for layer in LAYERS if flow.of_layer(layer)
    ]
    columns.append(("published", [(("current",), "whole or not at all")]))
    height = 0
    body: list[str] = []
    for number, (title, boxes) in enumerate(columns):
        left = MARGIN + number * (WIDTH + GAP)
        body.append(f'  <text class="layer" x="{left}" y="{MARGIN + LINE}">{escape(title)}</text>')
        if number:
            body.append(f'  <path class="arrow" d="M{left - GAP + 2} {MARGIN + LINE - 5}h{GAP - 9}"/>')
        top = MARGIN + LINE + 12
        for names, count in boxes:
            tall = 2 * PAD + LINE * len(names) - 4
            body.append(f'  <rect x="{left}" y="{top}" width="{WIDTH}" height="{tall}"/>')
            for row, name in enumerate(names, 1):
                body.append(f'  <text x="{left + PAD}" y="{top + PAD + LINE * row - 6}">{escape(name)}</text>')
            body.append(f'  <text class="count" x="{left + WIDTH - PAD}" y="{top + PAD + LINE - 6}">{count}</text>')
            top += tall + 6
        height = max(height, top + MARGIN)
    width = 2 * MARGIN + len(columns) * (WIDTH + GAP) - GAP
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
            ' aria-label="The layers from landing to published">',
            f"  <style>{STYLE}\n  </style>",
            '  <defs><marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="6" markerHeight="6">'
            '<path d="M0 0 8 4 0 8z" fill="#52606d"/></marker></defs>',
            f'  <rect class="ground" width="{width}" height="{height}"/>',
            *body,
            "</svg>",
            "",
        ]
    )
