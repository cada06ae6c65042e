"""Proves that a newsroom's own code adds filters, Markdown and files, counts as an input, and never harms what stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import SiteTest
from warta.errors import ProblemsFound

FILTERS = 'def shout(text):\n    return str(text).upper()\n\n\nFILTERS = {"shout": shout}\n'
MARKDOWN = """\
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Place(Preprocessor):
    def run(self, lines):
        return [line.replace(":place:", "Sumedang") for line in lines]


class Places(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Place(md), "place", 5)


MARKDOWN = [Places()]
"""
OUTPUTS = """\
from warta import Output


def outputs(site):
    rows = [f"{each.date:%Y-%m-%d};{each.title};{each.url}" for each in site.releases]
    yield Output("data/releases.csv", "\\n".join([site.title, *rows]))
    yield Output("data/mark.bin", b"\\x00\\xff")
"""
ALL = f"{OUTPUTS}\n\n{MARKDOWN}\n\n{FILTERS}"


@pytest.fixture
def newsroom(tmp_path: Path) -> SiteTest:
    """A newsroom with extensions of all kinds, two languages, and something hidden."""
    site = SiteTest(tmp_path).config("extensions: true\nlanguages: [id, en]\n").write("extensions.py", ALL)
    site.release("a", "Banjir surut", "Di :place: air surut.", date="2026-11-20")
    site.release("b", "Market opens", "In :place: it opens.", date="2026-11-21", language="en")
    site.release("c", "Rahasia besar", "Belum :place:.", date="2026-11-22", draft="true")
    name = "themes/bare/templates/release.html"
    return site.edit(name, "<h1>{{ page.title }}", "<h1>{{ page.title|shout }} {{ 'dari'|shout }}")


def test_filters_markdown_and_outputs_take_part(newsroom: SiteTest) -> None:
    """Each does what it is for, and what is hidden is in none of it."""
    newsroom.build()
    page = newsroom.page("/2026/11/banjir-surut/")
    assert "<h1>BANJIR SURUT DARI" in page
    assert "Di Sumedang air surut." in page
    assert newsroom.text("data/releases.csv").splitlines() == [
        "Ruang Berita",
        "2026-11-21;Market opens;https://berita.example/en/2026/11/market-opens/",
        "2026-11-20;Banjir surut;https://berita.example/2026/11/banjir-surut/",
    ]
    assert newsroom.files()["data/mark.bin"] == b"\x00\xff"


def test_a_preview_shows_its_outputs_what_it_shows(newsroom: SiteTest) -> None:
    """Drafts are in the site that outputs are made of where they are in the pages."""
    newsroom.build(shown=frozenset(("public", "draft")))
    assert "Rahasia besar" in newsroom.text("data/releases.csv")


def test_nothing_of_it_runs_unless_it_is_asked_for(site: SiteTest) -> None:
    """A file that lies there is not run."""
    site.write("extensions.py", "raise SystemExit(3)\n").release("a", "A").build()
    assert "2026/11/a/index.html" in site.files()


CHANGES: dict[str, Callable[[SiteTest], object]] = {
    "a filter": lambda site: site.edit("extensions.py", ".upper()", ".title()"),
    "Markdown": lambda site: site.edit("extensions.py", '"Sumedang"', '"Wado"'),
    "an output": lambda site: site.edit("extensions.py", "%Y-%m-%d", "%d.%m.%Y"),
    "the path of an output": lambda site: site.edit("extensions.py", "data/releases.csv", "daftar.csv"),
    "no output": lambda site: site.edit("extensions.py", "def outputs", "def nothing"),
    "no Markdown": lambda site: site.edit("extensions.py", "MARKDOWN = [Places()]", "MARKDOWN = []"),
    "a title": lambda site: site.edit("content/releases/a.md", "title: Banjir", "title: Air"),
    "a body": lambda site: site.edit("content/releases/a.md", "air surut", "air pergi"),
    "a new release": lambda site: site.release("d", "Baru", date="2026-11-23"),
    "a release that is gone": lambda site: site.delete("content/releases/b.md"),
    "a draft that comes out": lambda site: site.edit("content/releases/c.md", "draft: true", "draft: false"),
    "the newsroom's name": lambda site: site.edit("config.yaml", "title: Ruang Berita", "title: Kabar"),
    "compressed twins": lambda site: site.config("host: nginx\nprecompress: true\n"),
}


@pytest.mark.parametrize("again", [True, False], ids=["one process", "new processes"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_loaded_anew(newsroom: SiteTest, change: str, *, again: bool) -> None:
    """Whatever changed, what is left is what a clean build leaves; and so it is when the change is undone."""
    newsroom.remember(again=again).build()
    before, inputs = newsroom.files(), newsroom.inputs()
    CHANGES[change](newsroom)
    assert newsroom.compare() == []
    assert newsroom.files() != before
    newsroom.restore(inputs).build()
    assert newsroom.files() == before


def test_a_changed_output_renders_no_page(newsroom: SiteTest) -> None:
    """An edit that a file of the newsroom's own shows costs that file, and one that it does not show costs none of them."""
    newsroom.write("extensions.py", OUTPUTS).write("themes/bare/templates/release.html", "{{ body }}").build()
    newsroom.edit("extensions.py", "%Y-%m-%d", "%d.%m.%Y")
    assert newsroom.build().written == ("data/releases.csv",)
    newsroom.edit("content/releases/a.md", "air surut", "air pergi")
    assert "data/releases.csv" not in newsroom.build().written


