"""The values beside a WordPress text that it shows: attachments, reusable blocks, tables, footnotes."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec

from warta.importing.item import OldPicture


class Holdings(msgspec.Struct, frozen=True):
    """What an export holds besides the text of one post.

    `attachments` by number; `attached` are those of this very post (a `[gallery]` without ids shows them); `reusable`
    are texts of reusable blocks by number, `tables` the HTML of TablePress's tables by their ids, `documents` the
    files that posts of plugins stand for by number, `notes` the footnotes of this post by their ids.
    """

    attachments: Mapping[str, OldPicture] = {}
    attached: tuple[OldPicture, ...] = ()
    reusable: Mapping[str, str] = {}
    tables: Mapping[str, str] = {}
    documents: Mapping[str, tuple[str, ...]] = {}
    notes: Mapping[str, str] = {}


def footnotes(meta: str) -> dict[str, str]:
    """The footnotes that the block editor keeps beside a post: their HTML by id, in order."""
    try:
        found = json.loads(meta) if meta else []
    except ValueError:
        return {}
    if not isinstance(found, list):
        return {}
    return {str(each["id"]): str(each.get("content", "")) for each in found if isinstance(each, dict) and "id" in each}
