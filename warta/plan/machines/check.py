"""Turns the prints of all releases into the files in which the check page looks a pasted text up.

A stretch of releases is a family of its own: its files are planned again only when something in it changed, and those
whose bytes stay are not rendered. Where the stretches end stands in `trust/prints.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from warta.digests import Group, Value, digest_of_bytes, given, group
from warta.newsroom.site import Site
from warta.plan.families import Families
from warta.plan.origins import origin
from warta.plan.targets import Target, page
from warta.trust.prints import WITHDRAWN, Traces, card_bits, name_of, print_bits, shards, stretches
from warta.trust.record import WITHDRAWN as WITHDRAWN_STATE
from warta.trust.record import State

INDEX, CARDS = "indeks.json", "kartu"


class Printed(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the check page and the log must know of a release. `digest` covers all that it is made of.

    `url` is its address without scheme and host, `opened` when it became public (seconds of the epoch), `count` how
    many words its text has, `print` the print and `sum` the SHA-256 of all of these; `note` is what was said of it
    after it was published, `corrected` when a correction last was, `withdrawn` when and why it was taken back.
    """

    digest: bytes
    traces: Traces
    opened: float
    url: str
    title: str
    date: str
    count: int
    print: int
    sum: str
    note: str = ""
    corrected: str = ""
    withdrawn: tuple[str, str] | None = None

    @property
    def card(self) -> dict[str, Any]:
        """What the check page is told of it."""
        found: dict[str, Any] = {"u": self.url, "t": self.title, "d": self.date}
        if self.withdrawn:
            return found | {"w": self.withdrawn}
        found |= {"n": self.count, "h": self.print}
        return found | ({"c": self.corrected} if self.corrected else {})

    def state_at(self, origin: str) -> State:
        """What the log says of it, on the site at this scheme and host."""
        state = WITHDRAWN_STATE if self.withdrawn else ""
        url = origin + self.url
        return State(self.traces.id, url, self.title, self.date, self.sum, self.count, state, self.note)


def plan_prints(root: Value, name: Value, releases: Group, language: Value) -> Iterator[Target]:
    """The files of a stretch."""
    for file, data in shards([each.traces for each in releases.members]).items():
        yield _file(f"{root.it}{name.it}/{file}.bin", "prints", language.it, data)


def plan_cards(root: Value, releases: Group, bits: Value, language: Value) -> Iterator[Target]:
    """What is known of each release, by its number, and in files by the first bits of that."""
    files: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for each in releases.members:
        number = each.traces.number
        file = files.setdefault(name_of(number >> (24 - bits.it), bits.it), {})
        file.setdefault(f"{number:06x}", []).append(each.card)
    for name, cards in files.items():
        path = f"{root.it}{CARDS}/{name}.json"
        yield _file(path, "check-cards", language.it, msgspec.json.encode(cards, order="sorted"))


def plan_index(root: Value, bits: Value, language: Value) -> Iterator[Target]:
    """How many first bits name the files of each stretch, and those of the cards."""
    yield _file(root.it + INDEX, "check-cards", language.it, msgspec.json.encode(bits.it))


def _file(path: str, kind: str, language: str, data: bytes) -> Target:
    return page(path, kind, language, Value(digest_of_bytes(data), data), about=origin("check"))


def add_check(families: Families, site: Site, printed: Iterable[Printed]) -> None:
    """The families of the check page's index, where the newsroom has one."""
    if not site.settings.check_page:
        return
    language = given(site.settings.language)
    root = given(site.addresses.check(language.it))
    every = sorted(printed, key=lambda each: (each.opened, each.traces.id))
    public = [each for each in every if each.withdrawn is None]
    found = {name: public[each] for name, each in stretches(len(public)).items()}
    withdrawn = [each for each in every if each.withdrawn]
    if withdrawn:
        found[WITHDRAWN] = withdrawn
    inputs: tuple[Any, ...]
    for name, releases in found.items():
        inputs = (root, given(name), group(releases), language)
        families.add(f"prints {name}", plan_prints, *inputs, kinds=("prints",), language=language.it)
    cards = card_bits(len(public))
    inputs = (root, group(every), given(cards), language)
    families.add("check cards", plan_cards, *inputs, kinds=("check-cards",), language=language.it)
    bits = {name: print_bits([each.traces for each in releases]) for name, releases in found.items()}
    inputs = (root, given({CARDS: cards, "p": bits}), language)
    families.add("check index", plan_index, *inputs, kinds=("check-cards",), language=language.it)
