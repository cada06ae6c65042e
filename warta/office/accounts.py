"""Turns names and passwords into people who may come in: the accounts of one newsroom, in a file outside of it.

Of a password only its argon2id hash is kept. The file is refused when anybody else could read or change it, and then
nobody is let in. An account is switched off and never taken away, so that no name in the journal ever means two people.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import secrets
import stat
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import argon2
import msgspec

from warta.durable import write_whole
from warta.engine.lock import exclusive
from warta.errors import Said, WartaError
from warta.messages import Message, msg
from warta.office.roles import PUBLISHER, ROLES

LEAST, MOST = 12, 200
"""How many characters a password has."""
_NAME = re.compile(r"[^\W\d_][\w .,'-]{0,58}[\w.]")
_LATIN = re.compile(r"[ -ɏ]+")
_OURS = frozenset(("the clock", "jam", "outside this desk", "meja"))
_HASHER = argon2.PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 64 MB and a processor
_IN_LINE = threading.BoundedSemaphore(8)  # who waits keeps a thread from those who write
_PATIENCE = 10.0
# never through a link, and without waiting for whoever might write into what is no file
_READING = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class CannotTrust(WartaError):
    """The file of accounts cannot be relied upon."""


class Refused(Said):
    """An account cannot be made so, or changed so."""


class Account(msgspec.Struct, frozen=True):
    """A person: name, role, the hash of the password, whether it is on. `stamp` is another after each change of
    password, role or state, which ends all sessions; `fresh`: somebody else chose the password.
    """

    name: str
    role: str
    hash: str
    stamp: str
    on: bool = True
    fresh: bool = False


class Accounts:
    """The accounts in a file, read anew whenever it was changed."""

    def __init__(self, folder: Path, site: Path) -> None:
        self.file = folder / "accounts.json"
        self._site = site
        self._lock = threading.RLock()
        self._seen: tuple[int, ...] = ()
        self._read: dict[str, Account] = {}

    def all(self) -> list[Account]:
        """Every account by name. Raises CannotTrust."""
        return sorted(self._current().values(), key=lambda each: each.name.casefold())

    def find(self, name: str) -> Account | None:
        """The account of a name, however it is cased, when it is on. Raises CannotTrust."""
        found = self._current().get(_key(name))
        return found if found is not None and found.on else None

    def let_in(self, name: str, password: str) -> Account | None:
        """The account of who brings the right password. An unknown name takes as long as a wrong password. Raises
        CannotTrust, and TimeoutError when too many ask at once.
        """
        account = self.find(name)
        good = _verify(account.hash if account else _nobodys_hash(), password)
        if account is None or not good:
            return None
        if _HASHER.check_needs_rehash(account.hash):
            with contextlib.suppress(Refused, OSError):
                self._change(account.name, lambda each: msgspec.structs.replace(each, hash=_HASHER.hash(password)))
        return account

    def add(self, name: str, role: str, password: str, *, fresh: bool = False) -> Account:
        """Make an account. Raises Refused, CannotTrust, OSError."""
        name = " ".join(unicodedata.normalize("NFC", name).split())
        if not _NAME.fullmatch(name) or not _LATIN.fullmatch(name) or _key(name) in _OURS:
            raise Refused(msg("account-name", "A name has 2 to 60 letters, as people call the person (got '%(got)s').",
                              got=name[:80]))  # fmt: skip
        if role not in ROLES:
            raise Refused(msg("account-role", "There is no role '%(got)s'.", got=role[:40]))
        _strong(password, name)
        account = Account(name, role, _HASHER.hash(password), secrets.token_hex(8), fresh=fresh)
        with self._alone():
            known = dict(self._current())
            if (other := known.get(_key(name))) is not None:
                raise Refused(msg("account-taken", "There is an account '%(name)s' already.", name=other.name))
            self._write({**known, _key(name): account})
        return account

    def set_password(self, name: str, password: str, *, fresh: bool = False) -> Account:
        """Give an account another password, which ends its sessions. Raises Refused, CannotTrust, OSError."""
        _strong(password, name)
        made = _HASHER.hash(password)
        return self._change(name, lambda each: msgspec.structs.replace(each, hash=made, fresh=fresh))

    def set_role(self, name: str, role: str) -> Account:
        """Give an account another role. Raises Refused, CannotTrust, OSError."""
        if role not in ROLES:
            raise Refused(msg("account-role", "There is no role '%(got)s'.", got=role[:40]))
        return self._change(name, lambda each: msgspec.structs.replace(each, role=role))

    def switch(self, name: str, *, on: bool) -> Account:
        """Switch an account off, or on again. Raises Refused, CannotTrust, OSError."""
        return self._change(name, lambda each: msgspec.structs.replace(each, on=on))

    def _change(self, name: str, change: Callable[[Account], Account]) -> Account:
        with self._alone():
            known = dict(self._current())
            before = known.get(_key(name))
            if before is None:
                raise Refused(msg("account-unknown", "There is no account '%(name)s'.", name=name[:80]))
            made = msgspec.structs.replace(change(before), stamp=secrets.token_hex(8))
            known[_key(name)] = made
            leads = before.on and before.role == PUBLISHER
            if leads and not any(each.on and each.role == PUBLISHER for each in known.values()):
                raise Refused(msg("account-last", "Somebody must be left who may publish and look after the people."))
            self._write(known)
            return made

    # the file

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Neither this desk nor a command at the terminal changes an account meanwhile."""
        with self._lock, exclusive(self._site / "desk" / "work"):
            yield

    def _current(self) -> Mapping[str, Account]:
        with self._lock:
            try:
                descriptor = os.open(self.file, _READING)
            except FileNotFoundError:
                self._read, self._seen = {}, ()
                return self._read
            except OSError:
                raise CannotTrust(_untrusted(self.file)) from None
            try:
                found = os.fstat(descriptor)
                self._check(found)
                seen = found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns
                if seen != self._seen:
                    with open(descriptor, "rb", closefd=False) as file:
                        self._read, self._seen = self._parsed(file.read()), seen
            finally:
                os.close(descriptor)
            return self._read

    def _parsed(self, data: bytes) -> dict[str, Account]:
        try:
            return {_key(each.name): each for each in msgspec.json.decode(data, type=list[Account])}
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise CannotTrust(
                msg("accounts-unread", "%(file)s cannot be read. Take it from a copy again.", file=str(self.file))
            ) from None

    def _check(self, found: os.stat_result) -> None:
        if self.file.resolve().is_relative_to(self._site.resolve()):
            raise CannotTrust(
                msg(
                    "secrets-in-newsroom",
                    "%(file)s lies in the newsroom, from where it may be published. Move it elsewhere.",
                    file=str(self.file),
                )
            )
        if not stat.S_ISREG(found.st_mode):
            raise CannotTrust(_untrusted(self.file))
        if os.name == "nt":
            return
        if found.st_uid != os.geteuid() or stat.S_IMODE(self.file.parent.stat().st_mode) & 0o022:
            raise CannotTrust(_untrusted(self.file))
        if stat.S_IMODE(found.st_mode) & 0o077:
            raise CannotTrust(
                msg(
                    "secrets-readable",
                    "others of this machine can read %(file)s. Run: chmod 600 %(file)s",
                    file=str(self.file),
                )
            )

    def _write(self, accounts: Mapping[str, Account]) -> None:
        if self.file.is_symlink():
            raise CannotTrust(_untrusted(self.file))
        write_whole(self.file, msgspec.json.encode(list(accounts.values())), 0o600)


