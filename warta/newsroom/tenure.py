"""Turns periods of office and the time into what a release of an earlier one says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from warta.content.documents import OfficeTerm, Organization, Release
from warta.newsroom.model import Site

PastTerms = dict[str, tuple[OfficeTerm, ...]]
"""The terms that are over, by the key of their organization."""


def past_terms(organizations: Mapping[str, Organization], now: dt.datetime) -> PastTerms:
    """The terms of each organization that are over at `now` (aware)."""
    return {
        key: tuple(each for each in organization.terms if each.until is not None and each.until.at <= now)
        for key, organization in organizations.items()
    }


def published_under(release: Release, organization: Organization | None, past: PastTerms) -> str:
    """The name of the past term that the date of a release lies in; empty for one of the present, or of none."""
    terms = past.get(organization.id, ()) if organization else ()
    date = release.date.at
    return next((each.name for each in terms if each.until and each.since.at <= date < each.until.at), "")


def terms_until(site: Site, now: dt.datetime) -> dt.datetime | None:
    """When the next term is over and its releases begin to say so; None: never by itself, or they never do."""
    if not site.config.show_terms:
        return None
    ends = (each.until.at for every in site.organizations.values() for each in every.terms if each.until is not None)
    return min((end for end in ends if end > now), default=None)
