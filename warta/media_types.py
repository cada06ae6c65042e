"""Turns the name of a file into its media type (RFC 6838), as servers send it: the one table of endings.

A file that Warta makes itself has its type in the table of kinds (`plan/kinds.py`). The table here is for copies of
files that others made, for compressed files, and for files of which nothing is known but their name.
"""

from __future__ import annotations

import mimetypes

_TEXTS = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".eml": "message/rfc822",
}
_OTHERS = {
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jfif": "image/jpeg",
    ".jpe": "image/jpeg",
    ".mpo": "image/jpeg",
    ".heic": "image/heic",
    ".heif": "image/heif",
    ".woff2": "font/woff2",
    ".gz": "application/gzip",
    ".br": "application/octet-stream",  # Brotli has no type of its own
    ".wasm": "application/wasm",
}
_RECORDED = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_DOCUMENTS = {
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".rtf": "application/rtf",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".odt": f"{_OPEN}.text",
    ".ods": f"{_OPEN}.spreadsheet",
    ".odp": f"{_OPEN}.presentation",
    ".csv": _TEXTS[".csv"],
    ".zip": "application/zip",
}
_NAMES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
}
_PACKED = (".html", ".css", ".js", ".json", ".xml", ".txt", ".svg", ".webmanifest")


def type_by_name(path: str) -> str:
    """The media type of a file; what this table does not have, Python's and the machine's have."""
    name = path.rpartition("/")[2]
    ending = _ending(name)
    known = _NAMES.get(name) or _TEXTS.get(ending) or _OTHERS.get(ending) or enclosed_type(name)
    return known or mimetypes.guess_type(name)[0] or "application/octet-stream"


def enclosed_type(path: str) -> str:
    """The media type of a recording or a document, as feeds enclose such; empty for all else."""
    ending = _ending(path)
    return _RECORDED.get(ending) or _DOCUMENTS.get(ending, "")


def is_text(path: str) -> bool:
    """Whether a file holds text, by its name: the same on every machine."""
    return _ending(path) in _TEXTS


def is_worth_packing(path: str) -> bool:
    """Whether a file is sent in a compressed form where the host can: texts that pages load."""
    return path.endswith(_PACKED)


def _ending(path: str) -> str:
    return "." + path.rpartition(".")[2].lower()
