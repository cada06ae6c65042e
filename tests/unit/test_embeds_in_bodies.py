"""Proves what becomes an embed in a text, what it says, and that nothing but an embed of a known service loads a frame."""

from __future__ import annotations

import pytest

from warta.render.html.body import Converter
from warta.render.html.embeds import without_frames
from warta.render.html.plaintext import lead, plain

SITE = Converter(None, {}, origin="https://berita.example", trust_html=False)
FILM = "https://youtu.be/aB3-_efghij"
FRAME = "https://www.youtube-nocookie.com/embed/aB3-_efghij"
LONG = "https://www.youtube.com/watch?v=aB3-_efghij"
TWEET = (
    '<blockquote class="twitter-tweet" data-lang="in"><p lang="in" dir="ltr">Beras turun.</p>&mdash; Humas (@humas) '
    '<a href="https://twitter.com/humas/status/1234567890?ref_src=twsrc">27 November 2026</a></blockquote> '
    '<script async src="https://platform.twitter.com/widgets.js" charset="utf-8"></script>'
)
REEL = (
    '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/reel/CxYz_12-ab/?utm=x" '
    'style="background:#FFF"><div><a href="https://www.instagram.com/reel/CxYz_12-ab/"><svg><g></g></svg> Lihat di '
    'Instagram</a></div></blockquote>\n<script async src="//www.instagram.com/embed.js"></script>'
)


def text(markdown: str) -> str:
    """The words of a text as rilis.txt has them, each block in one line."""
    return plain(SITE.convert(markdown, 1).html, "(dicoret: %(words)s)").replace("\n\n", " | ").replace("\n", " / ")


@pytest.mark.parametrize(
    "markdown, words",
    [
        (FILM, f"YouTube / {FILM}"),
        (f"<{FILM}>", f"YouTube / {FILM}"),
        ("www.youtube.com/watch?v=aB3-_efghij", f"YouTube / {LONG}"),
        (f"[{FILM}]({FILM})", f"YouTube / {FILM}"),
        (f"[Rapat *kerja*]({FILM})", f"YouTube / Rapat kerja / {FILM}"),
        (f'[Rapat]({FILM} "Foto: Humas")', f"YouTube / Rapat / {FILM} / Foto: Humas"),
        (f"[![Bupati berpidato](foto.jpg)]({FILM})", f"YouTube / Bupati berpidato / {FILM}"),
        (f"![Bupati berpidato](foto.jpg)\n{FILM}", f"YouTube / Bupati berpidato / {FILM}"),
        (f'{FILM}\n![Bupati](foto.jpg "Rapat kerja. Foto: Ani")', f"YouTube / Rapat kerja / {FILM} / Foto: Ani"),
        (f'[Rapat]({FILM})\n![Bupati](foto.jpg "Di aula. Foto: Ani")', f"YouTube / Rapat / {FILM} / Di aula / Foto: Ani"),
        (f"Saksikan:\n{FILM}", f"Saksikan: | YouTube / {FILM}"),
        (f"{FILM}  \n{FILM}", f"YouTube / {FILM} | YouTube / {FILM}"),
        (f"> {FILM}", f"YouTube / {FILM}"),
        (f'<iframe width="560" src="{FRAME}?rel=0" title="YouTube video player"></iframe>', f"YouTube / {LONG}"),
        (f'<IFRAME src="{FRAME}" title="Rapat &amp; sidang"></IFRAME>', f"YouTube / Rapat & sidang / {LONG}"),
        (f'<iframe src="{FRAME}" />\n\nSesudah.', f"YouTube / {LONG} | Sesudah."),
        (f'Lihat <iframe src="{FRAME}"></iframe> ini.', f"Lihat ini. | YouTube / {LONG}"),
        ('<center><iframe src="//www.youtube.com/embed/aB3-_efghij"></iframe></center>', f"YouTube / {LONG}"),
        (TWEET, "Beras turun. | — Humas (@humas) 27 November 2026 | X / https://x.com/humas/status/1234567890"),
        (REEL, "Lihat di Instagram | Instagram / https://www.instagram.com/reel/CxYz_12-ab/"),
    ],
)  # fmt: skip
def test_an_embed_says_service_title_and_address(markdown: str, words: str) -> None:
    """However it is written; nothing is left out of it, and nobody is told that anything was."""
    made = SITE.convert(markdown, 1)
    assert text(markdown) == words
    assert made.html.count("<figure") == made.html.count("data-frame=") == words.count(" / http")
    assert made.notes == () and "<script" not in made.html and "<iframe" not in made.html


