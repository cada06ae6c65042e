"""Proves that what Python-Markdown would read otherwise than it looks is published as it was typed."""

from __future__ import annotations

from html import unescape

import pytest
from selectolax.lexbor import LexborHTMLParser

from warta.render.html.body import Converter

CONVERTER = Converter(None, {}, origin="https://berita.example", trust_html=False)


def html(text: str, language: str = "id") -> str:
    """What is shown, with characters for entities."""
    return unescape(CONVERTER.convert(text, 1, language=language).html.replace("\n", ""))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("1945. Merdeka.\n\n17. Agustus.", "<p>1945. Merdeka.</p><p>17. Agustus.</p>"),
        ("17. Agustus 2026", "<p>17. Agustus 2026</p>"),
        ("17. Agustus\n2026. Tahun", "<p>17. Agustus2026. Tahun</p>"),
        ("> 17. Agustus", "<blockquote><p>17. Agustus</p></blockquote>"),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        ("1. a\n1. b", "<ol><li>a</li><li>b</li></ol>"),
        ("5. a\n6. b", '<ol start="5"><li>a</li><li>b</li></ol>'),
        ("5. a\n\n6. b", '<ol start="5"><li><p>a</p></li><li><p>b</p></li></ol>'),
        ("1. a\n\n2. b\n\n17. c", "<ol><li><p>a</p></li><li><p>b</p></li></ol><p>17. c</p>"),
        ("1. a\n3. c\n4. d", '<ol><li>a</li><li value="3">c</li><li>d</li></ol>'),
        ("- a\n    5. x\n    6. y", '<ul><li>a<ol start="5"><li>x</li><li>y</li></ol></li></ul>'),
        ("Luas 3*4*5 meter.", "<p>Luas 3*4*5 meter.</p>"),
        ("*Luas* 3*4 **dan** 2**3**4", "<p><em>Luas</em> 3*4 <strong>dan</strong> 2**3**4</p>"),
        ("Rp5.000*) per kg, Rp14.000*)", "<p>Rp5.000*) per kg, Rp14.000*)</p>"),
        ("Rp5.000* per kg, Rp14.000**.", "<p>Rp5.000* per kg, Rp14.000**.</p>"),
        ("*) harga pasar\n\n**) eceran", "<p>*) harga pasar</p><p>**) eceran</p>"),
        ("(*penting*) *dan **itu*** (**a**)", "<p>(<em>penting</em>) <em>dan <strong>itu</strong></em> (<strong>a</strong>)</p>"),
        ("**Rp5.000*) per kg**", "<p><strong>Rp5.000*) per kg</strong></p>"),
        ("`5*) 3*4`", "<p><code>5*) 3*4</code></p>"),
        ("#BarruMaju bangkit.", "<p>#BarruMaju bangkit.</p>"),
        ("Teks\n#BarruMaju #Panen", "<p>Teks#BarruMaju #Panen</p>"),
        ("# Judul", '<h1 id="judul">Judul</h1>'),
        ("## Juara C#", '<h2 id="juara-c">Juara C#</h2>'),
        ("## Judul ##", '<h2 id="judul">Judul</h2>'),
        ("#\u00a0Judul", '<h1 id="judul">Judul</h1>'),
        ("-\u00a0Bupati\n-\u00a0Camat", "<ul><li>Bupati</li><li>Camat</li></ul>"),
        ("1.\u00a0Bupati\n2.\u00a0 Camat", "<ol><li>Bupati</li><li>Camat</li></ol>"),
        ("5\u00a0ha", "<p>5\u00a0ha</p>"),
        ("satu\u2028dua\x0btiga\u2029empat", "<p>satuduatiga</p><p>empat</p>"),
    ],
)  # fmt: skip
def test_marks_that_look_like_text_are_text(text: str, made: str) -> None:
    """Numbers of days and years, asterisks, hashtags, blanks and line ends of word processors; lists stay lists."""
    assert html(text) == made
    assert html(f"{text}\n\n<b>x</b>") == made + "<p><b>x</b></p>"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Lihat www.barru.go.id.", [("https://www.barru.go.id", "www.barru.go.id")]),
        ("(https://a.id/b_c_d?e=1&f=2),", [("https://a.id/b_c_d?e=1&f=2", "https://a.id/b_c_d?e=1&f=2")]),
        ("https://a.id/(x) dan HTTP://b.id/x--y!", [("https://a.id/(x)", "https://a.id/(x)"), ("HTTP://b.id/x--y", "HTTP://b.id/x--y")]),
        ("Surel humas@barru.go.id; humas.b-c@x.id?", [("mailto:humas@barru.go.id", "humas@barru.go.id"), ("mailto:humas.b-c@x.id", "humas.b-c@x.id")]),
        ("**www.a.id** _https://b.id/c_", [("https://www.a.id", "www.a.id"), ("https://b.id/c", "https://b.id/c")]),
        ('"https://a.id/x"', [("https://a.id/x", "https://a.id/x")]),
        ("[www.a.id](https://b.id)", [("https://b.id", "www.a.id")]),
        ('<a href="https://b.id">www.a.id</a>', [("https://b.id", "www.a.id")]),
        ("<https://a.id/x>", [("https://a.id/x", "https://a.id/x")]),
        ("`www.a.id` x@y www. https:// a@b.c @humas 5@ha.x", []),
        ("```\nwww.a.id\n```\n\n    https://a.id", []),
        ("a/www.b.id xwww.b.id", []),
        ('<img src="https://a.id/x.png" alt="www.a.id">', []),
        ("- www.a.id\n- x\n\nKe | mana\n--|--\na@b.id | x", [("https://www.a.id", "www.a.id"), ("mailto:a@b.id", "a@b.id")]),
    ],
)  # fmt: skip
def test_bare_addresses_are_links(text: str, links: list[tuple[str, str]]) -> None:
    """Web and mail, without the signs of the sentence; not in code, nor where there is a link already."""
    found = LexborHTMLParser(CONVERTER.convert(text, 1).html).css("a")
    assert [(each.attributes["href"], each.text()) for each in found] == links


