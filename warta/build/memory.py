"""Turns what one build made into what the next of the same process need not make again."""

from __future__ import annotations

from warta.build.reading import Readings, Recipe
from warta.newsroom.model import Site
from warta.plan.present import Presenter


class Memory:
    """What the builds of one preview hand on: values, each with what it was made from.

    A build that finds the same (a document's bytes, an entry's parts) takes the value of before instead of an equal one
    of its own, so that all that is made from it can be told to be the same at a glance. An empty memory gives the same
    site, later.
    """

    def __init__(self) -> None:
        self._recipe: Recipe | None = None
        self._readings: Readings = {}
        self.site: Site | None = None
        self.presenter: Presenter | None = None

    def readings(self, recipe: Recipe) -> Readings:
        """The readings by source, each with the digest of the bytes it is of; none that another recipe made."""
        if recipe != self._recipe:
            self._recipe, self._readings = recipe, {}
        return self._readings
