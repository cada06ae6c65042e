"""Turns the name and the media type of an output file into how long it may be cached."""

from __future__ import annotations

from warta.newsroom.addresses import is_lasting


def cache_control(path: str, media_type: str) -> str:
    """How long a file may be kept (RFC 9111): for ever when its name changes with its bytes, pages for a minute."""
    if is_lasting(path):
        return "public, max-age=31536000, immutable"
    if media_type.startswith(("image/", "font/", "video/", "audio/", "application/pdf")):
        return "public, max-age=86400"
    return "public, max-age=60"
