"""What rules of the whole newsroom see, as frozen values: its documents, its pages, its files and its addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from warta.content.documents import Document, Organization, Page, Release
from warta.settings import Settings


class Placed(msgspec.Struct, frozen=True, gc=False):
    """A document that has a page of its own, at `path` (below the site's root, with slashes at both ends).

    `targets` are the addresses of the body's links in their order; None: the link is left out.
    `translations` are the other languages in which the document has a page.
    """

    document: Release | Page
    path: str
    language: str
    targets: tuple[str | None, ...] = ()
    translations: tuple[str, ...] = ()


class File(msgspec.Struct, frozen=True, gc=False):
    """A file of the content that is no document; `size` is in bytes."""

    size: int


class Newsroom(msgspec.Struct, frozen=True):
    """A newsroom as a build would publish it.

    `documents` are all of its documents, hidden ones too; `placed` are those that have a page. `main_office` is the
    key, in `organizations`, of the organization whose newsroom it is. `files` are found by their source, `addresses`
    are the paths of all files of the output. `bodies` turns a body's digest into its HTML. `places` are the links of
    each document, by source, to places in its own page (`#...`), with their lines.
    """

    config: Settings
    documents: tuple[Document, ...]
    placed: tuple[Placed, ...]
    organizations: Mapping[str, Organization]
    main_office: str | None
    files: Mapping[str, File]
    addresses: frozenset[str]
    bodies: Callable[[str], str]
    places: Mapping[str, tuple[tuple[str, int], ...]] = {}
