"""Nothing of what is hidden is in the output: a build that would give it away fails and names the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newsrooms import set_line
from tests.support import SiteTest, picture
from warta.engine.leaks import RUN, Secret, find_leaks, make_index

SENTENCE = "Bendung Cibening mulai mengairi seribu dua ratus hektare sawah petani"
LATER = "2026-12-01 09:00"


def hidden(site: SiteTest, body: str = SENTENCE + ".") -> SiteTest:
    """A newsroom with one public release and one under embargo."""
    site.release("umum", "Kabar umum", "Isi yang umum.")
    return site.release("bendung", "Bendung baru", body, embargo=LATER, slug="bendung-baru")


def leaky_theme(site: SiteTest, text: str) -> SiteTest:
    """A theme that prints `text` on every release: a stand-in for any fault by which hidden words come out."""
    return site.edit("themes/bare/templates/release.html", "<h1>", f"{text}<h1>")


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "<b>Bendung</b> Cibening mulai\nmengairi&nbsp;seribu <em>dua</em> ratus",
        '<meta content="… Cibening mulai mengairi seribu dua ratus …">',
        '<a href="/2026/11/bendung-baru/">lain</a>',
        '<img src="/2026/11/bendung-baru/foto.jpg">',
    ],
)
def test_a_leak_fails_the_build_and_names_the_file(tmp_path: Path, text: str) -> None:
    """Words in other marks, in attributes, or the address: each is found, and the output stays as it was."""
    site = hidden(SiteTest(tmp_path))
    site.build()
    before = site.files()
    problem = leaky_theme(site, text).problems()
    assert len(problem) == 1
    assert problem[0].startswith("content/releases/bendung.md: is not public, but the output would give it away: ")
    assert "2026/11/umum" in problem[0] or "2026/11/kabar-umum/index.html" in problem[0]
    assert site.files() == before


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("number", "480/1234/Diskominfo/XI/2026/Rilis"),
        ("sponsored", "Kerja sama dengan PT Bank Sumedang"),
        ("byline", "Ani Rahma Wati Sari Dewi Lestari"),
        ("authors", "Ani Rahma Wati Sari Dewi Lestari"),
        ("tags", "Rencana pemindahan pasar induk ke Cimalaka"),
    ],
)
def test_words_of_front_matter_are_looked_for(tmp_path: Path, key: str, text: str) -> None:
    """What the row of a key calls secret is found where it stands in the output."""
    site = SiteTest(tmp_path).release("umum", "Kabar umum", "Isi yang umum.")
    site.release("bendung", "Bendung baru", "Isi.", embargo=LATER, slug="bendung-baru", **{key: text})
    found = leaky_theme(site, text).problems()
    assert [problem.partition(" is not public")[0] for problem in found] == ["content/releases/bendung.md:"]


@pytest.mark.parametrize(
    "key, value",
    [
        ("title", SENTENCE),
        ("summary", SENTENCE),
        ("notes", SENTENCE),
        ("byline", SENTENCE),
        ("image", f"{{file: /p.jpg, alt: {SENTENCE}}}"),
        ("image", f"{{file: /p.jpg, alt: Bendung, caption: {SENTENCE}}}"),
        ("gallery", f"[{{file: /p.jpg, alt: {SENTENCE}}}]"),
        ("attachments", f"[{{file: /p.jpg, title: {SENTENCE}}}]"),
        ("corrections", f"[{{at: 2026-11-21, text: {SENTENCE}}}]"),
        ("withdrawn", f"{{at: 2026-11-21, reason: {SENTENCE}}}"),
    ],
)
def test_all_words_of_a_hidden_release_are_secret(tmp_path: Path, key: str, value: str) -> None:
    """Not its text alone: each key under which a writer says something."""
    site = SiteTest(tmp_path).release("umum", "Kabar umum").write("content/static/p.jpg", picture())
    site.release("bendung", "Bendung baru", "Isi.", slug="bendung-baru", embargo=LATER)
    path = "content/releases/bendung.md"
    site.write(path, set_line(site.text_of(path), key, value)).write("content/static/lama.txt", f"<p>{SENTENCE}</p>")
    (problem,) = [each for each in site.problems() if each.startswith(path) and "lama.txt has " in each]
    assert problem.endswith("lama.txt has 10 words in a row of it.")
    assert "cibening" not in problem.casefold()  # a log may be anybody's


def test_words_that_a_public_text_has_too_are_no_leak(tmp_path: Path) -> None:
    """A standing last paragraph, the boilerplate and a quoted title are public by the will of whoever wrote them."""
    closing = "Keterangan lebih lanjut dapat diperoleh pada jam kerja di kantor Humas"
    site = hidden(SiteTest(tmp_path), f"Isi lain.\n\n{closing}.")
    site.release("dua", "Kabar kedua", f"Isi kedua.\n\n{closing}.")
    site.write(
        "content/pages/tentang.md", "---\ntitle: Tentang\n---\n\nBendung baru itu ada di halaman enam kata ini.\n"
    )
    assert "2026/11/kabar-kedua/index.html" in site.build().claimed


@pytest.mark.parametrize(
    ("secret", "title", "summary", "body"),
    [
        ("Satu. Bupati membuka pasar induk baru.", "Bupati membuka pasar induk baru", "Ringkas.", "Isi."),
        ("Isi kantor wilayah provinsi jawa barat.", "Kabar", "Kantor wilayah provinsi Jawa Barat", "Isi."),
        (
            "Ringkasan kantor wilayah provinsi jawa barat.",
            "Kabar",
            "",
            "## Ringkasan\n\nKantor wilayah provinsi Jawa Barat.",
        ),
        (
            "Badan meteorologi klimatologi dan geofisika itu.",
            "Kabar",
            "",
            "## Badan Meteorologi Klimatologi dan Geofisika\n\nItu ada.",
        ),
    ],
)
def test_a_row_across_two_public_pieces_is_no_leak(
    tmp_path: Path, secret: str, title: str, summary: str, body: str
) -> None:
    """A number before a title, a heading above a paragraph: that a hidden text has such a row too gives nothing away."""
    site = hidden(SiteTest(tmp_path), secret).release("dua", title, body, summary=summary)
    site.edit("themes/bare/templates/release.html", "<h1>", "<p>Satu</p><h1>")
    site.edit("themes/bare/templates/release.html", "<body>", '<body><p data-x="Isi">Isi</p><p>{{ page.summary }}</p>')
    site.build()


@pytest.mark.parametrize(
    "text",
    [
        "<p>Kabar umum</p><p>Bendung Cibening mulai mengairi seribu dua ratus</p>",
        "<p>Isi yang</p><p>umum Cibening mulai mengairi seribu</p>",
        "<p>Isi</p><p>yang umum</p><p>Cibening mulai mengairi</p>",
    ],
)
def test_an_edge_hides_no_hidden_words(tmp_path: Path, text: str) -> None:
    """Hidden words behind the edge of a public piece are a leak, and so are those in several short pieces."""
    site = hidden(SiteTest(tmp_path), f"Kabar umum {SENTENCE}. Isi yang umum Cibening mulai mengairi seribu dua.")
    assert leaky_theme(site, text).problems()


def test_an_address_elsewhere_with_the_same_last_word_is_no_leak(tmp_path: Path) -> None:
    """A public text may link to another site's page that is called as a hidden one of ours."""
    site = SiteTest(tmp_path).release("umum", "Kabar umum", "Lihat [program](https://git.example/kantor/bendung).")
    site.write("content/pages/bendung.md", "---\ntitle: Bendung\ndraft: true\n---\n\nIsi.\n")
    site.build()
    site.write("content/static/lama.txt", "https://berita.example/bendung/")
    assert [each.partition(": lama.txt")[2] for each in site.problems()] == [" has its address."]


