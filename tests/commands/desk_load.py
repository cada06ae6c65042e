"""Turns people who save at once, and kills in the middle of saves, into what was lost, mixed or half: nothing, or its name.

python -m tests.commands.desk_load together 20 60 1000   # people, seconds, releases beside theirs
python -m tests.commands.desk_load kills 1000
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import tempfile
import threading
import time
from hashlib import sha256
from pathlib import Path

import httpx
import msgspec

from tests.commands.desking import word_of
from tests.commands.desking_office import OfficeDesk
from tests.support import SiteTest
from warta.approvals import SAVE
from warta.office.index import id_of
from warta.office.journal import Journal
from warta.office.keeping import Keeper
from warta.office.office import Office
from warta.office.texts import Texts

SHARED = "releases/2026/bersama.md"
_SAVED = re.compile(r'name="versi" value="([0-9a-f]{64})"')


class Together(msgspec.Struct):
    """What came of people who saved at once: seconds of each save, and everything that was wrong."""

    seconds: list[float] = []
    clashes: int = 0
    wrong: list[str] = []
    processor: float = 0.0

    def within(self, part: float) -> float:
        """The seconds within which this part of all saves was done."""
        every = sorted(self.seconds)
        return every[min(len(every) - 1, int(len(every) * part))]


class Writer:
    """Somebody who saves a release of her own, and at each fourth time her paragraph of one that all share."""

    def __init__(self, desk: OfficeDesk, name: str, number: int, count: int) -> None:
        self.client, self.name, self.number, self.count = desk.sign_in(name), name, number, count
        self.word = word_of(self.client.get("/meja/"))
        self.own = f"releases/2026/milik-{number}.md"
        self.confirmed = {self.own: f"Isi {number}.", SHARED: f"Alinea {number}."}
        self.seconds: list[float] = []
        self.clashes, self.wrong = 0, []  # type: tuple[int, list[str]]

    def work(self, end: float) -> None:
        """Save, look, and save again until the end."""
        turn = 0
        while time.monotonic() < end:
            turn += 1
            try:
                self._save(SHARED if turn % 4 == 0 else self.own, turn)
            except httpx.HTTPError as error:
                self.wrong.append(f"{self.name}: {error!r}")

    def _save(self, source: str, turn: int) -> None:
        path = f"/meja/rilis/{id_of(source)}"
        page = self.client.get(path).text
        version = _SAVED.search(page)
        assert version, page[:500]
        said = f"Alinea {self.number}. Kata {turn}." if source == SHARED else f"Isi {self.number} nomor {turn}."
        body = said
        if source == SHARED:
            body = re.sub(rf"Alinea {self.number}\.[^\n\r]*", said, _body_in(page))
        began = time.perf_counter()
        answer = self.client.post(path, data={"kata": self.word, "versi": version[1], "body": body})
        self.seconds.append(time.perf_counter() - began)
        if answer.status_code == 303:
            self.confirmed[source] = said
        elif answer.status_code == 409:
            self.clashes += 1
            self.client.post(f"{path}/buang", data={"kata": self.word})
        else:
            self.wrong.append(f"{self.name}: {answer.status_code}")

    def lost(self, site: Path) -> list[str]:
        """What she was told to be saved, and is not there."""
        wrong = []
        for source, said in self.confirmed.items():
            text = (site / "content" / source).read_text(encoding="utf-8")
            is_there = f"{said}\n" in f"{text}\n" if source == SHARED else text.partition("---\n\n")[2].strip() == said
            if not is_there:
                wrong.append(f"{self.name}: {source} ends with {text[-60:]!r}, and {said!r} was confirmed")
        return wrong


def _body_in(page: str) -> str:
    return page.partition('name="body"')[2].partition(">\n")[2].partition("</textarea>")[0].replace("&#39;", "'")


def together(place: Path, people: int, seconds: float, releases: int) -> Together:
    """So many people save for so long at one desk that runs; afterwards every confirmed word is looked for."""
    site = SiteTest(place, theme="warta")
    for number in range(releases):
        site.release(f"2025/rilis-{number}", f"Rilis {number}", f"Isi rilis {number}.", date="2025-01-20")
    for number in range(people):
        site.release(f"2026/milik-{number}", f"Milik {number}", f"Isi {number}.", date="2026-01-20", draft="true")
    shared = "\n\n".join(f"Alinea {number}." for number in range(people))
    site.release("2026/bersama", "Milik bersama", shared, date="2026-01-20", draft="true")
    names = {f"Orang {_letters(number)}": "editor" for number in range(people)}
    found = Together()
    with OfficeDesk(site.root, place / "private", names) as desk:
        writers = [Writer(desk, name, number, people) for number, name in enumerate(names)]
        used, end = _processor(desk.process.pid), time.monotonic() + seconds
        threads = [threading.Thread(target=each.work, args=(end,)) for each in writers]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        found.processor = _processor(desk.process.pid) - used
    for writer in writers:
        found.seconds += writer.seconds
        found.clashes += writer.clashes
        found.wrong += [*writer.wrong, *writer.lost(site.root)]
        writer.client.close()
    found.wrong += _journal_of(site.root, {f"releases/2026/milik-{at}.md": name for at, name in enumerate(names)})
    return found


def _letters(number: int) -> str:
    return chr(ord("A") + number // 26) + chr(ord("a") + number % 26)


def _journal_of(site: Path, owners: dict[str, str]) -> list[str]:
    """What is wrong with the journal: a broken chain, a version that is not kept, a save under another's name."""
    journal = Journal(site / "desk/journal")
    keeper = Keeper(site)
    wrong = [f"the journal is broken at {each}" for each in journal.broken()]
    for event in journal.events:
        if event.act == SAVE and event.who != owners.get(event.path, event.who):
            wrong.append(f"{event.path} was saved by {event.who}")
        if event.digest and keeper.versions.get(event.digest) is None:
            wrong.append(f"the version {event.digest} of {event.path} is not kept")
    return wrong


