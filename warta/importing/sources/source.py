"""The interface of all sources: a source gives its items, any number of times, and a summary of the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from warta.importing.item import Item, Summary


class Source(Protocol):
    """A foreign newsroom that can be imported."""

    @property
    def base(self) -> str:
        """The old site's address; empty when it had none."""
        ...

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """Its items in its own order, the same each time; without `texts` they have empty texts, which is quicker.

        Raises ProblemsFound when it is not what it should be.
        """
        ...

    def summary(self) -> Summary:
        """What it holds besides items, and its damage; complete after `items` was read to its end."""
        ...


@runtime_checkable
class WithFiles(Protocol):
    """A source that holds its pictures and documents itself."""

    @property
    def files(self) -> Mapping[str, Path]:
        """They, by the path in their old address."""
        ...
