"""Proves that theme folders become one theme: nearest file first, options checked, and pages known by what they use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest

from tests.support import BARE_THEME
from warta.bundled import bundled
from warta.errors import ProblemsFound
from warta.fields import Ref
from warta.plan.kinds import PAGES as TEMPLATES_OF_PAGES
from warta.render.html.contract import CARD, CONTRACT, contract_fault
from warta.render.html.message_files import MessageFile, files_of_language
from warta.render.html.templates import read_languages
from warta.render.html.theme import Theme, load_theme

TEMPLATES = tuple(TEMPLATES_OF_PAGES.values())
OPTIONS = """\
options:
  accent: {type: color, default: "#0b5d4e", help: Colour of links}
  dark: {type: flag, default: true}
  columns: {type: number, default: 3}
  hero: {type: choice, choices: [large, small], default: large}
  footer: {default: Humas}
"""
DEFAULTS = {"accent": "#0b5d4e", "columns": 3, "dark": True, "footer": "Humas", "hero": "large"}


class Themes:
    """Themes in a folder: `t` has every template there must be."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write({f"themes/t/{name}": text for name, text in BARE_THEME.items()})

    def write(self, files: Mapping[str, str | bytes]) -> Themes:
        for path, text in files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def template(self, name: str, text: str) -> Themes:
        return self.write({f"themes/t/templates/{name}": text})

    def load(self, name: str = "t", languages: Sequence[str] = (), **options: str) -> Theme:
        """The theme, with options as if they stood on line 9 of config.yaml."""
        return load_theme(self.root, name, {key: Ref(value, 9) for key, value in options.items()}, languages)

    def problems(self, name: str = "t", **options: str) -> list[str]:
        with pytest.raises(ProblemsFound) as caught:
            self.load(name, **options)
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def themes(tmp_path: Path) -> Themes:
    """A newsroom with a complete theme `t`."""
    return Themes(tmp_path)


def digests(theme: Theme) -> dict[str, bytes]:
    """The digest of all that each page template can be rendered by."""
    return {
        TEMPLATES_OF_PAGES[kind]: digest for kind, digest in theme.facts.templates.items() if kind in TEMPLATES_OF_PAGES
    }


def known_options(theme: Theme) -> dict[str, object]:
    """The options that this file's themes declare."""
    return {name: theme.facts.options[name] for name in DEFAULTS if name in theme.facts.options}


def test_options_have_their_defaults_and_types(themes: Themes) -> None:
    """Colour and text are text, a flag is a truth value, a number is one."""
    themes.write({"themes/t/theme.yaml": f"name: T\n{OPTIONS}"})
    assert known_options(themes.load()) == DEFAULTS


