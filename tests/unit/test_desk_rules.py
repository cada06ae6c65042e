"""Every rule of the desk editor finds the text that breaks it, and lets the one pass that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.content.frontmatter import split
from warta.content.schema import Schema
from warta.dates import find_zone
from warta.desk.findings import Note
from warta.desk.fixes import fixed
from warta.desk.house import House
from warta.desk.manuscript import Manuscript, read_manuscript
from warta.desk.rules.table import RULES
from warta.settings import parse_settings

CONFIG = """\
title: Humas Sukamaju
url: https://humas.example/
language: id
timezone: Asia/Jakarta
region: "99.01"
regions:
  - {code: "99", name: Provinsi Contoh}
  - {code: "99.01", name: Kabupaten Sukamaju}
  - {code: "99.01.02", name: Cibening}
  - {code: "99.02", name: Kabupaten Lembahsari}
"""
HOUSE = House.of(parse_settings(CONFIG + "press: [link]\n"))
SCHEMA = Schema(find_zone("Asia/Jakarta"), lenient=True)
QUOTE = "“Kami akan memperbaiki jalan itu sebelum musim hujan tiba,”"


def manuscript(front: str, body: str) -> bytes:
    """A release; `front` are further lines of its front matter, or all of them where a title is among them."""
    front = front if "title:" in front else f"title: Jalan diperbaiki\ndate: 2026-11-20\n{front}"
    return f"---\n{front}---\n\n{body}\n".encode()


def manuscript_of(data: bytes) -> Manuscript:
    """What the rules read in the bytes of a release."""
    document, _, _ = SCHEMA.read("releases/a.md", split(data, "content/releases/a.md").fields)
    return read_manuscript(document, data)


def notes(rule: str, data: bytes) -> list[Note]:
    """What one rule says of a release."""
    on_text = RULES[rule].on_text
    assert on_text is not None
    return list(on_text(manuscript_of(data), HOUSE))


# rule, front matter and text that break it, the line of the finding, front matter and text that do not
CASES: dict[str, list[tuple[str, str, int, str, str]]] = {
    "text-missing": [("", "", 2, "", "![Jalan](a.jpg)")],
    "never-public": [
        ("expires: 2026-11-19\n", "Isi.", 4, "expires: 2026-11-21\n", "Isi."),
        (
            "embargo: 2026-11-25\nexpires: 2026-11-22\n",
            "Isi.",
            5,
            "embargo: 2026-11-25\nexpires: 2026-11-26\n",
            "Isi.",
        ),
    ],
    "summary-missing": [("", "Isi.", 2, "summary: Dua ruas jalan.\n", "Isi.")],
    "dateline-missing": [
        ("", "Jalan diperbaiki.", 2, "dateline: SUKAMAJU\n", "Jalan diperbaiki."),
        ("", "Bupati - dan wakilnya - datang.", 2, "", "SUKAMAJU, eljabar.com — Jalan diperbaiki."),
        ("", "Rapat dimulai pukul sembilan.", 2, "", "JATINANGOR, (KAPOL).- Jalan diperbaiki."),
        ("", "Rapat dimulai pukul sembilan.", 2, "", "Bogor, Kominfo - Jalan diperbaiki."),
        ("", "Rapat dimulai pukul sembilan.", 2, "", "PALANGKA RAYA – Jalan diperbaiki."),
    ],
    "region-missing": [("", "Isi.", 2, 'regions: ["99.01"]\n', "Isi.")],
    "credit-missing": [
        (
            "image: {file: a.jpg, alt: Jalan}\n",
            "Isi.",
            4,
            "image: {file: a.jpg, alt: Jalan, credit: Humas}\n",
            "Isi.",
        ),
    ],
    "alt-missing": [("", "Isi.\n\n![](a.jpg)", 8, "", "Isi.\n\n![Jalan berlubang](a.jpg)")],
    "title-long": [
        (f"date: 2026-11-20\ntitle: {'panjang ' * 15}\n", "Isi.", 3, "", "Isi."),
    ],
    "dateline-region": [
        (
            'dateline: LEMBAHSARI\nregions: ["99.01"]\n',
            "Isi.",
            4,
            'dateline: CIBENING\nregions: ["99.01"]\n',
            "Isi.",
        ),
        ('regions: ["99.01"]\n', "LEMBAHSARI — Isi.", 7, 'regions: ["99.01.02"]\n', "SUKAMAJU — Isi."),
    ],
    "weekday-wrong": [
        ("", "Rapat digelar Senin (20/11/2026).", 6, "", "Rapat digelar Jumat (20/11/2026)."),
        ("", "Satu.\n\nDigelar Kamis, 20 November 2026.", 8, "", "Digelar Jumat, 20 November 2026."),
        ("", "Digelar Jumat (31/11/2026).", 6, "", "Digelar Jum’at (20/11/26)."),
        ("", "Held on Monday, 20 November 2026.", 6, "", "Held on Friday, 20 November 2026."),
    ],
    "date-mismatch": [
        ("", "Rapat digelar Jumat (21/6/2019).", 6, "", "Rapat digelar Jumat (20/11/2026)."),
        ("", "Digelar Jumat, 20 November 2025.", 6, "", "Digelar Sabtu (28/11/2026)."),
    ],
    "quote-speaker": [
        ("", f"Jalan rusak.\n\n{QUOTE}\n\nWarga senang.", 8, "", f"{QUOTE} kata Bupati."),
        ("", f"> {QUOTE}", 6, "", f"Bupati mengatakan:\n\n> {QUOTE}"),
        ("", f"{QUOTE}", 6, "", "Program “Jalan Mulus” dimulai."),
    ],
    "quote-open": [
        ("", "Temanya “Zona Integritas (WBK).", 6, "", "Temanya “Zona Integritas” (WBK)."),
        ("", 'Ia berkata "ya.', 6, "", "“Satu paragraf,\n\n“dan lanjutannya,” kata Bupati."),
    ],
    "signature": [
        ("", "Jalan selesai diperbaiki. (Abas)", 6, "", "Jalan (yang lama) selesai diperbaiki."),
        ("", "Selesai,” katanya. (gir/jpnn)\n\nCategories: Umum", 6, "", "Ruas Cibening (timur)"),
        ("", "Selesai.\n\nEditor: Rudi", 8, "", "Editor: tugas yang berat, kata mereka: sulit."),
    ],
    "residue": [
        ("", "Selesai.\n\nCategories: Pemerintahan", 8, "", "Kategori usaha mikro: ada tiga."),
        ("", "Selesai.\n\nWP Facebook Auto Publish Powered By : XYZScripts.com", 8, "", "Powered by matahari."),
        ("", "Selesai.\n\nBaca juga: Jalan lain", 8, "", "Baca juga pengumuman di kantor desa."),
        ("", "Satu&nbsp;dua.", 6, "", "Satu & dua."),
        ("", "[caption id=1]Jalan[/caption]", 6, "", "[Jalan](https://example.go.id/)"),
        ("", "Satu<o:p></o:p> dua.", 6, "", "Satu<br>dua."),
        ("", "Halaman 1 dari 2", 6, "", "Halaman 1 dari 2 halaman itu hilang."),
        ("", "Lihat Error! Reference source not found.", 6, "", "Lihat tabel."),
        ("", "peme-\nrintah", 6, "", "Pasal 5 -\nlalu"),
        ("", "[27/11 09.00] Ani: Jalan baik.", 6, "", "[27/11] Jalan baik."),
        ("", "Commented [HU1]: perbaiki", 6, "", "Komentar [warga] itu: baik."),
        ("", "Ekspor (cid:12)at", 6, "", "Ekspor (CID)"),
    ],
    "hash-remark": [
        ("category: Ekonomi #1\n", "Isi.", 4, "category: Ekonomi  # satu\n", "Isi."),
        ("summary: Panen # ganti besok\n", "Isi.", 4, "summary: Panen #1 #maju  # ganti besok\n", "Isi."),
        ("image:\n  file: a #1.jpg\n", "Isi.", 5, "tags: [a, #b]\nnotes: |\n  category: a #1\n", "Isi."),
    ],
    "signs-lost": [
        ("", "Siaga besok.\n\nBanjir 😀 dan 你好.", 8, "", "Tanda “kutip” – 10⁶ m² ꦱꦶꦪꦫ é é\u200b."),
        ("summary: Awas 🌊\n", "Isi.", 4, "# 🌊 catatan\n", "Isi."),
    ],
    "list-glued": [
        ("", "Yang hadir:\n- Bupati\n- Camat", 7, "", "Yang hadir:\n\n- Bupati\n- Camat"),
        ("", "Agenda:\n1. Doa\n2. Rapat", 7, "", "Merdeka pada\n17. Agustus"),
        ("", "a\n\nTiga:\n* x", 9, "", "# Yang hadir\n- Bupati"),
    ],
    "table-glued": [
        ("", "Data:\n| Kec | Jiwa |\n|---|---|\n| Wado | 12 |", 7, "", "| Kec | Jiwa |\n|---|---|\n| Wado | 12 |"),
        ("", "Data:\nKec | Jiwa\n--- | ---\nWado | 12", 7, "", "Data:\n\nKec | Jiwa\n--- | ---\nWado | 12"),
    ],
    "list-indent": [
        ("", "- Wado\n  - Cimungkal\n- Jatinunggal", 7, "", "- Wado\n    - Cimungkal\n- Jatinunggal"),
        ("", "1. Jalan\n   - desa\n   - kabupaten", 7, "", "- Wado\n  lanjutan"),
    ],
    "list-broken": [
        ("", "1. Jalan\n\n   Panjang 12 meter.\n2. Talut", 8, "", "1. Jalan\n\n    Panjang 12 meter.\n\n2. Talut"),
        ("", "- a\n\n  b\n\n- c", 8, "", "- a\n\n  b\n\nc"),
    ],
    "list-foreign": [
        ("", "• Bupati\n• Camat", 6, "", "- Bupati\n- Camat"),
        ("", "Hadir:\n1) Bupati\n2) Camat", 7, "", "1) tunggal"),
        ("", "a. satu\nb. dua", 6, "", "a. n. Bupati\nRudi"),
        ("", "o\tsatu\no\tdua", 6, "", "Suhu naik\n· tetap"[:9]),
    ],
    "tab-table": [
        ("", "Kec\tJiwa\nWado\t12", 6, "", "Kec\tJiwa"),
        ("", "Data:\nKec\tJiwa\nWado\t12", 7, "", "Kec\tJiwa\nWado dua belas"),
    ],
    "code-indented": [
        ("", "    Bupati meresmikan jembatan itu kemarin.", 6, "", "    x = y; z = {1}"),
        ("", "Satu.\n\n\tBupati meresmikan jembatan itu kemarin.", 8, "", "- a\n\n    Bupati meresmikan jembatan itu."),
        (
            "",
            "```\nx\n```\n\n     “Jalan itu sudah baik,” katanya.",
            10,
            "",
            "```\n    Bupati meresmikan jembatan itu\n```",
        ),
    ],
    "heading-underline": [
        ("", "Rapat hari ini\n---\nLanjut", 6, "", "Rapat hari ini\n\n---\n\nLanjut"),
        ("", "Rapat hari ini selesai.\n-----", 6, "", "Rapat hari ini\n--------------"),
    ],
    "line-ends": [
        ("", "Hari: Selasa\nTempat: Pendopo\nPukul: 09.00", 6, "", "Hari: Selasa  \nTempat: Pendopo  \nPukul: 09.00"),
        (
            "",
            "Jalan itu baik.\nWarga senang sekali hari ini.\nBupati hadir.",
            6,
            "",
            "Bupati meresmikan jembatan yang\nmenghubungkan dua desa itu pada\nSenin pagi.",
        ),
    ],
    "advertorial-label": [
        ("tags: [advertorial]\n", "Isi.", 4, "tags: [advertorial]\nsponsored: Advertorial\n", "Isi."),
        ("", "Beli sekarang. (ADV)", 6, "", "Periklanan di jalan dilarang."),
    ],
    "minor-identity": [
        (
            "",
            "Korban perundungan, Budi Santoso (14), dirawat.",
            6,
            "",
            "Juara lomba pidato, Budi Santoso (14), gembira.",
        ),
        (
            "",
            "Pelaku pencurian adalah siswa bernama Tono Rahman.",
            6,
            "",
            "Korban banjir, Siti Aminah (41), mengungsi.",
        ),
        ("", "Kekerasan menimpa anak 12 tahun bernama Sari Dewi.", 6, "", "Kekerasan menimpa anak 12 tahun."),
    ],
    "spelled-variously": [
        (
            "",
            "Acara Coffee Morning.\n\nCofee itu hangat.\n\nCoffe lagi.",
            8,
            "",
            "Acara Coffee Morning, Coffee hangat.",
        ),
        ("", "Bupati Sukamaaju datang ke Sukamaju.", 6, "", "Masa jabatan dan massa aksi."),
    ],
    "key-indonesian": [
        ("penulis: Ani\n", "Isi.", 4, "byline: Ani\n", "Isi."),
        ("Notes: Ani\n", "Isi.", 4, "notes: Ani\ncategories: [A]\nexcerpt: B\n", "Isi."),
    ],
    "value-misread": [
        ("number: 0123\n", "Isi.", 4, 'number: "0123"\n', "0123"),
        ("image: a.jpg\n", "Isi.", 4, "image: {file: a.jpg}\n", "Isi."),
    ],
    "front-remark": [("byline: Ani  # ganti\n", "Isi.", 4, "byline: 'Ani # 1'\n", "# Isi")],
}


@pytest.mark.parametrize(("rule", "case"), [(rule, case) for rule, cases in CASES.items() for case in cases])
def test_a_rule_finds_what_breaks_it_and_nothing_else(rule: str, case: tuple[str, str, int, str, str]) -> None:
    """The text that breaks the rule has a note at its line, the other none."""
    front, body, line, good_front, good_body = case
    assert [note.line for note in notes(rule, manuscript(front, body))] == [line]
    assert notes(rule, manuscript(good_front, good_body)) == []


def test_every_rule_that_reads_one_text_is_tested_here() -> None:
    """No rule without a text that breaks it."""
    assert {name for name, rule in RULES.items() if rule.on_text} == CASES.keys()


def test_a_signature_moves_into_the_front_matter_and_residue_goes() -> None:
    """What is mended safely: the text without the signature and the plugin's lines, the name as `byline`."""
    data = manuscript("", "Jalan selesai. (Abas)\n\nCategories: Umum\n\nShare this:")
    groups = [note.fixes for rule in ("residue", "signature") for note in notes(rule, data)]
    assert fixed(data, groups) == (
        b"---\ntitle: Jalan diperbaiki\ndate: 2026-11-20\nbyline: Abas\n---\n\nJalan selesai.\n"
    )
    again = fixed(data, groups)
    assert [note for rule in ("residue", "signature") for note in notes(rule, again)] == []


