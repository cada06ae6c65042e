"""Turns the folder of lists and journal into one that no commit takes along, or into the problem that one has."""

from __future__ import annotations

import subprocess
from pathlib import Path

from warta.errors import Problem, ProblemsFound, UsageError
from warta.messages import msg

_IGNORE = "# alamat orang: tidak untuk disimpan dalam git / addresses of people: not for git\n*\n"


def make_private(folder: Path) -> None:
    """Make the folder, so that only its owner reads it and git passes it over. Raises ProblemsFound for one whose files
    git has already.
    """
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text(_IGNORE, encoding="utf-8")
    if tracked := _tracked(folder):
        message = msg(
            "mail-in-git",
            "is in git, and with it goes to whoever gets the newsroom. Run: git rm --cached %(line)s. Earlier commits "
            "still have it.",
            line=f"'{tracked[0]}'",
        )
        raise ProblemsFound([Problem(str(folder / each), 0, message) for each in tracked])


def _tracked(folder: Path) -> list[str]:
    """The files in the folder that git has; none where there is no git."""
    try:
        done = subprocess.run(
            ["git", "ls-files", "--", "."], cwd=folder, capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    found = done.stdout.splitlines() if done.returncode == 0 else []
    return [each for each in found if each != ".gitignore"]


def lists_in(folder: Path, names: tuple[str, ...]) -> list[Path]:
    """The lists in the folder: all, or those of these names. Raises UsageError for a name that is none."""
    every = {path.stem.casefold(): path for path in sorted(folder.glob("*.csv"))}
    if not every:
        raise UsageError(
            msg(
                "mail-no-lists",
                "There is no list of people in %(folder)s. Write one: a table (CSV) with the columns mail, name, "
                "topics, regions, language.",
                folder=str(folder),
            )
        )
    found = []
    for name in names:
        path = every.get(name.removesuffix(".csv").casefold())
        if path is None:
            raise UsageError(
                msg(
                    "mail-no-such-list",
                    "There is no list '%(got)s'. There are: %(known)s.",
                    got=name,
                    known=tuple(every),
                )
            )
        found.append(path)
    return found or list(every.values())