def test_options_are_set_by_the_newsroom(themes: Themes) -> None:
    """Each as its type wants it."""
    themes.write({"themes/t/theme.yaml": f"name: T\n{OPTIONS}"})
    theme = themes.load(accent="#FFF", dark="tidak", columns="04", hero="small", footer="")
    assert known_options(theme) == {"accent": "#FFF", "columns": 4, "dark": False, "footer": "", "hero": "small"}


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("accent", "merah", "theme option 'accent' must be a colour such as #0b5d4e (got 'merah')."),
        ("accent", "#12345", "theme option 'accent' must be a colour such as #0b5d4e (got '#12345')."),
        ("accent", "#fff;}", "theme option 'accent' must be a colour such as #0b5d4e (got '#fff;}')."),
        ("dark", "mungkin", "theme option 'dark' must be true or false (got 'mungkin')."),
        ("columns", "tiga", "theme option 'columns' must be a whole number (got 'tiga')."),
        ("columns", "-1", "theme option 'columns' must be a whole number (got '-1')."),
        ("hero", "huge", "theme option 'hero' must be one of large, small (got 'huge')."),
        ("acent", "#fff", "the theme has no option 'acent'. Did you mean 'accent'?"),
    ],
)
def test_a_wrong_option_is_a_problem_of_the_config(themes: Themes, option: str, value: str, message: str) -> None:
    """With the line on which it stands there."""
    themes.write({"themes/t/theme.yaml": f"name: T\n{OPTIONS}"})
    assert themes.problems(**{option: value}) == [f"config.yaml:9: {message}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: [\n", ["themes/t/theme.yaml:1: a list in brackets is not closed. Write: name: []"]),
        ("- a\n", ["themes/t/theme.yaml:1: must be 'key: value' lines (got a list)."]),
        ("nama: T\n", ["themes/t/theme.yaml:1: unknown setting 'nama'. Did you mean 'name'?"]),
        ("options: [a]\n", ["themes/t/theme.yaml:1: 'options' must be 'key: value' lines (got a list)."]),
        ("options:\n  a: {type: colour}\n", ["themes/t/theme.yaml:2: 'type' must be one of text, color, flag, number, "
         "choice (got 'colour'). Did you mean 'color'?"]),
        ("options:\n  a:\n    type: number\n    default: tiga\n",
         ["themes/t/theme.yaml:4: 'default' must be a whole number (got 'tiga')."]),
        ("options:\n  a: {type: choice, choices: [x], default: y}\n",
         ["themes/t/theme.yaml:2: 'default' must be one of x (got 'y')."]),
        ("options:\n  a: {jenis: text}\n",
         ["themes/t/theme.yaml:2: unknown key of 'a' 'jenis'. Known are: type, choices, help, default."]),
    ],
)  # fmt: skip
def test_a_broken_theme_yaml_is_a_problem(themes: Themes, text: str, expected: list[str]) -> None:
    """With its line."""
    assert themes.write({"themes/t/theme.yaml": text}).problems() == expected


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("2", "'contract' must be at most 1, the newest that this Warta has (got '2'). Update Warta to use the theme."),
        ("0", "'contract' must be at least 1, the oldest that this Warta still has (got '0'). "
         "Use a newer version of the theme, or change it as docs/themes.md says."),
        ("satu", "'contract' must be a whole number (got 'satu')."),
        ("1.0", "'contract' must be a whole number (got '1.0')."),
        ("-1", "'contract' must be a whole number (got '-1')."),
        ("[1]", "'contract' must be text (got a list)."),
    ],
)  # fmt: skip
def test_a_contract_that_this_warta_does_not_have_is_a_problem(themes: Themes, written: str, message: str) -> None:
    """With the line on which the theme states it, be it the parent of the theme that is used."""
    themes.write({"themes/t/theme.yaml": f"name: T\nversion: '1'\ncontract: {written}\n"})
    themes.write({"themes/child/theme.yaml": "parent: t\n"})
    assert themes.problems() == [f"themes/t/theme.yaml:3: {message}"]
    assert themes.problems("child") == themes.problems()


def test_a_theme_may_state_the_present_contract(themes: Themes) -> None:
    """And one that states none loads as well."""
    without = themes.load()
    assert themes.write({"themes/t/theme.yaml": f"name: T\ncontract: {CONTRACT}\n"}).load() == without


def test_a_theme_without_a_contract_is_of_the_first() -> None:
    """Once the first is no longer understood, it must say so or be changed."""
    assert contract_fault(None, oldest=1, newest=3) is None
    assert contract_fault("2", oldest=2, newest=3) is None
    assert str(contract_fault(None, oldest=2, newest=3)) == (
        "'contract' must be at least 2, the oldest that this Warta still has (got none). "
        "Use a newer version of the theme, or change it as docs/themes.md says."
    )


@pytest.mark.parametrize("name", ["warta", "pesisir"])
def test_the_themes_that_come_along_state_the_present_contract(name: str) -> None:
    """They are what other themes are copied from."""
    assert f"\ncontract: {CONTRACT}\n" in bundled(f"themes/{name}/theme.yaml").read_text(encoding="utf-8")


def test_the_documents_are_of_the_present_contract() -> None:
    """Whoever changes the number has to say what themes must do."""
    text = Path("docs/themes.md").read_text(encoding="utf-8")
    assert f"This is contract {CONTRACT} " in text
    assert re.findall(r"^\| (\d+) \| \d", text, re.MULTILINE) == [str(number + 1) for number in range(CONTRACT)]


