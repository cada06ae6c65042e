"""Turns what a site offers to machines into its index, as docs/api.md describes it."""

from __future__ import annotations

from typing import Any

import msgspec

from warta.plan.machines.api import ApiList, ApiView

Fields = dict[str, Any]


def api(view: ApiView) -> bytes:
    """The index of all that is offered to machines (docs/api.md)."""
    index: Fields = {
        "version": 1,
        "title": view.title,
        "url": view.url,
        "publisher": view.publisher,
        "languages": view.languages,
        "release_files": view.release_files,
        "sitemaps": view.sitemaps,
        "lists": [_api_list(each, view) for each in view.lists],
    }
    if view.hub:
        index["hub"] = view.hub
    return msgspec.json.format(msgspec.json.encode(index), indent=1)


def _api_list(each: ApiList, view: ApiView) -> Fields:
    files = dict(view.feed_files)
    if "ninjs" in view.release_files:
        files["ninjs"] = view.release_files["ninjs"]
    found: Fields = {"kind": each.kind, "language": each.language, "name": each.name, "url": each.url}
    if each.code:
        found["code"] = each.code
    return found | {name: each.url + file for name, file in files.items()}
