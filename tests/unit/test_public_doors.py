"""Proves that the command line starts without what only a build needs, and that each command brings only its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

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


def test_a_build_brings_no_watcher_and_no_progress_bar() -> None:
    """They are for a preview and for a terminal."""
    assert loaded("import warta.engine.build") & {"watchdog", "rich", "click"} == set()


def test_only_who_asks_for_other_servers_brings_http() -> None:
    """A build and a check without links to others are made without a library that speaks to the network."""
    assert loaded("import warta.cli.building, warta.cli.checking, warta.cli.serving") & {"urllib3"} == set()
