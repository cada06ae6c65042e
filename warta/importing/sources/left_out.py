"""Turns what a source leaves out on purpose, counted by kind, into messages."""

from __future__ import annotations

from collections.abc import Mapping

from warta.messages import Message, msg

SHARED = msg("shared-number", "has the number or address of another text in the source: look which of them is right")
"""The doubt of a text whose identity is not its own."""


def told(counts: Mapping[str, int]) -> tuple[Message, ...]:
    """How many entries were left out of each kind: `comments` and the like, or `type TYPE`."""
    return tuple(_told(kind, count) for kind, count in sorted(counts.items()) if count)


def _told(kind: str, count: int) -> Message:  # noqa: C901, PLR0912 - a sentence for each kind
    match kind:
        case "comments":
            return msg("left-comments", "%(count)s comment", many="%(count)s comments", count=count)
        case "trash":
            return msg("left-trash", "%(count)s post in the trash", many="%(count)s posts in the trash", count=count)
        case "auto-draft":
            return msg("left-unsaved", "%(count)s unsaved draft", many="%(count)s unsaved drafts", count=count)
        case "inherit":
            return msg("left-revisions", "%(count)s revision", many="%(count)s revisions", count=count)
        case "again":
            return msg(
                "left-again",
                "%(count)s entry that stood in the source before, word for word",
                many="%(count)s entries that stood in the source before, word for word",
                count=count,
            )
        case "settings":
            return msg(
                "left-settings",
                "%(count)s setting or template of the old blog",
                many="%(count)s settings and templates of the old blog",
                count=count,
            )
        case "lists":
            return msg(
                "left-lists",
                "%(count)s list or page made by templates",
                many="%(count)s lists and pages made by templates",
                count=count,
            )
        case "moved":
            return msg(
                "left-moved",
                "%(count)s page that only led on to another",
                many="%(count)s pages that only led on to another",
                count=count,
            )
        case "readmes":
            return msg(
                "left-readmes",
                "%(count)s file without front matter",
                many="%(count)s files without front matter",
                count=count,
            )
        case "type nav_menu_item":
            return msg("left-menus", "%(count)s entry of menus", many="%(count)s entries of menus", count=count)
        case _:
            return msg(
                "left-type",
                "%(count)s entry of type %(type)s",
                many="%(count)s entries of type %(type)s",
                count=count,
                type=kind.removeprefix("type "),
            )
