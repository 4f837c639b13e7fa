"""FEBRL as extracts: the contract's tables, nothing lost, numbers that stand for ids one to one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import pytest

from python_helpers.evaluate.febrl import Dataset, FebrlError, pnc_id, write_extracts
from python_helpers.landing.contract import load_contract


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[Dataset, Path]:
    folder = tmp_path_factory.mktemp("febrl")
    for dataset in Dataset:
        write_extracts(folder / dataset.name, dataset)
    return {dataset: folder / dataset.name for dataset in Dataset}


@pytest.mark.parametrize("dataset", Dataset)
def test_every_table_of_the_contract_is_there_with_its_columns(written: dict[Dataset, Path], dataset: Dataset) -> None:
    for table in load_contract().tables:
        relation = duckdb.read_parquet(str(written[dataset] / table.system / table.name / "*.parquet"))
        assert tuple(relation.columns) == table.columns
        assert {str(column) for column in relation.types} == {"VARCHAR"}


@pytest.mark.parametrize(
    ("dataset", "records", "persons", "true_pairs"),
    [(Dataset.FEBRL3, 5000, 2000, 6538), (Dataset.FEBRL4, 10000, 5000, 5000)],
)
def test_truth_holds_the_published_persons_and_pairs(
    written: dict[Dataset, Path], dataset: Dataset, records: int, persons: int, true_pairs: int
) -> None:
    truth = written[dataset].with_name(written[dataset].name + "_truth") / "records.parquet"
    counts = duckdb.execute(
        "with person as (select true_person_id, count(distinct record_id) as n from read_parquet(?) group by all) "
        "select sum(n), count(*), sum(n * (n - 1) // 2) from person",
        [str(truth)],
    ).fetchone()
    assert counts == (records, persons, true_pairs)


def test_every_record_of_the_truth_is_a_nominal_and_no_number_is_a_phone(written: dict[Dataset, Path]) -> None:
    for folder in written.values():
        nominals = duckdb.read_parquet(str(folder / "connect/nominals/*.parquet"))
        truth = duckdb.read_parquet(str(folder.with_name(folder.name + "_truth") / "records.parquet"))
        assert set(nominals.project("nominal_id").fetchall()) == set(truth.project("record_id").fetchall())
        assert not duckdb.read_parquet(str(folder / "connect/nominal_phones/*.parquet")).fetchall()
        assert not duckdb.read_parquet(str(folder / "controlworks/people/*.parquet")).fetchall()


def test_national_ids_tell_febrl_ids_apart_and_join_equal_ones(written: dict[Dataset, Path]) -> None:
    nominals = str(written[Dataset.FEBRL3] / "connect/nominals/*.parquet")
    rows = duckdb.execute(
        "select count(distinct pnc_id), count(*) filter (where pnc_id similar to '2000/[0-9]{7}A') "
        "from read_parquet(?)",
        [nominals],
    ).fetchone()
    assert rows == (2291, 5000)


def test_same_data_set_gives_the_same_bytes(written: dict[Dataset, Path], tmp_path: Path) -> None:
    write_extracts(tmp_path / "again", Dataset.FEBRL4)
    assert digests(tmp_path / "again") == digests(written[Dataset.FEBRL4])


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(FebrlError, match="Name a new one"):
        write_extracts(tmp_path, Dataset.FEBRL3)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("broken", ["123", "12345678", "12a4567"])
def test_an_id_that_is_not_seven_digits_is_refused_without_showing_it(broken: str) -> None:
    with pytest.raises(FebrlError) as raised:
        pnc_id(broken)
    assert broken not in str(raised.value)
