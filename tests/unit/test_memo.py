"""Proves that a result is found again only for the same function and the same inputs, and is made only where it is not."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given as for_any
from hypothesis import strategies as st

from warta.digests import Value, given
from warta.memo import Memo, Slot, key_of

MADE: list[str] = []


def double(value: Value, *more: Value) -> int:
    """A function that says when it is really called."""
    MADE.append(f"double {value.it}")
    return 2 * int(value.it) + sum(int(each.it) for each in more)


def triple(value: Value, *more: Value) -> int:
    """Another one, of the same inputs."""
    MADE.append(f"triple {value.it}")
    return 3 * int(value.it) + sum(int(each.it) for each in more)


def made() -> list[str]:
    """What was really called since this was asked last."""
    calls = list(MADE)
    MADE.clear()
    return calls


class Kept(Memo):
    """A memo with results of an earlier process, by their keys."""

    def __init__(self, results: dict[bytes, int]) -> None:
        super().__init__()
        self.results = results
        self.asked: list[tuple[Slot, bytes]] = []

    def earlier(self, slot: Slot, key: bytes) -> int | None:
        self.asked.append((slot, key))
        return self.results.get(key)


def test_a_key_is_of_the_function_and_all_inputs_in_their_order() -> None:
    """Two functions, two orders, more inputs: never the same key; the same call always."""
    one, two = given(1), given(2)
    keys = [key_of(double, (one,)), key_of(triple, (one,)), key_of(double, (two,)), key_of(double, (one, two)),
            key_of(double, (two, one)), key_of(double, ())]  # fmt: skip
    assert len(set(keys)) == len(keys)
    assert key_of(double, [given(1), given(2)]) == key_of(double, (one, two))


def test_what_is_made_is_told_once_for_each_slot() -> None:
    """`made` counts calls, `changed` names slots with another result; a result that is found again is neither."""
    made()
    memo = Memo()
    assert [memo("a", double, given(1), given(5)) for _ in range(3)] == [7, 7, 7]
    assert (made(), memo.made, memo.changed) == (["double 1"], 1, {(double, "a")})
    memo.changed.clear()
    assert memo("a", double, given(1), given(5)) == 7
    assert memo.changed == set()
    assert memo("a", double, given(2), given(5)) == 9
    assert (made(), memo.made, memo.changed) == (["double 2"], 2, {(double, "a")})


def test_what_another_process_made_is_taken_and_not_told_as_changed() -> None:
    """It is asked for by slot and key, only when this process does not have it; afterwards it is this memo's own."""
    made()
    memo = Kept({key_of(double, (given(1),)): 77})
    assert [memo("a", double, given(1)), memo("a", double, given(1))] == [77, 77]
    assert (made(), memo.made, memo.changed, memo.asked) == (
        [],
        0,
        set(),
        [((double, "a"), key_of(double, (given(1),)))],
    )
    assert memo("a", double, given(3)) == 6
    assert (made(), memo.changed) == (["double 3"], {(double, "a")})


def test_each_makes_only_the_items_that_are_new() -> None:
    """Whatever their order; common inputs that are others make all anew; items that went are forgotten."""
    made()
    memo = Memo()
    assert memo.each("a", double, [given(1), given(2)], given(10)) == [12, 14]
    assert (made(), memo.made) == (["double 1", "double 2"], 2)
    assert memo.each("a", double, [given(3), given(2), given(2)], given(10)) == [16, 14, 14]
    assert (made(), memo.made) == (["double 3"], 3)
    assert memo.each("a", double, [given(1)], given(10)) == [12]
    assert made() == ["double 1"], "it was forgotten"
    assert memo.each("a", double, [given(1)], given(20)) == [22]
    assert made() == ["double 1"]
    assert memo.each("b", double, [given(1)], given(20)) == [22]
    assert made() == ["double 1"], "a slot of its own"
    assert memo.each("a", triple, [given(1)], given(20)) == [23]
    assert made() == ["triple 1"]
    assert memo.each("a", double, [], given(20)) == []


def test_slots_that_nobody_asked_for_are_forgotten_and_told() -> None:
    """Those asked for since the last time stay, by `each` too."""
    memo = Memo()
    memo("a", double, given(1))
    memo("b", double, given(1))
    memo.each("c", double, [given(1)])
    memo.forget_unused()
    assert set(memo.slots) == {(double, "a"), (double, "b"), (double, "c")}
    memo.changed.clear()
    memo("a", double, given(1))
    memo.each("c", double, [given(1)])
    memo.forget_unused()
    assert (set(memo.slots), memo.changed) == ({(double, "a"), (double, "c")}, {(double, "b")})
    memo.forget_unused()
    assert (memo.slots, memo.changed) == ({}, {(double, "a"), (double, "b"), (double, "c")})


def test_a_memo_may_be_handed_its_slots() -> None:
    """Those of a memo before are found by the next, and they are no results of this process."""
    before = Memo()
    before("a", double, given(4))
    made()
    memo = Memo(before.slots)
    assert (memo("a", double, given(4)), made(), memo.made, memo.changed) == (8, [], 0, set())
    assert memo.digest == b"", "beside inputs a memo is none of them"


@for_any(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from((double, triple)), st.integers(0, 3)), max_size=30))
def test_whatever_was_asked_before_the_results_are_those_of_the_functions(
    calls: Iterable[tuple[str, object, int]],
) -> None:
    """One memo for all, an empty one for each: the same results."""
    memo = Memo()
    for name, function, number in calls:
        assert callable(function)
        assert memo(name, function, given(number)) == function(given(number))
        assert memo.each(name, function, [given(number)]) == [function(given(number))]
