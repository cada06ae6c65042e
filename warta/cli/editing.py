"""Turns what a check has in its hands into findings: the one place where the desk editor meets the engine's model."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping

from warta.build.pipeline import Checked
from warta.build.store import BodyReader, Store
from warta.desk.desk import edit
from warta.desk.findings import Finding
from warta.desk.house import House
from warta.desk.newsroom import File, Newsroom, Placed
from warta.desk.reading import Recipe, Text, read_texts
from warta.desk.spelling import Dictionaries
from warta.newsroom.model import Site


def edit_checked(
    checked: Checked, dictionaries: Dictionaries, levels: Mapping[str, str], progress: Callable[[int, int], None]
) -> list[Finding]:
    """The findings of the desk editor in a newsroom that was checked; `levels` are severities by rule."""
    inputs, store = checked.inputs, checked.store
    texts = [Text(each, inputs.paths[each.source], inputs.documents[each.source]) for each in checked.documents]
    # the store's version is the digest of Warta's own code, and so of the rules
    recipe = Recipe(House.of(checked.config), dictionaries, store.fact("version") or "")
    readings = read_texts(texts, recipe, checked.executor, _Facts(store), progress)
    with contextlib.closing(BodyReader(store.path)) as bodies:
        return edit(_newsroom_of(checked, bodies), readings, dictionaries, levels)


def _newsroom_of(checked: Checked, bodies: Callable[[str], str]) -> Newsroom:
    """The desk editor's newsroom, made from the model: whoever changes the model changes this function."""
    return Newsroom(
        config=checked.config,
        documents=checked.documents,
        placed=tuple(_placed(checked.site)),
        organizations=checked.site.organizations,
        main_office=checked.site.main_office,
        files={source: File(facts.size) for source, facts in checked.inputs.files.items()},
        addresses=checked.claimed,
        bodies=bodies,
    )


def _placed(site: Site) -> Iterator[Placed]:
    for edition in site.editions:
        for entry in (*edition.entries, *edition.unlisted):
            languages = tuple(twin.language for twin in entry.twins)
            yield Placed(entry.release, entry.path, entry.language, entry.targets, languages)
        for page in edition.pages:
            languages = tuple(twin.language for twin in page.twins)
            yield Placed(page.page, page.path, page.language, page.targets, languages)


class _Facts:
    """The facts of a store as a cache of the desk editor."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> bytes | None:
        """See Cache."""
        fact = self._store.fact(name)
        return None if fact is None else fact.encode()

    def put(self, name: str, value: bytes) -> None:
        """See Cache."""
        self._store.set_fact(name, value.decode())
