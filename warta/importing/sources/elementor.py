"""Turns what Elementor keeps beside a post, a tree of widgets in JSON, into HTML of what readers saw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from warta.importing.sources.attributes import gather, pairs_of
from warta.importing.sources.holdings import Holdings

_HTML = ("editor", "html", "tab_content", "content")


def elementor_html(meta: str, held: Holdings) -> str:
    """The texts, pictures and addresses of all widgets in their order; empty for what is no such tree."""
    try:
        found = json.loads(meta)
    except ValueError:
        return ""
    return "".join(_shown(settings, held) for settings in _widgets(found))


def _widgets(value: Any) -> Iterator[dict[str, Any]]:
    """The settings of each widget."""
    if isinstance(value, list):
        for each in value:
            yield from _widgets(each)
    elif isinstance(value, dict):
        if value.get("widgetType") and isinstance(value.get("settings"), dict):
            yield value["settings"]
        yield from _widgets(value.get("elements"))


def _shown(settings: dict[str, Any], held: Holdings) -> str:
    pairs = list(pairs_of({name: value for name, value in settings.items() if not name.startswith("_")}))
    html = "".join(f"\n\n{value}\n\n" for name, value in pairs if name in _HTML)
    return gather([pair for pair in pairs if pair[0] not in _HTML]).html(held) + html
