"""Words in = words out: what readers saw on the old page they see on the new one."""

from __future__ import annotations

import datetime as dt
import html as htmllib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.importing.reading import page_html, page_words, taken
from warta.importing.conversion.convert import Conversion, Converted, Task
from warta.importing.conversion.lookups import OldSite
from warta.importing.conversion.settings import conversion_settings
from warta.importing.conversion.visible_words import missing, words_in, words_of
from warta.importing.item import Item, Place
from warta.settings import parse_settings

CONFIG = parse_settings("title: R\nurl: https://r.example/\nlanguage: id\ntimezone: Asia/Jakarta\n")
PLACE = Place("releases/2019/a", "a", "/2019/06/a/")
CONVERSION = Conversion(conversion_settings(CONFIG, "https://lama.example"), OldSite(base="https://lama.example"))


def converted(html: str) -> Converted:
    """What a page of the old site becomes."""
    date = dt.datetime(2019, 6, 21, 9, 5, tzinfo=CONFIG.zone)
    item = Item(key="k", origin="https://lama.example/a/", title="Judul", text=html, date=date)
    return CONVERSION.convert(Task(item, PLACE))


CASES = {
    "nested lists": "<ul><li>satu<ul><li>dua<ol><li>tiga</li><li>empat</li></ol></li></ul></li><li>lima</li></ul>",
    "lists of paragraphs": "<ol><li><p>satu</p><p>dua</p></li><li>tiga</li></ol><ul><li>a</li></ul><ul><li>b</li></ul>",
    "a list in a quote": "<blockquote><p>kata</p><ul><li>satu</li></ul></blockquote><blockquote>dua</blockquote>",
    "a quote in a list": "<ul><li>satu<blockquote><p>dua</p></blockquote></li></ul>",
    "a table": "<table><thead><tr><th>A</th><th>B|C</th></tr></thead><tr><td>1</td><td>x<br>y</td></tr></table>",
    "a table of layout": "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td><ul><li>c</li></ul></td></tr></table>",
    "a table of uneven rows": "<table><tr><th>a</th></tr><tr><td>b</td><td>c</td></tr></table>",
    "a figure": '<figure><img src="https://lama.example/x.jpg" alt="x"><figcaption>Rapat "besar" [1]</figcaption></figure>',
    "a figure with a link": '<figure><img src="x.jpg"><figcaption>dari <a href="http://x.example">sini</a></figcaption></figure>',
    "windows-1252": "<p>kata \x93kutip\x94 \x96 harga 5\x80 &#147;x&#148;</p>",
    "spaces": "<p>a&nbsp;&nbsp;b&nbsp;</p><p>&nbsp;</p><p>\u200bc\ufeff d</p>",
    "quotes": "<p>“a” ‘b’ \"c\" 'd' Jum’at Jum'at -- --- ... …</p>",
    "emoji": "<p>👩‍👩‍👧 🇮🇩 naik 5 😀</p>",
    "right to left": '<p>oleh <span dir="rtl">محمد علي</span>, hadir</p><p dir="rtl" lang="ar">السلام عليكم</p>',
    "marks": "<p>5 * 3 _x_ a_b_c `y` [z] {q} #1 | \\ \\* &lt;b&gt; &amp;amp; &copy; ~~s~~ ![i](u) [t](v)</p>",
    "starts of lines": "<p># a</p><p>1. b</p><p>- c</p><p>+ d</p><p>&gt; e</p><p>: f</p><p>= g</p><p>---</p><p>a<br># b<br>1. c</p>",
    "definitions": "<p>istilah</p><p>: arti</p><p>*[HTML]: x</p><p>[^1]: catatan</p><p>[a]: http://x.example</p>",
    "code": "<p><code>a*b_c`</code></p><pre>x * y\n  &lt;b&gt;\n\n# z</pre>",
    "emphasis": "<p><strong>a</strong>b<em>c </em>d<b>e<i>f</i></b><strong><br></strong><u>g</u> H<sub>2</sub>O</p>",
    "malformed": "<p>a <b>b <i>c</b> d</i><p>e</div></span><table><tr>f<td>g</table><ul><li>h<li>i <p>j",
    "unclosed": "<p>a < b dan c > d & e <a href='x'>f",
    "layout": "<div><div><h1>a</h1>b<p>c</p>d</div><section>e<br><br>f</section></div>",
    "definition lists": "<dl><dt>a</dt><dd>b</dd></dl><details><summary>c</summary><p>d</p></details>",
    "a player": '<p>a</p><iframe src="https://www.youtube.com/embed/q_w"></iframe><video src="v.mp4">b</video>',
    "attribute lists": "<p>kata {: .kelas} {#id}</p><h2>judul {#id}</h2><p><em>a</em>{: x=y}</p>",
}


