"""Declares how a form shows each key of a release: in which group, with which widget, label and help.

The rows follow `keys`: a test holds that every key of a release has exactly one.
"""

from __future__ import annotations

import msgspec

from warta.messages import Message, msg

ALWAYS, FILES, PLACE, TIME, OFFICE, TRANSLATION, OTHERS, APART = (
    "always files place time office translation others apart".split()
)
TITLE, LINES, LINE, MOMENT, DAY, CATEGORY, COMMAS, ROWS, REGIONS, CONTACTS, PICTURE, PICTURES, ATTACHMENTS = (
    "title lines line moment day category commas rows regions contacts picture pictures attachments".split()
)
FLAG, AI, LANGUAGE, ORGANIZATION, RULES, SLUG, PAGE = "flag ai language organization rules slug page".split()

GROUPS: dict[str, Message] = {
    FILES: msg("group-files", "Photos and attachments"),
    PLACE: msg("group-place", "Region, category, tags"),
    TIME: msg("group-time", "Date, embargo, expiry"),
    OFFICE: msg("group-office", "Office, contacts, writer, number"),
    TRANSLATION: msg("group-translation", "Translation"),
    OTHERS: msg("group-others", "Notes, labels, old addresses"),
}
"""The groups that fold, in their order."""


class Field(msgspec.Struct, frozen=True):
    """How a form shows a key, by the field of a release that it is read into. `help` stands at the field."""

    name: str
    group: str
    widget: str
    label: Message
    help: Message | None = None


FIELDS = (
    Field(
        "title",
        ALWAYS,
        TITLE,
        msg("field-title", "Title"),
        msg("help-title", "The address of the page is made from it, and stays once it is published."),
    ),
    Field(
        "summary",
        ALWAYS,
        LINES,
        msg("field-summary", "Summary"),
        msg("help-summary", "One or two sentences, for lists, WhatsApp and search engines."),
    ),
    Field("image", FILES, PICTURE, msg("field-image", "Main photo")),
    Field("gallery", FILES, PICTURES, msg("field-gallery", "More photos")),
    Field("attachments", FILES, ATTACHMENTS, msg("field-attachments", "Attachments")),
    Field(
        "regions",
        PLACE,
        REGIONS,
        msg("field-regions", "Regions"),
        msg("help-regions", "A name or a code on each line. Kabupaten and Kota are two regions."),
    ),
    Field("categories", PLACE, CATEGORY, msg("field-category", "Category")),
    Field(
        "tags",
        PLACE,
        COMMAS,
        msg("field-tags", "Tags"),
        msg("help-tags", "Words between commas, such as: jalan, bus sekolah."),
    ),
    Field(
        "dateline",
        PLACE,
        LINE,
        msg("field-dateline", "Place at the beginning of the text"),
        msg("help-dateline", "In capitals, such as SUMEDANG."),
    ),
    Field(
        "date",
        TIME,
        MOMENT,
        msg("field-date", "Date of the release"),
        msg("help-date", "Nobody sees the release before."),
    ),
    Field(
        "embargo",
        TIME,
        MOMENT,
        msg("field-embargo", "Embargo until"),
        msg("help-embargo", "Nothing of the release is public before: no word, no photo, no address."),
    ),
    Field(
        "expires",
        TIME,
        DAY,
        msg("field-expires", "Public until"),
        msg("help-expires", "From then on it is hidden. Without a time: to the end of that day."),
    ),
    Field("organization", OFFICE, ORGANIZATION, msg("field-organization", "Office")),
    Field(
        "contacts",
        OFFICE,
        CONTACTS,
        msg("field-contacts", "Contacts for the press"),
        msg("help-contacts", "Left empty, those of the office are shown."),
    ),
    Field("byline", OFFICE, LINE, msg("field-byline", "Signed by")),
    Field(
        "authors",
        OFFICE,
        ROWS,
        msg("field-authors", "Writers"),
        msg("help-authors", "A name on each line; each has a list of releases."),
    ),
    Field("number", OFFICE, LINE, msg("field-number", "Number of the release")),
    Field("language", TRANSLATION, LANGUAGE, msg("field-language", "Language")),
    Field(
        "translation_of",
        TRANSLATION,
        LINE,
        msg("field-translation", "Translation of"),
        msg("help-translation", "The file of the original, such as releases/2026/banjir.md."),
    ),
    Field(
        "notes",
        OTHERS,
        LINES,
        msg("field-notes", "Notes for editors"),
        msg("help-notes", "They stand below the text, for everybody to read."),
    ),
    Field(
        "unverified",
        OTHERS,
        FLAG,
        msg("field-unverified", "Not verified yet: print the note that the press rules ask for"),
    ),
    Field(
        "sponsored",
        OTHERS,
        LINE,
        msg("field-sponsored", "Label of paid content"),
        msg("help-sponsored", "Such as Advertorial. Empty: it is not paid for."),
    ),
    Field("ai", OTHERS, AI, msg("field-ai", "Made with artificial intelligence")),
    Field(
        "aliases",
        OTHERS,
        ROWS,
        msg("field-aliases", "Old addresses that lead here"),
        msg("help-aliases", "One on each line, such as /2019/06/nama-lama/."),
    ),
    Field(
        "slug",
        OTHERS,
        SLUG,
        msg("field-slug", "Last words of the address"),
        msg("help-slug", "Left empty, they are made from the title."),
    ),
    Field(
        "ignore",
        OTHERS,
        RULES,
        msg("field-ignore", "Rules that do not hold for this text"),
        msg("help-ignore", "The name of a rule on each line."),
    ),
    Field("draft", APART, PAGE, msg("field-draft", "Draft")),
    Field("corrections", APART, PAGE, msg("field-corrections", "Corrections")),
    Field("withdrawn", APART, PAGE, msg("field-withdrawn", "Withdrawal")),
)
"""One row a key, in the order of the form. What is `apart` has a page of its own."""

BY_NAME = {field.name: field for field in FIELDS}
