"""Turns the notices that the rules of the press ask for into values: corrections, withdrawal, AI, paid content."""

from __future__ import annotations

from collections.abc import Iterable

from warta import shapes
from warta.content.documents import AiUse, Correction, Withdrawal
from warta.content.kinds import AS_WRITTEN, Kind, Origin
from warta.content.prose import Prose, prose_below
from warta.dates import FIRST_YEAR
from warta.fields import Fields
from warta.messages import msg
from warta.wording import wording, yes_or_no

_WITHDRAWAL_WORDING = wording([(("at",), ()), (("reason",), ("alasan",)), (("keep",), ())])
_CORRECTION_KINDS = ("correction", "right-of-reply", "clarification")


def _read_corrections(fields: Fields, names: tuple[str, ...], origin: Origin) -> tuple[Correction, ...]:
    """The oldest first (Pedoman Pemberitaan Media Siber 4b, 4c)."""
    found = []
    for node in fields.items(names[0]):
        row = fields.nested(node, names[0])
        at = row.required_moment("at", origin.zone, since=FIRST_YEAR)
        kind = row.choice("kind", _CORRECTION_KINDS, "correction") or "correction"
        text = row.required("text")
        url = row.address("url")
        row.close()
        if at and text:
            found.append(Correction(at, kind, text, url))
    return tuple(sorted(found, key=lambda correction: correction.at.at))


def _read_withdrawal(fields: Fields, names: tuple[str, ...], origin: Origin) -> Withdrawal | None:
    """It must have a time and a reason (Pedoman Pemberitaan Media Siber 5c: the reason is published)."""
    row = fields.mapping(names[0], _WITHDRAWAL_WORDING)
    if row is None:
        return None
    at = row.required_moment("at", origin.zone, since=FIRST_YEAR)
    reason = row.required("reason", msg("reason-asked", "The rules ask for a reason that readers can see."))
    keep = row.refs("keep")
    row.close()
    return Withdrawal(at, reason, keep) if at and reason else None


def _read_label(fields: Fields, names: tuple[str, ...], _: Origin) -> str:
    """A label such as `Advertorial`; `true` is the theme's own word for it (written as the key's name)."""
    text = fields.text(*names)
    if text is None:
        return ""
    meant = yes_or_no(text)
    return text if meant is None else names[0] if meant else ""


def _read_ai(fields: Fields, names: tuple[str, ...], _: Origin) -> AiUse | None:
    """A map, or true for a text made with AI (Peraturan Dewan Pers 1/2025 asks for a label)."""
    node = fields.take(*names)
    if node is None:
        return None
    if isinstance(node.value, str):
        meant = yes_or_no(node.value)
        if meant is not None:
            return AiUse(text=True) if meant else None
    row = fields.nested(node, names[0])
    use = AiUse(row.flag("image"), row.flag("text"), row.text("tool") or "")
    row.close()
    return use


CORRECTIONS = Kind(
    _read_corrections,
    shapes.list_of(
        shapes.mapping(
            {
                "at": shapes.MOMENT,
                "kind": shapes.one_of(_CORRECTION_KINDS),
                "text": shapes.TEXT,
                "url": shapes.TEXT,
            },
            "at",
            "text",
        )
    ),
    prose=Prose(below=frozenset(("text",))),
)
WITHDRAWAL = Kind(
    _read_withdrawal,
    shapes.worded(
        {"at": shapes.MOMENT, "reason": shapes.TEXT, "keep": shapes.NAMES}, _WITHDRAWAL_WORDING, "at", "reason"
    ),
    prose=prose_below(_WITHDRAWAL_WORDING, "reason"),
)
LABEL = Kind(_read_label, {"type": ["string", "boolean", "null"]}, prose=AS_WRITTEN)
AI = Kind(
    _read_ai,
    {
        "anyOf": [
            shapes.FLAG,
            shapes.mapping({"image": shapes.FLAG, "text": shapes.FLAG, "tool": shapes.TEXT}),
        ]
    },
)


def corrections_texts(corrections: Iterable[Correction]) -> Iterable[str]:
    """What must not leak of corrections: their texts. An address in `url` is that of something else."""
    return (correction.text for correction in corrections)


def withdrawal_texts(withdrawal: Withdrawal) -> Iterable[str]:
    """What must not leak of a withdrawal: its reason, and the names of the files that are kept."""
    return (withdrawal.reason, *[ref.text for ref in withdrawal.keep])