def test_a_theme_that_is_not_there_is_a_problem(themes: Themes) -> None:
    """With the nearest that is."""
    themes.write({"themes/sukamaju/theme.yaml": "name: S\n"})
    (found,) = themes.problems("sukamju")
    assert found == "config.yaml: there is no theme 'sukamju' in themes/. Did you mean 'sukamaju'?"


def test_a_folder_without_theme_yaml_says_what_it_lacks(themes: Themes) -> None:
    """The name is right, so it must not be proposed instead of itself."""
    themes.write({"themes/baru/templates/home.html": "x"})
    (found,) = themes.problems("baru")
    assert "Did you mean 'baru'" not in found
    assert "theme.yaml" in found


def test_parents_are_found_and_checked(themes: Themes) -> None:
    """One that is not there, or the theme itself, is a problem of the theme."""
    themes.write({"themes/a/theme.yaml": "parent: wrta\n", "themes/b/theme.yaml": "parent: b\n"})
    themes.write({"themes/c/theme.yaml": "parent: d\n", "themes/d/theme.yaml": "parent: c\n"})
    assert themes.problems("a") == ["themes/a/theme.yaml: there is no theme 'wrta' in themes/. Did you mean 'warta'?"]
    assert themes.problems("b") == ["themes/b/theme.yaml: the theme 'b' is its own ancestor."]
    assert themes.problems("c") == ["themes/d/theme.yaml: the theme 'c' is its own ancestor."]


def test_the_nearest_theme_that_has_a_file_gives_it(themes: Themes) -> None:
    """Child, parent, then the default theme; each can be asked for by its theme's name."""
    themes.write(
        {
            "themes/child/theme.yaml": f"parent: t\n{OPTIONS}",
            "themes/child/templates/home.html": "child",
            "themes/child/static/css/warta.css": "child",
            "themes/t/theme.yaml": "name: T\noptions: {hero: {default: parent}, own: {default: x}}\n",
        }
    )
    theme = themes.load("child")
    texts = {name: template.text for name, template in theme.templates.items()}
    assert (texts["home.html"], texts["child/home.html"]) == ("child", "child")
    assert texts["t/home.html"] == BARE_THEME["templates/home.html"]
    assert texts["release.html"] == texts["t/release.html"]
    assert texts["warta/release.html"] != texts["release.html"]
    assert theme.templates["release.html"].path == "themes/t/templates/release.html"
    assert (theme.facts.options["hero"], theme.facts.options["own"]) == ("large", "x")
    assert theme.assets[theme.facts.assets["css/warta.css"]] == b"child"


def test_messages_of_all_ancestors_are_there_nearest_first(themes: Themes) -> None:
    """A language that the child lacks comes from above."""
    themes.write(
        {"themes/child/theme.yaml": "parent: t\n", "themes/child/locale/id.po": "a", "themes/t/locale/id.po": "b"}
    )
    messages = themes.load("child").messages
    assert [file.path for file in messages["id"]] == [f"themes/{name}/locale/id.po" for name in ("child", "t", "warta")]
    assert {"en", "su", "jv"} <= messages.keys()


@pytest.mark.parametrize("default", ["id", "en", "su", "ban"])
@pytest.mark.parametrize("language", ["id", "id-ID", "en", "en-GB", "su", "jv-Latn", "ban", "bbc"])
def test_the_digest_of_messages_is_of_those_that_the_language_shows(
    themes: Themes, language: str, default: str
) -> None:
    """It changes when the file does that its words come from, and with no other."""

    def written(languages: Iterable[str], word: str) -> tuple[str, bytes]:
        themes.write({f"themes/t/locale/{each}.po": f'msgid "Home"\nmsgstr "{word}"\n' for each in languages})
        theme = themes.load(languages=(default, language))
        messages = read_languages(theme, (language,), default)[language]
        return messages.gettext("Home"), theme.facts.messages[language]

    spoken = ("ban", "en", "id", "jv", "su")
    before, changed = written(spoken, "before"), set()
    for each in spoken:
        word, digest = written([each], "after")
        assert (digest != before[1]) == (word == "after")
        changed |= {each} if word == "after" else set()
        assert written([each], "before") == before
    assert len(changed) == 1


