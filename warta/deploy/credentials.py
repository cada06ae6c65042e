"""Turns the name of a secret into the secret: from the environment, a file outside the newsroom, or a keyring."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import msgspec

from warta.datatree import Node, read_yaml
from warta.deploy.host import CannotDeploy
from warta.errors import ProblemsFound

FILE = "WARTA_SECRETS"


class Credentials(msgspec.Struct, frozen=True):
    """The places of the secrets of one target (or channel). `site` is the newsroom's folder, where none may lie."""

    owner: str
    site: Path

    def find(self, what: str) -> str | None:
        """The secret `what` (such as `password`), or None. Raises CannotDeploy for a file that others can read."""
        variable = self.variable(what)
        return os.environ.get(variable) or self._from_file(what) or self._from_keyring(what)

    def need(self, what: str) -> str:
        """As `find`; raises CannotDeploy with where to put it."""
        found = self.find(what)
        if found is None:
            raise CannotDeploy(
                f"'{self.owner}' needs a secret, its {what}: set {self.variable(what)} in the environment, or write "
                f"'{self.owner}: {{{what}: ...}}' into {secrets_file()}, which must lie outside of the newsroom."
            )
        return found

    def variable(self, what: str) -> str:
        """The name of the variable: WARTA_HOSTING_PASSWORD"""
        return re.sub(r"[^A-Z0-9]+", "_", f"WARTA_{self.owner}_{what}".upper())

    def _from_file(self, what: str) -> str | None:
        path = secrets_file()
        if not path.is_file():
            return None
        if path.resolve().is_relative_to(self.site.resolve()):
            raise CannotDeploy(f"{path} lies in the newsroom, from where it may be published. Move it elsewhere.")
        if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CannotDeploy(f"others of this machine can read {path}. Run: chmod 600 {path}")
        try:
            tree = read_yaml(path.read_text(encoding="utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError, ProblemsFound):  # a message could quote what is secret
            raise CannotDeploy(f"{path} cannot be read as 'name: {{what: secret}}' lines.") from None
        return _text(_child(_child(tree, self.owner), what))

    def _from_keyring(self, what: str) -> str | None:
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError:
            return None
        try:
            found: str | None = keyring.get_password("warta", f"{self.owner} {what}")
            return found
        except (KeyringError, ImportError, OSError, RuntimeError):  # one is configured that is not there or not running
            return None


def secrets_file() -> Path:
    """The file of secrets: what the environment names, else one in the user's own settings."""
    named = os.environ.get(FILE)
    if named:
        return Path(named)
    home = os.environ.get("APPDATA") if os.name == "nt" else os.environ.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "warta" / "secrets.yaml"


def _child(node: Node | None, key: str) -> Node | None:
    return node.value.get(key) if node is not None and isinstance(node.value, dict) else None


def _text(node: Node | None) -> str | None:
    return node.value or None if node is not None and isinstance(node.value, str) else None
