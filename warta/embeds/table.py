"""The table of services whose films, posts and maps can be shown: one row a service."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from warta.embeds import films, maps, posts
from warta.embeds.address import Address, Found, address_of


class Service(msgspec.Struct, frozen=True):
    """A service: its name in the setting `third_parties`, what people call it, and what its frames are loaded from.

    `shape` is that of a frame whose address does not say it, one of `SHAPES`.
    """

    name: str
    title: str
    frames: str
    shape: str
    hosts: tuple[str, ...]
    read: Callable[[Address], Found | None]


class Embed(msgspec.Struct, frozen=True):
    """What an address leads to: its service, its plain form, the address of its frame (or empty), shape and title."""

    service: Service
    url: str
    frame: str
    shape: str
    title: str


SHAPES = ("wide", "tall", "post", "map")
SERVICES = (
    Service(
        "youtube",
        "YouTube",
        "https://www.youtube-nocookie.com",
        "wide",
        (
            "youtube.com",
            "www.youtube.com",
            "m.youtube.com",
            "music.youtube.com",
            "youtu.be",
            "youtube-nocookie.com",
            "www.youtube-nocookie.com",
        ),
        films.youtube,
    ),
    Service(
        "vimeo",
        "Vimeo",
        "https://player.vimeo.com",
        "wide",
        ("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
        films.vimeo,
    ),
    Service(
        "instagram",
        "Instagram",
        "https://www.instagram.com",
        "post",
        ("instagram.com", "www.instagram.com", "m.instagram.com", "instagr.am"),
        posts.instagram,
    ),
    Service(
        "tiktok",
        "TikTok",
        "https://www.tiktok.com",
        "tall",
        ("tiktok.com", "www.tiktok.com", "m.tiktok.com", "vm.tiktok.com", "vt.tiktok.com"),
        films.tiktok,
    ),
    Service(
        "facebook",
        "Facebook",
        "https://www.facebook.com",
        "post",
        ("facebook.com", "www.facebook.com", "m.facebook.com", "web.facebook.com", "id-id.facebook.com", "fb.watch"),
        posts.facebook,
    ),
    Service(
        "x",
        "X",
        "https://platform.twitter.com",
        "post",
        ("x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com", "platform.twitter.com"),
        posts.x,
    ),
    Service(
        "maps",
        "Google Maps",
        "https://www.google.com",
        "map",
        (
            "google.com",
            "www.google.com",
            "google.co.id",
            "www.google.co.id",
            "maps.google.com",
            "maps.google.co.id",
            "maps.app.goo.gl",
            "goo.gl",
        ),
        maps.google,
    ),
    Service(
        "openstreetmap",
        "OpenStreetMap",
        "https://www.openstreetmap.org",
        "map",
        ("openstreetmap.org", "www.openstreetmap.org", "osm.org", "www.osm.org"),
        maps.openstreetmap,
    ),
)
_BY_HOST: Mapping[str, Service] = {host: service for service in SERVICES for host in service.hosts}
_FRAMES = tuple(f"{service.frames}/" for service in SERVICES)
LOADERS = (
    "platform.twitter.com/widgets.js",
    "platform.x.com/widgets.js",
    "www.instagram.com/embed.js",
    "www.tiktok.com/embed.js",
    "connect.facebook.net/",
    "player.vimeo.com/api/player.js",
)
"""The scripts that stand in codes to embed, and only load what an embed shows."""


def embed_of(written: str) -> Embed | None:
    """What an address leads to; None where it is none of a film, a post or a map that is known here."""
    address = address_of(written)
    service = _BY_HOST.get(address.host) if address else None
    found = service.read(address) if address and service else None
    if service is None or found is None:
        return None
    return Embed(service, found.url, found.frame, found.shape or service.shape, found.title)


def is_frame(address: str) -> bool:
    """Whether an address is one that frames of a service here are loaded from."""
    return address.startswith(_FRAMES)
