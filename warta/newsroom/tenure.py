"""Turns periods of office and the time into what a release of an earlier one says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from warta.content.documents import Organization

Past = dict[str, tuple[tuple[str, float, float], ...]]
"""The periods that are over, by the key of their organization: name, beginning and end in seconds of the epoch."""


def past_terms(organizations: Mapping[str, Organization], now: dt.datetime) -> Past:
    """The periods of office that are over at `now` (aware)."""
    found = {
        key: tuple(
            (each.name, each.since.at.timestamp(), each.until.at.timestamp())
            for each in organization.terms
            if each.until is not None and each.until.at <= now
        )
        for key, organization in organizations.items()
    }
    return {key: terms for key, terms in found.items() if terms}


def terms_until(organizations: Mapping[str, Organization], now: dt.datetime) -> dt.datetime | None:
    """When the next period is over and its releases begin to say so; None: never by itself."""
    ends = (each.until.at for every in organizations.values() for each in every.terms if each.until is not None)
    return min((end for end in ends if end > now), default=None)
