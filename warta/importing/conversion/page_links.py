"""Turns the links and pictures in a page of the old site into those of this newsroom, and lists what is missing."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import urljoin

from warta.importing.conversion.flattening import PLAYER
from warta.importing.conversion.lookups import Lookups
from warta.importing.conversion.media import MediaFile, TakenFiles
from warta.importing.conversion.photos import Photo, photo_of
from warta.importing.conversion.tree import Tree
from warta.importing.endings import is_file, is_picture
from warta.importing.item import Item, OldPicture
from warta.importing.markup import Node
from warta.importing.old_addresses import below, is_on_site, one_slash, parts_of
from warta.messages import Message, msg
from warta.render.html.figures import split_credit
from warta.render.html.links import is_local

# where Jetpack and others serve the pictures of a site from, under its own address
_SERVED = re.compile(
    r"^https?://(?:i\d\.wp\.com|cdn\.statically\.io/img|cdn\.shortpixel\.ai/[^/]+)/(?:https?:/{1,2})?([^?]+).*"
)
_ANYWHERE = re.compile(r"#(?:top|main|content|respond|comments?|more-\d+)?", re.IGNORECASE)  # places of old pages
_SOURCES = (".md", ".markdown", ".mkd", ".rst", ".org", ".textile", ".adoc", ".njk")
_SCHEMES = ("http", "https", "mailto", "tel", "sms", "geo", "")


class PageLinks:
    """The links and pictures of one item whose text is HTML, counted while they are replaced."""

    def __init__(self, base: str, lookups: Lookups, files: TakenFiles, item: Item) -> None:
        origin, known = item.origin, parts_of(item.base)
        base = base or item.base
        self._site = base
        self._root = known.path if known else ""  # a generator's own links may leave it out
        self._lookups = lookups
        self._taken = files
        self._base = urljoin(base, origin) if origin.startswith(("http", "/")) else base
        self.count = 0
        self.images = 0
        self.lost: list[Message] = []
        self.doubts: list[Message] = []
        self.captions: list[str] = []
        self._files: dict[str, str] = {}

    def pictures(self, tree: Tree) -> tuple[Photo, ...]:
        """Replace the addresses of pictures by the names of files beside the release, and find linked files.

        Gives the pictures of galleries, which are taken out of the page.
        """
        for image in tree.document.css("img"):
            self.images += 1
            self._picture(image)
        gallery: list[Photo] = []
        for figure in tree.document.css("figure.wp-block-gallery"):
            photos = [_photo_of(image) for image in figure.css("img")]
            if figure.parent is not None and all(photo is not None for photo in photos):
                gallery += [photo for photo in photos if photo is not None]
                self.captions += [node.text() for node in figure.css("figure figcaption")]
                _keep_caption(tree, figure)
                figure.decompose()
            else:
                _take_apart(figure)
        for anchor in tree.document.css("a[href]"):
            self._file((anchor.attributes.get("href") or "").strip())
        return tuple(gallery)

    def _file(self, href: str) -> None:
        url = self._absolute(href)
        if not (is_file(url) or is_picture(url)) or self._text(url):
            return
        name = self._taken.take(url)
        if name:
            self._files[href] = name
        elif is_on_site(url, self._site):
            self.lost.append(self._taken.no_file(url))

    def _picture(self, image: Node) -> None:
        parent = image.parent
        source = _SERVED.sub(r"https://\1", self._absolute((image.attributes.get("src") or "").strip()))
        full = ""
        if parent is not None and parent.tag == "a":
            href = self._absolute((parent.attributes.get("href") or "").strip())
            if is_picture(href) or self._is_attachment_page(href):
                full = href if is_picture(href) else ""
                parent.unwrap()
        name = self._taken.take(full, source)
        if name is None:
            self._still_there(source)
            if leads_nowhere(source):
                image.decompose()
                return
        image.attrs["src"] = name or source
        if image.attributes.get("alt") is None:
            image.attrs["alt"] = ""

    def _is_attachment_page(self, href: str) -> bool:
        return "attachment_id=" in href and is_on_site(href, self._site)

    def _still_there(self, url: str) -> None:
        if url.startswith("data:"):
            self.lost.append(
                msg("picture-inside", "a picture written into the text itself (data:), which the site does not show")
            )
        elif not url:
            self.lost.append(msg("picture-no-address", "a picture without an address"))
        elif is_on_site(url, self._site):
            self.lost.append(self._taken.no_picture(url))
        else:
            self.doubts.append(msg("picture-elsewhere", "shows a picture of another site: %(url)s", url=url))

    def photo(self, old: OldPicture) -> Photo | None:
        """A picture for the front matter; None when its file is missing, which counts as lost."""
        name = self._taken.take(old.url)
        if name is None:
            self.lost.append(self._taken.no_lead(old.url))
            return None
        return photo_of(name, old)

    def set_targets(self, tree: Tree, source: str) -> None:
        """Point the links of the page that becomes `source` below content/ to files, releases or the old site."""
        for anchor in tree.document.css("a"):
            href = (anchor.attributes.get("href") or "").strip()
            if href and parts_of(href) is None:
                self.doubts.append(no_address(href))
            if not href or not _is_address(href):
                anchor.unwrap()
                continue
            self.count += 1
            if href.startswith("#") and not _leads_somewhere(tree, href):
                self.doubts.append(msg("place-missing", "links to %(url)s, a place that is not in its text", url=href))
            target, player = self._target(href, source), anchor.attributes.get(PLAYER)
            if target is None:
                self.doubts.append(not_brought(href))
                anchor.unwrap()
            elif player and target in self._taken.names:
                _play(tree, anchor, player, target)
            else:
                anchor.attrs["href"] = target
                if player:
                    del anchor.attrs[PLAYER]

    def _target(self, href: str, source: str) -> str | None:
        if href.startswith(("#", "mailto:", "tel:")):
            return href
        url = self._absolute(href)
        text = self._text(url)
        if text:
            parts = parts_of(url)
            fragment = parts.fragment if parts else ""
            relative = posixpath.relpath(text, posixpath.dirname(source))
            return relative + (f"#{fragment}" if fragment else "")
        found = self._files.get(href, url)
        if found != url:
            return found
        if leads_nowhere(href) and (names_source(href) or not url.startswith("http")):
            return None
        if url.startswith("http") and is_on_site(url, self._site) and not is_media(url):
            self.doubts.append(stays(url))
        return url

    def _text(self, url: str) -> str:
        """Where the text of an address goes; see `OldSite.text`."""
        parts = parts_of(url)
        if parts is not None and parts.netloc and is_on_site(url, self._site):
            url = parts._replace(scheme="", netloc="", path=one_slash(parts.path)).geturl()
        return self._lookups.text(url)

    @property
    def files(self) -> dict[str, MediaFile]:
        """The files that lie beside the release, by name."""
        return self._taken.names

    def _absolute(self, url: str) -> str:
        try:
            url = below(self._root, url) if url.startswith("/") and not url.startswith("//") else url
            return urljoin(self._base, url) if url and not url.startswith(("data:", "#")) else url
        except ValueError:
            return url


def _is_address(href: str) -> bool:
    parts = parts_of(href)
    return parts is not None and parts.scheme.casefold() in _SCHEMES


def leads_nowhere(url: str) -> bool:
    """Whether an address is relative to a file: where nothing of the import is behind it, the site would not build."""
    return is_local(url) and not url.startswith("/")


def is_media(url: str) -> bool:
    """Whether a link is to a picture or a file."""
    return is_picture(url) or is_file(url)


def names_source(url: str) -> bool:
    """Whether a link is to a text in the form of a generator's source, which was no address of the old site."""
    parts = parts_of(url)
    return parts is not None and parts.path.casefold().endswith(_SOURCES)


