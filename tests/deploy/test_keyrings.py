"""Proves that secrets come out of a real keyring, and that without one a sentence says where else to put them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import command, environment, run
from tests.deploy.servers import Ftp
from tests.support import SiteTest

SECRET = "rahasia"
FILE = "keyrings.alt.file.PlaintextKeyring"


def test_a_password_that_a_keyring_keeps(site: SiteTest, tmp_path: Path) -> None:
    """Put there by the command that docs/deploy.md names; a variable of the environment goes before it."""
    env = {"PYTHON_KEYRING_BACKEND": FILE, "XDG_DATA_HOME": str(tmp_path / "data"), "HOME": str(tmp_path)}
    subprocess.run(
        [sys.executable, "-m", "keyring", "set", "warta", "hosting password"],
        input=f"{SECRET}\n".encode(), env=environment(**env), check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    (tmp_path / "www").mkdir()
    site.release("a", "Satu").build()
    with Ftp(tmp_path / "www") as server:
        site.config(
            f"deploy: {{hosting: {{to: ftp, host: 127.0.0.1, port: {server.port}, user: humas, tls: false}}}}\n"
        )
        words = command("deploy", "--yes", site=site.root)
        wrong = run(words, env=environment(**env, WARTA_HOSTING_PASSWORD="keliru"))
        assert "refused user 'humas' with that password" in wrong.stderr
        done = run(words, env=environment(**env))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "www" / "index.html").read_bytes() == (site.output / "index.html").read_bytes()
    assert SECRET not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "backend", ["keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "no.such.Keyring"]
)
def test_a_machine_without_a_keyring(site: SiteTest, tmp_path: Path, backend: str) -> None:
    """An empty one, none at all, or one that cannot be loaded."""
    site.config("deploy: {hosting: {to: ftp, host: 127.0.0.1, user: humas}}\n").release("a", "Satu").build()
    env = environment(PYTHON_KEYRING_BACKEND=backend, HOME=str(tmp_path))
    done = run(command("deploy", "--yes", site=site.root), env=env)
    assert done.returncode == 1
    assert "needs a secret, its password: set WARTA_HOSTING_PASSWORD in the environment" in done.stderr
    assert "Traceback" not in done.stderr
