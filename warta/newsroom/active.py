"""Turns what would be published into the problems of files that could act, unless the settings trust them by name."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from warta.digests import Value
from warta.errors import Problem
from warta.messages import Message, msg, with_hint
from warta.newsroom.addresses import STATIC
from warta.newsroom.pictures import FileFacts, is_drawing
from warta.settings import FILE_NAME as CONFIG
from warta.settings import Settings


class Dangers(msgspec.Struct, frozen=True):
    """The files of the content that nobody trusts and that could act, or that are made harmless, by source."""

    active: dict[str, Message]
    cleaned: dict[str, tuple[str, ...]]


def trusted_names(settings: Settings) -> tuple[str, ...]:
    """The files and folders (these end with /) that the settings trust."""
    return tuple(each.text for each in settings.trusted_files)


def is_trusted(source: str, trusted: Iterable[str]) -> bool:
    """Whether a file is named, or lies in a folder that is."""
    return any(source == each or (each.endswith("/") and source.startswith(each)) for each in trusted)


def dangers(files: Value, trusted: Value) -> Dangers:
    """What of these files must not be published as it is."""
    facts: dict[str, FileFacts] = files.it
    odd = {
        source: each
        for source, each in facts.items()
        if (each.danger or each.taken) and not is_trusted(source, trusted.it)
    }
    return Dangers(
        {source: each.danger for source, each in odd.items() if each.danger},
        {source: each.taken for source, each in odd.items() if each.taken},
    )


def refusals(found: Dangers, published: frozenset[str]) -> list[Problem]:
    """The problems of files that would be published, though they could act."""
    return [
        Problem(f"content/{source}", 0, _refusal(source, why))
        for source, why in found.active.items()
        if source.startswith(STATIC) or source in published
    ]


def _refusal(source: str, why: Message) -> Message:
    if is_drawing(source):
        hint = msg("drawing-untold", "Nobody can tell what it would do. Save it anew as SVG, or use a PNG.")
    else:
        hint = msg(
            "active-here",
            "It would be published on this site's own address. Take it away, or, if you know what it does, write in "
            "%(file)s: trusted_files: [%(name)s]",
            file=CONFIG,
            name=_quoted(source),
        )
    return with_hint(why, hint)


def cleanings(found: Dangers, published: frozenset[str]) -> list[Problem]:
    """Which drawings are published without something that they hold."""
    return [
        Problem(f"content/{source}", 0, _cleaned(source, taken))
        for source, taken in found.cleaned.items()
        if source.startswith(STATIC) or source in published
    ]


def _cleaned(source: str, taken: tuple[str, ...]) -> Message:
    return msg(
        "drawing-cleaned",
        "is published without what could run or load something (%(taken)s). If the drawing needs that, and you know "
        "what it does, write in %(file)s: trusted_files: [%(name)s]",
        taken=taken,
        file=CONFIG,
        name=_quoted(source),
    )


def needless(settings: Settings, files: Iterable[str]) -> list[Problem]:
    """The names that the settings trust and that no file has."""
    every = tuple(files) if settings.trusted_files else ()
    return [
        Problem(
            CONFIG,
            ref.line,
            msg(
                "trusted-missing",
                "'trusted_files' names '%(name)s', and there is no such file below content/.",
                name=ref.text,
            ),
        )
        for ref in settings.trusted_files
        if not any(is_trusted(source, (ref.text,)) for source in every)
    ]


def _quoted(source: str) -> str:
    """A name as an item of a list in YAML."""
    plain = source.replace("/", "").replace(".", "").replace("-", "").replace("_", "").isalnum() and source[0] != "-"
    return source if plain else '"' + source.replace("\\", "\\\\").replace('"', '\\"') + '"'
