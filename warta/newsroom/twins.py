"""Turns `translation_of` into groups of documents that say the same in different languages."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from warta.content.documents import Page, Release
from warta.errors import Problem, did_you_mean
from warta.newsroom.model import Twin

Translatable = Release | Page


def find_twins(
    documents: Iterable[Translatable],
    languages: Mapping[str, str],
    paths: Mapping[str, str],
    public: frozenset[str],
    unreadable: frozenset[str] = frozenset(),
) -> tuple[dict[str, tuple[Twin, ...]], list[Problem]]:
    """The public twins of each document, by source, and the `translation_of` that lead nowhere.

    `languages` and `paths` are by source. A document that has public twins is among its own, so that a page can list
    every language alike; without any it has none.
    """
    by_source = {document.source: document for document in documents}
    problems: list[Problem] = []
    originals = {
        source: _original(each, by_source, unreadable, problems)
        for source, each in by_source.items()
        if each.translation_of is not None
    }
    groups: dict[str, set[str]] = {}
    for source in originals:
        first = _first(source, originals)
        groups.setdefault(first, {first} & by_source.keys()).add(source)
    twins: dict[str, tuple[Twin, ...]] = {}
    for sources in groups.values():
        group = [by_source[source] for source in sorted(sources)]
        if len(group) == 1:
            continue
        _check_languages(group, languages, problems)
        members = sorted(
            Twin(languages[each.source], each.title, paths[each.source]) for each in group if each.source in public
        )
        if len(members) > 1:
            twins |= {each.source: tuple(members) for each in group}
    return twins, problems


def _first(source: str, originals: Mapping[str, str]) -> str:
    """The document at the end of a chain of originals; of a circle the one that comes first by name."""
    seen = {source}
    while (original := originals.get(source, source)) != source:
        if original in seen:
            return min(seen)
        seen.add(original)
        source = original
    return source


def _original(
    document: Translatable, by_source: Mapping[str, Translatable], unreadable: frozenset[str], problems: list[Problem]
) -> str:
    ref = document.translation_of
    if ref is None:
        return document.source
    written = ref.text.removeprefix("content/")
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(document.source), written))
    for candidate in (f"{stem}{end}" for stem in (written, beside) for end in ("", ".md", "/index.md")):
        if (candidate in by_source or candidate in unreadable) and candidate != document.source:
            return candidate
    others = sorted(by_source.keys() - {document.source})
    hint = did_you_mean(written, others) or " Write its path below content/, such as releases/2026/banjir.md."
    message = f"'translation_of' names no other release or page (got '{ref.text}').{hint}"
    problems.append(Problem(f"content/{document.source}", ref.line, message))
    return document.source


def _check_languages(group: list[Translatable], languages: Mapping[str, str], problems: list[Problem]) -> None:
    taken: dict[str, str] = {}
    for document in sorted(group, key=lambda each: (each.translation_of is not None, each.source)):
        other = taken.setdefault(languages[document.source], document.source)
        if other != document.source:
            line = document.translation_of.line if document.translation_of else document.title_line
            message = (
                f"is in the same language ('{languages[document.source]}') as content/{other}, which it translates."
            )
            problems.append(Problem(f"content/{document.source}", line, message))
