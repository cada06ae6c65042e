"""Proves that the Markdown engine gives what Python-Markdown gives, and that its shortcuts are taken."""

from __future__ import annotations

import random
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import product
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
from warta.render.markdown.typed import AsTyped

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "corpora" / "18f-posts"

# One snippet for each construct. Blanks at the end of a line are written as dots there, and tabs as arrows.
SNIPPETS = ((HERE / "markdown_snippets.txt").read_text(encoding="utf-8").replace("·", " ").replace("→", "\t")).split(
    "\n%%\n"
)

# Makes a document one that only the library can read, so that its other parts meet the detours.
NOT_SIMPLE = "\n\nkata <i>miring</i>\n"


@cache
def library() -> Markdown:
    """Python-Markdown with Warta's own extension, which has what is meant as it was typed."""
    return Markdown(extensions=[*DEFAULT_EXTENSIONS, AsTyped()], extension_configs=DEFAULT_CONFIGS)


@cache
def engine() -> Engine:
    return Engine(DEFAULT_EXTENSIONS, DEFAULT_CONFIGS)


def outcome(markdown: Markdown | Engine, text: str) -> str | type[Exception]:
    try:
        return markdown.convert(text)
    except Exception as error:  # noqa: BLE001 - the engine must raise what the library raises
        return type(error)


def assert_same(*documents: str) -> None:
    for document in documents:
        assert outcome(engine(), document) == outcome(library().reset(), document), repr(document)


def assert_same_by_all_ways(text: str) -> None:
    assert_same(text, text + NOT_SIMPLE)


# --- every construct


@pytest.mark.parametrize("text", SNIPPETS)
def test_every_construct_alone_comes_out_as_from_the_library(text: str) -> None:
    """Each construct of Markdown and of the extensions is the same."""
    assert_same_by_all_ways(text)


@pytest.mark.parametrize("text", SNIPPETS)
def test_every_construct_among_others_comes_out_as_from_the_library(text: str) -> None:
    """What stands before and after a construct, plain or marked, does not spoil that."""
    assert_same_by_all_ways(
        f'Alinea “satu”.\n\nAlinea **dua** "kutip".\n\n{text}\n\nAlinea tiga.\n\n- butir\n\n> kutipan'
    )
    assert_same_by_all_ways(f"- butir\n\n{text}\n\n{text}\n\n1. angka\n\n    alinea")


@pytest.mark.slow
def test_neighbouring_constructs_come_out_as_from_the_library() -> None:
    """Any construct may follow any other, after blank lines or right away."""
    rng = random.Random(1)
    for _ in range(500):
        assert_same_by_all_ways(rng.choice(["\n\n", "\n\n", "\n", "\n\n\n"]).join(rng.sample(SNIPPETS, 3)))


LINE_ENDS = ["\r\n", "\r", "\n\r", "\n \n", "\n\t\n", " \n", "\x0c\n", "\x0b\n", "\u2028\n", "\x1c\n", "\n\x85"]


@pytest.mark.parametrize("end", LINE_ENDS)
def test_all_line_ends_come_out_as_from_the_library(end: str) -> None:
    """Carriage returns, blank lines that are not empty, and what only looks like a line end are the same."""
    text = '# Judul\n\nAlinea “satu”\nbaris dua.\n\n- butir\n- butir\n\n> kutipan\n\n**a** "b"\n'
    assert_same_by_all_ways(text.replace("\n", end))


BLANKS = ["", " ", "\n\n\n", "   \n\t\n", "\r\n", "\xa0", "\u2028", "\x0c", "\x02", "\x03\n", "\u200b", "\ufeff", "\0"]


@pytest.mark.parametrize("text", BLANKS)
def test_blank_documents_come_out_as_from_the_library(text: str) -> None:
    """Documents of nothing, of white space, and of characters that may pass for it are the same."""
    assert_same_by_all_ways(text)
    assert_same_by_all_ways(f"{text}Alinea.\n{text}\nAlinea.{text}")


