"""Turns findings that can be mended safely into changed files, and these into a diff that is shown first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from warta.desk.findings import Finding, Fix


def fixed(data: bytes, groups: Iterable[tuple[Fix, ...]]) -> bytes:
    """The bytes of a file with its changes; line ends stay as they are.

    The changes of a group are made together or not at all: not when one of them meets a change made before.
    """
    text = data.decode("utf-8")  # a byte order mark stays where it is
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    made: list[Fix] = []
    for group in dict.fromkeys(groups):
        if not any(_meet(fix, other) for fix in group for other in made):
            made += group
    for fix in sorted(made, key=lambda each: -each.first):
        lines[fix.first - 1 : fix.last] = fix.lines
    while len(lines) > 2 and not lines[-1] and not lines[-2]:
        del lines[-1]  # what was taken away at the end leaves no empty lines behind
    return end.join(lines).encode()


def _meet(one: Fix, other: Fix) -> bool:
    """Whether two changes are of the same lines, or both put lines in at the same place."""
    return one.first <= max(other.last, other.first) and other.first <= max(one.last, one.first)


def fixes_by_path(findings: Iterable[Finding]) -> dict[str, list[tuple[Fix, ...]]]:
    """The safe changes of each file, a group for each finding."""
    found: dict[str, list[tuple[Fix, ...]]] = {}
    for finding in findings:
        if finding.fixes:
            found.setdefault(finding.path, []).append(finding.fixes)
    return found


def diff(path: str, before: bytes, after: bytes) -> str:
    """A unified diff."""
    old, new = (each.decode("utf-8", "replace").splitlines(keepends=True) for each in (before, after))
    lines = difflib.unified_diff(old, new, path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
