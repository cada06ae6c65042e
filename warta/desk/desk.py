"""Turns a newsroom and the readings of its texts into the findings of the desk editor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from warta.content.documents import Document, Organization
from warta.desk.findings import OFF, SEVERITIES, Finding, Note
from warta.desk.house import House
from warta.desk.newsroom import Newsroom
from warta.desk.reading import TextReading
from warta.desk.rules.table import INVALID, RULES, SPELLING, UNKNOWN_RULE
from warta.desk.spelling import Dictionaries, Speller
from warta.errors import Problem, ProblemsFound, known_are, meant, one_of
from warta.messages import Message, msg
from warta.settings import FILE_NAME, Settings

_MOST_SUGGESTIONS = 200
_OFTEN = 5


def severities(config: Settings, only: Iterable[str] = ()) -> dict[str, str]:
    """The severity of each rule in this newsroom; with `only`, of these rules alone, even of those that are off.

    Raises ProblemsFound for unknown rules and severities in the settings.
    """
    problems = []
    found = {name: rule.severity for name, rule in RULES.items()}
    for name, ref in config.check.rules.items():
        if name not in RULES:
            hint = meant(name, RULES) or known_are(RULES)
            message = msg("no-rule-to-check", "'check' has no rule '%(name)s'.", hint, name=name)
            problems.append(Problem(FILE_NAME, ref.line, message))
        elif ref.text not in SEVERITIES:
            message = msg(
                "no-severity",
                "the severity of '%(name)s' must be one of %(known)s (got '%(got)s').",
                name=name,
                known=SEVERITIES,
                got=ref.text,
            )
            problems.append(Problem(FILE_NAME, ref.line, message))
        else:
            found[name] = ref.text
    if problems:
        raise ProblemsFound(problems)
    chosen = frozenset(only)
    if not chosen:
        return found
    return {
        name: (RULES[name].severity if RULES[name].severity != OFF else "note") if severity == OFF else severity
        for name, severity in found.items()
        if name in chosen
    }


def edit(
    newsroom: Newsroom, readings: Mapping[str, TextReading], dictionaries: Dictionaries, levels: Mapping[str, str]
) -> list[Finding]:
    """The findings in a newsroom, in the order of files and lines.

    `readings` are those of its texts by source, and give the newsroom its `places`; `levels` are severities by rule.
    """
    places = {source: reading.places for source, reading in readings.items()}
    newsroom = msgspec.structs.replace(newsroom, places=places)
    noted = [(f"content/{source}", name, note) for source, each in readings.items() for name, note in each.notes]
    noted += [
        (path, name, note)
        for name, rule in RULES.items()
        if rule.on_newsroom and levels.get(name, OFF) != OFF
        for path, note in rule.on_newsroom(newsroom)
    ]
    if levels.get(SPELLING, OFF) != OFF and dictionaries.ready:
        noted += _spelling(readings, Speller(dictionaries, House.of(newsroom.config).words))
    documents = {f"content/{each.source}": each for each in newsroom.documents}
    noted += _unknown_rules(newsroom.documents)
    return sorted(
        Finding(path, note.line, name, levels[name], note.message, RULES[name].source, note.fixes)
        for path, name, note in noted
        if levels.get(name, OFF) != OFF and not _is_ignored(documents.get(path), name)
    )


def invalid(problems: Iterable[Problem]) -> list[Finding]:
    """The problems for which a build stops, as findings."""
    return findings_of(problems, INVALID, RULES[INVALID].severity)


def findings_of(problems: Iterable[Problem], rule: str, severity: str) -> list[Finding]:
    """Problems that something else than a rule of texts found, as findings of a rule."""
    return [Finding(each.path, each.line, rule, severity, each.message) for each in sorted(problems)]


def _is_ignored(document: Document | None, rule: str) -> bool:
    if document is None or isinstance(document, Organization):
        return False
    return any(ref.text == rule for ref in document.ignore)


def _unknown_rules(documents: Iterable[Document]) -> Iterator[tuple[str, str, Note]]:
    for document in documents:
        for ref in () if isinstance(document, Organization) else document.ignore:
            if ref.text not in RULES:
                hint = meant(ref.text, RULES)
                message = msg("no-rule-to-ignore", "'check: ignore' names no rule (got '%(got)s').", hint, got=ref.text)
                yield f"content/{document.source}", UNKNOWN_RULE, Note(ref.line, message)


def _spelling(readings: Mapping[str, TextReading], speller: Speller) -> Iterator[tuple[str, str, Note]]:
    """Notes on unknown words: one for each text, or a single one for a word in many texts, as it may be jargon."""
    names = {part.casefold() for each in readings.values() for name in each.unknown.names for part in name.split("-")}
    counts: Counter[str] = Counter()
    found: list[tuple[str, str, int, str]] = []
    for source, reading in readings.items():
        words = [*reading.unknown.common, *(each for each in reading.unknown.opening if not _named(each.text, names))]
        once = {word.text.casefold(): word for word in sorted(words, key=lambda word: -word.line)}
        counts.update(once.keys())
        found += [(word.text, source, word.line, reading.language) for word in once.values()]
    capitals = {name.casefold(): name for each in readings.values() for name in each.unknown.names}
    seen: set[str] = set()
    hints: dict[tuple[str, str], Message | None] = {}
    for text, source, line, language in sorted(found, key=lambda each: (each[1], each[2], each[0])):
        folded = text.casefold()
        often = counts[folded] > _OFTEN
        if often and folded in seen:
            continue
        seen.add(folded)
        key = folded, language  # each language has suggestions of its own
        if key not in hints:
            hints[key] = _hint(text, language, capitals, speller) if len(hints) < _MOST_SUGGESTIONS else None
        jargon = msg(
            "word-often",
            "It stands in %(count)s texts; if it is right, add it to 'check: words' in config.yaml.",
            count=counts[folded],
        )
        message = msg(
            "word-unknown", "'%(word)s' is in no dictionary.", hints[key], jargon if often else None, word=text
        )
        yield f"content/{source}", SPELLING, Note(line, message)


def _named(word: str, names: set[str]) -> bool:
    return all(part.casefold() in names for part in word.split("-"))


def _hint(word: str, language: str, capitals: Mapping[str, str], speller: Speller) -> Message | None:
    name = capitals.get(word.casefold())
    return one_of([name] if name else speller.suggestions(word, language))
