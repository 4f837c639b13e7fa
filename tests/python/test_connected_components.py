"""The closure of links: right and fast on the graphs that break recursive queries."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import duckdb
import networkx as nx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).resolve().parents[2]
DBT = Path(sys.executable).with_name("dbt")
SEED = 20261001

Edges = dict[str, list[tuple[int, int]]]


def hostile_graphs() -> Edges:
    """Graphs that defeat naive closures; nodes are integers from 0."""
    rng = np.random.default_rng(SEED)
    random_edges = rng.integers(0, 1_000_000, size=(1_000_000, 2))
    shuffled = rng.permutation(20_000)
    return {
        "sorted_chain": [(node, node + 1) for node in range(20_000)],
        "shuffled_chain": [(int(left), int(right)) for left, right in pairwise(shuffled)],
        "star": [(100_000, node) for node in range(100_000)],
        "one_key": [(0, node) for node in range(1, 2_000)],
        "random": [(int(left), int(right)) for left, right in random_edges],
        "loops_and_doubles": [(1, 1), (1, 2), (2, 1), (1, 2), (3, 4), (4, 5), (5, 3)],
        "nothing": [],
    }


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Edges, duckdb.DuckDBPyConnection]]:
    """Every graph closed by the project's own materialization, in a dbt project that holds nothing else."""
    folder = tmp_path_factory.mktemp("components")
    graphs = hostile_graphs()
    (folder / "models").mkdir()
    for name, edges in graphs.items():
        table = pa.table(
            {
                "left_node": pa.array([left for left, _ in edges], pa.int32()),
                "right_node": pa.array([right for _, right in edges], pa.int32()),
            }
        )
        pq.write_table(table, folder / f"{name}.parquet")
        (folder / "models" / f"{name}.sql").write_text(
            "{{ config(materialized='connected_components') }}\n"
            f"select left_node, right_node from read_parquet('{folder / name}.parquet')\n"
        )
    shutil.copytree(ROOT / "macros" / "identity", folder / "macros")
    shutil.copy(ROOT / "macros" / "cross_db" / "temporary_table.sql", folder / "macros")
    (folder / "dbt_project.yml").write_text(
        "name: frequent_service_users\nconfig-version: 2\nprofile: components\n"
        "flags: {send_anonymous_usage_stats: false}\n"
    )
    (folder / "profiles.yml").write_text(
        "components:\n  target: duckdb\n  outputs:\n    duckdb:\n"
        f"      {{type: duckdb, path: '{folder / 'components.duckdb'}', threads: 2}}\n"
    )
    run = subprocess.run([DBT, "-q", "run"], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    connection = duckdb.connect(str(folder / "components.duckdb"), read_only=True)
    yield graphs, connection
    connection.close()


@pytest.mark.parametrize(
    "name", ["loops_and_doubles", "nothing", "one_key", "random", "shuffled_chain", "sorted_chain", "star"]
)
def test_labels_are_the_smallest_node_of_each_component(
    name: str, labelled: tuple[Edges, duckdb.DuckDBPyConnection]
) -> None:
    graphs, connection = labelled
    graph = nx.Graph([edge for edge in graphs[name] if edge[0] != edge[1]])
    expected: dict[int, int] = {}
    for component in nx.connected_components(graph):
        expected.update(dict.fromkeys(component, min(component)))
    labels = dict(connection.execute(f'select node, label from "{name}"').fetchall())
    wrong = sum(1 for node, label in expected.items() if labels.get(node) != label)
    assert (len(labels), wrong) == (len(expected), 0)


def test_every_node_has_one_label(labelled: tuple[Edges, duckdb.DuckDBPyConnection]) -> None:
    graphs, connection = labelled
    for name in graphs:
        rows, nodes = connection.execute(f'select count(*), count(distinct node) from "{name}"').fetchone() or (0, 0)
        assert rows == nodes, name
