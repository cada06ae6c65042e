"""Witnesses: cosignatures as the standard has them, what of a neighbour's log is refused, and that nobody is waited for."""

from __future__ import annotations

import base64
import datetime as dt
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.histories import ORIGIN, START, state
from warta.deploy.clock import Told, ahead_of, times_for
from warta.deploy.host import CannotDeploy
from warta.deploy.neighbours import Neighbour
from warta.deploy.visiting import Memory, Refusal, Visit, log_of, visit_all
from warta.deploy.witnessing import cosigned_files, parted, seen_of_us
from warta.messages import Message
from warta.trust.agreement import Remembered
from warta.trust.cosigning import Witness, cosigned_path, cosigned_text, read_cosigned, read_witness, witness_of
from warta.trust.keys import SecretKey, new_key
from warta.trust.notes import checkpoint_text
from warta.trust.record import Record, extended, head_of, keys_fact, log_files, news, sealed

NEIGHBOUR = "tetangga.example/log"


class Office:
    """A newsroom's keys and its log, which grows."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.daily, self.drawer = new_key(), new_key()
        self.witness = witness_of(origin, self.daily.witness.public.key)
        named = keys_fact(self.daily.public, self.drawer.public, "", START, self.witness.line)
        self.record: Record = extended((), [sealed(named, self.drawer, origin)], origin, self.daily)

    def publish(self, number: int) -> Record:
        """A release more."""
        said = {each.id: each for each in [state(f"https://x.example/r{number}/", number, number)]}
        facts = [fact for fact in news(self.record, said, START) if fact["kind"] == "published"]
        self.record = extended(self.record, facts, self.origin, self.daily)
        return self.record

    def read(self, path: str) -> bytes | None:
        """A file of its log."""
        return log_files(self.record, self.origin).get(path)

    @property
    def neighbour(self) -> Neighbour:
        """As others name it."""
        return Neighbour(f"https://{self.origin.removesuffix('/log')}/", self.daily.public)

    def checkpoint(self) -> str:
        """The head of its log."""
        return checkpoint_text(head_of(self.record, self.origin), self.daily.public.key, self.record[-1].signature)


def test_a_cosignature_is_what_the_standard_says() -> None:
    """By a reading that shares nothing with ours; and nothing of it can be bent."""
    office, own = Office(NEIGHBOUR), new_key()
    witness = witness_of(ORIGIN, own.witness.public.key)
    text = cosigned_text(office.checkpoint(), witness.name, own.witness, START)
    body, _, lines = text.partition("\n\n")
    name, signed = lines.splitlines()[1].removeprefix("\u2014 ").split(" ")
    data = base64.b64decode(signed)
    assert name == "berita.example/saksi" and len(data) == 4 + 8 + 64
    at = int.from_bytes(data[4:12], "big")
    assert at == int(START.timestamp())
    kind, key = base64.b64decode(witness.line.split("+", 2)[2])[0], base64.b64decode(witness.line.split("+", 2)[2])[1:]
    assert kind == 4
    Ed25519PublicKey.from_public_bytes(key).verify(data[12:], f"cosignature/v1\ntime {at}\n{body}\n".encode())
    found = read_cosigned(text.encode(), NEIGHBOUR, witness)
    assert found is not None and (found.head, found.at) == (head_of(office.record, NEIGHBOUR), START)
    assert found.signed_by(office.daily.public) and not found.signed_by(own.public)
    assert read_witness(witness.line, ORIGIN) == witness
    assert read_witness(witness.line, NEIGHBOUR) is None and read_witness("apa saja", ORIGIN) is None
    assert read_cosigned(text.encode(), ORIGIN, witness) is None
    assert read_cosigned(text.encode(), NEIGHBOUR, witness_of(ORIGIN, own.public.key)) is None
    assert read_cosigned(office.checkpoint().encode(), NEIGHBOUR, witness) is None
    assert read_cosigned(None, NEIGHBOUR, witness) is None
    for at in range(len(body)):
        bent = body[:at] + chr(ord(body[at]) ^ 1) + body[at + 1 :]
        assert read_cosigned(f"{bent}\n\n{lines}".encode(), NEIGHBOUR, witness) is None


def test_a_log_that_shrank_split_or_is_signed_by_others_is_refused() -> None:
    """Each in its own words; one that grew is taken, from memory of entries or of a head alone."""
    office = Office(NEIGHBOUR)
    office.publish(1)
    old = Office.__new__(Office)
    old.__dict__.update(office.__dict__)
    record = office.publish(2)
    known = (Memory(record), Memory((), Remembered.of(head_of(record, NEIGHBOUR))))
    grown = office.publish(3)
    for each in (*known, Memory()):
        assert log_of(office.neighbour, office.read, each) == grown
    other = Office.__new__(Office)
    other.__dict__.update(old.__dict__)
    other.publish(7)
    other.publish(8)
    thief, nobody = Office(NEIGHBOUR), Office("lain.example/log")
    bent = {**log_files(grown, NEIGHBOUR)}
    bent["tile/entries/000.p/4"] = bent["tile/entries/000.p/4"].replace(b"Kabar 1", b"Kabar 2")
    for memory in known:
        for read, said in (
            (old.read, "Its log shrank: 2 entries, and 3 were there"),
            (other.read, "Its log tells another past than before"),
            (lambda _: None, "Its log had 3 entries, and there is none any more"),
            (nobody.read, "It shows the log of lain.example/log"),
            (bent.get, "are not those that its head was signed for"),
        ):
            with pytest.raises(Refusal, match=said):
                log_of(office.neighbour, read, memory)
    with pytest.raises(Refusal, match="signed with other keys"):
        log_of(office.neighbour, thief.read, Memory())
    strangely: list[dict[str, object]] = [{"kind": ["x"]}, {"words": "x"}, {"id": {}}, {"title": 1}]
    for odd in strangely:
        strange = Office(NEIGHBOUR)
        strange.publish(1)
        strange.record = extended(strange.record[:1], [{**strange.record[1].fact, **odd}], NEIGHBOUR, strange.daily)
        with pytest.raises(Refusal, match="Entry 2 of its log is not signed"):
            log_of(strange.neighbour, strange.read, Memory())
    with pytest.raises(Refusal, match="no log yet"):
        log_of(office.neighbour, lambda _: None, Memory())


class _Bad(http.server.BaseHTTPRequestHandler):
    """Answers badly in the way that the first step of the address says."""

    def do_GET(self) -> None:
        """Answer."""
        what = self.path.split("/")[1]
        self.send_response({"moved": 302, "broken": 500, "none": 404}.get(what, 200))
        if what == "moved":
            self.send_header("Location", "https://lain.example/log/checkpoint")
        self.end_headers()
        ended: threading.Event = self.server.ended  # type: ignore[attr-defined]
        try:
            while what == "huge":
                self.wfile.write(b"x" * 1_000_000)
            while what == "slow" and not ended.wait(0.1):
                self.wfile.write(b"x")
        except OSError:
            pass
        if what == "silent":
            ended.wait(30)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@contextmanager
def bad_server() -> Iterator[str]:
    """The address of a server that answers badly."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Bad) as server:
        server.ended = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.ended.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()


