"""Turns what a user's machine can do to a command into one sentence with a remedy, and never shows a value of a row."""

from __future__ import annotations

import errno
import re

import duckdb

from python_helpers.errors import FsuError
from python_helpers.settings import warehouse_path

_REMEDIES = {
    errno.ENOSPC: "there is no space left. Free some, and run it again; what was there before is untouched",
    errno.EDQUOT: "the disk quota is used up. Free some space, and run it again; what was there before is untouched",
    errno.EACCES: "access is refused. Give the account that runs this the right to read and write there",
    errno.EPERM: "access is refused. Give the account that runs this the right to read and write there",
    errno.EROFS: "the file system is read-only. Name another place (FSU_LANDING, FSU_WAREHOUSE, FSU_PUBLISHED)",
    errno.ENOENT: "it does not exist. Check the path, or make it again with `make build`",
    errno.ENOTDIR: "a part of the path is a file, not a folder. Check the path",
    errno.EISDIR: "it is a folder where a file belongs. Move it away, or name another path",
    errno.EEXIST: "something is in the way. Move it away",
    errno.ENOTEMPTY: "a folder is in the way that is not empty. Move it away",
    errno.ELOOP: "its links lead back to themselves. Check the path",
    errno.ENAMETOOLONG: "its name is too long. Name a shorter path",
    errno.EMFILE: "too many files are open. Raise the limit (ulimit -n)",
    errno.EIO: "the disk gives errors. Have it looked at, and restore from a backup",
}
_NO_SPACE = re.compile("No space left|disk quota|Disk quota", re.IGNORECASE)
_WAREHOUSE_FAULTS = (
    (
        re.compile("not a valid DuckDB database file"),
        "is not a DuckDB file. Name the right one with FSU_WAREHOUSE; or move it away, and `make build` makes it anew",
    ),
    (
        re.compile("lock"),
        "is held open by another program. Close it there (or wait for `dbt build` to end), and run it again",
    ),
    (re.compile("Is a directory"), "is a folder, not a warehouse. Name the DuckDB file with FSU_WAREHOUSE"),
    (re.compile("does not exist|No such file"), "does not exist. Check the path, or make it again with `make build`"),
    (re.compile("Permission denied|Access is denied"), f"cannot be opened: {_REMEDIES[errno.EACCES]}"),
    (
        re.compile("Read-only file system"),
        "is on a read-only file system. Name another place (FSU_LANDING, FSU_WAREHOUSE, FSU_PUBLISHED)",
    ),
    (
        re.compile("[Cc]orrupt|enough bytes|[Ss]erializ|checksum|magic bytes|Parquet|newer"),
        "is cut off, damaged or of another DuckDB. Restore it from a backup; or move it away, and `make build` makes "
        "it anew",
    ),
)
_PATH = re.compile(r"""["']((?:/|\.{0,2}/|[\w.-]+/)[^"'\n]*|[^"'\n/]+\.(?:duckdb|parquet|json|wal|tmp))["']""")
_NAME = re.compile(
    r"(?:Table|View|Schema|Column|column|table)[^\"'\n]{0,40}[\"']?(?:with name )?[\"']?([A-Za-z_][\w.]*)"
)


def sentence(error: BaseException) -> str | None:
    """One sentence that names the file and the remedy; None where the fault is the program's own."""
    if isinstance(error, FsuError):
        return str(error)
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, duckdb.Error):
        return _of_duckdb(error)
    if isinstance(error, MemoryError):
        return "There is not enough memory. Close other programs, or set FSU_THREADS=1, and run it again."
    return _of_server(error)


def _of_system(error: OSError) -> str:
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    where = " and ".join(names) or "A file or folder of the project"
    reason = _REMEDIES.get(
        error.errno or 0, f"the system says: {error.strerror or type(error).__name__}. Check the path"
    )
    return f"{where}: {reason}."


def _of_duckdb(error: duckdb.Error) -> str:
    """DuckDB's own words can quote a value, so only a file's or a relation's name is taken from them."""
    said = str(error)
    found = _PATH.search(said)
    where = found.group(1) if found else "The warehouse"
    if isinstance(error, duckdb.OutOfMemoryException):
        return "DuckDB ran out of memory. Set FSU_THREADS=1, or a larger FSU_MEMORY if there is more, and run it again."
    if _NO_SPACE.search(said):
        return f"{where}: {_REMEDIES[errno.ENOSPC]}."
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        named = _NAME.search(said)
        what = f" ({named.group(1)} is missing)" if named else ""
        return (
            f"The warehouse ({warehouse_path()}, where no other was named) is not what a build of this version "
            f"leaves{what}: it is another project's, or an older one's. Check FSU_WAREHOUSE, then run `dbt build` (or "
            "`make build`)."
        )
    for pattern, fault in _WAREHOUSE_FAULTS:
        if pattern.search(said):
            return f"{where} {fault}."
    return (
        f"{where}: DuckDB stopped ({type(error).__name__}). Run `dbt build` (or `make build`) again; if it stays, "
        "restore the warehouse from a backup."
    )


def _of_server(error: BaseException) -> str | None:
    """The same for PostgreSQL; its words can quote a value, so only the kind of error is said."""
    if not type(error).__module__.startswith("psycopg2"):
        return None
    code = getattr(error, "pgcode", None)
    return (
        f"The PostgreSQL server stopped the command ({type(error).__name__}{f', SQLSTATE {code}' if code else ''}). "
        "Check that it runs, has space, and lets FSU_POSTGRES_USER write; then run it again. Nothing was changed there."
    )
