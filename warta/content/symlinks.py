"""Turns links of the file system into the files that they lead to, or into why they must not be followed.

A link publishes under its own name what lies elsewhere: so it may lead to a file that is published from where it lies,
and to nothing else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

from warta.messages import Message, msg


class Links:
    """The links in the tree at `root`, which lies in the newsroom or theme `site`.

    Where `folders` are named, a link leads to files in these alone; `is_text` and `is_passed_over` say of a source
    whether it is read, and whether it is not even looked at.
    """

    def __init__(
        self,
        root: Path,
        site: Path,
        folders: tuple[str, ...],
        is_text: Callable[[str], bool],
        is_passed_over: Callable[[str], bool],
    ) -> None:
        self._root, self._site, self._folders = root.resolve(), site.resolve(), folders
        self._is_text, self._is_passed_over = is_text, is_passed_over

    def source_of(self, target: Path) -> str:
        """The source of the file that a link leads to in the end."""
        return unicodedata.normalize("NFC", target.relative_to(self._root).as_posix())

    def problem(self, link: Path, source: str) -> Message | None:
        """Why the link of this source must not be followed; None when it may be."""
        try:
            target = link.resolve(strict=True)
        except FileNotFoundError:
            return msg("link-to-nothing", "is a link to a file that does not exist.")
        except (OSError, RuntimeError):
            return msg("link-to-itself", "is a link that leads back to itself.")
        if not target.is_relative_to(self._site):
            return msg(
                "link-leads-out",
                "is a link that leads out of this newsroom (to %(name)s). Copy the file here instead.",
                name=target.name,
            )
        if target.is_dir():
            return msg(
                "link-to-folder", "is a link to a folder. Warta does not follow those; put the files here instead."
            )
        return self._problem_inside(target, source)

    def _problem_inside(self, target: Path, source: str) -> Message | None:
        """As `problem`, of a link that leads to what is no folder and lies in the newsroom."""
        shown = target.relative_to(self._site).as_posix()
        inside = target.relative_to(self._root).parts if target.is_relative_to(self._root) else ("",)
        if not inside[0] or (self._folders and inside[0] not in self._folders):
            return msg(
                "link-to-unpublished",
                "is a link to %(target)s, where nothing is published from. Copy the file here, if all may read it.",
                target=shown,
            )
        meant = self.source_of(target)
        if self._is_passed_over(meant) or not target.is_file():
            return msg(
                "link-to-passed-over",
                "is a link to %(target)s, which is not published itself. Take the link away.",
                target=shown,
            )
        if self._is_text(meant) or self._is_text(source):
            return msg(
                "link-to-text",
                "is a link to %(target)s. A text is a file of its own: take the link away, or copy what it leads to.",
                target=shown,
            )
        return None
