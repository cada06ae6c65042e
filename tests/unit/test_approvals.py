"""What the journal says was approved: by whom, of which bytes, and who could not have."""

from __future__ import annotations

import datetime as dt

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from warta.approvals import (
    ACCEPT,
    APPROVE,
    CORRECT,
    CREATE,
    DROP,
    OUTSIDE,
    PROPOSE,
    PUBLISH,
    RETURN,
    SAVE,
    SEND,
    UNDO,
    Event,
    Standing,
    after,
    breaks,
    digest_of_line,
    files_of,
    standings,
)

NOW = dt.datetime(2026, 11, 28, 7, 0, tzinfo=dt.UTC)


def stands(*acts: tuple[str, ...]) -> Standing:
    """How a release stands after acts of `(act, who, digest, base, of)`."""
    full = [(*each, "", "", "")[:5] for each in acts]
    events = [Event(NOW, who, act, "r.md", digest, base, of=of) for act, who, digest, base, of in full]
    return standings(events).get("r.md", Standing())


def test_another_byte_voids_an_approval_and_the_same_bytes_have_it_again() -> None:
    """By whatever editor; who changed it since has a hand in it."""
    approved = stands((CREATE, "ani", "1"), (SEND, "ani", "1"), (APPROVE, "budi", "1"))
    assert approved.is_approved
    assert approved.hands == frozenset()
    changed = stands((CREATE, "ani", "1"), (APPROVE, "budi", "1"), (SAVE, "ani", "2", "1"))
    assert not changed.is_approved
    assert changed.hands == {"ani"}
    assert not stands((CREATE, "ani", "1"), (APPROVE, "budi", "1"), (OUTSIDE, "", "2", "1")).is_approved
    back = stands((CREATE, "ani", "1"), (APPROVE, "budi", "1"), (SAVE, "ani", "2", "1"), (SAVE, "ani", "1", "2"))
    assert back.is_approved
    assert back.hands == frozenset()


def test_all_who_wrote_since_the_last_approved_version_have_a_hand_in_it() -> None:
    """Not only who wrote last; and a version that is approved begins anew."""
    written = [(CREATE, "ani", "1"), (SAVE, "budi", "2", "1"), (PROPOSE, "citra", "3", "2")]
    assert stands(*written).hands == {"ani", "budi", "citra"}
    assert stands(*written, (APPROVE, "eka", "3"), (PROPOSE, "ani", "4", "3")).hands == {"ani"}


def test_a_newer_approval_takes_the_place_of_an_older_one() -> None:
    """What was approved once and replaced since is not approved again by being put back; what readers see stays so."""
    events = [(CREATE, "ani", "1"), (APPROVE, "budi", "1"), (SAVE, "ani", "2", "1"), (APPROVE, "budi", "2")]
    assert not stands(*events, (SAVE, "ani", "1", "2")).is_approved
    published = [*events, (PUBLISH, "citra", "3", "2", "2")]
    waiting = stands(*published, (PROPOSE, "ani", "4", "3"), (APPROVE, "budi", "4"))
    assert set(waiting.approved) == {"3", "4"}
    assert "1" not in waiting.approved


def test_what_publishing_makes_of_approved_bytes_is_approved() -> None:
    """Its date and its being no draft; and a correction, or the taking back, of what is approved: of nothing else."""
    draft = [(CREATE, "ani", "1"), (APPROVE, "budi", "1")]
    assert stands(*draft, (PUBLISH, "citra", "2", "1", "1")).is_approved
    assert not stands(*draft, (PUBLISH, "citra", "2", "1", "x")).is_approved
    assert not stands(*draft, (PUBLISH, "citra", "2", "1")).is_approved
    live = [*draft, (PUBLISH, "citra", "2", "1", "1")]
    assert stands(*live, (CORRECT, "citra", "3", "2")).is_approved
    assert not stands(*live, (OUTSIDE, "", "x", "2"), (CORRECT, "citra", "3", "x")).is_approved
    failed = [*live, (UNDO, "citra", "1", "2")]
    assert stands(*failed).is_approved


