"""Every command against everything that can be broken: one sentence that names it, no traceback, nothing half-done."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import landing_extracts as extracts
import pytest
from test_refresh import COHORT, MEASURES
from tiny_built_warehouse import RELATIONS, TinyBuild

from python_helpers import cli, refresh
from python_helpers.errors import FsuError
from python_helpers.landing.land import land
from python_helpers.publishing.publish import publish
from python_helpers.purge import releases
from python_helpers.sentences import sentence

NEW_SALT = "0b7de2914c5fa8366e17d09b42cf83a5"


PLACES = {
    "FSU_LANDING": "landing",
    "FSU_WAREHOUSE": "warehouse/fsu.duckdb",
    "FSU_PUBLISHED": "published",
    "DBT_TARGET_PATH": "target",
}
ATTRIBUTES = {
    "FSU_LANDING": "landing",
    "FSU_WAREHOUSE": "warehouse",
    "FSU_PUBLISHED": "published",
    "DBT_TARGET_PATH": "target",
}


@dataclass(frozen=True)
class Site:
    """Everything that a force's machine holds: extracts, landing, warehouse, releases and dbt's artefacts."""

    built: TinyBuild
    raw: Path
    truth: Path
    salt_file: Path

    @property
    def delivery(self) -> Path:
        """Folder of the current delivery."""
        return (self.built.landing / "current").resolve()

    def standing(self) -> tuple[str, str]:
        """What readers see: the current delivery and the current release."""
        links = (self.built.landing / "current", self.built.current)
        delivery, release = (str(link.readlink()) if link.is_symlink() else "none" for link in links)
        return delivery, release


@pytest.fixture(scope="session")
def synthetic_landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing folder with a delivery that is marked synthetic, and the next extracts beside it."""
    root = tmp_path_factory.mktemp("landed")
    for quarter in ("2026-06-30 22:15:00", "2026-09-30 22:15:00"):
        shutil.rmtree(root / "raw", ignore_errors=True)
        raw = extracts.write_extracts(root / "raw", extracted_at=quarter)
        (raw / "synthetic.json").write_text("{}")
        if not (root / "landing").exists():
            land(raw, root / "landing")
    return root


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, synthetic_landing: Path) -> Path:
    """A site as a passed refresh leaves it; each test spoils a copy."""
    root = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patched:
        built = TinyBuild(root, patched)
        built.write_manifest({**RELATIONS, "marts.fsu_person_measures": "", "marts.fsu_cohort": ""})
        shutil.rmtree(built.landing)
        shutil.copytree(synthetic_landing, root, symlinks=True, dirs_exist_ok=True)
        delivery = (built.landing / "current").resolve().name
        with duckdb.connect(str(built.warehouse)) as connection:
            connection.execute(f"create or replace table marts.fsu_person_measures as {MEASURES}")
            connection.execute(f"create or replace table marts.fsu_cohort as {COHORT}")
            built.log(connection, ("started", "passed"), deliveries=(delivery, delivery))
        publish("test")
    (root / "truth.csv").write_text(
        "source_system,record_type,record_id,true_person_id\nconnect,nominal,N1,P1\n", encoding="utf-8"
    )
    (root / "salt").write_text(NEW_SALT)
    (root / "salt").chmod(0o600)
    return root


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Path) -> Site:
    built = TinyBuild(tmp_path / "unused", monkeypatch)
    shutil.copytree(whole, tmp_path, symlinks=True, dirs_exist_ok=True)
    built.root = tmp_path
    for name, place in PLACES.items():
        path = tmp_path / place
        monkeypatch.setenv(name, str(path))
        setattr(built, ATTRIBUTES[name], path)
    built.current = built.published / "current"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(refresh._Steps, "_run", lambda *_: None)
    return Site(built, tmp_path / "raw", tmp_path / "truth.csv", tmp_path / "salt")


def commands(site: Site) -> dict[str, list[str]]:
    return {
        "land": ["land", str(site.raw)],
        "refresh": ["refresh", "--raw-dir", str(site.raw)],
        "purge": ["purge"],
        "publish": ["publish"],
        "restore-state": ["restore-state"],
        "rotate-salt": ["rotate-salt", "--new-salt-file", str(site.salt_file)],
        "load-postgres": ["load-postgres"],
        "evaluate": ["evaluate", str(site.truth)],
        "ablate": ["ablate", str(site.truth)],
        "parity": ["parity", str(site.built.warehouse), str(site.built.warehouse)],
        "explain": ["explain", "connect/nominal/N1"],
        "architecture": ["architecture"],
    }