def stays(url: str) -> Message:
    """The doubt about a link to a part of the old site that was not imported."""
    return msg("link-old-site", "links to %(url)s, which stays on the old site", url=url)


def no_address(url: str) -> Message:
    """The doubt about a link whose address is none."""
    return msg("link-no-address", "has a link whose address is none: %(url)s", url=url)


def not_brought(url: str) -> Message:
    """The doubt about a link to what is not there."""
    return msg("link-not-brought", "links to %(url)s, which was not brought along", url=url)


def _leads_somewhere(tree: Tree, href: str) -> bool:
    """Whether a place in the text is there, or is one of those that pages have."""
    return _ANYWHERE.fullmatch(href) is not None or any(
        node.attributes["id"] == href[1:] for node in tree.document.css("[id]")
    )


def _play(tree: Tree, link: Node, tag: str, file: str) -> None:
    """Put a player of a file of this site in place of the link that stood for it."""
    made = tree.document.create_node(tag)
    made.attrs["src"] = file
    made.attrs["controls"] = ""
    parent = link.parent
    is_alone = parent is not None and parent.tag == "p" and parent.text().strip() == link.text().strip()
    (parent if parent is not None and is_alone else link).replace_with(made)


def _photo_of(image: Node) -> Photo | None:
    """A picture of a gallery with its words; None when its file is missing."""
    source = image.attributes.get("src") or ""
    if not source or "/" in source:
        return None
    figure = image.parent
    while figure is not None and figure.tag != "figure":
        figure = figure.parent
    node = figure.css_first("figcaption") if figure is not None else None
    caption, credit = split_credit(" ".join((node.text() if node else "").split()))
    return Photo(source, image.attributes.get("alt") or caption, caption, credit)


def _keep_caption(tree: Tree, gallery: Node) -> None:
    """Put the caption of a whole gallery before it as a paragraph."""
    for child in gallery.iter():
        if child.tag == "figcaption" and (text := child.text().strip()):
            paragraph = tree.document.create_node("p")
            paragraph.insert_child(text)
            gallery.insert_before(paragraph)


def _take_apart(gallery: Node) -> None:
    """Make the pictures of a gallery, and its words, blocks of their own."""
    for node in gallery.css("figure, img, figcaption, p"):
        if node.mem_id != gallery.mem_id and not (node.tag == "figure" and node.css("figure")[1:]):
            if _stands_in(node, gallery):
                continue  # it goes with its figure
            gallery.insert_before(node)
    gallery.decompose()


def _stands_in(node: Node, gallery: Node) -> bool:
    """Whether a part of a gallery stands in a figure or paragraph within it."""
    parent = node.parent
    while parent is not None and parent.mem_id != gallery.mem_id:
        if parent.tag in ("figure", "p"):
            return True
        parent = parent.parent
    return parent is None
