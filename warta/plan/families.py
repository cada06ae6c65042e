"""Collects the families of a plan, each with the digests of what its kinds of files need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from warta.plan.targets import Family, Needs, Target


class Families:
    """The families of one plan, in the order in which they were added."""

    def __init__(self, needs: Needs, encodings: tuple[str, ...]) -> None:
        self.all: list[Family] = []
        self._needs = needs
        self._encodings = encodings

    def add(
        self,
        name: str,
        plan: Callable[..., Iterable[Target]],
        *inputs: Any,
        kinds: tuple[str, ...],
        language: str,
    ) -> None:
        """Add the files that `plan` makes of these inputs. All are of these kinds, and in this language."""
        needs = {f"{kind} {need}": digest for kind in kinds for need, digest in self._needs[kind, language].items()}
        self.all.append(Family(name, plan, inputs, needs, self._encodings))