PLACEHOLDERS = ["\x02", "\x03", "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "\x0242\x03", "\x02amp\x03", "*\x02[a]: b"]


@pytest.mark.parametrize("text", PLACEHOLDERS)
def test_placeholders_in_a_text_come_out_as_from_the_library(text: str) -> None:
    """A text cannot smuggle in what the library uses inside, nor what comes about when that is taken out."""
    assert_same_by_all_ways(f"kata{text} kata {text}")
    assert_same_by_all_ways(f"{text} **a** [b](c)\n\na {text} 'b'\n\n<br>{text}\n\n*{text}*a\n\nkata a kata")


# --- releases

WORDS = """
pemerintah daerah kabupaten dalam upaya meningkatkan pelayanan masyarakat yang bersih Jum'at bupati R&D 2.500
program "unggulan" banjir (BPBD) e-KTP pasar humas_sumedang 50% Cimalaka, warga -- katanya... 'bersama' dan
""".split()
PARAGRAPHS = [
    *("{} {}", "{}", "{} {} {}", "“{}” ujarnya.", '"{} {}," kata _{}_ {}', "**{}** {}", "({}) *{}*: {}"),
    *("{} Lihat [situs *resmi*](https://example.go.id/a_b?c=1&d=2).", "{}  \n{}", "![{}](foto.jpg)"),
]
BLOCKS = [
    *("## {}", "### {}", "- {}\n- {}\n- {}", "1. {}\n\n2. {}\n\n3. {}", "> {}", "> {}\n> {}", "---", "{}\n---"),
    *("a | b\n--|:-:\n{} | 2", "<br>", "Catatan[^1].\n\n[^1]: {}", "`{}`", "- {}\n    - {}", "{}\n: {}"),
]


def release(rng: random.Random) -> str:
    """A press release of the usual kinds of blocks, some of them beyond what the shortcuts read."""

    def filled(form: str) -> str:
        sentences = (" ".join(rng.choices(WORDS, k=rng.randint(2, 12))) for _ in range(form.count("{}")))
        return form.format(*(f"{sentence.capitalize()}." for sentence in sentences))

    forms = [PARAGRAPHS if rng.random() < 0.75 else BLOCKS for _ in range(rng.randint(3, 12))]
    return "SUMEDANG — " + "\n\n".join(filled(rng.choice(kind)) for kind in [PARAGRAPHS, *forms]) + "\n"


@pytest.mark.slow
def test_typical_releases_come_out_as_from_the_library() -> None:
    """Releases as offices write them are the same, whichever of their blocks the shortcuts can read."""
    rng = random.Random(7)
    for _ in range(300):
        assert_same_by_all_ways(release(rng))


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside this checkout")
def test_posts_of_others_come_out_as_from_the_library() -> None:
    """A fifth of the posts that others wrote for their own ends, template tags and all, are the same."""
    for path in sorted(CORPUS.glob("*.md"))[::5]:
        assert_same_by_all_ways(path.read_text(encoding="utf-8").split("\n---\n", 1)[-1])


def test_what_is_plain_comes_out_as_from_the_library_alone() -> None:
    """Warta's own extension changes nothing of releases without its marks: not one byte."""
    alone = Markdown(extensions=list(DEFAULT_EXTENSIONS), extension_configs=DEFAULT_CONFIGS)
    rng = random.Random(11)
    for _ in range(200):
        text = release(rng)
        assert engine().convert(text) == alone.reset().convert(text)


@pytest.mark.slow
def test_a_very_long_document_comes_out_as_from_the_library() -> None:
    """A thousand blocks, headings of one name among them, are the same."""
    assert_same_by_all_ways("\n\n".join(f"## Judul\n\n{SIMPLE}" for _ in range(100)))


# --- random texts

MARKS = r"""
* ** *** _ __ [ ] ( ) ]( ![ < > & &amp; &nbsp; &#39; &#X41; &# ` `` ``` ~~~ \ \* " ' -- --- ... ## # - + 1. 2. :
> | |-|- [^1] [^1]: *[kata]: [a]: [a](b) [a](b_c) ![a](b) [TOC] === --- {:.c} { } {#i} <b> </b> <div> <br>
<a@b.c> /// 80s '80s Jum'at a_b “ ” ’ — … . , ! ? é 中 ٣ = ~ $ ; kata ini Bupati 2.500
""".split()
SPACES = [" ", " ", "\n", "\n\n", "\n\n\n", "  ", "  \n", "    ", "\t", "\r\n", "\xa0", "\u2028", "\x0c", "\x02"]
MARKS += "https://a.id www.b.go.id/c_d h@b.go.id 3*4*5 5.000*) ‘45 '45 'kan #Tagar # 17. 18.".split()
SPANS = ["kata", "yang", "**a**", "*a*", "_b_", "[a](b)", "![a](b.png)", "a_b", '"a"', "Jum'at", "R&D", "&amp;"]

thorough = settings(
    max_examples=400, derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def joined(*parts: str, longest: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), max_size=longest).map("".join)


@pytest.mark.slow
@thorough
@given(joined(*MARKS, *SPACES, *MARKS, longest=25))
def test_any_heap_of_marks_comes_out_as_from_the_library(text: str) -> None:
    """Texts that are mostly marks, in any order, are the same."""
    assert_same_by_all_ways(text)


def sequences(*parts: str, longest: int) -> Iterator[str]:
    return ("".join(chosen) for length in range(longest + 1) for chosen in product(parts, repeat=length))


@pytest.mark.slow
def test_all_short_emphasis_comes_out_as_from_the_library() -> None:
    """Every sequence of a few marks of emphasis, letters, blanks and full stops is the same."""
    for text in sequences("*", "**", "_", "a", " ", ".", longest=5):
        assert_same(text)


def test_all_short_typography_comes_out_as_from_the_library() -> None:
    """Every sequence of a few straight quotes, dashes, letters, blanks and full stops is the same."""
    for text in sequences("'", '"', "--", "a", " ", ".", longest=4):
        assert_same(f"a{text}")


@pytest.mark.slow
def test_all_short_links_come_out_as_from_the_library() -> None:
    """Every link with a few marks that matter there in its label or in its address is the same."""
    for text in sequences("[", "]", "a", "!", "^", "_", longest=4):
        assert_same(f"a {text}](b) a")
    for text in sequences("b", " ", '"', "(", ")", "_", "&", longest=4):
        assert_same(f"a [a]({text}) a")


@pytest.mark.slow
@thorough
@given(joined(*"***__ ab.(\"'", "**", "__", "[a](b)", "[c_d](e)", "a_b", "&amp;", "  \n", longest=14))
def test_any_emphasis_comes_out_as_from_the_library(text: str) -> None:
    """Runs of `*` and `_`, beside words, links and entities, are the same."""
    assert_same_by_all_ways(text)


@pytest.mark.slow
@thorough
@given(joined(*"'\"'\" .-—–ab8s(,&>\xa0\n", "--", "...", "80s", "**b**", "[a](b)", "&amp;", longest=16))
def test_any_typography_comes_out_as_from_the_library(text: str) -> None:
    """Straight quotes, dashes and dots in any surroundings are the same."""
    assert_same_by_all_ways(text)


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """A block of a simple form, with words that are not all simple."""
    words = st.lists(st.sampled_from(SPANS) | st.sampled_from(MARKS), min_size=1, max_size=5)
    joint = draw(st.sampled_from([" ", " ", " ", "\n", "  \n", "\n  ", ""]))
    texts = [joint.join(draw(words)) for _ in range(draw(st.integers(1, 3)))]
    forms = ["{}", "{}", "# {}", "## {}", "- {}", "1. {}", "> {}", "{}\n: {}", "   {}", "    {}", "{}\n---"]
    form = draw(st.sampled_from(forms))
    return "\n".join(form.format(text, text) for text in texts)


@pytest.mark.slow
@thorough
@given(st.lists(blocks(), min_size=1, max_size=5).map("\n\n".join))
def test_any_sequence_of_blocks_comes_out_as_from_the_library(text: str) -> None:
    """Documents of several blocks, with words that may turn into something else, are the same."""
    assert_same_by_all_ways(text)


@st.composite
def spoilt_releases(draw: st.DrawFn) -> str:
    """A typical release with marks put in, and parts taken out or doubled, anywhere."""
    text = release(random.Random(draw(st.integers(0, 10_000))))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        upto = at + draw(st.integers(-20, 9))
        text = text[:at] + draw(st.sampled_from(["", *MARKS, *SPACES])) + text[max(0, upto) :]
    return text


@pytest.mark.slow
@settings(thorough, max_examples=150)
@given(spoilt_releases())
def test_a_spoilt_release_comes_out_as_from_the_library(text: str) -> None:
    """A release that is simple but for a few slips is the same."""
    assert_same_by_all_ways(text)


# --- other extensions and settings


class Shout(Extension):
    """Makes `%a%` and blocks of certain words something else: nothing the shortcuts may know of."""

    def extendMarkdown(self, md: Markdown) -> None:
        class Loud(BlockProcessor):
            def test(self, parent: etree.Element, block: str) -> bool:
                return block.startswith("Alinea")

            def run(self, parent: etree.Element, blocks: list[str]) -> None:
                etree.SubElement(parent, "h1").text = blocks.pop(0).upper()

        md.parser.blockprocessors.register(Loud(md.parser), "loud", 500)
        md.inlinePatterns.register(SimpleTextInlineProcessor("%(a)%"), "shout", 500)


class Tame(Extension):
    """Adds no rule, but keeps one of the library's from ever matching."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns["em_strong"].compiled_re = re.compile("(?!)")


def makeExtension(**settings: Any) -> Shout:
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
    (DEFAULT_EXTENSIONS, {"toc": {"marker": "Satu alinea."}}),
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
    ((*DEFAULT_EXTENSIONS, Tame()), DEFAULT_CONFIGS),
]


@pytest.mark.slow
@pytest.mark.parametrize(("extensions", "configs"), SETUPS)
def test_other_extensions_and_settings_come_out_as_from_the_library(
    extensions: Sequence[str | Extension], configs: Settings
) -> None:
    """With fewer, more or others' extensions, and with any settings, the results are those of the library."""
    texts = [*SNIPPETS, *(f'{text}\n\nAlinea %a% "kutip".{NOT_SIMPLE}' for text in SNIPPETS)]
    alone = Markdown(extensions=[*extensions, AsTyped()], extension_configs=configs)
    expected = [alone.reset().convert(text) for text in texts]
    ours = Engine(extensions, configs)
    assert [ours.convert(text) for text in texts] == expected


def test_columns_of_tables_are_aligned_by_an_attribute() -> None:
    """The default settings reach the tables inside `extra`."""
    html = engine().convert("a|b\n-|-:\n1|2")
    assert '<td align="right">2</td>' in html
    assert "style" not in html


class Foreign(Preprocessor):
    """A rule that is not the library's."""


RULES = {"inlinePatterns": "link", "treeprocessors": "toc", "preprocessors": "html_block", "postprocessors": "raw_html"}


@pytest.mark.parametrize(("registry", "name"), RULES.items())
def test_a_rule_of_another_name_or_origin_stops_all_shortcuts(registry: str, name: str) -> None:
    """The proofs know no rule by a new name, nor one by another author under a known name."""
    for rule, its_name in ((Preprocessor, "new"), (Foreign, name)):
        markdown = Markdown(extensions=list(DEFAULT_EXTENSIONS))
        assert knows_rules(DEFAULT_EXTENSIONS, {}, markdown)
        getattr(markdown, registry).register(rule(markdown), its_name, 1)
        assert not knows_rules(DEFAULT_EXTENSIONS, {}, markdown)


# --- shortcuts

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
    """In a document that the library must read, blocks that can only be paragraphs never meet its rules."""
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
