"""Warta turns a folder of Markdown press releases into a static news site.

The names of `__all__` are its door for other programs (docs/api-python.md). Each is imported when it is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than all of this
if TYPE_CHECKING:
    from warta.engine.build import build
    from warta.engine.checking import check
    from warta.engine.stages import Newsroom, PlannedFile, link, read
    from warta.engine.stages import plan_files as plan
    from warta.engine.workspace import Report, Request
    from warta.errors import Problem, ProblemsFound, WartaError
    from warta.extensions import Output
    from warta.newsroom.public import Site

__all__ = [
    "Newsroom",
    "Output",
    "PlannedFile",
    "Problem",
    "ProblemsFound",
    "Report",
    "Request",
    "Site",
    "WartaError",
    "build",
    "check",
    "link",
    "plan",
    "read",
]
__version__ = "0.1.0"

_HOMES = {
    "warta.engine.build": ("build",),
    "warta.engine.checking": ("check",),
    "warta.engine.stages": ("Newsroom", "PlannedFile", "link", "read"),
    "warta.engine.workspace": ("Report", "Request"),
    "warta.errors": ("Problem", "ProblemsFound", "WartaError"),
    "warta.extensions": ("Output",),
    "warta.newsroom.public": ("Site",),
}


def __getattr__(name: str) -> object:
    """What the door has under this name (PEP 562)."""
    from importlib import import_module

    if name == "plan":
        return import_module("warta.plan")  # a package that may be called
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(home), name)
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
