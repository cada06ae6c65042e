"""Values of the model in a line each, for tests that look at one function."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from warta.newsroom.model import Entry, Term

from warta.content.documents import Release
from warta.dates import Moment, parse_moment
from warta.fields import Ref
from warta.slugs import slug

JAKARTA = ZoneInfo("Asia/Jakarta")


def moment(text: str) -> Moment:
    """A moment as a newsroom in Jakarta writes it."""
    return parse_moment(text, JAKARTA)


def at(text: str) -> dt.datetime:
    """A time in Jakarta."""
    return moment(text).at


def release(name: str = "banjir", **more: Any) -> Release:
    """A release whose source, title and slug are made from its name; `more` are further fields."""
    made = Release(
        source=f"releases/{name}.md", title=name.capitalize(), date=moment("2026-11-20"), slug=Ref(slug(name), 1)
    )
    return msgspec.structs.replace(made, **more)


def term(kind: str, name: str) -> Term:
    """A term of this kind and name."""
    return Term(kind, slug(name), name, f"/{kind}/{slug(name)}/")


def entry(name: str = "banjir", date: str = "2026-11-20", **more: Any) -> Entry:
    """A public release in its place; `more` are further fields of the entry."""
    made = Entry(release(name, date=moment(date)), "public", "id", f"/2026/11/{slug(name)}/")
    return msgspec.structs.replace(made, **more)
