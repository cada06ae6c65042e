"""Turns what was typed at the desk into drafts, changes to publish, and unsaved typing, each in its place.

A draft is saved into its own file. Of a release that is public, or becomes so by itself, that file stays as it is until
somebody publishes: what is saved is a change to publish, a whole file of its own. Unsaved typing lies apart.

The module is long, for here alone stands what may become of a text, from its first letter to its last version.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import os
import re
import secrets
import shutil
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec

from warta.approvals import CORRECT, CREATE, DROP, PROPOSE, PUBLISH, SAVE, UNDO, WITHDRAW, files_of
from warta.content.amend import front_of, set_key
from warta.content.documents import Release
from warta.durable import write_whole
from warta.engine.live import Live
from warta.engine.staging import digest_of as digest_of_file
from warta.errors import Problem
from warta.newsroom.regions import as_dateline, load_regions
from warta.newsroom.twins import find_original
from warta.newsroom.visibility import visibility
from warta.office.form import Shown, changed, shown
from warta.office.index import id_of
from warta.office.keeping import Keeper, Moved
from warta.office.merging import merge
from warta.office.versions import digest_of
from warta.settings import Settings
from warta.slugs import slug

_NEW = re.compile(r"n[0-9a-f]{15}")  # no name of a release that was saved begins so
_LARGEST_TYPING = 4 * 1024 * 1024
_MOST_NAMES = 100


class Typing(msgspec.Struct, frozen=True):
    """What was typed and not saved, since when, and into which version."""

    typed: dict[str, str]
    base: str
    at: dt.datetime


class Text(msgspec.Struct, frozen=True):
    """A release at the desk: `data` is what its form shows, `stored` what lies in its own file (None: nothing yet).

    `draft`: its own file is a draft, or is not there yet. `proposed`: it has changes to publish.
    """

    id: str
    source: str
    data: bytes
    stored: bytes | None
    release: Release | None
    problems: tuple[Problem, ...] = ()
    draft: bool = True
    proposed: bool = False

    @property
    def path(self) -> str:
        """Its file as people know it."""
        return f"content/{self.source}"

    @property
    def base(self) -> str:
        """The version that its form shows."""
        return digest_of(self.data)

    @property
    def is_new(self) -> bool:
        """Whether it was never saved."""
        return self.stored is None


class _Proposal(msgspec.Struct, frozen=True):
    """Of which release changes wait to be published, and from which version they were made."""

    source: str
    base: str


class Invalid(Exception):
    """What was typed makes no release; `text` is what it would be."""

    def __init__(self, problems: tuple[Problem, ...], text: Text | None = None) -> None:
        super().__init__("invalid")
        self.problems, self.text = problems, text


class Clash(Exception):
    """Both changed the same: `typed` has mine in the `places` (input, mine, theirs), `text` is as it is now."""

    def __init__(self, text: Text, typed: dict[str, str], places: list[tuple[str, str, str]]) -> None:
        super().__init__("clash")
        self.text, self.typed, self.places = text, typed, places


class NotApproved(Exception):
    """The newsroom asks for a second pair of eyes, and nobody approved these bytes."""


class _Index(msgspec.Struct):
    """The files of releases by what stands for them, for all who work at the desk."""

    sources: dict[str, str] = {}


class Texts:
    """The releases of a newsroom at its desk, as one `person` sees them (none: at the desk of one person)."""

    def __init__(self, site: Path, keeper: Keeper, live: Live, settings: Callable[[], Settings]) -> None:
        self.site, self.keeper, self._live, self._settings = site, keeper, live, settings
        self._work = keeper.folder / "work"
        self._proposals = keeper.folder / "proposals"
        self._index = _Index()
        self._person = ""
        self._unseen: Callable[[], Collection[str]] = tuple
        self._created: dict[str, str] = {}  # the files that new releases became
        self._one = threading.RLock()  # two saves at once are one after the other
        self.proposed: dict[str, _Proposal] = {}
        for file in sorted(self._proposals.glob("*.json")):
            with contextlib.suppress(msgspec.DecodeError, OSError):
                self.proposed[file.stem] = msgspec.json.decode(file.read_bytes(), type=_Proposal)

    def seen_by(self, person: str, unseen: Callable[[], Collection[str]]) -> Texts:
        """The same releases as somebody sees them: their own typing, and no release that is `unseen`."""
        made = copy.copy(self)
        made._person = blake2b(person.encode(), digest_size=6).hexdigest()
        made._unseen = unseen
        return made

    @contextlib.contextmanager
    def still(self) -> Iterator[None]:
        """Nobody saves or publishes anything meanwhile."""
        with self._one, self.keeper.alone():
            yield

    # finding

    def source(self, id_: str) -> str | None:
        """The file of a release, by what stands for it in addresses; None: there is none."""
        model = self._live.model
        assert model is not None
        where = model.library.where
        found = self._index.sources.get(id_)
        if found is None or found not in where:
            self._index.sources = {id_of(source): source for source in where}
            found = self._index.sources.get(id_)
        return found if found is not None and found not in self._unseen() else None

    def open(self, id_: str) -> Text | None:
        """A release as its form shows it; None: there is none."""
        id_ = self.became(id_) or id_
        if _NEW.fullmatch(id_):
            begun = self._beside_original(id_) or f"releases/{self._now():%Y}/{id_}/index.md"
            return self._of(id_, begun, self._template(), None)
        source = self.source(id_)
        stored = self.keeper.read(source) if source else None
        if source is None or stored is None:
            return None
        proposal = self._proposal_file(id_)
        data = proposal.read_bytes() if id_ in self.proposed and proposal.is_file() else stored
        return self._of(id_, source, data, stored)

    def _of(self, id_: str, source: str, data: bytes, stored: bytes | None) -> Text:
        page = self._live.read(source, data)
        own = page if stored is data or stored is None else self._live.read(source, stored)
        draft = stored is None or (own.release is not None and own.release.draft)
        return Text(
            id_, source, data, stored, page.release, page.problems, draft, data is not stored and stored is not None
        )

    def translations(self, source: str) -> dict[str, str]:
        """What stands for the translations of a release, by their languages."""
        model = self._live.model
        assert model is not None
        heads = (head for shard in model.library.shards.values() for head in shard.heads)
        return {
            head.language.text: id_of(head.source)
            for head in heads
            if head.language is not None
            and head.translation_of is not None
            and find_original(head.source, head.translation_of, model.library.where.__contains__, tuple) == source
        }

    def _beside_original(self, id_: str) -> str | None:
        """Where a new release will lie that was begun as a translation: beside its original, where nothing lies yet."""
        typing = self.typing(id_)
        typed = typing.typed if typing is not None else {}
        language, original = typed.get("language", ""), typed.get("translation_of", "")
        model = self._live.model
        if model is None or original not in model.library.where or language not in self._settings().languages:
            return None
        source = f"{original.removesuffix('.md')}.{language}.md"
        return None if os.path.lexists(self.keeper.content / source) else source

    def new_id(self) -> str:
        """What stands for a release that is begun now."""
        return "n" + secrets.token_hex(8)[:15]

    def became(self, id_: str) -> str | None:
        """What stands now for a release that was begun as `id_` and saved since; None: it was not, or it is gone."""
        source = self._created.get(id_)
        return id_of(source) if source and self.keeper.read(source) is not None else None

    def state(self, text: Text) -> str:
        """What may be seen of a release now."""
        own = self._live.read(text.source, text.stored).release if text.stored is not None else None
        return visibility(own, self._now()) if own is not None else "draft"

    def _template(self) -> bytes:
        settings = self._settings()
        rows = ['title: ""', f"date: {self._now():%Y-%m-%d %H:%M}", "draft: true"]
        if settings.region and (home := load_regions(settings.regions).get(settings.region)):
            rows += [f'regions: ["{home.code}"]', f"dateline: {as_dateline(home.name)}"]
        return ("---\n" + "\n".join(rows) + "\n---\n\n").encode()

    def _now(self) -> dt.datetime:
        return dt.datetime.now(self._settings().zone)

    def remember(self, text: Text) -> None:
        """Keep the version that a form shows, so that what is typed into it can be joined with what others save."""
        with contextlib.suppress(OSError):
            self.keeper.versions.put(text.data)

    # typing

    def keep_typing(self, id_: str, typed: Mapping[str, str], base: str) -> Typing:
        """Keep what was typed, until it is saved; that of a new release which was saved meanwhile under its name."""
        typing = Typing(dict(typed), base, dt.datetime.now(dt.UTC).replace(microsecond=0))
        data = msgspec.json.encode(typing)
        if len(data) > _LARGEST_TYPING:
            raise Invalid(())
        write_whole(self._typing_file(self.became(id_) or id_), data, 0o600)
        return typing

    def typing(self, id_: str) -> Typing | None:
        """What was typed last and not saved."""
        try:
            return msgspec.json.decode(self._typing_file(id_).read_bytes(), type=Typing)
        except (OSError, msgspec.DecodeError):
            return None

    def drop_typing(self, id_: str) -> None:
        """Let go of what was typed."""
        self._typing_file(id_).unlink(missing_ok=True)

    def _typing_file(self, id_: str) -> Path:
        """Where the typing of this person lies."""
        return self._work / (f"{id_}.{self._person}.json" if self._person else f"{id_}.json")

    def unsaved(self) -> list[tuple[str, Typing]]:
        """What was typed of releases that were never saved, the newest first."""
        end = f".{self._person}.json" if self._person else ".json"
        ids = [name for file in self._work.glob(f"n*{end}") if _NEW.fullmatch(name := file.name.removesuffix(end))]
        found = [(id_, typing) for id_ in ids if (typing := self.typing(id_)) is not None]
        return sorted(found, key=lambda each: each[1].at, reverse=True)

    # changing

    def inputs(self, text: Text) -> Shown:
        """What the form of a release shows. Raises ProblemsFound."""
        return shown(text.data, text.path, text.release, self._settings())

    def with_typed(self, text: Text, typed: Mapping[str, str]) -> Text:
        """The release with what was typed, saved nowhere. Raises ProblemsFound."""
        data = changed(text.data, text.path, typed, text.release, self._settings())
        page = self._live.linked(text.source, data, self.beside(text), self._unseen())
        return msgspec.structs.replace(text, data=data, release=page.release, problems=page.problems)

    def merged(self, text: Text, typed: Mapping[str, str], base: str) -> Mapping[str, str]:
        """What was typed into the version `base`, joined with what others saved meanwhile. Raises Clash."""
        if base == text.base or text.is_new:
            return typed
        old = self.keeper.versions.get(base)
        if old is None:
            raise Clash(text, dict(typed), [("", "", "")])
        release = self._live.read(text.source, old).release
        was = shown(old, text.path, release, self._settings()).inputs
        now = self.inputs(text).inputs
        made, places = dict(typed), []
        for name, theirs in now.items():
            mine, before = typed.get(name, was.get(name, "")).replace("\r\n", "\n"), was.get(name, "")
            if mine in (before, theirs):
                made[name] = theirs
            elif theirs != before:
                joined = merge(before, mine, theirs) if name in ("body", "summary", "title") else None
                made[name] = joined.text if joined else mine
                places += [(name, *each) for each in (joined.clashes if joined else ((mine, theirs),))]
        if places:
            raise Clash(text, made, places)
        return made

    def save(self, id_: str, typed: Mapping[str, str], base: str, who: str) -> Text:
        """Save what was typed. Raises Invalid, Clash, ProblemsFound, OSError; KeyError for a release that is gone."""
        with self._one:
            return self._save(id_, typed, base, who)

    def _save(self, id_: str, typed: Mapping[str, str], base: str, who: str) -> Text:
        text = self.open(id_)
        if text is None:
            raise KeyError(id_)
        id_ = text.id
        typed = self.merged(text, typed, base)
        made = self.with_typed(text, typed)
        if made.problems or made.release is None:
            raise Invalid(made.problems, made)
        if made.data == text.data and not text.is_new:
            self.drop_typing(id_)
            return text
        try:
            saved = self._saved(text, made, who)
        except Moved:
            return self._save(id_, typed, base, who)
        self.drop_typing(id_)
        return saved

    def _saved(self, text: Text, made: Text, who: str) -> Text:
        if text.is_new:
            return self._create(text, made, who)
        if text.draft and not text.proposed:
            self._bring(text.id, text.source, made.data)
            self.keeper.save(text.source, text.stored, made.data, SAVE, who)
            self._let_go(text, made.data)
            self._live.put(text.source, made.data)
            return msgspec.structs.replace(made, stored=made.data)
        self._propose(text, made.data, who)
        return msgspec.structs.replace(made, proposed=True)

    def _create(self, text: Text, made: Text, who: str) -> Text:
        assert made.release is not None
        settings = self._settings()
        name = slug(made.release.title, settings.language)[:80].strip("-") or "rilis"
        year = made.release.date.at.astimezone(settings.zone).year
        if text.source == self._beside_original(text.id) and not self._are_taken(text):
            return self._created_at(text, text.source, made.data, who)
        for number in range(1, _MOST_NAMES):
            folder = f"releases/{year}/{name}" + (f"-{number}" if number > 1 else "")
            source = f"{folder}/index.md"
            place = self.keeper.content / folder
            if any(os.path.lexists(each) for each in (place, place.with_name(f"{place.name}.md"))):
                continue
            data = made.data
            if number > 1 and "slug" not in front_of(data, source):
                data = set_key(data, source, ("slug",), folder.rpartition("/")[2])
            return self._created_at(text, source, data, who)
        raise Invalid(made.problems, made)

    def _are_taken(self, text: Text) -> bool:
        """Whether a file that waits beside a new release has a name that another file has where it would lie."""
        beside = (self.keeper.content / text.source).parent
        return any(os.path.lexists(beside / each.name) for each in self.pending(text.id))

    def _created_at(self, text: Text, source: str, data: bytes, who: str) -> Text:
        self._bring(text.id, source, data)
        self.keeper.save(source, None, data, CREATE, who)
        self._live.put(source, data)
        shutil.rmtree(self._work / text.id, ignore_errors=True)
        self._created[text.id] = source
        return self._of(id_of(source), source, data, data)

    # changes to publish

    def _proposal_file(self, id_: str) -> Path:
        return self._proposals / f"{id_}.md"

    def _propose(self, text: Text, data: bytes, who: str) -> None:
        assert text.stored is not None
        with self.keeper.alone():
            self.keeper.versions.put(data)
            base = self.keeper.versions.put(text.stored)
        known = self.proposed.get(text.id) or _Proposal(text.source, base)
        self.keeper.tell(PROPOSE, who, text.source, digest_of(data), text.base)
        write_whole(self._proposal_file(text.id), data)
        write_whole(self._proposals / f"{text.id}.json", msgspec.json.encode(known))
        self.proposed[text.id] = known

    def drop_proposal(self, id_: str, who: str = "") -> None:
        """Let go of changes: they were published, or (with a name) are not wanted any more. Versions stay."""
        known = self.proposed.pop(id_, None)
        if known is not None and who:
            self.keeper.tell(DROP, who, known.source)
        (self._proposals / f"{id_}.json").unlink(missing_ok=True)
        self._proposal_file(id_).unlink(missing_ok=True)

    def published(self, id_: str, at: str | None, who: str, base: str = "") -> Text:
        """A release made public: a draft becomes none, changes come into the file. `at` is its new date, `base` the
        version that was looked at before.

        Raises Invalid, Clash, Moved, ProblemsFound and OSError; then nothing was changed.
        """
        with self._one:
            return self._published(id_, at, who, base)

    def _published(self, id_: str, at: str | None, who: str, base: str) -> Text:
        text = self.open(id_)
        if text is None or text.stored is None:
            raise KeyError(id_)
        if base and text.base != base:
            raise Moved(text.stored)
        data = self._joined(text)
        if self._settings().desk.second_eye and (data != text.data or text.base not in self._approved(text.source)):
            raise NotApproved
        data = _made_public(text, data, at)
        page = self._live.linked(text.source, data, self.beside(text))
        if page.problems or page.release is None:
            raise Invalid(page.problems, text)
        self._bring(id_, text.source, data)
        if data != text.stored:
            self.keeper.save(text.source, text.stored, data, PUBLISH, who, of=text.base)
            self._let_go(text, data)
            self._live.put(text.source, data)
        self.drop_proposal(id_)
        return self._of(id_, text.source, data, data)

    def _joined(self, text: Text) -> bytes:
        """The file as it should become: changes that wait, on top of what lies there now."""
        proposal = self.proposed.get(text.id)
        assert text.stored is not None
        if proposal is None or digest_of(text.stored) == proposal.base:
            return text.data
        old = self.keeper.versions.get(proposal.base)
        if old is None:
            raise Clash(text, self.inputs(text).inputs, [("", "", "")])
        mine = self.inputs(text).inputs
        own = msgspec.structs.replace(text, data=text.stored, release=self._live.read(text.source, text.stored).release)
        return self.with_typed(own, self.merged(own, mine, proposal.base)).data

    def amended(self, id_: str, change: Callable[[bytes, str], bytes], act: str, who: str, note: str = "") -> Text:
        """A release with a change made in its own file: a correction, a withdrawal, its taking back. Raises Invalid,
        Moved, ProblemsFound, OSError.
        """
        source = self.source(id_)
        stored = self.keeper.read(source) if source else None
        if source is None or stored is None:
            raise KeyError(id_)
        asked = self._settings().desk.second_eye and act in (CORRECT, WITHDRAW, UNDO)
        if asked and digest_of(stored) not in self._approved(source):
            raise NotApproved
        data = change(stored, f"content/{source}")
        page = self._live.read(source, data)
        if page.problems:
            raise Invalid(page.problems)
        self._bring(id_, source, data)
        self.keeper.save(source, stored, data, act, who, note)
        self._live.put(source, data)
        return self._of(id_, source, data, data)

    def _approved(self, source: str) -> Mapping[str, str]:
        return self.keeper.journal.standing(source).approved

    def files_of(self, text: Text) -> str:
        """The digest of the files that a text names, which an approval of it covers."""
        return self.files_named(text.source, text.data, {each.name: each for each in self.pending(text.id)})

    def files_named(self, source: str, data: bytes, waiting: Mapping[str, Path] = {}) -> str:
        """The digest of the files beside a text that it names; those that wait come before those that lie there."""
        own = (self.keeper.content / source).parent
        lying = {each.name: each for each in own.iterdir() if each.suffix != ".md"} if own.is_dir() else {}
        named = {name: each for name, each in {**lying, **waiting}.items() if name.encode() in data and each.is_file()}
        return files_of(data, {name: digest_of_file(each) for name, each in named.items()})

    def put_back(self, before: Text, after: Text, who: str) -> None:
        """Take back a publication that came to nothing: the file is as before, its changes wait again. What somebody
        saved since stays.
        """
        with self._one:
            if before.stored is None or before.stored == after.data:
                return
            self._bring(after.id, after.source, before.stored)
            try:
                self.keeper.save(after.source, after.data, before.stored, UNDO, who)
            except Moved:
                return
            self._let_go(after, before.stored)
            self._live.put(after.source, before.stored)
            if (newer := self.proposed.get(after.id)) is not None and newer.base == digest_of(after.data):
                newest = self._proposal_file(after.id).read_bytes()
            elif before.proposed:
                newest = after.data
            else:
                return
            # both hold what others changed in the file, so it is the version that they were made from
            self.proposed.pop(after.id, None)
            self._propose(before, newest, who)

    def restore(self, id_: str, digest: str, act: str, who: str) -> Text:
        """An earlier version of a release as its newest: of a draft at once, else as a change to publish."""
        text = self.open(id_)
        data = self.keeper.versions.get(digest)
        if text is None or text.stored is None or data is None:
            raise KeyError(id_)
        if text.draft and not text.proposed:
            if not self._is_draft(text, data):
                data = set_key(data, text.path, ("draft",), "true")
            if not self._is_draft(text, data):
                raise Invalid(())
            return self.amended(id_, lambda *_: data, act, who)
        self._propose(text, data, who)
        found = self.open(id_)
        assert found is not None
        return found

    def _is_draft(self, text: Text, data: bytes) -> bool:
        release = self._live.read(text.source, data).release
        return release is not None and release.draft

    def settled(self) -> int:
        """The number of lines of the journal whose changes are done, with the files beside texts."""
        with self._one, self.keeper.alone():
            self.keeper.journal.catch_up()
            return len(self.keeper.journal.events)

    # files beside a text

    def pending(self, id_: str) -> list[Path]:
        """The files that wait beside a release until it is saved, or published."""
        folder = self._work / id_
        return sorted(each for each in folder.iterdir() if each.is_file()) if folder.is_dir() else []

    def beside(self, text: Text) -> dict[str, Path]:
        """The files beside a release, by the sources that they have or will have below content/: those that wait, and
        those of its own that may have come a moment ago.
        """
        folder, _, name = text.source.rpartition("/")
        found = {f"{folder}/{file.name}": file for file in self.pending(text.id)}
        own = (self.keeper.content / text.source).parent
        if not text.is_new and own.is_dir():
            start = "" if name == "index.md" else f"{name.removesuffix('.md')}-"
            files = (each for each in own.iterdir() if each.name.startswith(start) and not each.name.startswith("."))
            found |= {f"{folder}/{each.name}": each for each in files if each.is_file() and each.suffix != ".md"}
        return found

    def add_file(self, text: Text, name: str, data: bytes) -> str:
        """Let a file wait for the save, or the publication, of a text that names it; its name, which no other has."""
        beside = (self.keeper.content / text.source).parent
        folder = self._work / text.id
        stem, ending = name.rsplit(".", 1)
        if not text.source.endswith("/index.md"):
            stem = f"{Path(text.source).stem}-{stem}"
        for number in range(1, _MOST_NAMES):
            found = f"{stem}-{number}.{ending}" if number > 1 else f"{stem}.{ending}"
            if not any(os.path.lexists(each / found) for each in (folder, beside)):
                write_whole(folder / found, data)
                return found
        raise FileExistsError(name)

    def file(self, text: Text, name: str) -> Path | None:
        """A file beside a release that it may show, by its name; None: there is none."""
        beside = (self.keeper.content / text.source).parent
        own = [each for each in beside.iterdir() if each.is_file()] if beside.is_dir() else []
        return next(
            (each for each in self.pending(text.id) + own if each.name == name and self.keeper.holds(each)), None
        )

    def _bring(self, id_: str, source: str, data: bytes) -> None:
        """Put the files that wait and that a text names beside it; what it does not name must not become public."""
        for file in self.pending(id_):
            if file.name.encode() in data:
                write_whole(self.keeper.place(source).with_name(file.name), file.read_bytes())
                file.unlink()

    def _let_go(self, text: Text, data: bytes) -> None:
        """Let the files wait again which a text named, and neither it nor another beside it names any more: a picture
        that was taken out of it is public no more, and comes back with the version that it belongs to.
        """
        own = (self.keeper.content / text.source).parent
        others = [each.read_bytes() for each in own.glob("*.md") if each.name != text.source.rpartition("/")[2]]
        for source, file in self.beside(text).items():
            name = source.rpartition("/")[2].encode()
            gone = name in (text.stored or b"") and not any(name in each for each in (data, *others))
            if gone and file.parent == own and not file.is_symlink():
                write_whole(self._work / text.id / file.name, file.read_bytes())
                file.unlink()


def _made_public(text: Text, data: bytes, at: str | None) -> bytes:
    """A text that is no draft any more, with its new date where there is one."""
    for key in ("draft", "published", "status"):
        if text.draft:
            data = set_key(data, text.path, (key,), None)
    return set_key(data, text.path, ("date",), at) if at is not None else data
