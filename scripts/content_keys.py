"""Turns the rows of front matter keys into the tables of docs/content.md, so that the page names the keys there are.

Usage: python scripts/content_keys.py; a test holds the page to what this makes. What stands between the marks
`<!-- keys of NAME -->` and `<!-- end of keys -->` is made anew, the rest of the page stays.
"""

from __future__ import annotations

import re
from pathlib import Path

from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.kinds import Key

PAGE = Path(__file__).resolve().parents[1] / "docs" / "content.md"
_PART = re.compile(r"(<!-- keys of (\w+) -->\n).*?(<!-- end of keys -->)", re.DOTALL)


def text(page: str) -> str:
    """The page with the tables of the keys as they are now."""
    parts = {"releases": _table(RELEASE_KEYS), "pages": _pages(), "organizations": _table(ORGANIZATION_KEYS)}
    return _PART.sub(lambda match: f"{match[1]}{parts[match[2]]}{match[3]}", page)


def _pages() -> str:
    """The keys that pages share with releases in a sentence, their own in a table."""
    shared = [key for key in PAGE_KEYS if key in RELEASE_KEYS]
    names = ", ".join(f"`{key.names[0]}`" for key in shared)
    return f"{names} as above, and\n\n{_table(tuple(key for key in PAGE_KEYS if key not in shared))}"


def _table(keys: tuple[Key, ...]) -> str:
    rows = [f"| {_names(key)} | {key.words}{key.more and ' ' + key.more} |" for key in keys]
    return "\n".join(["| key | meaning |", "|---|---|", *rows, ""])


def _names(key: Key) -> str:
    return ", ".join([*(f"`{name}`" for name in key.names), *(f"*{word}*" for word in key.said)])


if __name__ == "__main__":
    PAGE.write_text(text(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