@pytest.mark.parametrize(
    "text",
    ["Dia ’kan hadir.", "Malam ’lah tiba.", "5-2-’21", "Angkatan ’45, ’60-an.", "“’kan begitu”", "(’tuk warga)", "Jum’at"]
    + ["‘kutip’", "kata ‘tu lah’ saja", "‘45 orang’ katanya"],
)  # fmt: skip
def test_a_cut_off_word_has_an_apostrophe(text: str) -> None:
    """As EYD V has it, typed straight or as Word types it; quotations keep their marks."""
    expected = f"<p>{text}</p>"
    straight = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    assert html(straight) == expected
    assert html(text.replace("’", "‘") if "‘" not in text and "Jum" not in text else text) == expected


@pytest.mark.parametrize(
    ("language", "words"),
    [("id", "Kembali ke"), ("su", "Balik deui"), ("jv", "Bali menyang"), ("en", "Jump back"), ("min", "Kembali ke"), ("fr", "Jump back")],
)  # fmt: skip
def test_the_way_back_from_a_footnote_speaks_the_language_of_the_text(language: str, words: str) -> None:
    """Its title is read aloud to those who cannot see the arrow."""
    made = html("Isi[^1].\n\n[^1]: x", language)
    assert f'title="{words}' in made
    assert ("Jump" in made) == (words == "Jump back")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('a\n\n<iframe src="https://youtube.example/x"></iframe>', 3, "the <iframe> is left out"),
        ("<object data=x.pdf><p>y</p></object>", 1, "the <object> is left out"),
        ("<embed src=x>", 1, "the <embed> is left out"),
        ("<form><input name=a><button>x</button></form>", 1, "the form (<form>)"),
        ("a <button>x</button>", 1, "the form (<button>)"),
        ("<script>alert(1)</script>", 1, "the <script> is left out"),
        ("<style>p{}</style>", 1, "the <style> is left out"),
        ("<svg><text>x</text></svg>", 1, "the drawing (<svg>)"),
        ('<video src="https://x.example/a.mp4"></video>', 1, "the <video> is left out: its file lies on another site"),
        ('<audio>\n<source src="//x.example/a.mp3">\n</audio>', 2, "the <source> is left out"),
        ("```\n<iframe>\n```\n\n<iframe src=x></iframe>", 5, "the <iframe> is left out"),
        ("`<iframe>`\n\n<IFRAME src=x></IFRAME>", 3, "the <iframe> is left out"),
        ("Nama <nama instansi> itu", 1, "'<nama instansi>' is no tag"),
        ("<strike>94</strike> 49", 1, "the <strike> is left out"),
    ],
)  # fmt: skip
def test_what_the_sanitiser_takes_out_is_told(text: str, line: int, words: str) -> None:
    """Once, with its line; trusted HTML loses nothing, and nothing is told of it."""
    ((found, message),) = CONVERTER.convert(text, 1).notes
    assert found == line
    assert words in str(message)
    assert Converter(None, {}, origin="https://berita.example", trust_html=True).convert(text, 1).notes == ()


@pytest.mark.parametrize(
    "text",
    ["<b>a</b> <del>b</del><br>", "<font color=red>a</font>", "a < b", "<o:p></o:p>", "`<iframe>`", "<https://a.id>"],
)
def test_nothing_is_told_of_what_stays(text: str) -> None:
    """Tags that texts may have, tags that only change how words look, code and addresses."""
    assert CONVERTER.convert(text, 1).notes == ()


def test_films_and_sound_of_the_newsroom_play() -> None:
    """With controls, a poster and captions; without a file here they are left out, and nothing starts by itself."""
    text = (
        '<video src="a.mp4" poster="p.jpg" autoplay onplay="x"><track src="a.vtt" kind="captions" srclang="id"></video>'
        '\n\n<audio><source src="/b.mp3" type="audio/mpeg"></audio>\n\n<video src="https://x.example/a.mp4">x</video>'
        "\n\n<source src=c.mp4>"
    )
    made = CONVERTER.convert(text, 1)
    tree = LexborHTMLParser(made.html)
    assert [node.tag for node in tree.css("video, audio, source, track")] == ["video", "track", "audio", "source"]
    assert all("controls" in node.attributes for node in tree.css("video, audio"))
    assert "autoplay" not in made.html
    assert "onplay" not in made.html
    assert {link.target for link in made.body.links} >= {"a.mp4", "p.jpg", "a.vtt", "/b.mp3"}
    assert "x.example" not in made.html
