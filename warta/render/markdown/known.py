"""Turns the configured extensions into the answer which shortcuts are proven for them.

The proofs are about the rules that the library and the extensions named here have. So the answer is no for any other
extension, for a setting that gives text a new meaning, and for a rule of any other name or origin (such as a later
version of the library may bring).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor
from markdown.util import Registry

Configs = Mapping[str, Mapping[str, Any]]

_PARTS_OF_EXTRA = frozenset("abbr attr_list def_list fenced_code footnotes md_in_html tables".split())
_EXTENSIONS = frozenset("extra sane_lists smarty toc".split()) | _PARTS_OF_EXTRA

_RULES = frozenset(
    """
    normalize_whitespace fenced_code_block html_block
    markdown_block empty indent defindent code table hashheader setextheader hr olist ulist deflist quote footnote
    abbr reference paragraph
    backtick escape link image_link image_reference short_reference short_image_ref autolink automail linebreak html
    entity em_strong
    inline footnote-duplicate prettify attr_list smarty toc unescape
    smarty-em-dashes smarty-en-dashes smarty-left-angle-quotes smarty-right-angle-quotes smarty-ellipses
    raw_html amp_substitute
    """.split()
) | {f"smarty-quotes-{n}" for n in range(15)}


def knows_rules(extensions: Sequence[str | Extension], configs: Configs, markdown: Markdown) -> bool:
    """Whether the proofs know all rules of `markdown`, which is made with these extensions and settings."""
    return (
        all(extension in _EXTENSIONS for extension in extensions)
        and not _gives_text_new_meaning(configs)
        and all(map(_is_known, _registries(markdown)))
    )


def knows_documents(extensions: Sequence[str | Extension], configs: Configs) -> bool:
    """Whether, all rules being known, lists and headings come out as with the default extensions."""
    return {"sane_lists", "toc"} <= set(extensions) and "toc" not in configs


def _gives_text_new_meaning(configs: Configs) -> bool:
    """Glossaries, place markers and quotes of one's own; and ids of footnotes that count conversions."""
    names = configs.keys() | configs.get("extra", {}).keys()
    return (
        "abbr" in names
        or "footnotes" in names
        or "marker" in configs.get("toc", {})
        or "substitutions" in configs.get("smarty", {})
    )


def _registries(markdown: Markdown) -> Iterator[Registry[Any]]:
    yield from (markdown.preprocessors, markdown.parser.blockprocessors, markdown.inlinePatterns)
    yield from (markdown.treeprocessors, markdown.postprocessors)
    yield from (rule.inlinePatterns for rule in markdown.treeprocessors if isinstance(rule, InlineProcessor))


def _is_known(registry: Registry[Any]) -> bool:
    return sum(name in registry for name in _RULES) == len(registry) and all(
        type(rule).__module__.startswith("markdown.") for rule in registry
    )
