"""The habits of newsrooms are understood: datelines, signatures, residue, regions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.importing.conversion.flattening import read_tree
from warta.importing.conversion.gazetteer import SURE, Gazetteer
from warta.importing.conversion.press import find_dateline, find_signature
from warta.importing.conversion.residue import is_residue, take_residue
from warta.importing.conversion.tree import cut_start
from warta.newsroom.regions import load_regions

SUMEDANG = Gazetteer(load_regions(home="32.11"))
NOWHERE = Gazetteer(load_regions())

DATELINES = [
    ("SUMEDANG, eljabar.com — Dalam", "SUMEDANG, eljabar.com", "SUMEDANG", "eljabar.com"),
    ("JAKARTA, KOMPAS.com- Presiden", "JAKARTA, KOMPAS.com", "JAKARTA", "KOMPAS.com"),
    ("JAKARTA, LINGGAUPOS.CO.ID – M", "JAKARTA, LINGGAUPOS.CO.ID", "JAKARTA", "LINGGAUPOS.CO.ID"),
    (
        "EMPAT LAWANG, RAKYATEMPATLAWANG.DISWAY.ID - B",
        "EMPAT LAWANG, RAKYATEMPATLAWANG.DISWAY.ID",
        "EMPAT LAWANG",
        "RAKYATEMPATLAWANG.DISWAY.ID",
    ),  # fmt: skip
    ("JATINANGOR, (KAPOL).- Camat", "JATINANGOR, (KAPOL)", "JATINANGOR", "KAPOL"),
    ("BANDUNG.bipol.co- Wali", "BANDUNG.bipol.co", "BANDUNG", "bipol.co"),
    ("BANDUNG,TM.ID: Gubernur", "BANDUNG,TM.ID", "BANDUNG", "TM.ID"),
    ("JAKARTA ‐ Cakranews8.com – D", "JAKARTA ‐ Cakranews8.com", "JAKARTA", "Cakranews8.com"),
    ("SUMEDANG – Bupati", "SUMEDANG", "SUMEDANG", ""),
    ("SORONG - Wali", "SORONG", "SORONG", ""),
    ("PALANGKA RAYA – Media", "PALANGKA RAYA", "PALANGKA RAYA", ""),
    ("Bogor, Kominfo - Badan", "Bogor, Kominfo", "Bogor", "Kominfo"),
    ("Samarinda – Gubernur", "Samarinda", "Samarinda", ""),
    ("JAKARTASATU.COM – Dewan", "JAKARTASATU.COM", "", "JAKARTASATU.COM"),
    ("HARITA.ID – Kepala", "HARITA.ID", "", "HARITA.ID"),
    ("TOTABUAN.CO BOLMONG —Bupati", "TOTABUAN.CO BOLMONG", "BOLMONG", "TOTABUAN.CO"),
    ("TEMPO.CO, Jakarta - Menteri", "TEMPO.CO, Jakarta", "Jakarta", "TEMPO.CO"),
    ("Jakarta (ANTARA) - Menteri", "Jakarta (ANTARA)", "Jakarta", "ANTARA"),
    ("SUMEDANG: Bupati", "SUMEDANG", "SUMEDANG", ""),
]
DATELINES += [
    ("BANDUNG, lama.example — Bupati", "BANDUNG, lama.example", "BANDUNG", "lama.example"),
    ("TASIK, kabar.lama.example: Bupati", "TASIK, kabar.lama.example", "TASIK", "kabar.lama.example"),
]
NO_DATELINES = [
    "Rapat – hasilnya baik",
    "Jumat (21/6/2019) - Rapat",
    "Bupati - Wakil Bupati hadir",
    "Sumedang, 21 Juni 2019 – Bupati",
    "Acara di Sumedang - Bandung",
    "SUMEDANG -",
    "Warga Sumedang gembira.",
    "",
]


@pytest.mark.parametrize(("text", "written", "place", "medium"), DATELINES)
def test_a_dateline_is_told_from_the_text(text: str, written: str, place: str, medium: str) -> None:
    """Its written form, place and medium; and what is cut is what stood before the first word of the text."""
    dateline, _ = find_dateline(text, NOWHERE.is_place)
    assert dateline is not None
    assert (dateline.written, dateline.place, dateline.medium) == (written, place, medium)
    assert text[dateline.length :].isalpha()


@pytest.mark.parametrize("text", NO_DATELINES)
def test_words_with_a_dash_are_no_dateline(text: str) -> None:
    """A dash behind a word is not enough."""
    assert find_dateline(text, NOWHERE.is_place)[0] is None


def test_a_place_nobody_knows_is_doubted_and_stays() -> None:
    """Capitals before a dash that are no region stay in the text, and someone is asked to look."""
    dateline, doubt = find_dateline("PENGUMUMAN - Kantor tutup", NOWHERE.is_place)
    assert dateline is None
    assert "PENGUMUMAN" in str(doubt)


@pytest.mark.parametrize(
    ("text", "who", "left"),
    [
        ("pungkasnya. (Abas)", "Abas", "pungkasnya. "),
        ("katanya.” (gir/jpnn)", "gir/jpnn", "katanya.” "),
        ("selesai. (fik/rst).", "fik/rst", "selesai. "),
        ("(Azis Abdullah)", "Azis Abdullah", ""),
        ("selesai. (rilis Kemendagri)", "rilis Kemendagri", "selesai. "),
        ("selesai.(***)", "", "selesai."),
        ("Editor: Siti Aminah", "Editor: Siti Aminah", ""),
        ("Penulis : Ahmad", "Penulis : Ahmad", ""),
        ("Redaktur & Reporter : Budi", "Redaktur & Reporter : Budi", ""),
    ],
)
def test_a_signature_is_told_from_the_text(text: str, who: str, left: str) -> None:
    """Who signed, and the text without it."""
    signature = find_signature(text)
    assert signature is not None
    assert (signature.who, text[: len(text) - signature.length]) == (who, left)


@pytest.mark.parametrize(
    "text",
    [
        "dan Melayani (WBBM).",
        "hadir pada Jumat (24/11/2023)",
        "ucapnya. (bersambung)",
        "Editor: kata dia, rapat ditunda. Lalu bubar.",
        "di Kabupaten (WBK)",
    ],
)
def test_brackets_that_belong_to_the_text_stay(text: str) -> None:
    """Abbreviations, dates of events and remarks are no signature."""
    assert find_signature(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "WP Facebook Auto Publish Powered By : XYZScripts.com",
        "Share this:",
        "Bagikan ini:",
        "Like this: Like Loading...",
        "Post Views: 1.234",
        "Dibaca: 12 kali",
        "The post Panen Raya appeared first on Humas Sukamaju.",
    ],
)
def test_what_plugins_printed_is_residue(text: str) -> None:
    """Lines of sharing and counting plugins are known."""
    assert is_residue(text)


@pytest.mark.parametrize(
    "text", ["Baca juga: Panen Raya", "Share price naik.", "Warga berbagi makanan.", "Terkait hal itu, ia setuju."]
)
def test_what_people_wrote_is_none(text: str) -> None:
    """Sentences with the same words are not."""
    assert not is_residue(text)


def test_a_region_is_proposed_with_its_confidence() -> None:
    """A name that is one region is sure, one of several is not, and the text or the newsroom's own region decide."""
    wado = SUMEDANG.propose("WADO", "")
    assert wado is not None
    assert (wado.code, wado.confidence >= SURE) == ("32.11.01", True)
    bandung = NOWHERE.propose("BANDUNG", "Hujan turun.")
    assert bandung is not None
    assert bandung.confidence < SURE
    city = NOWHERE.propose("BANDUNG", "Pemerintah Kota Bandung membuka taman.")
    assert city is not None
    assert (city.code, city.confidence >= SURE) == ("32.73", True)
    assert NOWHERE.propose("", "Hujan turun.") is None
    named = NOWHERE.propose("", "Warga Kecamatan Cimalaka gembira.")
    assert named is not None
    assert (named.code, named.confidence < SURE) == ("32.11.22", True)


