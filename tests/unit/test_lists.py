"""Proves that lists hold each release where it belongs, and are cut into pages which, once full, never change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import lexicon, linked_at_once, linked_years, moment, refs, release
from warta.content.documents import Release
from warta.digests import given as value
from warta.memo import Memo
from warta.newsroom.facets import CARD, ITEM, LINK
from warta.newsroom.lists import (
    EVERYTHING,
    Block,
    Cards,
    Listed,
    Slice,
    cards_of,
    index,
    lists_of,
    newest,
    older_pages,
)
from warta.newsroom.terms import MONTH, REGION, TAG, Lexicon, Term, spellings
from warta.plan.families import Families
from warta.plan.pages.lists import BLOCK, ListingView, ListSettings, add_list, blocks_of, plan_front, plan_older
from warta.plan.targets import Target, fingerprint

COUNTS, SIZES = st.integers(0, 130), st.integers(1, 25)
LEXICON = lexicon()
FIRST = dt.date(2019, 12, 1)
DATES = [(FIRST + dt.timedelta(days=20 * number)).isoformat() for number in range(140)]
YEARS = linked_years([release(f"r{number:03}", date=moment(date)) for number, date in enumerate(DATES)], LEXICON)
SOURCES = [f"releases/r{number:03}.md" for number in range(140)]


def lists(releases: Iterable[Release], known: Lexicon = LEXICON) -> dict[str, Listed]:
    """The lists of releases by address, as an edition has them but for empty ones."""
    return lists_of([(each, index(each, known).it) for each in linked_years(releases, known)])


def shown(found: Slice) -> list[str]:
    """The sources of a stretch of a list, the newest first."""
    return [ref.linked.rows[ref.at].head.source for ref in found.members]


def titles(listed: Listed) -> list[str]:
    """The titles of a list, the newest first."""
    return [ref.linked.rows[ref.at].head.title for ref in cards_of(listed).all().members]


def first_cards(count: int) -> Cards:
    """The oldest `count` of 140 releases of eight years as a list."""
    whole = cards_of(lists_of([(each, index(each, LEXICON).it) for each in YEARS])[EVERYTHING])
    found = whole.cut(0, count)
    return Cards(found.digest, CARD, count, found.parts)


def pages_of(cards: Cards, size: int) -> list[Target]:
    """All pages of a list, the front page first and then the older ones from the newest, as its families plan them."""
    needs = {("listing", "id"): {"template": b"x"}}
    families, memo = Families(needs, ()), Memo()
    path = "/kategori/ekonomi/"
    view = ListingView("Ekonomi", path, "id", "category", front=path)
    made = ListSettings(value(size), value(LEXICON.addresses))
    add_list(families, ("id", path), view, cards, made, memo, about="the list")
    front, *older = [target for family in families.all for target in family.targets()]
    return [front, *older[::-1]]


def view_of(target: Target) -> ListingView:
    return target.inputs[0].it  # type: ignore[attr-defined, no-any-return]


def cards_on(target: Target) -> list[str]:
    return shown(target.inputs[1])  # type: ignore[arg-type]


@given(COUNTS, SIZES)
def test_every_release_is_on_exactly_one_page_in_order(count: int, size: int) -> None:
    """From the front page to the oldest, the pages one after the other are the list."""
    pages = pages_of(first_cards(count), size)
    assert [each for page in pages for each in cards_on(page)] == SOURCES[:count][::-1]


@given(COUNTS, SIZES)
def test_the_front_page_is_never_thin(count: int, size: int) -> None:
    """It holds one to two pages' worth, or all there is; older pages are full and counted from the oldest."""
    front, *older = pages_of(first_cards(count), size)
    assert view_of(front).number is None
    on_front = len(cards_on(front))
    assert on_front == count if count < 2 * size else size <= on_front < 2 * size
    assert [view_of(page).number for page in older] == list(range(len(older), 0, -1))
    assert all(len(cards_on(page)) == size for page in older)
    assert older_pages(count, size) == (len(older), on_front)


@given(COUNTS, SIZES)
def test_pages_lead_to_those_beside_them(count: int, size: int) -> None:
    """Newer and older are the addresses of the neighbours; older pages lie below the front page, by their numbers."""
    pages = pages_of(first_cards(count), size)
    urls = [view_of(page).url for page in pages]
    assert urls[0] == "/kategori/ekonomi/"
    assert [f"{page.path}" for page in pages] == [f"{url[1:]}index.html" for url in urls]
    assert urls[1:] == [f"/kategori/ekonomi/hal/{number}/" for number in range(len(pages) - 1, 0, -1)]
    assert [view_of(page).newer for page in pages] == [None, *urls[:-1]]
    assert [view_of(page).older for page in pages] == [*urls[1:], None]


