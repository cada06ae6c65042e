"""Proves piece by piece what the search for hidden words sees in a file, what it takes for public, and what it tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import refs, release
from warta.content.documents import Attachment, Body, Document, Link, Organization, Page, Picture
from warta.engine.leaks import (
    RUN,
    SAME_FILE,
    Leak,
    Secret,
    find_address,
    find_in_file,
    find_leaks,
    is_public,
    make_index,
    problems_of,
    texts_of,
    told_by,
    words_of,
)
from warta.fields import Ref

SIX = "satu dua tiga empat lima enam"
TEN = f"{SIX} tujuh delapan sembilan sepuluh"


def index_of(*texts: str, path: str = "", source: str = "releases/a.md", public: str = "") -> object:
    """What to look for, of one hidden document."""
    return make_index(
        [Secret(source, path, tuple(text.encode() for text in texts))], [public.encode()] if public else []
    )


def found(data: str, *texts: str, **more: str) -> list[Leak]:
    """What a file gives away of a hidden document with these texts."""
    return find_leaks(data.encode(), index_of(*texts, **more))  # type: ignore[arg-type]


# --- what words a file has


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Air SURUT, di Cibening!", "air surut di cibening"),
        ("naik 17,8 persen: Rp5.000", "naik 17 8 persen rp5 000"),
        ("<b>Ai</b>r <em class='x'>su</em>rut", "ai r su rut"),
        ("<A HREF='/x'>air</A> surut", "air surut"),
        ("<section data-x='air'>", "section data x air"),
        ("air&nbsp;surut&amp;banjir&#39;s&rdquo;", "air surut banjir s"),
        ("air\u00a0surut\u2014banjir \u201ckutip\u201d", "air surut banjir kutip"),
        ("&lt;p&gt;air &lt;b&gt;surut&lt;/b&gt;&lt;/p&gt;", "air surut"),
        ("&lt;p&gt;air &amp;amp; surut&lt;/p&gt;", "air surut"),
        ("satu &amp;lt; dua", "satu lt dua"),
        (r"air\nsurut\tdi\u2014 \"sini\" a\/b", "air surut di 2014 sini a b"),
        ("Désa é", "désa é"),
        ("", ""),
    ],
)
def test_words_are_what_a_reader_reads(data: str, words: str) -> None:
    """In lower case, without signs, marks within a line, entities and escapes; other letters stay."""
    assert words_of(data.encode()) == words.encode().split()


# --- what gives a hidden text away


def test_six_words_in_a_row_are_a_leak_and_five_are_none() -> None:
    """The leak has the words, each six of them and its source; what stands around is no part of it."""
    (leak,) = found(f"awal {TEN} akhir", f"kata {TEN} lain")
    runs = tuple(tuple(TEN.encode().split()[at : at + RUN]) for at in range(5))
    assert leak == Leak("releases/a.md", TEN, runs, ())
    assert leak.count == 10
    (least,) = found(f"awal {SIX} akhir", TEN)
    assert (least.words, least.count, len(least.runs)) == (SIX, 6, 1)
    assert found("awal dua tiga empat lima enam lain", SIX) == []
    assert Leak("releases/a.md", "/a/").count == 0


def test_two_stretches_are_two_leaks_and_two_sources_too() -> None:
    """Each told once, however often the file has it."""
    index = make_index(
        [
            Secret("releases/a.md", "", (TEN.encode(),)),
            Secret("releases/b.md", "", (b"air api tanah angin kayu batu besi",)),
        ],
        [],
    )
    data = f"{SIX} x air api tanah angin kayu batu besi y lima enam tujuh delapan sembilan sepuluh z {SIX}"
    assert [(leak.source, leak.words) for leak in find_leaks(data.encode(), index)] == [
        ("releases/a.md", SIX),
        ("releases/b.md", "air api tanah angin kayu batu besi"),
        ("releases/a.md", "lima enam tujuh delapan sembilan sepuluh"),
    ]


def test_words_that_two_hidden_texts_have_are_of_the_first() -> None:
    """One leak, not two; one stretch ends where that of another source begins."""
    secrets = [Secret("a", "", (SIX.encode(),)), Secret("b", "", (f"{SIX} tujuh".encode(),))]
    leaks = find_leaks(f"{SIX} tujuh".encode(), make_index(secrets, []))
    assert [(leak.source, leak.words) for leak in leaks] == [("a", SIX), ("b", "dua tiga empat lima enam tujuh")]


def test_what_every_page_shows_is_no_leak() -> None:
    """Words of a public text are not looked for, and the others of the same hidden text are."""
    assert found(TEN, TEN, public=TEN) == []
    (leak,) = found(TEN, TEN, public=SIX)
    assert leak.words == "dua tiga empat lima enam tujuh delapan sembilan sepuluh"


@pytest.mark.parametrize("begin", range(12))
def test_a_row_is_found_wherever_it_begins(begin: int) -> None:
    """Behind any number of other words; the look at every fourth run of three misses none."""
    assert [leak.words for leak in found(" ".join(["lain"] * begin + [SIX]), SIX)] == [SIX]


@given(st.lists(st.sampled_from(SIX.split()), min_size=6, max_size=24), st.integers(0, 5), st.integers(0, 5))
def test_any_stretch_of_a_hidden_text_is_found(words: list[str], before: int, behind: int) -> None:
    """Whatever words stand around it that are in no hidden text."""
    data = " ".join(["awal"] * before + words + ["akhir"] * behind)
    assert sum(leak.count - RUN + 1 for leak in found(data, " ".join(words))) >= len(
        {*zip(*(words[at:] for at in range(6)), strict=False)}
    )


def test_where_a_piece_of_the_page_begins_is_told() -> None:
    """Numbers of words within the row: at its first word and behind its last none."""
    (leak,) = found(
        f"<p>satu dua</p><h2>tiga</h2><p>empat lima enam tujuh</p>{''}", "satu dua tiga empat lima enam tujuh"
    )
    assert leak.edges == (2, 3)
    (line,) = found("satu dua tiga\nempat lima enam", SIX)
    assert line.edges == (3,)
    (attribute,) = found('<meta content="satu dua tiga empat lima enam">', SIX)
    assert attribute.edges == ()
    (inline,) = found("satu dua <b>tiga</b> empat lima enam", SIX)
    assert inline.edges == ()


# --- addresses


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('<a href="/2026/11/bendung/">', ["/2026/11/bendung/"]),
        ('<a href="/2026/11/bendung">', ["/2026/11/bendung"]),
        ('<a href="https://b.example/2026/11/bendung/foto.jpg">', ["https://b.example/2026/11/bendung/"]),
        ("lihat ../2026/11/bendung/ saja", ["../2026/11/bendung/"]),
        ('"/2026/11/bendung/" dan "/2026/11/bendung/"', ["/2026/11/bendung/"]),
        ('"/a/2026/11/bendung/" dan "/b/2026/11/bendung/"', ["/a/2026/11/bendung/", "/b/2026/11/bendung/"]),
        ('<a href="/2026/11/bendung-dua/">', []),
        ('<a href="/2025/11/bendung/">', []),
        ("/2026/11/bendungan", []),
        ("/2026/11/bendung lain", []),
        ("2026 11 bendung", []),
    ],
)
def test_an_address_gives_a_hidden_document_away(data: str, words: list[str]) -> None:
    """As it stands in the file from its own beginning on, once each; longer and other ones do not."""
    assert [(leak.source, leak.words, leak.runs) for leak in found(data, path="/2026/11/bendung/")] == [
        ("releases/a.md", each, ()) for each in words
    ]


def test_a_file_that_has_the_words_is_not_told_for_the_address_too() -> None:
    """One leak of a source is enough; that of another source is told."""
    secrets = [Secret("a", "/2026/11/bendung/", (SIX.encode(),)), Secret("b", "/2026/11/pasar/", ())]
    data = f'{SIX} "/2026/11/bendung/" "/2026/11/pasar/"'.encode()
    assert [(leak.source, leak.words) for leak in find_leaks(data, make_index(secrets, []))] == [
        ("a", SIX),
        ("b", "/2026/11/pasar/"),
    ]


def test_an_address_is_read_from_its_beginning_but_not_for_ever() -> None:
    """What stands before it without a blank belongs to it, up to some hundred bytes."""
    (leak,) = found(f"{'x' * 400}/2026/11/bendung/", path="/2026/11/bendung/")
    assert leak.words == f"{'x' * 300}/2026/11/bendung/"


def test_the_home_page_is_no_address_of_a_document() -> None:
    """A hidden document without an address hides none."""
    assert make_index([Secret("a", "", ()), Secret("b", "/", ())], []).addresses == {}


def test_files_are_known_by_their_digests() -> None:
    """Each with the document it belongs to."""
    secrets = [Secret("a", "", (), frozenset({"x", "y"})), Secret("b", "", (), frozenset({"z"}))]
    assert make_index(secrets, []).digests == {"x": "a", "y": "a", "z": "b"}


def test_only_files_that_hold_words_are_read(tmp_path: Path) -> None:
    """A picture is not, by its name or its kind; and of a path only the address is looked at."""
    index = make_index([Secret("a", "/2026/11/bendung/", (SIX.encode(),))], [])
    for name, kind, hit in (
        ("a.html", "release", True),
        ("a.txt", "static", True),
        ("a.jpg", "picture", False),
        ("a.html.gz", "release", False),
    ):
        (tmp_path / name).write_text(SIX)
        assert bool(find_in_file(tmp_path / name, kind, index)) is hit, name
    assert [leak.words for leak in find_address("2026/11/bendung/index.html", index)] == ["/2026/11/bendung/"]
    assert find_address(f"{SIX}.html", index) == []


# --- what a public text allows


def leak_of(data: str, text: str) -> Leak:
    """The one leak in a file."""
    (leak,) = found(data, text)
    return leak


@pytest.mark.parametrize(
    ("texts", "public"),
    [
        ([TEN], True),
        ([f"<p>{SIX} tujuh</p>", "<p>dua tiga empat lima enam tujuh delapan sembilan sepuluh</p>"], True),
        ([SIX], False),
        (["Satu DUA tiga, empat lima enam tujuh. Delapan sembilan sepuluh"], True),
        (["satu dua tiga empat lima x enam tujuh delapan sembilan sepuluh"], False),
        (["lain"], False),
        ([], False),
    ],
)
def test_a_leak_is_public_when_each_six_of_its_words_are(texts: list[str], *, public: bool) -> None:
    """In one public text or in several; five of six public rows are not enough."""
    leak = leak_of(TEN, TEN)
    assert is_public(leak, [tuple(text.encode() for text in texts)]) is public
    assert is_public(leak, [(text.encode(),) for text in texts]) is public, "of one document or of several"


@pytest.mark.parametrize(
    ("texts", "public"),
    [
        (["<p>satu dua tiga</p><p>empat lima enam</p>"], True),
        (["<p>lalu satu dua tiga</p>", "<h2>empat lima enam tujuh</h2>"], True),
        (["<p>satu dua tiga lalu</p>", "<h2>empat lima enam tujuh</h2>"], False),
        (["<p>satu dua tiga</p>", "<h2>lalu empat lima enam</h2>"], False),
        (["<p>satu dua tiga</p>"], False),
    ],
)
def test_a_row_across_an_edge_is_public_where_both_its_parts_end_and_begin_public_pieces(
    texts: list[str], *, public: bool
) -> None:
    """Where a piece ends with the first part, and one begins with the second, in any public text."""
    leak = leak_of("<p>satu dua tiga</p><p>empat lima enam</p>", SIX)
    assert leak.edges == (3,)
    assert is_public(leak, [tuple(text.encode() for text in texts)]) is public


def test_a_whole_piece_between_two_edges_is_public_as_a_whole_alone() -> None:
    """A heading between two paragraphs: as the beginning of a longer one it is not known."""
    leak = leak_of("<p>satu dua</p><h2>tiga empat</h2><p>lima enam</p>", SIX)
    around = (b"<p>satu dua</p><p>lima enam</p>",)
    assert is_public(leak, [around, (b"<h2>tiga empat</h2>",)])
    assert not is_public(leak, [around, (b"<h2>tiga empat tujuh</h2>",)])
    assert not is_public(leak, [around])


def test_a_number_before_a_public_piece_gives_nothing_away() -> None:
    """One word may be unknown, two may not."""
    one = leak_of("<p>satu</p><p>dua tiga empat lima enam</p>", SIX)
    two = leak_of("<p>satu dua</p><p>tiga empat lima enam</p>", SIX)
    assert is_public(one, [(b"<p>dua tiga empat lima enam tujuh</p>",)])
    assert not is_public(two, [(b"<p>tiga empat lima enam tujuh</p>",)])


@pytest.mark.parametrize(
    ("address", "text", "public"),
    [
        ("/2026/11/bendung/", 'lihat <a href="/2026/11/bendung/">', True),
        ("/2026/11/bendung/", 'lihat <a href="/2026/11/bendung/foto.jpg">', True),
        ("/2026/11/bendung/", 'lihat <a href="https://lain.example/2026/11/bendung/">', False),
        ("/2026/11/bendung/", 'lihat <a href="x/2026/11/bendung/">', False),
        ("/2026/11/bendung", 'lihat <a href="/2026/11/bendung">', True),
        ("/2026/11/bendung", "lihat /2026/11/bendung-dua", False),
        ("/2026/11/bendung", "lihat /2026/11/bendung.html", False),
        ("/2026/11/bendung", "lihat /2026/11/bendung/", False),
        ("https://b.example/x/", "lihat https://b.example/x/", True),
        ("https://b.example/x/", "lihat https://bXexample/x/", False),
    ],
)
def test_an_address_is_public_where_a_public_text_names_it_as_it_stands(
    address: str, text: str, *, public: bool
) -> None:
    """Not where it names one that only ends or begins with it."""
    assert is_public(Leak("a", address), [(b"lain",), (text.encode(),)]) is public


def test_a_picture_is_made_public_by_no_text() -> None:
    """A leak of the same bytes has no words that a text could have."""
    assert not is_public(Leak("a", SAME_FILE), [(b"", b"apa saja")])


# --- what documents say


def bodies(digest: str) -> str:
    """The HTML of a body."""
    return {"d1": "<p>Isi bendung.</p>"}[digest]


def test_the_texts_of_a_document_are_its_words_and_its_body() -> None:
    """Without empty ones; without a body nobody is asked for one."""
    assert texts_of(release("bendung", summary="Ringkas"), bodies) == (b"Bendung", b"Ringkas")
    assert texts_of(release("bendung", body=Body("d1")), bodies) == (b"Bendung", b"<p>Isi bendung.</p>")


def test_a_public_document_tells_its_addresses_and_the_names_of_its_files_besides() -> None:
    """Of pictures in the text too, as people read them; links to other texts are none of its own names."""
    picture = Picture(file=Ref("/foto%20utama.jpg", 1), alt="Air")
    body = Body("d1", links=(Link("peta%20baru.png", 1, image=True), Link("lain.md", 2)))
    full = release(
        "bendung",
        body=body,
        aliases=refs("/lama/"),
        image=picture,
        gallery=(picture,),
        attachments=(Attachment(Ref("data.pdf", 1)),),
    )
    told = told_by(full, bodies)
    assert told[: len(texts_of(full, bodies))] == texts_of(full, bodies)
    assert told[len(texts_of(full, bodies)) :] == (
        b"peta baru.png", b"bendung", b"/lama/", b"/foto utama.jpg", b"/foto utama.jpg", b"data.pdf"
    )  # fmt: skip
    page: Document = Page(source="pages/a.md", title="Tentang", slug=Ref("tentang", 1), aliases=refs("/kami/"))
    assert told_by(page, bodies)[-2:] == (b"tentang", b"/kami/")
    office: Document = Organization(source="organizations/a.md", id="a", name="Humas", body=body)
    assert told_by(office, bodies)[-1:] == (b"peta baru.png",)


# --- what is told


def test_each_file_and_source_is_told_once_with_the_most_it_gives_away() -> None:
    """In words that give nothing away themselves."""
    runs = tuple(zip(*(TEN.encode().split()[at:] for at in range(RUN)), strict=False))
    small, large = Leak("releases/a.md", SIX, runs[:1]), Leak("releases/a.md", TEN, runs)
    address, same = Leak("releases/b.md", "/2026/11/bendung/"), Leak("releases/c.md", SAME_FILE)
    told = problems_of({"x.html": [small, large, small, address], "y.html": [small], "z.jpg": [same]})
    assert [str(problem) for problem in told] == [
        "content/releases/a.md: is not public, but the output would give it away: x.html has 10 words in a row of it.",
        "content/releases/b.md: is not public, but the output would give it away: x.html has its address.",
        "content/releases/a.md: is not public, but the output would give it away: y.html has 6 words in a row of it.",
        "content/releases/c.md: is not public, but the output would give it away: z.jpg is the same picture or file as one of its own.",
    ]
    assert [(problem.path, problem.line) for problem in told[:1]] == [("content/releases/a.md", 0)]
    assert problems_of({}) == []
