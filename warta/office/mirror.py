"""Turns the lines of the journal into commits of the git repository in which the newsroom lies, where it lies in one.

Files are the truth and git is their mirror: commits are made after the answer, by a thread of their own, from the
versions that the journal names. What cannot be committed now waits in the journal, and is committed later.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from warta.approvals import ACCEPT, APPROVE, ASKED, IN_FILE, OUTSIDE, RETURN, Event
from warta.catalogue import say
from warta.content.amend import front_of
from warta.durable import write_whole
from warta.engine.lock import Busy, exclusive
from warta.errors import ProblemsFound
from warta.messages import Message, msg
from warta.office.journal import BACK, BUILT, DEPLOYED
from warta.office.keeping import Keeper, LeadsOut
from warta.office.repository import Author, Commit, NotNow, Repository, repository_of
from warta.office.words import ACTS

_PUBLISHED = {
    DEPLOYED: msg("commit-deployed", "Site published"),
    BUILT: msg("commit-built", "Site built"),
    BACK: msg("commit-back", "Site brought back to the publication before"),
}
_COMMITTED = (IN_FILE | _PUBLISHED.keys()) - {OUTSIDE}
_JUDGED = frozenset((APPROVE, RETURN))
_RULE = msg("commit-rule", "Approvals are asked for from now on")


class Mirror:
    """The mirror of one newsroom. `settled` gives the number of lines of the journal whose changes are done, with the
    files beside texts. Where the newsroom `asks` for approvals, commits hold the journal too: who builds from the
    repository looks there for what was approved.
    """

    def __init__(self, keeper: Keeper, settled: Callable[[], int], asks: Callable[[], bool] = lambda: False) -> None:
        self._keeper, self._settled, self._asks = keeper, settled, asks
        self._lock = threading.Lock()
        self._again = self._works = False
        self.trouble: Message | None = None
        if self._seen() is None:
            self._let_see(settled())

    def poke(self) -> None:
        """Let what is new be committed soon; nobody waits for it."""
        with self._lock:
            self._again = True
            if self._works:
                return
            self._works = True
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._again:
                    self._works = False
                    return
                self._again = False
            with contextlib.suppress(Exception):  # a full disk, or anything else: the desk goes on, and tries again
                self.catch_up()

    def catch_up(self) -> None:
        """Commit what is new; what cannot be committed now is said by `trouble`, and waits."""
        with contextlib.suppress(Busy), exclusive(self._keeper.folder / "git"):
            end, seen = self._settled(), self._seen() or 0
            events = self._keeper.journal.events[:end]
            trouble = None
            for number in range(min(seen, end), end):
                judged = events[number].act in _JUDGED or events[number].act in (ASKED, ACCEPT)
                if events[number].act not in _COMMITTED and not (judged and self._asks()):
                    continue
                try:
                    trouble = self._commit(events[number], events[number + 1 :]) or trouble
                except NotNow as why:
                    self.trouble = why.message
                    self._let_see(number)
                    return
                self._let_see(number + 1)
            if end != seen:
                self._let_see(end)
                self.trouble = trouble

    # how far

    def _seen(self) -> int | None:
        try:
            return msgspec.json.decode((self._keeper.folder / "git/seen.json").read_bytes(), type=int)
        except (OSError, msgspec.DecodeError):
            return None

    def _let_see(self, number: int) -> None:
        write_whole(self._keeper.folder / "git/seen.json", msgspec.json.encode(number))

    # an event

    def _commit(self, event: Event, later: list[Event]) -> Message | None:
        """Commit what an event did; what it leaves to be done by hand. Raises NotNow."""
        author = Author(event.who, event.at)
        if event.act in _PUBLISHED:
            if (repository := self._repository(self._keeper.content)) is not None:
                repository.commit({}, author, say(_PUBLISHED[event.act]))
            return None
        if event.act not in IN_FILE:
            return self._commit_judgement(event, author)
        data, place = self._keeper.versions.get(event.digest), self._place(event.path)
        repository = self._repository(place.parent) if place is not None else None
        if repository is None or place is None or data is None:
            return None
        name = _name(repository, place)
        if self._has(repository.newest(name), event, later):
            return None
        before = self._keeper.versions.get(event.base) or b""
        files = {name: data, **_files(repository, place, before, data), **self._journal(repository)}
        left_out = repository.commit(files, author, _words(event, data))
        return _by_hand(left_out) if left_out else None

    def _commit_judgement(self, event: Event, author: Author) -> Message | None:
        """Commit the journal, which says what somebody approved or gave back."""
        repository = self._repository(self._keeper.content)
        files = self._journal(repository) if repository is not None else {}
        if repository is None or not files:
            return None
        data = self._keeper.versions.get(event.digest) if event.path else None
        left_out = repository.commit(files, author, _words(event, data) if data is not None else say(_RULE))
        return _by_hand(left_out) if left_out else None

    def _journal(self, repository: Repository) -> dict[str, bytes]:
        """The newest files of the journal as they lie there, where approvals are asked for: lines are added to the
        last one alone, and a month may have begun since it was committed.
        """
        folder = (self._keeper.folder / "journal").resolve()
        if not self._asks() or not folder.is_relative_to(repository.top):
            return {}
        return {_name(repository, each): each.read_bytes() for each in sorted(folder.glob("*.jsonl"))[-2:]}

    def _has(self, held: bytes | None, event: Event, later: list[Event]) -> bool:
        """Whether git has a version already: it, or a later one, was committed by hand, or the desk was ended after
        its commit.
        """
        if held is None or held == self._keeper.versions.get(event.base):
            return False
        versions = (self._keeper.versions.get(each.digest) for each in (event, *later) if each.path == event.path)
        return any(_alike(held, each) for each in versions if each is not None)

    def _place(self, source: str) -> Path | None:
        with contextlib.suppress(LeadsOut):
            return self._keeper.place(source).resolve()
        return None

    def _repository(self, folder: Path) -> Repository | None:
        """The repository of a folder. One whose top is above the newsroom must have its content: else the newsroom only
        happens to lie there, and is nothing of its own.
        """
        while not folder.is_dir():
            folder = folder.parent
        found = repository_of(folder.resolve())
        content = self._keeper.content.resolve()
        if found is None or found.top == self._keeper.folder.parent.resolve() or found.top.is_relative_to(content):
            return found
        return found if found.holds(_name(found, content)) else None

    # history

    def history(self, source: str) -> list[Commit]:
        """The commits of a release, the oldest first; none where there is no git, or it does not answer."""
        with contextlib.suppress(NotNow):
            place = self._place(source)
            repository = self._repository(place.parent) if place is not None else None
            return repository.history(_name(repository, place)) if repository is not None and place is not None else []
        return []


def _name(repository: Repository, place: Path) -> str:
    return place.relative_to(repository.top).as_posix()


def _alike(one: bytes, other: bytes) -> bool:
    """Whether two versions are one, whatever line ends git gave to one of them."""
    return one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _files(repository: Repository, place: Path, before: bytes, after: bytes) -> Mapping[str, bytes | None]:
    """The files beside a text that came with a change of it, or went."""
    folder = place.parent
    start = "" if place.name == "index.md" else f"{place.stem}-"
    own = {each.name: each for each in folder.iterdir() if each.is_file() and not each.is_symlink()}
    found: dict[str, bytes | None] = {}
    for name in {*own, *repository.names(_name(repository, folder))}:
        if name.startswith(".") or not name.startswith(start) or name.endswith(".md"):
            continue
        came, went = (
            name.encode() in one and name.encode() not in other for one, other in ((after, before), (before, after))
        )
        path = _name(repository, folder / name)
        if came and name in own:
            found[path] = own[name].read_bytes()
        elif went and name not in own:
            found[path] = None
    return found


def _words(event: Event, data: bytes) -> str:
    """What a commit says: the title of the release, what was done, and what was noted."""
    title = None
    with contextlib.suppress(ProblemsFound):
        title = front_of(data, event.path).get("title")
    said = " ".join(title.split()) if isinstance(title, str) and title.strip() else event.path
    first = say(msg("commit-words", "%(title)s: %(act)s", title=said, act=ACTS.get(event.act, ACTS["save"])))
    return f"{first}\n\n{event.note}" if event.note else first


def _by_hand(files: tuple[str, ...]) -> Message:
    return msg(
        "git-filtered",
        "Not committed, since git gives it to a program first: %(files)s. Commit it yourself.",
        files=", ".join(files),
    )
