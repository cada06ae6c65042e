"""Turns a site into families of targets: one target for each file of the output, with all that it is made of."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Stage(ModuleType):
    """This package as a function: other programs call `warta.plan(request)`, and get what `engine/stages.py` plans."""

    def __call__(self, request: Any) -> Any:
        from importlib import import_module

        return import_module("warta.engine.stages").plan_files(request)  # it lies above this package


sys.modules[__name__].__class__ = _Stage
