"""Proves that the Markdown engine gives what Python-Markdown gives, byte for byte, and that its shortcuts are taken."""

from __future__ import annotations

import random
import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, ReferenceProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTextInlineProcessor
from markdown.preprocessors import Preprocessor

from warta.render.markdown import DEFAULT_CONFIGS, DEFAULT_EXTENSIONS, Engine
from warta.render.markdown.known import knows_rules

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpora" / "18f-posts"

# Makes a document one that only the library can read, so that its other parts meet the detours.
NOT_SIMPLE = "\n\nkata <i>miring</i>\n"

thorough = settings(
    max_examples=400,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


# --- the claim ------------------------------------------------------------------------------------------------------


@cache
def library() -> Markdown:
    return Markdown(extensions=list(DEFAULT_EXTENSIONS), extension_configs=DEFAULT_CONFIGS)


@cache
def engine() -> Engine:
    return Engine(DEFAULT_EXTENSIONS, DEFAULT_CONFIGS)


def outcome(markdown: Markdown | Engine, text: str) -> str | type[Exception]:
    try:
        return markdown.convert(text)
    except Exception as error:  # noqa: BLE001 - the engine must raise what the library raises
        return type(error)


def assert_same(text: str) -> None:
    for document in (text, text + NOT_SIMPLE):
        assert outcome(engine(), document) == outcome(library().reset(), document), repr(document)


# --- own snippets ---------------------------------------------------------------------------------------------------

SNIPPETS = r"""
Satu alinea.
%%
Satu alinea
dalam dua baris.
%%
Satu.

Dua.


Tiga.
%%
  Dua spasi di depan.
%%
   Tiga spasi, lalu baris
 kedua.
%%
    kode
%%
Alinea.

    kode

    lagi
%%
Akhir baris  
dengan spasi dua.
%%
Spasi tiga   
di ujung, dan spasi  
  di depan.
%%
Putus  
**tebal** setelahnya
%%
Putus  
  *miring* setelahnya
%%
# Judul
%%
#Judul tanpa spasi
%%
## Judul ##
%%
## Judul # dengan pagar
%%
####### tujuh
%%
#
%%
# 
%%
## Sama

## Sama

## Sama

## Sama_1
%%
## Judul
alinea langsung di bawahnya
%%
# Satu
## Dua
### Tiga
%%
alinea
## Judul di dalamnya
%%
## **Tebal** & [taut](x.html) 'kutip'
%%
## !!!
%%
## Café — “kutip” … 80's
%%
## &amp; &copy; R&D
%%
## Judul {#id .kelas data-x="1"}
%%
Judul
=====
%%
Judul
---

teks
%%
Judul
===
lanjut
%%
---
%%
***
%%
___
%%
- - -
%%
* * *
%%
--
%%
teks
***
teks
%%
- satu
- dua
- tiga
%%
* satu
+ dua
- tiga
%%
- satu

- dua

- tiga
%%
- satu
- dua

- tiga
- empat
%%
- satu

alinea

- dua
%%
- satu
lanjut malas
- dua
  lanjut rapi
- tiga
    lanjut jauh
%%
- satu
    - anak
    - anak
- dua
%%
- satu

    alinea kedua

- dua
%%
- satu

  alinea?
%%
- # judul
- > kutipan
- 1. angka
%%
-   tiga spasi
-	tab
%%
-tanpa spasi
%%
- [ ] tugas
- [x] selesai
%%
- **tebal**: teks
- [taut](x)
- "kutip"
%%
- satu
1. dua
%%
1. satu
- dua
%%
1. satu
2. dua
3. tiga
%%
3. tiga
4. empat
%%
01. nol
%%
1. satu

2. dua

7. tiga
%%
1. satu

- dua
%%
1) kurung
%%
1.tanpa spasi
%%
2024. Tahun itu
%%
10.000 warga hadir
%%
2 Mei 2024
%%
٣. angka Arab
%%
1. satu
   lanjut
2. dua
%%
> kutipan
%%
> kutipan
> dua baris
%%
> kutipan
malas
%%
>tanpa spasi
%%
> satu
>
> dua
%%
> satu

> dua
%%
> satu

alinea

> dua
%%
>
%%
> 
>
%%
> > dua tingkat
%%
> # judul
%%
> - butir
%%
teks
> kutipan di dalam
%%
  > kutipan menjorok
%%
>   tiga spasi
%%
**tebal** dan *miring* dan ***keduanya***
%%
__tebal__ dan _miring_ dan ___keduanya___
%%
**tebal*miring*tebal**
%%
*miring **tebal** miring*
%%
**a** **b** *c* *d*
%%
a**b**c dan a*b*c dan a_b_c
%%
**tebal.**“kutip”
%%
“**tebal**” (*miring*) [**taut**](x)
%%
** bukan ** dan * bukan *
%%
**tak tutup dan *tak tutup
%%
*a **b* c**
%%
**a*
%%
***a**
%%
****a****
%%
snake_case_word dan _x_y_ dan __init__
%%
_a_b dan a_b_ dan _a
%%
_a [b](c) d_ dan *a [b](c) d* dan **[b](c_d_e)**
%%
5 * 3 * 2 dan 5*3*2
%%
\*bukan miring\* dan \_bukan\_ dan \# \- \\
%%
`kode` dan ``kode ` kode`` dan `tak tutup
%%
`**bukan**` dan **`kode`**
%%
[taut](http://contoh.go.id/a_b*c?d=1&e=2#f)
%%
[taut](http://contoh.go.id "judul") dan [taut](<http://contoh.go.id>)
%%
[taut](a(b)c) dan [taut]( spasi ) dan [taut]()
%%
[a][b] dan [a] dan [b][]

[b]: http://contoh.go.id "Judul"
[a]: <http://a.go.id>
%%
[a] tanpa rujukan dan [a][b] juga
%%
[bertumpuk [dalam]](x) dan [a](b)[c](d) dan [a](b) [c](d)
%%
[a]
(b)
%%
[^a](x) dan [!a](x) dan [ ](x) dan [](x)
%%
[a_b](x) dan [_a_](x) dan [*a*](x) dan [a*](x*) b
%%
![gambar](a_b.jpg)
%%
![](a.jpg) dan ![a "b"](c.jpg) dan ![a & b > c](d.jpg)
%%
![gambar][b] dan ![b]

[b]: x.jpg
%%
[![gambar](a.jpg)](b)
%%
halo![a](b) dan !\[a](b) dan !![a](b)
%%
<http://contoh.go.id> dan <humas@contoh.go.id>
%%
http://contoh.go.id/a_b_c dan humas@contoh.go.id
%%
R&D, a & b, &amp; &copy; &#39; &#x27; &#X27; &#39 &x; &; &#;
%%
&nbsp;awal dan “akhir”&nbsp;
%%
a < b > c dan 1 << 2 >> 1
%%
-> panah dan => panah
%%
<div>blok</div>
%%
<div markdown="1">

*dalam* blok

- butir

</div>
%%
teks <b>tebal</b> teks<br>lanjut
%%
<!-- catatan -->

teks
%%
<script>
a < b && "c"
</script>

teks 'kutip'
%%
<p markdown="block">
satu

dua
</p>
%%
"kutip" 'kutip' "'ganda'" '"ganda"'
%%
Jum'at, rock 'n' roll, '80s, 5'10", the '90s', s' s
%%
"a" -- 'b' --- "c"--"d" ---- e
%%
a... b.... c.. ...d
%%
"Kata," katanya. "(Kata)" ("kata") ['kata'] “"kata"”
%%
'"' "'" '' "" '"a "'b
%%
" a" "b " ' c' 'd ' e" f'
%%
**"tebal"** *'miring'* ["taut"](x) "**a**" '*b*'
%%
—"kata" –'kata' --"kata" &mdash;"kata" &nbsp;'kata'
%%
"kata"  
'kata'
%%
| a | b |
|---|:-:|
| 1 | 2 |
%%
a|b
-|-
"1"|*2*

alinea
%%
- a|b
- -|-
%%
a | b dalam satu baris
%%
teks | satu
teks | dua
%%
Istilah
: arti
%%
Istilah satu
Istilah **dua**

: arti "satu"

: arti dua
%%
Alinea satu.

Alinea *dua*.

: arti

Alinea tiga.
%%
: bukan apa-apa
%%
Teks[^1] dan "kutip"[^dua].

[^1]: Catatan *satu*.

[^dua]: Catatan dua.

    Alinea kedua.

    Alinea "ketiga".
%%
Teks[^1].

Alinea ///Footnotes Go Here/// **tebal**

Alinea.

[^1]: Catatan.
%%
HTML dan "HTML"

*[HTML]: Hyper Text Markup Language
%%
HTML *[HTML](x)
%%
alinea
{: .kelas }
%%
*miring*{: .kelas } dan [a](b){: #c } dan {{ x }}
%%
- butir {: .kelas }
%%
```
kode
```
%%
~~~ python
a < "b"

c
~~~
%%
teks
```
kode
```
teks
%%
[TOC]

# Satu

## Dua

### Tiga 'kutip'
%%
teks [TOC] teks
%%
"kutip" (C) 1/2 +-
%%
A.	tab	tab
%%
	tab di depan
%%
“Kutip,” kata Bupati.
“Baris dua.”
%%
SUMEDANG — Bupati mengatakan …

…lanjut
%%
中文，和 English。**粗体**文字_斜_
%%
😀 emoji di depan
%%
= sama dengan
== dua
%%
+ 1
+1
+
%%
% persen $ dolar @ tanda ^ ~ ; / ?
%%
klzzwxh:0000 wzxhzdk:0
%%
*_i__

_g[](x)_
%%
[](){<!---->}

**g**
"""


@pytest.mark.parametrize("text", SNIPPETS.split("\n%%\n"))
def test_every_construct_alone_comes_out_as_from_the_library(text: str) -> None:
    """Each construct of Markdown and of the extensions, as snippets, is the same by the engine and the library."""
    assert_same(text)


def test_every_construct_between_paragraphs_comes_out_as_from_the_library() -> None:
    """What stands before and after a construct, plain or marked, does not change that the results are the same."""
    for text in SNIPPETS.split("\n%%\n"):
        assert_same(
            f'Alinea “satu”.\n\nAlinea **dua** "kutip".\n\n{text}\n\nAlinea tiga.\n\n- butir\n\n> kutipan'
        )


def test_neighbouring_constructs_come_out_as_from_the_library() -> None:
    """Any construct may follow any other, with a blank line between or without."""
    snippets = SNIPPETS.split("\n%%\n")
    rng = random.Random(1)
    for _ in range(600):
        assert_same(rng.choice(["\n\n", "\n\n", "\n", "\n\n\n"]).join(rng.sample(snippets, 3)))


@pytest.mark.parametrize(
    "end", ["\r\n", "\r", "\n\r", "\n \n", "\n\t\n", " \n", "\x0c\n", "\x0b\n", "\u2028\n", "\x1c\n"]
)
def test_all_line_ends_come_out_as_from_the_library(end: str) -> None:
    """Carriage returns, blank lines that are not empty, and characters that only look like line ends are the same."""
    text = '# Judul\n\nAlinea “satu”\nbaris dua.\n\n- butir\n- butir\n\n> kutipan\n\n**a** "b"\n'
    assert_same(text.replace("\n", end))


BLANK = [
    "",
    " ",
    "\n",
    "\n\n\n",
    "   \n\t\n",
    "\r\n",
    "\u00a0",
    "\u2028",
    "\x0c",
    "\x02",
    "\x03\n",
    "\u200b",
    "\ufeff",
    "\x00",
    "\ufefffoo",
]


@pytest.mark.parametrize("text", BLANK)
def test_blank_documents_come_out_as_from_the_library(text: str) -> None:
    """Documents of nothing, of white space, and of characters that may pass for it are the same."""
    assert_same(text)


PLACEHOLDERS = [
    "\x02",
    "\x03",
    "\x02klzzwxh:0000\x03",
    "\x02wzxhzdk:0\x03",
    "\x0242\x03",
    "\x02amp\x03",
    "*\x02[a]: b",
    "*\x03*a*\x02*",
]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholders_of_the_library_in_a_text_come_out_as_from_the_library(text: str) -> None:
    """A text can not smuggle in what the library uses inside, nor what comes about when that is taken out."""
    assert_same(f"{text} **a** [b](c)\n\na {text} 'b'\n\n<br>{text}")


# --- releases -------------------------------------------------------------------------------------------------------

WORDS = """pemerintah daerah kabupaten dalam upaya meningkatkan pelayanan masyarakat yang bersih Jum'at bupati R&D 2.500
program "unggulan" banjir (BPBD) e-KTP pasar humas_sumedang 50% Desa Cimalaka, warga -- katanya... 'bersama' dan""".split()


def release(rng: random.Random) -> str:
    """A press release of the usual kinds of blocks, some of them beyond what the shortcuts read."""

    def sentence(low: int = 6, high: int = 16) -> str:
        return " ".join(rng.choices(WORDS, k=rng.randint(low, high))).capitalize() + "."

    def paragraph() -> str:
        text = " ".join(sentence() for _ in range(rng.randint(1, 3)))
        match rng.randrange(10):
            case 0 | 1:
                return f"“{text}” ujarnya."
            case 2:
                return f"**{sentence(1, 4)}** {text}"
            case 3:
                return f"{text} Selengkapnya di [situs *resmi*](https://example.go.id/a_b?c=1&d={rng.randint(1, 9)})."
            case 4:
                return f'"{text}" kata _{sentence(1, 3)}_ {text}'
            case 5:
                return text.replace(". ", ".  \n", 1)
        return text

    def block() -> str:
        match rng.randrange(24):
            case 0 | 1:
                return rng.choice(["## ", "### "]) + sentence(2, 4)
            case 2:
                return "\n".join("- " + sentence(2, 5) for _ in range(rng.randint(1, 4)))
            case 3:
                return "\n\n".join(f"{at}. {sentence(2, 5)}" for at in range(1, 4))
            case 4:
                return "> " + paragraph().replace("\n", "\n> ")
            case 5:
                return f"![{sentence(1, 3)}](foto.jpg)"
            case 6:
                return rng.choice(
                    ["---", "a | b\n--|:-:\n1 | 2", "<br>", "Catatan[^1].\n\n[^1]: Isi.", "`kode`"]
                )
        return paragraph()

    return f"SUMEDANG — {paragraph()}\n\n" + "\n\n".join(block() for _ in range(rng.randint(3, 12))) + "\n"


def test_typical_releases_come_out_as_from_the_library() -> None:
    """Releases as offices write them are the same, whichever of their blocks the shortcuts can read."""
    rng = random.Random(7)
    for _ in range(300):
        assert_same(release(rng))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")
def test_posts_of_others_come_out_as_from_the_library() -> None:
    """Posts that nobody wrote for this test, template tags and all, are the same."""
    for path in sorted(CORPUS.glob("*.md")):
        assert_same(path.read_text(encoding="utf-8").split("\n---\n", 1)[-1])


# --- random texts ---------------------------------------------------------------------------------------------------

MARKS = """* ** *** _ __ [ ] ( ) ]( ![ < > & &amp; &nbsp; &#39; &#X41; &# ` `` ``` ~~~ \\ \\* " ' -- --- ... ## # - + 1. 2.
: > | [^1] [^1]: *[kata]: [a]: [a](b) [a](b_c) ![a](b) [TOC] === --- {:.c} { } {#i} <b> </b> <div> <br> <a@b.c> ///
|-|- 80s '80s Jum'at a_b “ ” ’ — … . , ! ? é 中 ٣ = ~ $ ; kata ini Bupati 2.500""".split()
SPACES = [
    " ",
    " ",
    "\n",
    "\n\n",
    "\n\n\n",
    "  ",
    "  \n",
    "    ",
    "\t",
    "\r\n",
    "\u00a0",
    "\u2028",
    "\x0c",
    "\x02",
]

fragments = st.lists(st.sampled_from(MARKS) | st.sampled_from(SPACES), max_size=25).map("".join)
emphasis = st.lists(
    st.sampled_from([*"**__ ab.(\"'", "**", "__", "[a](b)", "[c_d](e)", "a_b", "&amp;", "  \n", " ", " "]),
    max_size=14,
).map("".join)
quoting = st.lists(
    st.sampled_from([*"'\"'\" .-—–ab8s(,&>", "--", "...", "80s", "**b**", "[a](b)", "&amp;", "\u00a0", "\n"]),
    max_size=16,
).map("".join)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """A block of a simple form, with words that are not all simple."""
    words = st.lists(
        st.sampled_from(
            [
                "kata",
                "Bupati",
                "yang",
                "**tebal**",
                "*a*",
                "_b_",
                "[a](b)",
                "![a](b.png)",
                "a_b",
                '"a"',
                "Jum'at",
                "R&D",
            ]
        )
        | st.sampled_from(MARKS),
        min_size=1,
        max_size=6,
    )
    joint = draw(st.sampled_from([" ", " ", " ", "\n", "  \n", "\n  ", ""]))
    texts = [joint.join(draw(words)) for _ in range(draw(st.integers(1, 3)))]
    form = draw(
        st.sampled_from(
            ["{}", "{}", "# {}", "## {}", "- {}", "1. {}", "> {}", "{}\n: {}", "   {}", "    {}", "{}\n---"]
        )
    )
    return "\n".join(form.format(text, text) for text in texts)


documents = st.lists(blocks(), min_size=1, max_size=5).map("\n\n".join)


@st.composite
def spoilt_releases(draw: st.DrawFn) -> str:
    """A typical release with marks put in, and parts taken out or doubled, anywhere."""
    text = release(random.Random(draw(st.integers(0, 10_000))))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:at] + text[at + draw(st.integers(1, 9)) :]
            case 1:
                text = text[:at] + text[max(0, at - 20) :]
            case _:
                text = text[:at] + draw(st.sampled_from(MARKS + SPACES)) + text[at:]
    return text


