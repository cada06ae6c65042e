"""Turns what plugins keep beside a post into its description, and into fields of its own that readers may have seen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from warta.importing.markup import title_text

_DESCRIPTIONS = (
    "_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description",
    "_seopress_titles_desc", "_genesis_description", "_metaseo_metadesc",
)  # fmt: skip
_VARIABLE = re.compile(r"%%?\w+%%?|\{\{?\w+\}?\}")  # `%%title%% %%sep%%` is worked out by the plugin
_MACHINES = re.compile(
    r"(?:rank_math|essb|td_|tdc_|saswp|wp_|wpb_|vc_|et_|fusion|pyre|avia|sbg_|slide_template|post_views|views|ratings|amp"
    r"|ampforwp|onesignal|jetpack|publicize|dsq|fb_|fifu|footnotes|enclosure|inline_featured|layout|sidebar|hide_|show_"
    r"|kia_|penci|jnews|newsmag|ocean|astra|site-|theme_|tie_|mfn|ashe|cs_|dfiFeatured|litespeed|ekit|header_|footer_"
    r"|rcp_|pms-|wppb|groups-|memberful|s2member|rcuserlevel|ihc_|arm_)",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?!(?:yes|no|on|off|true|false|default|none|left|right|full)$).*[^\W\d_]{2}", re.IGNORECASE)
_CODE = re.compile(r"[abisdO]:\d+[:;]|[\[{<]|https?://|field_|\d+$")
_LONGEST = 100


def described(meta: Mapping[str, str]) -> str:
    """The description of a post that was written for search engines; empty where it is none, or made by a pattern."""
    found = (title_text(meta.get(key, "")) for key in _DESCRIPTIONS)
    return next((words for words in found if words and not _VARIABLE.search(words)), "")


def shown_fields(meta: Mapping[str, str]) -> tuple[str, ...]:
    """The fields with words that its authors filled in by themselves, each with its beginning."""
    return tuple(
        f"{key} \u201c{words[:_LONGEST]}\u201d"
        for key, value in meta.items()
        if not key.startswith("_")
        and (meta.get(f"_{key}", "").startswith("field_") or not _MACHINES.match(key))
        and not _CODE.match(value.strip())
        and _WORDS.match(words := title_text(value))
    )
