"""Turns the former words and dates of a WordPress post into the addresses it had, in the form of that it has."""

from __future__ import annotations

import re
from urllib.parse import quote

from warta.importing.sources.wxr import Post

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def former_addresses(post: Post) -> tuple[str, ...]:
    """The addresses by `_wp_old_slug` and `_wp_old_date`: each former word and date, alone and together."""
    link, name, day = post.get("link"), post.get("wp:post_name"), post.get("wp:post_date")[:10]
    words = [each for each in post.repeated("_wp_old_slug") if each]
    days = [each for each in post.repeated("_wp_old_date") if _DAY.fullmatch(each)]
    if not link or "?" in link or not (words or days):
        return ()
    found = [_with(link, name, word, day, on) for word in (name, *words) for on in (day, *days)]
    return tuple(each for each in dict.fromkeys(found) if each and each != link)


def _with(link: str, name: str, word: str, day: str, on: str) -> str:
    """The address of a post under another word and another day; empty where its own has no such place for them."""
    if on != day:
        link = _on(link, day, on)
    if not link or word == name:
        return link
    head, slash, last = link.rstrip("/").rpartition("/")
    written = next((each for each in (name, quote(name), quote(name).lower()) if each and each in last), "")
    if not written:
        return ""
    behind = link[len(head) + len(slash) + len(last) :]
    return head + slash + last.replace(written, word if "%" in word else quote(word), 1) + behind


def _on(link: str, day: str, on: str) -> str:
    old, new = _DAY.fullmatch(day), _DAY.fullmatch(on)
    if old is None or new is None:
        return ""
    for count in (3, 2, 1):
        before, after = "/".join(old.groups()[:count]), "/".join(new.groups()[:count])
        if f"/{before}/" in link:
            return link.replace(f"/{before}/", f"/{after}/", 1)
    return ""