@thorough
@given(fragments)
def test_any_heap_of_marks_comes_out_as_from_the_library(text: str) -> None:
    """Texts that are mostly marks, in any order, are the same."""
    assert_same(text)


@thorough
@given(emphasis)
def test_any_emphasis_comes_out_as_from_the_library(text: str) -> None:
    """Runs of `*` and `_`, beside words, links and entities, are the same."""
    assert_same(text)


@thorough
@given(quoting)
def test_any_typography_comes_out_as_from_the_library(text: str) -> None:
    """Straight quotes, dashes and dots in any surroundings are the same."""
    assert_same(text)


@thorough
@given(documents)
def test_any_sequence_of_blocks_comes_out_as_from_the_library(text: str) -> None:
    """Documents of several blocks, with words that may turn into something else, are the same."""
    assert_same(text)


@settings(thorough, max_examples=150)
@given(spoilt_releases())
def test_a_spoilt_release_comes_out_as_from_the_library(text: str) -> None:
    """A release that is simple but for a few slips is the same."""
    assert_same(text)


# --- other extensions and settings ----------------------------------------------------------------------------------


class Shout(Extension):
    """Makes `%a%` loud, and a block that begins with a letter a heading: nothing the shortcuts may know of."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        class Loud(BlockProcessor):
            def test(self, parent: etree.Element, block: str) -> bool:
                return block.startswith("Alinea")

            def run(self, parent: etree.Element, blocks: list[str]) -> None:
                etree.SubElement(parent, "h1").text = blocks.pop(0).upper()

        md.parser.blockprocessors.register(Loud(md.parser), "loud", 500)
        md.inlinePatterns.register(SimpleTextInlineProcessor("%(a)%"), "shout", 500)


def makeExtension(**settings: Any) -> Shout:  # noqa: N802 - the library's name
    return Shout(**settings)


Settings = Mapping[str, Mapping[str, Any]]
SETUPS: list[tuple[Sequence[str | Extension], Settings]] = [
    ((), {}),
    (("extra",), {}),
    (("smarty",), {}),
    (("toc", "sane_lists"), {}),
    (("smarty", "toc", "sane_lists", "extra"), {}),
    (("tables", "footnotes", "def_list", "attr_list", "abbr", "fenced_code", "md_in_html"), {}),
    (DEFAULT_EXTENSIONS, {}),
    (DEFAULT_EXTENSIONS, {"toc": {"permalink": True, "baselevel": 2}}),
    (DEFAULT_EXTENSIONS, {"toc": {"marker": "Satu."}}),
    (DEFAULT_EXTENSIONS, {"toc": {"anchorlink": True, "separator": "_"}}),
    (DEFAULT_EXTENSIONS, {"smarty": {"smart_quotes": False}}),
    (DEFAULT_EXTENSIONS, {"smarty": {"smart_angled_quotes": True, "smart_dashes": False}}),
    (DEFAULT_EXTENSIONS, {"smarty": {"substitutions": {"left-double-quote": "\"'", "ndash": "<b>"}}}),
    (DEFAULT_EXTENSIONS, {"extra": {"footnotes": {"UNIQUE_IDS": True, "PLACE_MARKER": "Satu"}}}),
    (DEFAULT_EXTENSIONS, {"extra": {"abbr": {"glossary": {"Satu": "1", "kutip": "q"}}}}),
    ((*DEFAULT_EXTENSIONS, "nl2br", "admonition", "wikilinks", "meta"), {}),
    ((*DEFAULT_EXTENSIONS, "legacy_em", "legacy_attrs"), DEFAULT_CONFIGS),
    (("markdown.extensions.extra", "markdown.extensions.toc:TocExtension"), {}),
    ((*DEFAULT_EXTENSIONS, __name__), DEFAULT_CONFIGS),
    ((*DEFAULT_EXTENSIONS, f"{__name__}:Shout"), DEFAULT_CONFIGS),
    ((*DEFAULT_EXTENSIONS, Shout()), DEFAULT_CONFIGS),
]


@pytest.mark.parametrize(("extensions", "configs"), SETUPS)
def test_other_extensions_and_settings_come_out_as_from_the_library(
    extensions: Sequence[str | Extension], configs: Settings
) -> None:
    """With fewer, more or others' extensions, and with any settings, the results are those of the library."""
    texts = SNIPPETS.split("\n%%\n")
    texts += [f'{text}\n\nAlinea %a% "kutip".\n\n{text}' for text in texts]
    texts += [text + NOT_SIMPLE for text in texts]
    alone = Markdown(extensions=list(extensions), extension_configs=configs)
    expected = [alone.reset().convert(text) for text in texts]
    ours = Engine(extensions, configs)
    assert [ours.convert(text) for text in texts] == expected


