"""The interface of all sources: a source gives its items, any number of times, and a summary of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

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
