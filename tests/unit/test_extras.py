"""Proves that what an extra lacks is named by the libraries' own names, and that nobody is told to install ours."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from warta.extras import EXTRAS, install, missing

ROOT = Path(__file__).parents[2]


def test_extras_are_those_of_the_package() -> None:
    """Each library with the bounds that pip would read there."""
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    others = {"dev", "bench", "docs", "lock"}
    assert package.keys() - others == EXTRAS.keys()
    for extra, libraries in EXTRAS.items():
        assert sorted(libraries.values()) == sorted(package[extra]), extra


def test_the_command_can_be_typed_as_it_stands() -> None:
    """A shell takes it apart into the words of pip, each library with its bounds; here all are installed."""
    for extra, libraries in EXTRAS.items():
        assert missing(extra) == (), extra
        command = str(install(extra)).partition(": ")[2]
        python, *words = shlex.split(command)
        assert python.rpartition("/")[2].startswith("python")
        assert words[:3] == ["-m", "pip", "install"]
        assert [str(Requirement(each)) for each in words[3:]] == [str(Requirement(each)) for each in libraries.values()]


def test_nobody_is_told_to_install_a_package_of_our_name() -> None:
    """On a public index it could be anybody's: neither messages nor pages name it to pip."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "warta").rglob("*.py")]
    texts = {path: path.read_text(encoding="utf-8") for path in [*pages, *(ROOT / "warta").rglob("*.po")]}
    told = [
        path.name
        for path, text in texts.items()
        if re.search(r"pip install[^\n`]{0,40}[ \"\']warta(?:\[|[\"\'\s]|$)", text)
    ]
    assert told == []
