"""Turns the Markdown folders of another generator into items: Jekyll, Hugo, Eleventy or Pelican."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from warta.aside import GaveUp
from warta.content.bounds import first_bytes, given_up
from warta.dates import parse_moment
from warta.errors import Problem, ProblemsFound
from warta.importing.apart import Apart
from warta.importing.digests import digest_of_bytes
from warta.importing.folders import leads_out
from warta.importing.item import HTML, MARKDOWN, PAGE, RELEASE, SITE, Item, OldPicture, Summary
from warta.importing.markup import title_text
from warta.importing.sources.eleventy import Eleventy
from warta.importing.sources.front_fields import ENDS, Fields
from warta.importing.sources.front_matter import only_leads_on, read_front
from warta.importing.sources.generator_files import HTML_ENDINGS, UNREAD, File, find
from warta.importing.sources.hugo import Hugo
from warta.importing.sources.jekyll import Jekyll
from warta.importing.sources.known_authors import KnownAuthors
from warta.importing.sources.left_out import told
from warta.importing.sources.pelican import Pelican
from warta.importing.sources.template_tags import ExpandedTags, expand_tags
from warta.importing.sources.trace import Generator, Old, written
from warta.messages import Message, day, msg
from warta.slugs import slug

_GENERATORS: Mapping[str, Callable[[Path], Generator]] = {
    "jekyll": Jekyll,
    "hugo": Hugo,
    "eleventy": Eleventy,
    "pelican": Pelican,
}
_NO_TEXTS = ("readme", "license", "contributing", "changelog", "code_of_conduct")
_PROSE = 8  # words
_HEADING = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


class SiteFolder:
    """A generator's folder. Addresses are made as that generator makes them by the settings of the old site."""

    def __init__(self, folder: Path, kind: str, zone: ZoneInfo) -> None:
        if not folder.is_dir():
            message = msg("site-missing", "is no folder. Name the one the other generator builds from.")
            raise ProblemsFound([Problem(str(folder), 0, message)])
        self._folder = folder
        self._home = digest_of_bytes(str(folder.resolve()))
        self._kind = kind
        self._zone = zone
        self._lost: list[Message] = []
        self._apart = Apart()
        self._left_out: Counter[str] = Counter()
        self._generator: Generator = _GENERATORS[kind](folder)
        self.base = ""  # old addresses are paths
        self._files = list(find(folder, kind, self._generator))
        self._authors = KnownAuthors(self._generator.home)

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The texts with front matter, in the order of their paths."""
        self._lost.clear()
        self._left_out.clear()
        try:
            yield from self._items()
        finally:
            self._apart.close()

    def _items(self) -> Iterator[Item]:
        for file in self._files:
            path, name = file.path, file.name
            if leads_out(path, self._folder):
                self._lost.append(msg("site-link-out", "%(file)s is a link that leads out of the folder", file=name))
                continue
            form = UNREAD.get(path.suffix.casefold())
            if form is not None:
                self._lost.append(
                    msg(
                        "form-unread",
                        "%(file)s is %(form)s, which Warta does not read",
                        file=name,
                        form=form or path.suffix,
                    )
                )
                continue
            data = first_bytes(path)
            try:
                front = read_front(data, name, self._kind, is_html=path.suffix.casefold() in HTML_ENDINGS)
                fields = self._generator.fields(file.root, file.parts, Fields(front.fields))
                item = None if path.stem.partition(".")[0] == "_index" else self._item(file, fields, front.body)
            except ProblemsFound as found:
                self._refused(path, data, found.problems[0])
                continue
            if item is None:
                self._left_out["lists"] += 1
            else:
                yield msgspec.structs.replace(item, doubts=(*front.doubts, *item.doubts))

    def _refused(self, path: Path, data: bytes, problem: Problem) -> None:
        """Count or name a file of which no item can be made."""
        if only_leads_on(data):
            self._left_out["moved"] += 1
        elif path.stem.casefold() in _NO_TEXTS:
            self._left_out["readmes"] += 1
        else:
            said = msg("file-refused", "%(place)s: %(words)s", place=problem.place, words=problem.message)
            self._lost.append(said)

    def summary(self) -> Summary:
        """The files that could not be read, and the number of those that are no texts."""
        name = f"{self._folder.name} ({self._kind})"
        notices = tuple(
            msg(
                "settings-unread",
                "%(file)s, the settings of the old site, could not be read: old addresses are guesses.",
                file=file,
            )
            for file in self._generator.unread
        )
        return Summary(name=name, system=SITE, left_out=told(self._left_out), lost=tuple(self._lost), notices=notices)

    def _item(self, file: File, fields: Fields, body: str) -> Item | None:
        path, name, dated = file.path, file.name, file.dated
        has_date = bool(dated or fields.has("date"))
        date, timed, doubts = self._date(fields, dated[0] if dated else "")
        title = title_text(fields.text("title"))
        if not title:
            if not (has_date or file.among_posts or _is_prose(body)):
                return None
            title = _title_of(path, dated[1] if dated else "", body)
            doubts.append(msg("no-title-in-file", "had no title: the first heading or the name of its file became one"))
        is_page = self._is_page(path, has_date=has_date)
        try:
            expanded = self._apart(body, _expanded, self._kind, path.suffix.casefold() in HTML_ENDINGS)
        except GaveUp as gave_up:
            raise ProblemsFound([given_up(name, gave_up.why)]) from None
        expires, late = self._expires(fields, is_page=is_page)
        doubts += late
        trace = self._generator.trace(file.root, self._old(file, fields, title, date))
        address = trace.address
        doubts += [
            msg("unknown-key", "has a key Warta does not know: %(key)s", key=key)
            for key in fields.unknown()
            if key.casefold() not in trace.keys
        ]
        hidden = self._hidden(file, fields)
        if hidden is None and (status := fields.odd_status()):
            doubts.append(
                msg("status-shown", "has the status '%(status)s', which did not hide it: it is public", status=status)
            )
        image = fields.text("image", "cover", "featured_image", "thumbnail", "hero")
        return Item(
            key=f"site {name}",
            home=self._home,
            origin=address,
            title=title,
            text=expanded.text,
            form=HTML if path.suffix.casefold() in HTML_ENDINGS else MARKDOWN,
            date=date,
            timed=timed,
            kind=PAGE if is_page else RELEASE,
            slug=_slug_of(file, fields),
            summary=fields.text("summary", "description", "excerpt"),
            categories=(*trace.categories, *fields.texts("category", "categories")),
            tags=tuple(
                tag for tag in (*fields.texts("tags", "tag"), *trace.tags) if tag not in ("posts", "post", "all")
            ),
            authors=self._authors.names(fields.people("author", "authors")),
            language=trace.language,
            base=trace.base,
            twin=f"{self._home} {trace.twin}" if trace.twin else "",
            guessed=not trace.is_sure,
            image=OldPicture(_beside(image, address)) if image else None,
            names=(*_names(name), *((address.removeprefix(trace.site),) if trace.site else ())),
            aliases=(*trace.others, *fields.texts("aliases", "redirect_from")),
            hidden=hidden,
            expires=expires,
            shortcodes=expanded.met,
            doubts=(*doubts, *expanded.doubts),
            lost=expanded.lost,
        )

    def _date(self, fields: Fields, named: str) -> tuple[dt.datetime, bool, list[Message]]:
        for text in (fields.text("date", "publishdate"), named, fields.text("modified", "lastmod", "updated")):
            written = re.sub(r"(\d) ([+-]\d{4})$", r"\1\2", text.strip())
            try:
                moment = parse_moment(written, self._zone) if written else None
            except ValueError:
                continue
            if moment is not None:
                return moment.at, moment.timed, []
        doubt = msg("date-unread", "had no date Warta can read: write the right one")
        doubts = [doubt] if fields.has("date") else []
        return dt.datetime(2000, 1, 1, tzinfo=self._zone), False, doubts

    def _is_page(self, path: Path, *, has_date: bool) -> bool:
        parts = path.relative_to(self._folder).parts
        if self._kind == "jekyll":
            return "_posts" not in parts and "_drafts" not in parts
        return (self._kind == "pelican" and "pages" in parts) or not has_date

    def _hidden(self, file: File, fields: Fields) -> Message | None:
        """Why the generator did not show a text to everyone; None where it did."""
        if "_drafts" in file.path.parts:
            return msg("was-draft", "was a draft")
        if why := fields.why_hidden(by_status=self._kind == "pelican"):
            return why
        is_unread = self._kind == "jekyll" and "_posts" in file.path.parts and file.dated is None
        if not file.shown or is_unread:
            return msg("was-not-shown", "lay where the old site showed nothing (%(file)s)", file=file.name)
        now = dt.datetime.now(self._zone)
        appears, ends = self._moment(fields, "publishdate"), self._moment(fields, *ENDS)
        if appears is not None and appears > now:
            return msg("was-to-appear", "was to appear on %(date)s", date=day(appears))
        if ends is not None and ends <= now:
            return msg("had-expired", "had expired on %(date)s", date=day(ends))
        return None

    def _expires(self, fields: Fields, *, is_page: bool) -> tuple[dt.datetime | None, list[Message]]:
        """The moment from which a text is to be gone, where it lies ahead, and a doubt for a page, which has none."""
        ends = self._moment(fields, *ENDS)
        if ends is None or ends <= dt.datetime.now(self._zone):
            return None, []
        if not is_page:
            return ends, []
        doubt = msg(
            "page-expires",
            "was to disappear on %(date)s: take it away then, a page does not do so",
            date=day(ends),
        )
        return None, [doubt]

    def _moment(self, fields: Fields, *names: str) -> dt.datetime | None:
        try:
            return parse_moment(fields.text(*names), self._zone).at if fields.text(*names) else None
        except ValueError:
            return None

    def _old(self, file: File, fields: Fields, title: str, date: dt.datetime) -> Old:
        """What its generator made the address of a text from."""
        texts = (fields.text("date", "publishdate"), file.dated[0] if file.dated else "")
        at, offset = written(next((each for each in texts if each), ""), date)
        return Old(file.parts, fields, title, at, offset, file.dated)


def _slug_of(file: File, fields: Fields) -> str:
    """The slug that front matter gives, else the name of the file."""
    named = file.dated[1] if file.dated else file.path.parent.name if file.path.stem == "index" else file.path.stem
    return slug(fields.text("slug") or named)


def _expanded(body: str, kind: str, is_html: bool) -> ExpandedTags:  # noqa: FBT001 - what reads apart gives by place
    return expand_tags(body, kind, is_html=is_html)


def _is_prose(body: str) -> bool:
    """Whether a body is a text by itself, and not only tags that make a list."""
    return len(re.sub(r"\{[{%].*?[%}]\}|<[^>]*>", " ", body, flags=re.DOTALL).split()) >= _PROSE


def _title_of(path: Path, word: str, body: str) -> str:
    """A title for a text that has none: its first heading, else the words in the name of its file."""
    if heading := _HEADING.search(body):
        return heading[1].strip()
    name = word or (path.parent.name if path.stem == "index" else path.stem)
    return " ".join(re.split(r"[-_\s]+", name)).strip().capitalize() or name


def _names(name: str) -> tuple[str, ...]:
    """How texts of the same site link to a file: by its path, its name, and Jekyll's post_url."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    known = [f"/{name}", f"/{name.removeprefix('content/')}"]
    if stem != "index":
        known += [f"/{stem}.md", f"/{stem}"]
    return tuple(dict.fromkeys(known))


def _beside(image: str, address: str) -> str:
    return image if image.startswith(("/", "http")) else address.rstrip("/") + "/" + image
