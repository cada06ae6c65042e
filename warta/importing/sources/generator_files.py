"""Turns the folder of another generator into the files that may hold texts of it, each with what its place says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from warta.datatree import Node, read_yaml
from warta.errors import ProblemsFound
from warta.importing.folders import leads_out

MARKDOWN_ENDINGS = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".mdown", ".mdtext")
HTML_ENDINGS = (".html", ".htm")
UNREAD = {
    ".rst": "reStructuredText",
    ".textile": "Textile",
    ".org": "Org",
    ".adoc": "AsciiDoc",
    ".asciidoc": "AsciiDoc",
    ".asc": "AsciiDoc",
    ".ipynb": "Jupyter",
    **dict.fromkeys(
        (".njk", ".liquid", ".mdx", ".rmd", ".qmd", ".pandoc", ".wiki", ".haml", ".pug", ".hbs", ".ejs"), ""
    ),
}
"""Forms of texts that are not read, with their names; where there is none, the ending says enough."""

# at the top of the folder: what a generator makes its pages with, or makes of them
_MACHINERY = frozenset("vendor public output resources themes layouts archetypes static assets".split())
_NEVER = frozenset(("_site", "node_modules", "_layouts", "_includes", "_sass", "_data", "_plugins", "bower_components"))
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)")
_FIELD = re.compile(rb"^(?:title|date|tags)\s*[:=]", re.MULTILINE | re.IGNORECASE)
_LOOPS = re.compile(rb"\{%-?\s*(?:for|paginate)\b|\{\{-?\s*content\b|^pagination\s*:", re.MULTILINE)


class File(msgspec.Struct, frozen=True):
    """A file: its path, its path from the folder, whether it lies where posts do, and whether it was shown at all."""

    path: Path
    name: str
    among_posts: bool
    shown: bool = True

    @property
    def dated(self) -> tuple[str, str] | None:
        """The date and the word in the name of a file of Jekyll's."""
        match = _DATED.fullmatch(self.path.stem)
        return (match[1], match[2]) if match else None


class Jekyll(msgspec.Struct, frozen=True):
    """What the _config.yml of a Jekyll site says: the collections that are pages, what is left out, the addresses."""

    collections: frozenset[str] = frozenset()
    excluded: tuple[str, ...] = ()
    permalink: str = "date"


def jekyll_settings(folder: Path) -> Jekyll:
    """The settings of a Jekyll site; its defaults where it has none that can be read."""
    try:
        value = read_yaml((folder / "_config.yml").read_text(encoding="utf-8-sig"), "_config.yml").value
    except (OSError, UnicodeDecodeError, ProblemsFound):
        return Jekyll()
    fields = value if isinstance(value, dict) else {}
    collections = fields["collections"].value if "collections" in fields else None
    excluded = fields["exclude"].value if "exclude" in fields else None
    permalink = fields["permalink"].value if "permalink" in fields else None
    return Jekyll(
        frozenset(name for name, node in collections.items() if _is_output(node))
        if isinstance(collections, dict)
        else frozenset(),
        tuple(each.value.strip("/") for each in excluded if isinstance(each.value, str))
        if isinstance(excluded, list)
        else (),
        permalink if isinstance(permalink, str) else "date",
    )


def _is_output(node: Node) -> bool:
    fields: Mapping[str, Node] = node.value if isinstance(node.value, dict) else {}
    value = fields["output"].value if "output" in fields else ""
    return isinstance(value, str) and value.casefold() == "true"


def find(folder: Path, kind: str, jekyll: Jekyll) -> Iterator[File]:
    """The files that may be texts, in the order of their paths; pages made by templates alone are not among them."""
    content = kind in ("hugo", "pelican") and (folder / "content").is_dir()
    root = folder / "content" if content else folder
    endings = (*MARKDOWN_ENDINGS, *HTML_ENDINGS, *UNREAD)
    for path in sorted(root.rglob("*")):
        folders = path.relative_to(root).parts[:-1]
        suffix = path.suffix.casefold()
        if suffix not in endings or path.is_dir() or any(part.startswith(".") for part in path.relative_to(root).parts):
            continue
        if not _NEVER.isdisjoint(folders) or (not content and folders and folders[0] in _MACHINERY):
            continue
        name = path.relative_to(folder).as_posix()
        if kind == "jekyll":
            own = [part[1:] for part in folders if part.startswith("_")]
            among_posts = not {"posts", "drafts", *jekyll.collections}.isdisjoint(own)
            shown = not [each for each in own if each not in ("posts", "drafts", *jekyll.collections)]
            shown = shown and not any(name == each or name.startswith(f"{each}/") for each in jekyll.excluded)
        else:
            among_posts, shown = content, True
        if suffix in MARKDOWN_ENDINGS or among_posts or _is_text(path, folder):
            yield File(path, name, among_posts, shown)


def _is_text(path: Path, folder: Path) -> bool:
    """Whether a file that lies among templates is a text: its front matter names one, and it lists no others."""
    if leads_out(path, folder) or not path.is_file():
        return False
    with path.open("rb") as file:
        data = file.read(1 << 16)
    if not data.removeprefix(b"\xef\xbb\xbf").startswith((b"---", b"+++")):
        return False
    return _FIELD.search(data) is not None and _LOOPS.search(data) is None
