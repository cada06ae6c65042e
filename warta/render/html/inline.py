"""Turns templates into warnings of what they write inline and the site's policy keeps from working: style and script.

A browser passes over such style and script without a word, and only where the policy is sent. So the template is named
while somebody looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from warta.errors import Problem
from warta.messages import Message, msg
from warta.render.html.sources import Template

_JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'<>=`]+))?")
# a script of these types is data, which a policy lets be
_SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript", "importmap", "speculationrules")
_STYLE, _SCRIPT = "style", "script"
_SOURCES = {
    _STYLE: ("style-src-elem", "style-src", "default-src"),
    _SCRIPT: ("script-src-elem", "script-src", "default-src"),
}
_OPENS = re.compile(r"'(?:unsafe-inline|nonce-[^']+|sha(?:256|384|512)-[^']+)'", re.IGNORECASE)
_HINTS = {
    _STYLE: msg("inline-style-hint", "Write it into a style sheet in static/, and a class here."),
    _SCRIPT: msg("inline-script-hint", "Write it into a file in static/, and <script src> here."),
}


def inline_warnings(templates: Iterable[Template], policy: str) -> list[Problem]:
    """What of the templates dies under a Content-Security-Policy, each with template and line."""
    closed = [kind for kind in (_STYLE, _SCRIPT) if not _is_open(policy, kind)]
    found = {
        Problem(
            template.path,
            template.text.count("\n", 0, at) + 1,
            msg(
                "inline-dies",
                "%(what)s does nothing on the site, whose Content-Security-Policy forbids it.",
                _HINTS[kind],
                what=what,
            ),
        )
        for template in templates
        for at, kind, what in _found(template.text)
        if kind in closed
    }
    return sorted(found)


@lru_cache(maxsize=500)
def _found(text: str) -> tuple[tuple[int, str, Message], ...]:
    """What a template writes inline. A preview asks this of the same templates with every save."""
    return tuple(_inline(text))


def _is_open(policy: str, kind: str) -> bool:
    """Whether a policy lets style or script stand inline, some at least."""
    rules = {part.split()[0].lower(): part for part in reversed(policy.split(";")) if part.strip()}
    rule = next((rules[name] for name in _SOURCES[kind] if name in rules), None)
    return rule is None or _OPENS.search(rule) is not None


def _inline(text: str) -> Iterator[tuple[int, str, Message]]:
    """Where style or script stands inline: the place, which of both, and how to call it."""
    masked = _COMMENT.sub(_blank, _JINJA.sub(_blank, text))
    for tag in _TAG.finditer(masked):
        name = tag[1].lower()
        values = {found[1].lower(): (found[2] or "").strip("\"'") for found in _ATTRIBUTE.finditer(tag[2])}
        if name == _STYLE:
            yield tag.start(), _STYLE, msg("inline-style", "the element <style>")
        if name == _SCRIPT and "src" not in values and values.get("type", "").strip().lower() in _SCRIPT_TYPES:
            yield tag.start(), _SCRIPT, msg("inline-script", "the script in <script>")
        for found in _ATTRIBUTE.finditer(tag[2]):
            at, attribute = tag.start(2) + found.start(), found[1].lower()
            if attribute == _STYLE and found[2]:
                yield at, _STYLE, msg("inline-style-of", "the attribute style of <%(element)s>", element=name)
            elif re.fullmatch("on[a-z]+", attribute) and found[2]:
                yield at, _SCRIPT, _attribute(attribute, name)
            elif attribute in ("href", "action", "formaction") and _runs(values[attribute]):
                yield at, _SCRIPT, msg("inline-address", "the address javascript: of <%(element)s>", element=name)


def _attribute(attribute: str, name: str) -> Message:
    return msg("inline-attribute", "the attribute %(name)s of <%(element)s>", name=attribute, element=name)


def _runs(address: str) -> bool:
    return re.match(r"\s*javascript:", address, re.IGNORECASE) is not None


def _blank(found: re.Match[str]) -> str:
    """Signs that stand for a text of as many lines: what Jinja puts in is some value, what it decides is none."""
    sign = "x" if found[0].startswith("{{") else " "
    return "".join("\n" if char == "\n" else sign for char in found[0])
