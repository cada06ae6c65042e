"""Turns a path as it was typed into the file of the release that is meant."""

from __future__ import annotations

from pathlib import Path

from warta.errors import UsageError, meant
from warta.messages import Message, msg


def find_release(site: Path, path: Path) -> tuple[Path, str]:
    """The file that is meant, and its source below content/. Raises UsageError, with what may be meant."""
    content = (site / "content").resolve()
    for candidate in (path, site / path, site / "content" / path):
        for file in (candidate, candidate / "index.md"):
            if file.is_file() and file.resolve().is_relative_to(content / "releases"):
                return file, file.resolve().relative_to(content).as_posix()
    raise UsageError(_not_found(site, content, path))


def _not_found(site: Path, content: Path, path: Path) -> Message:
    """That there is no such release, and which may be meant."""
    for candidate in (path, site / path, content / path):
        if candidate.is_file() and candidate.resolve().is_relative_to(content):
            name = f"content/{candidate.resolve().relative_to(content).as_posix()}"
            return msg("no-release-file", "%(name)s is no release: those lie in content/releases/.", name=name)
    known = [file.relative_to(content).as_posix() for file in sorted((content / "releases").rglob("*.md"))]
    same = [each for each in known if each.rpartition("/")[2] == path.name]
    name = path.as_posix().removeprefix("./").removeprefix("content/")
    example = msg("release-example", "Name its file, such as content/releases/2026/banjir.md.")
    near = meant(same[0], same[:1]) if same else meant(name, known)
    lists = msg("release-list", "`list` names them.")
    return msg("release-not-found", "There is no release %(path)s.", near, example, lists, path=str(path))
