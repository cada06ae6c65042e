"""Turns the configured extensions into the answer which shortcuts are proven for them.

The proofs are about the rules that the library, the extensions named here and Warta's own (`typed`) have. So the
answer is no for any other extension, for a setting that gives text a new meaning, and for a rule of any other name or
origin (such as a later version of the library may bring).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import Registry

Configs = Mapping[str, Mapping[str, Any]]

_PARTS_OF_EXTRA = {"abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables"}
EXTENSIONS = frozenset({"extra", "sane_lists", "smarty", "toc"} | _PARTS_OF_EXTRA)
"""The names of the library's own extensions that the proofs know."""

_BEFORE_BLOCKS = {"normalize_whitespace", "fenced_code_block", "html_block"}
_BLOCKS = {"markdown_block", "empty", "indent", "defindent", "code", "table", "hashheader", "setextheader"}
_BLOCKS |= {"hr", "olist", "ulist", "deflist", "quote", "footnote", "abbr", "reference", "paragraph"}
_INLINE = {"backtick", "escape", "footnote", "reference", "link", "image_link", "image_reference"}
_INLINE |= {"short_reference", "short_image_ref", "autolink", "automail", "linebreak", "html", "entity"}
_INLINE |= {"em_strong", "warta-addresses", "warta-stars"}
_ON_TREES = {"footnote", "inline", "footnote-duplicate", "prettify", "attr_list", "abbr", "smarty", "toc"}
_ON_TREES |= {"unescape"}
_SMARTY = {"smarty-em-dashes", "smarty-en-dashes", "smarty-left-angle-quotes", "smarty-right-angle-quotes"}
_SMARTY |= {"smarty-ellipses", *(f"smarty-quotes-{number}" for number in range(15))}
_SMARTY |= {"warta-apostrophes"}
_AFTER_ALL = {"raw_html", "footnote", "amp_substitute"}


def knows_rules(extensions: Sequence[str | Extension], configs: Configs, markdown: Markdown) -> bool:
    """Whether the proofs know all rules of `markdown`, which is made with these extensions and settings."""
    return (
        all(extension in EXTENSIONS for extension in extensions)
        and not _gives_text_new_meaning(configs)
        and all(_is_known(registry, names) for registry, names in _registries(markdown))
    )


def knows_documents(extensions: Sequence[str | Extension], configs: Configs) -> bool:
    """Whether, all rules being known, lists and headings come out as with the default extensions."""
    return {"sane_lists", "toc"} <= set(extensions) and "toc" not in configs


def _gives_text_new_meaning(configs: Configs) -> bool:
    """Glossaries, place markers, quotes of one's own, and footnotes whose ids count the conversions."""
    names = configs.keys() | configs.get("extra", {}).keys()
    return (
        "abbr" in names
        or "footnotes" in names
        or "marker" in configs.get("toc", {})
        or "substitutions" in configs.get("smarty", {})
    )


def _registries(markdown: Markdown) -> Iterator[tuple[Registry[Any], set[str]]]:
    yield markdown.preprocessors, _BEFORE_BLOCKS
    yield markdown.parser.blockprocessors, _BLOCKS
    yield markdown.inlinePatterns, _INLINE
    yield markdown.treeprocessors, _ON_TREES
    yield markdown.postprocessors, _AFTER_ALL
    yield smarty_patterns(markdown), _SMARTY


def smarty_patterns(markdown: Markdown) -> Registry[Any]:
    """The patterns of the extension `smarty`; none when it is not configured."""
    if "smarty" in markdown.treeprocessors:
        smarty = markdown.treeprocessors["smarty"]
        assert isinstance(smarty, InlineProcessor)
        return smarty.inlinePatterns
    return Registry()


def _is_known(registry: Registry[Any], names: set[str]) -> bool:
    return sum(name in registry for name in names) == len(registry) and all(
        type(rule).__module__.startswith(("markdown.", "warta.render.markdown.")) for rule in registry
    )