def refuse(site: SiteTest, source: str) -> list[str]:
    """The problems of this code; the output stands as it was."""
    site.build()
    before = site.files()
    site.write("extensions.py", source)
    problems = site.problems()
    assert site.files() == before
    assert site.remember().problems() == problems  # and again, in a process that lives on
    return problems


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("x = 1\n1 / 0\n", "2: raised ZeroDivisionError: division by zero"),
        ("x = 1\ny = (\n", "2: cannot be read: '(' was never closed."),
        ("import sys\nsys.exit()\n", "2: raised SystemExit"),
        ("import nirgends_da\n", "1: raised ModuleNotFoundError: No module named 'nirgends_da'"),
        ("\n\nFILTERS = [1]\n", "3: FILTERS must be a dict of names and functions (got list)."),
        ('FILTERS = {\n  "shout": 3,\n}\n', "2: filter 'shout' must be a function (got int)."),
        ("FILTERS = {3: str}\n", "1: the name of a filter must be one word (got 3)."),
        ("FILTERS = {'upper': str}\n", "1: filter 'upper' is one that templates have already. Give it another name."),
        ("FILTERS = {'date': str}\n", "1: filter 'date' is one that templates have already. Give it another name."),
        ("MARKDOWN = 'toc'\n", "1: MARKDOWN must be a list of Python-Markdown's extensions (got str)."),
        ("MARKDOWN = [7]\n", "1: MARKDOWN must hold extensions of Python-Markdown, or their names (got int)."),
        ("\noutputs = 7\n", "2: outputs must be a function (got int)."),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_with_its_line(newsroom: SiteTest, source: str, problem: str) -> None:
    """What it defines is looked at before anything is rendered."""
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    assert refuse(newsroom, source) == [f"extensions.py:{problem}"]


def test_a_file_that_defines_nothing_is_an_error(newsroom: SiteTest) -> None:
    """A name that is nearly right is asked for."""
    assert refuse(newsroom, "FILTER = {}\n") == [
        "extensions.py: defines neither FILTERS nor MARKDOWN nor outputs. Did you mean 'FILTERS'?"
    ]


