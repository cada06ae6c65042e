"""Proves that listings are cut into pages which, once full, never change, and hold each entry where it belongs."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warta.newsroom.listings import Slice, build_listings, page_path, paginate
from warta.newsroom.model import Entry, Term

from tests.unit.values import entry, term
from warta.errors import Problem
from warta.fields import Ref
from warta.newsroom.regions import load_regions
from warta.newsroom.terms import Vocabulary
from warta.settings import parse_settings

COUNTS, SIZES = st.integers(0, 130), st.integers(1, 25)
CONFIG = "title: A\nurl: https://b.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"


def entries(count: int) -> tuple[Entry, ...]:
    """Entries, newest first; one more puts a new one in front of the same."""
    return tuple(ENTRIES[-count:]) if count else ()


ENTRIES = [entry(f"r{number}", (dt.date(2020, 1, 1) + dt.timedelta(days=number)).isoformat()) for number in range(131)][
    ::-1
]


@given(COUNTS, SIZES)
def test_every_entry_is_on_exactly_one_page_in_order(count: int, size: int) -> None:
    """From the front page to the oldest, the pages one after the other are the listing."""
    every = entries(count)
    assert tuple(each for page in paginate(every, size) for each in page.entries) == every


@given(COUNTS, SIZES)
def test_the_front_page_is_never_thin(count: int, size: int) -> None:
    """It holds one to two pages' worth, or all there is; older pages are full and counted from the oldest."""
    front, *older = paginate(entries(count), size)
    assert front.number is None
    assert len(front.entries) == count if count < 2 * size else size <= len(front.entries) < 2 * size
    assert [page.number for page in older] == list(range(len(older), 0, -1))
    assert all(len(page.entries) == size for page in older)


@given(COUNTS, SIZES)
def test_one_more_entry_changes_the_front_page_alone_or_makes_one_page(count: int, size: int) -> None:
    """Older pages are the same values as before; at most one is new."""
    before, after = paginate(entries(count), size), paginate(entries(count + 1), size)
    known = {page.number: page for page in before[1:]}
    made = [page for page in after[1:] if known.get(page.number) != page]
    assert len(made) <= 1
    assert len(after) == len(before) + len(made)
    assert all(page.number not in known for page in made)


def test_pages_count_from_the_oldest() -> None:
    """Seven entries in pages of two: page 1 holds the two oldest."""
    every = entries(7)
    assert paginate(every, 2) == [Slice(None, every[:3]), Slice(2, every[3:5]), Slice(1, every[5:])]
    assert paginate((), 2) == [Slice(None, ())]


def test_older_pages_lie_below_the_front_page() -> None:
    """With the word of the settings and their number."""
    assert page_path("/kategori/ekonomi/", "hal", None) == "/kategori/ekonomi/"
    assert page_path("/kategori/ekonomi/", "hal", 57) == "/kategori/ekonomi/hal/57/"


def vocabulary(more: str = "") -> Vocabulary:
    return Vocabulary(parse_settings(CONFIG + more), load_regions(), {}, "id", "")


def names(listing_entries: tuple[Entry, ...]) -> list[str]:
    return [each.release.title for each in listing_entries]


def test_each_kind_of_term_has_its_listings() -> None:
    """A release is listed under each of its terms, its year and its month, newest first."""
    ekonomi, banjir = term("category", "Ekonomi"), term("tag", "banjir")
    newer = entry("dua", "2026-11-20", categories=(ekonomi,), tags=(banjir,))
    older = entry(
        "satu",
        "2025-03-01",
        categories=(ekonomi,),
        authors=(term("author", "Ani"),),
        office=term("organization", "Humas"),
    )
    found = {(each.term.kind, each.term.key): each for each in build_listings((newer, older), vocabulary(), "")}
    assert {key: names(each.entries) for key, each in found.items()} == {
        ("author", "ani"): ["Satu"],
        ("category", "ekonomi"): ["Dua", "Satu"],
        ("organization", "humas"): ["Satu"],
        ("tag", "banjir"): ["Dua"],
        ("month", "2025-03"): ["Satu"],
        ("month", "2026-11"): ["Dua"],
        ("year", "2025"): ["Satu"],
        ("year", "2026"): ["Dua"],
    }
    assert [child.key for child in found["year", "2026"].children] == ["2026-11"]
    assert found["month", "2026-11"].term == Term("month", "2026-11", "2026-11", "/2026/11/", parent="2026")


def test_a_month_is_that_of_the_written_date() -> None:
    """The first of a month in Jakarta is still the month before in UTC."""
    (month,) = [
        each for each in build_listings((entry("a", "2026-11-01"),), vocabulary(), "/en") if each.term.kind == "month"
    ]
    assert month.term.path == "/en/2026/11/"


def test_regions_list_what_lies_in_them() -> None:
    """A release of a district is one of its regency and its province, which know what lies below and above them."""
    words = vocabulary()
    problems: list[Problem] = []
    district = words.region(Ref("32.11.22", 1), "x", problems)
    assert district is not None
    made = entry("a", regions=(district,), region_tree=words.region_tree((district,)))
    found = {each.term.key: each for each in build_listings((made,), words, "") if each.term.kind == "region"}
    assert {key: names(each.entries) for key, each in found.items()} == {
        key: ["A"] for key in ("32", "32.11", "32.11.22")
    }
    assert [child.key for child in found["32"].children] == ["32.11"]
    assert [above.key for above in found["32.11.22"].ancestors] == ["32", "32.11"]
    assert found["32.11.22"].term.path == "/wilayah/jawa-barat/kabupaten-sumedang/cimalaka/"


def test_a_configured_category_is_listed_even_when_empty() -> None:
    """Its page is linked from every other, so it must be there."""
    found = build_listings((), vocabulary("categories: [Ekonomi, Budaya]\n"), "")
    assert [(each.term.key, each.entries) for each in found] == [("budaya", ()), ("ekonomi", ())]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_listings_come_in_one_order_whatever_the_order_of_terms(prefix: str) -> None:
    """By kind and key, so that two builds write them alike."""
    tags = tuple(term("tag", name) for name in ("b", "a", "c"))
    found = build_listings((entry("x", tags=tags), entry("y", tags=tags[::-1])), vocabulary(), prefix)
    assert [each.term.key for each in found if each.term.kind == "tag"] == ["a", "b", "c"]
    assert list(found) == sorted(found, key=lambda each: (each.term.kind, each.term.key))
