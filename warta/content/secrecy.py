"""Turns a document into the texts whose words must not be public while it is hidden, by the rows of `keys`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from warta.content.documents import Document, Organization, Page, Release
from warta.content.keys import ORGANIZATION_KEYS, PAGE_KEYS, RELEASE_KEYS
from warta.content.kinds import Key, NotSecret


def _secret_fields(keys: tuple[Key, ...]) -> tuple[tuple[str, Callable[[Any], Iterable[str]]], ...]:
    """The fields whose words must not leak, each with how its texts are taken from its value."""
    return tuple((key.field, key.secret) for key in keys if not isinstance(key.secret, NotSecret))


_SECRET_FIELDS = {
    Release: _secret_fields(RELEASE_KEYS),
    Page: _secret_fields(PAGE_KEYS),
    Organization: _secret_fields(ORGANIZATION_KEYS),
}


def secret_texts(document: Document) -> tuple[str, ...]:
    """The texts of its front matter, without empty ones; those of the body are not here.

    Of a hidden document they must not stand in the output; of a public one they may, even if a hidden one has them too.
    """
    return tuple(
        text
        for field, texts in _SECRET_FIELDS[type(document)]
        if (value := getattr(document, field))
        for text in texts(value)
        if text
    )
