"""Turns what Polylang and WPML keep in an export into the language of a post and what its translations share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from warta.importing.sources.wxr import Post

_LOCALE = re.compile(r'"locale";s:\d+:"([A-Za-z_-]{2,12})"')
_MEMBER = re.compile(r's:\d+:"([a-z_-]{2,12})";i:(\d+);')
_CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})?", re.IGNORECASE)
_IN_PATHS = frozenset(
    """id en su jv ms ar zh zh-hans zh-hant zh-cn ja ko fr nl de es pt pt-br ru tr hi th vi it pl tl fil""".split()
)
_LANGUAGE_KEYS = (
    "_wpml_import_language_code",
    "wpml_language",
    "_wpml_language",
    "_icl_language_code",
    "language_code",
)
_GROUP_KEYS = ("_wpml_import_translation_group", "_wpml_trid", "trid")
_PLUGIN = re.compile(r"_?(?:wpml|icl)_")


class Languages:
    """The languages and groups of translations that the head of an export has."""

    def __init__(self, terms: Mapping[tuple[str, str], str]) -> None:
        """`terms` are the descriptions of terms by taxonomy and word."""
        self._locales: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        for (taxonomy, word), description in terms.items():
            if taxonomy == "language" and (match := _LOCALE.search(description)):
                self._locales[word] = match[1]
            elif taxonomy == "post_translations":
                for _, number in _MEMBER.findall(description):
                    self._groups[number] = word

    def of(self, post: Post) -> tuple[str, str]:
        """The language of a post and what its translations share; empty where nothing says either."""
        by_domain = {term.domain: term for term in post.terms if term.domain in ("language", "post_translations")}
        number = post.get("wp:post_id")
        if (term := by_domain.get("language")) is not None:
            word = term.nicename or term.name
            language = word if _CODE.fullmatch(word) and len(word) < 4 else self._locales.get(word, word)
            group = by_domain.get("post_translations")
            named = group.nicename if group is not None else self._groups.get(number, "")
            return language, f"polylang {named}" if named else ""
        language = next((post.meta[key] for key in _LANGUAGE_KEYS if post.meta.get(key)), "") or _of_address(post)
        group_ = next((post.meta[key] for key in _GROUP_KEYS if post.meta.get(key)), "")
        if not group_ and language:
            group_ = post.meta.get("_icl_lang_duplicate_of", "") or (number if _has_plugin(post) else "")
        return language.strip(), f"wpml {group_}" if group_ else ""


def _has_plugin(post: Post) -> bool:
    return any(_PLUGIN.match(key) for key in post.meta)


def _of_address(post: Post) -> str:
    """The language in the address of a post of a site that has WPML: `/en/...` or `?lang=en`."""
    if not _has_plugin(post):
        return ""
    try:
        parts = urlsplit(post.get("link"))
    except ValueError:
        return ""
    asked = parse_qs(parts.query).get("lang", [""])[0]
    first = parts.path.strip("/").partition("/")[0].casefold()
    return asked if _CODE.fullmatch(asked) else first if first in _IN_PATHS else ""