def test_keys_in_words_of_people_become_the_documented_ones() -> None:
    """The name alone changes: blanks, quotation marks of the value and remarks behind it stay, and so does the text."""
    data = manuscript('Kata Kunci :  "panen"  # satu\n"foto": {berkas: a.jpg, alt: B}\n', "penulis: bukan kunci.")
    mended = fixed(data, [note.fixes for note in notes("key-indonesian", data)])
    assert mended == manuscript('tag:  "panen"  # satu\nimage: {berkas: a.jpg, alt: B}\n', "penulis: bukan kunci.")
    assert notes("key-indonesian", mended) == []


MENDED = [
    ("list-glued", "Hadir:\n- Bupati\n- Camat", "Hadir:\n\n- Bupati\n- Camat"),
    ("table-glued", "Data:\na|b\n-|-\n1|2", "Data:\n\na|b\n-|-\n1|2"),
    ("list-indent", "- a\n  - b\n    - c\n- d", "- a\n    - b\n        - c\n- d"),
    ("list-indent", "1. a\n   - b\n   - c", "1. a\n    - b\n    - c"),
    ("list-broken", "1. a\n\n   b\n   c\n2. d", "1. a\n\n    b\n    c\n\n2. d"),
    ("list-broken", "- a\n\n    b\n- c", "- a\n\n    b\n\n- c"),
    ("list-broken", "- a\n\n  b\n\n- c", "- a\n\n    b\n\n- c"),
    ("list-foreign", "Hadir:\n• Bupati\n•Camat\nLalu pulang.", "Hadir:\n\n- Bupati\n- Camat\n\nLalu pulang."),
    ("list-foreign", "1) a\n2) b", "1. a\n2. b"),
    ("list-foreign", "\uf0b7\tx", "- x"),
    ("tab-table", "Data\nKec\tJi|wa\nWado\t12", "Data\n\n| Kec | Ji\\|wa |\n|---|---|\n| Wado | 12 |"),
    ("code-indented", "\tJalan itu sudah baik sekali.\n\tBenar.", "Jalan itu sudah baik sekali.\nBenar."),
    ("residue", '<p class="MsoNormal" style="mso-x:y">Satu<span lang=IN> dua</span><o:p></o:p></p>', "<p>Satu dua</p>"),
    ("residue", '<p class=MsoNormal><font color="red">a</font></p>', "<p>a</p>"),
    ("residue", "<!--[if gte mso 9]><xml>x</xml><![endif]-->Satu", "Satu"),
    ("residue", 'Lihat { HYPERLINK "https://a.id" }situs', "Lihat situs"),
    ("residue", "Lihat Kesalahan! Sumber referensi tidak ditemukan.", "Lihat"),
    ("residue", "a\n\nPendahuluan ............ 3\n\nb", "a\n\n\nb"),
    ("residue", "eﬁsien dan reﬂeksi", "efisien dan refleksi"),
    ("residue", "peme-\nrintah daerah", "pemerintah daerah"),
    ("residue", "Dua anak-\nanak itu", "Dua anak-anak itu"),
    ("residue", "[27/11/26, 9.05] Humas: Jalan baik.\n*Tebal sekali*", "Jalan baik.\n**Tebal sekali**"),
]


