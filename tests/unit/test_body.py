"""Proves that a body is safe whatever was pasted, and that its pictures, links and first words come out right."""

from __future__ import annotations

import html as htmllib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from warta.content.documents import Link
from warta.render.html.body import BodyHtml, Converter
from warta.render.html.links import is_local, place_links
from warta.render.html.plaintext import LEAD_LENGTH, lead, plain
from warta.render.html.safety import sanitise

ORIGIN = "https://berita.example"
CONVERTER = Converter(None, {}, origin=ORIGIN, trust_html=False)
TRUSTING = Converter(None, {}, origin=ORIGIN, trust_html=True)

FORBIDDEN = frozenset(
    """script style iframe frame object embed applet svg math form input button textarea select option base meta link
    template noscript canvas dialog portal frameset marquee title body html head""".split()
)
SAFE_SCHEMES = frozenset(("http", "https", "mailto", "tel", "sms", "geo", "warta"))
URLS = ("href", "src", "srcset", "action", "formaction", "data", "poster", "ping", "cite", "background", "xlink:href")


def convert(text: str, first_line: int = 1) -> BodyHtml:
    return CONVERTER.convert(text, first_line)


def html(text: str) -> str:
    return convert(text).html


def nodes(markup: str) -> list[LexborNode]:
    """Every element that a browser makes of HTML."""
    tree = LexborHTMLParser(f"<!doctype html><html><head></head><body><main>{markup}</main></body></html>")
    main = tree.css_first("main")
    assert main is not None
    return [node for node in main.css("*") if node != main]


def dangers(markup: str) -> list[str]:
    """What of HTML could run, load from elsewhere or disguise itself, as a browser reads it."""
    found = []
    for node in nodes(markup):
        if node.tag in FORBIDDEN:
            found.append(f"<{node.tag}>")
        for name, value in node.attributes.items():
            if name.startswith("on") or name in ("style", "srcdoc", "target", "nonce"):
                found.append(f"{node.tag} {name}")
            if name in URLS:
                written = re.sub(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]", "", value or "").casefold()
                scheme = re.match(r"([^/?#:]*):", written)
                if scheme and scheme[1] not in SAFE_SCHEMES:
                    found.append(f"{node.tag} {name}={value}")
    return found


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src=x ONERROR='alert(1)'>",
    '<img/src="x"/onerror=alert(1)>',
    '<img src="x" onerror\n=\n"alert(1)">',
    "<p onclick=alert(1)>x</p>",
    "<b onmouseover=alert(1)>x</b>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math href="javascript:alert(1)">x</math>',
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=javascript:alert(1)></object>",
    "<embed src=//evil.example/x.swf>",
    "<form action=javascript:alert(1)><input type=submit></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<base href=//evil.example/>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import url(//evil.example/x.css);</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    "<video src=x onerror=alert(1)></video>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<!--<img src=x onerror=alert(1)>-->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="java&#9;script:alert(1)">x</a>',
    '<a href="java&#10;script:alert(1)">x</a>',
    '<a href="java&NewLine;script:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="&#x6A;avascript&colon;alert(1)">x</a>',
    '<a href="&#0000106&#0000097vascript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>',
    '<a href="feed:javascript:alert(1)">x</a>',
    '<a href="blob:https://x.example/1">x</a>',
    '<a href="view-source:x">x</a>',
    '<a href="https://x.example" target="_blank" ping="javascript:alert(1)">x</a>',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    '<img src="data:image/png;base64,AAAA">',
    '<img src=x.jpg srcset="javascript:alert(1) 1x">',
    '<img src="javascript:alert(1)">',
    '<q cite="javascript:alert(1)">x</q>',
    '<blockquote cite="javascript:alert(1)">x</blockquote>',
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x]( javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html,x)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    '![x](x.jpg" onerror="alert(1))',
    '![x](x.jpg "a\\" onerror=\\"alert(1)")',
    '![x" onerror="alert(1)](x.jpg)',
    '[x](https://x.example/" onclick="alert(1))',
    "<javascript:alert(1)>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "x{: onclick=alert(1) style=x }",
    "# x {: onclick=alert(1) }",
    '[x](a.md){: onclick="alert(1)" href="javascript:alert(1)" }',
    "![x](a.jpg){: onerror=alert(1) }",
    "```html {onclick=alert(1)}\n<script>alert(1)</script>\n```",
    "*[HTML]: <script>alert(1)</script>\n\nHTML",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    '<div markdown="1" onclick="alert(1)">*x*</div>',
]  # fmt: skip


@pytest.mark.parametrize("fragment", HOSTILE)
def test_nothing_hostile_passes(fragment: str) -> None:
    """Scripts, handlers, styles, frames, forms, drawings, addresses that run: gone, however they are disguised."""
    assert dangers(html(fragment)) == []
    assert dangers(html(f"Satu {fragment} dua.")) == []
    assert dangers(sanitise(fragment)) == []


