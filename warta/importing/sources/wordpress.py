"""Turns the posts of a WordPress export into items: author, date, address, visibility, pictures.

What fifteen years of versions and plugins wrote in different ways is read in one place, which makes this module long.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, deque
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import msgspec

from warta.aside import GaveUp
from warta.content.bounds import given_up
from warta.importing.apart import Apart
from warta.importing.item import PAGE, RELEASE, WORDPRESS, Item, Summary
from warta.importing.markup import title_text
from warta.importing.sources.attachments import Attachments, documents_of
from warta.importing.sources.blocks import has_blocks
from warta.importing.sources.classic_editor import paragraphs
from warta.importing.sources.elementor import elementor_html
from warta.importing.sources.fields import described, shown_fields
from warta.importing.sources.holdings import Holdings, footnotes
from warta.importing.sources.identity import Identities
from warta.importing.sources.left_out import SHARED, told
from warta.importing.sources.restrictions import why_hidden
from warta.importing.sources.shortcodes import Expanded, expand
from warta.importing.sources.tablepress import table_html, table_ids
from warta.importing.sources.trace import path_of_site
from warta.importing.sources.wordpress_authors import GUEST_TYPES, Authors
from warta.importing.sources.wordpress_former import former_addresses
from warta.importing.sources.wordpress_languages import Languages
from warta.importing.sources.wordpress_terms import Taxonomies
from warta.importing.sources.wxr import VERSIONS, Head, Post, Term, read_posts
from warta.messages import Message, msg

# what WordPress and its plugins keep among the posts for themselves
_MACHINERY = frozenset(
    """nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_global_styles wp_navigation
    wp_template wp_template_part wp_font_family wp_font_face wp_block acf-field acf-field-group elementor_library
    wpcf7_contact_form mc4wp-form jetpack_migration amn_exact-metrics tablepress_table wpforms shop_order feedback
    attachment popup elementor_font elementor_icons""".split()
).union(GUEST_TYPES)
_NEVER = ("trash", "auto-draft", "inherit")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})")


class WordPress:
    """An export file. Items are read anew each time they are asked for; only attachments and names are held."""

    def __init__(self, path: Path, zone: ZoneInfo) -> None:
        self._path = path
        self._zone = zone
        self._head = Head()
        self._attachments = Attachments()
        self._reusable: dict[str, str] = {}
        self._tables: dict[str, str] = {}
        self._documents: dict[str, tuple[str, ...]] = {}
        self._left_out: Counter[str] = Counter()
        self._lists: dict[str, tuple[str, str, str]] = {}
        self._taxonomies = Taxonomies()
        self._authors = Authors()
        self._languages = Languages({})
        self._learned = False
        self._apart = Apart()

    @property
    def base(self) -> str:
        """The old site's address, without a slash at its end."""
        return self._head.base.rstrip("/")

    def _learn(self, post: Post, kind: str) -> None:
        """Keep what can stand behind the posts that show it: attachments, reusable blocks, tables, documents."""
        number = post.get("wp:post_id")
        if kind == "attachment":
            self._attachments.learn(post)
        elif kind == "nav_menu_item":
            self._taxonomies.learn(post.meta)
        elif kind in GUEST_TYPES:
            self._authors.learn(post, title_text(post.get("title")))
        elif kind == "wp_block":
            self._reusable[number] = post.fields.get("content:encoded", "")
        elif kind == "tablepress_table":
            table = table_html(post.fields.get("content:encoded", ""), post.meta)
            self._tables.update(dict.fromkeys(table_ids(post.meta, number), table))
        elif kind not in ("", "post", "page") and (found := documents_of(post)):
            self._documents[number] = found

    def items(self, *, texts: bool = True) -> Iterator[Item]:
        """The posts and pages; all other entries are counted for the summary.

        The export is read once without texts, to learn its pictures, before it is read with them.
        """
        if texts and not self._learned:
            deque(self.items(texts=False), maxlen=0)
        self._left_out.clear()
        self._taxonomies.begin()
        try:
            yield from self._items(texts=texts)
        finally:
            self._apart.close()
        self._learned = True

    def _items(self, *, texts: bool) -> Iterator[Item]:
        identities = Identities()
        for post in self._posts():
            if not self._learned:
                self._learn(post, post.get("wp:post_type"))
            kind, status = post.get("wp:post_type") or "post", post.get("wp:status") or "publish"
            if post.comments:
                self._left_out["comments"] += post.comments
            if kind in _MACHINERY or status in _NEVER:
                if kind != "attachment":
                    self._left_out[f"type {kind}" if kind in _MACHINERY else status] += 1
                continue
            key, is_shared = identities.key(
                _number(post) or post.get("link"),
                post.get("title"),
                post.get("link"),
                post.get("wp:post_date"),
                post.fields.get("content:encoded", ""),
            )
            if not key:
                self._left_out["again"] += 1
                continue
            item = self._item(post, kind, status, texts=texts)
            doubts = (*item.doubts, SHARED) if is_shared else item.doubts
            item = msgspec.structs.replace(item, key=f"wordpress {self._head.base} {key}", doubts=doubts)
            if not item.hidden and item.kind == RELEASE:
                self._listed(post, item)
            yield item

    def _posts(self) -> Iterator[Post]:
        """The posts of the export, behind its head, whose names are taken."""
        for at, post in enumerate(read_posts(self._path, self._head)):
            if not at:
                self._languages = Languages(self._head.terms)
                self._authors.begin(
                    {key: title_text(name) for key, name in self._head.authors.items()}, self._head.users
                )
            yield post

    def summary(self) -> Summary:
        """The lists, other entries and damage of the export."""
        damage = list(self._head.damage)
        if self._head.version not in VERSIONS:
            damage.append(
                msg(
                    "export-version",
                    "The export says it is of version %(version)s; known are %(known)s.",
                    version=self._head.version,
                    known=VERSIONS,
                )
            )
        lists, name = tuple(self._lists.values()), f"{self._path.name} ({self._head.base})"
        return Summary(
            name=name,
            system=WORDPRESS,
            lists=lists,
            notices=self._taxonomies.notices(),
            left_out=(*told(self._left_out), *self._taxonomies.left_out()),
            damage=tuple(damage),
        )

    def _item(self, post: Post, kind: str, status: str, *, texts: bool) -> Item:
        number = _number(post)
        raw = post.fields.get("content:encoded", "")
        title = title_text(post.get("title"))
        if not texts and title:
            raw = ""
        elif (tree := post.meta.get("_elementor_data")) and not title_text(raw):
            raw = elementor_html(tree, self._holdings(post, number))
        raw = self._attachments.with_files(raw, self.base)
        lost: tuple[Message, ...] = ()
        try:
            expanded, text = self._apart(raw, _expanded, self._holdings(post, number))
        except GaveUp as gave_up:
            expanded, text, lost = Expanded(""), "", (_unread(gave_up.why),)
        date, timed, doubts = self._date(post)
        if not title:
            title = _first_words(expanded.html) or f"Tanpa judul {number}".strip()
            doubts.append(msg("no-title", "had no title: its first words became one"))
        if kind not in ("post", "page"):
            doubts.append(
                msg(
                    "plugin-type",
                    "is of the type '%(type)s', which a plugin or theme made: it became a release",
                    type=kind,
                )
            )
        doubts += [
            msg("shortcode-unwrapped", "shortcode taken off, its content stays: %(tag)s", tag=each)
            for each in expanded.unwrapped
        ]
        terms = self._taxonomies.terms(post.terms)
        authors, unknown = self._authors.names(post)
        doubts += unknown
        language, twin = self._languages.of(post)
        doubts += [
            msg("brackets-left", "%(tag)s stands as it stood: was it a shortcode, or are these words?", tag=each)
            for each in expanded.left
        ]
        if fields := shown_fields(post.meta):
            doubts.append(msg("fields-left", "has fields that the old site may have shown: %(fields)s", fields=fields))
        return Item(
            key=number,
            origin=post.get("link") or f"{self.base}/?p={number}",
            title=title,
            text=text,
            date=date,
            timed=timed,
            kind=PAGE if kind == "page" else RELEASE,
            slug=post.get("wp:post_name"),
            summary=title_text(post.get("excerpt:encoded")) or described(post.meta),
            categories=_names(terms.categories),
            tags=_names(terms.tags),
            authors=authors,
            language=language,
            twin=twin,
            image=self._attachments.by_number.get(post.meta.get("_thumbnail_id", "")),
            aliases=(*_short_addresses(self.base, number, kind), *former_addresses(post)),
            hidden=why_hidden(post, expanded.hiding),
            expires=self._expires(post),
            embargo=status == "future",
            notes=(msg("was-sticky", "was sticky: kept on top of the front page"),)
            if post.get("wp:is_sticky") == "1"
            else (),
            doubts=tuple(doubts),
            lost=(*lost, *self._lost(post, expanded)),
            shortcodes=expanded.met,
            removed=expanded.guessed,
        )

    def _listed(self, post: Post, item: Item) -> None:
        """Remember the pages that listed a public post, at WordPress's usual addresses."""
        site = path_of_site(self.base)
        for term in post.terms:
            name = title_text(term.name)
            if term.domain == "category" and term.nicename:
                path = "/".join((*self._parents(term.nicename), term.nicename))
                self._lists.setdefault(f"category {path}", ("category", f"{site}/category/{path}/", name))
                if number := self._head.numbers.get(term.nicename):
                    self._lists.setdefault(f"cat {number}", ("category", f"{site}/?cat={number}", name))
            elif term.domain in ("tag", "post_tag") and term.nicename:
                self._lists.setdefault(f"tag {term.nicename}", ("tag", f"{site}/tag/{term.nicename}/", name))
        for word, name in self._authors.pages(post):
            if name in item.authors:
                self._lists.setdefault(f"author {word}", ("author", f"{site}/author/{quote(word)}/", name))

    def _parents(self, nicename: str) -> list[str]:
        """The slugs of the categories above one, the highest first."""
        above: list[str] = []
        while (nicename := self._head.parents.get(nicename, "")) and nicename not in above:
            above.insert(0, nicename)
        return above

    def _lost(self, post: Post, expanded: Expanded) -> tuple[Message, ...]:
        lost = [
            msg("shortcode-lost", "shortcode that only WordPress can show: %(tag)s", tag=each)
            for each in expanded.dropped
        ]
        lost += [
            msg("picture-not-in-export", "picture %(number)s is not in the export", number=each)
            for each in expanded.missing
        ]
        thumbnail = post.meta.get("_thumbnail_id", "")
        if thumbnail not in ("", "0", "-1") and thumbnail not in self._attachments.by_number:
            lost.append(msg("lead-not-in-export", "lead picture %(number)s is not in the export", number=thumbnail))
        return tuple(lost)

    def _holdings(self, post: Post, number: str) -> Holdings:
        return Holdings(
            attachments=self._attachments.by_number,
            attached=self._attachments.attached_to(number),
            reusable=self._reusable,
            tables=self._tables,
            documents=self._documents,
            notes=footnotes(post.meta.get("footnotes", "")),
        )

    def _expires(self, post: Post) -> dt.datetime | None:
        """When PublishPress Future is to take a post away, as its code keeps it."""
        at = post.meta.get("_expiration-date", "").strip()
        if post.meta.get("_expiration-date-status") != "saved" or not re.fullmatch(r"\d{9,10}", at):
            return None
        ends = dt.datetime.fromtimestamp(int(at), self._zone)
        return ends if ends > dt.datetime.now(self._zone) else None  # one gone by was not acted upon

    def _date(self, post: Post) -> tuple[dt.datetime, bool, list[Message]]:
        """The moment of publication in the newsroom's zone, whether its hour is known, and doubts."""
        gmt, local = _moment(post.get("wp:post_date_gmt")), _moment(post.get("wp:post_date"))
        if gmt is not None:
            return gmt.replace(tzinfo=dt.UTC).astimezone(self._zone), True, []
        if local is not None:
            return local.replace(tzinfo=self._zone), True, []
        changed = _moment(post.get("wp:post_modified")) or _moment(post.get("wp:post_modified_gmt"))
        if changed is not None:
            return (
                changed.replace(tzinfo=self._zone),
                True,
                [msg("date-of-change", "had no date: that of its last change was taken")],
            )
        for text, doubt in (
            (post.get("pubDate"), msg("date-of-feed", "had no date: that of the feed was taken")),
            (self._head.date, msg("date-of-export", "had no date: that of the export was taken")),
        ):
            try:
                at = parsedate_to_datetime(text).astimezone(self._zone)
            except (ValueError, TypeError, OverflowError):
                continue
            if at.year > 1:
                return at, False, [doubt]
        return (
            dt.datetime(2000, 1, 1, tzinfo=self._zone),
            False,
            [msg("no-date-at-all", "had no date at all: write the right one")],
        )


