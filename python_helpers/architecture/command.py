"""`fsu architecture`: writes the pictures where they are read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from python_helpers.architecture.layers import LAYERS, Flow, flow, longest_chain
from python_helpers.architecture.manifest import Project, read_project
from python_helpers.architecture.pictures import entity_diagram, joins, layers_diagram, layers_svg, marts
from python_helpers.errors import FsuError

PAGE = Path("docs/architecture.md")
DRAWING = Path("assets/layers.svg")


def run(manifest: Path, root: Path = Path()) -> list[Path]:
    """Write page and drawing anew, and return the paths of those that changed.

    Raises:
        FsuError: there is no manifest, or the page has lost the marks between which its pictures stand.
    """
    page = root / PAGE
    wanted = pages(read_project(manifest), page.read_text(encoding="utf-8"))
    changed = [path for path, text in wanted.items() if not _is_already(root / path, text)]
    for path in changed:
        (root / path).write_text(wanted[path], encoding="utf-8")
    return changed


def pages(project: Project, page: str) -> dict[Path, str]:
    """What page and drawing have to say, given the page as it stands: its words stay, its pictures are drawn anew."""
    order = flow(project)
    for name, text in {
        "layers": f"{_fenced(layers_diagram(order, project.landed_tables))}\n\n{_size(project)}",
        "folders": _folders(order, project),
        "seeds": _seeds(project),
        "entities": _fenced(entity_diagram(project)),
        "keys": _keys(project),
    }.items():
        begin, end = f"<!-- drawn: {name} -->", f"<!-- end: {name} -->"
        block = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        if not block.search(page):
            raise FsuError(f"{PAGE} has lost its lines '{begin}' and '{end}': put them back where the picture belongs.")
        page = block.sub(lambda _, text=text, begin=begin, end=end: f"{begin}\n\n{text}\n\n{end}", page)  # type: ignore[misc]
    return {PAGE: page, DRAWING: layers_svg(order, project.landed_tables)}


def _fenced(diagram: str) -> str:
    return f"```mermaid\n{diagram}\n```"


def _size(project: Project) -> str:
    made = project.made()
    snapshots = sum(relation.kind == "snapshot" for relation in made)
    also = f" and {snapshots} snapshots" if snapshots else ""
    return (
        f"{len(made) - snapshots} models{also}. The longest way from a landed table to a mart passes through "
        f"{longest_chain(project)} of them."
    )


def _folders(order: Flow, project: Project) -> str:
    lines = ["| folder | relations | reads |", "|---|---|---|"]
    made = {relation.name: relation for relation in project.made()}
    for folder in (folder for box in order.boxes for folder in box.folders):
        inside = [relation for relation in made.values() if relation.folder == folder]
        read = {made[name].folder for relation in inside for name in relation.reads if name in made} - {folder}
        landed = ["landing"] if any(relation.reads_landing for relation in inside) else []
        path = folder if folder.startswith("snapshots") else f"models/{folder}"
        lines.append(f"| [{folder}](../{path}) | {len(inside)} | {'; '.join(landed + _by_layer(read))} |")
    return "\n".join(lines)


def _seeds(project: Project) -> str:
    lines = ["| folder | files | read by |", "|---|---|---|"]
    seeds = [relation for relation in project.relations.values() if relation.kind == "seed"]
    for folder in sorted({seed.folder for seed in seeds}):
        names = sorted(seed.name for seed in seeds if seed.folder == folder)
        readers = {relation.folder for relation in project.made() if relation.reads & set(names)}
        lines.append(f"| [{folder}](../{folder}) | {', '.join(names)} | {'; '.join(_by_layer(readers))} |")
    return "\n".join(lines)


def _by_layer(folders: Iterable[str]) -> list[str]:
    """Folders as a person would list them: the layer once, in the order of the work."""
    inside: dict[str, list[str]] = {layer: [] for layer in LAYERS}
    for folder in sorted(folders):
        layer, _, step = folder.partition("/")
        inside[layer].append(step)
    return [f"{layer}: {', '.join(steps)}".removesuffix(": ") for layer, steps in inside.items() if steps]


def _keys(project: Project) -> str:
    lines = ["| relation | key | joins |", "|---|---|---|"]
    for relation in marts(project):
        name = f"{relation.folder.removeprefix('marts/')}/{relation.name}"
        to = ", ".join(f"{hub.name} by {column}" for column, hub in joins(relation, project))
        lines.append(f"| {name} | {', '.join(relation.key) or 'none'} | {to} |")
    return "\n".join(lines)


def _is_already(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text
