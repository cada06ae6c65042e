"""Reads the Markdown folder of a generator plainly: CommonMark by markdown-it, template tags taken off.

The door to markdown-it. What only the generator's templates print is not known here; a folder of its pages has that.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from markdown_it import MarkdownIt

from warta.datatree import Node, read_toml, read_yaml
from warta.errors import Problem, ProblemsFound
from warta.importing.checking.old_settings import OldSettings, settings_of
from warta.importing.checking.seen import Seen, is_document, is_link, is_picture, seen_in
from warta.importing.checking.texts import OldText, hosts_of
from warta.messages import msg
from warta.slugs import slug

_TEXTS = (".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mkdown", ".html", ".htm")
_OTHERS = (".rst", ".textile", ".org", ".adoc", ".asciidoc")
_NO_TEXTS = frozenset(
    """_site node_modules _layouts _includes _sass _data _plugins vendor public output resources themes layouts
    archetypes static assets i18n data""".split()
)
_FRONT = re.compile(r"\s*(---|\+\+\+)[ \t]*\r?\n(.*?)\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_LINE = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_KEY = re.compile(r"^([A-Za-z]\w*)\s*[:=]\s*(.+?)\s*$", re.MULTILINE)
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-(.+)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_COMMENT = re.compile(
    r"\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}|\{\{[<%]\s*comment\b.*?/comment\s*[>%]\}\}|"
    r"\{\{/\*.*?\*/\}\}|\{#.*?#\}|\{::comment\}.*?\{:/(?:comment)?\}",
    re.DOTALL,
)
_TAG = re.compile(
    r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|\{\{.*?\}\}|^\{:[^}\n]*\}[ \t]*$|(?<=\S)\{:[^}\n]*\}", re.DOTALL | re.MULTILINE
)
_MARK = re.compile(
    r"\[\^[^\]\s]+\]:?|^\[TOC\]$|^\[\[_TOC_\]\]$|(?:\{|\|)(?:filename|attach|static)(?:\}|\|)", re.MULTILINE
)
_VALUE = re.compile(
    r"""["'`](https?://[^"'`\s]+|[^"'`\s]+\.(?:pdf|jpe?g|png|gif|webp|svg|docx?|xlsx?|pptx?|zip))["'`]"""
)
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title.html",
}
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
_HOLE = "\ue000"
"""Stands where a template tag stood: a link or picture with one has an address that is not known here."""


class OldFolder:
    """The folder from which a generator made an old site."""

    def __init__(self, folder: Path, kind: str) -> None:
        if not folder.is_dir():
            raise ProblemsFound([Problem(str(folder), 0, msg("check-no-folder", "is no folder."))])
        self._folder = folder
        self._kind = kind
        self._settings: OldSettings = settings_of(folder, kind)
        content = folder / "content"
        self._root = content if kind in ("hugo", "pelican") and content.is_dir() else folder

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that the settings name."""
        return hosts_of(self._settings.hosts)

    def texts(self) -> Iterator[OldText]:
        """The texts, by their paths."""
        for path in sorted(self._root.rglob("*")):
            parts = path.relative_to(self._root).parts
            suffix = path.suffix.casefold()
            is_near = self._root == self._folder and not _NO_TEXTS.isdisjoint(parts[:1])
            if is_near or any(
                part.startswith(".") or part in ("_layouts", "_includes", "node_modules") for part in parts
            ):
                continue
            if suffix in (*_TEXTS, *_OTHERS) and path.is_file() and not path.is_symlink():
                text = self._text(path, path.read_bytes().decode("utf-8-sig", "replace"))
                if text is not None:
                    yield text

    def _text(self, path: Path, written: str) -> OldText | None:
        fields, body = self._divided(written)
        dated = _DATED.fullmatch(path.stem)
        is_text = "title" in fields or dated is not None or self._root != self._folder
        if path.stem == "_index" or not fields and path.suffix not in _OTHERS or not is_text:
            return None
        name = path.relative_to(self._folder).as_posix()
        title = re.sub(r"<[^>]*>", "", html.unescape(fields.get("title") or (dated[4] if dated else path.stem)))
        date = _DATE.search(fields.get("date", "")) or (dated and _DATE.match(path.stem))
        day = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}" if date else ""
        if path.suffix.casefold() in _OTHERS:
            return OldText(name=name, title=" ".join(title.split()))
        return OldText(
            name=name,
            title=" ".join(title.split()),
            seen=_seen(body, is_html=path.suffix.casefold() in (".html", ".htm")),
            date=day,
            addresses=tuple(dict.fromkeys(filter(None, self._addresses(path, fields, day)))),
            hidden=self._is_hidden(path, fields, day),
        )

    def _divided(self, written: str) -> tuple[dict[str, str], str]:
        """Front matter as plain texts, a list in lines, and the text below it."""
        match = _FRONT.match(written)
        if match is None:
            lines = written.splitlines()
            fields: dict[str, str] = {}
            while self._kind == "pelican" and lines and (line := _LINE.fullmatch(lines[0])):
                fields[line[1].casefold()] = line[2].strip()
                lines.pop(0)
                while lines and lines[0].startswith("    "):
                    lines.pop(0)
            return fields, "\n".join(lines)
        try:
            node = (read_toml if match[1] == "+++" else read_yaml)(match[2], "")
        except ProblemsFound:
            return {key.casefold(): value.strip("\"'") for key, value in _KEY.findall(match[2])}, written[match.end() :]
        value: Mapping[str, Node] = node.value if isinstance(node.value, dict) else {}
        return {str(key).casefold(): _plain(each) for key, each in value.items()}, written[match.end() :]

    def _is_hidden(self, path: Path, fields: Mapping[str, str], day: str) -> bool:
        """Whether the generator made no page of a text, as of now."""
        now = f"{dt.datetime.now().astimezone().date()}"
        ends = [fields.get(key, "")[:10] for key in ("expirydate", "unpublishdate", "expires")]
        early = max((fields.get("publishdate", "")[:10], day)) > now and not self._settings.shows_future
        return (
            "_drafts" in path.parts
            or fields.get("draft", "").casefold() in ("true", "yes")
            or fields.get("published", "").casefold() in ("false", "no")
            or fields.get("status", "").casefold() in ("draft", "hidden", "private")
            or fields.get("permalink", "").casefold() == "false"
            or any(each and each <= now for each in ends)
            or (early and self._kind in ("hugo", "jekyll"))
            or (self._kind == "jekyll" and "_posts" in path.parts and _DATED.fullmatch(path.stem) is None)
        )

    def _addresses(self, path: Path, fields: Mapping[str, str], day: str) -> Iterator[str]:
        more = [*fields.get("aliases", "").splitlines(), *fields.get("redirect_from", "").splitlines()]
        own = fields.get("url") or fields.get("permalink", "")
        if own and not re.search(r"[{}:]", own):
            yield "/" + own.lstrip("/")
        else:
            yield getattr(self, f"_{self._kind}_address")(path, fields, day)
        yield from (each for each in more if each.startswith("/"))

    def _hugo_address(self, path: Path, fields: Mapping[str, str], day: str) -> str:
        settings, parts = self._settings, path.relative_to(self._root).with_suffix("").parts
        language = settings.main
        for name, place in settings.languages.items():
            own = tuple(place.removeprefix("content/").split("/")) if place else ()
            if own and parts[: len(own)] == own:
                language, parts = name, parts[len(own) :]
            elif parts[-1].endswith(f".{name}"):
                language, parts = name, (*parts[:-1], parts[-1].removesuffix(f".{name}"))
        is_prefixed = (language != settings.main or settings.is_prefixed) and not settings.apart
        prefix = f"/{language}" if is_prefixed else ""
        parts = parts[:-1] if parts[-1] == "index" and len(parts) > 1 else parts
        word = fields.get("slug") or parts[-1]
        pattern = settings.permalinks.get(parts[0], "") if len(parts) > 1 else settings.permalinks.get("/", "")
        if not pattern:
            return f"{prefix}/" + "".join(f"{_sanitised(part.casefold())}/" for part in (*parts[:-1], word))
        dated = _DATED.fullmatch(parts[-1])
        bare = dated[4] if dated else parts[-1]
        values = {
            "slugorcontentbasename": fields.get("slug") or bare,
            "contentbasename": bare,
            "slugorfilename": fields.get("slug") or bare,
            "filename": bare,
            "slug": fields.get("slug") or _urlized(fields.get("title", bare)),
            "title": _urlized(fields.get("title", bare)),
            "sections": "/".join(parts[:-1]),
            "section": parts[0],
        }
        return prefix + _filled(pattern, {name: _sanitised(value) for name, value in values.items()}, day)

    def _jekyll_address(self, path: Path, fields: Mapping[str, str], day: str) -> str:
        dated = _DATED.fullmatch(path.stem)
        if dated is None:
            return "/" + path.relative_to(self._folder).with_suffix(".html").as_posix()
        written = fields.get("permalink") or self._settings.permalinks.get("", "date")
        categories = "/".join(slug(each) for each in fields.get("categories", fields.get("category", "")).split())
        values = {
            "categories": categories,
            "title": dated[4],
            "slug": fields.get("slug", dated[4]),
            "output_ext": ".html",
        }
        return _filled(_STYLES.get(written, written), values, day)

    def _eleventy_address(self, path: Path, fields: Mapping[str, str], day: str) -> str:
        parts = path.relative_to(self._folder).with_suffix("").parts
        dated = _DATED.fullmatch(parts[-1])
        name = dated[4] if dated else parts[-1]
        return "/" + "".join(f"{part}/" for part in (*parts[:-1], name) if part != "index")

    def _pelican_address(self, path: Path, fields: Mapping[str, str], day: str) -> str:
        pattern = self._settings.permalinks["pages" if "pages" in path.relative_to(self._root).parts else ""]
        year, month, date = (day or "0-0-0").split("-")
        made = re.sub(r"\{date:([^}]*)\}", lambda match: f"{_moment(day):{match[1]}}" if day else "", pattern)
        values = {
            "slug": fields.get("slug") or slug(fields.get("title", path.stem)),
            "category": slug(fields.get("category", "")),
        }
        for key, value in (*values.items(), ("lang", fields.get("lang", self._settings.main))):
            made = made.replace(f"{{{key}}}", value)
        return "/" + re.sub(r"(^|/)index\.html$", r"\1", made)