def run(arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and stderr of `fsu`; anything but an orderly end is the test's failure."""
    monkeypatch.setattr(sys, "argv", ["fsu", *arguments])
    monkeypatch.setenv("FSU_POSTGRES_HOST", "/nowhere")
    with pytest.raises(SystemExit) as ended:
        cli.run()
    code = ended.value.code
    said = capsys.readouterr()
    assert "Traceback" not in said.out + said.err
    return (code if isinstance(code, int) else 1), " ".join(said.err.split())


def cut(path: Path) -> None:
    path.chmod(0o644)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def replaced(content: str | bytes) -> Callable[[Path], None]:
    def replace(path: Path) -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    return replace


def changed(content: dict[str, object]) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.chmod(0o644)
        path.write_text(json.dumps(json.loads(path.read_text()) | content))

    return change


def in_utf_16(path: Path) -> None:
    path.chmod(0o644)
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


def led_to(target: str) -> Callable[[Path], None]:
    def lead(path: Path) -> None:
        path.unlink()
        path.symlink_to(target)

    return lead


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def another_projects(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table orders as select 1 as order_id")


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("gone")


def to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


WAREHOUSE = "warehouse/fsu.duckdb"
CURRENT = "published/current"
READS_WAREHOUSE = {"publish", "rotate-salt", "evaluate", "parity", "explain"}
OPENS_WAREHOUSE = READS_WAREHOUSE | {"restore-state", "land", "refresh"}
READS_STATE = {"restore-state", "land", "refresh", "rotate-salt"}

SLOW = {"land", "publish"}

FOREIGN = [json.dumps({"who": "another"}), json.dumps([1, 2]), ""]

DAMAGE: dict[str, tuple[str, Callable[[Path], None], set[str]]] = {
    "warehouse of rubbish": (WAREHOUSE, replaced(b"rubbish" * 4000), OPENS_WAREHOUSE),
    "another program's database": (WAREHOUSE, replaced(b"SQLite format 3\0" + bytes(4000)), OPENS_WAREHOUSE),
    "empty warehouse": (WAREHOUSE, replaced(b""), OPENS_WAREHOUSE),
    "warehouse cut off": (WAREHOUSE, cut, OPENS_WAREHOUSE),
    "warehouse that is a folder": (WAREHOUSE, folder, OPENS_WAREHOUSE),
    "warehouse moved away": (WAREHOUSE, Path.unlink, READS_WAREHOUSE),
    "warehouse that links to nothing": (WAREHOUSE, dangling, READS_WAREHOUSE),
    "warehouse that links to itself": (WAREHOUSE, to_itself, READS_WAREHOUSE),
    "another project's warehouse": (WAREHOUSE, another_projects, READS_WAREHOUSE - {"parity"}),
    "dbt manifest cut off": ("target/manifest.json", cut, {"publish", "rotate-salt", "architecture"}),
    "dbt manifest gone": ("target/manifest.json", Path.unlink, {"publish", "rotate-salt", "architecture"}),
    "delivery's manifest cut off": ("landing/current/manifest.json", cut, {"land", "publish", "restore-state"}),
    "delivery's manifest gone": ("landing/current/manifest.json", Path.unlink, set()),
    "verdict cut off": ("landing/current/verdict.json", cut, {"land"}),
    "verdict of other rows": ("landing/current/verdict.json", changed({"profile": [{"a": 1}]}), {"land"}),
    "verdict of a word": ("landing/current/verdict.json", changed({"profile": "x"}), {"land"}),
    "verdict with words for numbers": (
        "landing/current/verdict.json",
        changed({"profile": [{"system": "a", "table": "b", "column": "", "row_count": "many"}]}),
        {"land"},
    ),
    "list of deliveries cut off": ("landing/deliveries.json", cut, {"land"}),
    "landing that links to itself": ("landing/current", to_itself, set()),
    "landing that links to nothing": ("landing/current", dangling, set()),
    "release's manifest cut off": (f"{CURRENT}/manifest.json", cut, {"purge"}),
    "release without a date": (f"{CURRENT}/manifest.json", changed({"as_of_date": "soon"}), {"land"}),
    "release with no date": (f"{CURRENT}/manifest.json", changed({"as_of_date": None}), {"land"}),
    "list of deliveries that is a folder": ("landing/deliveries.json", folder, {"land"}),
    "state's index cut off": (f"{CURRENT}/state/state.json", cut, READS_STATE),
    "memory of the last refresh cut off": (f"{WAREHOUSE}.published.json", replaced("{"), set()),
    "memory of the last refresh another's": (f"{WAREHOUSE}.published.json", replaced("[1]"), set()),
}
FOREIGN_DAMAGE: dict[str, tuple[str, Callable[[Path], None], set[str]]] = {
    "list of deliveries in UTF-16": ("landing/deliveries.json", in_utf_16, {"land"}),
    "list of numbers for deliveries": ("landing/deliveries.json", replaced('[{"delivery_id": 5}]'), {"land"}),
    "delivery's manifest in UTF-16": ("landing/current/manifest.json", in_utf_16, {"land", "publish", "restore-state"}),
    "number for a delivery's tables": ("landing/current/manifest.json", changed({"tables": 5}), {"land"}),
    "words for a delivery's warnings": ("landing/current/manifest.json", changed({"warnings": ["x"]}), {"land"}),
    "verdict in UTF-16": ("landing/current/verdict.json", in_utf_16, {"land"}),
    "landing that links to elsewhere": ("landing/current", led_to("/etc"), {"land"}),
    "release's link is a file": (CURRENT, replaced(""), READS_STATE | {"publish"}),
    "release's link leads elsewhere": (CURRENT, led_to("/etc"), READS_STATE | {"publish"}),
    "state's index in UTF-16": (f"{CURRENT}/state/state.json", in_utf_16, READS_STATE),
    "number for a state's file": (
        f"{CURRENT}/state/state.json",
        changed({"relations": [{"schema": "a", "relation": "b", "file": 5, "sha256": "c", "rows": 1}]}),
        READS_STATE,
    ),
}
for _number, _content in enumerate(FOREIGN):
    FOREIGN_DAMAGE |= {
        f"dbt manifest foreign {_number}": (
            "target/manifest.json",
            replaced(_content),
            {"publish", "rotate-salt", "architecture"},
        ),
        f"delivery's manifest foreign {_number}": (
            "landing/current/manifest.json",
            replaced(_content),
            {"land", "publish", "restore-state"},
        ),
        f"verdict foreign {_number}": ("landing/current/verdict.json", replaced(_content), {"land"}),
        f"list of deliveries foreign {_number}": ("landing/deliveries.json", replaced(_content), {"land"}),
        f"release's manifest foreign {_number}": (f"{CURRENT}/manifest.json", replaced(_content), {"purge"}),
        f"state's index foreign {_number}": (f"{CURRENT}/state/state.json", replaced(_content), READS_STATE),
    }


@pytest.mark.parametrize("damage", [*DAMAGE, *FOREIGN_DAMAGE])
def test_each_command_says_what_is_broken(
    site: Site, damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place, spoil, must_refuse = (DAMAGE | FOREIGN_DAMAGE)[damage]
    spoil(tmp_path / place)
    for name, arguments in commands(site).items():
        # What is cut off is tried with every command; the two that take long only where they have to refuse.
        if name not in must_refuse and (damage in FOREIGN_DAMAGE or name in SLOW):
            continue
        before = site.standing()  # a command that is not refused, such as land, may have moved it on
        code, said = run(arguments, monkeypatch, capsys)
        if name in must_refuse:
            assert code != 0, name
            assert place.rpartition("/")[2] in said, f"{name}: {said}"
            assert site.standing() == before, name
            assert not list(site.built.published.glob(".*.partial")), name


@pytest.mark.parametrize("content", [{"relations": "x"}, {"relations": [5]}, {"database": {"file": 5}}])
def test_a_release_that_a_purge_cannot_read_is_named(tmp_path: Path, content: dict[str, object]) -> None:
    manifest = tmp_path / "manifest.json"
    facts = {"as_of_date": "2026-10-01", "database": {"file": "fsu.duckdb", "sha256": "0"}, "relations": []}
    manifest.write_text(json.dumps(facts))
    assert releases._read(manifest) == facts
    manifest.write_text(json.dumps(facts | content))
    with pytest.raises(FsuError, match=r"manifest\.json is not as this project wrote it"):
        releases._read(manifest)


@pytest.fixture
def analyst(site: Site) -> Iterator[Site]:
    """Somebody who has the warehouse open to write."""
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(site.built.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    yield site
    holder.communicate()


def test_a_warehouse_that_an_analyst_holds_open(
    analyst: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = analyst.standing()
    for name, arguments in commands(analyst).items():
        code, said = run(arguments, monkeypatch, capsys)
        if name in OPENS_WAREHOUSE:
            assert code != 0, name
            assert re.search(r"fsu\.duckdb is held open by another program", said), f"{name}: {said}"
    assert analyst.standing() == before


@pytest.mark.parametrize("place", ["landing", "published", "warehouse"])
def test_a_folder_that_is_a_file(
    site: Site, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(tmp_path / place)
    (tmp_path / place).write_text("")
    refused = {
        "landing": {"land", "purge"},
        "published": {"publish", "rotate-salt"},
        "warehouse": OPENS_WAREHOUSE - {"land"},
    }
    for name, arguments in commands(site).items():
        code, said = run(arguments, monkeypatch, capsys)
        if name in refused[place]:
            assert code != 0, name
            assert place in said, f"{name}: {said}"


def test_what_cannot_be_noted_or_listed_leaves_no_delivery_behind(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deliveries = site.built.landing / "deliveries"
    before = site.standing(), sorted(deliveries.iterdir())
    ledger = site.built.landing / "deliveries.json"
    listed = ledger.read_bytes()
    ledger.write_text("[{")
    assert run(["land", str(site.raw)], monkeypatch, capsys)[0] == 2
    assert (site.standing(), sorted(deliveries.iterdir())) == before
    ledger.write_bytes(listed)
    (site.built.published / "audit.jsonl").unlink()
    (site.built.published / "audit.jsonl").mkdir()
    code, said = run(["land", str(site.raw)], monkeypatch, capsys)
    assert (code, "audit.jsonl cannot be opened" in said) == (1, True)
    assert (site.standing(), sorted(deliveries.iterdir())) == before


def test_what_somebody_else_put_beside_the_deliveries_stays(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = site.built.landing / "deliveries" / "notes.txt"
    kept = site.built.landing / "deliveries" / "kept for the inspection"
    notes.write_text("x")
    kept.mkdir()
    code, _ = run(["land", str(site.raw)], monkeypatch, capsys)
    assert (code, notes.exists(), kept.exists()) == (0, True, True)


def test_a_target_that_is_none_is_refused_before_anything_lands(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = site.standing()
    monkeypatch.setenv("FSU_TARGET", "oracle")
    code, said = run(["land", str(site.raw)], monkeypatch, capsys)
    assert code == 1
    assert "FSU_TARGET=oracle is no target" in said
    assert site.standing() == before


NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_while_publishing_leaves_the_release_as_it_was(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = site.standing()

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    site.built.build(dim_people="select 'b' as person_key, 1 as record_count")
    for module in ("release", "publish", "state"):
        with monkeypatch.context() as patched:
            patched.setattr(f"python_helpers.publishing.{module}.sync", full)
            code, said = run(["publish"], patched, capsys)
        assert code != 0
        assert "there is no space left" in said, module
        assert site.standing() == before
        assert not list(site.built.published.glob(".*.partial"))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can mount a small disk")
@pytest.mark.parametrize("place", ["published", "landing"])
def test_a_small_disk_that_fills_up(
    site: Site, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        monkeypatch.setenv(f"FSU_{place.upper()}", str(disk))
        code, said = run(commands(site)["publish" if place == "published" else "land"], monkeypatch, capsys)
        assert code != 0
        assert "no space left" in said, said
        assert not (disk / "current").exists()
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/there/x"), "/there/x: access is refused"),
        (OSError(errno.EROFS, "Read-only file system", "/there/x"), "/there/x: the file system is read-only"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/there/x"), "/there/x: it does not exist"),
        (OSError(errno.EIO, "Input/output error", "/there/x"), "/there/x: the disk gives errors"),
        (OSError(errno.EBUSY, "Device or resource busy", "/there/x"), "/there/x: the system says"),
        (duckdb.OutOfMemoryException("x"), "memory"),
        (MemoryError(), "memory"),
    ],
)
def test_what_a_machine_can_do_is_a_sentence(error: Exception, words: str) -> None:
    assert words in str(sentence(error))


def test_a_value_in_duckdbs_words_is_not_repeated() -> None:
    with duckdb.connect() as connection, pytest.raises(duckdb.Error) as raised:
        connection.execute("select cast('JODIE MADEUP' as integer)")
    said = str(sentence(raised.value))
    assert "JODIE" not in said
    assert "ConversionException" in said


def test_a_fault_of_the_program_itself_is_not_hidden() -> None:
    assert sentence(KeyError("x")) is None
