"""Proves that the commands in the recipes of docs/recipes/ do what they are for: they are run as they stand there."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.commands.running import ROOT, environment, warta
from tests.deploy.servers import nginx
from tests.support import SiteTest

RECIPES = ROOT / "docs" / "recipes"


@pytest.fixture
def newsroom(tmp_path: Path) -> SiteTest:
    """A newsroom that `init` made, with Python where the recipes look for it, and an address of its own."""
    site = SiteTest(tmp_path)
    shutil.rmtree(site.root)
    assert warta("init", str(site.root), "--url", "https://humas.example.go.id/", cwd=tmp_path).returncode == 0
    programs = site.root / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("python", "python3"):
        (programs / name).write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
        (programs / name).chmod(0o755)
    return site


def shell(site: SiteTest, script: str) -> str:
    """What a script prints, in the newsroom; it must succeed."""
    path = f"{site.root}/.venv/bin:{environment()['PATH']}"
    done = subprocess.run(
        ["sh", "-ec", script.replace("/srv/humas", str(site.root))],
        cwd=site.root, env=environment(PATH=path), stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def own_steps(lines: list[str]) -> list[str]:
    """Without the installation, which has happened here; tests/commands/test_setting_up.py has it."""
    assert lines[0] == "python build.py setup"
    return lines[1:]


@pytest.mark.parametrize(
    ("schema", "recipe"), [("github-workflows", "github-actions.yml"), ("gitlab-ci", "gitlab-ci.yml")]
)
def test_recipes_are_what_their_providers_read(schema: str, recipe: str, tmp_path: Path) -> None:
    """By the published schema of each; a word that is none of theirs is found."""
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    if schema == "gitlab-ci":
        words += ["--data-transform", "gitlab-ci"]
    done = subprocess.run([*words, str(RECIPES / recipe)], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / recipe
    text = (RECIPES / recipe).read_text()
    wrong.write_text(text.replace("concurrency: {group: site}", "concurency: {}").replace("  script:", "  scrypt:"))
    assert subprocess.run([*words, str(wrong)], capture_output=True, timeout=60, check=False).returncode == 1


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / ".github" / "workflows").glob("*.yml")))
def test_the_projects_own_workflows_are_what_the_forge_reads(name: str) -> None:
    """By the published schema; what they call of the Makefile and of build.py is there."""
    path = ROOT / ".github" / "workflows" / name
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"run: make ([a-z]+)", text)) <= targets
    assert all((ROOT / script).is_file() for script in re.findall(r"(?:scripts|\.ci)/[a-z_.]+", text))


@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")
def test_systemd_understands_its_files(tmp_path: Path, newsroom: SiteTest) -> None:
    """By its own judge, with the folder of this newsroom and this user."""
    for name in ("warta.service", "warta.timer"):
        text = (RECIPES / name).read_text().replace("/srv/humas", str(newsroom.root)).replace("User=humas\n", "")
        (tmp_path / name).write_text(text)
    units = [str(tmp_path / "warta.service"), str(tmp_path / "warta.timer")]
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "warta." in line]
    assert (done.returncode, ours) == (0, []), done.stderr


def test_github_actions(newsroom: SiteTest) -> None:
    """The steps bring the site to a branch, and a second run with what the cache keeps changes nothing."""
    pages = newsroom.root.parent / "pages.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(pages)], check=True, timeout=60)
    newsroom.config(f"deploy: {{pages: {{to: git, repository: '{pages}'}}}}\n")
    job = yaml.safe_load((RECIPES / "github-actions.yml").read_text())["jobs"]["site"]
    for _ in range(2):
        said = [shell(newsroom, step) for step in own_steps([step["run"] for step in job["steps"] if "run" in step])]
    assert "pages is up to date" in said[-1]
    cached = next(step["with"]["path"] for step in job["steps"] if "cache" in step.get("uses", "")).split()
    assert all((newsroom.root / path).is_dir() for path in cached)
    names = subprocess.run(
        ["git", "-C", str(pages), "ls-tree", "-r", "--name-only", "gh-pages"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert {"index.html", ".nojekyll", "warta-deploy.json.gz"} <= set(names.split())


def test_gitlab_ci(newsroom: SiteTest) -> None:
    """One job deploys, the other leaves the site in public/."""
    newsroom.config("deploy: {www: {to: folder, path: ../www}}\n")
    recipe = yaml.safe_load((RECIPES / "gitlab-ci.yml").read_text())
    assert own_steps(recipe["default"]["before_script"]) == []
    for job in ("deploy", "pages"):
        for line in recipe[job]["script"]:
            shell(newsroom, line)
    assert newsroom.files(newsroom.root / "public") == newsroom.files()
    assert (newsroom.root.parent / "www" / "current" / "index.html").is_file()


def test_systemd(newsroom: SiteTest) -> None:
    """The service builds and deploys."""
    newsroom.config("deploy: {www: {to: folder, path: ../www}}\n")
    commands = [
        line.partition("=")[2]
        for line in (RECIPES / "warta.service").read_text().splitlines()
        if line.startswith("ExecStart=")
    ]
    assert len(commands) == 2
    for line in commands:
        shell(newsroom, line)
    assert (newsroom.root.parent / "www" / "current" / "index.html").is_file()
    timer = configparser.ConfigParser()
    timer.read(RECIPES / "warta.timer")
    assert timer["Timer"]["OnCalendar"] == "*:0/10"


def test_cron(newsroom: SiteTest, tmp_path: Path) -> None:
    """Both lines print nothing while all is well, and the guard's prints its text when it is not."""
    lines = [
        line.split(None, 6) for line in (RECIPES / "warta.cron").read_text().splitlines() if line[:1] in "*0123456789"
    ]
    (deploy, guard) = (line[6] for line in lines)
    with nginx(tmp_path / "nginx", tmp_path / "www" / "current") as url:
        newsroom.config(f"deploy: {{www: {{to: folder, path: ../www, url: '{url}'}}}}\n")
        guard = guard.replace("https://humas.example.go.id/", url)
        assert shell(newsroom, deploy) == ""
        assert shell(newsroom, guard) == ""
        (tmp_path / "www" / "current" / "shell.php").write_text("x")
        assert "foreign: shell.php" in shell(newsroom, guard)