def test_columns_of_tables_are_aligned_by_an_attribute() -> None:
    """The default settings reach the tables inside `extra`."""
    html = engine().convert("a|b\n-|-:\n1|2")
    assert '<td align="right">2</td>' in html
    assert "style" not in html


@pytest.mark.parametrize("name", ["inlinePatterns", "treeprocessors", "preprocessors", "postprocessors"])
def test_a_rule_of_another_name_or_origin_is_not_known(name: str) -> None:
    """A rule the proofs did not know, or one of the library's names by another author, stops all shortcuts."""
    for rule in (
        "another",
        next(
            iter(
                {"inlinePatterns": "link", "treeprocessors": "toc", "preprocessors": "html_block"}.get(
                    name, "raw_html"
                )
                for _ in "a"
            )
        ),
    ):
        markdown = Markdown(extensions=list(DEFAULT_EXTENSIONS))
        assert knows_rules(DEFAULT_EXTENSIONS, {}, markdown)
        getattr(markdown, name).register(
            Preprocessor(markdown) if rule == "another" else _Foreign(markdown), rule, 1
        )
        assert not knows_rules(DEFAULT_EXTENSIONS, {}, markdown)


class _Foreign(Preprocessor):
    """A rule that is not the library's."""


# --- shortcuts ------------------------------------------------------------------------------------------------------

