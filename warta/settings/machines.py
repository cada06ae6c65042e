"""Turns what config.yaml says of output for machines into values: kinds of lists and feeds, hub, host, headers."""

from __future__ import annotations

import re
from typing import Any

from warta import shapes
from warta.fields import Fields
from warta.messages import msg
from warta.settings.kinds import Kind

FEEDS = ("home", "category", "region", "tag", "organization", "author", "corrections")
# each tag more would be four more files that change with every release
USUAL_FEEDS = ("home", "category", "region", "organization", "corrections")
FEED_FORMATS = ("rss", "atom", "json")
WIRE = ("ninjs", "text")
PRESS = ("whatsapp", "pdf", "kit", "link", "stories", "mail")
HOSTS = ("apache", "nginx", "github-pages", "gitlab-pages", "netlify", "cloudflare-pages", "s3")
PUBLISHERS = ("government", "media")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_CONTACT = re.compile(r"https://[^\s<>]+|(?:mailto:)?[^\s@<>:/?&=,;]+@[^\s@<>:/?&=,;]+|tel:\+?[\d.()-]+")


def _hub(fields: Fields, key: str, default: str) -> str:
    line = fields.line_of(key)
    hub = fields.address(key)
    if hub.startswith("/"):
        message = msg(
            "no-hub",
            "'%(key)s' must be the whole address of a WebSub hub, with https:// (got '%(got)s').",
            key=key,
            got=hub,
        )
        fields.problem(line, message)
    return hub or default


def _headers(fields: Fields, key: str, _: Any) -> dict[str, str]:
    """HTTP headers by their names; an empty value takes one of Warta's own away."""
    found = {}
    for name, node in fields.pairs(key):
        text = node.value or ""
        if not _HEADER.fullmatch(name) or not isinstance(text, str) or not _is_header_value(text):
            message = msg(
                "no-header",
                "'%(key)s' must be 'Name: value' lines of plain letters and signs (got '%(got)s').",
                key=key,
                got=name,
            )
            fields.problem(node.line, message)
        else:
            found[name] = text
    return found


def _is_header_value(text: str) -> bool:
    """Whether a value is the same to all servers; `expr=` begins a program of Apache's."""
    return text.isascii() and (text + " ").isprintable() and not text.startswith("expr=")


def _contact(fields: Fields, key: str, default: str) -> str:
    """An e-mail address, or an address that begins with https:, mailto: or tel: (RFC 9116, 2.5.3), as the latter."""
    line = fields.line_of(key)
    text = fields.text(key) or default
    if text and not _CONTACT.fullmatch(text):
        message = msg(
            "no-contact",
            "'%(key)s' must be an e-mail address or begin with https:// (got '%(got)s').",
            key=key,
            got=text,
        )
        fields.problem(line, message)
        return ""
    return text if not text or ":" in text else f"mailto:{text}"


def _subscribe(fields: Fields, key: str, default: str) -> str:
    """Where one asks for releases by e-mail: an address to write to, or that of a service."""
    line = fields.line_of(key)
    text = (fields.text(key) or default).removeprefix("mailto:")
    if text and not _CONTACT.fullmatch(text):
        message = msg(
            "no-subscribe",
            "'%(key)s' must be an e-mail address, or the address of a list service that begins with https:// "
            "(got '%(got)s').",
            key=key,
            got=text,
        )
        fields.problem(line, message)
        return ""
    return text


SUBSCRIBE = Kind(_subscribe, shapes.TEXT)
HUB = Kind(_hub, shapes.TEXT)
HEADERS = Kind(_headers, shapes.PAIRS)
CONTACT = Kind(_contact, shapes.TEXT)
