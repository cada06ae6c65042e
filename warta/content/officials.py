"""Turns the officials of an organization into values: name, office, biography and portrait, for the press."""

from __future__ import annotations

from collections.abc import Iterable

from warta import shapes
from warta.content.documents import Official, Picture
from warta.content.kinds import Kind, Origin
from warta.content.media import PICTURE, picture_at, picture_texts
from warta.content.prose import prose_below
from warta.fields import Fields, Ref, clean
from warta.messages import msg
from warta.wording import wording

_WORDING = wording(
    [
        (("name",), ("nama",)),
        (("role",), ("jabatan",)),
        (("roles",), ()),
        (("bio",), ("biografi", "riwayat")),
        (("bios",), ()),
        (("photo",), ("foto", "gambar")),
    ]
)


def _read(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Official, ...]:
    found = []
    for node in fields.items(names[0]):
        row = fields.nested(node, names[0], _WORDING)
        name = row.required("name")
        official = Official(
            name=name,
            role=row.text("role") or "",
            roles=_by_language(row, "roles"),
            bio=row.text("bio") or "",
            bios=_by_language(row, "bios"),
            photo=_portrait(row, name),
        )
        row.close()
        found.append(official)
    return tuple(found)


def _portrait(row: Fields, name: str) -> Picture | None:
    """The portrait; where a file alone is named, what is seen on it is the official."""
    node = row.take("photo")
    if node is not None and isinstance(node.value, str):
        return Picture(Ref(clean(node.value), node.line), name)
    return picture_at(row, node, "photo")


def _by_language(row: Fields, key: str) -> dict[str, str]:
    found = {}
    for language, node in row.pairs(key):
        if isinstance(node.value, str):
            found[language] = clean(node.value)
        else:
            message = msg(
                "no-texts", "'%(key)s' must be 'language: text' lines (got '%(got)s').", key=key, got=language
            )
            row.problem(node.line, message)
    return found


OFFICIALS = Kind(
    _read,
    shapes.list_of(
        shapes.worded(
            {
                "name": shapes.TEXT,
                "role": shapes.TEXT,
                "roles": shapes.PAIRS,
                "bio": shapes.TEXT,
                "bios": shapes.PAIRS,
                "photo": PICTURE.shape,
            },
            _WORDING,
            "name",
        )
    ),
    prose=prose_below(_WORDING, "name", "role", "bio"),
)


def officials_texts(officials: Iterable[Official]) -> Iterable[str]:
    """What must not leak of officials: all that is written of them."""
    for each in officials:
        yield from (each.name, each.role, each.bio, *each.roles.values(), *each.bios.values())
        yield from picture_texts(each.photo) if each.photo else ()
