"""Turns the pictures and attachments that front matter names into values."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warta import shapes
from warta.content.documents import Attachment, Picture
from warta.content.kinds import Kind, Origin
from warta.content.prose import prose_below
from warta.datatree import Node
from warta.fields import Fields, Ref, clean
from warta.messages import msg
from warta.shapes import Shape
from warta.wording import VALUE, wording

_PICTURE_WORDING = wording(
    [
        (("file",), ("berkas",)),
        (("alt",), ("teks alternatif",)),
        (("decorative",), ("hiasan",)),
        (("caption",), ("keterangan", "keterangan foto", "keterangan gambar", "takarir")),
        (("credit",), ("kredit", "kredit foto", "fotografer")),
        (("licence", "license"), ("lisensi",)),
        (("focus",), ("fokus", "titik fokus")),
    ],
    {"sumber": msg("answer-credit", "For who took the picture write credit: %(value)s", value=VALUE)},
)
_ATTACHMENT_WORDING = wording([(("file",), ("berkas",)), (("title",), ("judul",))])
_FOCUS = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*%?[\s,]+(\d{1,3}(?:\.\d+)?)\s*%?")
_PICTURE: Shape = {
    "anyOf": [
        shapes.TEXT,
        shapes.worded(
            {
                "file": shapes.TEXT,
                "alt": shapes.TEXT,
                "decorative": shapes.FLAG,
                "caption": shapes.TEXT,
                "credit": shapes.TEXT,
                "licence": shapes.TEXT,
                "license": shapes.TEXT,
                "focus": shapes.TEXT,
            },
            _PICTURE_WORDING,
            "file",
        ),
    ]
}
_ATTACHMENT: Shape = {
    "anyOf": [shapes.TEXT, shapes.worded({"file": shapes.TEXT, "title": shapes.TEXT}, _ATTACHMENT_WORDING, "file")]
}


def _read_pictures(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Picture, ...]:
    pictures = (picture_at(fields, node, names[0]) for node in fields.items(names[0]))
    return tuple(picture for picture in pictures if picture is not None)


def _read_picture(fields: Fields, names: tuple[str, ...], _: Origin) -> Picture | None:
    return picture_at(fields, fields.take(names[0]), names[0])


def picture_at(fields: Fields, node: Node | None, name: str) -> Picture | None:
    """The picture that `node`, which stands under `name`, says: a file's name, or a map."""
    if node is None:
        return None
    if isinstance(node.value, str):
        _check_alt(fields, node, name, alt="")
        return Picture(Ref(clean(node.value), node.line))
    row = fields.nested(node, name, _PICTURE_WORDING)
    line = row.line_of("file")
    file = row.required("file")
    decorative = row.flag("decorative")
    alt = row.text("alt") or ""
    if file and not decorative:
        _check_alt(row, node, name, alt)
    picture = Picture(
        Ref(file, line),
        alt,
        row.text("caption") or "",
        row.text("credit") or "",
        row.text("licence", "license") or "",
        _focus(row),
    )
    row.close()
    return picture if file else None


def _focus(row: Fields) -> tuple[float, float]:
    """The focal point; the middle where none is written."""
    line = row.line_of("focus")
    written = row.text("focus")
    if not written:
        return (50.0, 50.0)
    found = _FOCUS.fullmatch(written.strip())
    if found and max(float(found[1]), float(found[2])) <= 100:
        return (float(found[1]), float(found[2]))
    message = msg(
        "picture-focus",
        "'focus' must be two numbers from 0 to 100, per cent from the left and from above, such as '50 30' (got "
        "'%(got)s').",
        got=written,
    )
    row.problem(line, message)
    return (50.0, 50.0)


def _check_alt(fields: Fields, node: Node, name: str, alt: str) -> None:
    if not alt and name != "logo":
        message = msg(
            "picture-no-alt",
            "'%(key)s' has no text for those who cannot see it. Say what it shows in 'alt' (below 'file'), or write "
            "'decorative: true' there.",
            key=name,
        )
        fields.fault(node.line, message)


def _read_attachments(fields: Fields, names: tuple[str, ...], _: Origin) -> tuple[Attachment, ...]:
    """Each is a map or a file name."""
    found = []
    for node in fields.items(names[0]):
        if isinstance(node.value, str):
            found.append(Attachment(Ref(clean(node.value), node.line)))
            continue
        row = fields.nested(node, names[0], _ATTACHMENT_WORDING)
        line = row.line_of("file")
        title = row.text("title") or ""
        found.append(Attachment(Ref(row.required("file"), line), title))
        row.close()
    return tuple(found)


_WORDS = prose_below(_PICTURE_WORDING, "alt", "caption", "credit", "licence", "license")
PICTURE = Kind(_read_picture, _PICTURE, prose=_WORDS)
PICTURES = Kind(_read_pictures, shapes.list_of(_PICTURE), prose=_WORDS)
ATTACHMENTS = Kind(_read_attachments, shapes.list_of(_ATTACHMENT), prose=prose_below(_ATTACHMENT_WORDING, "title"))


def picture_texts(picture: Picture) -> Iterable[str]:
    """What must not leak of a picture; its file is looked for by its bytes, and licences have names known to all."""
    return (picture.alt, picture.caption, picture.credit)


def pictures_texts(pictures: Iterable[Picture]) -> Iterable[str]:
    """As `picture_texts`, of several."""
    return (text for picture in pictures for text in picture_texts(picture))


def attachments_texts(attachments: Iterable[Attachment]) -> Iterable[str]:
    """What must not leak of attachments: their titles; the files are looked for by their bytes."""
    return (attachment.title for attachment in attachments)
