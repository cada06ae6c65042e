"""Turns findings with safe fixes into changed files, and a change into a diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from warta.desk.findings import Finding, Fix


def fixed(data: bytes, groups: Iterable[tuple[Fix, ...]]) -> bytes:
    """The bytes of a file with its fixes applied; line ends stay as they are.

    The fixes of a group are applied together, or not at all when one of them overlaps with one applied before.
    """
    text = data.decode("utf-8")  # a byte order mark stays where it is
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    made: list[Fix] = []
    for group in dict.fromkeys(groups):
        if not any(_overlap(fix, other) for fix in group for other in made):
            made += group
    for fix in sorted(made, key=lambda each: -each.first):
        lines[fix.first - 1 : fix.last] = fix.lines
    while len(lines) > 2 and not lines[-1] and not lines[-2]:
        del lines[-1]  # lines removed at the end leave no empty lines behind
    return end.join(lines).encode()


def _overlap(one: Fix, other: Fix) -> bool:
    """Whether two fixes change the same lines, or insert lines at the same place."""
    return one.first <= max(other.last, other.first) and other.first <= max(one.last, one.first)


def fixes_by_path(findings: Iterable[Finding]) -> dict[str, list[tuple[Fix, ...]]]:
    """The safe fixes of each file, a group for each finding."""
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
