"""Proves the one rule of what is public: from the later of date and embargo until it expires, drafts never.

And that shards obey it: the number of moments that have passed decides what is seen of a shard, in whatever order its
files were read.
"""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import at, head, moment, release, shards
from warta.content.documents import Release, Withdrawal
from warta.content.heads import Head
from warta.dates import Moment
from warta.digests import digest_of
from warta.digests import given as value
from warta.fields import Ref
from warta.newsroom.shards import Divided, Library, Shard, divide, passed, shard_of, undivided
from warta.newsroom.visibility import (
    ALL_STATES,
    APPEARS,
    CORRECTED,
    DISAPPEARS,
    DRAFT,
    EMBARGOED,
    EXPIRED,
    PUBLIC,
    WITHDRAWN,
    Due,
    changes_of,
    due,
    opens,
    state_at,
    visibility,
)

START = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
MOMENTS = st.integers(0, 6).map(lambda hours: Moment(START + dt.timedelta(hours=hours)))
RELEASES = st.builds(
    lambda date, embargo, expires, draft: release(date=date, embargo=embargo, expires=expires, draft=draft),
    MOMENTS,
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.booleans(),
)
TIMES = st.integers(-2, 16).map(lambda halves: START + dt.timedelta(minutes=30 * halves))


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-19 23:59", EMBARGOED),
        ("2026-11-20 00:00", EMBARGOED),
        ("2026-11-24 13:59", EMBARGOED),
        ("2026-11-24 14:00", PUBLIC),
        ("2026-11-30 23:59", PUBLIC),
        ("2026-12-01 00:00", EXPIRED),
        ("2027-01-01", EXPIRED),
    ],
)
def test_a_release_on_its_timeline(now: str, state: str) -> None:
    """Hidden before its embargo ends, public at that very minute, hidden again at the minute it expires."""
    made = release(embargo=moment("2026-11-24 14:00"), expires=moment("2026-12-01 00:00"))
    assert visibility(made, at(now)) == state
    assert visibility(release(draft=True), at(now)) == DRAFT


def test_a_bare_date_opens_with_its_day_where_the_newsroom_is() -> None:
    """Midnight in Jakarta is five in the afternoon of the day before in UTC."""
    end = dt.datetime(2026, 11, 19, 17, 0, tzinfo=dt.UTC)
    assert visibility(release(), end - dt.timedelta(seconds=1)) == EMBARGOED
    assert visibility(release(), end) == PUBLIC


def test_an_embargo_before_the_date_does_not_open_early() -> None:
    """A release that is dated ahead waits for its date."""
    made = release(date=moment("2026-11-24"), embargo=moment("2026-11-20"))
    assert opens(made) == at("2026-11-24")


@given(RELEASES, TIMES)
def test_public_is_exactly_from_opening_to_expiry(made: Release, now: dt.datetime) -> None:
    """At every moment, for every release."""
    open_ = now >= made.date.at and (made.embargo is None or now >= made.embargo.at)
    over = made.expires is not None and now >= made.expires.at
    assert (visibility(made, now) == PUBLIC) == (not made.draft and open_ and not over)


@given(RELEASES, TIMES)
def test_a_head_says_what_its_release_says(made: Release, now: dt.datetime) -> None:
    """The model, which knows heads alone, sees of a release what those see who have the document."""
    known = head(made)
    assert state_at(known.draft, known.opens, known.expires, now.timestamp()) == visibility(made, now)


def numbered(releases: list[Release]) -> list[Release]:
    """The releases as files of different names."""
    return [msgspec.structs.replace(each, source=f"releases/{at}.md") for at, each in enumerate(releases)]


