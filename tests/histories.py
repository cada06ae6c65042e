"""Lets a newsroom live for some time: it publishes from two machines and from one without memory, is broken into,
crashes, loses its folders, changes its keys, signs while its clock is ahead; a neighbour looks on from time to time. It
sees that the log only ever grew and tells what was public.
"""

from __future__ import annotations

import base64
import datetime as dt
import shutil
import struct
from collections import Counter
from hashlib import sha256
from pathlib import Path
from random import Random

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from warta.deploy.clock import Told
from warta.deploy.connection import Connection
from warta.deploy.host import CannotDeploy
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.ledger import Asked, Ledger, make_ledger
from warta.deploy.manifest import digest_of_bytes
from warta.deploy.neighbours import Neighbour
from warta.deploy.output import File
from warta.deploy.signer import Signer
from warta.deploy.visiting import Memory, Refusal, log_of
from warta.trust.agreement import Remembered
from warta.trust.cosigning import Cosigned, cosigned_text, read_cosigned, witness_of
from warta.trust.keys import SecretKey, new_key
from warta.trust.record import State, digest_of_keys, head_of, keys_fact, moment, sealed
from warta.trust.wellknown import Announced
from warta.trust.words import sum_of, words

URL = "https://berita.example/"
ORIGIN = "berita.example/log"
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class Ready(Signer):
    """A key that is open already."""

    def __init__(self, key: SecretKey) -> None:
        super().__init__(Path(), ORIGIN, key.public, lambda _: None)
        self._key = key


