"""What every source offers: its items, as often as asked, and what it held besides them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from warta.importing.item import Item, Summary


class Source(Protocol):
    """Anything a newsroom can be brought out of."""

    @property
    def base(self) -> str:
        """The old site's address; empty when it had none."""
        ...

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """Its items in its own order, the same each time; without `texts` theirs are empty, which is quicker.

        Raises ProblemsFound when it is not what it should be.
        """
        ...

    def summary(self) -> Summary:
        """What it held besides its items; complete after `items` was read to its end."""
        ...