SIMPLE = """SUMEDANG — Bupati membuka “Pekan Budaya” pada Jum'at (2/5), kata **Humas**.

"Terima kasih," ujarnya -- di [situs resmi](https://example.go.id/a_b?c=1&d=2), _Sumedang_...

## Acara & *jadwal*

- Pawai
- Pentas

> Budaya milik kita
> bersama.

1. Satu

2. Dua

---

![Pawai](pawai.jpg)
"""


def test_a_typical_release_never_meets_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A document of simple blocks alone is converted without the library's parser."""
    expected = library().reset().convert(SIMPLE)
    monkeypatch.setattr(Markdown, "convert", lambda *_: pytest.fail("the library was asked"))
    assert engine().convert(SIMPLE) == expected


def test_paragraphs_beside_other_blocks_skip_the_rules_for_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a document that the library must read, blocks that can only be paragraphs are not put to its rules."""
    seen: list[str] = []
    run = ReferenceProcessor.run

    def note(self: ReferenceProcessor, parent: etree.Element, blocks: list[str]) -> bool | None:
        seen.append(blocks[0])
        return run(self, parent, blocks)

    monkeypatch.setattr(ReferenceProcessor, "run", note)
    engine().convert('Alinea.\n\n"Alinea" **dua**\nbaris dua.\n\n<i>miring</i>\n\nAlinea.\n\n`kode`')
    assert seen == ["<i>miring</i>", "`kode`"]


def test_a_text_that_the_library_fails_on_harms_no_later_text() -> None:
    """After a failure the next results are those of a fresh library."""
    ours = Engine(DEFAULT_EXTENSIONS, DEFAULT_CONFIGS)
    with pytest.raises(RecursionError):
        ours.convert("- " * 3000 + "a")
    for text in (SIMPLE, SIMPLE + NOT_SIMPLE):
        assert ours.convert(text) == library().reset().convert(text)


def test_a_very_long_document_comes_out_as_from_the_library() -> None:
    """Thousands of blocks, headings of one name among them, are the same."""
    assert_same("\n\n".join(f"## Judul\n\n{SIMPLE}" for _ in range(200)))
