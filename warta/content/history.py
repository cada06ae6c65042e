"""Turns addresses.tsv, the newsroom's address history, into addresses with their documents, and those into the file.

The file lies beside config.yaml and belongs to the newsroom as its texts do: after a slug has changed, the old address
still stands in links on other sites, and only this file says which document it must lead to. A line is an address
below the site's root, a tab, and the document's path below content/. A build adds new addresses at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from warta.digests import digest_of_bytes
from warta.errors import Problem, ProblemsFound
from warta.messages import msg

FILE_NAME = "addresses.tsv"


class GivenAddress(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """An address below the site's root that was published once, and the path below content/ of its document."""

    address: str
    source: str


class GivenAddresses(msgspec.Struct, frozen=True, dict=True):
    """The text of an addresses.tsv, which is read when somebody asks for its rows."""

    text: str = ""

    @cached_property
    def digest(self) -> bytes:
        """The digest of the text; of none where there is no file."""
        return digest_of_bytes(self.text.encode()) if self.text else b""

    @property
    def it(self) -> tuple[GivenAddress, ...]:
        """The addresses, each with its document; none where lines have problems."""
        return self._parsed[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with its lines."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[tuple[GivenAddress, ...], tuple[Problem, ...]]:
        try:
            return parse_history(self.text), ()
        except ProblemsFound as found:
            return (), tuple(found.problems)


@lru_cache(maxsize=1)
def parse_history(text: str) -> tuple[GivenAddress, ...]:
    """The addresses in the text of an addresses.tsv; empty lines and those that begin with # are left out.

    Raises ProblemsFound with every line that is not an address, a tab and a path.
    """
    found: dict[str, GivenAddress] = {}
    problems = []
    # a line ends where an editor ends it, and not at each sign that Unicode calls an end of lines
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        address, tab, source = line.partition("\t")
        if not (tab and source.strip() and address.startswith("/") and not address.startswith("//")):
            shown = line if len(line) <= 60 else line[:57] + "..."
            message = msg(
                "history-line", "a line must be an address, a tab and a file below content/ (got '%(got)s').", got=shown
            )
            problems.append(Problem(FILE_NAME, number, message))
            continue
        # after a merge of two branches an address may stand in two lines: the first one counts
        found.setdefault(address, GivenAddress(address, source.strip()))
    if problems:
        raise ProblemsFound(problems)
    return tuple(found.values())


def history_text(given: Iterable[GivenAddress]) -> str:
    """The text of an addresses.tsv with these addresses; `parse_history` reads it back."""
    head = (
        "# Alamat yang pernah diterbitkan ruang berita ini; simpan bersama naskah.\n"
        "# Addresses this newsroom has given out. Builds add to it; keep it with the texts.\n"
    )
    return head + "".join(f"{each.address}\t{each.source}\n" for each in given)


def write_history(site: Path, given: Iterable[GivenAddress]) -> None:
    """Write `site`/addresses.tsv, whole or not at all. Raises OSError."""
    path = site / FILE_NAME
    import tempfile  # most builds give out no new address

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=site, prefix=".addresses-", delete=False
    ) as file:
        file.write(history_text(given))
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
