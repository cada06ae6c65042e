"""Turns findings into text, JSON, annotations for GitHub and XML for JUnit: a table of formats, one function each.

All of them say messages in the language spoken. Severities are for programs, and English, except in the text.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from warta.catalogue import say
from warta.desk.findings import ERROR, NOTE, WARNING, Finding
from warta.desk.rules.table import RULES
from warta.messages import Message, msg
from warta.signs import in_one_line

_GITHUB = {ERROR: "error", WARNING: "warning", NOTE: "notice"}
_SEVERITY = {
    ERROR: msg("severity-error", "error"),
    WARNING: msg("severity-warning", "warning"),
    NOTE: msg("severity-note", "note"),
}


MOST = 20
"""So many findings of one rule are shown among others; what a whole archive lacks would hide what is new."""


def text(findings: Sequence[Finding], most: int | None = MOST) -> str:
    """A line each, `path:line: severity: message [rule]`, the rule's source below where there is one, a count last.

    Of a rule that finds more than `most` (None: no limit), and no errors, the rest is counted.
    """
    lines = []
    shown: Counter[str] = Counter()
    for each in findings:
        shown[each.rule] += 1
        if most is not None and shown[each.rule] > most and each.severity != ERROR:
            continue
        lines.append(f"{each.place}: {say(_SEVERITY[each.severity])}: {in_one_line(say(each.message))} [{each.rule}]")
        if each.source:
            lines.append(f"    {each.source}")
    lines += _left_out(findings, shown, most)
    counts = Counter(each.severity for each in findings)
    parts = tuple(_counted(name, counts[name]) for name in _GITHUB if counts[name])
    last = msg("findings-counted", "%(counts)s.", counts=parts) if parts else msg("no-findings", "Nothing found.")
    return "\n".join([*lines, say(last)]) + "\n"


def _counted(severity: str, count: int) -> Message:
    if severity == ERROR:
        return msg("errors-counted", "1 error", many="%(count)s errors", count=count)
    if severity == WARNING:
        return msg("warnings-counted", "1 warning", many="%(count)s warnings", count=count)
    return msg("notes-counted", "1 note", many="%(count)s notes", count=count)


def _left_out(findings: Sequence[Finding], counts: Counter[str], most: int | None) -> Iterator[str]:
    grave = {each.rule for each in findings if each.severity == ERROR}
    for rule, count in counts.items():
        if most is not None and count > most and rule not in grave:
            left = msg("findings-left-out", "... and %(count)s more of %(rule)s.", count=count - most, rule=rule)
            yield say(left) + " " + say(msg("findings-of-one-rule", "All: check --only %(rule)s", rule=rule))


class _Row(msgspec.Struct, frozen=True):
    path: str
    line: int
    rule: str
    severity: str
    code: str
    message: str
    source: str
    fixable: bool


def json(findings: Sequence[Finding]) -> str:
    """`{"findings": [{path, line, rule, severity, code, message, source, fixable}]}`; line 0: the whole file."""
    rows = [
        _Row(
            each.path,
            each.line,
            each.rule,
            each.severity,
            each.message.code,
            say(each.message),
            each.source,
            bool(each.fixes),
        )
        for each in findings
    ]
    return msgspec.json.format(msgspec.json.encode({"findings": rows}), indent=2).decode() + "\n"


def github(findings: Sequence[Finding]) -> str:
    """Workflow commands that GitHub shows beside the lines of a change."""
    return "".join(
        f"::{_GITHUB[each.severity]} file={_property(each.path)},line={max(each.line, 1)},"
        f"title={_property(each.rule)}::{_data(say(each.message))}\n"
        for each in findings
    )


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")


def junit(findings: Sequence[Finding]) -> str:
    """A test suite with a case for each rule and file: errors and warnings fail, notes are printed."""
    suite = etree.Element("testsuite", name="warta check")
    failures = 0
    by_rule: dict[str, list[Finding]] = {}
    for each in findings:
        by_rule.setdefault(each.rule, []).append(each)
    tests = 0
    for name in RULES:
        for path, group in _by_path(by_rule.get(name, [])):
            tests += 1
            case = etree.SubElement(suite, "testcase", classname=name, name=path or say(RULES[name].asks))
            if not group:
                continue
            body = "\n".join(f"{each.place}: {say(each.message)}" for each in group)
            if group[0].severity == NOTE:
                etree.SubElement(case, "system-out").text = _xml(body)
                continue
            failures += 1
            case.set("file", path)
            failure = etree.SubElement(case, "failure", type=group[0].severity, message=_xml(say(group[0].message)))
            failure.text = _xml(body)
    suite.attrib |= {"tests": str(tests), "failures": str(failures), "errors": "0"}
    etree.indent(suite)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + etree.tostring(suite, encoding="unicode") + "\n"


def _by_path(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    groups: dict[str, list[Finding]] = {}
    for each in findings:
        groups.setdefault(each.path, []).append(each)
    return list(groups.items()) or [("", [])]


def _xml(words: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return "".join(char for char in words if char >= " " or char in "\t\n")


FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {"text": text, "json": json, "github": github, "junit": junit}
"""A new format is one function and one row."""