@pytest.mark.parametrize(
    "markdown",
    [
        f"Lihat {FILM} ini.",
        f"Lihat di\n{FILM}\nuntuk keterangan.",
        f"**Lihat\n{FILM}**",
        f"- {FILM}",
        f"`{FILM}`",
        f"    {FILM}",
        f"| a |\n|---|\n| {FILM} |",
        f"# {FILM}",
        "https://www.youtube.com/@humas",
        "https://berita.example/a",
        f"![a](a.jpg)\n![b](b.jpg)\n[c]({FILM})",
    ],
)
def test_elsewhere_an_address_stays_a_link(markdown: str) -> None:
    """In a sentence, a list, a table, a heading; and one that shows nothing."""
    assert "<figure" not in SITE.convert(markdown, 1).html


def test_a_picture_is_described_once() -> None:
    """Where its description is the title, it need not be read out twice; else it describes the picture."""
    assert '<img alt="" src="warta:0"' in SITE.convert(f"[![Rapat](a.jpg)]({FILM})", 1).html
    assert '<img alt="Rapat" src="warta:0"' in SITE.convert(f"![Rapat](a.jpg)\n[Sidang]({FILM})", 1).html


def test_an_unknown_frame_between_known_ones_is_told_with_its_line() -> None:
    """And each kind of thing that is taken out has its sentence."""
    known = f'<iframe src="{FRAME}"></iframe>'
    made = SITE.convert(
        f"{known}\n\n<iframe src=https://lain.example/></iframe>\n\n{known}\n\n{REEL}\n\n<svg></svg>", 5
    )
    assert [(line, str(message).partition(" is left out")[0]) for line, message in made.notes] == [
        (7, "the <iframe>"),
        (14, "the drawing (<svg>)"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        '<figure class="embed" data-frame="https://jahat.example/">x</figure>',
        '<figure data-frame="javascript:alert(1)">x</figure>',
        '<p data-frame="https://www.youtube.com/">x</p>',
        '<a href="https://www.youtube-nocookie.com.jahat.example/" data-frame="https://www.youtube-nocookie.com/x">x</a>',
        f'<p title="<p><a href=&quot;{FILM}&quot;>x</a></p>" onclick="x()">a</p>',
        "<iframe src='https://www.youtube.com/embed/aB3-_efghij\" onload=\"x'></iframe>",
    ],
)
def test_only_an_embed_has_a_frame(html: str) -> None:
    """A writer cannot make a card load what is no frame of a service, nor more than that."""
    made = SITE.convert(html, 1).html
    assert "data-frame=" not in made and "on" + "click" not in made and "onload" not in made


def test_a_text_of_nothing_but_an_embed_has_no_summary() -> None:
    """What is said before or behind it is one."""
    assert lead(SITE.convert(FILM, 1).html) == ""
    assert lead(SITE.convert(f"{FILM}\n\nSidang dibuka.", 1).html) == "Sidang dibuka."


def test_trusted_html_keeps_its_frames() -> None:
    """What is published as it was written is no embed; an address alone on its line is."""
    trusting = Converter(None, {}, origin="https://berita.example", trust_html=True)
    frame = f'<iframe src="{FRAME}"></iframe>'
    made = trusting.convert(f"{frame}\n\n{FILM}", 1).html
    assert frame in made and made.count("<figure") == 1


def test_what_stands_on_other_pages_loads_nothing() -> None:
    """Feeds and the wire have the card without the address of its frame."""
    made = without_frames(SITE.convert(FILM, 1).html)
    assert "nocookie" not in made and f'<a href="{FILM}"' in made
