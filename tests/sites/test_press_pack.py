"""What the press is handed beside a release: letter, kit, message, pictures to share; the same words, the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import PIL.Image
import PIL.IptcImagePlugin
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.standards import check_ninjs
from tests.support import CONFIG, SiteTest, picture
from warta.render.press.kit import table

FILES = {
    "whatsapp.txt", "siaran-pers.pdf", "kit.zip", "SHA256SUMS", "bagikan-tautan.jpg", "bagikan-kabar.jpg",
    "bagikan-cerita.jpg",
}  # fmt: skip
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90"><path d="M0 0h90v90z"/><text y="50">Kab</text></svg>'
)
WIDE = "\n".join(
    [
        "|" + "|".join(f"K{n}" for n in range(40)) + "|",
        "|" + "--|" * 40,
        *(["|" + "|".join("12345" for _ in range(40)) + "|"] * 3),
    ]
)
BODY = """Warga **melapor**[^1] bahwa 10<sup>6</sup> liter air dan CO<sub>2</sub> *terukur* di
[laman resmi](https://kab.example/a?b=1). #eval("1") $x$ *bukan tebal\\* @ref // <b>ya</b>

- satu
    1. dalam
    2. lagi
- dua

| Desa | Rumah |
|---|--:|
| Wado | 1.940 |
| Jatigede | 12 |

> Kutipan satu.

![Peta desa](peta.png "Peta desa. Gambar: BPBD")

[^1]: Catatan kaki.
"""
ENTRIES: dict[str, tuple[str, str]] = {
    "panjang": ("Judul yang sangat panjang " * 16, "Isi."),
    "utuh": ("Kata" * 40, "Lagi" * 60),
    "emoji": ("Siaga 😀 banjir 👨‍👩‍👧 besok", "Isi 😀 dengan 你好 dan عربي."),
    "jawa": ("ꦱꦶꦪꦫꦤ꧀ ꦥꦺꦂꦱ꧀ saka Pemkab", "ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ. Teks biasa."),
    "tabel": ("Tabel 40 kolom", f"Isi.\n\n{WIDE}"),
    "gambar": ("Enam puluh gambar", "\n\n".join(f"![Gambar {n}](p{n % 3}.jpg)" for n in range(60))),
}


def program(name: str) -> str:
    """The path of a program of poppler-utils. Where it is missing the test is skipped, but never in CI."""
    found = shutil.which(name)
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"there is no {name} here, and in CI these tests must run (apt-get install poppler-utils)")
        pytest.skip(f"there is no {name} here (apt-get install poppler-utils)")
    return found


def text_of_pdf(path: Path) -> str:
    """The text of a letter in its order, without the lines at head and foot of its pages."""
    made = subprocess.run([program("pdftotext"), "-raw", path, "-"], check=True, capture_output=True).stdout.decode()
    pages = [page.split("\n") for page in made.split("\f")]
    lines = [line for page in pages for line in page if not re.search(r"Halaman \d+ dari|^Humas Kabupaten 480", line)]
    return "\n".join(lines).replace("\u200b", "")


def words(text: str) -> list[str]:
    """The words and numbers of a text, without marks of lists and of WhatsApp."""
    return re.findall(r"[\w.,%/:²³⁶₂-]*\w", unicodedata.normalize("NFC", text.replace("\u2060", "")))


def inside(part: list[str], whole: list[str]) -> bool:
    """Whether words stand in others, one after the other."""
    return " ".join(part) in " ".join(whole)


@pytest.fixture(scope="module")
def pressed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteTest]:
    """A newsroom that hands everything to the press: a full release, and one of each kind that is hard to set."""
    site = SiteTest(tmp_path_factory.mktemp("press"), CONFIG.replace("wire: []", "wire: [text, ninjs]"), theme="warta")
    site.config("press: [whatsapp, pdf, kit, link, stories]\nimages: {widths: [400], format: none}\n")
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas Kabupaten\nlogo: {file: logo.svg, alt: Lambang}\nphone: 0261 1\ncontacts: [{name: Meja Media, phone: '+62 261 1'}]\n---\n\nTentang **kami**.\n",
    )
    site.write("content/organizations/logo.svg", LOGO)
    photo = io.BytesIO()
    PIL.Image.frombytes("RGB", (300, 200), hashlib.shake_256(b"foto").digest(180_000)).save(
        photo, "JPEG", progressive=True
    )
    site.write("content/releases/penuh/foto.jpg", photo.getvalue()).write(
        "content/releases/penuh/peta.png", picture("p", (90, 60), "PNG")
    )
    site.write("content/releases/penuh/data.csv", "a;b\n1;2\n")
    site.release(
        "penuh/index", "Banjir surut di Wado", BODY, slug="penuh", dateline="WADO", number="480/1/2026", byline="Tim Humas",
        image="{file: foto.jpg, alt: Sungai, caption: '=HYPERLINK(\"http://a.example\")', credit: 'Foto: Ani', licence: CC BY 4.0}",
        attachments="[{file: data.csv, title: '@Data'}]", notes="Foto besar ada.", tags="[air]",
        corrections="[{at: 2026-11-21, text: Angka diperbaiki.}]",
    )  # fmt: skip
    for number, name in enumerate(("p0.jpg", "p1.jpg", "p2.jpg")):
        site.write(f"content/releases/gambar/{name}", picture(name, (90 + number, 60)))
    site.write("content/releases/luas/luas.jpg", picture("luas", (20_000, 800)))
    site.release("luas/index", "Panorama", slug="luas", image="{file: luas.jpg, alt: Luas, focus: 95 50}")
    for slug, (title, body) in ENTRIES.items():
        site.release(f"{slug}/index", title, body, slug=slug)
    site.release("ditarik", "Ditarik kembali", slug="ditarik", withdrawn="{at: 2026-11-21, reason: Keliru.}")
    site.release("nanti", "Rahasia sampai besok lusa", slug="nanti", embargo="2026-12-01")
    site.build()
    yield site


def test_every_public_release_has_all_files_and_no_other_has_any(pressed: SiteTest) -> None:
    """None stands beside a release that is embargoed or was withdrawn; each is in the manifest with its kind."""
    found = {path.rpartition("/")[0] for path in pressed.files() if path.rpartition("/")[2] in FILES}
    assert found == {f"2026/11/{slug}" for slug in (*ENTRIES, "penuh", "luas")}
    assert all(f"{folder}/{name}" in pressed.files() for folder in found for name in FILES)
    manifest = (pressed.output / ".warta-manifest").read_text(encoding="utf-8")
    assert re.search(r"letter.*siaran-pers\.pdf|siaran-pers\.pdf.*letter", manifest)


def test_letter_word_file_and_message_have_the_words_of_the_plain_text(pressed: SiteTest) -> None:
    """From the first word of the text to the press contact, in order; marks of lists and notes with them."""
    folder = pressed.output / "2026/11/penuh"
    plain = (folder / "rilis.txt").read_text(encoding="utf-8")
    start, end = plain.index("WADO — "), plain.index("(Tim Humas)")
    body = words(plain[start:end])
    assert len(body) > 30 and "10⁶" in body
    with zipfile.ZipFile(folder / "kit.zip") as kit:
        name = next(each for each in kit.namelist() if each.endswith(".docx"))
        word = docx.Document(io.BytesIO(kit.read(name)))
    lines = []
    for part in word.element.body.iterchildren():
        cells = [each for each in part.iter() if each.tag.endswith("}tc")] or [part]
        lines += [
            "".join(
                "\n" if each.tag.endswith("}br") else each.text or " "
                for each in cell.iter()
                if each.tag.endswith(("}t", "}tab", "}br"))
            )
            for cell in cells
        ]
    assert (word.core_properties.title, word.core_properties.language) == ("Banjir surut di Wado", "id")
    message = (folder / "whatsapp.txt").read_text(encoding="utf-8")
    unmarked = re.sub(r" \(https://kab[^)]*\)", "", re.sub(r"(?<![\w⁠])[*_]|[*_](?![\w⁠])", "", message))
    letter = text_of_pdf(folder / "siaran-pers.pdf").replace("Peta desa. Gambar: BPBD", "Peta desa. Gambar: BPBD")
    assert inside(body, words(unmarked))
    assert inside(body, words("\n".join(lines)))
    assert inside(body, words(letter)), letter
    assert message.endswith("\n\nhttps://berita.example/2026/11/penuh/\n")
    assert "[Ralat, 21 November 2026] Angka diperbaiki." in plain
    assert all(
        "Ralat, 21 November 2026] Angka diperbaiki." in text
        for text in (message, " ".join(letter.split()), "\n".join(lines))
    )


def test_a_letter_is_a_tagged_document_with_title_language_and_fonts(pressed: SiteTest) -> None:
    """PDF/UA-1, in whatever text: Typst refuses to write one that breaks its rules; poppler says what it found."""
    for slug in (*ENTRIES, "penuh", "luas"):
        path = pressed.output / f"2026/11/{slug}/siaran-pers.pdf"
        facts = subprocess.run([program("pdfinfo"), path], check=True, capture_output=True).stdout.decode()
        assert re.search(r"Tagged: +yes", facts) and re.search(r"Title: +\S", facts), facts
        data = path.read_bytes()
        assert b"pdfuaid:part" in data and b"/Lang" in data or b"pdfuaid" in data
    fonts = subprocess.run([program("pdffonts"), path], check=True, capture_output=True).stdout.decode()
    assert fonts.count(" yes yes ") == len(fonts.strip().split("\n")) - 2, fonts


def test_hard_texts_come_to_a_clear_end(pressed: SiteTest) -> None:
    """Nothing runs off the page in words without a break; a table of 40 columns stands in parts; pictographs go, letters
    that no font here has leave a box; sixty pictures are all there.
    """
    whole = {slug: text_of_pdf(pressed.output / f"2026/11/{slug}/siaran-pers.pdf") for slug in ENTRIES}
    assert "".join(whole["utuh"].split()).count("Kata" * 40) == 1
    assert "Siaga banjir besok" in " ".join(whole["emoji"].split())
    assert "Isi dengan □□ dan □□□□." in " ".join(whole["emoji"].split())
    assert whole["tabel"].split().count("12345") == 3 * 40 + 3 * (
        int(re.findall(r"\(1/(\d+)\)", whole["tabel"])[0]) - 1
    )
    assert "Teks biasa." in whole["jawa"]
    images = subprocess.run(
        [program("pdfimages"), "-list", pressed.output / "2026/11/gambar/siaran-pers.pdf"],
        check=True,
        capture_output=True,
    )
    assert images.stdout.count(b" image ") >= 60 or images.stdout.count(b"\n") >= 62
    boxes = subprocess.run(
        [program("pdftotext"), "-bbox", pressed.output / "2026/11/utuh/siaran-pers.pdf", "-"],
        check=True,
        capture_output=True,
    )
    assert max(map(float, re.findall(rb'xMax="([\d.]+)"', boxes.stdout))) < 595 - 60


def test_a_kit_opens_everywhere_and_says_of_each_picture_whose_it_is(pressed: SiteTest, tmp_path: Path) -> None:
    """Its pictures have caption, credit and licence in them, pixel for pixel as they were; no cell of its table runs."""
    folder = pressed.output / "2026/11/penuh"
    with zipfile.ZipFile(folder / "kit.zip") as kit:
        assert kit.testzip() is None
        names = {name.partition("/")[2] for name in kit.namelist()}
        root = kit.namelist()[0].partition("/")[0]
        assert root == "2026-11-20_penuh"
        data = {name: kit.read(f"{root}/{name}") for name in names}
    assert names == {
        "BACA-DULU.txt", "siaran-pers.pdf", "teks/rilis.txt", "teks/rilis.docx", "teks/whatsapp.txt", "foto/foto.jpg",
        "foto/peta.png", "lampiran/data.csv", "kantor/logo.svg", "kantor/tentang.txt", "kantor/kontak.txt",
        "kantor/ketentuan.txt", "keterangan.csv",
    }  # fmt: skip
    for name, mine in (
        ("siaran-pers.pdf", "siaran-pers.pdf"),
        ("teks/rilis.txt", "rilis.txt"),
        ("teks/whatsapp.txt", "whatsapp.txt"),
    ):
        assert data[name] == (folder / mine).read_bytes()
    with PIL.Image.open(folder / "foto.jpg") as before, PIL.Image.open(io.BytesIO(data["foto/foto.jpg"])) as after:
        assert before.tobytes() == after.tobytes()
        iptc = PIL.IptcImagePlugin.getiptcinfo(after)
        assert iptc is not None and (iptc[2, 110], iptc[2, 90], iptc[2, 105]) == (
            b"Foto: Ani",
            b"WADO",
            b"Banjir surut di Wado",
        )
        xmp = after.info["xmp"].decode()
    for said in ("Foto: Ani", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", ">Sungai<", "=HYPERLINK("):
        assert said in xmp
    with PIL.Image.open(folder / "peta.png") as before, PIL.Image.open(io.BytesIO(data["foto/peta.png"])) as after:
        assert before.tobytes() == after.tobytes()
        assert "Peta desa. Gambar: BPBD" in after.info["XML:com.adobe.xmp"]
    table = data["keterangan.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [(row["berkas"], row["jenis"]) for row in rows] == [
        ("foto/foto.jpg", "foto"),
        ("foto/peta.png", "foto"),
        ("lampiran/data.csv", "lampiran"),
    ]
    assert rows[0]["keterangan"].startswith("'=HYPERLINK") and rows[2]["judul"] == "'@Data"
    assert rows[0]["sha256"] == hashlib.sha256(data["foto/foto.jpg"]).hexdigest()
    assert data["kantor/kontak.txt"] == b"Meja Media, +62 261 1\n"


def test_sums_are_those_of_the_files_that_lie_there(pressed: SiteTest) -> None:
    """As `sha256sum --check` reads them: kit, letter, texts, pictures and attachments of every release. What lies in
    the kit stands behind them in comments, which that program passes over.
    """
    for folder in (pressed.output / "2026/11/penuh", pressed.output / "2026/11/emoji"):
        every = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        lines = [line for line in every if not line.startswith("# ")]
        with zipfile.ZipFile(folder / "kit.zip") as kit:
            inside = {f"# {hashlib.sha256(kit.read(name)).hexdigest()}  {name}" for name in kit.namelist()}
        assert set(every) - set(lines) == inside
        for digest, name in (line.split("  ", 1) for line in lines):
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
        assert {"kit.zip", "siaran-pers.pdf", "rilis.txt", "whatsapp.txt"} <= {line.split("  ")[1] for line in lines}


def test_pictures_to_share_have_their_shapes_and_stay_small(pressed: SiteTest) -> None:
    """1200x630 below 300 kB, as the page says; 1080x1350 and 1080x1920; a photo is cropped at its focal point."""
    sizes = {"bagikan-tautan.jpg": (1200, 630), "bagikan-kabar.jpg": (1080, 1350), "bagikan-cerita.jpg": (1080, 1920)}
    for slug in (*ENTRIES, "penuh", "luas"):
        for name, size in sizes.items():
            path = pressed.output / f"2026/11/{slug}/{name}"
            with PIL.Image.open(path) as image:
                assert (image.size, image.format) == (size, "JPEG")
            assert path.stat().st_size < 300_000 or name != "bagikan-tautan.jpg"
    head = LexborHTMLParser(pressed.page("/2026/11/penuh/"))
    meta = {
        node.attributes.get("property") or node.attributes.get("name"): node.attributes["content"]
        for node in head.css("meta[content]")
    }
    assert meta["og:image"] == "https://berita.example/2026/11/penuh/bagikan-tautan.jpg"
    assert (meta["og:image:width"], meta["og:image:height"], meta["robots"]) == (
        "1200",
        "630",
        "max-image-preview:large",
    )
    links = {node.attributes["href"] for node in head.css(".kit a")}
    assert {f"/2026/11/penuh/{name}" for name in FILES} <= links
    withdrawn = pressed.page("/2026/11/ditarik/")
    assert "bagikan" not in withdrawn and 'class="plain files"' not in withdrawn


def test_a_change_remakes_its_own_files_and_no_others(pressed: SiteTest) -> None:
    """A body: letter, kit, sums and message, no picture to share. A neighbour's files stay. Withdrawn, all of them go."""
    before = pressed.inputs()
    assert not {path.rpartition("/")[2] for path in pressed.build().written} & FILES
    pressed.edit("content/releases/penuh/index.md", "Kutipan satu", "Kutipan dua")
    written = {path for path in pressed.build().written if path.rpartition("/")[2] in FILES}
    assert written == {f"2026/11/penuh/{name}" for name in ("siaran-pers.pdf", "kit.zip", "SHA256SUMS", "whatsapp.txt")}
    pressed.edit(
        "content/releases/penuh/index.md",
        "dateline: WADO",
        "dateline: WADO\nwithdrawn: {at: 2026-11-22, reason: Keliru.}",
    )
    pressed.build()
    assert not [name for name in FILES if (pressed.output / "2026/11/penuh" / name).exists()]
    pressed.restore(before).build()
    assert all((pressed.output / "2026/11/penuh" / name).exists() for name in FILES)


def test_bytes_are_the_same_in_another_process_and_with_more_workers(pressed: SiteTest) -> None:
    """Of all files, whatever was made before them in the same process."""
    here = {path: data for path, data in pressed.files().items() if path.rpartition("/")[2] in FILES}
    again = pressed.clean(jobs=2)
    assert {path: again[path] for path in here} == here


def test_an_office_replaces_the_letter_and_hears_what_is_wrong_with_it(tmp_path: Path) -> None:
    """A template in a theme of its own is used; one that cannot be set is named, and the old output stands."""
    site = SiteTest(tmp_path).config("press: [pdf]\n")
    site.release("a", "Judul", slug="a")
    site.write(
        "themes/bare/templates/press/letter.typ",
        '#let d = json("data.json")\n#set document(title: d.title)\n#set text(font: "Warta Sans", lang: "id")\n= #d.title\nSurat kami\n',
    )
    site.build()
    assert "Surat kami" in text_of_pdf(site.output / "2026/11/a/siaran-pers.pdf")
    site.edit("themes/bare/templates/press/letter.typ", "Surat kami", "#tidakada")
    (problem,) = site.problems()
    assert problem.startswith("themes/bare/templates/press/letter.typ") and "tidakada" in problem


def test_a_release_without_office_logo_photo_or_contacts_has_all_files(tmp_path: Path) -> None:
    """What is not there leaves no gap that stops anything. What cannot be written down is named, and nothing is half."""
    site = SiteTest(tmp_path, CONFIG.replace("wire: []", "wire: [text, ninjs]"))
    site.config("press: [whatsapp, pdf, kit, link, stories]\n").release("a", "Judul", slug="a").build()
    before = site.files()
    assert {path.rpartition("/")[2] for path in before if path.startswith("2026/11/a/")} >= FILES
    check_ninjs(before["2026/11/a/ninjs.json"])
    site.edit("content/releases/a.md", "Isi siaran pers", "Isi baru")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(site.root / "config.yaml"))  # where no file can be
        problems = site.problems()
    assert problems and all("/2026/11/a/" in each and "a.md" in each for each in problems)
    assert site.files() == before


