"""Turns what front matter and settings may hold into JSON Schemas, with which editors complete and check keys.

The readers stay the judges: they know more than a schema can say, and tests hold the two together.
"""

from __future__ import annotations

from warta.content.schema import PAGE_ROLES
from warta.content.values import CORRECTION_KINDS
from warta.settings import schema as schema_of_settings
from warta.shapes import FLAG, MOMENT, NAMES, NUMBER, TEXT, Shape, described, document, list_of, mapping

_PICTURE_KEYS = {
    "file": TEXT,
    "alt": TEXT,
    "decorative": FLAG,
    "caption": TEXT,
    "credit": TEXT,
    "licence": TEXT,
    "license": TEXT,
}


_PICTURE: Shape = {"anyOf": [TEXT, mapping(_PICTURE_KEYS, "file")]}
_CONTACT = mapping(dict.fromkeys(("name", "role", "phone", "email", "whatsapp", "hours"), TEXT), "name")
_CORRECTION = mapping({"at": MOMENT, "kind": {"enum": list(CORRECTION_KINDS)}, "text": TEXT, "url": TEXT}, "at", "text")
_TERM = mapping({"name": TEXT, "from": MOMENT, "until": MOMENT}, "name", "from")
_CHECK = described(mapping({"ignore": NAMES}), "Rules of the desk editor that do not hold for this text.")
_SHARED: dict[str, Shape] = {
    "title": described(TEXT, "The title, required."),
    "slug": described(TEXT, "The last word of the address."),
    "summary": described(TEXT, "One or two sentences for lists, feeds and search engines."),
    "excerpt": TEXT,
    "description": TEXT,
    "language": described(TEXT, "id, en, su, jv, ...; else the site's."),
    "lang": TEXT,
    "translation_of": described(TEXT, "The original's path below content/."),
    "draft": described(FLAG, "true hides it."),
    "published": FLAG,
    "status": described(TEXT, "published or draft"),
    "aliases": described(NAMES, "Old addresses that lead here."),
    "redirect_from": NAMES,
    "check": _CHECK,
}
RELEASE: dict[str, Shape] = _SHARED | {
    "date": described(MOMENT, "Required: 2026-11-24 or 2026-11-24 09:05. Hidden until then."),
    "category": described(NAMES, "From the list in config.yaml."),
    "categories": NAMES,
    "tag": NAMES,
    "tags": NAMES,
    "region": NAMES,
    "regions": described(NAMES, "Kemendagri codes in quotes, or names."),
    "dateline": described(TEXT, "The place it comes from, in capitals: SUMEDANG."),
    "byline": described(TEXT, "Who signed."),
    "author": NAMES,
    "authors": NAMES,
    "number": described(TEXT, "The office's own number of the release."),
    "organization": described(TEXT, "A file name in content/organizations/, without .md."),
    "contacts": described(list_of(_CONTACT), "Press contacts; else the organization's."),
    "notes": described(TEXT, "For editors, below the text."),
    "image": described(_PICTURE, "The lead picture."),
    "gallery": list_of(_PICTURE),
    "attachments": list_of({"anyOf": [TEXT, mapping({"file": TEXT, "title": TEXT}, "file")]}),
    "embargo": described(MOMENT, "Nothing of the release is public before."),
    "expires": described(MOMENT, "Hidden from then on; a bare date is the last day."),
    "corrections": described(list_of(_CORRECTION), "Corrections, rights of reply, clarifications, with their times."),
    "withdrawn": described(mapping({"at": MOMENT, "reason": TEXT}, "at", "reason"), "When and why it was withdrawn."),
    "unverified": described(FLAG, "true prints the note that the rules ask for."),
    "sponsored": described({"type": ["string", "boolean", "null"]}, "A label such as Advertorial."),
    "ai": described({"anyOf": [FLAG, mapping({"image": FLAG, "text": FLAG, "tool": TEXT})]}, "What was made with AI."),
}
PAGE: dict[str, Shape] = _SHARED | {
    "role": described({"enum": [*PAGE_ROLES, None]}, "What the page is."),
    "menu": {"enum": ["header", "footer", "none", None]},
    "order": NUMBER,
}
ORGANIZATION: dict[str, Shape] = {
    **dict.fromkeys(("name", "short", "url", "address", "phone", "email"), TEXT),
    "logo": _PICTURE,
    "contacts": list_of(_CONTACT),
    "terms": described(
        list_of(_TERM), "Periods of office; until is the last day, and left out of the one that is now."
    ),
}

SCHEMAS: dict[str, Shape] = {
    "release": document("Front matter of a release", mapping(RELEASE, "title")),
    "page": document("Front matter of a standing page", mapping(PAGE, "title")),
    "organization": document("Front matter of an organization", mapping(ORGANIZATION, "name")),
    "config": schema_of_settings(),
}
"""By what `schema` takes on the command line."""
