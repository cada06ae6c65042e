"""Proves that a file of secrets is read only where nobody else can read it, and says so with the command that mends it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from warta.deploy.credentials import FILE, Credentials
from warta.deploy.host import CannotDeploy


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file outside of the newsroom that the environment names."""
    (tmp_path / "newsroom").mkdir()
    path = tmp_path / "secrets.yaml"
    path.write_text("hosting: {password: rahasia}\n", encoding="utf-8")
    monkeypatch.setenv(FILE, str(path))
    return path


def password(secrets: Path) -> str | None:
    """The one of the target `hosting`."""
    return Credentials("hosting", secrets.parent / "newsroom").find("password")


@pytest.mark.skipif(os.name == "nt", reason="rights there are lists, and not of these")
@pytest.mark.parametrize("others", [0o040, 0o020, 0o010, 0o004, 0o002, 0o001])
def test_no_right_of_others_is_put_up_with(secrets: Path, others: int) -> None:
    """Neither of the group, to which on shared hosts every customer belongs, nor of all: not to read, write or run."""
    secrets.chmod(0o600 | others)
    with pytest.raises(CannotDeploy, match=f"others of this machine can read .*chmod 600 {secrets}"):
        password(secrets)


@pytest.mark.parametrize("own", [0o600, 0o400, 0o700])
def test_a_file_of_ones_own_is_read(secrets: Path, own: int) -> None:
    """Whatever its owner may do with it."""
    secrets.chmod(own)
    assert password(secrets) == "rahasia"


@pytest.mark.parametrize("linked", [False, True])
def test_a_file_in_the_newsroom_is_refused(secrets: Path, monkeypatch: pytest.MonkeyPatch, *, linked: bool) -> None:
    """From there it may be published, also where a link from elsewhere leads to it."""
    inside = secrets.rename(secrets.parent / "newsroom" / "secrets.yaml")
    inside.chmod(0o600)
    if linked:
        secrets.symlink_to(inside)
    else:
        monkeypatch.setenv(FILE, str(inside))
    with pytest.raises(CannotDeploy, match="lies in the newsroom, from where it may be published. Move it elsewhere"):
        password(secrets)
