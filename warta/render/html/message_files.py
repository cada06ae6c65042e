"""Turns the message files of theme folders into the files that each language uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import msgspec

from warta.content.bounds import first_bytes
from warta.render.html.folders import Folder


class MessageFile(msgspec.Struct, frozen=True):
    """A .po file: its bytes, and the path by which messages call it."""

    path: str
    data: bytes


def read_message_files(folders: list[Folder]) -> dict[str, tuple[MessageFile, ...]]:
    """The message files of each language, nearest theme first."""
    found: dict[str, list[MessageFile]] = {}
    for folder in folders:
        locale = folder.root / "locale"
        for path in sorted(locale.glob("*.po")) if locale.is_dir() else ():
            file = MessageFile(f"{folder.label}/locale/{path.name}", first_bytes(path))
            found.setdefault(path.stem, []).append(file)
    return {language: tuple(files) for language, files in sorted(found.items())}


def files_of_language(
    messages: Mapping[str, tuple[MessageFile, ...]], language: str, default: str
) -> tuple[MessageFile, ...]:
    """The message files that a language uses; one that the theme does not speak has those of `default`.

    Messages are written in English, so that English needs no file.
    """
    base = language.partition("-")[0]
    if base == "en" and base not in messages:
        return ()
    return next((messages[each] for each in (language, base, default, "id") if each in messages), ())


def messages_digest(files: Iterable[MessageFile]) -> bytes:
    """A digest of message files in their order, which decides whose translation is taken."""
    return blake2b(msgspec.msgpack.encode(list(files)), digest_size=16).digest()
