"""Turns a list of entries into what each is related to: older entries with the most terms in common."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from warta.newsroom.model import Entry

_RECENT = 6


def find_related(entries: Sequence[Entry], most: int) -> dict[str, tuple[Entry, ...]]:
    """For each entry (by source) at most `most` older ones, from `entries` given newest first.

    Only older ones, so that publishing a release changes no other's page. Of each term the newest few are looked at;
    more terms in common come first, then the newer; a tag counts double, being the closest.
    """
    if not most:
        return {}
    recent: dict[str, deque[int]] = {}
    found: dict[str, tuple[Entry, ...]] = {}
    count = len(entries)
    for position in range(count - 1, -1, -1):
        entry = entries[position]
        weights: dict[int, int] = {}
        for terms, weight in ((entry.tags, 2), (entry.categories, 1), (entry.regions, 1)):
            for term in terms:
                seen = recent.get(term.path)
                if seen is None:
                    seen = recent[term.path] = deque(maxlen=_RECENT)
                for other in seen:
                    weights[other] = weights.get(other, 0) + weight
                seen.append(position)
        if weights:
            best = sorted(weights, key=lambda other: (-weights[other], other))[:most]
            found[entry.release.source] = tuple(entries[other] for other in best)
    return found
