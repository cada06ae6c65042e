"""Turns a picture of a view into what machines are told of it: which address to fetch, and which type it has."""

from __future__ import annotations

import posixpath

from warta.plan.views import Image

TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}


def shared_address(image: Image) -> str:
    """The address, from the root of the host, of what previews and feeds show: not large, so that WhatsApp takes it.

    This and `full_address` are the one place that decides which of a picture's files machines get.
    """
    return image.src or image.url


def full_address(image: Image) -> str:
    """The address, from the root of the host, of the picture in full size: for search engines, agencies, archives."""
    return image.url


def media_type(address: str) -> str:
    """The media type of a picture by its ending; empty for one that is not known."""
    return TYPES.get(posixpath.splitext(address)[1].lower(), "")
