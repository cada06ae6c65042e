"""Turns the attachments of an export into what texts show of them: pictures by number, and files behind their pages."""

from __future__ import annotations

import html as htmllib
import re
from urllib.parse import parse_qs

from warta.importing.endings import FILES
from warta.importing.item import OldPicture
from warta.importing.markup import clean_text, title_text
from warta.importing.old_addresses import address_key, is_on_site, parts_of
from warta.importing.sources.wxr import Post

_HREF = re.compile(r"""(<a\b[^<>]*?\bhref\s*=\s*)(["'])([^"'<>]*)\2""", re.IGNORECASE)
_DOCUMENT = re.compile(rf"https?:[\\/]+[^\s\"'<>|;]+?(?:{'|'.join(map(re.escape, FILES))})(?![\w.])", re.IGNORECASE)
_MOST = 20


class Attachments:
    """The files of a media library, learned before the texts that show them."""

    def __init__(self) -> None:
        self.by_number: dict[str, OldPicture] = {}
        self._attached: dict[str, list[str]] = {}
        self._pages: dict[str, str] = {}

    def learn(self, post: Post) -> None:
        """Keep one attachment."""
        number = post.get("wp:post_id")
        self.by_number[number] = OldPicture(
            url=post.get("wp:attachment_url") or post.get("guid"),
            alt=clean_text(post.meta.get("_wp_attachment_image_alt", "").strip()),
            caption=title_text(post.get("excerpt:encoded")),
            title=title_text(post.get("title")),
        )
        if (parent := post.get("wp:post_parent")) not in ("", "0"):
            self._attached.setdefault(parent, []).append(number)
        link = post.get("link")
        if link and "attachment_id=" not in link and (key := address_key(link)):
            self._pages[key] = number

    def attached_to(self, number: str) -> tuple[OldPicture, ...]:
        """The files that were put up with one post."""
        return tuple(self.by_number[each] for each in self._attached.get(number, ()))

    def with_files(self, html: str, base: str) -> str:
        """`html` whose links to the pages of attachments lead to their files."""

        def file(match: re.Match[str]) -> str:
            number = self._number(htmllib.unescape(match[3]), base)
            found = self.by_number.get(number)
            return f"{match[1]}{match[2]}{htmllib.escape(found.url)}{match[2]}" if found and found.url else match[0]

        return _HREF.sub(file, html) if self.by_number and "href" in html else html

    def _number(self, url: str, base: str) -> str:
        """The number of the attachment whose page lies at an address; empty where it is another page."""
        parts = parts_of(url)
        if parts is None or not is_on_site(url, base):
            return ""
        if parts.query and (found := parse_qs(parts.query).get("attachment_id") or parse_qs(parts.query).get("p")):
            return found[0]
        return self._pages.get(address_key(url), "") if parts.path.strip("/") else ""


def documents_of(post: Post) -> tuple[str, ...]:
    """The files whose addresses a plugin keeps beside an entry of its own."""
    found = (match[0].replace("\\", "") for value in post.meta.values() for match in _DOCUMENT.finditer(value))
    return tuple(dict.fromkeys(found))[:_MOST]