@given(st.lists(RELEASES, max_size=4), TIMES)
def test_nothing_changes_by_itself_but_when_something_is_due(releases: list[Release], now: dt.datetime) -> None:
    """Until the next thing that is due every release stays as it is; all that is due lies ahead, the soonest first."""
    made = numbered(releases)

    def public(moment_: dt.datetime) -> list[bool]:
        return [visibility(each, moment_) == PUBLIC for each in made]

    ahead = due([head(each) for each in made], now)
    assert ahead == sorted(ahead, key=lambda each: each.at)
    assert all(each.at > now for each in ahead)
    change = ahead[0].at if ahead else None
    later = (START + dt.timedelta(minutes=30 * halves) for halves in range(40))
    quiet = [moment_ for moment_ in later if moment_ > now and (change is None or moment_ < change)]
    assert all(public(moment_) == public(now) for moment_ in quiet)


def test_what_is_due_comes_the_soonest_first() -> None:
    """An embargo's end, a date ahead, an expiry, in the zone of `now`; drafts never change by themselves."""
    now = at("2026-11-24 12:00")
    ends = head(release("ends", expires=moment("2026-11-30")))
    waits = head(release("waits", embargo=moment("2026-11-25 08:00")))
    ahead = head(release("ahead", date=moment("2026-12-24")))
    found = due([ends, ahead, waits], now)
    assert found == [
        Due(at("2026-11-25 08:00"), "releases/waits.md"),
        Due(at("2026-11-30"), "releases/ends.md", DISAPPEARS),
        Due(at("2026-12-24"), "releases/ahead.md"),
    ]
    assert {each.at.utcoffset() for each in found} == {dt.timedelta(hours=7)}
    assert due([head(release(draft=True, embargo=moment("2026-11-25"), expires=moment("2026-12-01")))], now) == []
    assert due([head(release())], now) == []


@given(
    st.lists(st.integers(0, 6), unique=True, max_size=5),
    st.integers(0, 6),
    st.none() | st.integers(0, 6),
    st.integers(0, 6),
)
def test_notes_change_a_release_while_it_is_public_and_at_no_other_time(
    notes: list[int], opening: int, end: int | None, withdrawn: int
) -> None:
    """A correction or withdrawal dated before it opens is there from the beginning, one at its end or later never shows."""
    made = msgspec.structs.replace(
        head(release()),
        opens=float(opening),
        expires=None if end is None else float(end),
        notes=tuple(float(each) for each in sorted(notes)),
        withdrawn_at=float(withdrawn),
    )
    between = [each for each in sorted(notes) if opening < each and (end is None or each < end)]
    assert list(changes_of(made)) == [
        (opening, APPEARS),
        *((each, WITHDRAWN if each == withdrawn else CORRECTED) for each in between),
        *([] if end is None else [(end, DISAPPEARS)]),
    ]
    assert list(changes_of(msgspec.structs.replace(made, draft=True))) == []


def test_of_what_happens_at_one_moment_the_kinds_have_an_order_and_then_the_paths() -> None:
    """So the next line of a build is the same each time."""
    now = at("2026-11-24 12:00")
    both = [head(release(name, embargo=moment("2026-11-25"), expires=moment("2026-11-26"))) for name in ("b", "a")]
    late = head(release("c", embargo=moment("2026-11-26")))
    assert [(each.change, each.source) for each in due([*both, late], now)] == [
        (APPEARS, "releases/a.md"),
        (APPEARS, "releases/b.md"),
        (APPEARS, "releases/c.md"),
        (DISAPPEARS, "releases/a.md"),
        (DISAPPEARS, "releases/b.md"),
    ]


def divided_at(shard: Shard, now: dt.datetime, *shown: str) -> Divided:
    """A shard as it is seen at `now`, by who sees these states or sources besides what is public."""
    return divide(shard, value(passed(shard, now.timestamp())), value((PUBLIC, *shown)))


def sources(shard: Shard) -> set[str]:
    return {each.source for each in shard.heads}


DATED = RELEASES.map(lambda made: msgspec.structs.replace(made, withdrawn=None))
GIVEN_UP = st.builds(
    lambda made, at: msgspec.structs.replace(made, withdrawn=Withdrawal(at, "Salah")), RELEASES, MOMENTS
)
MIXED = st.lists(DATED | GIVEN_UP, max_size=6).map(numbered)