def test_english_needs_no_message_file() -> None:
    """Messages are written in it, so another language's must not stand in."""
    files = {"id": (MessageFile("id.po", b""),)}
    assert files_of_language(files, "en-GB", "id") == files_of_language(files, "en", "id") == ()
    assert files_of_language(files, "su", "en") == files["id"]


def test_messages_are_no_part_of_the_digests_of_templates(themes: Themes) -> None:
    """A page in one language does not change with a word of another."""
    before = digests(themes.load())
    assert digests(themes.write({"themes/t/locale/su.po": ""}).load()) == before
    assert {len(digest) for digest in before.values()} == {16}


def test_a_newsrooms_own_default_theme_comes_first(themes: Themes) -> None:
    """A folder themes/warta of the newsroom stands in for the one that comes along, with whatever it lacks missing."""
    themes.write({"themes/warta/theme.yaml": "name: W\n", "themes/warta/templates/home.html": "own"})
    assert themes.load("t").templates["warta/home.html"].text == "own"
    assert len(themes.problems("warta")) == len(TEMPLATES)


@pytest.mark.parametrize("name", [*TEMPLATES, CARD])
def test_a_template_that_nobody_has_is_missing(themes: Themes, name: str) -> None:
    """It is named by where it should lie."""
    themes.write({"themes/warta/theme.yaml": "name: W\n"})
    (themes.root / "themes/t/templates" / name).unlink()
    assert themes.problems() == [f"themes/t/templates/{name}: is missing, and no parent theme has it."]


def test_a_template_that_is_no_text_is_a_problem(themes: Themes) -> None:
    """UTF-16 or a picture."""
    assert themes.write({"themes/t/templates/home.html": b"\xff\xfe"}).problems() == [
        "themes/t/templates/home.html: is not UTF-8 text (byte 1 cannot be read)."
    ]


def test_a_link_out_of_the_theme_is_a_problem(themes: Themes) -> None:
    """A theme's files lie in the theme."""
    (themes.root / "themes/t/static/x.css").symlink_to("/etc/hostname")
    assert themes.problems() == [
        "themes/t/static/x.css: is a link that leads out of this newsroom (to hostname). Copy the file here instead."
    ]


def changed(themes: Themes, name: str, text: str) -> set[str]:
    """The page templates whose digest is another after a template was written."""
    before = digests(themes.load())
    after = digests(themes.template(name, text).load())
    return {template for template in before if before[template] != after[template]}


PAGES = set(TEMPLATES)


def test_a_template_changes_its_own_page_alone(themes: Themes) -> None:
    """The others do not use it."""
    assert changed(themes, "year.html", "x") == {"year.html"}


def test_the_card_changes_every_page(themes: Themes) -> None:
    """Any page may show one."""
    assert changed(themes, CARD, "x") == PAGES


@pytest.mark.parametrize(
    "tag",
    [
        '{% include "parts/x.html" %}',
        "{%- include 'parts/x.html' -%}",
        '{% include "parts/x.html" ignore missing %}',
        '{% include "parts/x.html" without context %}',
        '{% import "parts/x.html" as x %}',
        '{% from "parts/x.html" import y with context %}',
        '{%\n  extends "parts/x.html"\n%}',
        '{% if page %}{% include "parts/x.html" %}{% endif %}',
        '{%+ include "parts/x.html" %}',
        '{% include"parts/x.html"%}',
        '{%from"parts/x.html"import y%}',
    ],
)
def test_a_part_changes_the_pages_that_use_it(themes: Themes, tag: str) -> None:
    """However it is included, also through another part, and no other page."""
    themes.template("parts/x.html", "1").template("page.html", tag).template("parts/y.html", tag)
    themes.template("home.html", '{% include "parts/y.html" %}')
    assert changed(themes, "parts/x.html", "2") == {"page.html", "home.html"}
    assert changed(themes, "parts/y.html", "2") == {"home.html"}


