"""Releases come out of Word files: what readers of the paper saw, as a draft, and nothing that was struck out or hidden."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.commands.running import warta
from tests.importing.documents import docx, graphic, paragraph, part, picture, run, table, text_box
from tests.importing.test_sources import texts
from tests.support import SiteTest
from warta.importing.conversion.media import index_media
from warta.importing.run import Outcome, Request
from warta.importing.run import run as run_import
from warta.importing.sources.word.word_files import WordFiles
from warta.settings import read_settings

HEADLINE = paragraph("Bupati resmikan jembatan", bold=True, centre=True)
TITLE = HEADLINE + paragraph("Tanggal: 21 Juni 2019")
TEXT = paragraph("SUMEDANG – Bupati meresmikan jembatan, Jumat (21/6/2019).")


def bring(site: SiteTest, folder: Path, files: Mapping[str, bytes]) -> Outcome:
    """Import the Word files of a folder."""
    for name, data in files.items():
        path = folder / "word" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "scratch").mkdir(exist_ok=True)
    config = read_settings(site.root)
    source = WordFiles((folder / "word",), config.zone, folder / "scratch")
    return run_import(source, Request(site.root, config, index_media(None, source.files)))


def one(
    site: SiteTest,
    folder: Path,
    *body: str,
    parts: Mapping[str, str | bytes] | None = None,
    links: Mapping[str, str] | None = None,
) -> tuple[str, str, Outcome]:
    """Head and body that a document becomes, and what the import says."""
    outcome = bring(site, folder, {"a.docx": docx(*body, parts=parts, links=links)})
    (text,) = texts(site).values()
    head, _, rest = text.removeprefix("---\n").partition("\n---\n")
    return head, rest.strip(), outcome


def told(outcome: Outcome) -> list[str]:
    """All that is told of texts."""
    return [str(kind.example) for kinds in (outcome.totals.lost, outcome.totals.doubts) for kind in kinds.values()]


def test_a_release_with_letterhead(site: SiteTest, tmp_path: Path) -> None:
    """Letterhead by name, number, embargo and title from the paper; a draft that builds, the same when read again."""
    body = (
        paragraph(picture()),
        paragraph("PEMERINTAH KABUPATEN SUMEDANG", bold=True, centre=True),
        paragraph("Jl. Prabu Gajah Agung No. 9 Telp. (0261) 201001", centre=True),
        paragraph("SIARAN PERS\nNomor: 480/123/Humas/2026", bold=True, centre=True),
        paragraph(""),
        paragraph("BUPATI RESMIKAN", bold=True, centre=True),
        paragraph("JEMBATAN GANTUNG", bold=True, centre=True),
        paragraph("EMBARGO sampai Jumat, 27 November 2026 pukul 09.00 WIB"),
        paragraph("SUMEDANG – Bupati ", run("meresmikan", "<w:b/>"), " jembatan."),
        paragraph("Narahubung: Ani, 0812-0000-0000"),
    )
    head, text, outcome = one(site, tmp_path, *body)
    assert head.splitlines() == [
        'title: "BUPATI RESMIKAN JEMBATAN GANTUNG"',
        "date: 2026-11-27 09:00",
        "draft: true  # masih dalam embargo; hapus baris ini untuk menerbitkan",
        "embargo: 2026-11-27 09:00",
        'slug: "bupati-resmikan-jembatan-gantung"',
        'regions: ["32.11"]  # Kabupaten Sumedang: 85%, dari titimangsa “SUMEDANG”, nama yang hanya dipakai wilayah ini',
        'dateline: "SUMEDANG"',
        'number: "480/123/Humas/2026"',
    ]
    assert text == "Bupati **meresmikan** jembatan.\n\nNarahubung: Ani, 0812-0000-0000"
    assert list(outcome.totals.removed) == [
        "Jl. Prabu Gajah Agung No. 9 Telp. (0261) 201001",
        "SIARAN PERS",
        "EMBARGO sampai Jumat, 27 November 2026 pukul 09.00 WIB",
        "PEMERINTAH KABUPATEN SUMEDANG",
    ]
    assert told(outcome) == ["the picture of its letterhead stayed behind"]
    assert site.build().releases == 0
    assert bring(site, tmp_path, {}).states == {"same": 1}


@pytest.mark.parametrize(
    ("top", "title"),
    [
        (paragraph("Judul bergaya", style="Title"), "Judul bergaya"),
        (paragraph("DINAS KOMINFO", bold=True) + paragraph("Judul tebal", bold=True), "Judul tebal"),
        (paragraph("PEMERINTAH KABUPATEN SUMEDANG RAIH WTP", bold=True, centre=True), "PEMERINTAH KABUPATEN SUMEDANG RAIH WTP"),
        (paragraph("KECAMATAN WADO", centre=True) + paragraph("SIARAN PERS", centre=True) + paragraph("Kecamatan Wado panen raya", centre=True), "Kecamatan Wado panen raya"),
        (paragraph("Judul kepala", style="heading 1"), "Judul kepala"),
        (paragraph("Judul biasa saja"), "Judul biasa saja"),
        (paragraph("SIARAN PERS\nNo. 1/2026\nJudul di satu alinea", bold=True), "Judul di satu alinea"),
        (table(("PEMERINTAH KABUPATEN SUMEDANG",)) + paragraph("Judul di bawah tabel", bold=True), "Judul di bawah tabel"),
        (paragraph("Judul\u00a0dengan\u2011tanda\u00ad hubung", bold=True), "Judul dengan-tanda hubung"),
        ("", "a"),
    ],
)  # fmt: skip
def test_titles(site: SiteTest, tmp_path: Path, top: str, title: str) -> None:
    """By style, by what stands out and is no letterhead, by length, by the name of the file."""
    long = paragraph("SUMEDANG – " + "Bupati meresmikan jembatan gantung pada Jumat (21/6/2019) bersama warga. " * 3)
    head, text, _ = one(site, tmp_path, top, long)
    assert head.startswith(f'title: "{title}"\n')
    assert title == "a" or title not in text


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Tanggal: 21 Juni 2019", "2019-06-21"),
        ("Sumedang, 21 Juni 2019", "2019-06-21"),
        ("Hari/Tanggal: Jumat, 21 Juni 2019", "2019-06-21"),
        ("Embargo: 21/6/2019 pukul 10.00 WIB", "2019-06-21 10:00"),
        ("Tidak untuk disiarkan sebelum 21 Juni 2019", "2019-06-21"),
    ],
)
def test_dates(site: SiteTest, tmp_path: Path, line: str, date: str) -> None:
    """From a line above the text."""
    head, text, _ = one(
        site, tmp_path, TITLE, paragraph(line), paragraph("Bupati meresmikan jembatan pada 1 Mei 2018.")
    )
    assert f"date: {date}\n" in head
    assert ("embargo:" in head) == line.startswith(("Embargo", "Tidak"))
    assert text.startswith("Bupati")


def test_what_nobody_was_to_read_never_comes(site: SiteTest, tmp_path: Path) -> None:
    """Deletions, hidden text, comments, fields nobody filled in; each is counted."""
    secret = paragraph(
        "Umum.",
        run(" tersembunyi", "<w:vanish/>"),
        run(" bergaya", '<w:rStyle w:val="AnakRahasia"/>'),
        '<w:del w:id="1" w:author="a"><w:r><w:delText> coretan</w:delText></w:r></w:del>',
        '<w:moveFrom w:id="2"><w:r><w:t> pindahan</w:t></w:r></w:moveFrom>',
        '<w:ins w:id="3"><w:r><w:t> sisipan</w:t></w:r></w:ins>',
        '<w:commentRangeStart w:id="0"/><w:r><w:t> dikomentari</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>ketik di sini</w:t></w:r></w:sdtContent></w:sdt>",
        run(" tampak", '<w:rStyle w:val="Rahasia"/><w:vanish w:val="0"/>'),
    )
    rows = (
        "<w:tbl><w:tr><w:trPr><w:del w:id='4'/></w:trPr><w:tc>"
        + paragraph("dihapus")
        + "</w:tc></w:tr><w:tr><w:tc>"
        + paragraph("sisa")
        + "</w:tc></w:tr></w:tbl>"
    )
    comments = {
        "word/comments.xml": part(
            "comments", f'<w:comment w:id="0" w:author="Ani">{paragraph("jangan dimuat")}</w:comment>'
        )
    }
    _, text, outcome = one(site, tmp_path, TITLE, TEXT, secret, rows, parts=comments)
    assert "Umum. sisipan dikomentari tampak" in text and "sisa" in text
    everything = "".join(
        path.read_text() for path in site.root.rglob("*") if path.suffix in (".md", ".json", ".csv", ".jsonl")
    )
    for word in ("tersembunyi", "bergaya", "coretan", "pindahan", "jangan dimuat", "Ani", "ketik di sini", "dihapus"):
        assert word not in everything
    assert told(outcome) == [
        "1 comment stayed behind",
        "3 tracked deletions stayed behind",
        "2 pieces of hidden text stayed behind",
        "1 tracked insertion came as text: was it accepted?",
    ]


def test_what_cannot_come_is_named(site: SiteTest, tmp_path: Path) -> None:
    """Text boxes once, charts, drawings, equations, pictures of Windows, headers; a footer of page numbers is nothing."""
    body = paragraph(
        "Isi.",
        text_box("Kotak penting"),
        graphic("chart"),
        graphic("diagram"),
        "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>",
        picture("rId11"),
        "<w:r><w:object/></w:r>",
    )
    parts = {
        "word/header1.xml": part("hdr", paragraph("KOP SURAT")),
        "word/footer1.xml": part("ftr", paragraph("Halaman 1 dari 2")),
    }
    _, text, outcome = one(site, tmp_path, TITLE, TEXT, body, parts=parts)
    assert text.endswith("Isi.")
    assert told(outcome) == [
        "a text box: Kotak penting",
        "a chart: put a picture of it in its place",
        "a SmartArt drawing: put a picture of it in its place",
        "an equation: a=b",
        "an embedded object (a sheet, a file): put a picture or a table in its place",
        "a picture that browsers do not show (x-emf): save it as PNG or JPEG",
        "its header stayed behind: KOP SURAT",
    ]


def test_numbers_stay_as_the_paper_had_them(site: SiteTest, tmp_path: Path) -> None:
    """A list where HTML counts alike; else the numbers are words."""
    body = (
        *(paragraph(each, number=1) for each in ("Satu", "Dua")),
        paragraph("Antara."),
        paragraph("Tiga", number=1),
        paragraph("Anak", number=1, level=1),
        paragraph("Roma", number=3),
        paragraph("Cabang", number=3, level=1),
        *(paragraph(each, number=2) for each in ("Butir", "Lagi")),
        paragraph("Sela."),
        *(paragraph(each) for each in ("• tangan", "•\tketik")),
        paragraph("Sela."),
        *(paragraph(each) for each in ("- strip", "- strip lagi")),
        paragraph("a. diketik sendiri"),
    )
    _, text, outcome = one(site, tmp_path, TITLE, TEXT, *body)
    assert text.partition("\n\n")[2] == (
        "1. Satu\n2. Dua\n\nAntara.\n\n3\\. Tiga\n\na. Anak\n\nI. Roma\n\nI.1) Cabang\n\n- Butir\n- Lagi\n\nSela.\n\n- tangan\n- ketik\n\nSela.\n\n"
        "- strip\n- strip lagi\n\na. diketik sendiri"
    )
    assert outcome.whole


def test_pictures_tables_links_and_notes(site: SiteTest, tmp_path: Path) -> None:
    """Pictures lie beside the release with caption and alternative text; tables with merged cells are told."""
    merged = "<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + paragraph("Gabung") + "</w:tc>"
    head = tuple(f"<w:tc>{paragraph(each, bold=True)}</w:tc>" for each in ("No", "Nama"))
    body = (
        paragraph(picture(alt="Jembatan gantung")),
        paragraph("Gambar 1. Jembatan. Foto: Humas", style="Caption"),
        table(head, ("1", "Budi")),
        paragraph("Antara."),
        table((merged,), ("a", "b")),
        paragraph(
            "Lihat ",
            '<w:hyperlink r:id="rId20"><w:r><w:t>laman</w:t></w:r></w:hyperlink>',
            " dan catatan",
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            ".",
        ),
        paragraph("Baris satu\nbaris dua ", '<w:fldSimple w:instr="X"><w:r><w:t>bidang</w:t></w:r></w:fldSimple>'),
    )
    notes = {"word/footnotes.xml": part("footnotes", f'<w:footnote w:id="2">{paragraph("Panjang 20 m.")}</w:footnote>')}
    _, text, outcome = one(site, tmp_path, TITLE, TEXT, *body, parts=notes, links={"rId20": "https://x.example/a"})
    assert "\n\n".join(text.split("\n\n")[1:]) == (
        '![Jembatan gantung](gambar-1.jpg "Gambar 1. Jembatan. Foto: Humas")\n\n| No | Nama |\n| --- | --- |\n| 1 | Budi |\n\nAntara.\n\n'
        '<table><tbody><tr><td colspan="2">Gabung</td></tr><tr><td>a</td><td>b</td></tr></tbody></table>\n\n'
        "Lihat [laman](https://x.example/a) dan catatan<sup>1</sup>.\n\nBaris satu  \nbaris dua bidang\n\n1. Panjang 20 m."
    )
    assert told(outcome) == ["1 table has merged cells: look at it on its page"]
    assert (site.root / "content/releases/2019/bupati-resmikan-jembatan/gambar-1.jpg").is_file()


def test_headings_for_everything_are_paragraphs(site: SiteTest, tmp_path: Path) -> None:
    """Somebody liked how they look."""
    _, text, _ = one(
        site, tmp_path, TITLE, *(paragraph(f"Kalimat {each} dari naskah ini.", style="heading 1") for each in "abc")
    )
    assert text == "Kalimat a dari naskah ini.\n\nKalimat b dari naskah ini.\n\nKalimat c dari naskah ini."


def changed(data: bytes, name: str, content: bytes | None) -> bytes:
    """A file with another part, or without it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
        if content is not None:
            new.writestr(name, content)
    return packed.getvalue()