def whole(made: list[Release]) -> Shard:
    """Releases of one year as its shard."""
    return shard_of(("id", 2026), sorted([head(each) for each in made], key=lambda each: (each.at, each.source)))


@given(MIXED, TIMES)
def test_a_shard_shows_what_each_release_shows_at_that_moment(made: list[Release], now: dt.datetime) -> None:
    """Lists show what is public, withdrawn releases have a page alone, and the rest is hidden and counted."""
    states = {each.source: visibility(each, now) for each in made}
    public = {source for source, state in states.items() if state == PUBLIC}
    gone = {each.source for each in made if each.withdrawn and each.withdrawn.at.at <= now}
    found = divided_at(whole(made), now)
    assert sources(found.listed) == public - gone
    assert sources(found.unlisted) == public & gone
    assert sources(found.hidden) == states.keys() - public
    assert found.states == {}
    known = list(states.values())
    assert (found.drafts, found.embargoed, found.expired) == tuple(map(known.count, (DRAFT, EMBARGOED, EXPIRED)))


@given(MIXED, TIMES, st.sets(st.sampled_from(sorted(ALL_STATES | {"releases/0.md", "releases/3.md"}))))
def test_a_preview_sees_the_states_and_the_sources_it_asks_for(
    made: list[Release], now: dt.datetime, shown: set[str]
) -> None:
    """Each with its state; the counts stay those of what the public does not see."""
    states = {each.source: visibility(each, now) for each in made}
    found, plain = divided_at(whole(made), now, *shown), divided_at(whole(made), now)
    seen = {source for source, state in states.items() if state == PUBLIC or not shown.isdisjoint((state, source))}
    assert sources(found.listed) | sources(found.unlisted) == seen
    assert sources(found.hidden) == states.keys() - seen
    assert found.states == {source: states[source] for source in seen if states[source] != PUBLIC}
    assert (found.drafts, found.embargoed, found.expired) == (plain.drafts, plain.embargoed, plain.expired)


@given(MIXED, TIMES, TIMES)
def test_now_matters_only_through_the_moments_that_have_passed(
    made: list[Release], one: dt.datetime, other: dt.datetime
) -> None:
    """Two times with as many of a shard's moments behind them see the same, under one digest; other states, another."""
    shard = whole(made)
    first, second = divided_at(shard, one), divided_at(shard, other)
    if passed(shard, one.timestamp()) == passed(shard, other.timestamp()):
        assert (first, first.listed.heads) == (second, second.listed.heads)
    assert (first.digest == second.digest) == (
        [sources(first.listed), sources(first.unlisted), first.drafts, first.embargoed, first.expired]
        == [sources(second.listed), sources(second.unlisted), second.drafts, second.embargoed, second.expired]
    )


@given(MIXED, TIMES)
def test_a_plain_shard_that_has_opened_is_seen_whole(made: list[Release], now: dt.datetime) -> None:
    """Where nothing is a draft, withdrawn or expires, and all moments have passed, no release must be looked at."""
    shard = whole(made)
    if shard.plain and passed(shard, now.timestamp()) == len(shard.moments):
        found, long_way = undivided(shard), divided_at(shard, now)
        assert found.listed == long_way.listed == shard
        assert (found.unlisted.count, found.hidden.count, found.states) == (0, 0, {})
        assert (long_way.unlisted.count, long_way.hidden.count, long_way.states) == (0, 0, {})
    assert shard.plain == (not any(each.draft or each.withdrawn or each.expires for each in made))


def test_a_moment_has_passed_when_it_is_there() -> None:
    """Not a second before; moments that are one count once."""
    waits = [release(name, embargo=moment("2026-11-24 14:00"), expires=moment("2026-12-01")) for name in "ab"]
    shard = whole(waits)
    times = ["2026-11-24 13:59", "2026-11-24 14:00", "2026-11-30 23:59", "2026-12-01"]
    assert [passed(shard, at(each).timestamp()) for each in times] == [0, 1, 1, 2]


