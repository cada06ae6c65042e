"""Turns a newsroom into the findings of the desk editor: each text read by itself, then all of them together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from warta.build.pipeline import Checked
from warta.build.store import BodyReader
from warta.content.documents import Document, Organization
from warta.desk.findings import OFF, SEVERITIES, Finding, Note
from warta.desk.house import House
from warta.desk.reading import TextReading
from warta.desk.rules.site import Newsroom
from warta.desk.rules.table import INVALID, RULES, SPELLING, UNKNOWN_RULE
from warta.desk.spelling import Dictionaries, Speller
from warta.errors import Problem, ProblemsFound, did_you_mean, listed
from warta.settings import FILE_NAME, Settings

_MOST_SUGGESTIONS = 200
_OFTEN = 5


def severities(config: Settings, only: Iterable[str] = ()) -> dict[str, str]:
    """The severity of each rule in this newsroom; with `only`, of these rules, even of those that are off.

    Raises ProblemsFound for rules and severities that are not there.
    """
    problems = []
    found = {name: rule.severity for name, rule in RULES.items()}
    for name, ref in config.check.rules.items():
        hint = did_you_mean(name, RULES) or f" Known are: {listed(RULES, most=30)}."
        if name not in RULES:
            problems.append(Problem(FILE_NAME, ref.line, f"'check' has no rule '{name}'.{hint}"))
        elif ref.text not in SEVERITIES:
            message = f"the severity of '{name}' must be one of {listed(SEVERITIES)} (got '{ref.text}')."
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
    checked: Checked, readings: Mapping[str, TextReading], dictionaries: Dictionaries, levels: Mapping[str, str]
) -> list[Finding]:
    """The findings in a newsroom, in the order of files and lines. `levels` are severities by rule."""
    bodies = BodyReader(checked.store.path)
    try:
        newsroom = Newsroom(
            checked.site,
            checked.documents,
            checked.inputs.files,
            checked.claimed,
            bodies,
            {source: reading.places for source, reading in readings.items()},
        )
        noted = [(f"content/{source}", name, note) for source, each in readings.items() for name, note in each.notes]
        noted += [
            (path, name, note)
            for name, rule in RULES.items()
            if rule.looks and levels.get(name, OFF) != OFF
            for path, note in rule.looks(newsroom)
        ]
    finally:
        bodies.close()
    if levels.get(SPELLING, OFF) != OFF and dictionaries.ready:
        noted += _spelling(readings, Speller(dictionaries, House.of(checked.config).words))
    ignored = {f"content/{each.source}": each for each in checked.documents}
    noted += _unknown_rules(checked.documents)
    return sorted(
        Finding(path, note.line, name, levels[name], note.message, RULES[name].source, note.fixes)
        for path, name, note in noted
        if levels.get(name, OFF) != OFF and not _is_ignored(ignored.get(path), name)
    )


def invalid(problems: Iterable[Problem]) -> list[Finding]:
    """What a build refuses, as findings."""
    return [Finding(each.path, each.line, INVALID, RULES[INVALID].severity, each.message) for each in sorted(problems)]


def _is_ignored(document: Document | None, rule: str) -> bool:
    if document is None or isinstance(document, Organization):
        return False
    return any(ref.text == rule for ref in document.ignore)


def _unknown_rules(documents: Iterable[Document]) -> Iterator[tuple[str, str, Note]]:
    for document in documents:
        for ref in () if isinstance(document, Organization) else document.ignore:
            if ref.text not in RULES:
                hint = did_you_mean(ref.text, RULES)
                message = f"'check: ignore' names no rule (got '{ref.text}').{hint}"
                yield f"content/{document.source}", UNKNOWN_RULE, Note(ref.line, message)


def _spelling(readings: Mapping[str, TextReading], speller: Speller) -> Iterator[tuple[str, str, Note]]:
    """Unknown words, each once in a text; what stands in many texts once for all, since it may be the house's word."""
    names = {part.casefold() for each in readings.values() for name in each.unknown.names for part in name.split("-")}
    counts: Counter[str] = Counter()
    found: list[tuple[str, str, int, str]] = []
    for source, reading in readings.items():
        words = [*reading.unknown.common, *(each for each in reading.unknown.opening if not _named(each.text, names))]
        once = {word.text.casefold(): word for word in sorted(words, key=lambda word: -word.line)}
        counts.update(once.keys())
        found += [(word.text, source, word.line, reading.language) for word in once.values()]
    capitals = {name.casefold(): name for each in readings.values() for name in each.unknown.names}
    seen: dict[str, str] = {}
    for text, source, line, language in sorted(found, key=lambda each: (each[1], each[2], each[0])):
        folded = text.casefold()
        often = counts[folded] > _OFTEN
        if often and folded in seen:
            continue
        if folded not in seen:
            seen[folded] = _hint(text, language, capitals, speller) if len(seen) < _MOST_SUGGESTIONS else ""
        many = (
            f" It stands in {counts[folded]} texts; if it is right, add it to 'check: words' in config.yaml."
            if often
            else ""
        )
        yield f"content/{source}", SPELLING, Note(line, f"'{text}' is in no dictionary.{seen[folded]}{many}")


def _named(word: str, names: set[str]) -> bool:
    return all(part.casefold() in names for part in word.split("-"))


def _hint(word: str, language: str, capitals: Mapping[str, str], speller: Speller) -> str:
    name = capitals.get(word.casefold())
    meant = [name] if name else speller.suggestions(word, language)
    return f" Did you mean {' or '.join(repr(each) for each in meant)}?" if meant else ""
