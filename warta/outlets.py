"""Turns the settings for machines and hosts into values: formats of feeds, the wire, redirects, where the site lies."""

from __future__ import annotations

import re

import msgspec

from warta.datatree import Node
from warta.errors import did_you_mean, listed
from warta.fields import Fields, Ref, shown

FEED_FORMATS = ("rss", "atom", "json")
WIRE = ("ninjs", "text")
HOSTS = ("apache", "nginx", "github-pages", "gitlab-pages", "netlify", "cloudflare-pages", "s3")
PUBLISHERS = ("government", "media")
_HEADER = re.compile(r"[A-Za-z0-9-]+")
_CONTACT = re.compile(r"(?:https://|mailto:|tel:)[^\s<>]+|[^\s@<>:/]+@[^\s@<>:/]+")


class Outlets(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of what is made for machines. `redirects` maps old addresses to new ones as written, with lines;
    `headers` holds further HTTP headers, an empty value taking one of Warta's own away.
    """

    feed_formats: tuple[str, ...] = FEED_FORMATS
    hub: str = ""
    wire: tuple[str, ...] = WIRE
    publisher: str = "government"
    host: str = "apache"
    headers: dict[str, str] = {}
    precompress: bool | None = None
    redirects: dict[str, Ref] = {}
    security_contact: str = ""


def read_outlets(fields: Fields) -> Outlets:
    """The settings for machines among those of config.yaml; problems are reported to `fields`."""
    return Outlets(
        feed_formats=kinds(fields, "feed_formats", FEED_FORMATS),
        hub=_hub(fields),
        wire=kinds(fields, "wire", WIRE),
        publisher=fields.choice("publisher", PUBLISHERS, "government") or "government",
        host=fields.choice("host", HOSTS, "apache") or "apache",
        headers=_headers(fields),
        precompress=fields.flag("precompress") if fields.has("precompress") else None,
        redirects=_redirects(fields),
        security_contact=_contact(fields),
    )


def kinds(fields: Fields, name: str, known: tuple[str, ...], usual: tuple[str, ...] | None = None) -> tuple[str, ...]:
    """A list of words out of `known`, none when its list is empty; `usual` (or all) when the setting is absent."""
    if not fields.has(name):
        return known if usual is None else usual
    found = []
    for ref in fields.refs(name):
        if ref.text in known:
            found.append(ref.text)
        else:
            hint = did_you_mean(ref.text, known) or f" Known are: {listed(known)}."
            fields.problem(ref.line, f"'{name}' has no kind '{ref.text}'.{hint}")
    return tuple(found)


def _hub(fields: Fields) -> str:
    line = fields.line_of("hub")
    hub = fields.address("hub")
    if hub.startswith("/"):
        fields.problem(line, f"'hub' must be the whole address of a WebSub hub, with https:// (got '{hub}').")
    return hub


def _headers(fields: Fields) -> dict[str, str]:
    found = {}
    for name, node in fields.pairs("headers"):
        text = node.value or ""
        if not _HEADER.fullmatch(name) or not isinstance(text, str) or not (text + " ").isprintable() or '"' in text:
            fields.problem(node.line, f"'headers' must be 'Name: value' lines without double quotes (got '{name}').")
        else:
            found[name] = text
    return found


def _redirects(fields: Fields) -> dict[str, Ref]:
    found = {}
    for old, node in fields.pairs("redirects"):
        if not (_is_address(old) and _is_target(node)):
            message = f"'redirects' must be 'old address: new address' lines, both on this site (got '{old}: "
            fields.problem(node.line, f"{message}{shown(node).strip(chr(39))}').")
        else:
            found[old] = Ref(str(node.value), node.line)
    return found


def _is_target(node: Node) -> bool:
    return isinstance(node.value, str) and _is_address(node.value)


def _is_address(text: str) -> bool:
    return text.startswith("/") and not text.startswith("//") and not any(char.isspace() for char in text)


def _contact(fields: Fields) -> str:
    """An e-mail address, or an address that begins with https:, mailto: or tel: (RFC 9116, 2.5.3), as the latter."""
    line = fields.line_of("security_contact")
    text = fields.text("security_contact") or ""
    if text and not _CONTACT.fullmatch(text):
        fields.problem(line, f"'security_contact' must be an e-mail address or begin with https:// (got '{text}').")
        return ""
    return text if not text or ":" in text else f"mailto:{text}"