@pytest.mark.parametrize("number", ["27", "x1b", "X1B", "0155", "8238", "x202E", "x2066", "7", "1114112", "13"])
@pytest.mark.parametrize(
    "text", ["Satu &#{};dua.", "Satu &#{} dua.", "<b title='&#{};'>Satu</b>", "- Satu <i>&#{};</i>"]
)
def test_a_sign_that_acts_is_seen_instead(text: str, number: str) -> None:
    """A reference to a control character, or to one that turns letters around, is a mark that people can see."""
    for made in (
        convert(text.format(number)).html,
        Converter(None, {}, origin="", trust_html=True).convert(text.format(number), 1).html,
    ):
        tree = LexborHTMLParser(made, is_fragment=True)
        read = (tree.html or "") + htmllib.unescape(made)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", read), ascii(read)


def test_a_sign_that_old_pages_wrote_by_number_stays() -> None:
    """`&#150;` is a dash to every browser, and `&amp;#27;` is what was written."""
    assert plain(html("Satu &#150; dua &#8212; `&#27;` &amp;#27;."), "%(words)s") == "Satu – dua — &#27; &#27;."


GLUE = st.sampled_from(
    ["", " ", "\n", "\n\n", "**", "> ", "- ", "    ", "`", "</p>", "<b>", "<a href=x.md>", '"', "<", "|"]
)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(HOSTILE) | GLUE | st.text("<>\"'&;:=/ \n\tabjs()[]!-", max_size=12), max_size=6))
def test_nothing_hostile_passes_in_any_company(parts: list[str]) -> None:
    """Put together, cut by each other and amid Markdown, they are no more dangerous."""
    made = html("".join(parts))
    assert dangers(made) == []
    assert dangers(place_links(made, ["/a/", None, "/b/"])) == []


@pytest.mark.slow
@settings(max_examples=100)
@given(st.text(max_size=60) | st.text("<>/apbdivtablestrong =\"'\n*_`#-", max_size=60))
def test_any_text_becomes_safe_html(text: str) -> None:
    """Whatever is typed converts, to the same HTML each time."""
    made = convert(text)
    assert dangers(made.html) == []
    assert convert(text) == made


@pytest.mark.parametrize(
    "raw",
    ["<strong>tebal", "<em>miring", "</p>", "<p>", "<h1>judul", "<table><tr><td>sel", "<ul><li>butir", "</blockquote>"]
    + ["</main>", "<blockquote>kutip", "<pre>kode", "<code>kode", "</td></table>", "<li>", "<div>kotak", "</div></div>"]
    + ['<a href="https://x.example/">x', '<a href="b.md">x', "<a href='b.md'>x"],
)  # fmt: skip
def test_tags_that_do_not_pair_stay_inside_the_body(raw: str) -> None:
    """A tag left open, or closed once too often, changes nothing of the page around the body."""
    footer = "<footer><p>Kaki</p></footer>"
    for text in (raw, f"Satu {raw} dua.\n\nTiga.", f"{raw}\n\nDua."):
        page = LexborHTMLParser(f"<!doctype html><body><main>{html(text)}</main>{footer}")
        found = page.css_first("body > footer")
        assert found is not None
        assert found.html == footer
        assert len(page.css("body > *")) == 2


def test_a_site_may_trust_its_own_html() -> None:
    """With `trust_html` a frame or a style stays, and links are still resolved."""
    made = TRUSTING.convert('<iframe src="https://peta.example/"></iframe>\n\n[x](b.md)', 1)
    assert '<iframe src="https://peta.example/"></iframe>' in made.html
    assert '<a href="warta:0">x</a>' in made.html


def test_markdown_of_every_kind_survives_the_sanitiser() -> None:
    """Tables with alignment, footnotes, definitions, code, lists that start elsewhere, headings with ids."""
    text = (
        "# Judul\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n\n3. tiga\n4. empat\n\nIstilah\n:   Arti\n\n```py\nx < 1\n```\n\n"
        'Catatan[^1] **tebal** *miring* `kode` "kutip"\n\n[^1]: Kaki.\n\n---\n\n> Kutipan\n'
    )
    made = html(text)
    assert '<h1 id="judul">Judul</h1>' in made
    assert '<td align="right">2</td>' in made
    assert '<ol start="3">' in made
    assert "<dd>Arti</dd>" in made
    assert "x &lt; 1" in made
    assert '<li id="fn:1">' in made
    assert "“kutip”" in plain(made, "%(words)s")
    assert "<blockquote>" in made


