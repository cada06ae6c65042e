"""Turns a web address into what it leads to, by the reader of its service."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from warta.embeds import films, maps, posts
from warta.embeds.address import Address, Found, address_of
from warta.embeds.services import SERVICES, Service


class Embed(msgspec.Struct, frozen=True):
    """What an address leads to: its service, its plain form, the address of its frame (or empty), shape and title."""

    service: Service
    url: str
    frame: str
    shape: str
    title: str


READERS: Mapping[str, Callable[[Address], Found | None]] = {
    "youtube": films.youtube,
    "vimeo": films.vimeo,
    "instagram": posts.instagram,
    "tiktok": films.tiktok,
    "facebook": posts.facebook,
    "x": posts.x,
    "maps": maps.google,
    "openstreetmap": maps.openstreetmap,
}
"""What reads the addresses of each service."""
_BY_HOST: Mapping[str, Service] = {host: service for service in SERVICES for host in service.hosts}


def embed_of(written: str) -> Embed | None:
    """What an address leads to; None where it is none of a film, a post or a map that is known here."""
    address = address_of(written)
    service = _BY_HOST.get(address.host) if address else None
    found = READERS[service.name](address) if address and service else None
    if service is None or found is None:
        return None
    return Embed(service, found.url, found.frame, found.shape or service.shape, found.title)
