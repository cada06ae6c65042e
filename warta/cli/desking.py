"""Turns the command `desk` into a newsroom desk in the browser, until it is interrupted, and `desk accounts` into
people who may come in to it.
"""

from __future__ import annotations

import contextlib
import getpass
import ipaddress
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from warta.catalogue import say
from warta.cli.opening import show_in_browser
from warta.cli.terminal import put, put_notice
from warta.errors import Said, UsageError, WartaError
from warta.extras import install, missing
from warta.messages import Message, msg

if TYPE_CHECKING:
    from warta.office.accounts import Accounts

PASSWORD = "WARTA_DESK_PASSWORD"
"""The variable that a script sets in place of a person who types."""
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class CannotChange(WartaError):
    """An account cannot be made so, or changed so."""


class OfficeOptions(msgspec.Struct, frozen=True):
    """The options of `desk --office`, as typed."""

    listen: str = "127.0.0.1"
    address: str = ""
    proxy: str = ""
    insecure: bool = False


def run_desk(site: Path, port: int, *, in_browser: bool) -> None:
    """Open the desk of a newsroom for one person. Raises UsageError where a library is missing."""
    _libraries()
    from warta.office.serving import serve  # brings a web server

    def opened(address: str, leading: Path) -> None:
        put(msg("desk-open", "Newsroom desk: %(address)s", address=address))
        put(msg("desk-open-once", "This address lets one person in, once, within ten minutes. Ctrl+C ends the desk."))
        if in_browser:
            show_in_browser(leading.as_uri())

    serve(site, port, _name(), opened)


def run_office(site: Path, port: int, options: OfficeOptions, *, in_browser: bool) -> None:
    """Open the desk of a newsroom for several people. Raises UsageError where it must not be served so."""
    _libraries()
    from warta.office.serving import Listening, serve_office

    url = options.address.rstrip("/").lower()
    if url and not _ORIGIN.fullmatch(url):
        raise UsageError(
            msg(
                "office-address",
                "--address is what people type, without a path: https://meja.kab.go.id (got '%(got)s').",
                got=options.address,
            )
        )
    listen, proxy = _ip(options.listen, "--listen"), _ip(options.proxy, "--proxy") if options.proxy else ""

    def opened(address: str) -> None:
        put(msg("desk-office", "The office's desk: %(address)s", address=address))
        put(msg("desk-office-end", "People sign in with name and password. Ctrl+C ends the desk."))
        if in_browser:
            show_in_browser(address)

    serve_office(site, port, Listening(listen, url, proxy, options.insecure), opened, put_notice)


def _ip(text: str, option: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise UsageError(
            msg(
                "office-no-ip",
                "%(option)s is an address in numbers, such as 192.168.1.5 (got '%(got)s').",
                option=option,
                got=text,
            )
        ) from None


def _libraries() -> None:
    if missing("desk"):
        raise UsageError(msg("desk-missing", "The desk needs libraries that are not installed.", install("desk")))


# accounts


def accounts_of(site: Path) -> Accounts:
    """The accounts of a newsroom's desk."""
    _libraries()
    from warta.office.accounts import Accounts
    from warta.office.door import private_folder

    return Accounts(private_folder(site), site)


def add_account(site: Path, name: str, role: str | None) -> None:
    """Make an account, the first of which is a publisher's."""
    from warta.office.roles import PUBLISHER, ROLES, WRITER

    accounts = accounts_of(site)
    chosen = role or (WRITER if any(each.on for each in accounts.all()) else PUBLISHER)
    with _told():
        made = accounts.add(name, chosen, _password(msg("ask-password", "Password for %(name)s", name=name)))
    put(msg("account-made", "%(name)s may come in, as: %(role)s.", name=made.name, role=ROLES[made.role]))


def change_password(site: Path, name: str) -> None:
    """Give an account another password."""
    accounts = accounts_of(site)
    with _told():
        accounts.set_password(name, _password(msg("ask-password", "Password for %(name)s", name=name)))
    put(msg("account-password", "The password is changed, and who came in with the old one signs in again."))


def change_role(site: Path, name: str, role: str) -> None:
    """Give an account another role."""
    from warta.office.roles import ROLES

    with _told():
        made = accounts_of(site).set_role(name, role)
    put(msg("people-role", "%(name)s is now: %(role)s.", name=made.name, role=ROLES[made.role]))


def switch_account(site: Path, name: str, *, on: bool) -> None:
    """Switch an account off, or on again."""
    with _told():
        made = accounts_of(site).switch(name, on=on)
    if on:
        put(msg("people-on", "%(name)s may come in again.", name=made.name))
    else:
        put(msg("people-off", "%(name)s may not come in any more.", name=made.name))


def list_accounts(site: Path) -> None:
    """Say who may come in, and as what."""
    from warta.office.roles import ROLES

    every = accounts_of(site).all()
    for each in every:
        role = ROLES[each.role]
        put(
            msg("account-line", "%(name)s: %(role)s", name=each.name, role=role)
            if each.on
            else msg("account-line-off", "%(name)s: %(role)s (off)", name=each.name, role=role)
        )
    if not every:
        put(msg("accounts-none", "There is no account yet. Make one: warta desk accounts add NAME"))


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Said as wrong:
        raise CannotChange(wrong.message) from None


def _password(question: Message) -> str:
    """A new password, typed twice by a person or given by the environment; never by the command line."""
    given = os.environ.get(PASSWORD)
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise UsageError(
            msg("password-unasked", "There is nobody to ask for a password. Set %(variable)s.", variable=PASSWORD)
        )
    return str(click.prompt(say(question), hide_input=True, confirmation_prompt=True, err=True))


def _name() -> str:
    """Who works at this computer, as its account is named."""
    with contextlib.suppress(Exception):  # systems without accounts
        return getpass.getuser()
    return "meja"