def test_addresses_stand_outside_of_marks_and_none_leads_into_the_page(tmp_path: Path) -> None:
    """A phone would take the mark for a part of the address; an anchor of the page is no place elsewhere."""
    site = SiteTest(tmp_path).config("press: [whatsapp]\nmarkdown: {extensions: [extra, toc]}\n")
    site.release(
        "a",
        "Judul",
        "## [Rincian](https://a.example/x)\n\n**[Tebal](https://a.example/y)** dan [isi](#rincian).",
        slug="a",
    )
    site.build()
    message = site.text("2026/11/a/whatsapp.txt")
    assert "*Rincian*" in message and "*Tebal* (https://a.example/y) dan isi." in message
    assert "#rincian" not in message


def test_a_focal_point_that_is_none_is_named(tmp_path: Path) -> None:
    """With its line, and what it must be."""
    site = SiteTest(tmp_path).write("content/releases/a/a.jpg", picture())
    site.release("a/index", "Judul", image="{file: a.jpg, alt: A, focus: tengah}")
    (problem,) = site.problems()
    assert "index.md:3" in problem and "'focus' must be two numbers" in problem and "tengah" in problem


def test_no_cell_runs_and_no_name_stops_an_unpacking(tmp_path: Path) -> None:
    """Whatever stands before a sign that begins a formula, or is drawn wide; whatever a file's name ends with."""
    cells = ("=1", " =1", "\u200b=1", "\ufeff@a", "\uff1d1+1", "\uff0b1", "\u22121", "-1", "\t=1", "kata = 1")
    written = list(
        csv.reader(io.StringIO(table(("a",), [[each] for each in cells]).decode("utf-8-sig")), delimiter=";")
    )
    assert [row[0] for row in written[1:]] == [f"'{each}" for each in cells[:-1]] + [cells[-1]]
    site = SiteTest(tmp_path).config("press: [kit]\n")
    names = ("d.c;sv", "d.x y")
    for name in names:
        site.write(f"content/releases/a/{name}", name)
    attached = ", ".join(f"{{file: '{name}', title: Berkas}}" for name in names)
    site.release("a/index", "Judul", slug="a", attachments=f"[{attached}]").build()
    with zipfile.ZipFile(site.output / "2026/11/a/kit.zip") as kit:
        found = [each.rpartition("/")[2] for each in kit.namelist() if "/lampiran/" in each]
    assert len(found) == len(names)
    assert all(re.fullmatch("[a-z0-9-]+([.][a-z0-9]+)?", each) for each in found), found
