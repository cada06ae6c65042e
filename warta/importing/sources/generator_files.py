"""Turns the folder of another generator into the files that may hold texts of it, each with what its place says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from warta.importing.folders import leads_out
from warta.importing.sources.jekyll import Jekyll
from warta.importing.sources.trace import Generator, Root

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
    """A file: its path, its path from the folder, the root it lies below, its path from there without ending, whether
    it lies where posts do, and whether it was shown at all.
    """

    path: Path
    name: str
    root: Root
    parts: tuple[str, ...]
    among_posts: bool
    shown: bool = True

    @property
    def dated(self) -> tuple[str, str] | None:
        """The date and the word in the name of a file of Jekyll's."""
        match = _DATED.fullmatch(self.path.stem)
        return (match[1], match[2]) if match else None


def find(folder: Path, kind: str, generator: Generator) -> Iterator[File]:
    """The files that may be texts, in the order of their paths; pages made by templates alone are not among them."""
    content = kind in ("hugo", "pelican")
    endings = (*MARKDOWN_ENDINGS, *HTML_ENDINGS, *UNREAD)
    for path, root, parts in _below(folder, generator.roots):
        folders, suffix = parts[:-1], path.suffix.casefold()
        if suffix not in endings or path.is_dir() or any(part.startswith(".") for part in parts):
            continue
        among_texts = content and root.path != folder.resolve()
        if not _NEVER.isdisjoint(folders) or (not among_texts and folders and folders[0] in _MACHINERY):
            continue
        name, shown, among_posts = path.relative_to(folder).as_posix(), True, among_texts
        if isinstance(generator, Jekyll):
            own = [part[1:] for part in folders if part.startswith("_")]
            among_posts = not {"posts", "drafts", *generator.collections}.isdisjoint(own)
            shown = not [each for each in own if each not in ("posts", "drafts", *generator.collections)]
            shown = shown and not any(name == each or name.startswith(f"{each}/") for each in generator.excluded)
        if suffix in MARKDOWN_ENDINGS or among_posts or _is_text(path, folder):
            yield File(path, name, root, (*folders, path.stem), among_posts, shown)


def _below(folder: Path, roots: Iterable[Root]) -> Iterator[tuple[Path, Root, tuple[str, ...]]]:
    """The files below a folder, each with the deepest root it lies in and its path from there; what lies outside of
    all roots is no text.
    """
    whole = folder.resolve()
    given = [(Path(os.path.normpath(each.path)), each) for each in roots]
    near = [(top, each) for top, each in given if top.is_relative_to(whole) or whole.is_relative_to(top)]
    near = sorted(near or [(whole, Root(whole))], key=lambda each: -len(each[0].parts))
    tops = {whole if whole.is_relative_to(top) else top for top, _ in near}
    for path in sorted({path for top in tops for path in top.rglob("*")}):
        found = next(((top, root) for top, root in near if path.is_relative_to(top)), None)
        if found is not None:
            yield folder / path.relative_to(whole), found[1], path.relative_to(found[0]).parts


def _is_text(path: Path, folder: Path) -> bool:
    """Whether a file that lies among templates is a text: its front matter names one, and it lists no others."""
    if leads_out(path, folder) or not path.is_file():
        return False
    with path.open("rb") as file:
        data = file.read(1 << 16)
    if not data.removeprefix(b"\xef\xbb\xbf").startswith((b"---", b"+++")):
        return False
    return _FIELD.search(data) is not None and _LOOPS.search(data) is None
