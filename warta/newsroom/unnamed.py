"""Turns files that lie among texts and that no text names into warnings which say what to do with them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

from warta.digests import Group, Value
from warta.errors import Problem
from warta.messages import Message, msg
from warta.newsroom.addresses import STATIC
from warta.newsroom.links import Answer
from warta.newsroom.places import Belongings

_OFFICE = (".docx", ".doc", ".odt", ".rtf", ".pages", ".gdoc")
_ALMOST = (".md.txt", ".markdown.txt", ".txt", ".mdx", ".mkd", ".text")
_SAID: Mapping[str, Callable[[tuple[str, ...]], Message]] = {
    "office": lambda files: msg(
        "unread-office",
        "holds text that Warta does not read: %(files)s. Copy the words into a text whose name ends in .md, or name "
        "the file under 'attachments' of one.",
        files=files,
    ),
    "almost": lambda files: msg(
        "unread-ending",
        "holds a text whose name does not end in .md: %(files)s. Rename it if it is a release; Windows may hide how a "
        "name ends.",
        files=files,
    ),
    "other": lambda files: msg(
        "unnamed-file",
        "holds what no text names, and what is not published: %(files)s. Name it in a text, as a picture, a link or "
        "under 'attachments', or put it into the folder of a text that is called index.md.",
        files=files,
    ),
}


def named_files(answers: Group) -> Value:
    """The sources of all files that documents name or own."""
    found = {file.source for each in answers.members for answer in _answers(each.it) for file in answer.media}
    return Value(answers.digest, frozenset(found))


def _answers(found: Mapping[str, Answer]) -> Iterable[Answer]:
    return found.values()


def unnamed(files: Value, named: Value, belongings: Belongings) -> list[Problem]:
    """One warning for each folder and kind of file; what belongs to a hidden or withdrawn text waits with it."""
    found: dict[tuple[str, str], list[str]] = {}
    for source in sorted(files.it.keys() - named.it - belongings.owners.keys() - belongings.withheld):
        if not source.startswith(STATIC):
            folder, name = posixpath.split(source)
            found.setdefault((folder, _kind(name)), []).append(name)
    return [
        Problem(f"content/{folder}".rstrip("/"), 0, _SAID[kind](tuple(names)))
        for (folder, kind), names in found.items()
    ]


def _kind(name: str) -> str:
    folded = name.casefold()
    if folded.endswith(_OFFICE):
        return "office"
    return "almost" if folded.endswith(_ALMOST) else "other"
