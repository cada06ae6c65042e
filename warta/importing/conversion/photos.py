"""Turns a picture of the old site into a picture beside a release, with the words that belong to it."""

from __future__ import annotations

import re

import msgspec

from warta.importing.item import OldPicture
from warta.render.html.figures import split_credit

_NAME_OF_FILE = re.compile(
    r"[\w.()-]*\d[\w.()-]*|(?:IMG|DSC|WhatsApp Image|Screenshot|image|foto|photo)\b.*", re.IGNORECASE
)


class Photo(msgspec.Struct, frozen=True):
    """A picture in the front matter: its file beside the release, and its words."""

    file: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


def photo_of(name: str, old: OldPicture) -> Photo:
    """The picture that lies as `name` beside its release, with the words it had on the old site."""
    caption, credit = split_credit(old.caption)
    named = "" if _NAME_OF_FILE.fullmatch(old.title) else old.title
    return Photo(name, old.alt or caption or named, caption, old.credit or credit)
