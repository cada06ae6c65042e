"""Turns what a browser says of a request into who asks, or into a refusal.

At the desk of one person an address lets in that holds a token, which is good once and for a short time; at the desk of
an office a name and a password do. From then on a cookie says who it is; of it, as of a password, only the digest is
kept. It says nothing of a role: that is the account's, at each request. Nothing is changed by a request that does not
bring the word that our own pages have in their forms.
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

from warta.durable import read_private, write_whole
from warta.office.accounts import Account, Accounts, CannotTrust
from warta.office.roles import PUBLISHER, SEES_ALL, may

TOKEN_LASTS = 600.0
"""Seconds for which a start address is good."""
SESSION_LASTS = 12 * 3600.0
"""Seconds after which somebody who did nothing is not let in any more, at the desk of one person."""
IDLE_LASTS, DAY_LASTS = 2 * 3600.0, 12 * 3600.0
"""At the desk of an office: seconds after which who did nothing, and after which anybody, signs in again."""
_RENEWED = 300.0
_TOLERANCE = 60.0  # seconds by which a clock may be set back


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


class Session(msgspec.Struct, frozen=True):
    """Somebody who was let in: a name, the word of the forms, the role, and whether a password must be chosen first.
    `alone`: at the desk of one person, where nobody else could approve anything.
    """

    who: str
    word: str
    role: str = PUBLISHER
    alone: bool = True
    fresh: bool = False

    def may(self, right: str) -> bool:
        """Whether this person has a right."""
        return may(self.role, right)

    @property
    def sees_all(self) -> bool:
        """Whether this person sees every release."""
        return self.role in SEES_ALL


class _Kept(msgspec.Struct, frozen=True):
    """What is kept of a session: who, the word, when they came and were last here, and the account's stamp."""

    who: str
    word: str
    seen: float
    began: float = 0.0
    stamp: str = ""


class Door:
    """Who is let in to the desk of one newsroom; with `accounts`, to that of an office."""

    def __init__(self, folder: Path, accounts: Accounts | None = None) -> None:
        self._file = folder / "sessions.json"
        self.accounts = accounts
        self.cookie = f"meja-{folder.name}"
        self._lock = threading.Lock()
        self._tokens: dict[str, tuple[float, str]] = {}
        self._sessions: dict[str, _Kept] = {}
        if (kept := read_private(self._file)) is None:
            with contextlib.suppress(OSError):
                self._file.unlink()  # others could have put a session into it
        else:
            with contextlib.suppress(msgspec.DecodeError):
                self._sessions = msgspec.json.decode(kept, type=dict[str, _Kept])

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
            if ends <= time.monotonic() or self.accounts is not None:
                return None
            return self._begin(who, "")

    def admit(self, account: Account, before: str) -> str:
        """The cookie of a new session of who brought the right password; the session that they had `before` ends."""
        with self._lock:
            self._sessions.pop(_digest(before), None)
            return self._begin(account.name, account.stamp)

    def _begin(self, who: str, stamp: str) -> str:
        cookie, now = secrets.token_urlsafe(32), time.time()
        self._sessions[_digest(cookie)] = _Kept(who, secrets.token_urlsafe(24), now, now, stamp)
        self._keep()
        return cookie

    def session(self, cookie: str) -> Session | None:
        """Whose session a cookie is; None: of nobody, or it has ended."""
        key = _digest(cookie)
        with self._lock:
            found = self._sessions.get(key)
            now = time.time()
            if found is None:
                return None
            if not self._lasts(found, now):
                self._sessions.pop(key)
                self._keep()  # a clock that is set back brings no session back
                return None
            session = self._of(found)
            if session is not None and now - found.seen > _RENEWED:
                self._sessions[key] = msgspec.structs.replace(found, seen=now)
                self._keep()
            return session

    def _of(self, kept: _Kept) -> Session | None:
        if self.accounts is None:
            return Session(kept.who, kept.word) if not kept.stamp else None
        try:
            account = self.accounts.find(kept.who)
        except CannotTrust:
            return None
        if account is None or not kept.stamp or not hmac.compare_digest(account.stamp.encode(), kept.stamp.encode()):
            return None
        return Session(account.name, kept.word, account.role, alone=False, fresh=account.fresh)

    def _lasts(self, kept: _Kept, now: float) -> bool:
        idle = IDLE_LASTS if kept.stamp else SESSION_LASTS
        day = not kept.stamp or kept.began - _TOLERANCE <= now <= kept.began + DAY_LASTS
        return day and kept.seen - _TOLERANCE <= now <= kept.seen + idle

    def leave(self, cookie: str) -> None:
        """End a session."""
        with self._lock:
            if self._sessions.pop(_digest(cookie), None) is not None:
                self._keep()

    def _keep(self) -> None:
        now = time.time()
        self._sessions = {key: each for key, each in self._sessions.items() if self._lasts(each, now)}
        with contextlib.suppress(OSError):  # then all are let in anew after the next start
            write_whole(self._file, msgspec.json.encode(self._sessions), 0o600)


def is_word(session: Session, given: str) -> bool:
    """Whether a request brings the word of this session's forms."""
    return hmac.compare_digest(session.word.encode(), given.encode("utf-8", "surrogatepass"))


class Place(msgspec.Struct, frozen=True):
    """Where a desk is reached: the names that people type, with port, and the scheme before them."""

    names: frozenset[str]
    scheme: str = "http"

    @property
    def is_encrypted(self) -> bool:
        """Whether what is sent can be read by nobody on the way."""
        return self.scheme == "https"


def loopback(port: int) -> Place:
    """The place of a desk that this machine alone reaches."""
    return Place(frozenset((f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}")))


def is_ours(headers: Mapping[str, str], place: Place, *, entering: bool, changing: bool) -> bool:
    """Whether a request was sent to this address, and by no page of another one.

    `entering`: it asks to be let in, which a program or a page on the person's own disk leads to.
    """
    host = headers.get("host", "")
    if host not in place.names:
        return False
    origin = headers.get("origin")
    if origin is not None and origin != f"{place.scheme}://{host}" and not (entering and not changing):
        return False
    site = headers.get("sec-fetch-site", "none")
    return site in ("same-origin", "none") or (
        entering and not changing and headers.get("sec-fetch-mode") == "navigate"
    )


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
