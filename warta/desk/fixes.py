"""Turns findings that can be mended safely into changed files, and these into a diff that is shown first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from warta.desk.findings import Finding, Fix


def fixed(data: bytes, fixes: Iterable[Fix]) -> bytes:
    """The bytes of a file with its changes; of changes that overlap the first is made. Line ends stay as they are."""
    text = data.decode("utf-8")  # a byte order mark stays where it is
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    after = len(lines) + 1
    kept: list[Fix] = []
    for fix in sorted(set(fixes), key=lambda each: (each.first, each.last)):
        if not kept or fix.first > kept[-1].last:
            kept.append(fix)
    for fix in reversed(kept):
        if fix.last < after:
            lines[fix.first - 1 : fix.last] = fix.lines
            after = fix.first
    while len(lines) > 2 and not lines[-1] and not lines[-2]:
        del lines[-1]  # what was taken away at the end leaves no empty lines behind
    return end.join(lines).encode()


def fixes_by_path(findings: Iterable[Finding]) -> dict[str, list[Fix]]:
    """The safe changes of each file; a finding's changes are made together or not at all."""
    found: dict[str, list[Fix]] = {}
    for finding in findings:
        for fix in finding.fixes:
            found.setdefault(finding.path, []).append(fix)
    return found


def diff(path: str, before: bytes, after: bytes) -> str:
    """A unified diff."""
    rows = [each.decode("utf-8", "replace").splitlines(keepends=True) for each in (before, after)]
    lines = difflib.unified_diff(*rows, path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