def test_what_was_given_back_waits_no_more_and_is_not_approved() -> None:
    """Changed and sent again it waits again; changed after it was sent it waits no more."""
    sent = [(CREATE, "ani", "1"), (SEND, "ani", "1")]
    assert stands(*sent).is_waiting
    returned = stands(*sent, (RETURN, "budi", "1"))
    assert returned.is_returned
    assert not returned.is_waiting
    again = stands(*sent, (RETURN, "budi", "1"), (SAVE, "ani", "2", "1"), (SEND, "ani", "2"))
    assert again.is_waiting
    assert not stands(*sent, (SAVE, "ani", "2", "1")).is_waiting


def test_a_baseline_takes_nobodys_hand_out_of_changes_that_wait() -> None:
    """What is public is taken as it lies; what was proposed meanwhile still needs somebody else."""
    standing = stands((CREATE, "ani", "1"), (PROPOSE, "ani", "2", "1"), (ACCEPT, "", "1"))
    assert "1" in standing.approved
    assert not standing.is_approved
    assert standing.hands == {"ani"}
    assert stands((CREATE, "ani", "1"), (ACCEPT, "", "1"), (PROPOSE, "ani", "2"), (DROP, "ani")).hands == frozenset()


WHO = st.sampled_from(["ani", "budi", "citra"])
ACT = st.sampled_from([SAVE, SAVE, PROPOSE, SEND, SEND, APPROVE, APPROVE, RETURN, PUBLISH, DROP])
STEP = st.tuples(ACT, WHO, st.integers(0, 5))


def event_of(standing: Standing, act: str, who: str, number: int, *, again: bool) -> Event | None:
    """The event by which the desk writes down what somebody does; None: it refuses that."""
    if act in (SAVE, PROPOSE):
        digest = standing.newest if again and standing.newest else f"v{number}"
        return Event(NOW, who, act, "r.md", digest, standing.newest)
    if act == PUBLISH:
        made = Event(NOW, who, act, "r.md", f"v{number}", standing.lying, of=standing.newest)
        return made if standing.is_approved else None
    if act == APPROVE and (not standing.is_waiting or who in standing.hands):
        return None
    return Event(NOW, who, act, "r.md", standing.newest)


@settings(max_examples=400)
@given(st.lists(STEP, min_size=4, max_size=25))
def test_nobody_approves_what_they_have_a_hand_in(steps: list[tuple[str, str, int]]) -> None:
    """Whatever is done in whatever order: an approval that the desk would take is by somebody who made no version since
    the last approved one.
    """
    standing, made = Standing(), set()
    for number, (act, who, pick) in enumerate(steps):
        event = event_of(standing, act, who, number, again=pick == 0)
        if event is None:
            continue
        assert act != APPROVE or who not in made
        standing = after(standing, event)
        if act in (SAVE, PROPOSE):
            made.add(who)
        if standing.is_approved:
            made.clear()


def test_an_approval_covers_the_files_that_the_text_names() -> None:
    """Another photo under the same name is another digest; a file that it does not name is none of its own."""
    text = b"image: {file: jalan.jpg}\n"
    assert files_of(text, {"jalan.jpg": "1"}) != files_of(text, {"jalan.jpg": "2"})
    assert files_of(text, {"jalan.jpg": "1"}) == files_of(text, {"jalan.jpg": "1", "lain.jpg": "2", "an.jpg": "3"})
    assert files_of(b"Isi.", {"jalan.jpg": "1"}) == ""


def test_a_line_that_was_changed_is_seen_from_where_approvals_began() -> None:
    """Changed, taken out or put in; a break before that says nothing of what came after."""
    lines: list[bytes] = []
    for act in (CREATE, SAVE, SEND, APPROVE):
        prev = digest_of_line(lines[-1]) if lines else ""
        lines.append(msgspec.json.encode(Event(NOW, "ani", act, "r.md", "1", prev=prev)))
    placed = [("2026-11.jsonl", number, line) for number, line in enumerate(lines, 1)]
    assert breaks(placed) == []
    assert breaks([*placed[:1], *placed[2:]]) == [("2026-11.jsonl", 3)]
    forged = lines[2].replace(b"ani", b"eka")
    assert breaks([*placed[:2], ("2026-11.jsonl", 3, forged), placed[3]]) == [("2026-11.jsonl", 4)]
    first = msgspec.json.decode(lines[2], type=Event)
    assert breaks(placed[2:], first) == []
