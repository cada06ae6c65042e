"""Turns what lies beside config.yaml into the warnings of texts that nobody will read there."""

from __future__ import annotations

import os
from pathlib import Path

from warta.content.files import FOLDERS
from warta.errors import Problem
from warta.messages import msg

_REPORT = "import-report.md"  # Warta writes it there itself
_TEXTS = (".md", ".markdown", ".docx", ".doc", ".odt", ".rtf")


def astray(site: Path) -> tuple[Problem, ...]:
    """Texts, and folders of texts, that lie beside content/ and not in it. Names in capitals (README.md) are those of
    projects, and mean nothing here.
    """
    try:
        with os.scandir(site) as entries:
            found = sorted((each.name, each.is_dir()) for each in entries)
    except OSError:
        return ()
    problems = []
    for name, is_folder in found:
        if is_folder and name in FOLDERS:
            message = msg(
                "folder-astray",
                "lies beside content/, where Warta does not look. Move it to content/%(name)s.",
                name=name,
            )
            problems.append(Problem(name, 0, message))
        elif (
            not is_folder and name != _REPORT and name.lower().endswith(_TEXTS) and not name.partition(".")[0].isupper()
        ):
            message = msg(
                "text-astray",
                "lies beside config.yaml, where Warta does not look. If it is a release, move it to content/releases/.",
            )
            problems.append(Problem(name, 0, message))
    return tuple(problems)


def _is_text(name: str) -> bool:
    return name != _REPORT and name.lower().endswith(_TEXTS) and not name.partition(".")[0].isupper()