def test_no_neighbour_is_waited_for_or_listened_to_without_end() -> None:
    """Whether it is silent, slow, huge, leads elsewhere or is not there: a sentence for each, all within the time."""
    key = new_key().public
    with bad_server() as base:
        kinds = ("huge", "slow", "silent", "moved", "broken", "none")
        neighbours = [Neighbour(f"{base}/{kind}/", key) for kind in kinds]
        neighbours.append(Neighbour("http://127.0.0.1:9/", key))
        began = time.monotonic()
        visits = visit_all(neighbours, {}, ORIGIN, seconds=1.5)
        assert time.monotonic() - began < 8
    said = [str(visit.trouble) for visit in visits]
    assert "more than it should" in said[0], said
    assert "too long" in said[1] and said[2], said
    assert "302" in said[3] and "500" in said[4] and "no log yet" in said[5] and "does not answer" in said[6], said
    files, told = cosigned_files(visits, lambda _: None, [], new_key, START)
    assert files == {} and len(told) == len(visits)


def _no_key() -> SecretKey:
    raise AssertionError("nothing was to be signed")


def test_what_was_cosigned_is_not_signed_again_and_stays_where_the_neighbour_went_astray() -> None:
    """And a head that only a neighbour's word stands for is no word against us."""
    theirs, ours = Office(NEIGHBOUR), Office(ORIGIN)
    path = cosigned_path(NEIGHBOUR)
    good = _visit_of(theirs, ours)
    files, told = cosigned_files([good], lambda _: None, [ours.witness], lambda: ours.daily, START)
    assert told == [] and read_cosigned(files[path], NEIGHBOUR, ours.witness) is not None
    again, _ = cosigned_files([good], files.get, [ours.witness], _no_key, START + dt.timedelta(days=1))
    assert again == files
    trouble = _visit_of(theirs, ours, trouble=Message("x", "It shrank."))
    kept, told = cosigned_files([trouble], files.get, [ours.witness], _no_key, START)
    assert kept == files and "was not cosigned. It shrank." in str(told[0])
    stranger: Witness = Office(ORIGIN).witness
    assert cosigned_files([trouble], files.get, [stranger], _no_key, START)[0] == {}
    seen = seen_of_us([good], [ours.daily.public])
    assert parted(ours.record, ORIGIN, seen) == [] and seen_of_us([good], [theirs.daily.public]) == {}
    shorter = Office(ORIGIN)
    assert "another past" in str(parted(shorter.record, ORIGIN, seen)[0])
    assert "an old one: 0 entries" in str(parted((), ORIGIN, seen)[0])


