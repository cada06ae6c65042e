"""Turns addresses.tsv into the addresses this newsroom has given out, and those back into the file.

The file lies beside config.yaml and belongs to the newsroom as its texts do: without it a changed slug would leave
links in the world that lead nowhere. A line is an address below the site's root, a tab, and the document's path below
content/. A build adds what it publishes for the first time at the end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from warta.errors import Problem, ProblemsFound

FILE_NAME = "addresses.tsv"


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An address and the document that had it, or has it still."""

    address: str
    source: str


def read_ledger(site: Path) -> tuple[Row, ...]:
    """The rows of `site`/addresses.tsv in their order; none when there is no such file. Raises ProblemsFound."""
    try:
        text = (site / FILE_NAME).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(FILE_NAME, 0, f"cannot be read: {error}.")]) from None
    return parse_ledger(text)


@lru_cache(maxsize=1)
def parse_ledger(text: str) -> tuple[Row, ...]:
    """The rows of the text of an addresses.tsv; empty lines and those that begin with # are left out.

    Raises ProblemsFound with every line that is no row.
    """
    rows: dict[str, Row] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        address, tab, source = line.partition("\t")
        if not (tab and source.strip() and address.startswith("/") and not address.startswith("//")):
            shown = line if len(line) <= 60 else line[:57] + "..."
            message = f"a line must be an address, a tab and a file below content/ (got '{shown}')."
            problems.append(Problem(FILE_NAME, number, message))
            continue
        # where two branches were merged a line may stand twice: the first one counts
        rows.setdefault(address, Row(address, source.strip()))
    if problems:
        raise ProblemsFound(problems)
    return tuple(rows.values())


def ledger_text(rows: Iterable[Row]) -> str:
    """The text of an addresses.tsv with these rows."""
    head = "# Addresses this newsroom has given out. Builds add to it; keep it with the texts.\n"
    return head + "".join(f"{row.address}\t{row.source}\n" for row in rows)


def write_ledger(site: Path, rows: Iterable[Row]) -> None:
    """Write `site`/addresses.tsv, whole or not at all. Raises OSError."""
    path = site / FILE_NAME
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=site, prefix=".addresses-", delete=False
    ) as file:
        file.write(ledger_text(rows))
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