def _expanded(raw: str, held: Holdings) -> tuple[Expanded, str]:
    """A text without shortcodes and blocks, and its HTML with paragraphs."""
    expanded = expand(raw, held)
    return expanded, expanded.html if has_blocks(raw) else paragraphs(expanded.html)


def _names(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (title_text(term.name) for term in terms))))


def _number(post: Post) -> str:
    """The number of a post; empty where it has none."""
    number = post.get("wp:post_id")
    return "" if number == "0" else number


def _short_addresses(base: str, number: str, kind: str) -> tuple[str, ...]:
    if not number:
        return ()
    return f"{base}/?p={number}", *((f"{base}/?page_id={number}",) if kind == "page" else ())


def _unread(why: str) -> Message:
    return msg("text-given-up", "its text was not read: %(words)s", words=given_up("its text", why).message)


def _moment(text: str) -> dt.datetime | None:
    """A date as WordPress writes it; None for `0000-00-00 00:00:00` and days that do not exist."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        at = dt.datetime(*(int(part) for part in match.groups()))  # type: ignore[arg-type] # noqa: DTZ001 - a wall's
    except ValueError:
        return None
    return at if 1970 <= at.year <= 2200 else None


def _first_words(html: str) -> str:
    words = title_text(html)[:200].split()[:8]
    return " ".join(words)
