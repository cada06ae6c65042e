"""Answers words that people write as keys and that can mean several, with the lines of which one is meant.

`VALUE` is what was written behind the word.
"""

from __future__ import annotations

from warta.messages import msg
from warta.wording import VALUE

_DRAFT = msg("answer-draft", "For a draft write draft: true")
_SUMMARY = msg("answer-summary", "For the lines that lists show write summary: %(value)s", value=VALUE)
_TRANSLATION = msg("answer-translation", "Write the path of the original: translation_of: releases/2026/judul.md")
_SLUG = msg(
    "answer-slug", "For the end of the address write slug: words-with-hyphens, for an old address aliases: [/old/]"
)
_BODY = msg("answer-body", "The text has no key: it stands below the second line of ---.")
_CATEGORY = msg("answer-category", "For a category write category: %(value)s", value=VALUE)
_PLACE = msg(
    "answer-place",
    'For the place at the head of the text write dateline: %(value)s, for its region regions: ["%(value)s"]',
    value=VALUE,
)
_TOWN = msg(
    "answer-town",
    'For the place at the head of the text write dateline: %(value)s, for its region regions: ["Kota %(value)s"]',
    value=VALUE,
)
_REGENCY = msg("answer-regency", 'Write regions: ["Kabupaten %(value)s"]', value=VALUE)
_REGION = msg("answer-region", 'Write regions: ["%(value)s"]', value=VALUE)
_BYLINE = msg(
    "answer-byline", "For who signed write byline: %(value)s, for a word to editors notes: %(value)s", value=VALUE
)
_AUTHORS = msg("answer-authors", "For authors that have a list of their own write authors: [%(value)s]", value=VALUE)
_NUMBER = msg("answer-number", 'For the number of the release write number: "%(value)s"', value=VALUE)
_ATTACHMENTS = msg("answer-attachments", "For a file to download write attachments: [%(value)s]", value=VALUE)
_SOURCE = msg("answer-source", "For who took a picture write credit: below image:, for the office organization:")
_ORGANIZATION = msg(
    "answer-organization", "Write organization: and the name of a file in content/organizations/, without .md"
)
_EXPIRES = msg("answer-expires", "For the end of the release itself write expires: %(value)s", value=VALUE)
_CORRECT = msg("answer-correct", 'The command writes it, with its time: correct PATH --text "%(value)s"', value=VALUE)
_REPLY = msg(
    "answer-reply",
    'The command writes it, with its time: correct PATH --text "%(value)s" --kind right-of-reply',
    value=VALUE,
)
_CLARIFY = msg(
    "answer-clarify",
    'The command writes it, with its time: correct PATH --text "%(value)s" --kind clarification',
    value=VALUE,
)
_WITHDRAW = msg(
    "answer-withdraw", 'The command writes it, with its time: withdraw PATH --reason "%(value)s"', value=VALUE
)
_SPONSORED = msg("answer-sponsored", "For what is paid for write sponsored: Advertorial")
_PUBLIC = msg("answer-public", "For the day write date: %(value)s, for what is public status: published", value=VALUE)
_TIME = msg("answer-time", "Write the time behind the date: date: 2026-11-24 09:05")
_CAPTION = msg(
    "answer-caption",
    "For a picture it is caption: below image:, for the lines that lists show summary: %(value)s",
    value=VALUE,
)
_BELOW_PICTURE = msg(
    "answer-below-picture",
    "It belongs below a picture: write image:, and below it, two blanks in, file: and this line.",
)
_BELOW_CONTACT = msg("answer-below-contact", "It belongs below contacts:, in an item that begins with - name:")
_OFFICE_NAME = msg("answer-office-name", "An office has a name: write name: %(value)s", value=VALUE)
_PHONE = msg("answer-phone", "Write phone: %(value)s", value=VALUE)

SHARED = {
    "konsep": _DRAFT,
    "sari": _SUMMARY,
    "teras": _SUMMARY,
    "intro": _SUMMARY,
    "terjemahan": _TRANSLATION,
    "alamat": _SLUG,
    "isi": _BODY,
}
"""For every text."""
RELEASE = SHARED | {
    "kanal": _CATEGORY,
    "lokasi": _PLACE,
    "tempat": _PLACE,
    "kota": _TOWN,
    "kabupaten": _REGENCY,
    "kecamatan": _REGION,
    "desa": _REGION,
    "kelurahan": _REGION,
    "editor": _BYLINE,
    "pengarang": _AUTHORS,
    "no": _NUMBER,
    "dokumen": _ATTACHMENTS,
    "sumber": _SOURCE,
    "dinas": _ORGANIZATION,
    "opd": _ORGANIZATION,
    "berakhir": _EXPIRES,
    "sampai": _EXPIRES,
    "ralat": _CORRECT,
    "koreksi": _CORRECT,
    "hak jawab": _REPLY,
    "klarifikasi": _CLARIFY,
    "dicabut": _WITHDRAW,
    "cabut": _WITHDRAW,
    "pencabutan": _WITHDRAW,
    "alasan": _WITHDRAW,
    "iklan": _SPONSORED,
    "terbit": _PUBLIC,
    "jam": _TIME,
    "pukul": _TIME,
    "keterangan": _CAPTION,
    **dict.fromkeys(
        ("berkas", "file", "caption", "takarir", "keterangan foto", "keterangan gambar", "alt", "teks alternatif",
         "kredit", "kredit foto", "fotografer", "credit", "hiasan", "lisensi", "licence"), _BELOW_PICTURE),
    **dict.fromkeys(("nama", "jabatan", "telepon", "telp", "hp", "wa", "whatsapp", "surel", "email", "phone"),
                    _BELOW_CONTACT),
}  # fmt: skip
"""For releases."""
ORGANIZATION = {
    "judul": _OFFICE_NAME,
    "hp": _PHONE,
    "isi": _BODY,
}
"""For organizations."""
