"""Turns what was approved into a site that readers see: a build and a deploy in processes of their own, told in words.

What was published last is remembered by the digests of its releases, so that the desk can say what differs since.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from warta.catalogue import say, spoken
from warta.content.heads import Head
from warta.deploy.settings import read_publishing
from warta.durable import write_whole
from warta.errors import WartaError
from warta.messages import Message, msg
from warta.newsroom.shards import Library
from warta.newsroom.visibility import PUBLIC, state_at
from warta.office.journal import BACK, BUILT, DEPLOYED, FAILED, ON
from warta.office.keeping import Keeper

WAITING, RUNNING, DONE, BROKEN = "waiting", "running", "done", "broken"
_BUILD, _DEPLOY, _VERIFY, _BACK = "build", "deploy", "verify", "back"
_TITLES = {
    _BUILD: msg("step-build", "Build the site, and look through it for what must not be seen"),
    _DEPLOY: msg("step-deploy", "Bring it to the host"),
    _VERIFY: msg("step-verify", "Read it there, as a reader does"),
    _BACK: msg("step-back", "Bring the site back to what it was before"),
}
_NO_END = msg("step-no-end", "It did not come to an end.")
_NOT_BACK = msg(
    "step-not-back",
    "The release could not be put back, and stays as it was to be published. Look at it before you publish again.",
)
_CODE = Path(__file__).parents[2]
_PATIENCE = 3600
_MOST_LINES = 40
_MOST_KEPT = 30


class Step(msgspec.Struct, frozen=True):
    """One step of a publication, its state, and what was said last."""

    name: str
    state: str = WAITING
    said: tuple[str, ...] = ()

    @property
    def title(self) -> Message:
        """What it does."""
        return _TITLES[self.name]


class Run(msgspec.Struct, frozen=True):
    """A publication: its steps, who asked for it, when, and for which release. `on`: it ends a going back."""

    number: int
    who: str
    at: dt.datetime
    id: str
    steps: tuple[Step, ...]
    on: bool = False

    @property
    def state(self) -> str:
        """Whether it runs, is done, or broke."""
        states = [step.state for step in self.steps]
        if BROKEN in states:
            return BROKEN
        return DONE if all(state == DONE for state in states) else RUNNING


class Publisher:
    """Publishes the site of one newsroom, one publication after the other."""

    def __init__(self, site: Path, keeper: Keeper, library: Callable[[], Library]) -> None:
        self._site, self._keeper, self._library = site, keeper, library
        self._folder = keeper.folder / "deploys"
        self._folder.mkdir(exist_ok=True)
        self._lock = threading.Lock()
        self.runs: dict[int, Run] = {}
        self._number = max((int(each.stem) for each in self._folder.glob("*.json") if each.stem.isdecimal()), default=0)

    @property
    def last(self) -> Run | None:
        """The newest publication since this desk was opened."""
        return self.runs[max(self.runs)] if self.runs else None

    @property
    def is_held(self) -> bool:
        """Whether somebody went back, and nobody said on since."""
        last = next(
            (each.act for each in reversed(self._keeper.journal.events) if each.act in (BACK, ON, DEPLOYED)), ON
        )
        return last == BACK

    def target(self) -> str | None:
        """The address that the newsroom is deployed to; None: there is none. Raises ProblemsFound."""
        with contextlib.suppress(WartaError, OSError):
            targets = read_publishing(self._site).targets
            if len(targets) == 1:
                return next(iter(targets.values())).url
        return None

    def start(
        self, who: str, id_: str = "", *, back: bool = False, on: bool = False, undo: Callable[[], None] | None = None
    ) -> Run:
        """Begin a publication in a thread of its own. `on`: somebody said that it is to go on after a going back;
        `undo` is called when the site cannot be built.
        """
        steps = [_BACK] if back else [_BUILD, *([_DEPLOY, _VERIFY] if self.target() else [])]
        with self._lock:
            self._number += 1
            at = dt.datetime.now(dt.UTC).replace(microsecond=0)
            run = Run(self._number, who, at, id_, tuple([Step(each) for each in steps]), on)
            self.runs[run.number] = run
        threading.Thread(target=self._work, args=(run.number, undo), daemon=True).start()
        return run

    def _work(self, number: int, undo: Callable[[], None] | None) -> None:
        run = self.runs[number]
        with _ONE:
            try:
                seen = self._seen()
                for at, step in enumerate(run.steps):
                    if not self._step(run, at, step.name, undo):
                        return
                    if step.name in (_DEPLOY, _BACK) or len(run.steps) == 1:
                        self._note(run, step.name, seen)
            except Exception:  # noqa: BLE001 - a full disk, or anything else: its end must be seen
                self._break(number)

    def _step(self, run: Run, at: int, name: str, undo: Callable[[], None] | None) -> bool:
        """Whether a step was done; of a build that failed what was published is taken back before that is said."""
        self._set(run.number, at, RUNNING, ())
        code, lines = self._command(name, on=run.on)
        if code and name == _BUILD and undo is not None:
            try:
                undo()
            except Exception:  # noqa: BLE001 - whatever it is, she must know that the release is not as it was
                lines.append(say(_NOT_BACK))
        self._set(run.number, at, DONE if code == 0 else BROKEN, tuple(lines[-_MOST_LINES:]))
        if code and name != _VERIFY:
            self._keeper.tell(FAILED, run.who, note=name)
        return not code

    def _break(self, number: int) -> None:
        """Say of a publication that it ended in the middle, for a reason that no step told."""
        states = [step.state for step in self.runs[number].steps]
        if BROKEN not in states:
            at = next((at for at, state in enumerate(states) if state in (RUNNING, WAITING)), len(states) - 1)
            self._set(number, at, BROKEN, (say(_NO_END),))

    def _note(self, run: Run, step: str, seen: Mapping[str, str]) -> None:
        acts = {_BACK: BACK, _DEPLOY: DEPLOYED, _BUILD: BUILT}
        # what it shows is that of its beginning: what fell due meanwhile is still to come
        self._keeper.tell(acts[step], run.who, note=str(run.number), at=run.at)
        if run.on:
            self._keeper.tell(ON, run.who, note=str(run.number))
        if step != _BACK:
            write_whole(self._folder / f"{run.number}.json", msgspec.json.encode(seen))
            kept = sorted(
                (each for each in self._folder.glob("*.json") if each.stem.isdecimal()), key=lambda each: int(each.stem)
            )
            for old in kept[:-_MOST_KEPT]:
                old.unlink(missing_ok=True)

    def _set(self, number: int, at: int, state: str, said: tuple[str, ...]) -> None:
        with self._lock:
            steps = list(self.runs[number].steps)
            steps[at] = Step(steps[at].name, state, said)
            self.runs[number] = msgspec.structs.replace(self.runs[number], steps=tuple(steps))

    def _command(self, step: str, *, on: bool) -> tuple[int, list[str]]:
        words = {
            _BUILD: ["build"],
            _DEPLOY: ["deploy", "--yes", *(["--on"] if on else [])],
            _VERIFY: ["deploy", "--yes", "--verify"],
            _BACK: ["deploy", "--yes", "--back"],
        }
        run = [sys.executable, "-c", "from warta.cli.main import main; main()", "--site", str(self._site)]
        try:
            done = subprocess.run(
                [*run, "--lang", spoken(), *words[step]], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=_environment(), timeout=_PATIENCE, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return 1, [say(_NO_END)]
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        return done.returncode, [line for line in lines if line.strip()]

    # what differs

    def _seen(self) -> dict[str, str]:
        """The releases that readers see now, each with the digest of its text."""
        moment = dt.datetime.now(dt.UTC).timestamp()
        return {
            head.source: head.digest.hex()
            for shard in self._library().shards.values()
            for head in shard.heads
            if state_at(head.draft, head.opens, head.expires, moment) == PUBLIC
        }

    def differing(self) -> list[Head] | None:
        """The releases that readers would see otherwise with the next publication; None: nothing was published here."""
        before = self.last_seen()
        if before is None:
            return None
        library, now = self._library(), self._seen()
        changed = [source for source, digest in now.items() if before.get(source) != digest]
        changed += [source for source in before if source not in now and source in library.where]
        return [head for source in sorted(changed) if (head := library.head(source)) is not None]

    def last_seen(self) -> dict[str, str] | None:
        """The releases of the last publication."""
        newest = max((int(each.stem) for each in self._folder.glob("*.json") if each.stem.isdecimal()), default=None)
        if newest is None:
            return None
        with contextlib.suppress(OSError, msgspec.DecodeError):
            return msgspec.json.decode((self._folder / f"{newest}.json").read_bytes(), type=dict[str, str])
        return None

    def last_time(self) -> dt.datetime | None:
        """When readers were last given something new."""
        acts = (DEPLOYED, BUILT, BACK)
        return next((each.at for each in reversed(self._keeper.journal.events) if each.act in acts), None)


def _environment() -> dict[str, str]:
    """That of this process, in which Warta's own code is found wherever it lies."""
    path = os.pathsep.join(filter(None, (str(_CODE), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path}


_ONE = threading.Lock()
"""One publication at a time."""
