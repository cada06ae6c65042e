"""Turns the bytes of a page of a mirror into its article, or into the reason why it holds none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import msgspec

from warta.importing.item import OldPicture
from warta.importing.markup import Document, clean_text, read_page
from warta.importing.old_addresses import address_key, parts_of
from warta.importing.sources.web import article, passed_over
from warta.importing.sources.web.article import Found
from warta.importing.sources.web.body import body_of
from warta.importing.sources.web.charset import text_of_page
from warta.importing.sources.web.facts import Facts, first, first_of, tidy
from warta.importing.sources.web.leads import lead_picture
from warta.importing.sources.web.linked_data import linked_data
from warta.importing.sources.web.mirror import File, link_target, local_file
from warta.importing.sources.web.naming import mark_outside, says_single
from warta.importing.sources.web.page_dates import date_of, lines_of
from warta.importing.sources.web.page_facts import microdata, microformats, open_graph
from warta.importing.sources.web.pictures import plain_pictures
from warta.importing.sources.web.teasers import why_hidden
from warta.importing.sources.web.titles import title_of
from warta.messages import Message, msg

_GUESSED = msg("web-guessed", "its text was found by its length: compare it with the old page")


class Select(msgspec.Struct, frozen=True):
    """The selectors of a person who knows the old site; empty where none was given."""

    text: str = ""
    title: str = ""
    date: str = ""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """An article and what its page tells; `reason` is why there is none.

    `canonical` is the address that the page gives itself, `lists` are the old addresses of lists it links to, with
    their kind and name; `gone` are words of the article that are neither in its text nor removed by name.
    """

    reason: str = ""
    canonical: str = ""
    title: str = ""
    html: str = ""
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    date: dt.datetime | None = None
    timed: bool = False
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: OldPicture | None = None
    hidden: Message | None = None
    doubts: tuple[Message, ...] = ()
    lists: tuple[tuple[str, str, str], ...] = ()


def read_article(data: bytes, file: File, address: str, root: str, select: Select, zone: ZoneInfo) -> Page:
    """The article in a file of the mirror, whose address on the old site at `root` was `address`."""
    text = text_of_page(data)
    if reason := passed_over.by_text(text):
        return Page(reason=reason)
    document = read_page(text)
    mark_outside(document)
    canonical = _canonical(document, file, root)
    own = canonical or address
    keys = frozenset((address_key(own), address_key(address)))
    linked = linked_data(document, keys)
    reason = passed_over.by_address(own, root) or passed_over.by_markup(document)
    if reason and not (reason == passed_over.LISTS and linked.address and address_key(linked.address) in keys):
        return Page(reason=reason, canonical=canonical)
    graph = open_graph(document)
    found = _find(document, select, linked, graph)
    if found.several or (linked.says_list and not select.text) or (found.bodies and article.is_list(found.bodies)):
        return Page(reason=passed_over.LISTS, canonical=canonical)
    if not found.bodies:
        return Page(reason=passed_over.OTHERS, canonical=canonical)
    return _page(document, found, _Around(file, address, root, canonical, select, zone), (linked, graph))


class _Around(msgspec.Struct, frozen=True):
    """Where a page was, and how it is to be read."""

    file: File
    address: str
    root: str
    canonical: str
    select: Select
    zone: ZoneInfo

    def address_of(self, url: str) -> str:
        """The address on the web that a link in this page means."""
        return link_target(url, self.file, self.root)


def _find(document: Document, select: Select, linked: Facts, graph: Facts) -> Found:
    """The elements of the article: a person's word counts before markup, markup before names, names before length."""
    if select.text:
        return article.by_selector(document, select.text)
    found = article.by_markup(document)
    if found.several and linked.says_article:  # other articles are shown whole below the one of this page
        found = Found()
    if found.bodies or found.several:
        return found
    if not (linked.says_article or graph.says_article or says_single(document.body)):
        return Found()
    found = article.by_names(document)
    return found if found.bodies else article.by_length(document)


def _page(document: Document, found: Found, around: _Around, heads: tuple[Facts, Facts]) -> Page:
    linked, graph = heads
    facts = (linked, microdata(found.scope), microformats(found.scope), graph)
    title = title_of(document, found, facts, around.select.title)
    lines = lines_of(document, found, title, around.select.date)
    date, doubt = date_of(facts, lines, around.canonical or around.address, around.zone)
    image = lead_picture(document, found, first(facts, "image"))
    hidden = why_hidden(found, facts)
    lists = _lists(found, around)
    _absolute(document, found, around)
    body = body_of(found.bodies, title)
    return Page(
        canonical=around.canonical,
        title=clean_text(title),
        html=body.html,
        removed=body.removed,
        gone=body.gone,
        date=date.at if date is not None else None,
        timed=date is not None and date.timed,
        authors=first_of(facts, "authors"),
        categories=first_of(facts, "categories"),
        tags=first_of(facts, "tags"),
        image=msgspec.structs.replace(image, url=around.address_of(image.url)) if image is not None else None,
        hidden=hidden,
        doubts=(*((doubt,) if doubt is not None else ()), *((_GUESSED,) if found.guessed else ())),
        lists=lists,
    )


def _canonical(document: Document, file: File, root: str) -> str:
    """The address that a page gives itself; empty where it gives none, or that of the front page of every page."""
    node = document.css_first("link[rel~=canonical][href]")
    href = (node.attributes.get("href") or "").strip() if node is not None else ""
    if not href:
        return ""
    parts = parts_of(address := link_target(href, file, root))
    return address.partition("#")[0] if parts is not None and (parts.path.strip("/") or parts.query) else ""


def _lists(found: Found, around: _Around) -> tuple[tuple[str, str, str], ...]:
    """The lists of categories and tags that an article links to."""
    lists = []
    for node in found.scope.css("a[rel][href]") if found.scope is not None else ():
        rel = (node.attributes.get("rel") or "").casefold().split()
        kind = "category" if "category" in rel else "tag" if "tag" in rel else ""
        parts = parts_of(around.address_of(node.attributes.get("href") or ""))
        name = tidy(node.text() or "")
        if kind and parts is not None and parts.path.strip("/") and name:
            lists.append((kind, parts.path, name))
    return tuple(dict.fromkeys(lists))


def _is_there(around: _Around) -> Callable[[str], bool]:
    return lambda url: local_file(around.address_of(url), around.file) is not None


def _absolute(document: Document, found: Found, around: _Around) -> None:
    """Give each link and picture of an article the address it had on the web."""
    for body in found.bodies:
        plain_pictures(document, body, _is_there(around))
        for selector, name in (
            ("a[href]", "href"),
            ("img[src], iframe[src], video[src], audio[src], source[src]", "src"),
        ):
            for node in body.css(selector):
                value = (node.attributes.get(name) or "").strip()
                node.attrs[name] = around.address_of(value)
