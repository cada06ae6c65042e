"""Reads a feed plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import feedparser

from warta.errors import Problem, ProblemsFound
from warta.importing.checking.seen import seen_in, words_in
from warta.importing.checking.texts import OldText, hosts_of
from warta.messages import msg


class OldFeed:
    """The entries of a feed that was saved."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise ProblemsFound([Problem(str(path), 0, msg("check-no-feed", "is no file. Save the feed first."))])
        self._feed: Any = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that the feed and its entries name."""
        return hosts_of([self._feed.feed.get("link", ""), *(each.get("link", "") for each in self._feed.entries)])

    def texts(self) -> Iterator[OldText]:
        """The entries that are texts."""
        for entry in self._feed.entries:
            kinds = [tag.term for tag in entry.get("tags", ()) if (tag.get("scheme") or "").endswith("#kind")]
            if any(kind.endswith(("#comment", "#settings", "#template")) for kind in kinds):
                continue
            contents = [each.value for each in entry.get("content", ())]
            link = entry.get("link", "")
            parts = urlsplit(link)
            title = " ".join(seen_in(entry.get("title", "")).words)
            yield OldText(
                name=link or entry.get("id", ""),
                title=entry.get("title", ""),
                seen=seen_in(max((*contents, entry.get("summary", "")), key=len)),
                addresses=(parts.path + (f"?{parts.query}" if parts.query else ""),) if parts.path else (),
                hidden="yes" in (str(entry.get("app_draft")), str(entry.get("draft"))) or not words_in(title or link),
            )
