"""Turns web and mail addresses that stand bare in a text into where they begin and end, and where they lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WEB = r"""(?:(?i:https?)://|[wW]{3}\.(?=[\w-]+\.\w))[^\s<>"“”‘’«»`*|\\^{}\[\]\x00-\x1f]+"""
_MAIL = r"[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(?![\w@-])"
ADDRESS = rf"(?<![^\W_])(?<![@/.&+-])(?:(?P<web>{_WEB})|(?P<mail>{_MAIL}))"
"""A pattern for an address, whose group `web` or `mail` may end with signs of the sentence (see `bounds`)."""

MARKS = ("://", "ww.", "WW.", "@")
"""Each address holds one of these."""

_ADDRESS = re.compile(ADDRESS)
_BEHIND = ".,;:!?'_~…)"
_HOST = re.compile(r"(?i:https?://|www\.)[^\W_]")


def may_have_addresses(text: str) -> bool:
    """Whether a text holds what each address holds."""
    web, one, other, mail = MARKS
    return mail in text or web in text or one in text or other in text


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """Beginning, end and target of each address in a text."""
    for match in _ADDRESS.finditer(text):
        if (found := bounds(match)) is not None:
            yield found


def bounds(match: re.Match[str]) -> tuple[int, int, str] | None:
    """Beginning, end and target of the address that a match of `ADDRESS` holds, without the signs of the sentence."""
    if match["mail"]:
        written = match["mail"].lstrip(".+-")
        end = match.end("mail")
        return end - len(written), end, f"mailto:{written}"
    written = match["web"]
    while written and written[-1] in _BEHIND and not (written[-1] == ")" and written.count("(") >= written.count(")")):
        written = written[:-1]
    if not _HOST.match(written):
        return None
    start = match.start("web")
    return start, start + len(written), written if "://" in written else f"https://{written}"