@pytest.mark.parametrize(("rule", "body", "mended"), MENDED)
def test_what_is_pasted_is_mended_as_it_was_meant(rule: str, body: str, mended: str) -> None:
    """`check --fix` writes the text as it should have been typed, and has nothing more to say of it."""
    made = fixed(manuscript("", body), [note.fixes for note in notes(rule, manuscript("", body))])
    assert made == manuscript("", mended)
    assert notes(rule, made) == []


def test_two_signatures_never_make_two_bylines() -> None:
    """A change that would meet another is left for the next time: a key written twice could not be read."""
    data = manuscript("", "Selesai. (Abas)\n\nEditor: Rudi")
    mended = fixed(data, [note.fixes for note in notes("signature", data)])
    assert mended.count(b"byline:") == 1
    assert notes("signature", mended)


def test_line_ends_of_windows_stay() -> None:
    """A file written with CRLF is mended with CRLF."""
    data = manuscript("", "Selesai. (Abas)").replace(b"\n", b"\r\n")
    mended = fixed(data, [note.fixes for note in notes("signature", data)])
    assert mended == manuscript("byline: Abas\n", "Selesai.").replace(b"\n", b"\r\n")


@given(st.text(alphabet='ab(“”".,:1/ \n—-#>*[]Az&', max_size=200))
def test_no_text_makes_a_rule_fail_or_point_outside_the_file(body: str) -> None:
    """Whatever is written, every rule answers, and its lines are lines of the file."""
    data = manuscript("", body)
    last = data.count(b"\n") + 1
    for name, rule in RULES.items():
        if rule.on_text:
            for note in notes(name, data):
                assert 1 <= note.line <= last
                fixed(data, [note.fixes])
