"""Going back: readers see a release that was kept, until the next publication."""

from __future__ import annotations

from collections.abc import Callable

from python_helpers import audit
from python_helpers.errors import FsuError
from python_helpers.private import refuse_open_parents
from python_helpers.publishing import state
from python_helpers.publishing.files import exclusive, switch_link
from python_helpers.publishing.place import place
from python_helpers.publishing.publish import CURRENT, RECIPIENTS, kept_releases
from python_helpers.publishing.release import is_whole
from python_helpers.settings import published_dir, token_salt


def go_back(name: str, reason: str, say: Callable[[str], None] = lambda _: None) -> None:
    """Let readers see a kept release again, in the folder and on a server; the present one is kept.

    What the pipeline keeps from refresh to refresh is not touched: the next build goes on from the newest.

    Args:
        name: of the release, as its folder is called.
        reason: what for, for the audit log.
        say: told what it waits for.

    Raises:
        FsuError: it is not kept, not whole, what readers see already, or of a former salt. Nothing has changed then.
    """
    published = published_dir()
    if not published.is_dir():
        raise FsuError(f"{published} does not exist: nothing has been published from here.")
    refuse_open_parents(published / CURRENT)
    with exclusive(published / ".lock", "publishing"), place(say) as where:
        kept = {folder.name: folder for folder in kept_releases(published)}
        current = (published / CURRENT).resolve().name
        if name not in kept or name == current:
            others = ", ".join(sorted(kept.keys() - {current})) or "none"
            raise FsuError(f"{name} is no release to go back to. Kept, and not what readers see, are: {others}.")
        if not is_whole(kept[name]):
            raise FsuError(f"{kept[name]} is damaged. Take it from a backup.")
        index = state.read_kept(kept[name] / state.FOLDER)
        if index and not index.fits(token_salt(is_synthetic=index.is_synthetic)):
            raise FsuError(f"{name} is of another salt than FSU_TOKEN_SALT: the next build would refuse to follow it.")
        audit.append("go-back", purpose=reason, recipients=RECIPIENTS, release=name)
        where.go_back(name)
        switch_link(published / CURRENT, name)