def test_a_file_that_is_not_there_is_an_error(newsroom: SiteTest) -> None:
    """Where the settings ask for it."""
    newsroom.delete("extensions.py")
    assert newsroom.problems() == [
        "extensions.py: is not here. Write it beside config.yaml, or take 'extensions: true' out of that."
    ]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ("    return 1 / 0\n", ["5: raised ZeroDivisionError: division by zero"]),
        ("    yield Output('a.txt', '')\n    yield 1 / 0\n", ["6: raised ZeroDivisionError: division by zero"]),
        ("    return site.titel\n", ["5: raised AttributeError: 'Site' object has no attribute 'titel'"]),
        ("    return None\n", ["4: outputs must give a list of Output (got NoneType)."]),
        ("    return 'text'\n", ["4: outputs must give a list of Output (got str)."]),
        (
            "    return [3, Output('/etc/x', ''), Output('../x', ''), Output('a//b', ''), Output('x', 3)]\n",
            [
                "4: output 'x' must hold a text or bytes (got int).",
                "4: outputs must give Output(path, data) (got int).",
                "4: the path of an output must be the name of a file on every system (got 'a//b').",
                "4: the path of an output must lie below the output folder, such as data/list.csv (got '../x').",
                "4: the path of an output must lie below the output folder, such as data/list.csv (got '/etc/x').",
            ],
        ),
        (
            "    return [Output(path, '') for path in ['a:b', '.warta-manifest', 'x.', '\\n', 'n' * 300]]\n",
            [
                f"4: the path of an output must be the name of a file on every system (got {path!r})."
                for path in sorted(["a:b", ".warta-manifest", "x.", "\n", "n" * 300], key=repr)
            ],
        ),
        ("    return [Output('x', ''), Output('x', '')]\n", ["4: two outputs have the path 'x'."]),
        ("    return [Output(3, '')]\n", ["4: the path of an output must be a text (got int)."]),
        (
            "    return [Output('x', '\\ud800')]\n",
            ["4: output 'x' holds a text that cannot be written: surrogates not allowed."],
        ),
    ],
)
def test_outputs_that_cannot_be_are_errors(newsroom: SiteTest, body: str, problems: list[str]) -> None:
    """All of them at once, and before anything is rendered."""
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    found = refuse(newsroom, f"from warta import Output\n\n\ndef outputs(site):\n{body}")
    assert found == [f"extensions.py:{problem}" for problem in problems]


@pytest.mark.parametrize("path", ["index.html", "2026/11/banjir-surut/index.html", "robots.txt/x", "FEED.xml"])
def test_an_output_where_another_file_is_is_an_error(newsroom: SiteTest, path: str) -> None:
    """It names the file that a newsroom can rename."""
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    (found,) = refuse(newsroom, f"from warta import Output\noutputs = lambda site: [Output({path!r}, '')]\n")
    assert found.startswith("extensions.py: would be written to /")


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("    return 1 / 0\n", "2: raised ZeroDivisionError: division by zero"),
        ("    return None\n", "1: filter 'shout' must give text, numbers, dates or lists (got NoneType)"),
        ("    return {text}\n", "1: filter 'shout' must give text, numbers, dates or lists (got set)"),
        ("    return lambda: 1\n", "1: filter 'shout' must give text, numbers, dates or lists (got function)"),
    ],
)
def test_a_filter_that_fails_names_its_line_and_the_template(newsroom: SiteTest, body: str, problem: str) -> None:
    """Once for all pages, and the output stands."""
    found = refuse(newsroom, f'def shout(text):\n{body}\n\nFILTERS = {{"shout": shout}}\n')
    template = "themes/bare/templates/release.html:2"
    pages = "(while rendering content/releases/a.md and 1 more)"
    assert found == [f"extensions.py:{problem} (asked for by {template}) {pages}"]


def test_a_name_that_a_template_has_wrong_is_the_templates_mistake(newsroom: SiteTest) -> None:
    """Even where a filter of the newsroom's own is the first to look at it."""
    newsroom.write("themes/bare/templates/release.html", "{{ page.titel|shout }}")
    (found, *_) = newsroom.problems()
    assert found.startswith("themes/bare/templates/release.html:1: ReleaseView has no 'titel'.")


