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
from warta.messages import msg

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
                msg(
                    "secret-missing",
                    "'%(owner)s' needs a secret, its %(what)s: set %(variable)s in the environment, or write "
                    "'%(owner)s: {%(what)s: ...}' into %(file)s, which must lie outside of the newsroom.",
                    owner=self.owner,
                    what=what,
                    variable=self.variable(what),
                    file=str(secrets_file()),
                )
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
            raise CannotDeploy(
                msg(
                    "secrets-in-newsroom",
                    "%(file)s lies in the newsroom, from where it may be published. Move it elsewhere.",
                    file=str(path),
                )
            )
        if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CannotDeploy(
                msg(
                    "secrets-readable",
                    "others of this machine can read %(file)s. Run: chmod 600 %(file)s",
                    file=str(path),
                )
            )
        try:
            tree = read_yaml(path.read_text(encoding="utf-8-sig"), str(path))
        except (OSError, UnicodeDecodeError, ProblemsFound):  # a message could quote what is secret
            raise CannotDeploy(
                msg("secrets-unread", "%(file)s cannot be read as 'name: {what: secret}' lines.", file=str(path))
            ) from None
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
