"""Turns a role at the desk into what it may do: the one table of rights, and the sentence of each role."""

from __future__ import annotations

from warta.messages import Message, msg

WRITER, EDITOR, PUBLISHER = "writer", "editor", "publisher"
ROLES: dict[str, Message] = {
    WRITER: msg("role-writer", "Writer"),
    EDITOR: msg("role-editor", "Editor"),
    PUBLISHER: msg("role-publisher", "Publisher"),
}
ROLE_HINTS: dict[str, Message] = {
    WRITER: msg("role-writer-hint", "Writes, and sends for approval. Sees what is published and what she wrote in."),
    EDITOR: msg("role-editor-hint", "Sees and edits everything, approves it or gives it back."),
    PUBLISHER: msg("role-publisher-hint", "Does that too, publishes, corrects, withdraws, and looks after the people."),
}

OPEN, OWN, WRITE, JUDGE, WATCH, PUBLISH, PEOPLE = "open own write judge watch publish people".split()
"""Rights: to be at the door; to leave, and to change one's own password; to write, and to send for approval; to approve
and to give back; to see publications; to publish, correct, withdraw and bring back; to look after people."""
MAY: dict[str, frozenset[str]] = {
    OPEN: frozenset(("", WRITER, EDITOR, PUBLISHER)),
    OWN: frozenset((WRITER, EDITOR, PUBLISHER)),
    WRITE: frozenset((WRITER, EDITOR, PUBLISHER)),
    JUDGE: frozenset((EDITOR, PUBLISHER)),
    WATCH: frozenset((EDITOR, PUBLISHER)),
    PUBLISH: frozenset((PUBLISHER,)),
    PEOPLE: frozenset((PUBLISHER,)),
}
"""Which roles have a right; the empty role is nobody who was let in."""
SEES_ALL = frozenset((EDITOR, PUBLISHER))
"""The roles that see every release, whatever its state."""


def may(role: str, right: str) -> bool:
    """Whether a role has a right. A role or right that nobody knows has none."""
    return role in MAY.get(right, frozenset())
