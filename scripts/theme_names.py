"""Turns the values that templates see into docs/theme-names.md, so that the theme contract is what the code has.

Usage: python scripts/theme_names.py; a test holds the page to what this makes.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import msgspec

from warta.content.documents import AiUse, Contact, Correction, Notice
from warta.newsroom.views import Anchor, Card, Download, Image, Office, PageView, ReleaseView, Source, TwinLink
from warta.plan.frame import BarLink, Chrome, DataChrome, Emergency
from warta.plan.kinds import PAGES
from warta.plan.pages.archive import ArchiveView, MonthCount, YearCount, YearView
from warta.plan.pages.check import CheckView
from warta.plan.pages.front import Front, Row, Section
from warta.plan.pages.jumps import Letter, PageNumber, WeighedTerm
from warta.plan.pages.lists import HomeView, IndexView, ListingView, Span
from warta.plan.pages.press import PressHomeView, SubscribeView
from warta.plan.pages.search import SearchView
from warta.plan.pages.standing import CorrectedRelease, CorrectionsView, DataView, NotFoundView
from warta.render.html.contract import CONTRACT
from warta.settings import ThirdParty

PAGE = Path(__file__).resolve().parents[1] / "docs" / "theme-names.md"
VIEWS: dict[str, type[msgspec.Struct]] = {
    "release": ReleaseView,
    "page": PageView,
    "home": HomeView,
    "listing": ListingView,
    "archive": ArchiveView,
    "year": YearView,
    "index": IndexView,
    "not-found": NotFoundView,
    "data": DataView,
    "corrections": CorrectionsView,
    "search": SearchView,
    "check": CheckView,
    "press-home": PressHomeView,
    "subscribe": SubscribeView,
}
"""The view of each kind of page."""
_HELD: tuple[type[msgspec.Struct], ...] = (
    *(Card, Anchor, Image, Source, Download, TwinLink, Correction, Notice, CorrectedRelease, Office),
    *(Front, Row, Section, Span, PageNumber, Letter, WeighedTerm, MonthCount, YearCount),
    *(BarLink, Emergency, DataChrome, ThirdParty, Contact, AiUse),
)
_HEAD = """# Every name a template sees

Made from the code by `scripts/theme_names.py`; [themes.md](themes.md) says how they are used. A date is a moment: print
it with a filter, `{{ page.date|date }}`. `?` may be empty (`none`); a list may have no items, a text no letters.
These are the names of contract NUMBER.
"""


def text() -> str:
    """The whole page."""
    parts = [_HEAD.replace("NUMBER", str(CONTRACT)), "## `site`, in every template\n", _table(Chrome)]
    for kind, view in VIEWS.items():
        parts += [f"## `page` in `{PAGES[kind]}`: {view.__name__}\n", _table(view)]
    parts.append("## What these hold\n")
    for struct in _HELD:
        parts += [f"### {struct.__name__}\n", _table(struct)]
    return "\n".join(parts)


def _table(struct: type[msgspec.Struct]) -> str:
    doc = inspect.cleandoc(struct.__doc__ or "")
    rows = [f"| `{field.encode_name}` | {_shown(field)} |" for field in msgspec.structs.fields(struct)]
    return "\n".join([doc, "", "| name | is |", "|---|---|", *rows, ""])


def _shown(field: msgspec.structs.FieldInfo) -> str:
    written = str(getattr(field.type, "__name__", field.type)) if isinstance(field.type, type) else str(field.type)
    written = re.sub(r"[a-z_]+\.(?=[a-z_.]*[A-Z])|warta[\w.]*\.", "", written)
    written = re.sub(r"tuple\[(.+), \.\.\.\]", r"list of \1", written)
    written = re.sub(r"dict\[str, .*\]", "values by name", written)
    optional = " | None" in written
    words = written.replace(" | None", "").replace("BodyRef", "(shown by `body` or `boilerplate`)")
    names = {"str": "text", "bool": "true or false", "int": "number", "Moment": "moment"}
    for name, word in names.items():
        words = re.sub(rf"\b{name}\b", word, words)
    return words.replace("|", "or") + (" ?" if optional else "")


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
