"""Proves that related releases are older ones with the most in common, so that a new one changes no other's page."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import lexicon, linked_at_once, linked_years, moment, refs, release
from warta.content.documents import Release
from warta.digests import given as value
from warta.digests import group
from warta.memo import Memo
from warta.newsroom.linked import Linked, relation_terms
from warta.newsroom.related import RECENT, newest_of_terms, relate, relations, skeleton_of

LEXICON = lexicon()


def made(name: str, date: str = "2026-11-20", *, tags: str = "", category: str = "", region: str = "") -> Release:
    """A release with these terms; tags are divided by spaces."""
    return release(
        name,
        date=moment(date),
        tags=refs(*tags.split()),
        categories=refs(*category.split()),
        regions=refs(region) if region else (),
    )


def related_of(years: list[Linked], most: int, memo: Memo | None = None) -> dict[str, list[str]]:
    """The sources of what is related to each release that has any, by its own source."""
    found = relations(group([skeleton_of(each) for each in years]), "id", value(most), memo or Memo())
    return {
        row.head.source: list(others)
        for linked, each in zip(years, found, strict=True)
        for row, others in zip(linked.rows, each.it, strict=True)
        if others
    }


def related(*releases: Release, most: int = 3) -> dict[str, list[str]]:
    """The titles of what is related to each release, by its title."""
    titles = {each.source: each.title for each in releases}
    found = related_of(linked_years(releases, LEXICON), most)
    return {titles[source]: [titles[other] for other in others] for source, others in found.items()}


def test_more_in_common_comes_first() -> None:
    """A tag counts more than a category or a region, being the closest."""
    found = related(
        made("e", tags="a b", category="Ekonomi", region="32.11"),
        made("d", category="Budaya"),
        made("c", category="Ekonomi"),
        made("b", tags="a"),
        made("a", tags="a b"),
    )
    assert found["E"] == ["A", "B", "C"]


def test_a_region_joins_those_that_name_it() -> None:
    """Not those that lie in one province without having said so: nearly everything would."""
    found = related(
        made("c", region="32.11"), made("b", region="32.11"), made("a", region="32"), made("d", region="32.12")
    )
    assert found == {"C": ["B"]}


def test_of_equals_the_newer_comes_first() -> None:
    """Those with one term in common each."""
    found = related(made("c", tags="a"), made("b", tags="a"), made("a", "2025-11-20", tags="a"))
    assert found == {"C": ["B", "A"], "B": ["A"]}


def test_nothing_in_common_is_nothing_related() -> None:
    """No filling up with strangers."""
    assert related(made("b", tags="b"), made("a", tags="a")) == {}


def test_no_more_than_asked_for() -> None:
    """None at all when the settings say so."""
    releases = [made(name, tags="a") for name in "dcba"]
    assert related(*releases, most=2)["D"] == ["C", "B"]
    assert related(*releases, most=0) == {}


YEARS = st.integers(2023, 2026)
DAYS = st.integers(1, 5)
TAGS = st.sets(st.sampled_from(("a", "b", "c"))).map(" ".join)
CHOICES = st.lists(
    st.tuples(
        YEARS, DAYS, TAGS, st.sampled_from(("", "Ekonomi", "Budaya", "Ekonomi Budaya")), st.sampled_from(("", "32"))
    ),
    max_size=25,
)


def chosen(choices: list[tuple[int, int, str, str, str]]) -> list[Release]:
    """Releases of several years; many have one date."""
    return [
        made(f"r{number:02}", f"{year}-03-{day:02}", tags=tags, category=category, region=region)
        for number, (year, day, tags, category, region) in enumerate(choices)
    ]


def naive(rows: Linked, most: int) -> dict[str, list[str]]:
    """What is related to each row, found by looking at all earlier ones for each anew."""
    terms = {row.head.source: dict(relation_terms(row)) for row in rows.rows}
    earlier: list[str] = []
    found = {}
    for source, own in terms.items():
        near: dict[str, int] = {}
        for path, weight in own.items():
            for other in [each for each in earlier if path in terms[each]][-RECENT:]:
                near[other] = near.get(other, 0) + weight
        best = sorted(near, key=lambda other: (near[other], earlier.index(other)), reverse=True)[:most]
        if best:
            found[source] = best
        earlier.append(source)
    return found


@given(CHOICES, st.integers(0, 5))
def test_several_shards_relate_as_one(choices: list[tuple[int, int, str, str, str]], most: int) -> None:
    """What is handed on from year to year is enough: all rows as one shard, and a naive search, find the same."""
    releases = chosen(choices)
    found = related_of(linked_years(releases, LEXICON), most)
    at_once = linked_at_once(releases, LEXICON)
    assert found == related_of([at_once], most)
    assert found == naive(at_once, most)


@given(CHOICES.filter(bool), st.integers(1, 5))
def test_a_new_release_changes_what_is_related_to_no_other(
    choices: list[tuple[int, int, str, str, str]], most: int
) -> None:
    """With one more that is newer than all, the others keep theirs; every related one is older and shares a term."""
    older = chosen(choices)
    newest = made("z", "2026-03-06", tags="a b", category="Ekonomi")
    before, years = related_of(linked_years(older, LEXICON), most), linked_years([*older, newest], LEXICON)
    after = related_of(years, most)
    assert {source: found for source, found in after.items() if source != newest.source} == before
    rows = [row for linked in years for row in linked.rows]
    place = {row.head.source: number for number, row in enumerate(rows)}
    for source, found in after.items():
        terms = {path for path, _ in relation_terms(rows[place[source]])}
        assert len(found) == len(set(found)) <= most
        for other in found:
            assert place[other] < place[source]
            assert terms & {path for path, _ in relation_terms(rows[place[other]])}


@given(CHOICES, CHOICES, st.integers(1, 3))
def test_a_memo_saves_time_alone(
    one: list[tuple[int, int, str, str, str]], other: list[tuple[int, int, str, str, str]], most: int
) -> None:
    """Whatever was related before, the result is that of an empty memo; asked again, nothing is made."""
    memo = Memo()
    for choices in (one, other):
        years = linked_years(chosen(choices), LEXICON)
        assert related_of(years, most, memo) == related_of(years, most)
    made_before = memo.made
    related_of(linked_years(chosen(other), LEXICON), most, memo)
    assert memo.made == made_before


def test_an_edit_of_words_makes_no_relation_anew() -> None:
    """Relations see dates, sources and terms: another title leaves each shard's as they were found."""
    releases = [made("a", "2025-01-01", tags="a"), made("b", "2026-01-01", tags="a")]
    memo = Memo()
    before = related_of(linked_years(releases, LEXICON), 3, memo)
    count = memo.made
    edited = [releases[0], release("b", date=moment("2026-01-01"), tags=refs("a"), title="Lain", summary="Baru")]
    assert related_of(linked_years(edited, LEXICON), 3, memo) == before
    assert memo.made == count


def test_the_newest_few_of_each_term_are_looked_at() -> None:
    """So that a release is related in no longer a time however many there are: the same of one shard and of three."""
    start = dt.date(2024, 1, 1)
    dates = [(start + dt.timedelta(days=80 * number)).isoformat() for number in range(RECENT + 3)]
    releases = [made(f"r{number}", date, tags="a") for number, date in enumerate(dates)]
    (tail,) = newest_of_terms(skeleton_of(linked_at_once(releases, LEXICON))).it.values()
    assert [source for _, source in tail] == [each.source for each in releases[-RECENT:]]
    assert len(related(*releases, made("z", "2026-11-20", tags="a"), most=20)["Z"]) == RECENT


def test_nothing_is_looked_for_where_nothing_is_shown() -> None:
    """Each release has an empty list."""
    skeleton = skeleton_of(linked_at_once([made("a", tags="a"), made("b", tags="a")], LEXICON))
    assert relate(skeleton, value({}), value(0)).it == ((), ())
