"""News agencies and reporters get each release as they can use it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sites.test_formats import full
from tests.standards import check_ninjs
from tests.support import NOW, SiteTest, picture
from warta.render.html.plaintext import plain


def item(site: SiteTest, path: str = "2026/11/a/ninjs.json") -> dict[str, Any]:
    """A valid ninjs item of the output."""
    data = site.files()[path]
    check_ninjs(data)
    found: dict[str, Any] = json.loads(data)
    return found


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """A newsroom with an office, its guidelines and one full release."""
    full(site).config('region: "32.11"\nlanguages: [en]\n')
    site.write(
        "content/organizations/humas.md",
        "---\nname: Humas\nurl: https://kab.example/\ncontacts: [{name: Meja Media, phone: '0261 1', email: a@b.example}]\n---\n\nTentang.\n",
    )
    site.write("content/pages/pedoman.md", "---\ntitle: Pedoman\nrole: guidelines\n---\n\nAturan.\n")
    site.write("content/static/foto.jpg", picture()).write("content/static/data.pdf", "pdf")
    return site.release(
        "a", "Banjir surut", "Air [turun](/pedoman/).\n\n- satu\n- dua\n", slug="a", date="2026-11-20 09:05",
        category="Bencana", tags="[air]", regions='["32.11.01"]', dateline="WADO", byline="Abas", number="1/2026",
        image="{file: /foto.jpg, alt: Sungai, credit: 'Foto: Humas', licence: CC BY 4.0}", attachments="[/data.pdf]",
        notes="Foto resolusi tinggi tersedia.", summary="Air turun.",
    )  # fmt: skip


def test_a_release_is_a_ninjs_item(newsroom: SiteTest) -> None:
    """Every fact of the release, where IPTC's standard has a place for it."""
    newsroom.build()
    found = item(newsroom)
    assert (found["uri"], found["version"], found["pubStatus"]) == ("https://berita.example/2026/11/a/", "1", "usable")
    assert found["headlines"][0]["value"] == found["title"] == "Banjir surut"
    assert (found["by"], found["located"], found["slugline"]) == ("Abas", "WADO", "1/2026")
    assert found["firstCreated"] == found["versionCreated"] == "2026-11-20T09:05:00+07:00"
    html, text = (body["value"] for body in found["bodies"])
    assert 'href="https://berita.example/pedoman/"' in html
    assert text == "Air turun.\n\n- satu\n- dua"
    codes = [place.get("literal") for place in found["places"]]
    assert codes == ["kemendagri:32", "kemendagri:32.11", "kemendagri:32.11.01"]
    (picture,) = found["associations"]
    assert (picture["by"], picture["usageTerms"]) == ("Foto: Humas", "CC BY 4.0")
    assert picture["renditions"][0]["href"] == "https://berita.example/foto.jpg"
    assert found["renditions"][0]["sizeInBytes"] == 3
    assert found["infoSources"][0]["contactInfo"][0] == {"type": "phone", "value": "0261 1"}
    assert found["trustIndicators"][0]["href"] == "https://berita.example/pedoman/"
    assert found["edNote"] == "Foto resolusi tinggi tersedia."
    assert {"role": "text", "value": "https://berita.example/2026/11/a/rilis.txt"} in found["altIds"]


def test_a_correction_raises_the_version(newsroom: SiteTest) -> None:
    """The item stays the same one, is newer, and says to desks what was wrong."""
    newsroom.build()
    before = item(newsroom)
    newsroom.edit(
        "content/releases/a.md",
        "slug:",
        "corrections: [{at: 2026-11-21 10:00, kind: correction, text: Bukan 5}]\nslug:",
    )
    newsroom.build()
    after = item(newsroom)
    assert (after["uri"], after["version"]) == (before["uri"], "2")
    assert after["versionCreated"] == "2026-11-21T10:00:00+07:00"
    assert after["edNote"].startswith("Ralat (21 November 2026, 10.00 WIB): Bukan 5\n\n")
    assert item(newsroom, "ninjs.json")["associations"][0]["version"] == "2"


def test_a_withdrawn_release_is_canceled(newsroom: SiteTest) -> None:
    """Its text, summary and pictures are gone, the reason is there, and lists do not have it."""
    newsroom.edit("content/releases/a.md", "slug:", "withdrawn: {at: 2026-11-21, reason: Keliru}\nslug:").build()
    found = item(newsroom)
    assert (found["pubStatus"], found["version"]) == ("canceled", "2")
    assert not {"bodies", "associations", "renditions", "descriptions"} & found.keys()
    assert "Keliru" in found["edNote"]
    text = newsroom.text("2026/11/a/rilis.txt")
    assert "Keliru" in text
    assert "Air turun" not in text
    assert item(newsroom, "ninjs.json")["associations"] == []


def test_a_lifted_embargo_is_when_it_became_public(newsroom: SiteTest) -> None:
    """Before, there is nothing of it on the wire."""
    newsroom.edit("content/releases/a.md", "slug:", "embargo: 2026-11-25 08:00\nslug:").build()
    assert not [path for path in newsroom.files() if path.startswith("2026/")]
    newsroom.build(now=NOW.replace(day=26))
    assert item(newsroom)["firstCreated"] == "2026-11-25T08:00:00+07:00"


