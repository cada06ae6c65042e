"""Finds the file of the daily key and its passphrase when something must be signed, and not before."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

from warta.deploy.credentials import Credentials, secrets_file
from warta.deploy.host import CannotDeploy
from warta.extras import install, missing
from warta.messages import msg
from warta.trust.keys import NoKey, PublicKey, SecretKey, WrongPassphrase, is_locked, open_key

VARIABLE = "WARTA_TRUST_KEY"
"""The environment variable of the path of the daily key."""
OWNER = "trust"
"""Under which name the passphrase is found: WARTA_TRUST_PASSPHRASE."""


def key_path(origin: str) -> Path:
    """Where the daily key of a log's origin lies, unless the environment names another place."""
    named = os.environ.get(VARIABLE)
    name = re.sub(r"[^A-Za-z0-9.-]+", "_", origin.removesuffix("/log"))
    return Path(named) if named else secrets_file().parent / f"{name}.key"


def need_library() -> None:
    """Raise CannotDeploy where the library that signs is not installed."""
    if missing("trust"):
        how = install("trust")
        raise CannotDeploy(msg("trust-missing", "Signing needs a library that is not installed.", how))


def read_key_file(path: Path, site: Path) -> str:
    """The text of a key file. Raises CannotDeploy for one that others can read or that lies in the newsroom."""
    if not path.is_file():
        raise CannotDeploy(
            msg(
                "trust-key-missing",
                "the key is not at %(file)s, so nothing can be signed. Put it there, or name its place in "
                "%(variable)s.",
                file=str(path),
                variable=VARIABLE,
            )
        )
    if path.resolve().is_relative_to(site.resolve()):
        raise CannotDeploy(
            msg(
                "key-in-newsroom",
                "%(file)s lies in the newsroom, from where it may be published. Move it elsewhere.",
                file=str(path),
            )
        )
    if os.name != "nt" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise CannotDeploy(
            msg(
                "key-readable",
                "others of this machine can read %(file)s. Run: chmod 600 %(file)s. Where that changes nothing, as on "
                "most sticks, copy the file into a folder of your own, and do it there.",
                file=str(path),
            )
        )
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise CannotDeploy(msg("key-unread", "%(file)s is no key file of minisign.", file=str(path))) from None


def unlock(text: str, path: Path, find: Callable[[], str]) -> SecretKey:
    """The key in the text of a key file; `find` gives its passphrase. Raises CannotDeploy."""
    try:
        return open_key(text, find() if is_locked(text) else "")
    except NoKey:
        raise CannotDeploy(msg("key-unread", "%(file)s is no key file of minisign.", file=str(path))) from None
    except WrongPassphrase:
        raise CannotDeploy(
            msg("key-passphrase", "the passphrase does not open the key in %(file)s.", file=str(path))
        ) from None


class Signer:
    """Opens the daily key at the first signature. `ask` gives a passphrase that a person types, or None."""

    def __init__(self, site: Path, origin: str, public: PublicKey, ask: Callable[[Path], str | None]) -> None:
        self._site = site
        self._origin = origin
        self._public = public
        self._ask = ask
        self._key: SecretKey | None = None

    @property
    def key(self) -> SecretKey:
        """The key. Raises CannotDeploy where it is not at hand, or is not the one that the newsroom announces."""
        if self._key is None:
            need_library()
            path = key_path(self._origin)
            text = read_key_file(path, self._site)
            key = unlock(text, path, lambda: self._passphrase(path))
            if key.public != self._public:
                raise CannotDeploy(
                    msg(
                        "key-other",
                        "%(file)s holds the key %(got)s, and this newsroom signs with %(wanted)s. "
                        "Put that one there, or run: trust rotate",
                        file=str(path),
                        got=key.public.name,
                        wanted=self._public.name,
                    )
                )
            self._key = key
        return self._key

    def _passphrase(self, path: Path) -> str:
        credentials = Credentials(OWNER, self._site)
        return credentials.find("passphrase") or self._ask(path) or credentials.need("passphrase")