@given(
    place=st.sampled_from(["SUMEDANG", "Sumedang", "PALANGKA RAYA", "Palangka Raya", "SORONG"]),
    medium=st.sampled_from(["", "media.com", "MEDIA.CO.ID", "(KAPOL)", "lama.example", "Kominfo"]),
    medium_first=st.booleans(),
    mark=st.sampled_from([" - ", " – ", " — ", "- ", "— ", " -- ", ": ", " ‐ "]),
    bold=st.sampled_from(["none", "place", "all"]),
    day=st.sampled_from(["", "Jumat (21/6/2019), ", "Kamis (24/01/18) "]),
)
def test_a_dateline_of_any_composition_is_cut_whole(
    place: str,
    medium: str,
    medium_first: bool,  # noqa: FBT001 - hypothesis draws it
    mark: str,
    bold: str,
    day: str,
) -> None:
    """Place, medium, mark, bold letters and a date behind them: the text begins after the mark, and keeps its date."""
    if medium_first and medium in ("media.com", "MEDIA.CO.ID"):
        head = f"{medium}, {place}"
    else:
        head = f"{place}{' ' if medium.startswith('(') else ', '}{medium}" if medium else place
    shown = {"none": head + mark, "place": head.replace(place, f"<strong>{place}</strong>") + mark}
    html = shown.get(bold, f"<b>{head}{mark.rstrip()}</b> ")
    tree = read_tree(f"<p>{html}{day}Warga panen raya.</p><p>Selesai.</p>")
    first = tree.blocks()[0]
    dateline, _ = find_dateline(first.text(), NOWHERE.is_place)
    assert dateline is not None
    assert (dateline.place, dateline.medium, dateline.written) == (place, medium.strip("()"), head)
    cut_start(first, dateline.length)
    assert tree.blocks()[0].text() == f"{day}Warga panen raya."


def test_a_line_of_a_plugin_goes_and_the_lines_beside_it_stay() -> None:
    """What people wrote in the same paragraph, such as a signature, is not taken with it."""
    tree = read_tree("<p>Selesai.<br>WP Facebook Auto Publish Powered By : XYZScripts.com<br><b>(gir/jpnn)</b></p>")
    assert take_residue(tree) == ("WP Facebook Auto Publish Powered By : XYZScripts.com",)
    assert tree.blocks()[0].html == "<p>Selesai.<br><b>(gir/jpnn)</b></p>"