class Life:
    """One newsroom with its host, and what happens to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.host = folder / "host"
        self.host.mkdir(parents=True)
        self.machines = [folder / "a", folder / "b", folder / "ci"]
        self.now = START
        self.states: dict[str, State] = {}
        self.drawer, self.daily, self.neighbour = new_key(), new_key(), new_key()
        self.witness = witness_of("tetangga.example/log", self.neighbour.witness.public.key)
        self.memory = Memory()
        self.seen: dict[str, Cosigned] = {}
        self.ahead, self.alone = dt.timedelta(), False
        self.signs: type[Ready] = Ready
        fact = sealed(keys_fact(self.daily.public, self.drawer.public, "", self.now), self.drawer, ORIGIN)
        self.announced = Announced(ORIGIN, fact)
        self.backups: list[tuple[Path, int]] = []
        self.published: list[bytes] = []
        self.count: Counter[str] = Counter()

    def asked(self, machine: Path, *, restore: bool = False) -> Asked:
        """What a deploy from a machine asks."""
        signer = self.signs(self.daily)
        return Asked(
            machine, "www", URL, self.announced, signer, self.now + self.ahead, at_home=True, restore=restore,
            seen=self.seen, told=lambda: self.told,
        )  # fmt: skip

    @property
    def told(self) -> Told:
        """The time by the clocks of others."""
        return Told() if self.alone else Told(self.now)

    def look_on(self) -> None:
        """The neighbour's deploy looks at the log, and shows how far it saw it. Raises Refusal."""

        def read(path: str) -> bytes | None:
            file = self.host / "log" / path
            return file.read_bytes() if file.is_file() else None

        named = Neighbour(URL, self.drawer.public)
        record = log_of(named, read, self.memory)
        head = head_of(record, ORIGIN)
        self.memory = self.random.choice((Memory(record), Memory((), Remembered.of(head))))
        text = cosigned_text(
            (self.host / "log/checkpoint").read_text(encoding="utf-8"),
            self.witness.name,
            self.neighbour.witness,
            self.now,
        )
        found = read_cosigned(text.encode(), ORIGIN, self.witness)
        assert found is not None and found.head == head
        self.seen = {"https://tetangga.example/": found}
        self.count["looked on"] += 1

    def astray(self, said: str) -> None:
        """The neighbour does not cosign what the host shows now, and says why."""
        try:
            self.look_on()
        except Refusal as refusal:
            assert said in str(refusal.message), str(refusal.message)
            self.count[said] += 1
        else:
            raise AssertionError(f"the neighbour cosigned it, though {said}")

    def wanted(self) -> dict[str, File]:
        """The output: a text for each release."""
        made = {state.url.removeprefix(URL) + "rilis.txt": state.title.encode() for state in self.states.values()}
        return {path: File(path, len(data), digest_of_bytes(data), "", data) for path, data in made.items()}

    def ledger(self, machine: Path, *, restore: bool = False) -> Ledger:
        """What a deploy from a machine would say. Raises CannotDeploy."""
        connection = Connection(FolderPlace(self.host, switch=False).open)
        return make_ledger(connection, self.asked(machine, restore=restore), self.wanted(), [*self.states.values()])

    def deploy(self, machine: Path, *, crash: str = "", restore: bool = False) -> None:
        """Bring the host up, or break off: before the head of the log is there, or before anything is remembered."""
        self.now += dt.timedelta(minutes=1)
        machine.mkdir(exist_ok=True)
        ledger = self.ledger(machine, restore=restore)
        for path, file in sorted(ledger.files.items(), key=lambda each: each[0].endswith("checkpoint")):
            if crash == "before" and path.endswith("checkpoint"):
                return
            place = self.host / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read())
        if crash == "after":
            self.check()
            return
        for place in [each for each in (self.host / "log").rglob("*") if each.is_file()]:
            if place.relative_to(self.host).as_posix() not in ledger.files:
                place.unlink()
        assert ledger.remember() is None
        if machine.name == "ci":
            shutil.copy(machine / "log.tsv", self.folder / "committed.tsv")
            shutil.rmtree(machine)
        self.check()
        assert self.says() == {id_: (each.title, each.text) for id_, each in self.states.items()}

    def begin(self, machine: Path) -> None:
        """A machine fetches what others committed; the one without memory begins with nothing else."""
        committed = self.folder / "committed.tsv"
        if committed.exists() and machine.name == "ci":
            machine.mkdir(exist_ok=True)
            shutil.copy(committed, machine / "log.tsv")

    def check(self) -> None:
        """The log on the host is a longer one than ever before, by a reading that shares nothing with ours."""
        entries = audited(self.host / "log")
        assert entries[: len(self.published)] == self.published, "the past was changed"
        self.published = entries

    def says(self) -> dict[str, tuple[str, str]]:
        """What the log says is public: title and words of each release."""
        found: dict[str, tuple[str, str]] = {}
        for entry in self.published:
            fact = msgspec.json.decode(entry)
            if fact["kind"] == "removed":
                del found[fact["id"]]
            elif fact["kind"] != "key":
                found[fact["id"]] = fact["title"], fact["text"]
        return found

    def write(self) -> None:
        """Something happens in the newsroom."""
        chooser = self.random
        for _ in range(chooser.randint(0, 4)):
            number = chooser.randint(1, 12)
            id_ = f"{URL}r{number}/"
            old = self.states.get(id_)
            if old is None:
                self.states[id_] = state(id_, number, chooser.randint(0, 99))
                continue
            what = chooser.choice(("edit", "correct", "withdraw", "rename", "remove", "note"))
            changes: dict[str, dict[str, object]] = {
                "edit": {"text": sum_of(words(f"isi {chooser.random()}"))},
                "correct": {"text": sum_of(words(f"isi {chooser.random()}")), "note": f"ralat {chooser.random()}"},
                "withdraw": {"state": "" if old.state else "withdrawn"},
                "rename": {"url": f"{URL}r{number}-{chooser.randint(0, 9)}/"},
                "note": {"note": f"hak jawab {chooser.random()}"},
            }
            if what == "remove":
                del self.states[id_]
            else:
                self.states[id_] = msgspec.structs.replace(old, **changes[what])

    def refused(self, machine: Path, *sentences: str) -> None:
        """A deploy from a machine must not go on, and says why in one of these sentences."""
        try:
            self.deploy(machine)
        except CannotDeploy as refusal:
            assert any(each in str(refusal) for each in sentences), str(refusal)
            self.count[sentences[0]] += 1
        else:
            raise AssertionError(f"it was not refused: {sentences}")

    def rotate(self) -> None:
        """Another daily key, named by the drawer key."""
        keys = [fact for each in self.published if (fact := msgspec.json.decode(each))["kind"] == "key"]
        self.daily = new_key()
        fact = keys_fact(self.daily.public, self.drawer.public, digest_of_keys(keys[-1]), self.now)
        self.announced = Announced(ORIGIN, sealed(fact, self.drawer, ORIGIN))
        self.count["rotated"] += 1

    def live(self, steps: int) -> Counter[str]:
        """Some time passes; what happened how often."""
        self.write()
        self.deploy(self.machines[0])
        for _ in range(steps):
            self.step(self.random.choice(self.machines), self.random.random())
        return self.count

    def step(self, machine: Path, chance: float) -> None:
        """One thing happens."""
        self.write()
        self.begin(machine)
        if self.random.random() < 0.4:
            self.look_on()
        if chance < 0.03:
            self.clock_ahead(machine)
        elif chance < 0.06:
            self.nobody_here_remembers()
        elif chance < 0.5:
            self.deploy(machine)
            before = list(self.published)
            self.begin(machine)
            self.deploy(machine)
            assert self.published == before, "a second deploy had something to say"
            self.count["deployed"] += 1
        elif chance < 0.62:
            self.deploy(machine, crash=self.random.choice(("before", "after")))
            self.count["crashed"] += 1
        elif chance < 0.68:
            shutil.rmtree(machine, ignore_errors=True)
            self.count["folder lost"] += 1
        elif chance < 0.74:
            self.rotate()
            self.deploy(self.machines[0])
        else:
            self.attack(chance)

    def attack(self, chance: float) -> None:
        """Somebody changes the host or the copy here, and the next deploy that can know it does not go on."""
        machine = self.machines[0]
        self.deploy(machine)
        kept = self.folder / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.host, kept)
        copy = (machine / "log.tsv").read_text(encoding="utf-8")
        if chance < 0.8:
            self.write()
            self.states[f"{URL}baru/"] = state(f"{URL}baru/", 99, self.random.randint(0, 10**9))
            self.deploy(machine)
            copy = (machine / "log.tsv").read_text(encoding="utf-8")
            shutil.rmtree(self.host)
            shutil.copytree(kept, self.host)
            self.refused(machine, "shows an old log")
        elif chance < 0.85:
            shutil.rmtree(self.host / "log")
            self.refused(machine, "has none now")
        elif chance < 0.9:
            self.edited(machine, copy)
        elif chance < 0.95:
            self.thief(machine)
        else:
            self.split(machine)
        if not (self.host / "log").exists() or audited(self.host / "log") != self.published:
            self.deploy(machine, restore=True)
            self.count["restored"] += 1

    def clock_ahead(self, machine: Path) -> None:
        """A clock that is ahead signs nothing where somebody can be asked; what it signed elsewhere stops nobody."""
        self.states[f"{URL}jam/"] = state(f"{URL}jam/", 5, self.random.randint(0, 10**9))
        latest = max([dt.datetime.fromisoformat(msgspec.json.decode(each)["logged"]) for each in self.published])
        self.ahead = max(latest - self.now, dt.timedelta()) + dt.timedelta(days=self.random.randint(1, 400))
        self.refused(machine, "the clock of this computer is ahead")
        self.alone = True  # nobody else is there to be asked
        self.deploy(machine)
        self.alone, self.ahead = False, dt.timedelta()
        self.states[f"{URL}jam/"] = state(f"{URL}jam/", 6, self.random.randint(0, 10**9))
        self.begin(machine)
        self.deploy(machine)
        last = msgspec.json.decode(self.published[-1])
        assert last["logged"] <= moment(self.now + dt.timedelta(minutes=10)) < last["ahead"]
        self.count["went on behind an entry of the future"] += 1

    def nobody_here_remembers(self) -> None:
        """All machines are lost and the host is put back, and the neighbour knows better."""
        self.deploy(self.machines[0])
        kept = self.folder / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self.host, kept)
        self.states[f"{URL}hilang/"] = state(f"{URL}hilang/", 98, self.random.randint(0, 10**9))
        self.deploy(self.machines[0])
        self.look_on()
        now = self.folder / "now"
        shutil.rmtree(now, ignore_errors=True)
        self.host.rename(now)
        if self.random.random() < 0.5:
            shutil.copytree(kept, self.host)
            said = "shows an old log", "Its log shrank"
        else:
            self.host.mkdir()
            said = "has none now", "there is none any more"
        copy = (self.machines[0] / "log.tsv").read_text(encoding="utf-8")
        for each in (*self.machines, self.folder / "stranger"):
            shutil.rmtree(each, ignore_errors=True)
        self.refused(self.folder / "stranger", said[0])
        self.astray(said[1])
        shutil.rmtree(self.host)
        now.rename(self.host)
        self.machines[0].mkdir()
        (self.machines[0] / "log.tsv").write_text(copy, encoding="utf-8")

    def edited(self, machine: Path, copy: str) -> None:
        """Somebody edits a line of the copy by hand."""
        lines = copy.splitlines(keepends=True)
        at = self.random.randrange(len(lines))
        lines[at] = lines[at].replace('"logged":"20', '"logged":"19')
        (machine / "log.tsv").write_text("".join(lines), encoding="utf-8")
        self.refused(machine, f"line {at + 1} is not as it was signed")
        (machine / "log.tsv").write_text(copy, encoding="utf-8")

    def thief(self, machine: Path) -> None:
        """Whoever has the daily key alone cannot name another one."""
        honest, daily = self.announced, self.daily
        self.daily = new_key()
        keys = [fact for each in self.published if (fact := msgspec.json.decode(each))["kind"] == "key"]
        fact = keys_fact(self.daily.public, self.drawer.public, digest_of_keys(keys[-1]), self.now)
        forged = self.random.choice((sealed(fact, daily, ORIGIN), sealed(fact, new_key(), ORIGIN), {**keys[0]}))
        forged.pop("before", None)
        self.announced = Announced(ORIGIN, forged)
        if forged["daily"] != keys[-1]["daily"]:
            self.refused(machine, "signed with other keys")
        self.announced, self.daily = honest, daily

    def split(self, machine: Path) -> None:
        """Two hosts that went apart, both signed by our key."""
        other = self.folder / "other"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(self.host, other)
        states, published = dict(self.states), list(self.published)
        self.states[f"{URL}satu/"] = state(f"{URL}satu/", 1, self.random.randint(0, 10**9))
        self.deploy(machine)
        ours, ours_states = list(self.published), dict(self.states)
        host, self.host = self.host, other
        self.states, self.published = states, published
        self.states[f"{URL}dua/"] = state(f"{URL}dua/", 2, self.random.randint(0, 10**9))
        stranger = self.folder / "stranger"
        shutil.rmtree(stranger, ignore_errors=True)
        self.deploy(stranger)
        self.states, self.published = ours_states, ours
        self.refused(machine, "tells another past")
        other, self.host = self.host, host
        self.look_on()
        self.host = other
        self.astray("Its log")
        self.host = host