@given(COUNTS, SIZES)
def test_one_more_release_changes_the_front_page_alone_or_makes_one_page(count: int, size: int) -> None:
    """Older pages show the same cards as before; at most one is new, and then the one before it leads there."""
    before, after = pages_of(first_cards(count), size), pages_of(first_cards(count + 1), size)
    known = {page.path: page for page in before[1:]}
    made = [page for page in after[1:] if page.path not in known]
    assert len(made) <= 1
    assert len(after) == len(before) + len(made)
    kept = [page for page in after[1:] if page.path in known]
    assert all(page.inputs[1].digest == known[page.path].inputs[1].digest for page in kept)
    other = [page.path for page in kept if fingerprint(page) != fingerprint(known[page.path])]
    assert other == [page.path for page in before[1:2] if made]


def test_pages_count_from_the_oldest() -> None:
    """Seven releases in pages of two: page 1 holds the two oldest."""
    every = SOURCES[:7][::-1]
    assert [cards_on(page) for page in pages_of(first_cards(7), 2)] == [every[:3], every[3:5], every[5:]]
    assert [cards_on(page) for page in pages_of(first_cards(0), 2)] == [[]]


def test_older_pages_are_planned_in_blocks_that_do_not_know_of_later_ones() -> None:
    """Pages of a long list: a block that is full is the same, whatever is published after it."""
    fewer, more = (blocks_of(first_cards(count), value(1)) for count in (BLOCK + 10, 140))
    assert [span[:2] for _, span in fewer] == [(1, BLOCK), (BLOCK + 1, BLOCK + 9)]
    assert [span[:2] for _, span in more] == [(1, BLOCK), (BLOCK + 1, 2 * BLOCK), (2 * BLOCK + 1, 139)]
    assert fewer[0] == more[0]
    assert fewer[1] != more[1]


@given(st.integers(0, 140), st.integers(0, 140), st.integers(1, 140))
def test_a_stretch_is_known_by_what_it_shows(start: int, stop: int, count: int) -> None:
    """Cut out of any list that holds it, of several shards too, a stretch has the same rows and the same digest."""
    stop = min(stop, count)
    found, of_all = first_cards(count).cut(start, stop), first_cards(140).cut(start, stop)
    assert shown(found) == SOURCES[start:stop][::-1]
    assert found.digest == of_all.digest
    assert [ref.digest for ref in found.members] == [ref.digest for ref in of_all.members]
    block = Block(found.digest, first_cards(count), start)
    assert shown(block.cut(0, max(stop - start, 0))) == shown(found)


@given(st.integers(0, 20), st.sampled_from((LINK, CARD, ITEM)))
def test_the_newest_of_a_list_are_its_end(most: int, facet: int) -> None:
    """By any facet; its digest is that of the references it is made of."""
    whole = lists_of([(each, index(each, LEXICON).it) for each in YEARS])[EVERYTHING]
    found = newest(whole, most, facet)
    assert shown(found.all()) == SOURCES[::-1][:most]
    assert found.count == most
    assert {ref.facet for ref in found.all().members} <= {facet}


def listed_by(releases: Iterable[Release], known: Lexicon = LEXICON) -> dict[tuple[str, str], list[str]]:
    """The titles of each list by kind and key, but for that of everything."""
    return {(each.term.kind, each.term.key): titles(each) for path, each in lists(releases, known).items() if path}


def test_each_kind_of_term_has_its_lists() -> None:
    """A release is listed under each of its terms, its year and its month, newest first."""
    newer = release("dua", date=moment("2026-11-20"), categories=refs("Ekonomi"), tags=refs("banjir"))
    older = release(
        "satu",
        date=moment("2025-03-01"),
        categories=refs("Ekonomi"),
        authors=("Ani",),
        organization=refs("humas")[0],
    )
    known = lexicon(humas="Humas", dinas="Dinas")
    assert listed_by((newer, older), known) == {
        ("author", "ani"): ["Satu"],
        ("category", "ekonomi"): ["Dua", "Satu"],
        ("organization", "humas"): ["Satu"],
        ("tag", "banjir"): ["Dua"],
        ("month", "2025-03"): ["Satu"],
        ("month", "2026-11"): ["Dua"],
        ("year", "2025"): ["Satu"],
        ("year", "2026"): ["Dua"],
    }
    found = lists((newer, older), known)
    assert titles(found[EVERYTHING]) == ["Dua", "Satu"]
    assert {path: listed.count for path, listed in found.items() if path} == {
        "/penulis/ani/": 1,
        "/kategori/ekonomi/": 2,
        "/instansi/humas/": 1,
        "/tag/banjir/": 1,
        "/2025/03/": 1,
        "/2025/": 1,
        "/2026/11/": 1,
        "/2026/": 1,
    }
    assert found["/2026/11/"].term == Term(MONTH, "2026-11", "2026-11", "/2026/11/", "/2026/11/", parent="2026")


