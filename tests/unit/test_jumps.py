"""The ways through a long list lead where they say, and never to a newer page."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from warta.newsroom.views import Anchor
from warta.plan.pages.jumps import lettered, numbers, running


@given(st.integers(0, 500))
def test_page_numbers_go_down_to_the_first(newest: int) -> None:
    """At most seven, the newest and the first among them; a gap is said where there is one."""
    found = numbers(newest, lambda number: f"/halaman/{number}/")
    shown = [each.number for each in found]
    assert shown == sorted(shown, reverse=True) and len(shown) == min(newest, 7)
    assert not newest or (shown[0], shown[-1]) == (newest, 1)
    gaps = [False, *(before - after > 1 for before, after in zip(shown, shown[1:], strict=False))]
    assert [each.gap for each in found] == gaps[: len(found)]
    assert all(each.url == f"/halaman/{each.number}/" for each in found)


def test_names_stand_in_running_order() -> None:
    """Numbers count, small and large letters and letters with marks stand together."""
    names = ["RT 10", "rt 2", "Énergi", "energi baru", "desa", "2 roda", "10 desa"]
    assert sorted(names, key=running) == ["2 roda", "10 desa", "desa", "Énergi", "energi baru", "rt 2", "RT 10"]


def test_a_long_index_has_letters_and_weights() -> None:
    """Digits stand together and first, the largest are heaviest; a short index has no letters."""
    terms = [Anchor(f"{letter}{at}", f"/{letter}{at}/", "", at) for letter in "bé2" for at in range(1, 21)]
    found = lettered(terms)
    assert [each.letter for each in found] == ["0-9", "B", "E"]
    assert sum(len(each.terms) for each in found) == len(terms)
    assert {term.count: term.weight for term in found[1].terms} == {
        at: 3 if at > 15 else 2 if at > 9 else 1 for at in range(1, 21)
    }
    assert lettered(terms[:40]) == ()