def state(id_: str, number: int, text: int) -> State:
    """A release with these words."""
    return State(id_, id_, f"Kabar {number}", "2026-01-01", sum_of(words(f"isi {text}")), 2)


def audited(log: Path) -> list[bytes]:
    """The entries of a log, read as C2SP tlog-tiles and RFC 6962 say it, with nothing of ours: each line signed."""
    text, _, signed = (log / "checkpoint").read_text(encoding="utf-8").partition("\n\n")
    origin, size, root = text.split("\n")
    entries: list[bytes] = []
    leaves: list[bytes] = []
    for index in range(-(-int(size) // 256)):
        width = min(256, int(size) - index * 256)
        name = f"{index:03d}" + (f".p/{width}" if width < 256 else "")
        data = (log / "tile/entries" / name).read_bytes()
        at = 0
        while at < len(data):
            (length,) = struct.unpack_from(">H", data, at)
            entries.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        leaves += [sha256(b"\0" + each).digest() for each in entries[index * 256 :]]
        assert (log / "tile/0" / name).read_bytes() == b"".join(leaves[index * 256 :])
    assert base64.b64encode(_hash(leaves)).decode() == root and len(entries) == int(size)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(_last_key(entries))[10:])
    key.verify(base64.b64decode(signed.split(" ")[2])[4:], f"{text}\n".encode())
    assert origin == ORIGIN
    return entries


def _last_key(entries: list[bytes]) -> str:
    keys = [fact for each in entries if (fact := msgspec.json.decode(each))["kind"] == "key"]
    return str(keys[-1]["daily"])


def _hash(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return sha256(b"\1" + _hash(leaves[:half]) + _hash(leaves[half:])).digest()
