"""Turns what a check has read and planned into findings: the one place where the desk editor meets the engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from warta.content.documents import Document
from warta.desk.desk import edit
from warta.desk.findings import Finding
from warta.desk.house import House
from warta.desk.newsroom import File, Newsroom, Placed
from warta.desk.reading import Recipe, Text, read_texts
from warta.desk.spelling import Dictionaries
from warta.engine.checking import Checked
from warta.engine.hidden import all_documents
from warta.engine.store import Store
from warta.engine.version import version
from warta.newsroom.site import Site
from warta.newsroom.views import Chart, Image, Target


def edit_checked(
    checked: Checked, dictionaries: Dictionaries, levels: Mapping[str, str], progress: Callable[[int, int], None]
) -> list[Finding]:
    """The findings of the desk editor in a newsroom that was checked; `levels` are severities by rule."""
    work, known = checked.work, checked.work.space.known.documents
    documents = documents_of(checked)
    paths = checked.planned.newsroom.paths
    texts = [Text(each, paths[each.source], known[each.source][1]) for each in documents]
    # the version is the digest of Warta's own code, and so of the rules
    recipe = Recipe(House.of(work.settings), dictionaries, version().decode())
    readings = read_texts(texts, recipe, work.executor, _Blocks(work.store), progress)
    return edit(_newsroom_of(checked, documents), readings, dictionaries, levels)


def documents_of(checked: Checked) -> tuple[Document, ...]:
    """Every document of a newsroom, hidden ones too, in the order of their sources."""
    return tuple(all_documents(checked.planned.newsroom.content, checked.reader))


def _newsroom_of(checked: Checked, documents: tuple[Document, ...]) -> Newsroom:
    """The desk editor's newsroom, made from the model: whoever changes the model changes this function."""
    planned = checked.planned
    content = planned.newsroom.content
    return Newsroom(
        config=checked.work.settings,
        documents=documents,
        placed=tuple(_placed(planned.site, {each.source: each for each in documents})),
        organizations={key: office.organization for key, office in planned.site.offices.items()},
        main_office=planned.site.main_office,
        files={source: File(facts.size) for source, facts in content.files.items()},
        addresses=checked.claimed,
        bodies=checked.reader.body,
    )


def _placed(site: Site, documents: Mapping[str, Document]) -> Iterator[Placed]:
    for edition in site.editions:
        for row in (row for linked in reversed(edition.every) for row in reversed(linked.rows)):
            languages = tuple(twin.language for twin in row.twins)
            document, where = documents[row.head.source], row.where
            yield Placed(document, where.path, where.language, _addresses(row.targets), languages)  # type: ignore[arg-type]
        for entry in edition.pages:
            languages = tuple(twin.language for twin in entry.twins)
            yield Placed(entry.page, entry.path, entry.language, _addresses(entry.answer.targets), languages)


def _addresses(targets: tuple[Target, ...]) -> tuple[str | None, ...]:
    """Where links lead; a picture or chart that is shown leads to its file."""
    return tuple(each.url if isinstance(each, Image | Chart) else each for each in targets)


class _Blocks:
    """The blocks of a store as a cache of the desk editor."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, name: str) -> bytes | None:
        """See Cache."""
        return self._store.block(f"desk {name}")

    def put(self, name: str, value: bytes) -> None:
        """See Cache."""
        self._store.put_block(f"desk {name}", value)