@pytest.mark.parametrize(
    "tag",
    [
        "{% include page.role ~ '.html' %}",
        '{% include ["a.html", "parts/x.html"] %}',
        '{% extends "a.html" if page.role else "parts/x.html" %}',
        '{% set name = "parts/x.html" %}{% include name %}',
        '{% include("parts/x.html") %}',
        '{% include "parts/" "x.html" %}',
        r'{% include "parts\x2fx.html" %}',
    ],
)
def test_a_part_whose_name_is_computed_can_be_any(themes: Themes, tag: str) -> None:
    """Then a change of any template is a change of that page."""
    themes.template("parts/x.html", "1").template("page.html", tag)
    assert changed(themes, "parts/x.html", "2") == {"page.html"}
    assert changed(themes, "year.html", "2") == {"page.html", "year.html"}


def test_a_part_that_comes_to_stand_before_the_parents_changes_the_page(themes: Themes) -> None:
    """The child's file of the same name is what is included from now on, even with the same text."""
    themes.template("parts/x.html", "1").template("page.html", '{% include "parts/x.html" %}')
    themes.write({"themes/child/theme.yaml": "parent: t\n"})
    before = digests(themes.load("child"))
    themes.write({"themes/child/templates/parts/x.html": "2"})
    after = digests(themes.load("child"))
    assert {name for name in before if before[name] != after[name]} == {"page.html"}


def test_a_new_part_that_was_missing_changes_the_page(themes: Themes) -> None:
    """`ignore missing` finds it at last."""
    themes.template("page.html", '{% include "parts/new.html" ignore missing %}')
    assert changed(themes, "parts/new.html", "x") == {"page.html"}


def test_static_files_are_named_by_what_they_hold(themes: Themes) -> None:
    """Other bytes are another address; a style sheet follows the names of what it uses."""
    themes.write(
        {
            "themes/t/static/css/warta.css": "a { background: url('../img/x.svg') url(y.png) "
            "url(https://x.example/z.png) }",
            "themes/t/static/img/x.svg": "<svg/>",
            "themes/t/static/css/y.png": b"png",
            "themes/t/static/LICENSE": "x",
        }
    )
    before = themes.load()
    names = before.facts.assets
    sheet = before.assets[names["css/warta.css"]].decode()
    assert names["img/x.svg"].removeprefix("assets/") in sheet
    assert f"url(../{names['css/y.png'].removeprefix('assets/')})" in sheet
    assert "url(https://x.example/z.png)" in sheet
    assert names["LICENSE"].startswith("assets/LICENSE.")
    after = themes.write({"themes/t/static/img/x.svg": "<svg></svg>"}).load().facts.assets
    assert {name for name in names if names[name] != after[name]} == {"img/x.svg", "css/warta.css"}


def links_of(theme: Theme, name: str) -> set[str]:
    """The static files that a style sheet leads to, by the addresses a browser would ask for."""
    path = theme.facts.assets[name]
    written = re.findall(r"(?:url\(\s*[\"']?|@import\s+[\"'])([^\"')\s;]+)", theme.assets[path].decode())
    found = {posixpath.normpath(posixpath.join(posixpath.dirname(path), each)) for each in written}
    by_path = {each: name_ for name_, each in theme.facts.assets.items()}
    return {by_path[each] for each in found if each in by_path}


@pytest.mark.parametrize("form", ['@import "{}";', "@import url({});", "@import url('{}') screen;"])
def test_style_sheets_find_each_other(themes: Themes, form: str) -> None:
    """In every form of import, and through several of them."""
    themes.write(
        {
            "themes/t/static/css/a.css": form.format("b.css"),
            "themes/t/static/css/b.css": form.format("../c.css"),
            "themes/t/static/c.css": "a { color: red }",
        }
    )
    theme = themes.load()
    assert links_of(theme, "css/a.css") == {"css/b.css"}
    assert links_of(theme, "css/b.css") == {"c.css"}


def test_the_default_theme_is_complete() -> None:
    """It loads without a newsroom, with messages for the four languages of the interface."""
    theme = load_theme(Path("nowhere"), "warta", {})
    assert {"id", "en", "su", "jv"} <= theme.messages.keys()
    assert set(TEMPLATES) == digests(theme).keys()
