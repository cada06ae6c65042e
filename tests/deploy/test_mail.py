"""Proves that an announcement by e-mail reaches a real SMTP server, once, and that a server that refuses is told."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.ports import free_port
from tests.support import NOW, SiteTest
from warta.deploy.announcing.announcer import Announced, announce
from warta.deploy.announcing.settings import Announce
from warta.deploy.connection import Connection
from warta.deploy.credentials import Credentials
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.output import read_output
from warta.messages import msg
from warta.settings import read_settings

SITE = "https://berita.example/"
SECRET = "sandi-surat"


class Inbox:
    """What the server took; while `full` it takes nothing."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []
        self.full = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """See aiosmtpd."""
        if self.full:
            return "452 Insufficient system storage"
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 OK"


def _let_in(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"humas", SECRET.encode()))


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """A server that lets `humas` in, and its port."""
    handler = Inbox()
    port = free_port()
    controller = Controller(
        handler, "127.0.0.1", port, authenticator=_let_in, auth_required=True, auth_require_tls=False
    )
    controller.start()
    try:
        yield handler, port
    finally:
        controller.stop()


def tell(site: SiteTest, tmp: Path) -> Announced:
    """Build and announce by mail."""
    site.build(now=NOW)
    settings = Announce(credentials={"surat": Credentials("surat", site.root)}, channels=("surat",))
    files = read_output(site.output, read_settings(site.root))
    line = Connection(FolderPlace(tmp / "www", switch=False).open, ())
    return announce(line, files, settings, SITE, NOW)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.filterwarnings("ignore:Session.login_data is deprecated")
def test_a_release_by_mail(
    site: SiteTest, tmp_path: Path, inbox: tuple[Inbox, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its title is the subject, in any script; a server without room is told, and hears it the next time."""
    box, port = inbox
    url = f"mailto://humas:{SECRET}@127.0.0.1:{port}?from=humas@berita.example&to=redaksi@koran.example&mode=insecure"
    monkeypatch.setenv("WARTA_SURAT_URL", url)
    site.release("lama", "Lama", date="2026-11-20")
    assert tell(site, tmp_path) == Announced({}, {}, first=True)
    site.release("baru", "Jembatan Ciawi—Sukamaju dibuka", date="2026-11-24", summary="Mulai hari ini, é.")
    box.full = True
    told = tell(site, tmp_path)
    assert told == Announced({}, {"surat": msg("announce-not-taken", "the service did not take it.")})
    assert SECRET not in repr(told)
    box.full = False
    assert tell(site, tmp_path).sent == {"surat": 1}
    ((recipients, mail),) = box.mails
    assert recipients == ["redaksi@koran.example"]
    assert mail["Subject"] == "Jembatan Ciawi—Sukamaju dibuka"
    assert "humas@berita.example" in mail["From"]
    body = mail.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert "Mulai hari ini, é." in text
    assert f"{SITE}2026/11/jembatan-ciawi-sukamaju-dibuka/" in text
    assert tell(site, tmp_path) == Announced({}, {})
    assert len(box.mails) == 1
