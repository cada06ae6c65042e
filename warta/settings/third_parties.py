"""Turns what config.yaml says of others that may act on the pages into values, and these into what pages may load.

Who is not named may do nothing: neither show a frame, nor run a script, nor be told that somebody reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from warta import shapes
from warta.datatree import Node
from warta.embeds.services import SERVICES
from warta.errors import known_are, meant
from warta.fields import Fields, clean, shown
from warta.messages import msg
from warta.settings.kinds import Kind
from warta.shapes import Shape
from warta.wording import yes_or_no


class ThirdParty(msgspec.Struct, frozen=True):
    """One who may act on the pages, with the address of its server and the name that it has for this site."""

    name: str
    url: str = ""
    site: str = ""


class Sources(msgspec.Struct, frozen=True):
    """What pages may load of others, as sources of a Content-Security-Policy: frames, scripts, requests of scripts."""

    frames: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()


class Party(msgspec.Struct, frozen=True):
    """A row: a name of the setting, and what pages may load of it.

    `url` is its server where the newsroom does not name one of its own (None: it must). `site` is an example of the
    name that it has for a site (empty: none). In its sources `{}` stands for the server.
    """

    name: str
    sources: Sources
    url: str | None = ""
    site: str = ""


_SCRIPT = Sources(scripts=("{}",), connections=("{}",))
_GOOGLE = ("https://*.google-analytics.com", "https://*.analytics.google.com", "https://*.googletagmanager.com")
WIDGETS = (Party("gpr", Sources(connections=("{}",)), url="https://widget.komdigi.go.id/"),)
"""Lists of news that others give: the government's public relations (Government Public Relations, Komdigi)."""
STATISTICS = (
    Party("matomo", _SCRIPT, url=None, site="1"),
    Party("plausible", _SCRIPT, url="https://plausible.io/", site="humas.example.go.id"),
    Party("umami", _SCRIPT, url=None, site="94db1cb1-74f4-4a40-ad6c-962362670409"),
    Party("goatcounter", Sources(scripts=("https://gc.zgo.at",), connections=("{}",)), url=None),
    Party(
        "google-analytics",
        Sources(scripts=("https://www.googletagmanager.com",), connections=_GOOGLE),
        url="https://www.googletagmanager.com/",
        site="G-1A2B3C4D5E",
    ),
)
"""Those who count readers."""
PARTIES = (*[Party(each.name, Sources(frames=(each.frames,))) for each in SERVICES], *WIDGETS, *STATISTICS)
_BY_NAME = {party.name: party for party in PARTIES}
_SITE = re.compile(r"[\w.,:/-]{1,200}", re.ASCII)
_URL = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?(?:/[\w./-]*)?", re.ASCII)


def sources(parties: tuple[ThirdParty, ...]) -> Sources:
    """What pages may load of all of these."""
    found = [(_BY_NAME[each.name].sources, _origin(each.url)) for each in parties]

    def joined(field: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each.format(origin) for row, origin in found for each in getattr(row, field)))

    return Sources(joined("frames"), joined("scripts"), joined("connections"))


def among(parties: tuple[ThirdParty, ...], rows: tuple[Party, ...]) -> tuple[ThirdParty, ...]:
    """Those of one kind."""
    names = {row.name for row in rows}
    return tuple([each for each in parties if each.name in names])


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _read(fields: Fields, key: str, default: Any) -> object:
    """A list of names, some with settings of their own (`- matomo: {url: ..., site: 1}`), or a mapping of names."""
    node = fields.take(key)
    if node is None:
        return default
    found = [_party(fields, *each) for each in _named(fields, key, node)]
    return tuple({each.name: each for each in found if each is not None}.values())


def _named(fields: Fields, key: str, node: Node) -> Iterator[tuple[str, Node]]:
    """Names with what stands below them; a name that is answered with no is passed over."""
    for each in node.value if isinstance(node.value, list) else [node]:
        value = each.value
        if isinstance(value, str):
            yield clean(value), Node(None, each.line)
        elif isinstance(value, dict):
            for name, below in value.items():
                answer = yes_or_no(below.value) if isinstance(below.value, str) else None
                if answer is None:
                    yield name, below
                elif answer:
                    yield name, Node(None, below.line)
        elif value is not None:
            message = msg(
                "no-third-parties", "'%(key)s' must be a list of names (got %(got)s).", key=key, got=shown(each)
            )
            fields.problem(each.line, message)


def _party(fields: Fields, name: str, node: Node) -> ThirdParty | None:
    row = _BY_NAME.get(name)
    if row is None:
        hint = meant(name, _BY_NAME) or known_are(tuple(_BY_NAME))
        message = msg("no-third-party", "'third_parties' knows nobody called '%(got)s'.", hint, got=name)
        fields.problem(node.line, message)
        return None
    if node.value is not None and row.url == "":
        message = msg("third-party-alone", "'%(name)s' has no settings of its own. Write the name alone.", name=name)
        fields.problem(node.line, message)
        return None
    inner = fields.nested(node, name)
    url = _server(inner, row)
    site = inner.text("site") if row.site else ""
    inner.close()
    if row.site and not site:
        message = msg(
            "third-party-site",
            "'%(name)s' needs the name that it has for this site: write %(name)s: {site: %(example)s}.",
            name=name,
            example=row.site,
        )
        fields.problem(node.line, message)
    elif site and not _SITE.fullmatch(site):
        message = msg(
            "third-party-odd-site", "'site' of '%(name)s' cannot be a name there (got '%(got)s').", name=name, got=site
        )
        fields.problem(node.line, message)
    return ThirdParty(name, url, site or "")


def _server(fields: Fields, row: Party) -> str:
    """The address of a server: the newsroom's own, or that of all."""
    if row.url == "":
        return ""
    line = fields.line_of("url")
    written = fields.text("url") or row.url
    if written is None:
        message = msg(
            "third-party-url",
            "'%(name)s' needs the address of its server: write %(name)s: {url: https://statistik.example.go.id/}.",
            name=row.name,
        )
        fields.problem(line, message)
        return ""
    if not _URL.fullmatch(written):
        message = msg(
            "third-party-odd-url",
            "'url' of '%(name)s' must be an address such as https://statistik.example.go.id/ (got '%(got)s').",
            name=row.name,
            got=written,
        )
        fields.problem(line, message)
        return ""
    return written.rstrip("/") + "/"


_OF_ONE: Shape = shapes.mapping({"url": shapes.TEXT, "site": shapes.TEXT})
_BELOW: Shape = {"anyOf": [_OF_ONE, shapes.FLAG]}
_MAPPING: Shape = {**shapes.mapping(dict.fromkeys(_BY_NAME, _BELOW)), "type": ["object", "null"]}
_NAME = shapes.one_of(_BY_NAME)
THIRD_PARTIES = Kind(_read, {"anyOf": [_NAME, _MAPPING, {"type": "array", "items": {"anyOf": [_NAME, _MAPPING]}}]})
