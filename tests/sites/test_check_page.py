"""The check page: what it says of forged and of mutilated texts, and what its index costs and keeps to itself."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from tests.checking import verdicts
from tests.forgeries import FORGED, HONEST
from tests.support import CONFIG, NOW, SiteTest
from warta.engine.build import build
from warta.engine.workspace import Request
from warta.trust.prints import prints
from warta.trust.words import words

SAMPLE = Path(__file__).resolve().parents[2]
SITE = "https://humas.sukamaju.example/"
CHECKED = CONFIG.replace("wire: []", "wire: [text]\ncheck_page: true")
BODY = (
    "Bupati meresmikan jembatan sepanjang 120 meter itu pada Selasa pagi bersama warga dari tiga desa. "
    "Pembangunan menelan biaya Rp4,2 miliar dari anggaran daerah dan tidak memakai pinjaman. "
    "Kendaraan dengan berat lebih dari delapan ton belum boleh melintas sampai uji beban selesai bulan depan.\n\n"
    "Dinas Pekerjaan Umum menempatkan petugas di kedua ujung jembatan selama dua pekan pertama. "
    "Warga yang menemukan kerusakan dapat menghubungi nomor aduan setiap hari tanpa dipungut biaya apa pun."
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample newsroom, with its releases of many kinds."""
    folder = tmp_path_factory.mktemp("contoh")
    build(Request(SAMPLE, folder / "output", NOW, jobs=1, work=folder / "work"))
    return folder / "output"


@pytest.fixture(scope="module")
def texts(output: Path) -> list[str]:
    """The plain texts of its longer releases."""
    every = [path.read_text("utf-8") for path in sorted(output.rglob("rilis.txt"))]
    return [text for text in every if len(text.split()) > 120]


def test_no_forgery_is_called_whole(output: Path, texts: list[str], tmp_path: Path) -> None:
    """Of each kind of forgery some: none is "whole", and what was done to it is shown."""
    chooser = random.Random(21)
    made = []
    for name, change in FORGED.items():
        for _ in range(9):
            text, other = chooser.sample(texts, 2)
            forged = change(chooser, text, other)
            if words(forged) != words(text):
                made.append((name, forged))
    assert len(made) > 200 and len({name for name, _ in made}) == len(FORGED)
    found = verdicts(tmp_path, output, SITE, [text for _, text in made])
    for (name, text), each in zip(made, found, strict=True):
        assert each["verdict"] not in ("whole", "part"), (name, each, text)
        assert each["shown"] or each["verdict"] in ("unknown", "linked", "gaps"), (name, each)


def test_a_name_in_the_head_of_a_message_is_shown(output: Path, texts: list[str], tmp_path: Path) -> None:
    """The head of a copied message is not compared, and nobody can hide a sentence in it."""
    (found,) = verdicts(tmp_path, output, SITE, [f"[24/11/26 08.15] Bantuan Sudah Batal: {texts[0]}"])
    assert (found["verdict"], found["aside"]) == ("whole", ["[24/11/26 08.15] Bantuan Sudah Batal:"])


def test_words_hung_on_our_address_are_shown(output: Path, texts: list[str], tmp_path: Path) -> None:
    """What counts readers is not compared, and nobody can hide a sentence in it."""
    hung = "?utm_source=Bantuan-dibatalkan.Kembalikan-uang"
    (found,) = verdicts(tmp_path, output, SITE, [texts[0].rstrip("\n") + hung])
    assert (found["verdict"], found["aside"]) == ("whole", [hung])


@pytest.mark.parametrize("name", HONEST)
def test_what_happens_on_the_way_leads_to_the_right_release(
    name: str, output: Path, texts: list[str], tmp_path: Path
) -> None:
    """And is never called changed."""
    chooser = random.Random(name)
    made = [HONEST[name](chooser, text, "") for text in texts]
    found = verdicts(tmp_path, output, SITE, made)
    right = [each["card"]["t"] for each in found if each["verdict"] in ("whole", "part", "gaps")]
    assert len(right) >= len(texts) - 1
    assert Counter(right) <= Counter(text.split("\n")[0] for text in texts)
    if name == "as it is":
        assert {each["verdict"] for each in found} == {"whole"}


def test_a_title_alone_and_with_its_lead_is_found(output: Path, texts: list[str], tmp_path: Path) -> None:
    """However few words that are."""
    titles = [text.split("\n")[0] for text in texts]
    bodies = [text.split("\n\n") for text in texts]
    leads = [f"{title}\n{max(parts[2:4], key=len)}" for title, parts in zip(titles, bodies, strict=True)]
    for made in (titles, leads):
        found = verdicts(tmp_path, output, SITE, made)
        assert [each["card"]["t"] for each in found] == titles
        assert {each["verdict"] for each in found} <= {"part", "gaps", "whole"}


