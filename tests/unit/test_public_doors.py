"""Proves that the command line starts without what only a build needs, and that other programs have a door."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import warta
from tests.support import SiteTest

HEAVY = ("jinja2", "markdown", "babel", "nh3", "selectolax", "watchdog", "rich", "yaml", "sqlite3", "frontmatter")


def loaded(code: str) -> set[str]:
    """The top-level modules that running `code` brings into a fresh Python."""
    command = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True, timeout=60)
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("module", ["warta.cli.main", "warta.errors", "warta"])
def test_the_door_is_light(module: str) -> None:
    """`--help` and a usage error are there at once: nothing heavy is imported before a command runs."""
    assert loaded(f"import {module}") & set(HEAVY) == set()


def test_the_model_knows_neither_templates_nor_markdown() -> None:
    """The newsroom and the plan are made without any library of rendering."""
    modules = loaded("import warta.newsroom.link, warta.plan.plan, warta.content.read")
    assert (
        modules & {"jinja2", "markdown", "babel", "nh3", "selectolax", "watchdog", "rich", "click", "sqlite3"} == set()
    )


def test_the_door_has_what_it_says(tmp_path: Path) -> None:
    """Each name of `__all__` is there, whatever was imported before it, and an unknown one is an AttributeError."""
    assert [name for name in warta.__all__ if not hasattr(warta, name)] == []
    assert set(warta.__all__) <= set(dir(warta))
    assert not hasattr(warta, "nirgends")
    code = "import warta.plan.kinds, warta\nfrom warta import plan\nassert callable(plan) and callable(warta.plan)"
    assert "jinja2" not in loaded(code)


def test_the_stages_are_frozen_values(site: SiteTest) -> None:
    """What is read has hidden documents and problems in it; what is linked and planned has nothing that is hidden."""
    site.release("a", "Air", tags="[sungai]").release("b", "Baru", draft="true").write("content/pages/p.md", PAGE)
    newsroom = warta.read(site.request())
    assert [each.title for each in newsroom.releases] == ["Air", "Baru"]
    assert [each.title for each in newsroom.pages] == ["Tentang"]
    public = warta.link(site.request())
    assert [(each.title, each.url, each.source) for each in public.releases] == [
        ("Air", "https://berita.example/2026/11/air/", "releases/a.md")
    ]
    assert [each.name for each in public.releases[0].tags] == ["sungai"]
    with pytest.raises(AttributeError):
        public.title = "x"  # type: ignore[misc]
    planned = warta.plan(site.request())
    assert not site.output.exists()
    assert {each.path for each in planned} == warta.build(site.request()).claimed
    assert {each.about for each in planned if each.kind == "release"} == {"content/releases/a.md"}


def test_what_is_wrong_is_a_value_or_raised(site: SiteTest) -> None:
    """`read` has the problems in it; whatever needs a sound newsroom raises them."""
    site.release("a", "Air", date="kapan")
    problem = warta.Problem("content/releases/a.md", 3, warta.read(site.request()).problems[0].message)
    assert warta.read(site.request()).problems == (problem,)
    for stage in (warta.link, warta.plan, warta.build, warta.check):
        with pytest.raises(warta.ProblemsFound) as found:
            stage(site.request())
        assert found.value.problems == (problem,)


def test_the_examples_of_the_door_run(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/api-python.md and docs/extensions.md do what they say."""
    site.config("extensions: true\n").release("a", "Air", tags="[sungai]").release("b", "Api", date="2026-11-21")
    (extensions,) = examples("extensions.md")
    site.write("extensions.py", extensions).edit(
        "themes/bare/templates/release.html", "{{ page.title }}", "{{ page.title|initials }}"
    )
    monkeypatch.chdir(site.root)
    for code in examples("api-python.md"):
        exec(compile(code, "api-python.md", "exec"), {})
    assert site.text("data/releases.csv").startswith("date,title,url\n2026-11-21,Api,https://berita.example/")
    assert "<h1>A</h1>" in site.page("/2026/11/air/")


def examples(name: str) -> list[str]:
    """The examples in Python of a document."""
    page = (Path(__file__).parents[2] / "docs" / name).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", page, re.DOTALL)


PAGE = "---\ntitle: Tentang\n---\n\nKami.\n"


def test_a_build_brings_no_watcher_and_no_progress_bar() -> None:
    """They are for a preview and for a terminal."""
    assert loaded("import warta.engine.build") & {"watchdog", "rich", "click"} == set()


def test_only_who_asks_for_other_servers_brings_http() -> None:
    """A build and a check without links to others are made without a library that speaks to the network."""
    assert loaded("import warta.cli.building, warta.cli.checking, warta.cli.serving") & {"urllib3"} == set()