GOOD = docx(TITLE, TEXT)
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "is of an old Word (.doc)"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "is locked with a password"),
        ("a.pdf", b"%PDF-1.4", "is a PDF"),
        ("a.rtf", b"{\\rtf1", "is an RTF file"),
        ("a.docx", b"", "is no Word file"),
        ("a.docx", GOOD[: len(GOOD) // 2], "is damaged"),
        ("a.docx", changed(GOOD, "word/document.xml", None), "holds no document of Word's"),
        ("a.docx", changed(GOOD, "word/document.xml", b"<w:document"), "is damaged"),
        ("a.docx", changed(GOOD, "word/document.xml", BOMB), "is damaged"),
        ("a.docx", changed(GOOD, "word/styles.xml", b"<x>" + b" " * (17 << 20) + b"</x>"), "unpacks into more"),
        ("a.docx", changed(GOOD, "word/vbaProject.bin", b"x"), "holds macros"),
        ("a.docx", changed(GOOD, "word/document.xml", (b"<a>" * 90_000) + (b"</a>" * 90_000)), "a.docx"),
        ("a.odt", changed(changed(GOOD, "mimetype", b"x"), "content.xml", b"<x/>"), "is of LibreOffice"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named_and_the_others_come(
    site: SiteTest, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """Each with what to do."""
    outcome = bring(site, tmp_path, {name: data, "baik.docx": GOOD, "~$baik.docx": b"x"})
    assert outcome.states == {"new": 1}
    assert [said in str(each) for each in outcome.summary.lost] == [True]
    assert not outcome.whole


def test_files_with_one_title_or_one_name_all_come(site: SiteTest, tmp_path: Path) -> None:
    """Under slugs of their own."""
    other = docx(TITLE, paragraph("SUMEDANG – Naskah lain, Jumat (21/6/2019)."))
    assert bring(site, tmp_path, {"a/x.docx": GOOD, "b/x.docx": other, "y.docx": GOOD}).states == {"new": 3}
    assert list(texts(site)) == [f"releases/2019/bupati-resmikan-jembatan{each}.md" for each in ("-2", "-3", "")]
    site.build()


def test_an_empty_document_is_told(site: SiteTest, tmp_path: Path) -> None:
    """It comes as a draft without words."""
    head, text, outcome = one(site, tmp_path)
    assert (head.startswith('title: "a"\n'), text) == (True, "")
    assert "has neither words nor pictures: was it empty at its source too?" in told(outcome)


def test_a_style_map_in_a_document_says_nothing(site: SiteTest, tmp_path: Path) -> None:
    """It could bring comments into the text."""
    parts = {
        "mammoth/style-map": "comment-reference => sup\n",
        "word/comments.xml": part("comments", f'<w:comment w:id="0">{paragraph("jangan dimuat")}</w:comment>'),
    }
    comment = '<w:r><w:commentReference w:id="0"/></w:r>'
    assert one(site, tmp_path, TITLE, TEXT, paragraph("Umum.", comment), parts=parts)[1].endswith("Umum.")


def test_the_command(site: SiteTest, tmp_path: Path) -> None:
    """Says in Indonesian what came; a dry run writes nothing."""
    (tmp_path / "a.docx").write_bytes(GOOD)
    words = ("--lang", "id", "import", "word", str(tmp_path / "a.docx"), "--jobs", "1")
    before = sorted(site.root.rglob("*"))
    assert warta(*words, "--dry-run", site=site.root).returncode == 0
    assert sorted(site.root.rglob("*")) == before
    done = warta(*words, "--into", "releases/word", site=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert "berasal dari berkas Word" in (site.root / "import-table.csv").read_text()
    assert list(texts(site)) == ["releases/word/2019/bupati-resmikan-jembatan.md"]
    missing = warta("import", "word", "nicht.docx", site=site.root)
    assert "nicht.docx: is not there. Name a .docx file, or a folder of them." in missing.stderr
