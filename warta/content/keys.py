"""Declares every key of front matter, one row a key.

The rows make the reader (`schema`), what people may call a key (`said`), the JSON Schemas (`jsonschema`), the texts
that must not leak (`secrecy`) and the tables of docs/content.md (`scripts/content_keys.py`). A new key is a row here
and a field in `documents`, where its default stands.
It is as long as there are keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from warta.content import answers
from warta.content.kinds import (
    ADDRESS,
    FLAG,
    LAST_MOMENT,
    LINE,
    MAIL,
    MOMENT,
    NAME,
    NAMES,
    REQUIRED_LINE,
    TEXT,
    TEXTS,
    WHOLE_NUMBER,
    Key,
    NotSecret,
    choice,
    each_name,
    each_text,
    text_itself,
)
from warta.content.media import ATTACHMENTS, PICTURE, PICTURES, attachments_texts, picture_texts, pictures_texts
from warta.content.notices import AI, CORRECTIONS, LABEL, WITHDRAWAL, corrections_texts, withdrawal_texts
from warta.content.officials import OFFICIALS, officials_texts
from warta.content.tenure import TERMS, terms_texts
from warta.content.values import (
    ALIASES,
    CONTACTS,
    DATE,
    DRAFT,
    DRAFT_SPELLINGS,
    IGNORED_RULES,
    LANGUAGE,
    SLUG,
    TAGS,
    contacts_texts,
)
from warta.messages import Message
from warta.wording import Wording, folded, wording

_NO_WORDS = NotSecret("it is a time, a number or a yes, and has no words")
_LISTED = NotSecret("its words come from a list that is public")
_ADDRESS = NotSecret("addresses are looked for as addresses, not as words")

_TITLE = Key(("title",), "title", REQUIRED_LINE, "The title, required.", text_itself, required=True, said=("judul",))
_SLUG = Key(
    ("slug",),
    "slug",
    SLUG,
    "The last word of the address.",
    _ADDRESS,
    "Without one it is made from the title. Write it out before you change a published title. It is words with "
    'hyphens: no blanks, no signs such as `/`, `"` or `$`, no dot or hyphen at its ends, no name that Windows keeps, '
    "such as `con`.",
)
_SHARED = (
    Key(
        ("summary", "excerpt", "description"),
        "summary",
        LINE,
        "One or two sentences for lists, feeds and search engines.",
        text_itself,
        "Without them, the first paragraph.",
        said=("ringkasan",),
    ),
    Key(("language", "lang"), "language", LANGUAGE, "id, en, su, jv, ...; else the site's.", _LISTED, said=("bahasa",)),
    Key(
        ("translation_of",),
        "translation_of",
        NAME,
        "The original's path below content/.",
        NotSecret("it is the name of another document's file, which no page shows"),
        "`releases/2026/banjir.md`, or relative to this file.",
    ),
)
_DRAFT = Key(
    ("draft", "published", "status"),
    "draft",
    DRAFT,
    "true hides it.",
    _NO_WORDS,
    "So do `published: false` and `status: draft`.",
    spellings=DRAFT_SPELLINGS,
    said=("draf",),
)
_LAST = (
    Key(
        ("aliases", "redirect_from"),
        "aliases",
        ALIASES,
        "Old addresses that lead here.",
        _ADDRESS,
        "`/2019/06/nama-lama/`, `/?p=12`, `/?page_id=3` ([how](hosts.md#old-addresses)); one that is live is an error.",
    ),
    Key(
        ("check",),
        "ignore",
        IGNORED_RULES,
        "Rules of the desk editor that do not hold for this text.",
        _LISTED,
        "`{ignore: [quote-speaker]}`; see [writing](writing.md).",
    ),
)

RELEASE_KEYS = (
    _TITLE,
    Key(
        ("date",),
        "date",
        DATE,
        "Required: 2026-11-24 or 2026-11-24 09:05. Hidden until then.",
        _NO_WORDS,
        "Behind a time that is not in the site's zone stands `+07:00`, `WIB`, `WITA`, `WIT` or `Z`. A bare date never "
        "shifts. A file named `2026-11-24-judul.md` needs none.",
        said=("tanggal", "tgl"),
    ),
    _SLUG,
    *_SHARED,
    Key(
        ("category", "categories"),
        "categories",
        NAMES,
        "From the list in config.yaml.",
        _LISTED,
        "One or a list.",
        said=("kategori", "rubrik"),
    ),
    Key(
        ("tag", "tags"),
        "tags",
        TAGS,
        "A list, or words between commas.",
        each_name,
        said=("label", "tagar", "kata kunci"),
    ),
    Key(
        ("region", "regions"),
        "regions",
        NAMES,
        "Kemendagri codes in quotes, or names.",
        _LISTED,
        '`"32.11"`, `Kabupaten Sumedang`, `Wado` or `Wado, Sumedang`: one or a list. The release stands in the lists '
        "of the regions above, too. A name that fits several is an error that names them.",
        said=("wilayah", "daerah"),
    ),
    Key(
        ("dateline",),
        "dateline",
        TEXT,
        "The place it comes from, in capitals: SUMEDANG.",
        text_itself,
        said=("titimangsa",),
    ),
    Key(("byline",), "byline", LINE, "Who signed.", text_itself, said=("penulis", "reporter", "oleh")),
    Key(("author", "authors"), "authors", TEXTS, "Who wrote it: names that have a list each.", each_text),
    Key(("number",), "number", TEXT, "The office's own number of the release.", text_itself, said=("nomor",)),
    Key(
        ("organization",),
        "organization",
        NAME,
        "A file name in content/organizations/, without .md.",
        NotSecret("it is the name of a file, and organizations are public"),
        said=("instansi",),
    ),
    Key(
        ("contacts",),
        "contacts",
        CONTACTS,
        "Press contacts; else the organization's.",
        contacts_texts,
        "A list of `name`, `role`, `phone`, `email`, `whatsapp`, `hours`.",
        said=("kontak", "narahubung"),
    ),
    Key(("notes",), "notes", TEXT, "For editors, below the text.", text_itself, said=("catatan",)),
    Key(
        ("image",),
        "image",
        PICTURE,
        "The lead picture.",
        picture_texts,
        "`file` (beside this file, or `/...` in `content/static/`), `alt` (or `decorative: true`), `caption`, "
        "`credit`, `licence`, `focus` (what stays in sight where it is cropped: `56 40` is 56 per cent from the left, "
        "40 from above).",
        said=("gambar", "foto", "foto utama"),
    ),
    Key(
        ("gallery",),
        "gallery",
        PICTURES,
        "More pictures.",
        pictures_texts,
        "A list of pictures, each as in `image`.",
        said=("galeri",),
    ),
    Key(
        ("attachments",),
        "attachments",
        ATTACHMENTS,
        "Files for readers to download.",
        attachments_texts,
        "A list of file names, or of `file` and `title`.",
        said=("lampiran",),
    ),
    Key(
        ("embargo",),
        "embargo",
        MOMENT,
        "Nothing of the release is public before.",
        _NO_WORDS,
        "Not its words, its address, its pictures or its name.",
    ),
    Key(
        ("expires",),
        "expires",
        LAST_MOMENT,
        "Hidden from then on; a bare date is the last day.",
        _NO_WORDS,
        said=("kedaluwarsa", "kadaluwarsa", "kadaluarsa", "kedaluarsa"),
    ),
    _DRAFT,
    Key(
        ("corrections",),
        "corrections",
        CORRECTIONS,
        "Corrections, rights of reply, clarifications, with their times.",
        corrections_texts,
        "A list of `at`, `kind` (`correction`, `right-of-reply`, `clarification`), `text`, `url`.",
    ),
    Key(
        ("withdrawn",),
        "withdrawn",
        WITHDRAWAL,
        "When and why it was withdrawn.",
        withdrawal_texts,
        "`at` and `reason`. The page stays as a notice; lists, feeds and sitemaps drop it, and its files go with it, "
        "but for those that `keep` names.",
    ),
    Key(
        ("unverified",),
        "unverified",
        FLAG,
        "true prints the note that the rules ask for.",
        _NO_WORDS,
        said=("belum terverifikasi",),
    ),
    Key(
        ("sponsored",),
        "sponsored",
        LABEL,
        "A label such as Advertorial.",
        text_itself,
        "`true` is the theme's own word for it.",
        said=("advertorial",),
    ),
    Key(
        ("ai",),
        "ai",
        AI,
        "What was made with AI.",
        NotSecret("it is the name of a program"),
        "`true` for the text, or `image: true`, `text: true`, `tool`.",
    ),
    *_LAST,
)
PAGE_KEYS = (
    _TITLE,
    _SLUG,
    *_SHARED,
    Key(
        ("role",),
        "role",
        choice("about", "masthead", "guidelines", "contact", "data"),
        "What the page is.",
        _LISTED,
        "`about`, `masthead`, `guidelines`, `contact` or `data`, for machines and checks.",
    ),
    Key(
        ("menu",),
        "menu",
        choice("header", "footer", "none"),
        "The menu it stands in.",
        _LISTED,
        "`header`, `footer` (default) or `none`.",
    ),
    Key(("order",), "order", WHOLE_NUMBER, "Its place in the menu; smaller comes first.", _NO_WORDS),
    _DRAFT,
    *_LAST,
)
ORGANIZATION_KEYS = (
    Key(
        ("name",),
        "name",
        REQUIRED_LINE,
        "The name of the office, required.",
        text_itself,
        required=True,
        said=("nama",),
    ),
    Key(("short",), "short", TEXT, "A short name.", text_itself, said=("singkatan",)),
    Key(("logo",), "logo", PICTURE, "Its logo.", picture_texts, "A file, or `file` and `alt`."),
    Key(("url",), "url", ADDRESS, "Its own site.", _ADDRESS),
    Key(("address",), "address", TEXT, "Where it is: street and town.", text_itself, said=("alamat",)),
    Key(("phone",), "phone", TEXT, "Its telephone number.", text_itself, said=("telepon", "telp")),
    Key(("email",), "email", MAIL, "Its e-mail address.", text_itself, said=("surel",)),
    Key(
        ("contacts",),
        "contacts",
        CONTACTS,
        "Press contacts of its releases that name none.",
        contacts_texts,
        "A list as in releases.",
        said=("kontak", "narahubung"),
    ),
    Key(
        ("terms",),
        "terms",
        TERMS,
        "Periods of office; until is the last day, and left out of the one that is now.",
        terms_texts,
        "Each with `name`, `from` and `until`, see below.",
    ),
    Key(
        ("officials",),
        "officials",
        OFFICIALS,
        "Who speaks for the office, for the home of the press.",
        officials_texts,
        "A list of `name`, `role`, `bio`, `photo` (a picture); `roles` and `bios` by language: `{en: Regent}`.",
        said=("pejabat",),
    ),
)


def _wording(keys: tuple[Key, ...], answers: Mapping[str, Message]) -> Wording:
    """What people may call the keys; a spelling that is written in another way is a key of its own."""
    rows = []
    for key in keys:
        rows.append((tuple(name for name in key.names if name not in key.spellings), key.said))
        rows += [((name,), ()) for name in key.spellings]
    return wording(rows, answers)


RELEASE_WORDING = _wording(RELEASE_KEYS, answers.RELEASE)
PAGE_WORDING = _wording(PAGE_KEYS, answers.SHARED)
ORGANIZATION_WORDING = _wording(ORGANIZATION_KEYS, answers.ORGANIZATION)


def wording_of(source: str) -> Wording:
    """What people may call the keys of the document at `source` below content/."""
    return _WORDINGS.get(source.partition("/")[0], RELEASE_WORDING)


_WORDINGS = {"pages": PAGE_WORDING, "organizations": ORGANIZATION_WORDING}
PROSE = {
    folded(name): key.kind.prose
    for key in (*ORGANIZATION_KEYS, *PAGE_KEYS, *RELEASE_KEYS)
    for name in (*key.names, *key.said)
}
"""Where front matter holds prose, by the folded names of keys: see `prose`."""