def test_a_release_of_the_only_organization_is_its_own() -> None:
    """Without having said so; of several it is the one of the settings, else nobody's."""
    assert ("organization", "humas") in listed_by([release()], lexicon(humas="Humas"))
    assert ("organization", "dinas") in listed_by([release()], lexicon("organization: dinas\n", humas="H", dinas="D"))
    assert not [key for key in listed_by([release()], lexicon(humas="H", dinas="D")) if key[0] == "organization"]


def test_a_month_is_that_of_the_written_date() -> None:
    """The first of a month in Jakarta is still the month before in UTC; other editions have a prefix."""
    english = lexicon("languages: [en]\n", "en")
    found = lists([release("a", date=moment("2026-11-01"), language=refs("en")[0])], english)
    assert [each.term.path for each in found.values() if each.term.kind == MONTH] == ["/en/2026/11/"]


def test_regions_list_what_lies_in_them() -> None:
    """A release of a district is one of its regency and its province, which know what lies below and above them."""
    found = {
        each.term.key: each
        for each in lists([release("a", regions=refs("32.11.22"))]).values()
        if each.term.kind == REGION
    }
    assert {key: titles(each) for key, each in found.items()} == {key: ["A"] for key in ("32", "32.11", "32.11.22")}
    assert [each.term.parent for each in found.values()] == [None, "32", "32.11"]
    assert [above.key for above in LEXICON.known.ancestors(found["32.11.22"].term)] == ["32", "32.11"]
    assert found["32.11.22"].term.path == "/wilayah/jawa-barat/kabupaten-sumedang/cimalaka/"


def test_a_release_of_two_regions_is_once_in_what_holds_both() -> None:
    """However many districts of a province it names, and one of them twice."""
    found = listed_by([release("a", regions=refs("32.11.22", "32.12", "32.11.22"), tags=refs("x", "X", "y"))])
    assert found[REGION, "32"] == found[REGION, "32.11.22"] == ["A"]
    assert found[TAG, "x"] == ["A"]


def test_the_categories_of_the_settings_come_in_their_order() -> None:
    """Each has a term though no release is in it: its page is linked from every other, so it must be there."""
    known = lexicon("categories: [Ekonomi, Budaya]\n").known
    assert [(each.key, each.path) for each in known.categories] == [
        ("ekonomi", "/kategori/ekonomi/"),
        ("budaya", "/kategori/budaya/"),
    ]
    assert LEXICON.known.categories == ()


def test_a_category_is_found_by_each_of_its_names() -> None:
    """Its name, its slug, its names in other languages, however they are capitalized; in an edition by that one's."""
    more = "languages: [en]\ncategories:\n  - {name: Ekonomi, slug: uang, names: {en: Economy}}\n"
    for written in ("Ekonomi", "EKONOMI", "uang", "economy"):
        made = [release(categories=refs(written))]
        assert ("category", "uang") in listed_by(made, lexicon(more))
    assert lexicon(more, "en").known.categories[0].name == "Economy"
    (found,) = linked_years([release(categories=refs("Ekonmi"))], lexicon(more))
    assert [str(each) for each in found.problems] == [
        "content/releases/banjir.md:1: category 'Ekonmi' is not in the list in config.yaml. There are: Ekonomi. "
        "Did you mean 'Ekonomi'?"
    ]


def test_a_free_name_is_written_as_it_was_first_written() -> None:
    """Names with one slug are one term, in whatever year they stand."""
    made = [
        release("a", date=moment("2024-01-01"), tags=refs("Banjir Bandang"), authors=("Ani S",)),
        release("b", date=moment("2026-01-01"), tags=refs("banjir bandang"), authors=("ANI S",)),
    ]
    found = lists(made)
    assert titles(found["/tag/banjir-bandang/"]) == titles(found["/penulis/ani-s/"]) == ["B", "A"]
    names = {part.term.name for _, part in found["/tag/banjir-bandang/"].pairs}
    assert names == {found["/tag/banjir-bandang/"].term.name} == {"Banjir Bandang"}
    assert spellings([]) == {}


