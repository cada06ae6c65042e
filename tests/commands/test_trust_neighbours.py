"""Newsrooms that witness each other's logs, on servers of their own: what each deploy remembers, publishes and says."""

from __future__ import annotations

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.commands.test_trust import TEXT, Newsroom
from warta.trust.cosigning import cosigned_path

WRONG = "bukan yang benar"


class _Folder(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads this."""


@contextmanager
def server() -> Iterator[tuple[str, list[Path]]]:
    """The address of a server, and the folder that it shows, in a list in which the folder can be changed."""
    shown: list[Path] = [Path("/nonexistent")]

    def handler(*args: Any) -> http.server.BaseHTTPRequestHandler:
        return _Folder(*args, directory=str(shown[0]))

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{made.server_address[1]}/", shown
        made.shutdown()
        thread.join()


class Neighbours:
    """Newsrooms with keys, each on its server; the first two name one another, the third names the first."""

    def __init__(self, folder: Path, urls: list[str], shown: list[list[Path]]) -> None:
        self.urls = urls
        self.rooms = [Newsroom(folder / str(number)) for number in range(len(urls))]
        self.keys = []
        for room, url, place in zip(self.rooms, urls, shown, strict=True):
            room.site.edit("config.yaml", "https://berita.example/", url)
            made = room.warta("trust", "init", "--drawer", str(room.stick))
            assert made.returncode == 0, made.stderr
            self.keys.append(made.stdout.partition("letterhead: ")[2].split()[0])
            place[0] = room.www
        for room, others in zip(self.rooms, ([1], [0], [0]), strict=True):
            named = ", ".join(f"{{url: '{self.urls[each]}', key: {self.keys[each]}}}" for each in others)
            room.site.config(f"witness: [{named}]\n")

    def note(self, witness: int, of: int) -> Path:
        """The file in which one newsroom shows what it saw of another."""
        origin = self.urls[of].removeprefix("http://") + "log"
        return self.rooms[witness].www / cosigned_path(origin)


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbours]:
    """Three newsrooms, each deployed once, and the first two a second time."""
    with ExitStack() as stack:
        servers = [stack.enter_context(server()) for _ in range(3)]
        folder = tmp_path_factory.mktemp("tetangga")
        yield Neighbours(folder, [url for url, _ in servers], [shown for _, shown in servers])


def test_neighbours_remember_each_other(three: Neighbours) -> None:
    """From the first deploy, where the other has no log yet, to a past that is put back and a log that shrank."""
    one, two, _ = three.rooms
    first = one.deploy()
    assert first.returncode == 0 and f"The log of {three.urls[1]} was not cosigned. It has no log yet." in first.stderr
    second = two.deploy()
    assert second.returncode == 0 and "not cosigned" not in second.stderr, second.stderr
    note = three.note(1, 0).read_text(encoding="utf-8")
    assert note.split("\n")[1] == "3" and "/saksi " in note and note.count("\u2014") == 2
    again = one.deploy(build=False)
    assert again.returncode == 0 and three.note(0, 1).is_file(), again.stderr
    quiet = one.deploy(passphrase=WRONG, build=False)
    assert (quiet.returncode, "up to date" in quiet.stdout, quiet.stderr) == (0, True, ""), quiet.stderr
    _say_who_saw_what(three)
    _know_an_old_past_without_memory(three)
    _are_not_stopped_by_others(three)


def _say_who_saw_what(three: Neighbours) -> None:
    """The audit, the guard and `verify` name the witness."""
    one = three.rooms[0]
    audit = one.warta("trust", "audit")
    assert audit.returncode == 0 and f"The witness {three.urls[1]} saw the first 3 entries" in audit.stdout
    assert one.warta("guard", three.urls[0]).returncode == 0
    told = one.warta("verify", str(one.www / TEXT))
    assert told.returncode == 0 and f"The witness {three.urls[1]} saw it in the log by " in told.stdout, told.stdout
    asked = json.loads(one.warta("verify", str(one.www / TEXT), "--format", "json").stdout)
    assert list(asked["seen"]) == [three.urls[1]]


def _know_an_old_past_without_memory(three: Neighbours) -> None:
    """A machine that lost all it knew is told of a past that was put back, since the neighbour saw a longer one."""
    one, two, _ = three.rooms
    kept = one.www.with_name("kept")
    shutil.copytree(one.www, kept)
    one.site.edit("content/releases/a.md", "untuk umum", "untuk warga")
    assert one.deploy().returncode == 0
    assert two.deploy(build=False).returncode == 0
    assert three.note(1, 0).read_text(encoding="utf-8").split("\n")[1] == "4"
    whole = (one.site.root / "log.tsv").read_text(encoding="utf-8")
    memory = one.site.root / ".warta/deploy"
    shutil.rmtree(memory)
    (one.site.root / "log.tsv").unlink()
    now = one.www.with_name("now")
    one.www.rename(now)
    kept.rename(one.www)
    fooled = one.deploy("--adopt", build=False)
    assert fooled.returncode == 1, fooled.stdout
    assert "shows an old log (3 entries, 4 were there)" in fooled.stderr, fooled.stderr
    assert f"The witness {three.urls[1]} saw 4 entries" in fooled.stderr
    guard = one.warta("guard", three.urls[0])
    assert guard.returncode == 1 and f"the witness {three.urls[1]} saw 4 on" in guard.stdout, guard.stdout
    audit = one.warta("trust", "audit")
    assert audit.returncode == 1 and "saw 4 on" in audit.stderr
    (copy,) = (two.site.root / ".warta/deploy/neighbours").glob("*.tsv")
    assert copy.read_text(encoding="utf-8") == whole, "the neighbour keeps our log.tsv byte for byte"
    shutil.copy(copy, one.site.root / "log.tsv")
    restored = one.warta("trust", "restore", "--yes")
    assert restored.returncode == 0, restored.stderr


def _are_not_stopped_by_others(three: Neighbours) -> None:
    """A neighbour whose log shrank or has other keys is told, its note of before stays, and our own deploy goes on."""
    one, _, third = three.rooms
    done = third.deploy()
    assert done.returncode == 0, done.stderr
    before = three.note(2, 0).read_bytes()
    tiles = one.www / "log"
    tiles.rename(one.www.with_name("log-away"))
    third.site.edit("content/releases/b.md", "satu pekan", "dua pekan")
    gone = third.deploy()
    assert gone.returncode == 0, gone.stderr
    assert f"The log of {three.urls[0]} was not cosigned. Its log had 4 entries, and there is none" in gone.stderr
    assert three.note(2, 0).read_bytes() == before
    one.www.with_name("log-away").rename(tiles)
    third.site.edit("config.yaml", three.keys[0], three.keys[1])
    other = third.deploy(build=False)
    assert other.returncode == 0 and "signed with other keys than the one that stands in 'witness'" in other.stderr
    third.site.edit("config.yaml", three.keys[1], "RWsalah")
    wrong = third.warta("deploy", "--yes")
    assert wrong.returncode == 1 and "config.yaml:12: 'key' must be 56 letters" in wrong.stderr, wrong.stderr
