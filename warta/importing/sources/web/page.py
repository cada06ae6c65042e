"""Turns the bytes of a page of a mirror into its article, or into the reason why it holds none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import msgspec

from warta.importing.item import OldPicture
from warta.importing.markup import Document, Node, clean_text, read_page
from warta.importing.old_addresses import address_key, parts_of
from warta.importing.sources.web import article, passed_over
from warta.importing.sources.web.article import Found
from warta.importing.sources.web.body import body_of
from warta.importing.sources.web.charset import text_of_page
from warta.importing.sources.web.facts import Facts, first, first_of, tidy
from warta.importing.sources.web.linked_data import linked_data
from warta.importing.sources.web.mirror import File, link_target, local_file
from warta.importing.sources.web.naming import is_of_others, is_outside
from warta.importing.sources.web.page_facts import microdata, microformats, open_graph
from warta.importing.sources.web.pictures import plain_pictures
from warta.importing.sources.web.seen_dates import by_clock_on_the_wall, read_date, seen_date
from warta.messages import Message, msg

_TEASER = re.compile(
    r"(?:khusus|hanya) (?:untuk |bagi )?(?:anggota|member|pelanggan|pegawai|pengguna terdaftar)"
    r"|(?:silakan|harap|mohon|anda harus) (?:login|log in|masuk)\b.{0,40}(?:untuk|agar|supaya|membaca|melanjutkan)"
    r"|(?:login|log in|sign in|masuk) (?:untuk|to) (?:membaca|melanjutkan|melihat|read|continue|view)"
    r"|(?:members?|subscribers?)[ -]only|only (?:available )?(?:for|to) (?:members|subscribers|registered)"
    r"|(?:konten|halaman|artikel|berita) ini (?:terkunci|terbatas|dilindungi|diproteksi)|this content is (?:restricted|protected)"
    r"|you must be logged in|terproteksi|protected:",
    re.IGNORECASE,
)
_LOCK = (
    "form.post-password-form, [class*=paywall], .pmpro_content_message, .rcp_restricted, .members-access-error, "
    ".mepr-unauthorized-message, .restricted-content, .um-locked-content, input[type=password]"
)
_SHORT = 150  # words; longer texts only speak of members
_BEFORE, _BEHIND = 3, 12  # lines around a title in which a date may stand


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


def read_article(data: bytes, file: File, address: str, root: str, select: Select, zone: ZoneInfo) -> Page:  # noqa: PLR0913
    """The article in a file of the mirror, whose address on the old site at `root` was `address`."""
    text = text_of_page(data)
    if reason := passed_over.by_text(text):
        return Page(reason=reason)
    document = read_page(text)
    canonical = _canonical(document, file, root)
    own = canonical or address
    keys = frozenset((address_key(own), address_key(address)))
    linked = linked_data(document, keys)
    reason = passed_over.by_address(own, root) or passed_over.by_markup(document)
    if reason and not (reason == passed_over.LISTS and linked.address and address_key(linked.address) in keys):
        return Page(reason=reason, canonical=canonical)
    graph = open_graph(document)
    found = _find(document, select, linked, graph)
    if found.several or (linked.says_list and not select.text):
        return Page(reason=passed_over.LISTS, canonical=canonical)
    if not found.bodies:
        return Page(reason=passed_over.OTHERS, canonical=canonical)
    return _page(document, found, _Around(file, address, root, canonical, select, zone), (linked, graph))


class _Around(msgspec.Struct, frozen=True):
    file: File
    address: str
    root: str
    canonical: str
    select: Select
    zone: ZoneInfo


def _find(document: Document, select: Select, linked: Facts, graph: Facts) -> Found:
    """The elements of the article: a person's word counts before markup, markup before names, names before length."""
    if select.text:
        return article.by_selector(document, select.text)
    found = article.by_markup(document)
    if found.several and linked.says_article:  # other articles are shown whole below the one of this page
        found = Found()
    if found.bodies or found.several:
        return found
    if not (linked.says_article or graph.says_article):
        return Found()
    found = article.by_names(document)
    return found if found.bodies else article.by_length(document)


