"""Turns the difference between an output and a host into a changed host: uploads in their order, then deletions.

Before anything is touched the manifest on the host says what will be, and every few seconds what is done: so whatever
breaks, the next deploy goes on where this one ended.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

import msgspec

from warta.deploy.connection import PAUSES, Connection
from warta.deploy.difference import Steps, difference, intent, leaving, settled
from warta.deploy.host import CannotDeploy, Dropped, Place, Refused
from warta.deploy.lock import Lock, locked
from warta.deploy.manifest import Entry, Manifest
from warta.deploy.output import File
from warta.deploy.stages import ENTRANCES
from warta.deploy.state import Copy, State, read_state, with_proof, write_manifest
from warta.errors import OutputError, WartaError
from warta.messages import Message, msg

CHECKPOINT = 15.0
_MOST_DELETES_AT_ONCE = 200

Progress = Callable[[int, int], None]
"""Called with how many files are up, and of how many."""


class Task(msgspec.Struct, frozen=True):
    """One site to be brought to one place: its address, its files, and this machine's copy of the manifest.

    `signing_key` is the secret that signs manifests, if there is one. `pauses` are the seconds between tries,
    `checkpoint` those between two manifests. `held` names the earlier deploy whose files these are; `adopt` lets files
    be deleted that only the host's manifest calls ours. `seen` are files of the host as they must still be when the
    deploy has it for itself, since others are made from them.
    """

    place: Place
    site: str
    wanted: dict[str, File]
    copy: Copy
    signing_key: str = ""
    held: str = ""
    adopt: bool = False
    seen: Mapping[str, bytes | None] = {}
    pauses: tuple[float, ...] = PAUSES
    checkpoint: float = CHECKPOINT

    def connect(self) -> Connection:
        """A connection to the place."""
        return Connection(self.place.open, self.pauses)

    def manifest(self, claims: dict[str, Entry]) -> Manifest:
        """The manifest of these entries, signed if there is a key."""
        return Manifest(self.site, claims, held=self.held or msgspec.UNSET).signed(self.signing_key)


class Stopped(WartaError):
    """A deploy that could not end. Readers see a whole site; the next deploy goes on."""


def look(task: Task) -> tuple[State, Steps]:
    """What is on the host and what a deploy would do. Raises CannotDeploy, Dropped or Refused."""
    with contextlib.closing(task.connect()) as connection:
        state = read_state(connection, task.site, task.copy, task.signing_key)
    if not task.adopt:
        state = with_proof(state, task.wanted, task.copy, task.signing_key)
    return state, difference(task.wanted, state.claims)


def deploy(task: Task, seen: State, progress: Progress = lambda done, total: None) -> Manifest:
    """Make the host's site the wanted one and return its manifest. `seen` is the state that the user agreed to change.

    Raises Stopped, or CannotDeploy before anything was changed.
    """
    try:
        with contextlib.closing(task.connect()) as connection, locked(connection) as lock:
            return _deploy(task, seen, connection, lock, progress)
    except (Dropped, Refused) as error:
        raise Stopped(
            msg("deploy-not-begun", "the deploy did not begin: %(why)s Nothing was changed.", why=error.message)
        ) from None


def _deploy(task: Task, seen: State, connection: Connection, lock: Lock, progress: Progress) -> Manifest:
    if _is_overtaken(task, seen, connection):
        raise CannotDeploy(
            msg(
                "deploy-overtaken",
                "another deploy changed this host just now. Deploy again to see what is left to do.",
            )
        )
    steps = difference(task.wanted, seen.claims)
    run = _Run(task, connection, lock, steps, seen)
    try:
        return run.all(progress) if steps or held_by(seen) != task.held else run.last_step()
    except (Dropped, Refused, OutputError) as error:
        run.save()
        raise Stopped(_where(run, error)) from None
    except KeyboardInterrupt:
        run.save()
        raise


def _is_overtaken(task: Task, seen: State, connection: Connection) -> bool:
    """Whether the host is another than the one that the user agreed to change."""
    if read_state(connection, task.site, task.copy, task.signing_key).manifest != seen.manifest:
        return True
    reads = {path: connection.do(lambda host, path=path: host.read(path)) for path in task.seen}  # type: ignore[misc]
    return reads != task.seen


def held_by(state: State) -> str:
    """The name of the earlier deploy that somebody went back to, and that stays until somebody says otherwise; empty
    where nobody did.
    """
    return state.manifest.held or ""


def _where(run: _Run, error: WartaError) -> Message:
    return msg(
        "deploy-stopped",
        "the deploy stopped: %(why)s %(done)s of %(total)s files are up, readers see a whole site, "
        "and the next deploy goes on from here.",
        why=error.message,
        done=run.done,
        total=len(run.steps.uploads),
    )


class _Run:
    """One pass over the steps. `claims` are the manifest's entries, by path, as they are at each moment."""

    def __init__(self, task: Task, connection: Connection, lock: Lock, steps: Steps, seen: State) -> None:
        self.steps = steps
        self.done = 0
        self._task = task
        self._connection = connection
        self._lock = lock
        self._seen = seen
        self._claims = intent(seen.claims, steps)
        self._saved = time.monotonic()

    def all(self, progress: Progress) -> Manifest:
        """Do every step."""
        self._connection.do(lambda host: host.begin())
        unsure = {path.rpartition("/")[0] for path, entry in self._seen.claims.items() if not entry.sure}
        self._connection.do(lambda host: host.sweep(unsure))
        self._write()
        self._delete(self.steps.in_the_way)
        total = len(self.steps.uploads)
        with _Uploads(self._task, self._connection) as uploads:
            for stage in self.steps.stages:
                if stage[0].path not in self.steps.new or stage[0].stage in ENTRANCES:
                    self._settle()
                for batch in uploads.of(stage):
                    self._note(batch)
                    progress(self.done, total)
        self._settle()
        if self.steps.doomed:
            self._claims = leaving(self._claims, self.steps.doomed)
            self._write()
        self._delete(self.steps.doomed)
        self._write()
        return self.last_step()

    def last_step(self) -> Manifest:
        """Show readers what is there."""
        manifest = self._manifest()
        self._connection.do(lambda host: host.finish(manifest.digest))
        return manifest

    def _manifest(self) -> Manifest:
        """What the host is told: what nothing proves to be ours is named too, for whoever can prove it."""
        return self._task.manifest(self._claims | self._seen.unproven)

    def _settle(self) -> None:
        """Write into the manifest that new files are part of the site now, before anything links to them."""
        claims = settled(self._claims, self._task.wanted)
        if claims != self._claims:
            self._claims = claims
            self._write()

    def _note(self, batch: Sequence[File]) -> None:
        self.done += len(batch)
        for file in batch:
            self._claims[file.path] = Entry(file.size, file.digest, file.path in self.steps.new)
        if time.monotonic() - self._saved > self._task.checkpoint:
            self._lock.renew()
            self._write()

    def _delete(self, paths: Sequence[str]) -> None:
        for start in range(0, len(paths), _MOST_DELETES_AT_ONCE):
            some = paths[start : start + _MOST_DELETES_AT_ONCE]
            self._connection.do(lambda host, paths=some: host.delete(paths))  # type: ignore[misc]
            for path in some:
                del self._claims[path]

    def _write(self) -> None:
        write_manifest(self._connection, self._manifest(), self._task.manifest(self._claims), self._task.copy)
        self._saved = time.monotonic()

    def save(self) -> None:
        """Write the manifest once more, if the host still listens."""
        with contextlib.suppress(WartaError):
            self._write()


class _Uploads:
    """Uploads of one deploy, over as many connections as the place likes; with one, over the one that is open."""

    def __init__(self, task: Task, connection: Connection) -> None:
        self._task = task
        self._connection = connection
        self._own = threading.local()
        self._connections: list[Connection] = []
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> _Uploads:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        for connection in self._connections:
            connection.close()

    def of(self, stage: Sequence[File]) -> Iterator[Sequence[File]]:
        """Upload the files of a stage, and yield each batch once it is up."""
        size = self._task.place.batch
        batches = [stage[start : start + size] for start in range(0, len(stage), size)]
        if self._task.place.connections == 1 or len(batches) == 1:
            for batch in batches:
                self._connection.do(lambda host, files=batch: host.put(files))  # type: ignore[misc]
                yield batch
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._task.place.connections, "deploy")
        running: list[Future[Sequence[File]]] = [self._pool.submit(self._put, batch) for batch in batches]
        for future in as_completed(running):
            yield future.result()

    def _put(self, batch: Sequence[File]) -> Sequence[File]:
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            connection = self._own.connection = self._task.connect()
            self._connections.append(connection)
        connection.do(lambda host: host.put(batch))
        return batch
