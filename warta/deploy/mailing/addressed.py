"""Turns a mail without a receiver into the message to one person, with what programs need to leave the list."""

from __future__ import annotations

import datetime as dt
import email
import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs, quote

import msgspec

from warta.deploy.mailing.lists import Person
from warta.deploy.mailing.settings import Mailing

PLACE = "https://unsubscribe.invalid/"
"""Stands in a mail where the address for leaving the list will stand: nobody has this domain (RFC 2606)."""


class Letter(msgspec.Struct, frozen=True):
    """What a mail says, whoever gets it. `about` and `version` make it itself; `leave` is what it calls leaving the
    list.
    """

    about: str
    version: str
    subject: str
    language: str
    text: str
    html: str
    leave: str
    reply: str = ""
    source: str = ""


def letter_of(data: bytes, about: tuple[str, str], leave: str, source: str = "") -> Letter:
    """What a mail of the site says; `about` is what it is about and of which version."""
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain is not None
    sender = message["From"].addresses
    return Letter(
        about=about[0],
        version=about[1],
        subject=str(message["Subject"]).strip(),
        language=str(message["Content-Language"]),
        text=plain.get_content(),
        html=html.get_content() if html is not None else "",
        leave=leave,
        reply=sender[0].addr_spec if sender else "",
        source=source,
    )


def addressed(letter: Letter, person: Person, mailing: Mailing, now: dt.datetime) -> bytes:
    """The message to one person."""
    name, sender = mailing.sender
    host = sender.rpartition("@")[2]
    ways = [each.replace("{address}", quote(person.mail, safe="@")) for each in mailing.leave]
    key = hashlib.sha256(f"{letter.about} {letter.version} {person.key}".encode()).hexdigest()
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(name, sender)
    message["To"] = _address(person.name, person.mail)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{key[:32]}@{host}>"
    if letter.reply and letter.reply != sender:
        message["Reply-To"] = letter.reply
    message["List-Id"] = f"<siaran-pers.{host}>"
    message["List-Unsubscribe"] = ", ".join(f"<{each}>" for each in ways)
    if mailing.one_click:
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Precedence"] = "list"
    message["Auto-Submitted"] = "auto-generated"
    shown = next((each for each in ways if each.startswith("https:")), ways[0])
    told = f"{letter.text.rstrip()}\n\n-- \n{letter.leave}: {_in_words(shown)}\n"
    message.set_content(told, cte="quoted-printable")
    if letter.html:
        html = letter.html.replace(PLACE, escape(shown))
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        message.set_boundary(f"=_{key[:40]}")
    message["Content-Language"] = letter.language
    return message.as_bytes()


def _address(name: str, mail: str) -> Address:
    user, _, domain = mail.rpartition("@")
    return Address(name, user, domain)


def _in_words(way: str) -> str:
    """An address for leaving a list as people read it; of a mail its subject is told."""
    if not way.startswith("mailto:"):
        return way
    address, _, query = way.removeprefix("mailto:").partition("?")
    subject = parse_qs(query).get("subject", [""])[0]
    return f"{address} ({subject})" if subject else address
