"""Turns the recordings and documents of a release into what each format of feed says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warta.newsroom.views import Enclosure
from warta.render.formats.xml import attribute

_RANKS = ("audio/", "video/", "")


def one_enclosed(files: Sequence[Enclosure]) -> str:
    """The one file that an item of RSS may enclose: a recording before a document, which players of podcasts want."""
    ranked = [each for rank in _RANKS for each in files if each.type.startswith(rank)]
    if not ranked:
        return ""
    url, type_ = attribute(ranked[0].url), attribute(_bare(ranked[0]))
    return f'<enclosure url={url} length="{ranked[0].size}" type={type_}/>'


def all_enclosed(files: Sequence[Enclosure]) -> Iterator[str]:
    """The links of an entry of Atom."""
    for each in files:
        type_, href = attribute(_bare(each)), attribute(each.url)
        yield f'<link rel="enclosure" type={type_} length="{each.size}" href={href}/>'


def attached(files: Sequence[Enclosure]) -> list[dict[str, str | int]]:
    """The attachments of an item of JSON Feed."""
    return [{"url": each.url, "mime_type": _bare(each), "size_in_bytes": each.size} for each in files]


def _bare(file: Enclosure) -> str:
    """A media type without its parameters."""
    return file.type.partition(";")[0]