def test_addresses_of_ours_and_of_others_are_told_apart(output: Path, tmp_path: Path) -> None:
    """Alone, and with a text that is not there."""
    path = next(output.glob("2026/*/*/rilis.txt")).parent.relative_to(output).as_posix()
    false = "Bantuan dibatalkan dan semua warga harus mengembalikan uang paling lambat besok di kantor kecamatan"
    asked = {
        f"{SITE}{path}/": "address",
        "https://humas.sukamaju.example.bantuan.co/cek/": "foreign",
        f"https://humas.sukamaju.example@bantuan.example/{path}/": "foreign",
        f"{false} {SITE}{path}/": "linked",
        f"{false} https://lain.example/{path}/": "unknown",
        "dua kata": "short",
        "kata " * 20_001: "long",
    }
    found = verdicts(tmp_path, output, SITE, asked)
    assert [each["verdict"] for each in found] == list(asked.values())


def test_a_withdrawn_text_is_known_and_cannot_be_guessed(tmp_path: Path) -> None:
    """It is told with its reason; its prints are of more words than anybody guesses who lacks the text."""
    site = SiteTest(tmp_path, CHECKED)
    reason = "{at: 2026-11-22, reason: Memuat keterangan tentang seorang anak.}"
    site.release("jembatan", "Jembatan Cibening dibuka untuk umum", BODY, withdrawn=reason)
    site.release("lain", "Pasar malam digelar di alun-alun kota", BODY.replace("jembatan", "pasar"))
    site.build()
    one, other, nothing = verdicts(
        tmp_path, site.output, "https://berita.example/", [BODY, BODY.replace("jembatan", "pasar"), "kata lain " * 30]
    )
    assert (one["verdict"], one["card"]["w"][1]) == ("withdrawn", "Memuat keterangan tentang seorang anak.")
    assert (other["verdict"], nothing["verdict"]) == ("part", "unknown")
    rows = (site.output / "cek/dicabut/0.bin").read_bytes()
    found = {rows[at : at + 3] for at in range(0, len(rows), 6)}
    short = {each.to_bytes(4, "big")[:3] for each in prints(words(BODY))}
    assert found and found.isdisjoint(short)


def test_what_is_hidden_has_no_print_and_no_card(tmp_path: Path) -> None:
    """Not before its time, and not as a draft."""
    site = SiteTest(tmp_path, CHECKED).release("pasar", "Pasar malam digelar di alun-alun kota")
    site.build()
    before = site.files()
    site.release("jembatan", "Jembatan Cibening dibuka untuk umum", BODY, embargo="2026-12-01 08:00")
    site.release("konsep", "Konsep yang belum selesai ditulis", BODY, draft="true")
    site.build()
    assert site.files() == before
    assert verdicts(tmp_path, site.output, "https://berita.example/", [BODY])[0]["verdict"] == "unknown"


def test_a_release_more_changes_one_file_of_prints_and_one_of_cards(tmp_path: Path) -> None:
    """And an output is as a clean build leaves it, whatever was edited before, in one process or in several."""
    site = SiteTest(tmp_path, CHECKED).remember()
    for number in range(40):
        site.release(f"r{number}", f"Kabar nomor {number} dari desa", f"{BODY} Ini nomor {number}.", date="2026-10-01")
    site.build()
    site.release("baru", "Kabar terbaru dari kecamatan", BODY.replace("desa", "kota"))
    written = [path for path in site.build().written if path.startswith("cek/")]
    assert len(written) == 2 and "cek/baru/0.bin" in written and any(each.startswith("cek/kartu/") for each in written)
    assert site.compare() == []
    site.edit("content/releases/r3.md", "120 meter", "130 meter")
    assert site.compare() == []
    site.remember(again=False).edit("content/releases/r7.md", "tiga desa", "empat desa")
    site.delete("content/releases/r9.md")
    assert site.compare() == []
    site.edit("config.yaml", "check_page: true", "check_page: false")
    assert site.compare() == []
    assert not (site.output / "cek").exists()


def test_the_page_needs_the_plain_texts(tmp_path: Path) -> None:
    """A newsroom that has none is told so, with the line."""
    site = SiteTest(tmp_path, CONFIG + "check_page: true\n").release("a", "Kabar")
    (problem,) = site.problems()
    assert problem.startswith("config.yaml:8: 'check_page' needs the plain text")
