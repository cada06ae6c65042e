"""Turns an address into what lies behind it, by the ending of its path: a picture, a film or sound, a document."""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

PICTURES = (
    ".jpg", ".jpeg", ".jfif", ".jpe", ".mpo", ".png", ".gif", ".webp", ".avif", ".svg", ".bmp", ".tif", ".tiff",
    ".heic", ".heif",
)  # fmt: skip
FILMS = tuple(f".{each}" for each in "mp4 m4v webm ogv mov avi flv wmv".split())
SOUNDS = tuple(f".{each}" for each in "mp3 m4a ogg oga wav aac flac wma".split())
FILES = (
    *(f".{each}" for each in "pdf doc docx xls xlsx ppt pptx pps ppsx odt ods odp rtf zip rar 7z csv txt epub".split()),
    *FILMS,
    *SOUNDS,
)


def path_of(url: str) -> str:
    """An address without scheme, host, query and percent signs, in NFC: `wp-content/uploads/2019/06/a b.jpg`."""
    try:
        path = urlsplit(url.strip()).path
    except ValueError:
        path = url
    return unicodedata.normalize("NFC", unquote(path)).lstrip("/")


def is_picture(url: str) -> bool:
    """Whether an address is that of a picture."""
    return path_of(url).casefold().endswith(PICTURES)


def is_file(url: str) -> bool:
    """Whether an address is that of a document or recording."""
    return path_of(url).casefold().endswith(FILES)


def is_recording(url: str) -> bool:
    """Whether an address is that of a film or of sound."""
    return path_of(url).casefold().endswith((*FILMS, *SOUNDS))


def is_sound(url: str) -> bool:
    """Whether an address is that of sound."""
    return path_of(url).casefold().endswith(SOUNDS)
