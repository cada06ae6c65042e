"""Turns what does not come along from a Word document into messages: what is lost, and what never was for readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from warta.messages import Message, msg

_SHOWN = 12  # words of what is named

DELETED, INSERTED, HIDDEN, COMMENT, SHAPE, MERGED = "deleted", "inserted", "hidden", "comment", "shape", "merged"
BOX, CHART, DIAGRAM, EQUATION, OBJECT, CHUNK, PICTURE, CONTENTS = (
    "box", "chart", "diagram", "equation", "object", "chunk", "picture", "contents",
)  # fmt: skip


class Left:
    """What was met in one document; counted, or named with its words."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._named: dict[tuple[str, str], None] = {}
        self._margins: dict[tuple[str, str], None] = {}

    def count(self, kind: str) -> None:
        """Count what needs no words."""
        self._counts[kind] += 1

    def name(self, kind: str, text: str = "") -> None:
        """Name what is lost."""
        self._named[kind, _short(text)] = None

    def margin(self, part: str, text: str) -> None:
        """Name a header or footer."""
        self._margins[part, _short(text)] = None

    def lost(self) -> tuple[Message, ...]:
        """What a reader of the document saw and a reader of the newsroom will not."""
        return tuple(_lost(kind, text) for kind, text in self._named)

    def behind(self) -> tuple[Message, ...]:
        """What stays behind on purpose, or is to be looked at."""
        return tuple(self._behind())

    def _behind(self) -> Iterator[Message]:
        for part, text in self._margins:
            if part.startswith("header"):
                yield msg("word-header", "its header stayed behind: %(words)s", words=text)
            else:
                yield msg("word-footer", "its footer stayed behind: %(words)s", words=text)
        for kind, count in sorted(self._counts.items()):
            yield _counted(kind, count)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")


def _counted(kind: str, count: int) -> Message:
    match kind:
        case "deleted":
            return msg(
                "word-deleted",
                "%(count)s tracked deletion stayed behind",
                many="%(count)s tracked deletions stayed behind",
                count=count,
            )
        case "inserted":
            return msg(
                "word-inserted",
                "%(count)s tracked insertion came as text: was it accepted?",
                many="%(count)s tracked insertions came as text: were they accepted?",
                count=count,
            )
        case "hidden":
            return msg(
                "word-hidden",
                "%(count)s piece of hidden text stayed behind",
                many="%(count)s pieces of hidden text stayed behind",
                count=count,
            )
        case "comment":
            return msg(
                "word-comments",
                "%(count)s comment stayed behind",
                many="%(count)s comments stayed behind",
                count=count,
            )
        case "shape":
            return msg(
                "word-shapes",
                "%(count)s drawn shape without words stayed behind",
                many="%(count)s drawn shapes without words stayed behind",
                count=count,
            )
        case _:
            return msg(
                "word-merged",
                "%(count)s table has merged cells: look at it on its page",
                many="%(count)s tables have merged cells: look at them on their page",
                count=count,
            )


def _lost(kind: str, text: str) -> Message:  # noqa: C901, PLR0912 - a sentence for each kind
    match kind:
        case "box":
            return msg("word-box", "a text box: %(words)s", words=text)
        case "chart":
            return msg("word-chart", "a chart: put a picture of it in its place")
        case "diagram":
            return msg("word-diagram", "a SmartArt drawing: put a picture of it in its place")
        case "equation":
            return msg("word-equation", "an equation: %(words)s", words=text)
        case "object":
            return msg("word-object", "an embedded object (a sheet, a file): put a picture or a table in its place")
        case "chunk":
            return msg("word-chunk", "another document that is embedded in it")
        case "contents":
            return msg("word-contents", "its table of contents")
        case "picture":
            return msg(
                "word-picture", "a picture that browsers do not show (%(words)s): save it as PNG or JPEG", words=text
            )
        case _:
            return msg("word-unread", "what could not be read (%(words)s)", words=text)
