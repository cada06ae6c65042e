"""The documentation names everything there is."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import click
import markdown
import pytest
from babel.messages.pofile import read_po

from scripts import content_keys, settings_table, theme_names, words
from warta.cli.commands import commands
from warta.cli.surroundings import is_placeholder
from warta.content.schema import Schema
from warta.datatree import Node
from warta.dates import find_zone
from warta.desk.rules.table import RULES
from warta.plan.kinds import PAGES
from warta.settings.table import PUBLISHING_ROWS, ROWS

ROOT = Path(__file__).parents[2]


def document(name: str) -> str:
    """The text of a document of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    """docs/configuration.md is what scripts/settings_table.py makes of the table of settings, each with its words."""
    page = document("docs/configuration.md")
    assert page == settings_table.text(page)
    assert [row.key for row in (*ROWS, *PUBLISHING_ROWS) if not row.words] == []


@pytest.mark.parametrize("source", ["releases/a.md", "pages/a.md", "organizations/a.md"])
def test_every_key_is_documented(source: str) -> None:
    """docs/content.md has every key that the schema says it knows when it meets an unknown one."""
    node = Node({"zzzzzzzz": Node("x", 2)}, 1)
    _, problems, _ = Schema(find_zone("Asia/Jakarta")).read(source, node)
    known = next(re.search(r"Known are: (.*)\.", str(problem)) for problem in problems if "zzzzzzzz" in str(problem))
    assert known is not None
    text = document("docs/content.md")
    assert [key for key in known[1].split(", ") if f"`{key}" not in text] == []


def test_the_tables_of_keys_are_those_of_the_code() -> None:
    """docs/content.md is what scripts/content_keys.py makes of the rows of keys, and has a table for each folder."""
    page = document("docs/content.md")
    assert content_keys.text(page) == page
    assert re.findall(r"<!-- keys of (\w+) -->", page) == ["releases", "pages", "organizations"]


def test_every_rule_of_the_desk_editor_is_documented() -> None:
    """docs/writing.md has each rule, in both of its languages."""
    indonesian, english = document("docs/writing.md").split("\n# Writing")
    assert [name for name in RULES if f"| `{name}` |" not in indonesian] == []
    assert [name for name in RULES if f"| `{name}` |" not in english] == []


def test_every_command_is_in_the_readme() -> None:
    """README.md names each command, and each has help for itself and its options."""
    text = document("README.md")
    for name, command in commands.commands.items():
        assert f"build.py {name}" in text
        assert command.help
        assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_every_view_is_in_the_theme_contract() -> None:
    """docs/themes.md names the view of each template."""
    text = document("docs/themes.md")
    assert theme_names.VIEWS.keys() == PAGES.keys()
    assert [view.__name__ for view in theme_names.VIEWS.values() if view.__name__ not in text] == []


def test_every_name_of_the_theme_contract_is_written_down() -> None:
    """docs/theme-names.md is what scripts/theme_names.py makes of the code as it is."""
    assert document("docs/theme-names.md") == theme_names.text()


def test_every_link_between_documents_leads_somewhere() -> None:
    """Relative links in the pages of the repository name files that are there, and places in them."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "bench").glob("README.md")]
    places = {path: anchors(path) for path in pages}
    wrong = []
    for path in pages:
        for address in re.findall(r"\]\(([^)\s:]+)\)", without_code(path)):
            name, _, place = address.partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.exists() or (place and place not in places.get(target, {place})):
                wrong.append(f"{path.name}: {address}")
    assert wrong == []


def without_code(path: Path) -> str:
    """The text of a page without its examples."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(path: Path) -> set[str]:
    """The places of a page that links can lead to, as the site of the documentation names them."""
    html = markdown.markdown(path.read_text(encoding="utf-8"), extensions=["toc", "fenced_code", "attr_list"])
    return set(re.findall(r'id="([^"]+)"', html))


def test_every_page_is_on_the_site_of_the_documentation() -> None:
    """mkdocs.yml has each page of docs/ once, and no other; the first page leads to each reader's."""
    nav = re.findall(r": ([a-z-]+\.md)$", document("mkdocs.yml"), re.MULTILINE)
    assert sorted(nav) == sorted(path.name for path in (ROOT / "docs").glob("*.md"))
    first = document("docs/index.md")
    assert [name for name in nav if f"({name}" not in first and name != "index.md"] == []


def test_the_projects_addresses_are_those_of_one_place() -> None:
    """Where a page or a template of the forge names the project's address, it is the one in pyproject.toml."""
    urls = tomllib.loads(document("pyproject.toml"))["project"]["urls"]
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.*"), *(ROOT / ".github").rglob("*.*")]
    for path in pages:
        if path.suffix in (".md", ".yml"):
            for address in re.findall(r"https://forge[^\s)>\"]+", path.read_text(encoding="utf-8")):
                assert address.startswith(urls["Source"]), f"{path.name}: {address}"


@pytest.mark.parametrize(
    ("page", "said"), [("start.md", "it has no public address yet"), ("mulai.md", "Warta belum punya alamat umum")]
)
def test_a_placeholder_is_called_one(page: str, said: str) -> None:
    """The pages that show the project's address say that it is none, for as long as it is none."""
    urls = tomllib.loads(document("pyproject.toml"))["project"]["urls"]
    showing = [
        path.name for path in (ROOT / "docs").glob("*.md") if ".example/warta" in path.read_text(encoding="utf-8")
    ]
    assert sorted(showing) == ["mulai.md", "start.md"]
    assert urls["Source"] in document(f"docs/{page}")
    assert (said in document(f"docs/{page}")) == is_placeholder(urls["Source"])


@pytest.mark.parametrize(("page", "language"), [("troubleshooting.md", "en"), ("masalah.md", "id")])
def test_messages_that_are_explained_are_messages(page: str, language: str) -> None:
    """Each message of the page stands in the catalogue or in build.py, word for word, `…` apart."""
    quoted = re.findall(r"^\| `(.+?)` \|", document(f"docs/{page}"), re.MULTILINE)
    assert len(quoted) > 15
    catalogue = read_po(io.BytesIO(words.PO.read_bytes()), locale="id")
    known = [document("build.py")]
    for message in catalogue:
        text = message.id if language == "en" else message.string
        known += [text] if isinstance(text, str) else list(text or ())
    for each in quoted:
        assert any(all(part in text for part in each.split("…")) for text in known), each