def made_up() -> str:
    """A first password, which is told to one person: four groups of four letters, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one account's."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _strong(password: str, name: str) -> None:
    """Raise Refused for a password that is soon found."""
    if not LEAST <= len(password) <= MOST:
        raise Refused(
            msg("password-length", "A password has %(least)s to %(most)s characters: four words are best.", least=LEAST,
                most=MOST)
        )  # fmt: skip
    plain = re.sub(r"[\W_]", "", _key(password))
    if len(set(plain)) < 6 or plain.rstrip("0123456789") in ("", re.sub(r"[\W_]", "", _key(name))):
        raise Refused(msg("password-weak", "This password is soon found. Take four words that do not belong together."))


@functools.cache
def _nobodys_hash() -> str:
    """The hash of no password, so that an unknown name takes as long as a known one."""
    return _HASHER.hash(secrets.token_urlsafe(16))


def _verify(made: str, password: str) -> bool:
    if not _IN_LINE.acquire(blocking=False):
        raise TimeoutError
    try:
        if not _AT_ONCE.acquire(timeout=_PATIENCE):
            raise TimeoutError
        try:
            return _HASHER.verify(made, password[: MOST + 1])
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            return False
        finally:
            _AT_ONCE.release()
    finally:
        _IN_LINE.release()


def _untrusted(file: Path) -> Message:
    return msg(
        "accounts-untrusted",
        "%(file)s is no file of your own: it is a link, belongs to somebody else, or others may write in its folder.",
        file=str(file),
    )
