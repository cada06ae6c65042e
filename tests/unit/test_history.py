"""Proves that the address history only grows, follows documents to their new addresses, and tells of nothing hidden."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from warta.content.history import GivenAddress, history_text, parse_history
from warta.digests import given as value
from warta.digests import group
from warta.newsroom.history import History, first_addresses, grown, live_history

A, B = GivenAddress("/a/", "releases/a.md"), GivenAddress("/b/", "releases/b.md")


def history(
    rows: tuple[GivenAddress, ...],
    seen: dict[str, str],
    hidden: dict[str, str] | None = None,
    pages: dict[str, str] | None = None,
) -> History:
    """The history of a newsroom whose releases, and pages, have these addresses by source."""
    shards = group([value({"seen": seen, "hidden": hidden or {}}), value(pages or {})])
    return live_history(value(rows), value(frozenset((*seen, *(hidden or {}), *(pages or {})))), shards)


def test_new_addresses_come_to_the_end_in_their_order() -> None:
    """An order that depends on nothing but the addresses; what was there stays where it was."""
    rows = (B, GivenAddress("/é/", "pages/é.md"))
    live = {"/z/": "c.md", "/b/": "releases/b.md", "/c/": "d.md"}
    more = grown(rows, frozenset(("releases/b.md", "pages/é.md", "c.md", "d.md")), live)
    assert more == (*rows, GivenAddress("/c/", "d.md"), GivenAddress("/z/", "c.md"))
    assert parse_history(history_text(more)) == more


def test_an_address_that_another_document_has_now_is_its_own() -> None:
    """The line keeps its place."""
    assert grown((A, B), frozenset((A.source, B.source)), {"/a/": B.source}) == (GivenAddress("/a/", B.source), B)


def test_a_renamed_file_takes_its_older_addresses_along() -> None:
    """One of its addresses says that it is the same document; the others follow, though no longer its own."""
    rows = (GivenAddress("/first/", "old.md"), GivenAddress("/second/", "old.md"))
    assert grown(rows, frozenset(("new.md",)), {"/second/": "new.md"}) == (
        GivenAddress("/first/", "new.md"),
        GivenAddress("/second/", "new.md"),
    )


def test_a_file_that_is_still_there_was_not_renamed() -> None:
    """Its earlier addresses stay with it, whoever has taken one of them."""
    rows = (GivenAddress("/first/", "old.md"), GivenAddress("/second/", "old.md"))
    assert grown(rows, frozenset(("new.md", "old.md")), {"/second/": "new.md"})[0] == rows[0]


def test_what_is_gone_keeps_its_line() -> None:
    """So that the press office can be told of it."""
    assert grown((A, B), frozenset((B.source,)), {"/b/": B.source}) == (A, B)


SOURCES, PATHS = st.sampled_from(("a.md", "b.md", "c.md")), st.sampled_from(("/1/", "/2/", "/3/", "/4/"))
STEPS = st.lists(st.dictionaries(SOURCES, PATHS).filter(lambda now: len(set(now.values())) == len(now)), max_size=6)


@given(STEPS)
def test_a_history_never_loses_an_address(steps: list[dict[str, str]]) -> None:
    """Whatever moves, comes and goes: addresses stay in their order, each once, and public ones are their documents'."""
    rows: tuple[GivenAddress, ...] = ()
    for now in steps:
        live = {path: source for source, path in now.items()}
        more = grown(rows, frozenset(now), live)
        addresses = [row.address for row in more]
        assert addresses[: len(rows)] == [row.address for row in rows]
        assert len(set(addresses)) == len(addresses)
        assert addresses[len(rows) :] == sorted(live.keys() - {row.address for row in rows})
        assert {row.address: row.source for row in more if row.address in live} == live
        assert grown(more, frozenset(now), live) == more
        rows = more


def test_the_first_address_of_a_document_is_that_of_its_first_line() -> None:
    """Feeds and the wire name it for ever."""
    rows = (A, B, GivenAddress("/new/", A.source))
    assert first_addresses(rows) == {A.source: "/a/", B.source: "/b/"}


def test_who_stands_elsewhere_today_has_moved() -> None:
    """A document at its first address, a new one, and one whose address went to nobody else are not spoken of."""
    found = history((A, B), {A.source: "/elsewhere/", B.source: "/b/", "releases/c.md": "/c/"})
    assert found.moved == {A.source: "/a/"}
    assert found.live == {"/elsewhere/": A.source, "/b/": B.source, "/c/": "releases/c.md"}
    assert found.rows == (A, B, GivenAddress("/c/", "releases/c.md"), GivenAddress("/elsewhere/", A.source))


def test_what_is_hidden_is_not_told() -> None:
    """Its address is no live one, comes into no line, and yet the document is there: its older lines stay its own."""
    found = history((A,), {}, {A.source: "/a/", "releases/draft.md": "/draft/"})
    assert found.rows == (A,)
    assert (found.live, found.moved) == ({}, {})
    assert found.sources == {A.source, "releases/draft.md"}


def test_pages_are_in_the_history_too() -> None:
    """A standing page has an address as a release has."""
    found = history((), {}, pages={"pages/redaksi.md": "/redaksi/"})
    assert found.live == {"/redaksi/": "pages/redaksi.md"}


def test_the_digest_of_a_history_covers_all_of_it() -> None:
    """Other lines, other addresses of today, another hidden document: another history."""
    every = [
        history((), {}),
        history((A,), {}),
        history((A,), {A.source: "/a/"}),
        history((A,), {A.source: "/other/"}),
        history((A,), {}, {A.source: "/a/"}),
    ]
    assert len({each.digest for each in every}) == len(every)
    again = history((A,), {A.source: "/other/"})
    assert (again.digest, again.rows) == (every[3].digest, every[3].rows)
