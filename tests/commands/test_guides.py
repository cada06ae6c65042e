"""Proves that the guides do what they promise: their commands run as they stand, one after the other, in a new newsroom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.pages import blocks, shell
from tests.commands.running import ROOT, run, warta
from tests.support import SiteTest
from warta.deploy.settings import read_publishing
from warta.settings import read_settings


@pytest.mark.parametrize("page", ["start.md", "mulai.md"])
def test_from_nothing_to_published(page: str, tmp_path: Path) -> None:
    """All commands of the page, in their order, lead from an empty folder to a public release in a site kept in git."""
    scripts = blocks(page, "sh")
    assert len(scripts) == 5
    source = "https://forge.example/warta/warta"
    assert source in scripts[0]
    script = "\n".join(scripts).replace(
        f"git clone {source}",
        f"mkdir warta && cp '{ROOT}/build.py' warta/ && ln -s '{ROOT}/warta' '{ROOT}/docs' '{ROOT}/themes' '{ROOT}/pyproject.toml' warta/",
    )
    done = shell(tmp_path, script)
    assert done.returncode == 0, done.stdout + done.stderr
    built = tmp_path / "humas" / "output"
    assert len(list(built.glob("*/*/jembatan-cibening-dibuka/index.html"))) == 1
    kept = run(["git", "-C", str(tmp_path / "humas"), "ls-files"]).stdout.split()
    assert {"build.py", "requirements.txt", "config.yaml", ".gitlab-ci.yml", "addresses.tsv"} <= set(kept)
    assert not [name for name in kept if name.startswith(("output/", ".warta/", ".venv/"))]


@pytest.mark.parametrize("page", ["start.md", "mulai.md", "hosting.md", "penempatan.md"])
def test_settings_for_each_host_are_understood(page: str, site: SiteTest) -> None:
    """Each example, added to the settings of a newsroom, is read without a problem, and names a host or a target."""
    before = site.text_of("config.yaml")
    examples = blocks(page, "yaml")
    assert examples
    for example in examples:
        site.write("config.yaml", f"{before}\n{example}")
        assert f"host: {read_settings(site.root).host}\n" in example or read_publishing(site.root).targets


def test_deploys_of_the_guides_run(tmp_path: Path) -> None:
    """The three commands that are the same for all hosts, with a folder as the host."""
    assert warta("init", "humas", "--yes", "--url", "https://humas.barrukab.go.id/", cwd=tmp_path).returncode == 0
    with (tmp_path / "humas" / "config.yaml").open("a", encoding="utf-8") as file:
        file.write("deploy:\n  www: {to: folder, path: ../www}\n")
    done = shell(tmp_path, "cd humas\n" + blocks("hosting.md", "sh")[0])
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "www" / "current" / "index.html").is_file()


def test_upgrading_is_what_it_says(tmp_path: Path) -> None:
    """The commands of the page but those that gather and install wheels, which tests/commands/test_setting_up.py runs."""
    assert warta("init", "humas", "--yes", cwd=tmp_path).returncode == 0
    scripts = blocks("upgrading.md", "sh")
    assert [each for each in scripts if "wheels" not in each] == scripts[:1]
    done = shell(tmp_path, "cd humas\n" + scripts[0])
    assert done.returncode == 0, done.stdout + done.stderr