@pytest.mark.parametrize(
    ("title", "caption", "credit"),
    [
        ("Sungai Cimanuk surut. Foto: Humas/Ani", "Sungai Cimanuk surut. ", "Foto: Humas/Ani"),
        ("Sungai Cimanuk surut Foto: Humas", "Sungai Cimanuk surut. ", "Foto: Humas"),
        ("Surutkah? Photo: Ani", "Surutkah? ", "Photo: Ani"),
        ("Foto: Humas", "", "Foto: Humas"),
        ("Warga pulang", "Warga pulang", ""),
        ("Peta banjir. Sumber: BPBD", "Peta banjir. ", "Sumber: BPBD"),
        ("Foto udara sungai", "Foto udara sungai", ""),
    ],
)
def test_a_titled_picture_is_a_figure(title: str, caption: str, credit: str) -> None:
    """The title is its caption, and what follows `Foto:` its credit."""
    (figure,) = LexborHTMLParser(html(f'![Sungai](foto.jpg "{title}")'), is_fragment=True).css("figure")
    image = figure.css_first("img")
    assert image is not None
    assert (image.attributes["alt"], image.attributes["src"], "title" in image.attributes) == (
        "Sungai",
        "warta:0",
        False,
    )
    (text,) = figure.css("figcaption")
    assert text.text() == caption + credit
    assert [small.text() for small in text.css("small.credit")] == ([credit] if credit else [])


@pytest.mark.parametrize(
    "text",
    ["![a](a.jpg)", 'Satu ![a](a.jpg "J") dua.', '![a](a.jpg "J") ![b](b.jpg "K")', '[![a](a.jpg "J")](b.md)'],
)
def test_other_pictures_stay_in_their_paragraph(text: str) -> None:
    """Without a title, amid text, beside another or as a link, a picture is no figure."""
    assert [node.tag for node in nodes(html(text)) if node.tag == "figure"] == []


def test_pictures_load_when_they_are_seen() -> None:
    """The text can be read before."""
    assert 'loading="lazy"' in html("![a](a.jpg)")


@pytest.mark.parametrize(
    ("target", "external"),
    [
        ("https://x.example/", True),
        ("http://x.example/", True),
        ("//x.example/", True),
        ("HTTPS://x.example/", True),
        ("https://berita.example.evil.example/", True),
        ("https://berita.example@evil.example/", True),
        ("http://berita.example/", True),
        ("https://berita.example", False),
        ("https://berita.example/a/", False),
        ("https://berita.example?x=1", False),
        ("b.md", False),
        ("/a/", False),
        ("#bab", False),
        ("?q=1", False),
        ("mailto:a@b.example", False),
    ],
)
def test_external_links_alone_do_not_hand_over_the_window(target: str, *, external: bool) -> None:
    """`rel=noopener` stands on links to other hosts, in Markdown and in HTML."""
    for text in (f"[x]({target})", f'<a href="{target}" rel="opener external">x</a>', f"[x]({target}) ![a](a.jpg)"):
        (anchor,) = [node for node in nodes(html(text)) if node.tag == "a"]
        rel = (anchor.attributes.get("rel") or "").split()
        assert ("noopener" in rel) == external
        assert not external or "opener" not in rel


def test_relative_targets_become_placeholders() -> None:
    """`warta:N` stands for the N-th of the body's links, each with its line; pictures are links of their own."""
    made = convert('[a](b.md) ![b](b.md)\n\n[c](../c.md#x)\n[a](b.md) [d](/d/)\n\n<a href="e.md">e</a>\n', 10)
    written = [node.attributes.get("href") or node.attributes.get("src") or "" for node in nodes(made.html)]
    placed = [made.body.links[int(each.removeprefix("warta:"))] for each in written if each]
    assert placed == [
        Link("b.md", 10),
        Link("b.md", 10, image=True),
        Link("../c.md#x", 12),
        Link("b.md", 10),
        Link("/d/", 13),
        Link("e.md", 15),
    ]
    assert len(made.body.links) == 5


def test_a_link_knows_the_line_it_is_written_on() -> None:
    """A mention of the file in the text above is not the link."""
    made = convert("Berkas banjir.md dan a.jpg ada.\n\nLihat [banjir](banjir.md).\n\n![a](a.jpg)\n", 1)
    assert [link.line for link in made.body.links] == [3, 5]


@pytest.mark.parametrize(
    ("written", "target"),
    [("[a](<b c.md>)", "b c.md"), ("[a](b%20c.md)", "b%20c.md"), ('<a href="b.md?x=1&amp;y=2">a</a>', "b.md?x=1&y=2")],
)
def test_targets_are_those_a_browser_would_see(written: str, target: str) -> None:
    """Entities are read, percent signs stay; the line is right all the same."""
    assert convert(f"Satu.\n\n{written}\n").body.links == (Link(target, 3),)


