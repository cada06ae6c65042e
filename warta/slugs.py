"""Turns titles and names into the words of an address."""

from __future__ import annotations

import functools
import re
from hashlib import blake2b

from warta.signs import is_of_windows

LONGEST = 100
_PLAIN = re.compile(r"[A-Za-z0-9 -]*")


@functools.lru_cache(maxsize=20_000)
def slug(text: str) -> str:
    """Lower-case ASCII words with hyphens, at most 100 characters, never empty, nor a name that Windows keeps.

    A text that is too long is cut at a word and gets a digest of the whole, so that parts 1 and 2 of a story with a
    long title differ; one without letters is its digest.
    """
    if _PLAIN.fullmatch(text):  # what the library makes of most titles, in a tenth of its time
        made = "-".join(text.lower().replace("-", " ").split())
    else:
        made = _slugify(text)
    if is_of_windows(made):
        return f"x-{made}"
    if made and len(made) <= LONGEST:
        return made
    digest = blake2b(text.encode(), digest_size=4).hexdigest()
    return f"{_slugify(made, LONGEST - 9)}-{digest}" if made else f"x-{digest}"


def _slugify(text: str, longest: int = 0) -> str:
    from slugify import slugify  # it loads tables of every script, and most runs meet no new text

    return slugify(text, max_length=longest, word_boundary=True, save_order=True)
