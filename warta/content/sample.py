"""Turns a newsroom's settings and standing texts into what is left in them of the sample that comes with Warta.

Its numbers, addresses and sentences are invented: a newsroom that goes out with them would send people to nobody.
"""

from __future__ import annotations

from pathlib import Path

from warta.errors import Problem
from warta.messages import msg

_MARKS = ("sukamaju.example", "ganti-alamat.example", "555-01", "555 01", "provinsi contoh", "adalah rekaan")
_PLACES = ("config.yaml", "content/pages/**/*.md", "content/organizations/**/*.md")


def sample_left(site: Path) -> list[Problem]:
    """A problem for each line of config.yaml, the pages and the organizations that holds what the sample invented."""
    found = []
    for path in [path for pattern in _PLACES for path in sorted(site.glob(pattern))]:
        text = path.read_text(encoding="utf-8", errors="replace")
        for number, row in enumerate(text.splitlines(), 1):
            mark = next((each for each in _MARKS if each in row.casefold()), None)
            if mark is not None:
                message = msg(
                    "sample-left", "this is left of the sample (“%(mark)s”). Write your office's own.", mark=mark
                )
                found.append(Problem(path.relative_to(site).as_posix(), number, message))
    return found