def _page(document: Document, found: Found, around: _Around, heads: tuple[Facts, Facts]) -> Page:
    linked, graph = heads
    facts = (linked, microdata(found.scope), microformats(found.scope), graph)
    doubts: list[Message] = []
    seen_title = _seen_title(document, found, facts, around.select)
    title = seen_title or first(facts, "title") or _title_of_head(document)
    lines = _lines_for_date(document, found, title)
    moment_lines = [tidy(node.text() or "") for node in _selected(document, around.select.date)] + lines
    image = _lead(document, found, first(facts, "image"), around)
    hidden = _why_hidden(document, found, facts)
    lists = _lists(found, around)
    _absolute(document, found, around)
    body = body_of(found.bodies, title)
    date, timed = _date(facts, moment_lines, body.html, around, doubts)
    if found.guessed:
        doubts.append(msg("web-guessed", "its text was found by its length: compare it with the old page"))
    return Page(
        canonical=around.canonical,
        title=clean_text(title),
        html=body.html,
        removed=body.removed,
        gone=body.gone,
        date=date,
        timed=timed,
        authors=first_of(facts, "authors"),
        categories=first_of(facts, "categories"),
        tags=first_of(facts, "tags"),
        image=image,
        hidden=hidden,
        doubts=tuple(doubts),
        lists=lists,
    )


def _selected(document: Document, selector: str) -> list[Node]:
    return document.css(selector)[:1] if selector else []


def _canonical(document: Document, file: File, root: str) -> str:
    """The address that a page gives itself; empty where it gives none, or that of the front page of every page."""
    node = document.css_first("link[rel~=canonical][href]")
    href = (node.attributes.get("href") or "").strip() if node is not None else ""
    if not href:
        return ""
    parts = parts_of(address := link_target(href, file, root))
    return address.partition("#")[0] if parts is not None and (parts.path.strip("/") or parts.query) else ""


def _seen_title(document: Document, found: Found, facts: tuple[Facts, ...], select: Select) -> str:
    """The title as readers saw it: markup often cuts it, or has the site's name in it."""
    for node in _selected(document, select.title):
        return tidy(node.text() or "")
    linked, micro, formats, graph = facts
    if seen := formats.title or micro.title:
        return seen
    said = linked.title or graph.title
    headings = [
        tidy(node.text() or "")
        for scope in (found.scope, document.body)
        if scope is not None
        for node in scope.css("h1, h2, h3, .title, .judul")
        if not is_of_others(node)
    ]
    folded = said.casefold().rstrip(". …")
    for heading in headings:
        if heading and folded and (heading.casefold().startswith(folded) or folded.startswith(heading.casefold())):
            if min(len(heading), len(folded)) >= min(len(folded), 12):
                return heading
    if said:
        return ""
    ones = [tidy(node.text() or "") for node in document.css("h1") if not is_outside(node)]
    return next((each for each in ones if each), "")


def _title_of_head(document: Document) -> str:
    node = document.css_first("title")
    title = tidy(node.text() or "") if node is not None else ""
    return re.split(r"\s+[|\u00bb\u2013\u2014\u00b7-]\s+(?=[^|\u00bb\u2013\u2014\u00b7]*$)", title)[0]


def _lines_for_date(document: Document, found: Found, title: str) -> list[str]:
    """The lines of a page that may tell the date: those behind the title first, the end of the text last."""
    before: list[str] = []
    behind: list[str] = []
    inside: list[str] = []
    bodies = {node.mem_id for node in found.bodies}
    seen = False
    assert document.body is not None
    for node in document.body.traverse(include_text=True):
        text = tidy(node.text_content or "") if node.is_text_node else ""
        if not text or (node.parent is not None and node.parent.tag in ("script", "style", "noscript")):
            continue
        if _stands_in(node, bodies):
            inside.append(text)
        elif not inside and not is_outside(node):
            seen = seen or text.casefold() == title.casefold()
            (behind if seen else before).append(text)
        elif inside and len(behind) < _BEHIND and not is_of_others(node) and not is_outside(node):
            behind.append(text)
    return [*_joined(behind[:_BEHIND]), *_joined(inside[:_BEFORE]), *before[-_BEFORE:], *inside[-_BEFORE:]]


def _joined(lines: list[str]) -> Iterable[str]:
    """Lines, and each with the one behind it: day and time may stand in elements of their own."""
    yield from (f"{one} {two}" for one, two in zip(lines, [*lines[1:], ""], strict=True) if len(one) < 80)
    yield from lines


def _stands_in(node: Node, ids: set[int]) -> bool:
    at: Node | None = node
    while at is not None:
        if at.mem_id in ids:
            return True
        at = at.parent
    return False


