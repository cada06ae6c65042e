"""Turns the settings into the headers of a preview: those of the host, so that what dies there dies here too."""

from __future__ import annotations

import msgspec

from warta.plan.machines.headers import security_headers
from warta.settings import Settings
from warta.settings.third_parties import STATISTICS, among

_POLICY = "Content-Security-Policy"
# of no use on this machine; who may read is settled here, and so is what a browser keeps
_NOT_HERE = frozenset(
    ("access-control-allow-origin", "strict-transport-security", "cache-control", "content-type", "content-length")
)
# would ask this machine for https, or tell others which drafts are looked at
_NO_RULES_HERE = ("upgrade-insecure-requests", "block-all-mixed-content", "report-uri", "report-to")
_FENCE = {
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
OF_OWN_PAGES = {
    **_FENCE,
    _POLICY: "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'self'",
}
"""The headers of pages that the preview makes itself."""


def headers_of(settings: Settings | None, nonce: str, events: str) -> dict[str, str]:
    """The headers of what the site has; of its own pages, when there are no settings that can be read.

    The script that reloads a page has the `nonce`, and listens at the URL `events`. Whoever counts readers is not let
    in: a script of theirs would see drafts.
    """
    if settings is None:
        return OF_OWN_PAGES
    counting = among(settings.third_parties, STATISTICS)
    let_in = tuple([each for each in settings.third_parties if each not in counting])
    written = dict(security_headers(msgspec.structs.replace(settings, third_parties=let_in)))
    ours = _NOT_HERE.union(map(str.casefold, OF_OWN_PAGES))
    others = {name: value for name, value in written.items() if name.casefold() not in ours}
    return {**others, **_FENCE, _POLICY: _fenced(written.get(_POLICY, ""), nonce, events)}


def _fenced(policy: str, nonce: str, events: str) -> str:
    """A policy that lets the preview reload its pages, and nobody else frame them."""
    rules: dict[str, list[str]] = {}
    for part in filter(None, map(str.strip, policy.split(";"))):
        name, *sources = part.split()
        if name.lower() not in _NO_RULES_HERE:
            rules.setdefault(name.lower(), sources)
    rules["frame-ancestors"] = ["'self'"]
    _allow(rules, ("script-src-elem", "script-src", "default-src"), f"'nonce-{nonce}'")
    _allow(rules, ("connect-src", "default-src"), events)
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def _allow(rules: dict[str, list[str]], names: tuple[str, ...], source: str) -> None:
    """Add a source to the rule of this name that holds, unless what is there lets our own files in."""
    rule = next((name for name in names if name in rules), None)
    if rule is None or "'self'" in rules[rule] or "*" in rules[rule]:
        return
    allowed = [each for each in rules[rule] if each.lower() != "'none'"]
    rules[names[-2] if rule == "default-src" else rule] = [*allowed, source]
