"""Knows by its name what editors, office programs, downloads and systems leave in folders, and nobody means to publish.

Some of these hold more than they show: the file that Word keeps beside an open one has the name of who opened it.
"""

from __future__ import annotations

from collections.abc import Iterable

from warta.errors import Problem
from warta.messages import msg

_ENDINGS = tuple(
    """~ .swp .swo .swn .swx .tmp .temp .bak .orig .save .save.1 .save.2 .rej .part .partial .filepart .crdownload
    .download .opdownload thumbs.db desktop.ini""".split()
)
_BEGINNINGS = ("~$", "._", ".~", ".#", "~wrl")
_CONFLICT = ("conflicted copy", "sync-conflict-", "salinan konflik", "(conflict ")
_OF_SYSTEMS = ("thumbs.db", "desktop.ini")


def is_leftover(name: str) -> bool:
    """Whether a file or folder of this name is what a program left behind."""
    folded = name.lower()
    return (
        folded.endswith(_ENDINGS)
        or folded.startswith(_BEGINNINGS)
        or (folded.startswith("#") and folded.endswith("#"))
        or ("onfli" in folded and any(each in folded for each in _CONFLICT))
    )


def passed_over(sources: Iterable[str]) -> list[Problem]:
    """One line that names what is left out, but for what is hidden and what systems leave in every folder."""
    seen = [each for each in sources if not each.rpartition("/")[2].lower().startswith((".", *_OF_SYSTEMS))]
    if not seen:
        return []
    message = msg(
        "leftovers",
        "passed over what editors, office programs or downloads left: %(files)s. Delete it, or rename what is meant to "
        "be published.",
        files=tuple(sorted(seen)),
    )
    return [Problem("content", 0, message)]
