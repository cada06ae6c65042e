"""Turns what a browser says of a request into who asks, or into a refusal.

A person is let in by an address that holds a token, which is good once and for a short time. From then on a cookie says
who it is; of it, as of a password, only the digest is kept. Nothing is changed by a request that does not bring the
word that our own pages have in their forms.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import sys
import threading
import time
from collections.abc import Mapping
from hashlib import blake2b, sha256
from pathlib import Path

import msgspec

from warta.durable import write_whole

TOKEN_LASTS = 600.0
"""Seconds for which a start address is good."""
SESSION_LASTS = 12 * 3600.0
"""Seconds after which somebody who did nothing is not let in any more."""
_RENEWED = 300.0


class Session(msgspec.Struct, frozen=True):
    """Somebody who was let in: a name, the word of the forms, and when they were last here."""

    who: str
    word: str
    seen: float


def private_folder(site: Path) -> Path:
    """The folder outside the newsroom for what nobody else may read; newsrooms are copied to forges."""
    name = blake2b(str(site.resolve()).encode(), digest_size=8).hexdigest()
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "warta"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support" / "warta"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "warta"
    folder = base / "desk" / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


class Door:
    """Who is let in to the desk of one newsroom."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "sessions.json"
        self.cookie = f"meja-{folder.name}"
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[float, str]] = {}
        self._sessions: dict[str, Session] = {}
        with contextlib.suppress(OSError, msgspec.DecodeError):
            self._sessions = msgspec.json.decode(self._file.read_bytes(), type=dict[str, Session])

    def invite(self, who: str) -> str:
        """A token for somebody, good once."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens = {each: told for each, told in self._tokens.items() if told[0] > time.monotonic()}
            self._tokens[_digest(token)] = time.monotonic() + TOKEN_LASTS, who
        return token

    def enter(self, token: str) -> str | None:
        """The cookie of a new session, for who brings a token that is good; None for anybody else."""
        with self._lock:
            ends, who = self._tokens.pop(_digest(token), (0.0, ""))
            if ends <= time.monotonic():
                return None
            cookie = secrets.token_urlsafe(32)
            self._sessions[_digest(cookie)] = Session(who, secrets.token_urlsafe(24), time.time())
            self._keep()
            return cookie

    def session(self, cookie: str) -> Session | None:
        """Whose session a cookie is; None: of nobody, or it has ended."""
        key = _digest(cookie)
        with self._lock:
            found = self._sessions.get(key)
            now = time.time()
            if found is None or not found.seen - 60 <= now <= found.seen + SESSION_LASTS:
                return None
            if now - found.seen > _RENEWED:
                found = self._sessions[key] = msgspec.structs.replace(found, seen=now)
                self._keep()
            return found

    def leave(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            if self._sessions.pop(_digest(cookie), None) is not None:
                self._keep()

    def _keep(self) -> None:
        now = time.time()
        self._sessions = {key: each for key, each in self._sessions.items() if now <= each.seen + SESSION_LASTS}
        with contextlib.suppress(OSError):  # then all are let in anew after the next start
            write_whole(self._file, msgspec.json.encode(self._sessions), 0o600)


def is_word(session: Session, given: str) -> bool:
    """Whether a request brings the word of this session's forms."""
    return hmac.compare_digest(session.word.encode(), given.encode())


def is_ours(headers: Mapping[str, str], port: int, *, entering: bool, changing: bool) -> bool:
    """Whether a request was sent to this address, and by no page of another one.

    `entering`: it asks to be let in, which a program or a page on the person's own disk leads to.
    """
    host = headers.get("host", "")
    if host not in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"):
        return False
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}" and not (entering and not changing):
        return False
    site = headers.get("sec-fetch-site", "none")
    return site in ("same-origin", "none") or (
        entering and not changing and headers.get("sec-fetch-mode") == "navigate"
    )


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
