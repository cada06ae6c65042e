"""Who may come in to an office's desk: accounts, sessions, and what becomes of those who try too often."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from warta.office import door as doors
from warta.office.accounts import Account, Accounts, CannotTrust, Refused, made_up
from warta.office.door import DAY_LASTS, IDLE_LASTS, Door
from warta.office.roles import EDITOR, MAY, PUBLISHER, ROLES, WRITER, may
from warta.office.throttle import BY_ACCOUNT, BY_ADDRESS, BY_MARK, SPAN, Throttle

GOOD = "kuda laut biru enam belas"


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    (tmp_path / "private").mkdir(mode=0o700)
    (tmp_path / "site").mkdir()
    found = Accounts(tmp_path / "private", tmp_path / "site")
    found.add("Citra Dewi", PUBLISHER, GOOD)
    return found


def test_of_a_password_only_its_hash_is_kept_and_by_its_owner_alone(accounts: Accounts) -> None:
    """argon2id, in a file of mode 600; the right password lets in whatever the case of the name, another one does not."""
    data = accounts.file.read_bytes()
    assert b"$argon2id$" in data
    assert GOOD.encode() not in data
    if os.name == "posix":
        assert stat.S_IMODE(accounts.file.stat().st_mode) == 0o600
    assert accounts.let_in("citra  dewi", GOOD) is not None
    for name, password in (("Citra Dewi", GOOD + " "), ("Citra Dewi", ""), ("Nobody", GOOD), ("", "")):
        assert accounts.let_in(name, password) is None


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("how", ["readable", "writable", "linked", "open folder", "garbled", "a folder"])
def test_a_file_of_accounts_that_others_could_reach_lets_nobody_in(accounts: Accounts, how: str) -> None:
    """Refused with a sentence, for whoever signs in and for whoever was let in before."""
    door = Door(accounts.file.parent, accounts)
    account = accounts.find("Citra Dewi")
    assert account is not None
    cookie = door.admit(account, "")
    assert door.session(cookie) is not None
    file = accounts.file
    if how == "readable":
        file.chmod(0o640)
    elif how == "writable":
        file.chmod(0o602)
    elif how == "linked":
        other = file.with_name("other.json")
        file.rename(other)
        file.symlink_to(other)
    elif how == "open folder":
        file.parent.chmod(0o777)
    elif how == "a folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(b"[{}]")
    with pytest.raises(CannotTrust, match="can read|no file of your own|cannot be read"):
        accounts.let_in("Citra Dewi", GOOD)
    with pytest.raises(CannotTrust):
        accounts.add("Eka", WRITER, GOOD)
    assert door.session(cookie) is None


def test_names_and_passwords_that_would_do_harm_are_refused(accounts: Accounts) -> None:
    """No second account of a name, none that looks like another or like nobody, no password that is soon found."""
    for name in (
        "citra dewi",
        "CITRA  DEWI",
        "Сitra Dewi",
        "",
        "x",
        "<b>",
        "Jam",
        "-ani",
        "a" * 70,
        "\u202eina",
    ):
        with pytest.raises(Refused):
            accounts.add(name, WRITER, GOOD)
    for password in ("pendek", "aaaaaaaaaaaaaaaa", "Eka Putri 2026", "x" * 300, "            "):
        with pytest.raises(Refused):
            accounts.add("Eka Putri", WRITER, password)
    with pytest.raises(Refused):
        accounts.add("Eka", "admin", GOOD)
    assert [each.name for each in accounts.all()] == ["Citra Dewi"]
    assert len({made_up() for _ in range(50)}) == 50


def test_somebody_is_left_who_looks_after_the_people(accounts: Accounts) -> None:
    """The last publisher is neither switched off nor given another role."""
    with pytest.raises(Refused):
        accounts.switch("Citra Dewi", on=False)
    with pytest.raises(Refused):
        accounts.set_role("Citra Dewi", WRITER)
    accounts.add("Eka", PUBLISHER, GOOD)
    assert accounts.switch("Citra Dewi", on=False).on is False
    assert accounts.let_in("Citra Dewi", GOOD) is None
    with pytest.raises(Refused):
        accounts.add("Citra Dewi", WRITER, GOOD)


def test_two_programs_that_change_accounts_at_once_lose_none(accounts: Accounts, tmp_path: Path) -> None:
    """The desk and a command at the terminal read before they write."""
    other = Accounts(accounts.file.parent, tmp_path / "site")
    other.all()
    accounts.add("Ani", WRITER, GOOD)
    other.add("Budi", EDITOR, GOOD)
    assert [each.name for each in accounts.all()] == ["Ani", "Budi", "Citra Dewi"]


class Clock:
    now = 1_000_000.0

    def time(self) -> float:
        return self.now

    monotonic = time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(doors, "time", made)
    return made


def signed_in(accounts: Accounts) -> tuple[Door, str, Account]:
    door = Door(accounts.file.parent, accounts)
    account = accounts.find("Citra Dewi")
    assert account is not None
    return door, door.admit(account, ""), account


def test_sessions_end(accounts: Accounts, clock: Clock) -> None:
    """After two hours without a request, after a day's work anyway, by signing out; a clock that is set back brings none
    back, and one that jumps back ends what it would prolong.
    """
    door, cookie, account = signed_in(accounts)
    clock.now += IDLE_LASTS - 1
    assert door.session(cookie) is not None
    clock.now += IDLE_LASTS + 1
    assert door.session(cookie) is None
    clock.now -= 2 * IDLE_LASTS
    assert door.session(cookie) is None
    cookie, began = door.admit(account, ""), clock.now
    while clock.now < began + DAY_LASTS:
        assert door.session(cookie) is not None
        clock.now += IDLE_LASTS / 2
    clock.now += 1
    assert door.session(cookie) is None
    cookie = door.admit(account, "")
    clock.now -= 3600
    assert door.session(cookie) is None
    cookie = door.admit(account, "")
    door.leave(cookie)
    assert door.session(cookie) is None


def test_a_session_is_the_accounts_and_ends_with_what_changes_it(accounts: Accounts) -> None:
    """Another password, role or state ends it at once, at this desk and after a start; a new one takes the place of the
    one that the browser had; the role is the account's and nothing that a cookie could say.
    """
    accounts.add("Ani", WRITER, GOOD)
    changes: list[Callable[[], Account]] = [
        lambda: accounts.set_password("Ani", "dua ikan hijau di kolam"),
        lambda: accounts.set_role("Ani", EDITOR),
        lambda: accounts.switch("Ani", on=False),
    ]
    for change in changes:
        door = Door(accounts.file.parent, accounts)
        account = accounts.find("Ani")
        assert account is not None
        cookie = door.admit(account, "")
        session = door.session(cookie)
        assert session is not None
        assert session.role == account.role
        assert Door(accounts.file.parent, accounts).session(cookie) is not None
        change()
        assert door.session(cookie) is None
        assert Door(accounts.file.parent, accounts).session(cookie) is None
    door, cookie, account = signed_in(accounts)
    again = door.admit(account, cookie)
    assert door.session(cookie) is None
    assert door.session(again) is not None


def test_the_desk_of_one_person_and_that_of_an_office_share_no_session(accounts: Accounts) -> None:
    """Nor does a start address lead into an office."""
    alone = Door(accounts.file.parent)
    token = alone.enter(alone.invite("citra"))
    assert token is not None
    office, cookie, _ = signed_in(accounts)
    assert office.session(token) is None
    assert Door(accounts.file.parent).session(cookie) is None
    assert office.enter(office.invite("citra")) is None


def test_who_tries_too_often_waits_and_nobody_waits_for_ever() -> None:
    """By account from everywhere, by address for all accounts; after the span it is counted anew."""
    now = [0.0]
    throttle = Throttle(b"k" * 32, lambda: now[0])
    for at in range(BY_ACCOUNT):
        assert throttle.attempt(f"10.0.0.{at}", "ani", "") == 0
    assert throttle.attempt("10.0.9.9", "ani", "") > 0
    assert throttle.attempt("10.0.9.9", "budi", "") == 0
    for at in range(BY_ADDRESS - 1):
        assert throttle.attempt("10.0.9.9", f"siapa {at}", "") == 0
    assert throttle.attempt("10.0.9.9", "dewi", "") > 0
    now[0] += SPAN + 1
    assert throttle.attempt("10.0.9.9", "ani", "") == 0


def test_strangers_lock_no_colleague_out_where_she_came_in_before() -> None:
    """Her browser bears a mark, which is hers alone, counts for itself, and cannot be made up."""
    throttle = Throttle(b"k" * 32, lambda: 0.0)
    mark = throttle.mark("ani")
    for at in range(3 * BY_ACCOUNT):
        throttle.attempt(f"10.0.0.{at}", "ani", "")
    assert throttle.attempt("10.0.0.1", "ani", "") > 0
    assert throttle.attempt("10.0.0.1", "ani", mark) == 0
    for wrong in (mark[:-1] + "x", mark.replace(".", "0."), "", ".", "x.y", throttle.mark("budi")):
        assert throttle.attempt("10.0.0.1", "ani", wrong) > 0
    for _ in range(BY_MARK):
        throttle.attempt("10.0.0.1", "ani", mark)
    assert throttle.attempt("10.0.0.1", "ani", mark) > 0


def test_no_role_has_a_right_that_nobody_wrote_down() -> None:
    """Each right is had by roles that exist; an unknown role, or an unknown right, is none."""
    assert set().union(*MAY.values()) <= {"", *ROLES}
    assert not may("admin", "write")
    assert not may(PUBLISHER, "everything")
    assert not may("", "write")
    for right in ("judge", "watch", "publish", "people"):
        assert not may(WRITER, right)
