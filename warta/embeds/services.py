"""The table of services whose films, posts and maps can be shown: one row a service."""

from __future__ import annotations

import msgspec


class Service(msgspec.Struct, frozen=True):
    """A service: its name in the setting `third_parties`, what people call it, and what its frames are loaded from.

    `shape` is that of a frame whose address does not say it, one of `SHAPES`.
    """

    name: str
    title: str
    frames: str
    shape: str
    hosts: tuple[str, ...]


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
    ),
    Service(
        "vimeo",
        "Vimeo",
        "https://player.vimeo.com",
        "wide",
        ("vimeo.com", "www.vimeo.com", "player.vimeo.com"),
    ),
    Service(
        "instagram",
        "Instagram",
        "https://www.instagram.com",
        "post",
        ("instagram.com", "www.instagram.com", "m.instagram.com", "instagr.am"),
    ),
    Service(
        "tiktok",
        "TikTok",
        "https://www.tiktok.com",
        "tall",
        ("tiktok.com", "www.tiktok.com", "m.tiktok.com", "vm.tiktok.com", "vt.tiktok.com"),
    ),
    Service(
        "facebook",
        "Facebook",
        "https://www.facebook.com",
        "post",
        ("facebook.com", "www.facebook.com", "m.facebook.com", "web.facebook.com", "id-id.facebook.com", "fb.watch"),
    ),
    Service(
        "x",
        "X",
        "https://platform.twitter.com",
        "post",
        ("x.com", "www.x.com", "twitter.com", "www.twitter.com", "mobile.twitter.com", "platform.twitter.com"),
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
    ),
    Service(
        "openstreetmap",
        "OpenStreetMap",
        "https://www.openstreetmap.org",
        "map",
        ("openstreetmap.org", "www.openstreetmap.org", "osm.org", "www.osm.org"),
    ),
)
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


def is_frame(address: str) -> bool:
    """Whether an address is one that frames of a service here are loaded from."""
    return address.startswith(_FRAMES)