LANGUAGES = ("id", "en")
HEADS = st.builds(
    lambda name, year, day, language, title: head(
        release(name, date=moment(f"{year}-11-{day:02}"), language=language and Ref(language, 2), title=title)
    ),
    st.sampled_from("abcdefgh"),
    st.integers(2024, 2026),
    st.integers(1, 3),
    st.sampled_from((None, "id", "en", "xx")),
    st.sampled_from(("Satu", "Dua")),
)
FILES = st.lists(HEADS, max_size=8, unique_by=lambda each: each.source)
EDITS = st.lists(st.lists(HEADS, max_size=5) | st.sets(st.sampled_from("abcdefgh")), max_size=8)


def state_of(library: Library) -> list[tuple[object, ...]]:
    """All that can be seen of a library, in its order."""
    found: list[tuple[object, ...]] = [(name, each, each.heads) for name, each in library.shards.items()]
    return [*found, *sorted(library.where.items())]


@given(FILES, EDITS)
def test_shards_depend_on_the_files_alone(first: list[Head], edits: list[list[Head] | set[str]]) -> None:
    """However many were put and dropped before, in whatever order, also one source twice: as if all were read at once."""
    library = Library.of("id", LANGUAGES, first)
    files = {each.source: each for each in first}
    for edit in edits:
        if isinstance(edit, set):
            gone = [f"releases/{name}.md" for name in edit]
            library.drop_all(gone)
            files = {source: each for source, each in files.items() if source not in gone}
        else:
            library.put_all(edit)
            files |= {each.source: each for each in edit}
        assert state_of(library) == state_of(Library.of("id", LANGUAGES, files.values()))
        assert {source: library.head(source) for source in library.where} == files


@given(FILES.flatmap(lambda heads: st.tuples(st.just(heads), st.permutations(heads))))
def test_the_order_of_reading_does_not_matter(orders: tuple[list[Head], list[Head]]) -> None:
    """One by one or all at once, shuffled: the same shards in the same order, each from the oldest to the newest."""
    heads, shuffled = orders
    expected = state_of(Library.of("id", LANGUAGES, heads))
    assert state_of(Library.of("id", LANGUAGES, shuffled)) == expected
    one_by_one = Library.of("id", LANGUAGES, ())
    for each in shuffled:
        one_by_one.put(each)
    assert state_of(one_by_one) == expected
    assert list(one_by_one.shards) == sorted(one_by_one.shards)
    for shard in one_by_one.shards.values():
        assert [each.at for each in shard.heads] == sorted(each.at for each in shard.heads)


def test_a_language_that_the_newsroom_does_not_have_is_its_own() -> None:
    """Its problem is told elsewhere; until it is mended the release stands with those of the main language."""
    made = [head(release(name, language=Ref(name, 2))) for name in ("id", "en", "xx")]
    found = shards(made, LANGUAGES)
    assert {name: sources(each) for name, each in found.items()} == {
        ("en", 2026): {"releases/en.md"},
        ("id", 2026): {"releases/id.md", "releases/xx.md"},
    }


def test_the_digest_of_a_shard_is_that_of_its_heads_and_their_order() -> None:
    """Another byte of one file is another shard; a shard that was kept as bytes is the same."""
    one, two = head(release("a")), head(release("b", date=moment("2026-11-21")))
    shard = shard_of(("id", 2026), (one, two))
    other = msgspec.structs.replace(two, digest=digest_of("another"))
    assert shard_of(("id", 2026), (one, other)).digest != shard.digest
    assert shard_of(("id", 2026), (one,)).digest != shard.digest
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(shard.encoded()), type=Shard)
    assert (kept.digest, kept.heads, kept.moments) == (shard.digest, shard.heads, shard.moments)