def test_labels_are_on_the_wire(newsroom: SiteTest) -> None:
    """Advertising, AI and translations."""
    newsroom.edit("content/releases/a.md", "slug:", "sponsored: true\nai: {image: true, text: true}\nslug:")
    newsroom.release("b", "Flood", language="en", translation_of="releases/a.md", slug="b").build()
    found = item(newsroom)
    assert [genre["name"] for genre in found["genres"]] == ["Press Release", "Advertiser Supplied"]
    assert found["digitalSourceType"]["uri"].endswith("/trainedAlgorithmicMedia")
    assert found["associations"][0]["digitalSourceType"]["uri"].endswith("/trainedAlgorithmicMedia")
    assert {"role": "translation:en", "value": "https://berita.example/en/2026/11/b/"} in found["altIds"]


def test_a_reporter_pastes_the_text(newsroom: SiteTest) -> None:
    """Title, office and date, dateline, text, signature, notes, pictures with credit, contact, address."""
    newsroom.build()
    assert newsroom.text("2026/11/a/rilis.txt") == (
        "Banjir surut\n\n"
        "Humas · 20 November 2026, 09.05 WIB · 1/2026\n\n"
        "WADO — Air turun.\n\n"
        "- satu\n- dua\n\n"
        "(Abas)\n\n"
        "Catatan untuk redaksi\nFoto resolusi tinggi tersedia.\n\n"
        "Galeri foto\nSungai – Foto: Humas – https://berita.example/foto.jpg\n\n"
        "Kontak pers\nMeja Media, 0261 1, a@b.example\n\n"
        "https://berita.example/2026/11/a/\n"
    )


def test_the_index_names_every_list_and_what_it_has(newsroom: SiteTest) -> None:
    """Each address in it is a file of the output; a new release in known lists does not change it."""
    newsroom.release("b", "Flood", language="en", category="Bencana", date="2026-11-19").build()
    index = json.loads(newsroom.text("api/index.json"))
    assert (index["version"], index["languages"]) == (1, ["id", "en"])
    kinds = [(each["kind"], each["language"], each["name"]) for each in index["lists"]]
    assert ("region", "id", "Wado") in kinds
    assert ("home", "en", "Ruang Berita") in kinds
    files = newsroom.files()
    for each in index["lists"]:
        for name in ("rss", "atom", "json", "ninjs"):
            assert each[name].removeprefix("https://berita.example/") in files
    assert all(each.removeprefix("https://berita.example/") in files for each in index["sitemaps"])
    newsroom.release("c", "C", category="Bencana", date="2026-11-21")
    assert "api/index.json" not in newsroom.build().written


STRUCK = "(dicoret: %(words)s)"


@pytest.mark.parametrize(
    "html, text",
    [
        ("<p>A &amp; b\nc<br>d</p>", "A & b c\nd"),
        ("<ul><li>x</li><li><p>y</p><p>z</p></li></ul><p>e</p>", "- x\n- y\n\nz\n\ne"),
        ('<ol start="3"><li>x<ul><li>y</li></ul></li><li>z</li></ol>', "3. x\n  - y\n4. z"),
        ("<table><tr><th>a</th><th>b  c</th></tr><tr><td>1</td><td>2</td></tr></table>", "a\tb c\n\n1\t2"),
        ("<pre>  a\n b\n</pre>", "  a\n b"),
        ("<script>x</script><style>y</style><!-- z -->a", "a"),
        ('<p title="a > b">x</p>', "x"),
        ("<h2>Judul</h2>teks<blockquote><p>kutip</p></blockquote>", "Judul\n\nteks\n\nkutip"),
        ("</p></ul></pre>x", "x"),
        ("<ol><li>a</li></ol><ul><li>b</li></ul>", "1. a\n\n- b"),
        ('49<sup id="fnref:1"><a href="#fn:1">1</a></sup> jiwa', "49 [1] jiwa"),
        ('49<sup><a href="https://a.example/b/#fn:1">1</a></sup>.', "49 [1]."),
        ('<ol><li id="fn:1"><p>Data&nbsp;<a href="#fnref:1">↩</a><a href="#fnref2:1">↩</a></p></li></ol>', "[1] Data"),
        ("<del>94</del><ins>49</ins>, <s>5</s>, <del>6</del>7", "(dicoret: 94) 49, (dicoret: 5), (dicoret: 6) 7"),
        ("<del><p>a</p><p>b</p></del><p>c</p>", "(dicoret: a b)\n\nc"),
        ("10<sup>6</sup> 10<sup>-3</sup> m<sup>2,5</sup>7 x<sup>a</sup>", "10⁶ 10⁻³ m^(2,5)7 x^a"),
        ("CO<sub>2</sub> n<sub>maks</sub> <sup> </sup>x", "CO₂ n_maks x"),
        ("<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>c <q>d</q>", "a (b) c “d”"),
        ("a<img src=x>b<video src=x>c</video>d", "a b d"),
        ('<ol type="a" start="26"><li>x</li><li>y</li></ol>', "z. x\naa. y"),
        ('<ol type="I"><li value="4">x</li><li>y</li></ol>', "IV. x\nV. y"),
        ("<p>a <del>b</p><p>c</del> d</p>", "a (dicoret: b c) d"),
        ("", ""),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    """Blocks, lists, tables, preformatted text, and tags that do not pair."""
    assert plain(html, STRUCK) == text


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=9), max_size=9)
)
def test_no_word_is_lost(words: list[str]) -> None:
    """Every word of every paragraph is there, in order, with its signs."""
    from html import escape

    html = "".join(f"<p>{escape(word)}</p>" for word in words)
    assert plain(html, STRUCK).split("\n\n") == (words or [""])
