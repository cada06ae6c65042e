"""Turns two versions of a release into what changed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from warta.catalogue import say
from warta.content.fieldsets import BY_NAME
from warta.errors import ProblemsFound
from warta.office.form import shown
from warta.office.merging import words_changed
from warta.office.office import Office
from warta.office.texts import Text
from warta.office.words import WORDS


def differences(
    office: Office, text: Text, before: bytes, after: bytes
) -> tuple[list[tuple[str, str]], list[tuple[str, str, str]]]:
    """What changed: the text in words, and the other inputs with what they said and say."""
    was, now = _inputs(office, text, before), _inputs(office, text, after)
    pieces = words_changed(was.get("body", ""), now.get("body", "")) if was else [("same", now.get("body", ""))]
    names = dict.fromkeys([*was, *now])
    details = [
        (_label(name), was.get(name, ""), now.get(name, ""))
        for name in names
        if name != "body" and was.get(name, "") != now.get(name, "")
    ]
    return pieces, details


def _inputs(office: Office, text: Text, data: bytes) -> Mapping[str, str]:
    if not data:
        return {}
    try:
        page = office.running.live.read(text.source, data)
        found = shown(data, text.path, page.release, office.settings)
    except ProblemsFound:
        return {"body": data.decode("utf-8", "replace")}
    apart = _apart(page.release)
    return {**found.inputs, **dict(found.kept), **apart}


def _apart(release: Any) -> dict[str, str]:
    """Corrections and withdrawal, which no form shows."""
    if release is None:
        return {}
    texts = "; ".join(each.text for each in release.corrections)
    return {"corrections": texts, "withdrawn": release.withdrawn.reason if release.withdrawn else ""}


def _label(name: str) -> str:
    first, _, rest = name.partition(".")
    field = BY_NAME.get(first)
    part = rest.rpartition(".")[2]
    words = {"alt": "alt", "caption": "caption", "credit": "credit", "licence": "licence", "file": "file", "day": "day",
             "time": "time", "name": "name", "role": "role", "phone": "phone_number", "email": "email"}  # fmt: skip
    label = say(field.label) if field else name
    return f"{label}: {say(WORDS[words[part]])}" if part in words else label
