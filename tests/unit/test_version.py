"""Proves that another version of Warta's code or of any installed library makes another version of what is kept."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import warta

_ASK = "from warta.engine.version import version; print(version().decode(), version() is version())"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of Warta's code, whose files may be changed."""
    folder = tmp_path_factory.mktemp("code")
    source = Path(warta.__file__).parent
    shutil.copytree(source, folder / "warta", ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
    return folder


def version_of(*places: Path) -> str:
    """What a new process says, with these folders first among those that it imports from."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = {[str(each) for each in places]!r}; {_ASK}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=places[-1],
    )
    found, once = done.stdout.split()
    assert once == "True", "it is read once in a process"
    return found


def test_the_same_code_and_libraries_are_one_version(package: Path) -> None:
    """In every process."""
    assert version_of(package) == version_of(package)


@pytest.mark.parametrize("file", ["warta/slugs.py", "warta/engine/store.py", "warta/newsroom/data/regions.tsv"])
def test_a_changed_file_of_the_code_is_another_version(package: Path, file: str) -> None:
    """Data that come with it too; put back, it is the version that it was."""
    before, data = version_of(package), (package / file).read_bytes()
    (package / file).write_bytes(data + b"\n")
    changed = version_of(package)
    (package / file).write_bytes(data)
    assert changed != before == version_of(package)


def test_a_new_and_a_renamed_file_of_the_code_is_another_version(package: Path) -> None:
    """Even one that is empty."""
    new = package / "warta/baru.py"
    new.touch()
    first = version_of(package)
    new = new.rename(package / "warta/lain.py")
    second = version_of(package)
    new.unlink()
    assert len({first, second, version_of(package)}) == 3


def test_an_added_or_upgraded_library_is_another_version(package: Path, tmp_path: Path) -> None:
    """Whatever it is: nobody lists which libraries shape bytes."""
    bare = version_of(tmp_path, package)
    (tmp_path / "pustaka-1.0.dist-info").mkdir()
    added = version_of(tmp_path, package)
    (tmp_path / "pustaka-1.0.dist-info").rename(tmp_path / "pustaka-1.1.dist-info")
    upgraded = version_of(tmp_path, package)
    (tmp_path / "pustaka-1.1.dist-info").rmdir()
    assert len({bare, added, upgraded}) == 3
    assert version_of(tmp_path, package) == bare
