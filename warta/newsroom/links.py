"""Turns relative targets in documents into addresses: of other documents, and of the files beside them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

import msgspec

from warta.content.chart_figures import is_csv
from warta.content.documents import Link
from warta.digests import digest_of
from warta.errors import Problem, as_written, few, meant
from warta.fields import Ref
from warta.media_types import enclosed_type
from warta.messages import Message, msg
from warta.newsroom.addresses import STATIC, beside, static_address
from warta.newsroom.charts import Drawn, chart_of
from warta.newsroom.pictures import UNSHOWN, Picture, image_of
from warta.newsroom.places import Asking, Places, is_bundle, resolve
from warta.newsroom.views import Enclosure, Target

_MOST_HINTS = 20  # to look for what may be meant takes long


class Answer(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What a document asked for.

    `targets` are what the links of its body lead to, in their order. `files` maps the name of a file as written to the
    file in its place, `media` is what is published at the document's address, `shown` are the pictures of its body,
    `enclosures` the recordings and documents that it names anywhere.
    """

    targets: tuple[Target, ...] = ()
    files: dict[str, Picture] = {}
    media: tuple[Picture, ...] = ()
    shown: tuple[Picture, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    digest: bytes = b""


def asks(asking: Asking) -> bool:
    """Whether a document asks for anything."""
    return bool(asking.links or asking.files or asking.mentions or is_bundle(asking.source))


def answer(asking: Asking, path: str, places: Places) -> Answer:
    """The answer to what a document asks that is published at `path`. A release that was withdrawn shows neither text
    nor files; those that it keeps are published all the same.
    """
    linker = _Linker(asking, path, places)
    if asking.closed:
        for ref in asking.keep:
            linker.file(ref)
        return linker.answer(())
    targets = tuple([linker.body_target(each) for each in asking.links])
    for place, ref in enumerate(asking.files):
        linker.file(ref)
        if place < asking.pictures:
            linker.must_be_picture(ref)
    if is_bundle(asking.source):
        linker.siblings()
    return linker.answer(targets)


def left_out(source: str, places: Places) -> Problem:
    """That a file is not published though it belongs to nobody hidden, since it holds what somebody hidden has."""
    other = places.belongings.copies.get(source, source)
    owner = places.belongings.owners.get(other, "")
    if places.files[source].link == other:
        message = msg(
            "left-out-link",
            "is left out: it is a link to %(other)s, which belongs to %(owner)s.",
            other=f"content/{other}",
            owner=f"content/{owner}",
        )
    else:
        message = msg(
            "left-out-same",
            "is left out: it is the same file as %(other)s, which belongs to %(owner)s. Name it in a public text to "
            "publish it.",
            other=f"content/{other}",
            owner=f"content/{owner}",
        )
    return Problem(f"content/{source}", 0, message)


class _Linker:
    """Resolves the targets of one document and collects what it met."""

    def __init__(self, asking: Asking, path: str, places: Places) -> None:
        self._asking = asking
        self._source = asking.source
        self._folder = posixpath.dirname(asking.source)
        self._path = path
        self._places = places
        self._files: dict[str, Picture] = {}
        self._media: dict[str, Picture] = {}
        self._shown: dict[str, Picture] = {}
        self._linked: dict[str, Picture] = {}
        self._taken: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._warnings: list[Problem] = []

    def answer(self, targets: tuple[Target, ...]) -> Answer:
        media, shown = tuple(self._media.values()), tuple(self._shown.values())
        parts = (targets, self._files, media, shown, tuple(self._enclosures()))
        notes = few(self._problems), few(self._warnings)
        return Answer(*parts, *notes, digest_of((parts, notes)))

    def _enclosures(self) -> Iterator[Enclosure]:
        if self._asking.closed:
            return
        files = {each.path: each for each in (*self._files.values(), *self._linked.values())}
        for path, file in files.items():
            if type_ := enclosed_type(path):
                yield Enclosure(self._places.addresses.url(quote(path)), type_, file.facts.size)

    def body_target(self, link: Link) -> Target:
        """What a relative link or image of the body leads to; None when its text must stand without the link."""
        url = self._url(link.target, link.line)
        if url is not None and link.image and is_csv(urlsplit(url).path):
            return self._chart(url, link)
        if url is None or not (link.image or enclosed_type(urlsplit(url).path)):
            return url
        path = self._places.addresses.path_of(url)
        source = self._source_at(path)
        if not link.image:
            if source is not None:
                self._linked[path] = Picture(path, source, self._places.files[source])
            return url
        if source is None:
            if not link.target.startswith("/"):  # a document
                self._not_shown("none", link.target, link.line)
            return url
        self._check_shown(source, link.target, link.line)
        if not self._places.files[source].width:
            return url
        picture = Picture(path, source, self._places.files[source])
        self._shown[path] = picture
        return image_of(picture, self._places.images, self._places.addresses)

    def _source_at(self, path: str) -> str | None:
        """The file that is published at a path."""
        beside_it = next((each.source for each in self._media.values() if each.path == path), None)
        return beside_it or self._places.published(path)

    def _chart(self, url: str, link: Link) -> Target:
        """The chart of a CSV file that stands where a picture would."""
        address, _, form = url.partition("#")
        source = self._source_at(self._places.addresses.path_of(address))
        if source is None:
            self._not_shown("none", link.target, link.line)
            return url
        chart, problems = chart_of(Drawn(self._source, link, form), address, self._places.files[source])
        self._problems += problems
        return chart or url

    def _url(self, target: str, line: int) -> str | None:
        base = self._places.addresses.base
        if target.startswith("/"):
            return target if target.startswith(base + "/") else base + target
        parts = urlsplit(target)
        rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
        source = resolve(self._source, unquote(parts.path))
        for candidate in (source, f"{source}.md", f"{source}.markdown", *self._places.indexes(source)):
            if self._places.has(candidate):
                address = self._places.find(candidate)
                if address is None:
                    self._warn(target, line)
                return None if address is None else base + address + rest
        if source in self._places.files:
            if self._is_left_out(source, target, line):
                return None
            return base + quote(self._publish(source).path) + rest
        self._broken(target, line, source)
        return None

    def _warn(self, target: str, line: int) -> None:
        message = msg(
            "link-to-hidden",
            "the link to '%(target)s' is left out as long as that release is not public.",
            target=target,
        )
        self._warnings.append(Problem(f"content/{self._source}", line, message))

    def _is_left_out(self, source: str, written: str, line: int) -> bool:
        """Whether a file that is named here must not be published; what is doubtful about it is told."""
        places, belongings = self._places, self._places.belongings
        index = places.held_by(source, self._source)
        if index is not None:
            if places.find(index) is None:
                self._warn(written, line)
            else:
                message = msg(
                    "link-to-withdrawn",
                    "the link to '%(target)s' is left out, since that release was withdrawn.",
                    target=written,
                )
                self._warnings.append(Problem(f"content/{self._source}", line, message))
            return True
        if self._asking.hidden:
            return False
        if source in belongings.withheld:
            self._warnings.append(left_out(source, places))
            return True
        owner = belongings.owners.get(places.files[source].link) or belongings.owners.get(source)
        if owner is not None and owner != self._source:
            if places.find(owner) is not None:
                message = msg(
                    "file-of-withdrawn",
                    "'%(file)s' is published, since it is named here; %(owner)s, which was withdrawn, has it too.",
                    file=written,
                    owner=f"content/{owner}",
                )
            else:
                message = msg(
                    "file-of-hidden",
                    "'%(file)s' is published, since it is named here; %(owner)s, which is not public, has it too.",
                    file=written,
                    owner=f"content/{owner}",
                )
            self._warnings.append(Problem(f"content/{self._source}", line, message))
        return False

    def file(self, ref: Ref) -> None:
        """A file named in the front matter."""
        source = self._places.file_named(self._source, ref.text)
        if source not in self._places.files:
            self._broken(ref.text, ref.line, source)
        elif self._is_left_out(source, ref.text, ref.line):
            return
        elif source.startswith(STATIC):
            self._files[ref.text] = Picture(static_address(source), source, self._places.files[source])
        else:
            self._files[ref.text] = self._publish(source)

    def must_be_picture(self, ref: Ref) -> None:
        """A file named in the front matter where a picture is expected; one that is not here was told of before."""
        if ref.text in self._files:
            self._check_shown(self._files[ref.text].source, ref.text, ref.line)

    def _check_shown(self, source: str, name: str, line: int) -> None:
        why = self._places.files[source].unshown
        if why:
            self._not_shown(why, name, line)

    def _not_shown(self, why: str, name: str, line: int) -> None:
        self._problems.append(Problem(f"content/{self._source}", line, UNSHOWN[why](name)))

    def siblings(self) -> None:
        """All files of a bundle are published with it, but for those that belong to somebody hidden."""
        belongings = self._places.belongings
        for source in self._places.bundle(self._source):
            if self._asking.hidden or source not in belongings.withheld:
                self._publish(source)
            elif source in belongings.copies:
                self._warnings.append(left_out(source, self._places))

    def _publish(self, source: str) -> Picture:
        media = self._media.get(source)
        if media is None:
            path = beside(self._path, self._folder, source)
            media = self._media[source] = Picture(path, source, self._places.files[source])
        other = self._taken.setdefault(media.path.casefold(), source)
        if other != source:
            message = msg(
                "files-one-name",
                "%(file)s and %(other)s would both be published as %(address)s. Rename one.",
                file=f"content/{source}",
                other=f"content/{other}",
                address=media.path,
            )
            self._problems.append(Problem(f"content/{self._source}", 0, message))
        return media

    def _broken(self, target: str, line: int, source: str) -> None:
        if "{{" in target or "{%" in target:
            message = msg(
                "link-of-template",
                "the link is made by another generator's template tag, which Warta does not read (got '%(got)s').",
                got=target,
            )
            self._problems.append(Problem(f"content/{self._source}", line, message))
            return
        message = msg(
            "file-missing",
            "there is no file '%(target)s' (looked for %(path)s).",
            self._near(source) if len(self._problems) < _MOST_HINTS else None,
            target=target,
            path=f"content/{source}",
        )
        self._problems.append(Problem(f"content/{self._source}", line, message))

    def _near(self, source: str) -> Message | None:
        """The hint to the file that may be meant."""
        folder = posixpath.dirname(source) + "/"
        others = (each for each in (*self._places.files, *self._places.sources()) if each != self._source)
        near = [each for each in others if each.startswith(folder)]
        return meant(posixpath.basename(source), [each.removeprefix(folder) for each in near], as_written)
