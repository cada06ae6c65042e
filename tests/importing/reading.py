"""Reads what an import wrote as a reader of the site would: with Warta's own reader and renderer."""

from __future__ import annotations

from warta.content.frontmatter import split
from warta.importing.conversion.convert import Converted
from warta.importing.conversion.visible_words import words_in, words_of
from warta.render.html.body import Converter

_RENDERER = Converter(None, {}, origin="https://r.example", trust_html=False)


def page_html(text: str) -> str:
    """The body in the text of a file, as its page shows it."""
    return _RENDERER.convert(split(text.encode(), "x.md").body, 1).html


def page_words(text: str) -> list[str]:
    """The words of the same."""
    return words_of(page_html(text))


def messages(told: list[dict[str, str]]) -> list[str]:
    """The sentences of a record in import-report.json."""
    return [each["message"] for each in told]


def taken(made: Converted) -> list[str]:
    """The words that are no longer in the body: dateline, byline and what was removed, as they stood there."""
    record = made.record
    return [word for each in (*record.removed, *record.moved) for word in words_in(each)]
