"""The values of a comparison: a text as the old site had it, and how it differs from what is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from warta.importing.checking.seen import Seen
from warta.messages import Message


class OldText(msgspec.Struct, frozen=True, kw_only=True):
    """A text of the old site.

    `name` is how the source names it, `addresses` are all its old addresses as paths, the usual one first. `hidden` is
    true for what the old site did not show to everyone.
    """

    name: str
    title: str
    seen: Seen = Seen()
    date: str = ""
    addresses: tuple[str, ...] = ()
    hidden: bool = False


class OldSite(Protocol):
    """An old site or its export, read plainly."""

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts its pages lay on, without `www.`."""
        ...

    def texts(self) -> Iterator[OldText]:
        """Its texts, public or not."""
        ...


class Difference(msgspec.Struct, frozen=True):
    """One thing that is not as it was: of which kind, of which text, in words; whether something was lost by it."""

    kind: str
    name: str
    title: str
    said: Message
    is_lost: bool = True


class Row(msgspec.Struct):
    """A row of the table: how many there were, and how many of these are the same, another, or missing."""

    old: int = 0
    same: int = 0
    different: int = 0
    missing: int = 0


ROWS = ("texts", "words", "pictures", "links", "documents", "addresses")


class Outcome(msgspec.Struct, frozen=True):
    """What a comparison came to; `hidden` counts texts that the old site did not show, `shown` those shown here."""

    rows: dict[str, Row]
    differences: tuple[Difference, ...]
    hidden: int
    shown: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost. Of a hundred old addresses one may lead nowhere."""
        addresses = self.rows["addresses"]
        few = addresses.missing * 100 <= addresses.old
        return self.rows["texts"].old > 0 and not any(
            each.is_lost and not (few and each.kind == "address") for each in self.differences
        )


def hosts_of(addresses: Iterable[str]) -> frozenset[str]:
    """The hosts of addresses, without `www.`."""
    hosts = (each.partition("//")[2].partition("/")[0].casefold().removeprefix("www.") for each in addresses)
    return frozenset(filter(None, hosts))
