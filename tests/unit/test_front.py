"""The front page tells each release once, whatever there is to tell."""

from __future__ import annotations

import datetime as dt

import hypothesis.strategies as st
from hypothesis import given

from warta.dates import Moment
from warta.newsroom.views import Card, Image
from warta.plan.pages.front import BLOCKS, NEXT, Front, Section, arrange
from warta.settings.front import PARTS

_DAY = Moment(dt.datetime(2026, 11, 20, tzinfo=dt.UTC), timed=False)


def card(number: int, *, pictured: bool = False) -> Card:
    """A release of this number."""
    return Card(f"Siaran {number}", f"/{number}/", _DAY, "", "id", image=Image("/a.jpg") if pictured else None)


@st.composite
def newsrooms(draw: st.DrawFn) -> tuple[list[Card], list[Section]]:
    """Releases, the newest first, and categories that hold some of them and older ones."""
    count = draw(st.integers(0, 39))
    every = [card(number, pictured=draw(st.booleans())) for number in range(count + 20)]
    sections = [
        Section(
            f"K{at}",
            f"/k{at}/",
            tuple(every[place] for place in sorted(draw(st.sets(st.integers(0, count + 19), max_size=9)))),
        )
        for at in range(draw(st.integers(0, 16)))
    ]
    return every[:count], sections


def told(front: Front) -> list[str]:
    """The addresses of all releases on a front page, as often as they stand there."""
    blocks = [section for row in front.rows for section in row.blocks]
    cards = [*front.next, *(each for section in (*blocks, *front.topics) for each in section.cards), *front.more]
    return [each.url for each in ((front.lead,) if front.lead else ()) + tuple(cards)]


@given(newsrooms(), st.integers(0, 58), st.sets(st.sampled_from(PARTS)))
def test_each_release_is_told_once(newsroom: tuple[list[Card], list[Section]], pinned: int, shown: set[str]) -> None:
    """None stands in two places, a pinned one leads, and each of the newest stands somewhere."""
    cards, sections = newsroom
    first = [next((each for each in cards if each.url == f"/{pinned}/"), card(pinned))] if cards else []
    front = arrange(cards, sections, first, shown)
    addresses = told(front)
    assert len(addresses) == len(set(addresses))
    assert {each.url for each in cards} <= set(addresses)
    assert front.lead == (first[0] if first else None)


@given(newsrooms())
def test_blocks_have_releases_and_rows_are_full(newsroom: tuple[list[Card], list[Section]]) -> None:
    """At most six blocks of one to three releases, in rows of three but for the last; large pictures where all have one."""
    front = arrange(*newsroom, (), PARTS)
    assert len(front.next) <= NEXT and sum(len(row.blocks) for row in front.rows) <= BLOCKS
    assert all(len(row.blocks) == 3 for row in front.rows[:-1])
    for row in front.rows:
        assert all(1 <= len(section.cards) <= 3 for section in row.blocks)
        assert row.pictured == all(section.cards[0].image is not None for section in row.blocks)
