"""Turns the values that templates see into docs/theme-names.md, so that the theme contract is what the code has.

Usage: python scripts/theme_names.py; a test holds the page to what this makes.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import msgspec

from warta.content import documents
from warta.plan import views
from warta.render.html.contract import CONTRACT, PAGES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "theme-names.md"
_SHARED = ("Card", "Anchor", "Image", "Source", "Download", "TwinLink", "CorrectionNote", "WithdrawalNotice", "Office")
_MORE = ("Section", "MonthCount", "YearCount", "DataChrome")
_VIEWS: dict[str, type[msgspec.Struct]] = {
    "release": views.ReleaseView,
    "home": views.HomeView,
    "listing": views.ListingView,
    "archive": views.ArchiveView,
    "year": views.YearView,
    "index": views.IndexView,
    "page": views.PageView,
    "not-found": views.NotFoundView,
    "search": views.SearchView,
    "data": views.DataView,
    "corrections": views.CorrectionsView,
}
_HEAD = """# Every name a template sees

Made from the code by `scripts/theme_names.py`; [themes.md](themes.md) says how they are used. A date is a moment: print
it with a filter, `{{ page.date|date }}`. `?` may be empty (`none`); a list may have no items, a text no letters.
These are the names of contract NUMBER.
"""


def text() -> str:
    """The whole page."""
    parts = [_HEAD.replace("NUMBER", str(CONTRACT)), "## `site`, in every template\n", _table(views.Chrome)]
    for kind, template in PAGES.items():
        parts += [f"## `page` in `{template}`: {_VIEWS[kind].__name__}\n", _table(_VIEWS[kind])]
    parts.append("## What these hold\n")
    for name in (*_SHARED, *_MORE):
        parts += [f"### {name}\n", _table(getattr(views, name))]
    others: tuple[type[msgspec.Struct], ...] = (documents.Contact, documents.AiUse)
    for struct in others:
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
