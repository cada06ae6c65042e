"""Proves that what docs/scheduling.md tells to write into timers is understood by them, and does what it is for."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.commands.running import BUILD, ROOT, environment
from tests.commands.running import warta as run_warta
from tests.support import SiteTest

TEXT = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")
HOME = "/srv/newsroom"
SYSTEMD = pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's")


def blocks(kind: str) -> list[str]:
    """The examples of one kind in the page, in their order."""
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A newsroom with build.py and a Python where the recipes look for it, and a release that is due."""
    site = SiteTest(tmp_path / "site").release("a", "Satu").release("b", "Dua", embargo="2099-01-04 09:00")
    shutil.copy(BUILD, site.root)
    programs = site.root / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" "$@"\n')
    (programs / "python").chmod(0o755)
    return site.root


def systemd(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What systemd-analyze says, without a running systemd."""
    command = shutil.which("systemd-analyze")
    assert command, "systemd-analyze is not installed here: apt-get install systemd"
    return subprocess.run(
        [command, *words], cwd=cwd, capture_output=True, text=True, timeout=60, check=False, env=environment()
    )


@SYSTEMD
def test_systemd_understands_service_and_timer(newsroom: Path) -> None:
    """Not one line of the two files is unknown to it, and the program they start is there."""
    service, timer = (block.replace(HOME, str(newsroom)) for block in blocks("ini"))
    (newsroom / "newsroom.service").write_text(service)
    (newsroom / "newsroom.timer").write_text(timer)
    done = systemd("verify", "./newsroom.service", "./newsroom.timer", cwd=newsroom)
    assert (done.returncode, [line for line in done.stderr.splitlines() if "newsroom" in line]) == (0, [])


@SYSTEMD
def test_systemd_understands_the_moments_of_next_due(newsroom: Path) -> None:
    """Each OnCalendar is the very moment, in UTC."""
    done = run_warta("next-due", "--format", "systemd", cwd=newsroom)
    moments = [line.removeprefix("OnCalendar=") for line in done.stdout.splitlines() if line.startswith("OnCalendar=")]
    assert moments
    for moment in moments:
        assert f"Normalized form: {moment}" in systemd("calendar", moment, cwd=newsroom).stdout


def test_the_line_of_cron_builds(newsroom: Path) -> None:
    """What stands behind the five fields is run as cron's shell would run it."""
    (line,) = blocks("cron")
    fields = line.split(maxsplit=5)
    assert fields[:5] == ["*/5", "*", "*", "*", "*"]
    subprocess.run(
        ["/bin/sh", "-c", fields[5].replace(HOME, str(newsroom))], check=True, timeout=120, env=environment()
    )
    assert "1 release" in (newsroom / "build.log").read_text()
    assert (newsroom / "output" / "index.html").is_file()


def test_schedules_of_github_and_gitlab_are_yaml_of_the_right_shape(newsroom: Path) -> None:
    """A cron line of five fields for the one; for the other a job whose command builds what it keeps."""
    github, gitlab = (yaml.load(block, Loader=yaml.BaseLoader) for block in blocks("yaml"))
    assert [len(each["cron"].split()) for each in github["on"]["schedule"]] == [5]
    assert github["on"].keys() == {"push", "schedule", "workflow_dispatch"}
    (command,) = gitlab["pages"]["script"]
    assert gitlab["pages"]["artifacts"]["paths"] == ["public"]
    program = newsroom / ".venv" / "bin"
    path = f"{program}:{environment()['PATH']}"
    subprocess.run(["/bin/sh", "-c", command], cwd=newsroom, check=True, timeout=120, env=environment(PATH=path))
    assert (newsroom / "public" / "index.html").is_file()
