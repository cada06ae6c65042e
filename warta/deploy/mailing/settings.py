"""Turns the part `mail` of config.yaml into the server that sends mails, and what they say of their list."""

from __future__ import annotations

import ipaddress
import re
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from warta.datatree import read_yaml
from warta.deploy.credentials import Credentials
from warta.errors import Problem, ProblemsFound
from warta.fields import Fields
from warta.messages import msg
from warta.settings import FILE_NAME, Settings, read_settings

STARTTLS, TLS, NONE = "starttls", "tls", "none"
FOLDER = "mailing"
"""Where lists and journal lie, unless the settings say otherwise."""
_KEPT = ("output", "content", "themes", ".warta", "desk", "previews")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}"
)
_PORTS = {STARTTLS: 587, TLS: 465, NONE: 25}
_PASSED_ON = "{address}"


class Mailing(msgspec.Struct, frozen=True):
    """How mails are sent: from whom (name, address), by which server and as whom, and how many a minute.

    `folder` has the lists and the journal. `leave` are the addresses by which somebody leaves a list (mailto: or
    https:), with `{address}` where theirs belongs; `one_click` says that the https one takes a POST (RFC 8058).
    """

    config: Settings
    folder: Path
    sender: tuple[str, str]
    server: str
    port: int
    security: str
    user: str
    leave: tuple[str, ...]
    one_click: bool
    per_minute: int
    credentials: Credentials


def read_mailing(site: Path) -> Mailing:
    """What config.yaml says about sending mails. Raises ProblemsFound with every problem of it."""
    config = read_settings(site)
    problems: list[Problem] = []
    tree = read_yaml((site / FILE_NAME).read_text(encoding="utf-8-sig"), FILE_NAME)
    whole = Fields(FILE_NAME, tree, problems, what="setting")
    fields = whole.mapping("mail")
    if fields is None:
        line = "mail: {from: 'Humas <humas@example.go.id>', server: smtp.example.go.id, user: humas}"
        message = msg(
            "mail-unset", "says nothing about mail. Write such a line: %(line)s (see docs/mail.md).", line=line
        )
        raise ProblemsFound([Problem(FILE_NAME, 0, message), *problems])
    mailing = _read(fields, site, config)
    fields.close()
    if problems:
        raise ProblemsFound(problems)
    return mailing


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address as servers take it everywhere: ASCII, with a domain that has a dot."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and ".." not in text and not text.startswith(".")


def _read(fields: Fields, site: Path, config: Settings) -> Mailing:
    security = fields.choice("security", (STARTTLS, TLS, NONE), STARTTLS) or STARTTLS
    sender = _sender(fields)
    user = fields.text("user") or ""
    server = _server(fields, security, user)
    return Mailing(
        config=config,
        folder=_folder(fields, site),
        sender=sender,
        server=server,
        port=fields.number("port", _PORTS[security], least=1, most=65535),
        security=security,
        user=user,
        leave=(leave := _leave(fields, sender[1])),
        one_click=_one_click(fields, leave),
        per_minute=fields.number("per_minute", 30, least=1, most=6000),
        credentials=Credentials("mail", site),
    )


def _sender(fields: Fields) -> tuple[str, str]:
    line = fields.line_of("from")
    text = fields.required("from")
    name, address = parseaddr(text)
    if text and (not is_address(address) or not name.isprintable()):
        message = msg(
            "mail-from", "'from' must be a name and an address, such as 'Humas <humas@example.go.id>' (got '%(got)s').",
            got=text,
        )  # fmt: skip
        fields.problem(line, message)
    return name, address


def _server(fields: Fields, security: str, user: str) -> str:
    """The name of the server. Without encryption it may only be this machine, and no password is told it."""
    line = fields.line_of("server")
    server = fields.required("server")
    if server and not _HOST.fullmatch(server):
        message = msg(
            "mail-server", "'server' must be the name of a mail server, without port (got '%(got)s').", got=server
        )
        fields.problem(line, message)
    elif server and security == NONE and (user or not _is_here(server)):
        message = msg(
            "mail-in-the-clear",
            "'security: none' is for a mail server on this machine (localhost) that asks for no password "
            "(got '%(got)s'). Write starttls or tls.",
            got=server,
        )
        fields.problem(line, message)
    return server.strip("[]")


def _is_here(server: str) -> bool:
    try:
        return ipaddress.ip_address(server.strip("[]")).is_loopback
    except ValueError:
        return server.casefold() == "localhost"


def _folder(fields: Fields, site: Path) -> Path:
    line = fields.line_of("folder")
    written = fields.text("folder") or FOLDER
    folder = site / written
    for name in _KEPT:
        if folder.resolve().is_relative_to((site / name).resolve()):
            message = msg(
                "mail-folder",
                "'folder' must not lie in %(name)s/, from where addresses of people may be published or lost "
                "(got '%(got)s').",
                name=name,
                got=written,
            )
            fields.problem(line, message)
    if folder.resolve() == site.resolve():
        message = msg("mail-folder-own", "'folder' must be a folder of its own, such as %(example)s.", example=FOLDER)
        fields.problem(line, message)
    return folder


def _leave(fields: Fields, sender: str) -> tuple[str, ...]:
    refs = fields.refs("unsubscribe")
    found = []
    for ref in refs:
        parts = urlsplit(ref.text)
        bare = ref.text.replace(_PASSED_ON, "x")
        mail = parts.scheme == "mailto" and is_address(ref.text[7:].partition("?")[0])
        if (
            not bare.isascii()
            or re.search(r"[\s<>,{}]", bare)
            or not (mail or (parts.scheme == "https" and parts.hostname))
        ):
            message = msg(
                "mail-unsubscribe",
                "'unsubscribe' must be mailto:humas@example.go.id?subject=Berhenti or https://..., with {address} "
                "where the address of the person belongs (got '%(got)s').",
                got=ref.text,
            )
            fields.problem(ref.line, message)
        else:
            found.append(ref.text)
    return tuple(found) or (f"mailto:{sender}?subject=Berhenti%20langganan",)


def _one_click(fields: Fields, leave: tuple[str, ...]) -> bool:
    line = fields.line_of("one_click")
    wanted = fields.flag("one_click")
    if wanted and not any(each.startswith("https:") for each in leave):
        message = msg(
            "mail-one-click", "'one_click' needs an https address in 'unsubscribe' that takes a POST (RFC 8058)."
        )
        fields.problem(line, message)
    return wanted
