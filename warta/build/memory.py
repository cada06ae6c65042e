"""Turns what one build made into what the next of the same process need not make again."""

from __future__ import annotations

from warta.build.reading import Readings, Recipe
from warta.build.store import Rows, Store
from warta.newsroom.model import Site
from warta.plan.present import Presenter


class Memory:
    """What the builds of one preview, whose output is nobody else's, hand on: values, each with what it was made from.

    A build that finds the same (a document's bytes, an entry's parts) takes the value of before instead of an equal one
    of its own, so that all that is made from it can be told to be the same at a glance. An empty memory gives the same
    site, later.
    """

    def __init__(self) -> None:
        self._recipe: Recipe | None = None
        self._readings: Readings = {}
        self._rows: Rows | None = None
        self.site: Site | None = None
        self.presenter: Presenter | None = None

    def recall(self, store: Store) -> bool:
        """Whether the store is as the build before left it, which then need not read it; see `keep`."""
        rows, self._rows = self._rows, None  # a build that fails on its way leaves none
        return store.recall(rows)

    def keep(self, store: Store) -> None:
        """Take over what the store holds at the end of a build."""
        self._rows = store.rows()

    def readings(self, recipe: Recipe) -> Readings:
        """The readings by source, each with the digest of the bytes it is of; none that another recipe made."""
        if recipe != self._recipe:
            self._recipe, self._readings = recipe, {}
        return self._readings
