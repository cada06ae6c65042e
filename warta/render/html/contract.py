"""What Warta and themes promise each other: the number of the contract, and the templates that every theme has.

docs/themes.md is the contract in words, docs/theme-names.md its names. A change that could break a theme makes
`CONTRACT` one more, and says in docs/themes.md what such a theme has to do.
"""

from __future__ import annotations

CONTRACT = 1
"""The present contract."""

OLDEST = 1
"""The oldest contract whose themes still work."""

UNSTATED = 1
"""The contract of a theme that states none."""

CARD = "parts/card.html"
"""The template of a release in a list, which any page may show."""


def contract_fault(written: str | None, *, oldest: int = OLDEST, newest: int = CONTRACT) -> str | None:
    """Why a theme that states this contract cannot be used, as a sentence; None: it can."""
    if written is not None and not (written.isdecimal() and written.isascii() and len(written) < 10):
        return f"'contract' must be a whole number (got '{written}')."
    number = UNSTATED if written is None else int(written)
    got = "(got none)" if written is None else f"(got '{written}')"
    if number > newest:
        return (
            f"'contract' must be at most {newest}, the newest that this Warta has {got}. Update Warta to use the theme."
        )
    if number < oldest:
        return (
            f"'contract' must be at least {oldest}, the oldest that this Warta still has {got}. "
            "Use a newer version of the theme, or change it as docs/themes.md says."
        )
    return None
