"""Turns Word files into items: each a draft, since what lay on somebody's disk was not public yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from warta.aside import GaveUp
from warta.content.bounds import first_bytes, given_up
from warta.dates import Moment
from warta.errors import Problem, ProblemsFound
from warta.importing.apart import Apart
from warta.importing.digests import digest_of_bytes
from warta.importing.head_lines import find_date
from warta.importing.item import WORD, Item, Summary
from warta.importing.markup import clean_text, without_tags
from warta.importing.sources.word.package import LARGEST_FILE
from warta.importing.sources.word.press_paper import Paper, read_paper
from warta.importing.sources.word.reading import Read, read_word
from warta.messages import Message, msg

_NOT_PUBLIC = msg("word-draft", "came from a Word file, which nobody had published yet")
_HELD = msg("word-held", "was under embargo")
_OTHERS = (".doc", ".docm", ".dotx", ".odt", ".rtf", ".pdf", ".pages")
_LOOKED_THROUGH = 1500  # letters of a text in which its date is looked for


class WordFiles:
    """Word files, and those in folders. All are read at once: their pictures lie in a scratch folder from then on."""

    base = ""

    def __init__(self, places: tuple[Path, ...], zone: ZoneInfo, scratch: Path) -> None:
        missing = [place for place in places if not place.exists()]
        if missing:
            message = msg("word-missing", "is not there. Name a .docx file, or a folder of them.")
            raise ProblemsFound([Problem(str(place), 0, message) for place in missing])
        self._zone = zone
        self._lost: list[Message] = []
        self._name = places[0].name if len(places) == 1 else f"{len(places)} × Word"
        self.files: Mapping[str, Path] = {}
        self._items = list(self._read(dict.fromkeys(_files(places)), str(scratch)))

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The releases, in the order of the files."""
        yield from self._items

    def summary(self) -> Summary:
        """The files that could not be read."""
        return Summary(name=self._name, system=WORD, lost=tuple(self._lost))

    def _read(self, paths: Mapping[Path, None], scratch: str) -> Iterator[Item]:
        apart = Apart()
        names = _names(tuple(paths))
        found: dict[str, Path] = {}
        try:
            for path, name in names.items():
                read = self._document(apart, path, name, scratch)
                if read is not None:
                    found |= {address: Path(file) for address, file in read.pictures.items()}
                    yield self._item(read, path, name)
        finally:
            apart.close()
            self.files = found

    def _document(self, apart: Apart, path: Path, name: str, scratch: str) -> Read | None:
        """What is in a file; None when it was not read, which is named."""
        try:
            data = first_bytes(path, LARGEST_FILE)
            if len(data) > LARGEST_FILE:
                self._lost.append(msg("word-file-too-large", "%(file)s is larger than 100 MB", file=name))
                return None
            read = apart.always(data, read_word, scratch)
        except OSError:
            self._lost.append(msg("word-unreadable", "%(file)s may not be read", file=name))
            return None
        except GaveUp as gave_up:
            why = given_up(name, gave_up.why).message
            self._lost.append(msg("file-unread", "%(file)s was not read: it %(words)s", file=name, words=why))
            return None
        if read.why is not None:
            self._lost.append(msg("word-refused", "%(file)s %(why)s", file=name, why=read.why))
            return None
        return read

    def _item(self, read: Read, path: Path, name: str) -> Item:
        paper = read_paper(read.html, self._zone)
        doubts = list(read.behind)
        title = clean_text(paper.title).strip()
        if not title:
            title = path.stem
            doubts.append(msg("word-no-title", "had no title that stands out: the name of its file became one"))
        date = self._date(paper, read, path, doubts)
        if paper.held and paper.embargo is None:
            doubts.append(
                msg("word-held-unclear", "says an embargo without a date Warta can read: %(line)s", line=paper.held)
            )
        if paper.logo:
            doubts.append(msg("word-logo", "the picture of its letterhead stayed behind"))
        return Item(
            key=f"word {name}",
            home=digest_of_bytes(str(path.resolve().parent)),
            origin=name,
            title=title,
            text=paper.html,
            date=date.at,
            timed=date.timed,
            number=paper.number,
            hidden=_HELD if paper.held else _NOT_PUBLIC,
            embargo=paper.embargo is not None,
            doubts=tuple(doubts),
            lost=(
                *read.lost,
                *((msg("word-gone", "words of its paper: %(words)s", words=tuple(paper.gone)),) if paper.gone else ()),
            ),
            removed=tuple(paper.removed),
        )

    def _date(self, paper: Paper, read: Read, path: Path, doubts: list[Message]) -> Moment:
        """The moment of an embargo, else the date on the paper, in the text, of the document or of the file."""
        if paper.embargo is not None:
            return paper.embargo
        if paper.date is not None:
            return paper.date
        told = find_date(without_tags(paper.html, " ")[:_LOOKED_THROUGH], self._zone)
        if told is not None:
            doubts.append(
                msg(
                    "date-of-text",
                    "told no date: %(date)s, the first in its text, was taken",
                    date=f"{told[0]:%Y-%m-%d}",
                )
            )
            return Moment(told[0].replace(hour=0, minute=0), timed=False)
        at = dt.datetime.fromtimestamp(path.stat().st_mtime, self._zone)
        doubts.append(
            msg("date-of-file", "told no date: %(date)s, when its file was saved, was taken", date=f"{at:%Y-%m-%d}")
        )
        return Moment(at.replace(hour=0, minute=0, second=0, microsecond=0), timed=False)


def _files(places: tuple[Path, ...]) -> Iterator[Path]:
    """The files that are named, and in folders those that Word or its like wrote; not those of a Word that runs."""
    for place in places:
        if not place.is_dir():
            yield place
            continue
        for path in sorted(place.rglob("*")):
            if (
                path.suffix.casefold() in (".docx", *_OTHERS)
                and path.is_file()
                and not path.name.startswith(("~$", "."))
            ):
                yield path


def _names(paths: tuple[Path, ...]) -> dict[Path, str]:
    """The name of each file, with its folder where two have one name."""
    names = [path.name for path in paths]
    return {path: path.name if names.count(path.name) == 1 else path.as_posix() for path in paths}