def _processor(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _save_until_killed(texts: Texts, id_: str, number: int, told: int) -> None:
    while True:
        number += 1
        text = texts.open(id_)
        assert text is not None
        texts.save(id_, {"body": f"Nomor {number}.\n\n" + "Kata. " * 2000}, text.base, "Ani")
        os.write(told, b"%08d" % number)


def kills(place: Path, times: int) -> list[str]:
    """Kill a desk so many times in the middle of a save; what was confirmed and is lost, and what is half, by name."""
    site = SiteTest(place, theme="warta")
    site.release("2026/satu", "Satu", "Nomor 0.", date="2026-01-20", draft="true")
    (place / "private").mkdir()
    office = Office(site.root, place / "private")
    file, id_ = site.root / "content/releases/2026/satu.md", id_of("releases/2026/satu.md")
    wrong, last = [], 0
    for round_ in range(times):
        patience = 0.0017 * (round_ % 37)  # at another moment each time
        confirmed = max(last, _kill(office.texts, id_, last, patience, wait=round_ % 3 > 0))
        keeper = Keeper(site.root)  # as the next start does
        now = _number_in(file.read_bytes())
        if now not in (confirmed, confirmed + 1):
            wrong.append(f"kill {round_}: {confirmed} was confirmed, {now} is there")
        if keeper.journal.broken() or any(site.root.rglob("*.meja.tmp")):
            wrong.append(f"kill {round_}: the journal or a file is half")
        newest = [each for each in keeper.journal.events if each.act == SAVE][-1:]
        if newest and newest[0].digest != sha256(file.read_bytes()).hexdigest():
            wrong.append(f"kill {round_}: the file is not the version that the journal names")
        last = max(now, 0)
        if len(keeper.journal.events) > 2000:  # so that reading them is not what takes the time
            for each in (site.root / "desk/journal").iterdir():
                each.unlink()
        office.keeper.journal.catch_up()
    return wrong


def _kill(texts: Texts, id_: str, last: int, patience: float, *, wait: bool) -> int:
    """Let somebody save until they are killed, after the first save (`wait`) or at any moment; the last one confirmed."""
    ours, theirs = os.pipe()
    process = multiprocessing.get_context("fork").Process(target=_save_until_killed, args=(texts, id_, last, theirs))
    process.start()
    os.close(theirs)
    told = os.read(ours, 8) if wait else b""
    threading.Event().wait(patience)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while more := os.read(ours, 65_536):
        told += more
    os.close(ours)
    process.close()
    return int(told[-8:] or b"0")


def _number_in(data: bytes) -> int:
    found = re.search(rb"\n---\n\nNomor (\d+)\.(?:\n\n(?:Kata\. ){1999}Kata\.[ ]?)?\s*\Z", data)
    return int(found[1]) if found else -1


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def main() -> None:
    """Run what is asked for, and print what came of it."""
    what, *numbers = sys.argv[1:]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        if what == "kills":
            wrong = kills(Path(folder), int(numbers[0]))
            say(f"{numbers[0]} kills -9 in {time.monotonic() - began:.0f} s, load {load:.1f}: {len(wrong)} wrong")
        else:
            people, seconds, releases = (int(each) for each in numbers)
            found = together(Path(folder), people, seconds, releases)
            wrong = found.wrong
            half, most = found.within(0.5), found.within(0.95)
            say(
                f"{people} people for {seconds} s at {releases} releases, {os.cpu_count()} processors, load {load:.1f}: "
                f"{len(found.seconds)} saves, median {half * 1000:.0f} ms, 95 of 100 within {most * 1000:.0f} ms, "
                f"longest {max(found.seconds) * 1000:.0f} ms, {found.clashes} shown side by side, "
                f"{found.processor:.0f} s of processor time at the desk, {len(wrong)} wrong"
            )
    say("\n".join(wrong[:20]))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
