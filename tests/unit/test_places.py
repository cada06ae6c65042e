"""Proves that each text's place is found by its digest, however many there are, and that no other digest finds one."""

from __future__ import annotations

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.engine.places import _FEW, Places

SIZE = 16


def digest(number: int) -> bytes:
    return blake2b(str(number).encode(), digest_size=SIZE).digest()


def place(number: int) -> bytes:
    return number.to_bytes(SIZE, "big")


def filled(count: int) -> Places:
    """Places of so many texts, all in the columns."""
    places = Places()
    for number in range(count):
        places.put(digest(number), place(number))
    assert places.settle(whole=True)
    return places


@pytest.mark.parametrize("count", [0, 1, 2, 255, 5000])
def test_every_text_is_found_and_nothing_else(count: int) -> None:
    """The first, the last and all between, as digests are: at random."""
    places = filled(count)
    assert [places.get(digest(number)) for number in range(count)] == [place(number) for number in range(count)]
    assert [places.get(digest(-number)) for number in range(1, 50)] == [None] * 49
    assert (len(places), dict(places)) == (count, {digest(number): place(number) for number in range(count)})


@pytest.mark.parametrize("byte", [b"\x00", b"\xff"], ids=["low", "high"])
def test_digests_that_are_not_spread_are_found_too(byte: bytes) -> None:
    """Where all begin alike each lies far from where its first bytes point."""
    digests = [byte * 8 + number.to_bytes(8, "big") for number in range(3000)]
    places = Places()
    for number, each in enumerate(digests):
        places.put(each, place(number))
    places.settle(whole=True)
    assert [places.get(each) for each in digests] == [place(number) for number in range(3000)]
    assert places.get(byte * 8 + (3000).to_bytes(8, "big")) is None


def test_bytes_across_the_border_of_two_digests_are_no_digest() -> None:
    """Neither where they stand alone, nor where the digest itself comes after them."""
    first, second = b"\x10" + b"a" * 7 + b"\x77" * 8, b"\x77" * 8 + b"b" * 8
    across = b"\x77" * 16  # stands across the two
    places = Places()
    places.put(first, place(1))
    places.put(second, place(2))
    places.settle(whole=True)
    assert places.get(across) is None
    places.put(across, place(3))
    places.settle(whole=True)
    assert [places.get(each) for each in (first, across, second)] == [place(1), place(3), place(2)]


def test_what_came_since_counts_before_the_columns_and_comes_back_as_it_was_kept() -> None:
    """A text that was written anew lies where it was written last; it is one text, not two."""
    places = filled(3)
    places.put(digest(1), place(91))
    places.put(digest(7), place(97))
    for each in (places, Places(places.columns, places.recent)):
        assert [each.get(digest(number)) for number in (0, 1, 2, 7, 8)] == [
            place(0),
            place(91),
            place(2),
            place(97),
            None,
        ]
        assert len(each) == 4
        assert dict(each) == {digest(0): place(0), digest(1): place(91), digest(2): place(2), digest(7): place(97)}
        assert sorted(key for key, _ in each) == sorted(map(digest, (0, 1, 2, 7))), "each once"


def test_few_new_texts_leave_the_columns_as_they_are() -> None:
    """They are merged when there are more than a few, or when the whole is asked for; nothing is lost either way."""
    places = filled(2)
    before = places.columns
    for number in range(100, 100 + _FEW):
        places.put(digest(number), place(number))
    assert not places.settle()
    assert places.columns == before
    places.put(digest(99), place(99))
    assert places.settle()
    assert (places.recent, len(places.columns[0]), len(places.columns[1])) == (
        b"",
        SIZE * (_FEW + 3),
        SIZE * (_FEW + 3),
    )
    assert places.get(digest(99)) == place(99)
    assert places.settle(whole=True), "asked for the whole"


@given(st.lists(st.integers(0, 40), max_size=30), st.frozensets(st.integers(0, 40)))
def test_only_what_is_wanted_is_left(put: list[int], wanted: frozenset[int]) -> None:
    """Of the columns and of what came since; of what is not there nothing comes."""
    places = filled(10)
    for number in put:
        places.put(digest(number), place(number + 50))
    before = dict(places)
    places.only(frozenset(map(digest, wanted)))
    assert dict(places) == {key: value for key, value in before.items() if key in set(map(digest, wanted))}
    assert places.recent == b""