def _date(
    facts: tuple[Facts, ...], lines: list[str], html: str, around: _Around, doubts: list[Message]
) -> tuple[dt.datetime | None, bool]:
    """The date: by a person's selector, by markup, by what readers saw, by the address, by the text."""
    zone = around.zone
    seen = seen_date(lines, zone)
    if around.select.date and seen is not None:
        return seen.at, seen.timed
    told = next((each for each in (facts.date for facts in facts) if each and read_date(each, zone)), "")
    if told:
        if seen is not None and by_clock_on_the_wall(told, seen, zone):
            doubts.append(
                msg(
                    "web-zone",
                    "told its time in another zone than readers saw: %(date)s, which they saw, was taken",
                    date=f"{seen.at:%Y-%m-%d %H:%M}",
                )
            )
            return seen.at, True
        moment = read_date(told, zone)
        assert moment is not None
        return moment.at, moment.timed
    if seen is not None:
        return seen.at, seen.timed
    if match := re.search(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)", around.canonical or around.address):
        if moment := read_date(f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}", zone):
            return moment.at, False
    in_text = seen_date([re.sub(r"<[^>]*>", " ", html)[:2000]], zone)
    if in_text is not None:
        doubts.append(
            msg(
                "date-of-text",
                "told no date: %(date)s, the first in its text, was taken",
                date=f"{in_text.at:%Y-%m-%d}",
            )
        )
        return in_text.at, False
    return None, False


def _lead(document: Document, found: Found, told: str, around: _Around) -> OldPicture | None:
    """The lead picture: the one that the page itself shows above the text."""
    scope = found.scope
    for selector in (
        ".post-thumbnail img",
        "img.wp-post-image",
        ".entry-thumb img",
        "[itemprop~=image] img",
        ".item-image img",
    ):
        for node in scope.css(selector) if scope is not None else ():
            if is_of_others(node) or any(_stands_in(node, {body.mem_id}) for body in found.bodies):
                continue
            figure = node.parent.parent if node.parent is not None and node.parent.tag == "a" else node.parent
            words = figure.css_first("figcaption, .wp-caption-text, .caption") if figure is not None else None
            source = node.attributes.get("data-src") or node.attributes.get("src") or ""
            return OldPicture(
                link_target(source, around.file, around.root),
                alt=tidy(node.attributes.get("alt") or ""),
                caption=tidy(words.text() or "") if words is not None else "",
            )
    if not told:
        return None
    name = _plain_name(told)
    shown = [node for node in document.css("img[src]") if _plain_name(node.attributes.get("src") or "") == name]
    inside = any(_stands_in(node, {body.mem_id for body in found.bodies}) for node in shown)
    if not shown or inside or all(is_outside(node) or is_of_others(node) for node in shown):
        return None
    return OldPicture(link_target(told, around.file, around.root), alt=tidy(shown[0].attributes.get("alt") or ""))


def _plain_name(url: str) -> str:
    """The name of a picture's file without the size in it."""
    name = url.partition("?")[0].rpartition("/")[2]
    return re.sub(r"-\d{1,5}x\d{1,5}(?=\.\w+$)", "", name).casefold()


def _why_hidden(document: Document, found: Found, facts: tuple[Facts, ...]) -> Message | None:
    """Why a page showed only the beginning of its article to everyone; None where it showed all."""
    words = sum(len((body.text() or "").split()) for body in found.bodies)
    scope = found.scope or found.bodies[0]
    locked = any(not is_outside(node) for each in (scope, *found.bodies) for node in each.css(_LOCK))
    shown = " ".join(body.text(separator=" ") for body in found.bodies) if words <= _SHORT else ""
    if not all(each.free for each in facts) or locked or _TEASER.search(" ".join(shown.split())):
        return msg("web-teaser", "showed only its beginning to everyone, or asked for a password")
    return None


def _lists(found: Found, around: _Around) -> tuple[tuple[str, str, str], ...]:
    """The lists of categories and tags that an article links to."""
    lists = []
    for node in found.scope.css("a[rel][href]") if found.scope is not None else ():
        rel = (node.attributes.get("rel") or "").casefold().split()
        kind = "category" if "category" in rel else "tag" if "tag" in rel else ""
        parts = parts_of(link_target(node.attributes.get("href") or "", around.file, around.root))
        name = tidy(node.text() or "")
        if kind and parts is not None and parts.path.strip("/") and name:
            lists.append((kind, parts.path, name))
    return tuple(dict.fromkeys(lists))


def _is_there(around: _Around) -> Callable[[str], bool]:
    return lambda url: local_file(link_target(url, around.file, around.root), around.file) is not None


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
                node.attrs[name] = link_target(value, around.file, around.root)