def test_addresses_are_put_in_when_a_page_is_written() -> None:
    """One without an address keeps its text and loses its link; addresses are escaped."""
    made = html("[a](a.md) [b](b.md) ![c](c.jpg)")
    placed = place_links(made, ['/a/?x="1"&y', None, "/c.jpg"])
    assert '<a href="/a/?x=&quot;1&quot;&amp;y">a</a>' in placed
    assert "<a>b</a>" in placed
    assert 'src="/c.jpg"' in placed
    assert place_links("<p>x</p>", []) == "<p>x</p>"


@pytest.mark.parametrize("forged", ["[x](warta:0)", '<a href="warta:0">x</a>', "![x](warta:0)", "[x](WARTA:0)"])
def test_nobody_writes_placeholders(forged: str) -> None:
    """The scheme is ours: written by hand it leads nowhere, and never where another link leads."""
    for text in (forged, f"{forged} [y](rahasia.md)"):
        made = convert(text)
        placed = place_links(made.html, ["/rahasia/" for _ in made.body.links])
        links = [node.attributes.get("href") or node.attributes.get("src") for node in nodes(placed)]
        assert "warta:" not in placed.casefold()
        assert links.count("/rahasia/") == text.count("rahasia.md")


def test_a_body_is_known_by_its_html() -> None:
    """Equal HTML has an equal digest; where its links lead does not matter."""
    assert convert("*a* [x](b.md)").body.digest == convert("_a_ [x](c.md)").body.digest
    assert convert("a").body.digest != convert("b").body.digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu **dua** [tiga](b.md).\n\nEmpat.", "Satu dua tiga."),
        ("# Judul\n\nSatu.", "Satu."),
        ("Satu\ndua  \ntiga", "Satu dua tiga"),
        ("A & B < C", "A & B < C"),
        ("", ""),
        ("# Hanya judul", ""),
        ('![Sungai](foto.jpg "Sungai surut")\n\nSatu.', "Satu."),
        ("![Sungai](foto.jpg)\n\nSatu.", "Satu."),
        ("Satu[^1] dua.\n\n[^1]: Kaki.", "Satu dua."),
        ("<script>alert(1)</script>\n\nSatu.", "Satu."),
        ("Hari: Selasa<br>Tempat: Pendopo", "Hari: Selasa Tempat: Pendopo"),
        ("- butir[^1]\n\n[^1]: Kaki.", ""),
        ("- butir[^1]\n\n[^1]:\n    - Kaki\n\n    Kaki.\n", ""),
        ("Ada <del>94</del><ins>49</ins> rumah, 10<sup>6</sup> m.", "Ada 49 rumah, 10⁶ m."),
    ],
)
def test_the_lead_is_the_text_of_the_first_paragraph(text: str, expected: str) -> None:
    """Without marks, headings, pictures and footnote numbers; it is what lists show when no summary is written."""
    assert convert(text).body.lead == expected


PIECES = (
    "Air",
    " ",
    "\n",
    "&amp;",
    "&ldquo;",
    "&nbsp;",
    "<strong>",
    "</strong>",
    "<em>",
    "<br />",
    "</p>",
    "<p>",
    "94,5",
    "&#8203;",
)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_plain_lead_is_found_as_any_other(inside: str) -> None:
    """The short way and the way for everything come to the same text."""
    assert lead(f"<p>{inside}</p>\n<p>Dua.</p>") == lead(f'<p lang="id">{inside}</p>\n<p>Dua.</p>')


@given(st.lists(st.text("abcdé,.–-", min_size=1, max_size=30), max_size=60))
def test_a_long_lead_is_cut_at_a_word(words: list[str]) -> None:
    """With an ellipsis, and never longer than it should be; a short one is whole."""
    text = " ".join(words)
    made = lead(f"<p>{text}</p>")
    if len(text) <= LEAD_LENGTH:
        assert made == text
        return
    assert len(made) <= LEAD_LENGTH + 1
    assert made.endswith("…")
    assert text.startswith(made[:-1])
    rest = text[len(made) - 1 :]
    assert rest[0] in " ,;:—–-"


@pytest.mark.parametrize("target", ["a.md", "../a.md", "/a/", "./x", "a:b/c.md".replace(":", "%3A"), "\\x"])
def test_local_targets(target: str) -> None:
    """Relative to the file, or to the root of the site."""
    assert is_local(target)


@pytest.mark.parametrize("target", ["", "#x", "?x", "//x.example", "https://x.example", "mailto:a@b", "tel:1", "x:y"])
def test_other_targets(target: str) -> None:
    """On the page itself, or elsewhere."""
    assert not is_local(target)
