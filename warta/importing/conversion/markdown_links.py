"""Turns the links and pictures in Markdown of another generator into those of this newsroom."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from warta.content.documents import Link
from warta.importing.conversion.lookups import Lookups
from warta.importing.conversion.media import MediaFile, TakenFiles
from warta.importing.conversion.page_links import (
    is_media,
    leads_nowhere,
    names_source,
    no_address,
    not_brought,
    stays,
)
from warta.importing.conversion.photos import Photo, photo_of
from warta.importing.dialects import outside_code
from warta.importing.item import Item, OldPicture
from warta.importing.old_addresses import below, is_on_site, parts_of
from warta.messages import Message, msg

_LINK = re.compile(
    r"""(?P<image>!?)
    \[(?P<text>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*+)\]
    \([ \t]*(?P<url><[^<>\n]*>|(?:[^()<>\n]|\([^()\n]*\))*?)
    (?P<title>\s+(?:"(?:[^"\n]|"(?!\s*\))){0,500}"|'(?:[^'\n]|'(?!\s*\))){0,500}'))?\s*\)""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"^(?P<head> {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*)(?P<url><[^<>\n]*>|\S+)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ATTRIBUTE = re.compile(r"(?P<head>\b(?:src|href)\s*=\s*)(?P<quote>[\"'])(?P<url>[^\"']*)(?P=quote)")


def with_targets(text: str, target: Callable[[str, bool], str | None]) -> str:
    """`text` with the address of each link and picture replaced by `target(url, is_picture)`.

    None as its result removes a picture, and a link but for its words. Code stays as it is.
    """

    def link(match: re.Match[str]) -> str:
        url = match["url"].strip("<>")
        found = target(url, bool(match["image"]))
        words = match["text"]
        if "](" in words:
            words = _LINK.sub(link, words)
        if found is None:
            return "" if match["image"] else words
        shown = f"<{found}>" if any(char in found for char in " ()") else found
        return f"{match['image']}[{words}]({shown}{match['title'] or ''})"

    def reference(match: re.Match[str]) -> str:
        url = _ESCAPED.sub(r"\1", match["url"].strip("<>"))  # our Markdown reads no escapes here
        return match["head"] + (target(url, False) or "#")

    def attribute(match: re.Match[str]) -> str:
        found = target(match["url"], match["head"].lstrip().casefold().startswith("src"))
        return f"{match['head']}{match['quote']}{found or ''}{match['quote']}"

    def outside(part: str) -> str:
        part = _REFERENCE.sub(reference, _LINK.sub(link, part))
        return _ATTRIBUTE.sub(attribute, part) if "<" in part else part

    return outside_code(text, outside)


def absolute(url: str, page: str) -> str:
    """The link `url` of a page at the path `page` as a path from the root; an address with a host stays as it is."""
    parts = parts_of(url)
    if parts is None or parts.scheme or parts.netloc or url.startswith("#"):
        return url
    if parts.path.startswith("/"):
        return url
    folder = page if page.endswith("/") else posixpath.dirname(page) + "/"
    path = posixpath.normpath(posixpath.join(folder, parts.path))
    return path + (f"#{parts.fragment}" if parts.fragment else "")


class MarkdownLinks:
    """The links and pictures of one item whose text is Markdown, counted while they are replaced."""

    def __init__(self, lookups: Lookups, files: TakenFiles, item: Item) -> None:
        self._lookups = lookups
        self._taken = files
        self._file = "/" + item.key.partition(" ")[2]
        page = parts_of(item.origin)
        self._page = page.path if page else ""
        self._site = item.base
        self.count = 0
        self.images = 0
        self.lost: list[Message] = []
        self.doubts: list[Message] = []
        self.written: set[str] = set()

    @property
    def files(self) -> dict[str, MediaFile]:
        """The files that lie beside the release, by name."""
        return self._taken.names

    def photo(self, old: OldPicture) -> Photo | None:
        """See `PageLinks.photo`."""
        parts = parts_of(old.url)
        url = parts.path if parts and "://" not in old.url else old.url
        name = self._taken.take(absolute(url.rpartition("/")[2], self._file), url)
        if name is None:
            self.lost.append(self._taken.no_lead(old.url))
            return None
        return photo_of(name, old)

    def is_held(self, url: str) -> bool:
        """Whether the file of an address is at hand."""
        return self._taken.take(absolute(url, self._file), url) is not None

    def with_media(self, text: str) -> str:
        """`text` with its pictures and linked files under their names beside the release."""
        return with_targets(text, self._media)

    def _media(self, url: str, is_image: bool) -> str:  # noqa: FBT001 - the parameter of with_targets
        self.images += is_image
        parts = parts_of(url)
        if parts is None and is_image:
            self.doubts.append(no_address(url))
        if parts is None or not (is_image or is_media(url)) or parts.scheme in ("mailto", "data"):
            return url
        name = self._taken.take(absolute(url, self._file), url)
        if name is not None:
            return name
        if parts.netloc:
            if is_image:
                self.doubts.append(msg("picture-elsewhere", "shows a picture of another site: %(url)s", url=url))
            return url
        self.lost.append(self._taken.no_picture(url) if is_image else self._taken.no_file(url))
        return self._on_old_site(url) or absolute(url, self._page)

    def _on_old_site(self, url: str) -> str:
        """The address of a link within the old site; empty where that is not known, or it names a file of a source."""
        site, parts = parts_of(self._site), parts_of(url)
        if site is None or not site.netloc or parts is None or parts.netloc:
            return ""
        path = absolute(parts.path, self._page)
        if names_source(url):  # Hugo's `ref` names a text by its file, and leads to its page
            if not parts.path.startswith("/") or "/_" in parts.path:
                return ""
            path = f"{path.rpartition('.')[0].removesuffix('/index')}/"
        path = below(site.path, f"{path}/" if parts.path.endswith("/") and not path.endswith("/") else path)
        return site._replace(path=path, query=parts.query, fragment=parts.fragment).geturl()

    def with_targets(self, text: str, source: str) -> str:
        """`text` of the file `source` below content/, with paths in place of its links to other imported texts."""

        def target(url: str, is_image: bool) -> str | None:  # noqa: FBT001 - the parameter of with_targets
            if is_image or url in self._taken.names:
                return url
            self.count += 1
            return self._target(url, source)

        return with_targets(text, target)

    def _target(self, url: str, source: str) -> str | None:
        """What a link leads to now; None when its words must stand without it."""
        parts = parts_of(url)
        if parts is None:
            self.doubts.append(no_address(url))
            return url
        if parts.netloc and self._site and is_on_site(url, self._site):
            text = self._lookups.text(parts.path)
            if not text:
                self.doubts += [] if is_media(url) else [stays(url)]
                return url
            return self._link_to(text, parts.fragment, source)
        if parts.scheme or parts.netloc or not parts.path:
            return url
        tried = (absolute(url, self._file), absolute(url, self._page), "/" + parts.path.rpartition("/")[2])
        text = next((found for each in tried if (found := self._lookups.text(each))), "")
        if text:
            return self._link_to(text, parts.fragment, source)
        if there := self._on_old_site(url):
            self.doubts.append(stays(there))
            return there
        self.doubts.append(not_brought(url))
        return url if url.startswith("/") else None

    def _link_to(self, text: str, fragment: str, source: str) -> str:
        """The link in the file `source` to the file `text`, both below content/."""
        target = posixpath.relpath(text, posixpath.dirname(source)) + (f"#{fragment}" if fragment else "")
        self.written.add(target)
        return target

    def nowhere(self, targets: tuple[Link, ...]) -> list[int]:
        """Which links of the body lead to what is not there, though they may be written as no link is that is read
        here: the site would not build with them.
        """
        return [
            at
            for at, link in enumerate(targets)
            if leads_nowhere(link.target)
            and link.target not in self.written
            and unquote(link.target) not in {*self.written, *self._taken.names}
        ]
