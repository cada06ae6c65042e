"""What Warta and themes promise each other: the number of the contract, and the templates that every theme has.

docs/themes.md is the contract in words, docs/theme-names.md its names. A change that could break a theme makes
`CONTRACT` one more, and says in docs/themes.md what such a theme has to do.
"""

from __future__ import annotations

from warta.messages import Message, msg

CONTRACT = 1
"""The present contract."""

OLDEST = 1
"""The oldest contract whose themes still work."""

UNSTATED = 1
"""The contract of a theme that states none."""

CARD = "parts/card.html"
"""The template of a release in a list, which any page may show."""


def contract_fault(written: str | None, *, oldest: int = OLDEST, newest: int = CONTRACT) -> Message | None:
    """Why a theme that states this contract cannot be used, as a sentence; None: it can."""
    if written is not None and not (written.isdecimal() and written.isascii() and len(written) < 10):
        return msg("contract-no-number", "'contract' must be a whole number (got '%(got)s').", got=written)
    number = UNSTATED if written is None else int(written)
    if number > newest:
        return msg(
            "contract-too-new",
            "'contract' must be at most %(newest)s, the newest that this Warta has (got '%(got)s'). Update Warta to "
            "use the theme.",
            newest=newest,
            got=written or str(number),
        )
    if number >= oldest:
        return None
    change = msg("contract-change", "Use a newer version of the theme, or change it as docs/themes.md says.")
    if written is None:
        return msg(
            "contract-unstated",
            "'contract' must be at least %(oldest)s, the oldest that this Warta still has (got none).",
            change,
            oldest=oldest,
        )
    return msg(
        "contract-too-old",
        "'contract' must be at least %(oldest)s, the oldest that this Warta still has (got '%(got)s').",
        change,
        oldest=oldest,
        got=written,
    )