def _moment(day: str) -> dt.date:
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        return dt.date(1, 1, 1)


def _filled(pattern: str, values: Mapping[str, str], day: str) -> str:
    """A pattern of an address with its values put in."""
    year, month, date = (day or "--").split("-")
    known = {**values, "year": year, "month": month, "day": date}

    def put(match: re.Match[str]) -> str:
        return known.get(match[1].casefold(), "")

    made = re.sub(r":([A-Za-z_]+)", put, pattern)
    made = "/" + re.sub("/+", "/", made).lstrip("/")
    return made if made.endswith("/") or "." in made.rpartition("/")[2] else f"{made}/"


def _sanitised(path: str) -> str:
    """A part of an address with the signs that Hugo leaves in it: letters, figures, and few more."""
    kept = "".join(char for char in path if char in "./\\_#+~-@%" or unicodedata.category(char)[0] in "LNMZ")
    return re.sub(r"\s*-\s*|\s+", "-", kept.strip())


def _urlized(title: str) -> str:
    """A title as Hugo makes a word of an address of it."""
    return re.sub(r"-+", "-", re.sub(r"[^\w\s.-]", "", title.casefold()).strip().replace(" ", "-"))


def _plain(node: Node) -> str:
    """A value as a text; of a list and of a table the plain values in lines."""
    if isinstance(node.value, str):
        return node.value
    inner = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    return "\n".join(_plain(each) for each in inner)


def _seen(body: str, *, is_html: bool) -> Seen:
    """What a reader met in a text: of template tags the addresses of files and pages they name."""
    body = _COMMENT.sub("", body)
    named = [value for tag in _TAG.findall(body) for value in _VALUE.findall(tag)]
    text = _MARK.sub(lambda match: f" {_HOLE} " if match[0][0] == "[" else _HOLE, _TAG.sub(_HOLE, body))
    seen = seen_in(text if is_html else _MARKDOWN.render(text))
    links = tuple(each for each in named if is_link(each) and not is_document(each) and not is_picture(each))
    return Seen(
        seen.words,
        _known((*seen.pictures, *filter(is_picture, named))),
        _known((*seen.links, *links)),
        _known((*seen.documents, *filter(is_document, named))),
    )


def _known(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys(addresses) if _HOLE not in each and "%EE%80%80" not in each)