def _visit_of(theirs: Office, ours: Office, trouble: Message | None = None) -> Visit:
    text = cosigned_text(ours.checkpoint(), theirs.witness.name, theirs.daily.witness, START)
    return Visit(theirs.neighbour, theirs.record, trouble, read_cosigned(text.encode(), ORIGIN, theirs.witness))


def test_an_entry_never_bears_a_time_that_has_not_come() -> None:
    """Where servers say so nothing is signed; behind an entry of the future the next one says its own true time."""
    minute = dt.timedelta(minutes=1)
    record = Office(ORIGIN).publish(1)
    later = START + 60 * minute
    right, wrong = later + 9 * minute, later - 30 * minute
    good = {"logged": "2026-01-01T01:00:00Z"}
    assert times_for(record, later, Told(), sure=False) == good
    assert times_for(record, START - 5 * minute, Told(), sure=False) == {"logged": "2026-01-01T00:00:00Z"}
    for told in (Told(right), Told(right, (wrong, wrong)), Told(None, (wrong, right)), Told(wrong, (right, right))):
        assert times_for(record, later, told, sure=False) == good
    for told in (Told(wrong), Told(wrong, (right,)), Told(None, (wrong,)), Told(wrong, (wrong, right, right))):
        with pytest.raises(
            CannotDeploy, match="is ahead: it says 2026-01-01T01:00:00Z, and servers say 2026-01-01T00:"
        ):
            times_for(record, later, told, sure=False)
    with pytest.raises(CannotDeploy, match="is behind"):
        times_for(record, later, Told(later + 11 * minute), sure=False)
    assert times_for(record, later, Told(wrong), sure=True) == good
    now = START - 60 * 24 * minute
    with pytest.raises(CannotDeploy, match="No server could be asked"):
        times_for(record, now, Told(), sure=False)
    honest = {"logged": "2025-12-31T00:00:00Z", "ahead": "2026-01-01T00:00:00Z"}
    assert times_for(record, now, Told(now + minute), sure=False) == times_for(record, now, Told(), sure=True) == honest
    assert ahead_of(record[0].fact, START) is None
    assert "trust rotate" in str(ahead_of(record[0].fact, now))