@pytest.mark.parametrize("between", ["", " Lalu kata-kata lain sama sekali di sini. "])
def test_public_words_before_hidden_ones_hide_nothing(tmp_path: Path, between: str) -> None:
    """A file that gives away hidden words behind words which a public text has too is refused all the same."""
    closing = "Keterangan lebih lanjut dapat diperoleh pada jam kerja di kantor Humas"
    site = hidden(SiteTest(tmp_path), f"{closing} {SENTENCE}.")
    site.release("dua", "Kabar kedua", f"Isi kedua.\n\n{closing}.")
    site.build()
    site.write("content/static/lama.txt", f"{closing}{between} {SENTENCE}")
    (problem,) = site.problems()
    assert problem.startswith("content/releases/bendung.md: is not public, but the output would give it away: lama.txt")


def test_a_page_that_stays_is_looked_at_when_more_is_hidden(tmp_path: Path) -> None:
    """What was public and is put under embargo again may still stand in a file that nothing else changes."""
    site = hidden(SiteTest(tmp_path), "Isi.")
    site.write("content/static/lama.txt", f"<p>{SENTENCE}</p>")
    site.build()
    site.edit("content/releases/bendung.md", "Isi.", SENTENCE + ".")
    assert site.problems() == [
        "content/releases/bendung.md: is not public, but the output would give it away: lama.txt has "
        "10 words in a row of it."
    ]


def test_a_picture_under_another_name_is_found_by_its_bytes(tmp_path: Path) -> None:
    """The hidden picture put into static/ would be on the web, whatever it is called."""
    site = SiteTest(tmp_path).release("umum", "Kabar umum")
    site.write("content/releases/b/index.md", f"---\ntitle: Bendung\ndate: {LATER}\n---\n\nIsi.\n")
    site.write("content/releases/b/foto.jpg", picture("rahasia"))
    site.build()
    site.write("content/static/lain.jpg", picture("rahasia"))
    assert "lain.jpg is the same picture or file as one of its own" in site.problems()[0]


WORDS = st.lists(st.sampled_from("satu dua tiga empat lima enam tujuh delapan".split()), max_size=40)


@given(WORDS, WORDS, st.integers(0, 5))
def test_every_run_of_six_words_is_found_wherever_it_begins(secret: list[str], around: list[str], shift: int) -> None:
    """The look at every fourth run of three misses nothing, and finds nothing that is not there."""
    index = make_index([Secret("releases/a.md", "/a/b-c-d/", (" ".join(secret).encode(),))], [])
    words = around[:shift] + secret + around
    found = {run for leak in find_leaks(" ".join(words).encode(), index) for run in leak.runs}
    assert bool(found) == (len(secret) >= RUN)
    runs = {tuple(secret[at : at + RUN]) for at in range(len(secret) - RUN + 1)}
    other = {tuple(around[at : at + RUN]) for at in range(len(around) - RUN + 1)}
    assert bool(find_leaks(" ".join(around).encode(), index)) == bool(runs & other)
