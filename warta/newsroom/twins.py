"""Turns `translation_of` into groups of documents that say the same in different languages."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

import msgspec

from warta.errors import Problem, meant
from warta.fields import Ref
from warta.messages import msg


class Twin(msgspec.Struct, frozen=True, gc=False, array_like=True, order=True):
    """The same release or page in another language."""

    language: str
    title: str
    path: str
    url: str


class Translatable(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What is known of a document that is a translation or has one; `public`: whether it may be seen."""

    source: str
    language: str
    title: str
    title_line: int
    path: str
    url: str
    public: bool
    translation_of: Ref | None = None


class Twins(msgspec.Struct, frozen=True):
    """The public twins of each document by source, and what is wrong with `translation_of`."""

    of: dict[str, tuple[Twin, ...]]
    problems: tuple[Problem, ...] = ()


def find_original(
    source: str, ref: Ref, exists: Callable[[str], bool], others: Callable[[], Iterable[str]]
) -> str | Problem:
    """The document that `translation_of` in `source` means, else the problem; `others` are all sources, for a hint."""
    written = ref.text.removeprefix("content/")
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(source), written))
    for candidate in (f"{stem}{end}" for stem in (written, beside) for end in ("", ".md", "/index.md")):
        if candidate != source and exists(candidate):
            return candidate
    near = meant(ref.text, sorted(set(others()) - {source}))
    message = msg(
        "original-unknown",
        "'translation_of' names no other release or page (got '%(got)s').",
        near or msg("original-path", "Write its path below content/, such as releases/2026/banjir.md."),
        got=ref.text,
    )
    return Problem(f"content/{source}", ref.line, message)


def find_twins(documents: Iterable[Translatable], originals: Mapping[str, str]) -> Twins:
    """The twins among `documents`; `originals` is what each translation is a translation of, by source.

    A document that has public twins is among its own, so that a page can list every language alike; without any it
    has none. An original that is not among the documents could not be read.
    """
    by_source = {document.source: document for document in documents}
    problems: list[Problem] = []
    groups: dict[str, set[str]] = {}
    for source in originals:
        first = _first(source, originals)
        groups.setdefault(first, {first} & by_source.keys()).add(source)
    twins: dict[str, tuple[Twin, ...]] = {}
    for sources in groups.values():
        members = [by_source[source] for source in sorted(sources)]
        if len(members) == 1:
            continue
        _check_languages(members, problems)
        public = sorted(Twin(each.language, each.title, each.path, each.url) for each in members if each.public)
        if len(public) > 1:
            twins |= {each.source: tuple(public) for each in members}
    return Twins(twins, tuple(problems))


def _first(source: str, originals: Mapping[str, str]) -> str:
    """The document at the end of a chain of originals; of a circle the one that comes first by name."""
    seen = {source}
    while (original := originals.get(source, source)) != source:
        if original in seen:
            return min(seen)
        seen.add(original)
        source = original
    return source


def _check_languages(members: list[Translatable], problems: list[Problem]) -> None:
    taken: dict[str, str] = {}
    for document in sorted(members, key=lambda each: (each.translation_of is not None, each.source)):
        other = taken.setdefault(document.language, document.source)
        if other != document.source:
            line = document.translation_of.line if document.translation_of else document.title_line
            message = msg(
                "twin-same-language",
                "is in the same language ('%(language)s') as %(other)s, which it translates.",
                language=document.language,
                other=f"content/{other}",
            )
            problems.append(Problem(f"content/{document.source}", line, message))