@pytest.mark.parametrize(
    ("new", "at", "error"),
    [
        ("return [line.nothing", "return [line", "raised AttributeError: 'str' object has no attribute 'nothing'"),
        ("[line.replace", "MARKDOWN = ", "raised TypeError: can only join an iterable"),
    ],
)
def test_a_markdown_extension_that_fails_names_its_line(newsroom: SiteTest, new: str, at: str, error: str) -> None:
    """Whether it raises, or gives what the library cannot use; and all other problems of content are told with it."""
    newsroom.build()
    before = newsroom.files()
    newsroom.release("e", "E", date="kapan").edit("extensions.py", "return [line.replace", new)
    line = ALL[: ALL.index(at)].count("\n") + 1
    first, second = newsroom.problems()
    assert first.startswith("content/releases/e.md:3: ")
    assert second.startswith(f"extensions.py:{line}: {error}")
    assert second.endswith(" (while reading content/releases/a.md and 3 more)")
    assert newsroom.problems() == [first, second]
    assert newsroom.files() == before


def test_a_markdown_extension_that_cannot_be_set_up_is_an_error(newsroom: SiteTest) -> None:
    """With the line that it failed on."""
    line = MARKDOWN[: MARKDOWN.index("md.preprocessors")].count("\n") + 1
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    found = refuse(newsroom, MARKDOWN.replace("md.preprocessors", "md.nothing"))
    assert found == [f"extensions.py:{line}: raised AttributeError: '_Markdown' object has no attribute 'nothing'"]


def test_what_an_output_gives_away_is_found(newsroom: SiteTest) -> None:
    """A file of the newsroom's own is looked through for what is hidden, as every other."""
    words = "enam kata yang tidak boleh terbit sekarang juga"
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    newsroom.write("content/releases/c.md", f"---\ntitle: Rahasia\ndate: 2026-11-22\ndraft: true\n---\n\n{words}\n")
    found = refuse(newsroom, f"from warta import Output\noutputs = lambda site: [Output('x.txt', '{words}')]\n")
    assert any("x.txt" in problem for problem in found)


def test_many_processes_do_as_one(newsroom: SiteTest) -> None:
    """Each loads the very file that counts as an input."""
    for number in range(300):
        newsroom.release(f"n{number}", f"Kabar {number}", f"Di :place: {number}.", date="2026-10-01")
    newsroom.build(jobs=2)
    assert newsroom.files() == newsroom.clean(jobs=1)


def test_problems_are_those_of_a_clean_build(newsroom: SiteTest) -> None:
    """A build in a process that lives on complains as a new one does."""
    newsroom.remember().build()
    newsroom.edit("extensions.py", "return str(text).upper()", "return None")
    with pytest.raises(ProblemsFound):
        newsroom.clean()
    assert newsroom.compare() != []


MAKES_MARKDOWN = """\
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class Last(Postprocessor):
    def run(self, text):
        return text + "\\ud800"


class Own(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Last(md), "last", 5)


MARKDOWN = [Own()]
"""


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("def outputs(site):\n    raise ValueError('satu\\n  dua')\n", "extensions.py:2: raised ValueError: satu dua"),
        (
            "class Mute(Exception):\n    def __str__(self):\n        return None\n\n\n"
            "def outputs(site):\n    raise Mute\n",
            "extensions.py:7: raised Mute",
        ),
        (
            MAKES_MARKDOWN.replace('md.postprocessors.register(Last(md), "last", 5)', "raise SystemExit(3)"),
            "extensions.py:12: raised SystemExit: 3",
        ),
        (
            MAKES_MARKDOWN,
            "extensions.py:15: MARKDOWN makes a text that cannot be written: surrogates not allowed. "
            "(while reading content/releases/a.md and 2 more)",
        ),
    ],
)
def test_errors_of_any_kind_are_told_in_a_line(newsroom: SiteTest, code: str, problem: str) -> None:
    """Those of several lines, those that cannot say what they are, those that would end the process."""
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    assert refuse(newsroom, code) == [problem]


def test_a_path_may_be_any_kind_of_text(newsroom: SiteTest) -> None:
    """Such as one of markupsafe, as filters give it."""
    newsroom.write("themes/bare/templates/release.html", "{{ body }}")
    newsroom.write(
        "extensions.py",
        "from markupsafe import Markup\nfrom warta import Output\n\n\n"
        "def outputs(site):\n    yield Output(Markup('a.txt'), Markup('a'))\n",
    )
    assert newsroom.compare() == []
    assert newsroom.text("a.txt") == "a"
