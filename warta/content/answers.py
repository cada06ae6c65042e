"""Answers words that people write as keys and that can mean several, with the lines of which one is meant.

`%(value)s` is what was written behind the word.
"""

from __future__ import annotations

_BELOW_PICTURE = "It belongs below a picture: write image:, and below it, two blanks in, file: and this line."
_BELOW_CONTACT = "It belongs below contacts:, in an item that begins with - name:"
_CORRECT = 'The command writes it, with its time: correct PATH --text "%(value)s"'
_WITHDRAW = 'The command writes it, with its time: withdraw PATH --reason "%(value)s"'

SHARED = {
    "konsep": "For a draft write draft: true",
    "sari": "For the lines that lists show write summary: %(value)s",
    "teras": "For the lines that lists show write summary: %(value)s",
    "intro": "For the lines that lists show write summary: %(value)s",
    "terjemahan": "Write the path of the original: translation_of: releases/2026/judul.md",
    "alamat": "For the end of the address write slug: words-with-hyphens, for an old address aliases: [/old/]",
    "isi": "The text has no key: it stands below the second line of ---.",
}
"""For every text."""
RELEASE = SHARED | {
    "kanal": "For a category write category: %(value)s",
    "lokasi": 'For the place at the head of the text write dateline: %(value)s, for its region regions: ["%(value)s"]',
    "tempat": 'For the place at the head of the text write dateline: %(value)s, for its region regions: ["%(value)s"]',
    "kota": 'For the place at the head of the text write dateline: %(value)s, for its region '
    'regions: ["Kota %(value)s"]',
    "kabupaten": 'Write regions: ["Kabupaten %(value)s"]',
    "kecamatan": 'Write regions: ["%(value)s"]',
    "desa": 'Write regions: ["%(value)s"]',
    "kelurahan": 'Write regions: ["%(value)s"]',
    "editor": "For who signed write byline: %(value)s, for a word to editors notes: %(value)s",
    "pengarang": "For authors that have a list of their own write authors: [%(value)s]",
    "no": 'For the number of the release write number: "%(value)s"',
    "dokumen": "For a file to download write attachments: [%(value)s]",
    "sumber": "For who took a picture write credit: below image:, for the office organization:",
    "dinas": "Write organization: and the name of a file in content/organizations/, without .md",
    "opd": "Write organization: and the name of a file in content/organizations/, without .md",
    "berakhir": "For the end of the release itself write expires: %(value)s",
    "sampai": "For the end of the release itself write expires: %(value)s",
    "ralat": _CORRECT,
    "koreksi": _CORRECT,
    "hak jawab": _CORRECT + " --kind right-of-reply",
    "klarifikasi": _CORRECT + " --kind clarification",
    "dicabut": _WITHDRAW,
    "cabut": _WITHDRAW,
    "pencabutan": _WITHDRAW,
    "alasan": _WITHDRAW,
    "iklan": "For what is paid for write sponsored: Advertorial",
    "terbit": "For the day write date: %(value)s, for what is public status: published",
    "jam": "Write the time behind the date: date: 2026-11-24 09:05",
    "pukul": "Write the time behind the date: date: 2026-11-24 09:05",
    "keterangan": "For a picture it is caption: below image:, for the lines that lists show summary: %(value)s",
    **dict.fromkeys(
        ("berkas", "file", "caption", "takarir", "keterangan foto", "keterangan gambar", "alt", "teks alternatif",
         "kredit", "kredit foto", "fotografer", "credit", "hiasan", "lisensi", "licence"), _BELOW_PICTURE),
    **dict.fromkeys(("nama", "jabatan", "telepon", "telp", "hp", "wa", "whatsapp", "surel", "email", "phone"),
                    _BELOW_CONTACT),
}  # fmt: skip
"""For releases."""
ORGANIZATION = {
    "judul": "An office has a name: write name: %(value)s",
    "hp": "Write phone: %(value)s",
    "isi": SHARED["isi"],
}
"""For organizations."""
