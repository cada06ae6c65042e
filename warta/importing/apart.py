"""Turns a foreign text into what a function makes of it: here when it is plain, else in a process apart.

Foreign texts are longer than those of a newsroom and full of marks. The patterns that read them are quick, so many more
marks are plain here than to Markdown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from warta.aside import Aside
from warta.content.bounds import LIMITS, is_plain

Result = TypeVar("Result")

_PLAIN = 400_000_000


class Apart:
    """Reads the texts of one source. `close` ends the process, where one was started."""

    def __init__(self) -> None:
        self._aside = Aside(_call, LIMITS)

    def __call__(self, text: str | bytes, function: Callable[..., Result], *given: object) -> Result:
        """What a function of a module makes of `text`, which comes first, and of what is given. Raises GaveUp."""
        data = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
        if is_plain(data, _PLAIN):
            return function(text, *given)
        return self.always(text, function, *given)

    def always(self, text: str | bytes, function: Callable[..., Result], *given: object) -> Result:
        """The same in a process apart whatever the text is, for one that is packed. Raises GaveUp."""
        result: Result = self._aside((function, text, given))
        return result

    def close(self) -> None:
        """End the process."""
        self._aside.close()


def _call(item: tuple[Callable[..., Any], str | bytes, tuple[object, ...]]) -> Any:
    function, text, given = item
    return function(text, *given)
