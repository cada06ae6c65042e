"""Proves that related releases are older ones with the most in common, so that a new one changes no other's page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from warta.newsroom.model import Entry

from tests.unit.values import entry, term
from warta.newsroom.related import find_related

A, B = term("tag", "a"), term("tag", "b")
EKONOMI, BUDAYA = term("category", "Ekonomi"), term("category", "Budaya")
SUMEDANG = term("region", "Sumedang")


def made(name: str, *, tags: str = "", category: object = None, region: object = None) -> Entry:
    return entry(
        name,
        tags=tuple(term("tag", tag) for tag in tags.split()),
        categories=(category,) if category else (),
        regions=(region,) if region else (),
    )


def related(*entries: Entry, most: int = 3) -> dict[str, list[str]]:
    """The titles of what is related to each entry, by its title; the entries are given newest first."""
    names = {each.release.source: each.release.title for each in entries}
    return {
        names[source]: [each.release.title for each in found] for source, found in find_related(entries, most).items()
    }


def test_more_in_common_comes_first() -> None:
    """A tag counts more than a category or a region, being the closest."""
    found = related(
        made("e", tags="a b", category=EKONOMI, region=SUMEDANG),
        made("d", category=BUDAYA),
        made("c", category=EKONOMI),
        made("b", tags="a"),
        made("a", tags="a b"),
    )
    assert found["E"] == ["A", "B", "C"]


def test_of_equals_the_newer_comes_first() -> None:
    """Two with one term in common each."""
    found = related(made("c", tags="a"), made("b", tags="a"), made("a", tags="a"))
    assert found == {"C": ["B", "A"], "B": ["A"]}


def test_nothing_in_common_is_nothing_related() -> None:
    """No filling up with strangers."""
    assert related(made("b", tags="b"), made("a", tags="a")) == {}


def test_no_more_than_asked_for() -> None:
    """None at all when the settings say so."""
    entries = [made(name, tags="a") for name in "dcba"]
    assert related(*entries, most=2)["D"] == ["C", "B"]
    assert related(*entries, most=0) == {}


CHOICES = st.lists(
    st.tuples(st.sets(st.sampled_from("abc")), st.sampled_from([None, EKONOMI, BUDAYA])), min_size=1, max_size=30
)


@given(CHOICES, st.integers(1, 5))
def test_a_new_release_changes_what_is_related_to_no_other(choices: list[tuple[set[str], object]], most: int) -> None:
    """With one more in front, all others keep theirs; every related one is older and shares a term."""
    entries = [
        made(f"r{number}", tags=" ".join(sorted(tags)), category=category)
        for number, (tags, category) in enumerate(choices)
    ][::-1]
    before, after = find_related(entries[1:], most), find_related(entries, most)
    newest = entries[0].release.source
    assert {source: found for source, found in after.items() if source != newest} == before
    place = {each.release.source: at for at, each in enumerate(entries)}
    for source, found in after.items():
        terms = {each.path for each in (*entries[place[source]].tags, *entries[place[source]].categories)}
        assert len(found) <= most
        for other in found:
            assert place[other.release.source] > place[source]
            assert terms & {each.path for each in (*other.tags, *other.categories)}