def test_a_kind_that_is_not_listed_has_terms_without_addresses() -> None:
    """They are shown, and lead nowhere."""
    made = release("a", tags=refs("banjir"), categories=refs("Ekonomi"))
    found = lists([made], lexicon("listings: [category]\n"))
    assert found["/tag/banjir/"].term.url == ""
    assert found["/2026/"].term.url == ""
    assert found["/kategori/ekonomi/"].term.url == "/kategori/ekonomi/"


TERMS = st.lists(st.sampled_from(("a", "b", "c")), max_size=4)
RELEASES = st.lists(
    st.tuples(st.integers(2023, 2026), st.integers(1, 4), TERMS, st.sampled_from((None, "32", "32.11"))), max_size=20
)


def made_of(found: list[tuple[int, int, list[str], str | None]]) -> list[Release]:
    return [
        release(
            f"r{at:02}", date=moment(f"{year}-{month:02}-01"), tags=refs(*tags), regions=refs(region) if region else ()
        )
        for at, (year, month, tags, region) in enumerate(found)
    ]


@given(RELEASES)
def test_lists_are_what_looking_at_every_release_would_find(
    found: list[tuple[int, int, list[str], str | None]],
) -> None:
    """Several shards list what one would, and what going through all releases for each term does."""
    made = made_of(found)
    expected: dict[str, list[str]] = {EVERYTHING: []} if made else {}
    for row in linked_at_once(made, LEXICON).rows[::-1]:
        dates = LEXICON.known.unshown(row.head)
        for path in {EVERYTHING, *(term.path for term in (*row.terms, *dates))}:
            expected.setdefault(path, []).append(row.head.title)
    every = lists(made)
    assert {path: titles(each) for path, each in every.items()} == expected
    assert {path: each.count for path, each in every.items()} == {path: len(each) for path, each in expected.items()}


@given(RELEASES, st.integers(0, 19), st.sampled_from(("title", "tags", "notes")))
def test_the_cards_of_a_list_have_one_digest(
    found: list[tuple[int, int, list[str], str | None]], at: int, what: str
) -> None:
    """It is another exactly where a release of the list shows another card or the list has other releases."""
    before = made_of(found)
    after = list(before)
    if at < len(before):
        other = {"title": "Lain", "tags": refs("z"), "notes": "Catatan"}[what]
        after[at] = msgspec.structs.replace(before[at], **{what: other})
    old, new = lists(before), lists(after)
    for path in old.keys() & new.keys():
        same = [[ref.digest for ref in cards_of(each[path]).all().members] for each in (old, new)]
        assert (cards_of(old[path]).digest == cards_of(new[path]).digest) == (same[0] == same[1])
        edited = what == "title" and at < len(before) and before[at].title in titles(old[path])
        assert edited <= (same[0] != same[1])
        assert what != "notes" or same[0] == same[1]


def test_lists_do_not_depend_on_the_order_of_terms() -> None:
    """Two builds write them alike."""
    one = lists([release("x", tags=refs("b", "a", "c"))])
    other = lists([release("x", tags=refs("c", "a", "b"))])
    assert one.keys() == other.keys()
    assert {path: titles(each) for path, each in one.items()} == {path: titles(each) for path, each in other.items()}


def test_what_is_written_in_no_list_is_a_problem_with_its_line() -> None:
    """Of a region, an organization, a language; the nearest that there is, is named."""
    made = release("a", regions=refs("Jawa Brat"), organization=refs("hums")[0], language=refs("fr")[0])
    (found,) = linked_years([made], lexicon(humas="Humas"))
    assert [str(each) for each in found.problems] == [
        "content/releases/a.md:1: no region is called 'Jawa Brat'. Did you mean 'Jawa Barat', 'Jemaja Barat' or 'Wara Barat'?",
        "content/releases/a.md:1: there is no organization 'hums'. Did you mean 'humas'?",
        "content/releases/a.md:1: language 'fr' is not among the languages in config.yaml. Known are: id.",
    ]


@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_planners_can_be_called_again(size: int) -> None:
    """They are pure: the same inputs give the same targets."""
    cards, path, about = first_cards(11), value("/x/"), value("x")
    view, of_size, where = value(ListingView("X", "/x/", "id", "tag")), value(size), value(LEXICON.addresses)
    block = Block(b"", cards, 0)
    span = value((1, older_pages(11, size)[0], 0))
    for _ in range(2):
        front = [fingerprint(each) for each in plan_front(view, path, cards, of_size, where, about)]
        older = [fingerprint(each) for each in plan_older(view, path, block, span, of_size, where, about)]
        assert len(set(front)) == 1
        assert len(set(older)) == older_pages(11, size)[0]
    assert [*plan_front(view, path, cards, of_size, where, about)] == [
        *plan_front(view, path, cards, of_size, where, about)
    ]
