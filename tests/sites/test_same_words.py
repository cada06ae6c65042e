"""The words and numbers of a text are the same, in the same order, wherever it is read: page, wire, feeds, summary."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.support import CONFIG, SiteTest, fast_folder, templates_compiled_once
from warta.render.html.plaintext import searched
from warta.render.press.kit import words_of
from warta.render.press.tree import tree_of

BLOCKS = "p li ul ol table tr td th thead tbody h1 h2 h3 blockquote div hr br figure pre dl dt dd".split()
EXAMPLES = int(os.environ.get("WORDS_EXAMPLES", "12"))
"""So many newsrooms of several texts each are built; more are tried by hand, as WORDS_EXAMPLES says."""
ATOM = "{http://www.w3.org/2005/Atom}"


class Written(msgspec.Struct, frozen=True):
    """A piece of Markdown, and the words that a reader should find in it (those of notes stand at the end)."""

    markdown: str
    words: str
    notes: tuple[str, ...] = ()


# --- texts as offices write them

WORDS = st.sampled_from(
    "warga Bupati panen jalan 49 Rp1.940.000,50 17,8 persen 09.00 WITA Jum'at “baik” (BPBD) 2026/2027 C# -5 e-KTP 1/2 "
    "3*4*5 Rp5.000*) ’45 #BarruMaju www.barru.go.id humas@barru.go.id H-7 ±50 80% ayat(1) 10x20 a_b R&D".split(" ")
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=7).map(lambda words: "Kata " + " ".join(words) + ".")
NUMBERS = st.integers(1, 9999)
TEXTS = SENTENCES.map(lambda text: Written(text, text))


@st.composite
def marked(draw: st.DrawFn) -> Written:
    """A number with something that stands close to it: a note, a raised or lowered figure, struck figures, marks."""
    number, other = draw(NUMBERS), draw(NUMBERS)
    note = draw(SENTENCES)
    markdown, words, notes = draw(
        st.sampled_from(
            [
                (f"{number}[^@] jiwa", f"{number} jiwa", (note,)),
                (f"{number}[^@]", f"{number}", (note,)),
                (f"{number}<sup>{other}</sup> m", f"{number}^{other} m", ()),
                (f"{number}<sup>-{other}</sup>", f"{number}^-{other}", ()),
                (f"CO<sub>{other}</sub>", f"CO^{other}", ()),
                (f"<del>{other}</del><ins>{number}</ins> rumah", f"{number} rumah", ()),
                (f"<del>{other} jiwa</del> {number}", f"{number}", ()),
                (f"**{number}** *{other}*", f"{number} {other}", ()),
                (f"{number}<br>{other}", f"{number} {other}", ()),
                (f"{number}  \n{other}", f"{number} {other}", ()),
                (f"[{number}](https://a.example/{other})", f"{number}", ()),
                (f"{number}. bukan daftar", f"{number}. bukan daftar", ()),
            ]
        )
    )
    before = draw(SENTENCES)
    return Written(f"{before} {markdown}", f"{before} {words}", notes)


INLINE = TEXTS | marked()


@st.composite
def block(draw: st.DrawFn) -> Written:
    """A paragraph, a list, a table, a heading, a quotation, or a paragraph that begins with a day or a hashtag."""
    form = draw(
        st.sampled_from(["text", "text", "bullets", "numbers", "table", "heading", "quote", "day", "tag", "film"])
    )
    parts = draw(st.lists(INLINE, min_size=2, max_size=3))
    notes = tuple(note for part in parts for note in part.notes)
    flat = [part.markdown.replace("  \n", " ") for part in parts]
    words = " ".join(part.words for part in parts)
    if form == "film":
        words, address = draw(SENTENCES), f"https://youtu.be/{draw(st.from_regex(r'[0-9a-zA-Z]{11}', fullmatch=True))}"
        plain = words.translate(str.maketrans("", "", "*_#"))
        markdown, said = draw(st.sampled_from([(address, ""), (f"[{plain}]({address})", plain)]))
        return Written(markdown, f"YouTube {said} {address}")
    if form == "bullets":
        return Written("\n".join(f"- {each}" for each in flat), words, notes)
    if form == "numbers":
        first = draw(NUMBERS)
        numbered = list(enumerate(flat, first))
        shown = " ".join(f"{at} {part.words}" for at, part in enumerate(parts, first))
        return Written("\n".join(f"{at}. {each}" for at, each in numbered), shown, notes)
    if form == "table":
        rows = "\n".join(f"| {at} | {each} |" for at, each in enumerate(flat))
        shown = " ".join(f"{at} {part.words}" for at, part in enumerate(parts))
        return Written(f"| No | Isi |\n|---|---|\n{rows}", f"No Isi {shown}", notes)
    (one, alone, note) = parts[0].markdown, parts[0].words, parts[0].notes
    before = {"heading": "## ", "quote": "> ", "day": f"{draw(st.integers(2, 31))}. ", "tag": "#BarruMaju "}.get(
        form, ""
    )
    if form == "heading":
        one = flat[0]
    return Written(before + one.replace("\n", "\n> " if form == "quote" else "\n"), before + alone, note)


@st.composite
def release(draw: st.DrawFn) -> Written:
    """A release of a few blocks, with its notes below."""
    blocks = draw(st.lists(block(), min_size=1, max_size=4))
    body, notes = "", []
    for each in blocks:
        markdown = each.markdown
        for note in each.notes:
            notes.append(note)
            markdown = markdown.replace("[^@]", f"[^{len(notes)}]", 1)
        body += f"{markdown}\n\n<!-- -->\n\n" if markdown[0] in "-0123456789" else f"{markdown}\n\n"
    body += "\n".join(f"[^{at}]: {note}" for at, note in enumerate(notes, 1))
    words = " ".join([*(each.words for each in blocks), *(f"{at} {note}" for at, note in enumerate(notes, 1))])
    return Written(body, words, tuple(notes))


# --- readers of another make


def tokens(text: str) -> list[str]:
    """Words and numbers, each whole: 1.940.000,50 is one; what is raised or lowered has a `^` before it."""
    made = ""
    for char in text:
        kind, _, code = unicodedata.decomposition(char).partition(" ")
        plain = chr(int(code, 16)) if kind in ("<super>", "<sub>") else ""
        raised = bool(made) and made[-1:] != " " and plain and not getattr(tokens, "in_raised", False)
        made += f"^{plain}" if raised else plain or char
        tokens.in_raised = bool(plain)  # type: ignore[attr-defined]
    made = made.replace("−", "-").replace("'", "’")
    return re.findall(r"[\w#@%^±*-]*\w[\w#@%^±*’-]*(?:[.,/@][\w#%*-]+)*", made)


def seen(html: str) -> list[str]:
    """The words of a body as a browser shows them, without those that are struck and without marks of notes."""
    pieces: list[str] = []
    body = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    assert body is not None
    _see(body, pieces)
    return tokens("".join(pieces))


def _see(node: LexborNode, pieces: list[str]) -> None:
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            pieces.append(child.text_content or "")
        elif child.tag == "del" or (child.tag == "a" and "fnref" in (child.attributes.get("href") or "")):
            pass
        elif child.tag in ("sup", "sub"):
            if child.css_first("a") is None:
                pieces.append("^" + child.text())
        else:
            apart = child.tag in BLOCKS
            pieces.append(" " if apart else "")
            if child.tag == "li" and child.parent is not None and child.parent.tag == "ol":
                pieces.append(f"{_number(child)} ")
            _see(child, pieces)
            pieces.append(" " if apart else "")


def _number(item: LexborNode) -> int:
    assert item.parent is not None
    number = int(item.parent.attributes.get("start") or 1) - 1
    for each in item.parent.iter():
        number = int(each.attributes.get("value") or number + 1)
        if each.mem_id == item.mem_id:  # equal items may stand in one list
            break
    return number


def told(text: str) -> list[str]:
    """The words of a plain text, without what it says is struck, without marks of notes and dashes of lists."""
    text = re.sub(r" ?\(dicoret: [^)]*\)", "", text)
    text = re.sub(r"^(\s*)\[(\d+)\] ", r"\1\2 ", text, flags=re.MULTILINE)
    return tokens(re.sub(r" \[\d+\]|^\s*- ", " ", text, flags=re.MULTILINE))


# --- the promise


@pytest.mark.usefixtures("_fast")
# each text is a few lines: to make one smaller would cost more builds than it spares reading
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(st.lists(release(), min_size=4, max_size=8))
def test_words_and_numbers_are_the_same_wherever_a_text_is_read(written: list[Written]) -> None:
    """As typed, on the page, in rilis.txt and whatsapp.txt, in the tree that letter and kit are written from, ninjs, search, RSS, Atom and JSON Feed; a summary is their beginning."""
    with fast_folder() as folder:
        config = CONFIG.replace("[rss]", "[rss, atom, json]").replace(
            "wire: []", "wire: [ninjs, text]\npress: [whatsapp]"
        )
        site = SiteTest(folder, config + "feed_size: 20\n")
        for at, each in enumerate(written):
            site.release(f"r{at}", f"Judul {at}", each.markdown, slug=f"r{at}")
        site.build()
        feed = json.loads(site.text("feed.json"))
        atom = ElementTree.fromstring(site.text("atom.xml"))
        links = [link.attrib["href"] for link in atom.iterfind(f"{ATOM}entry/{ATOM}link")]
        contents = dict(zip(links, [each.text for each in atom.iterfind(f"{ATOM}entry/{ATOM}content")], strict=True))
        for at, each in enumerate(written):
            path = f"2026/11/r{at}/"
            page = re.search(r"</p>(.*?)(?:<article|</body>)", site.page(path), re.DOTALL)
            assert page is not None
            item = json.loads(site.text(f"{path}ninjs.json"))
            html, text = (body["value"] for body in item["bodies"])
            listed = next(one for one in feed["items"] if one["url"].endswith(path))
            expected = tokens(each.words)
            assert seen(html) == expected, each.markdown
            assert seen(page[1])[: len(expected)] == expected, each.markdown
            assert told(text) == expected, each.markdown
            assert told(words_of(tree_of(html, "(dicoret: %(words)s)"))) == expected, each.markdown
            assert told(message_of(site.text(f"{path}whatsapp.txt"))) == expected, each.markdown
            assert tokens(re.sub(r"[][]", "", searched(html))) == expected, each.markdown
            assert told(site.text(f"{path}rilis.txt").split("\n\n", 2)[2].rpartition("\n\n")[0]) == expected
            assert seen(listed["content_html"]) == seen(contents[f"https://berita.example/{path}"] or "") == expected
            summary = tokens(listed.get("summary", "").removesuffix("…"))
            first = LexborHTMLParser(html).css_first("p")
            assert not summary or _begins(expected, summary) or first is None, (each.markdown, summary)


def message_of(text: str) -> str:
    """The text of a message, between its head and its address, without WhatsApp's marks and the addresses of links."""
    body = text.split("\n\n", 1)[1].rpartition("\n\n")[0]
    body = re.sub(r" \(https?://[^ )]+\)", "", body)
    return re.sub(
        r"(?<![\w*\u2060])[*_]+(?=\S)|(?<=\S)(?<!\u2060)[*_]+(?![\w*\u2060])|^> ", "", body, flags=re.MULTILINE
    ).replace("\u2060", "")


def _begins(words: list[str], summary: list[str]) -> bool:
    """Whether a summary is the beginning of a paragraph of these words."""
    return any(words[at : at + len(summary)] == summary for at in range(len(words) - len(summary) + 1))


@pytest.fixture(name="_fast", scope="module")
def _fast_fixture() -> object:
    with templates_compiled_once():
        yield
