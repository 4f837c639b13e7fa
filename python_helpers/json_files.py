"""Reads the JSON files that commands leave for one another; a cut or foreign one is named, with the remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from python_helpers.errors import FsuError


def read_json(path: Path) -> Any:  # noqa: ANN401 -- whatever the file holds
    """What a JSON file holds. Commands write UTF-8: another encoding is another program's.

    Raises:
        ValueError: it is cut off, or no JSON in UTF-8.
        OSError: it cannot be read.
    """
    return json.loads(path.read_bytes().decode("utf-8"))


def has_types(found: object, types: Mapping[str, Any]) -> bool:
    """Whether it is an object that holds a value of that type under each name."""
    return isinstance(found, dict) and all(isinstance(found.get(name), type_) for name, type_ in types.items())


def read_object(path: Path, needs: Iterable[str], remedy: str) -> dict[str, Any]:
    """The object in a JSON file.

    Args:
        path: the file.
        needs: names that it must have.
        remedy: what to do when it is not what was written, as sentences.

    Raises:
        FsuError: it is no JSON object, or lacks a name.
        OSError: it cannot be read.
    """
    try:
        content = read_json(path)
    except ValueError:
        content = None
    if not isinstance(content, dict) or any(name not in content for name in needs):
        raise FsuError(f"{path} is cut off, or was not written by this project. {remedy}")
    return content


def date_in(content: dict[str, Any], name: str, path: Path, remedy: str) -> date:
    """A date that a JSON file holds under that name.

    Raises:
        FsuError: it is none.
    """
    try:
        return date.fromisoformat(content[name])
    except (KeyError, TypeError, ValueError):
        raise FsuError(f"{path} is not as this project wrote it: '{name}' is no date. {remedy}") from None
