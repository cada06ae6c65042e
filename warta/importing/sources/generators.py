"""Turns the Markdown folders of another generator into items: Jekyll, Hugo, Eleventy or Pelican."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from warta.aside import GaveUp
from warta.content.bounds import first_bytes, given_up
from warta.content.frontmatter import split
from warta.datatree import Node, read_yaml
from warta.dates import parse_moment
from warta.errors import Problem, ProblemsFound
from warta.importing.apart import Apart
from warta.importing.digests import digest_of_bytes
from warta.importing.folders import leads_out
from warta.importing.item import MARKDOWN, PAGE, RELEASE, Item, OldPicture, Summary
from warta.importing.sources.template_tags import expand_tags
from warta.slugs import slug

KINDS = ("jekyll", "hugo", "eleventy", "pelican")
_SKIPPED = frozenset(
    """_site node_modules vendor public output resources themes _layouts _includes _sass layouts archetypes static
    assets""".split()
)
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_PELICAN = re.compile(r"([A-Za-z][\w-]*):[ \t]*(.*)")
_USED = frozenset(
    """title date slug summary description excerpt category categories tags tag author authors draft published status
    image cover featured_image thumbnail aliases redirect_from permalink url layout lang language type save_as hero
    publishdate expirydate unpublishdate lastmod modified updated""".split()
)


class SiteFolder:
    """A generator's folder. Addresses are made as that generator makes them by default, or as its files say."""

    def __init__(self, folder: Path, kind: str, zone: ZoneInfo) -> None:
        if not folder.is_dir():
            raise ProblemsFound(
                [Problem(str(folder), 0, "is no folder. Name the one the other generator builds from.")]
            )
        self._folder = folder
        self._home = digest_of_bytes(str(folder.resolve()))
        self._kind = kind
        self._zone = zone
        self._lost: list[str] = []
        self._apart = Apart()
        self._left_out: Counter[str] = Counter()
        self._permalink = _permalink(folder) if kind == "jekyll" else ""
        self.base = ""  # old addresses are paths
        self._paths = list(self._find())

    def _find(self) -> Iterator[Path]:
        root = self._folder
        if self._kind in ("hugo", "pelican") and (root / "content").is_dir():
            root = root / "content"
        for path in sorted(root.rglob("*")):
            parts = path.relative_to(root).parts
            hidden = any(part.startswith(".") for part in parts) or _SKIPPED.intersection(parts[:-1])
            if path.suffix.casefold() in (".md", ".markdown", ".rst") and not hidden:
                yield path

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The texts with front matter, in the order of their paths."""
        self._lost.clear()
        self._left_out.clear()
        try:
            yield from self._items()
        finally:
            self._apart.close()

    def _items(self) -> Iterator[Item]:
        for path in self._paths:
            name = path.relative_to(self._folder).as_posix()
            if leads_out(path, self._folder):
                self._lost.append(f"{name} is a link that leads out of the folder")
                continue
            if path.suffix == ".rst":
                self._lost.append(f"{name} is reStructuredText, which Warta does not read")
                continue
            try:
                fields, body = self._parts(first_bytes(path), name)
                item = None if path.stem == "_index" else self._item(path, name, _Fields(fields), body)
            except ProblemsFound as found:
                if path.stem.casefold() in ("readme", "license", "contributing", "changelog", "code_of_conduct"):
                    self._left_out["files without front matter"] += 1
                else:
                    self._lost.append(str(found.problems[0]))
                continue
            if item is None:
                self._left_out["lists and pages made by templates"] += 1
            else:
                yield item

    def summary(self) -> Summary:
        """The files that could not be read, and the number of those that are no texts."""
        return Summary(
            name=f"{self._folder.name} ({self._kind})", left_out=dict(self._left_out), lost=tuple(self._lost)
        )

    def _parts(self, data: bytes, name: str) -> tuple[Mapping[str, Node], str]:
        if self._kind == "pelican" and not data.lstrip(b"\xef\xbb\xbf").startswith((b"---", b"+++")):
            return _pelican(data.decode("utf-8-sig", "replace"), name)
        parts = split(data, name)
        value = parts.fields.value
        return (value if isinstance(value, dict) else {}), parts.body

    def _item(self, path: Path, name: str, fields: _Fields, body: str) -> Item | None:
        title = fields.text("title")
        if not title:
            return None
        dated = _DATED.fullmatch(path.stem)
        date, timed, doubts = self._date(fields, dated[1] if dated else "")
        is_page = self._is_page(path, has_date=bool(dated or fields.has("date")))
        try:
            expanded = self._apart(body, expand_tags, self._kind)
        except GaveUp as gave_up:
            raise ProblemsFound([given_up(name, gave_up.why)]) from None
        doubts += [f"has a key Warta does not know: {key}" for key in fields.unknown()]
        word = fields.text("slug") or (dated[2] if dated else (path.parent.name if path.stem == "index" else path.stem))
        address = self._address(path, fields, word, date)
        image = fields.text("image", "cover", "featured_image", "thumbnail", "hero")
        return Item(
            key=f"site {name}",
            home=self._home,
            origin=address,
            title=title,
            text=expanded.text,
            form=MARKDOWN,
            date=date,
            timed=timed,
            kind=PAGE if is_page else RELEASE,
            slug=slug(word),
            summary=fields.text("summary", "description", "excerpt"),
            categories=fields.texts("category", "categories"),
            tags=tuple(tag for tag in fields.texts("tags", "tag") if tag not in ("posts", "post", "all")),
            authors=fields.texts("author", "authors"),
            language="",
            image=OldPicture(_beside(image, address)) if image else None,
            names=_names(name),
            aliases=tuple(fields.texts("aliases", "redirect_from")),
            hidden=self._hidden(path, fields),
            shortcodes=expanded.met,
            doubts=(*doubts, *expanded.doubts),
            lost=expanded.lost,
        )

    def _date(self, fields: _Fields, named: str) -> tuple[dt.datetime, bool, list[str]]:
        for text in (fields.text("date", "publishdate"), named, fields.text("modified", "lastmod", "updated")):
            written = re.sub(r"(\d) ([+-]\d{4})$", r"\1\2", text.strip())
            try:
                moment = parse_moment(written, self._zone) if written else None
            except ValueError:
                continue
            if moment is not None:
                return moment.at, moment.timed, []
        doubts = ["had no date Warta can read: write the right one"] if fields.has("date") else []
        return dt.datetime(2000, 1, 1, tzinfo=self._zone), False, doubts

    def _is_page(self, path: Path, *, has_date: bool) -> bool:
        parts = path.relative_to(self._folder).parts
        if self._kind == "jekyll":
            return "_posts" not in parts and "_drafts" not in parts
        return (self._kind == "pelican" and "pages" in parts) or not has_date

    def _hidden(self, path: Path, fields: _Fields) -> str:
        status = fields.text("status").casefold()
        if fields.flag("draft") or "_drafts" in path.parts or status in ("draft", "hidden"):
            return "was a draft"
        if fields.has("published") and not fields.flag("published"):
            return "was not published"
        now = dt.datetime.now(self._zone)
        appears, ends = self._moment(fields, "publishdate"), self._moment(fields, "expirydate", "unpublishdate")
        if appears is not None and appears > now:
            return f"was to appear on {appears.date()}"
        return f"had expired on {ends.date()}" if ends is not None and ends <= now else ""

    def _moment(self, fields: _Fields, *names: str) -> dt.datetime | None:
        try:
            return parse_moment(fields.text(*names), self._zone).at if fields.text(*names) else None
        except ValueError:
            return None

    def _address(self, path: Path, fields: _Fields, word: str, date: dt.datetime) -> str:
        """The old address as a path."""
        written = fields.text("permalink", "url")
        if written and "{" not in written and not written.startswith("http"):
            return "/" + written.lstrip("/")
        if self._kind == "pelican":
            return f"/{slug(word)}.html"
        if self._kind == "jekyll" and ("_posts" in path.parts or "_drafts" in path.parts):
            categories = "/".join(slug(each) for each in fields.texts("category", "categories"))
            made = self._permalink
            for key, value in (
                ("categories", categories),
                ("year", f"{date:%Y}"),
                ("month", f"{date:%m}"),
                ("day", f"{date:%d}"),
                ("title", word),
                ("slug", word),
                ("output_ext", ".html"),
            ):
                made = made.replace(f":{key}", value)
            return re.sub("/+", "/", made)
        root = self._folder / "content" if self._kind == "hugo" else self._folder
        parts = path.relative_to(root if path.is_relative_to(root) else self._folder).with_suffix("").parts
        kept = parts[:-1] if parts[-1] == "index" else parts
        return "/" + "".join(f"{part.casefold() if self._kind == 'hugo' else part}/" for part in kept)


class _Fields(msgspec.Struct, frozen=True):
    """Front matter whose values are looked up by any of several names, as generators and themes differ in them."""

    nodes: Mapping[str, Node]

    def _node(self, *names: str) -> Node | None:
        folded = {key.casefold(): node for key, node in self.nodes.items()}
        return next((folded[name] for name in names if name in folded and folded[name].value is not None), None)

    def has(self, name: str) -> bool:
        return self._node(name) is not None

    def text(self, *names: str) -> str:
        node = self._node(*names)
        value = node.value if node else None
        if isinstance(value, dict):  # Hugo themes: cover: {image: ...}
            inner = next((value[key].value for key in ("image", "src", "url", "name") if key in value), None)
            value = inner
        return " ".join(value.split()) if isinstance(value, str) else ""

    def texts(self, *names: str) -> tuple[str, ...]:
        node = self._node(*names)
        if node is None:
            return ()
        if isinstance(node.value, list):
            named = (each.value.get("name", each) if isinstance(each.value, dict) else each for each in node.value)
            return tuple(each.value.strip() for each in named if isinstance(each.value, str) and each.value.strip())
        text = node.value if isinstance(node.value, str) else ""
        return tuple(part.strip() for part in text.split(",") if part.strip())

    def flag(self, name: str) -> bool:
        return self.text(name).casefold() in ("true", "yes", "1", "on", "y")

    def unknown(self) -> list[str]:
        return sorted(key for key in self.nodes if key.casefold() not in _USED)


def _pelican(text: str, name: str) -> tuple[dict[str, Node], str]:
    """Pelican's `Key: value` lines above the text."""
    fields: dict[str, Node] = {}
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines) and (match := _PELICAN.fullmatch(lines[at])):
        fields[match[1].casefold()] = Node(match[2].strip(), at + 1)
        at += 1
    if "title" not in fields:
        raise ProblemsFound([Problem(name, 1, "has neither front matter nor a line 'Title: ...'.")])
    return fields, "\n".join(lines[at:]).lstrip("\n")


_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title:output_ext",
}


def _permalink(folder: Path) -> str:
    """The addresses of a Jekyll site's posts, as its _config.yml says."""
    try:
        value = read_yaml((folder / "_config.yml").read_text(encoding="utf-8-sig"), "_config.yml").value
    except (OSError, UnicodeDecodeError, ProblemsFound):
        return _STYLES["date"]
    node = value.get("permalink") if isinstance(value, dict) else None
    text = node.value if node is not None and isinstance(node.value, str) else "date"
    return _STYLES.get(text, text)


def _names(name: str) -> tuple[str, ...]:
    """How texts of the same site link to a file: by its path, its name, and Jekyll's post_url."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    known = [f"/{name}", f"/{name.removeprefix('content/')}"]
    if stem != "index":
        known += [f"/{stem}.md", f"/{stem}"]
    return tuple(dict.fromkeys(known))


def _beside(image: str, address: str) -> str:
    return image if image.startswith(("/", "http")) else address.rstrip("/") + "/" + image