@pytest.mark.parametrize("html", CASES.values(), ids=CASES)
def test_a_reader_sees_the_words_of_the_old_page(html: str) -> None:
    """Every word arrives, in its order, and none that was not there but the addresses of players."""
    made = converted(html)
    assert made.record.lost == () or all("picture" in str(each) or "file" in str(each) for each in made.record.lost)
    shown = [word for word in page_words(made.text) if word not in set(made.record.embeds)]
    assert shown == words_of(
        LexborHTMLParser("<!doctype html>" + html.translate({0x93: "“", 0x94: "”", 0x96: "–", 0x80: "€"})).html or ""
    )


_TEXT = st.text(
    st.sampled_from("abcdef xyz 0123 *_`[](){}#+-.!|~^:<>&\"'\\/=$%@,;?“”‘’–—…éñ\n  "), min_size=1, max_size=40
).map(lambda text: htmllib.escape(text, quote=False))
_INLINE = st.recursive(
    _TEXT,
    lambda inner: st.tuples(
        st.sampled_from("strong em a code u sub span b i".split()), st.lists(inner, max_size=3)
    ).map(lambda pair: f'<{pair[0]} href="http://x.example/a_b">{"".join(pair[1])}</{pair[0]}>'),
    max_leaves=4,
)
_RUN = st.lists(_INLINE, min_size=1, max_size=4).map("".join)
_BLOCK = st.recursive(
    st.tuples(st.sampled_from("p h2 h3 pre blockquote".split()), _RUN).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    ),
    lambda inner: st.one_of(
        st.lists(st.one_of(_RUN, inner), min_size=1, max_size=3).map(
            lambda rows: "<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>"
        ),
        st.lists(inner, min_size=1, max_size=2).map(lambda rows: f"<blockquote>{''.join(rows)}</blockquote>"),
        st.lists(_RUN, min_size=2, max_size=4).map(
            lambda cells: f"<table><tr><th>a</th><th>b</th></tr><tr><td>{cells[0]}</td><td>{cells[1]}</td></tr></table>"
        ),
    ),
    max_leaves=4,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(_BLOCK, _RUN), min_size=1, max_size=5).map("".join))
def test_any_page_keeps_its_words(html: str) -> None:
    """Words of the old page = words of the new one, what became a dateline or byline and what was taken out by name."""
    made = converted(html)
    assert made.record.lost == ()
    source = words_of(LexborHTMLParser("<!doctype html>" + html).html or "")
    assert sorted(source) == sorted([*page_words(made.text), *taken(made)])
    assert made.record.words_in == len(source)


def test_a_paragraph_of_a_megabyte_arrives() -> None:
    """Length alone changes nothing."""
    html = "<p>" + "kata *penting* 1_2 " * 55_000 + "</p>"
    made = converted(html)
    assert made.record.lost == ()
    assert made.record.words_in == made.record.words_out == 165_000


def test_a_word_that_is_missing_is_named() -> None:
    """As often as it is, and where the texts differ; one that was only cut in two is not missing."""
    assert missing(["a", "b", "a"], ["a", "c"]) == ["b", "a"]
    assert missing(["—Bupati", "x"], ["x", "—", "Bupati"]) == []


def test_typography_alone_is_no_difference() -> None:
    """Straight and curly quotes, dashes and dots are the same words; letters are not."""
    assert words_in("“Jum’at” – a…") == words_in('"Jum\'at" -- a...')
    assert words_in("Jumat") != words_in("Jum'at")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 3000 + "kata",
        "<p>" + "<b>" * 2000 + "kata",
        "<blockquote>" * 500 + "kata",
        "<ul><li>" * 300 + "kata",
        "<table><tr><td>" * 200 + "kata",
        '<a href="http://[x">kata</a><img src="http://[x">',
        "<p " * 2000 + ">kata",
        "ka\x00ta \ufdd0kata\ufdd1",
        "<!--" * 2000 + "--> kata",
    ],
    ids=["div", "b", "quote", "list", "table", "addresses", "tag", "no characters", "comments"],
)
def test_a_hostile_page_is_a_page(html: str) -> None:
    """However deep or broken, it is read, and its words arrive."""
    made = converted(html)
    assert [each for each in made.record.lost if "picture" not in str(each)] == []
    assert "".join(page_words(made.text)).endswith("kata")


def test_two_lists_stay_two() -> None:
    """Markdown alone would make one of lists, or quotes, that follow each other."""
    made = converted("<ul><li>a</li></ul><ul><li>b</li></ul><blockquote>c</blockquote><blockquote>d</blockquote>")
    assert (page_html(made.text).count("<ul>"), page_html(made.text).count("<blockquote>")) == (2, 2)
