"""Proves that what is newly public is announced once, and nothing else ever."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.deploy.standin import Services
from tests.support import NOW, SiteTest
from warta.deploy.announcing.announcer import Announced, announce, report_lines
from warta.deploy.announcing.settings import Announce
from warta.deploy.connection import Connection
from warta.deploy.credentials import Credentials
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.output import read_output
from warta.settings import read_settings
from warta.web import Answer, Web

SITE = "https://berita.example/"


class Newsroom:
    """A site that is built, and announced as after a deploy."""

    def __init__(self, site: SiteTest, settings: Announce, tmp: Path) -> None:
        self.site = site
        self.settings = settings
        self.place = FolderPlace(tmp / "www", switch=False)

    def tell(self, now: dt.datetime = NOW) -> Announced:
        """Build and announce."""
        self.site.build(now=now)
        files = read_output(self.site.output, read_settings(self.site.root))
        line = Connection(self.place.open, ())
        return announce(line, files, self.settings, SITE, now)


@pytest.fixture
def services() -> Iterator[Services]:
    """The stand-in for every service."""
    with Services() as running:
        yield running


@pytest.fixture
def newsroom(site: SiteTest, services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """One old release, and every channel set up."""
    import apprise

    plugin = apprise.plugins.N_MGR["tgram"]
    monkeypatch.setattr(plugin, "notify_url", f"{services.url}/bot")  # Telegram's own address is part of Apprise
    port = services.url.rpartition(":")[2]
    monkeypatch.setenv("WARTA_TELEGRAM_URL", "tgram://123456789:abcdefg_hijklmnop/-100123/")
    monkeypatch.setenv("WARTA_FEDIVERSE_URL", f"mastodon://toot-rahasia@127.0.0.1:{port}")
    monkeypatch.setenv("WARTA_FACEBOOK_TOKEN", "EAAG-rahasia")
    names = ("telegram", "fediverse", "facebook")
    settings = Announce(
        credentials={name: Credentials(name, site.root) for name in names},
        channels=("telegram", "fediverse"),
        facebook="4242",
        hub=f"{services.url}/hub",
        indexnow_key="a1b2c3d4e5f6",
        indexnow=f"{services.url}/indexnow",
        graph=f"{services.url}/graph/v23.0",
    )
    site.release("lama", "Rilis lama", date="2026-11-01")
    return Newsroom(site, settings, tmp_path)


def test_nothing_old_is_announced_and_what_is_new_once(newsroom: Newsroom, services: Services) -> None:
    """The first deploy is silent; a new release goes to every channel with title, summary and address, once."""
    assert newsroom.tell() == Announced({}, {}, first=True)
    assert services.heard == []
    newsroom.site.release("baru", "Jembatan dibuka", date="2026-11-24", summary="Mulai hari ini.")
    told = newsroom.tell()
    assert told.failed == {}
    url = f"{SITE}2026/11/jembatan-dibuka/"
    message = f"Jembatan dibuka\n\nMulai hari ini.\n\n{url}"
    posts = [each for each in services.heard if each[0] != "hub"]
    telegram = message.replace("\n\n", "\r\n")  # Apprise's doing
    assert posts == [("telegram", telegram), ("mastodon", message), ("facebook", (message, url)), ("indexnow", [url])]
    assert ("hub", f"{SITE}feed.xml") in services.heard
    assert str(report_lines(told)[0]).startswith("Announced: telegram 1, fediverse 1, facebook 1, IndexNow 1, WebSub ")
    services.heard.clear()
    assert newsroom.tell() == Announced({}, {})
    assert services.heard == []


def test_what_is_hidden_withdrawn_or_old_is_never_announced(newsroom: Newsroom, services: Services) -> None:
    """A draft, an embargo, a withdrawal, an archive that moves in; an embargo that ends is news then."""
    newsroom.tell()
    newsroom.site.release("a", "Draf", date="2026-11-24", draft="true")
    newsroom.site.release("b", "Embargo", date="2026-11-24", embargo="2026-11-25 14:00")
    newsroom.site.release("c", "Ditarik", date="2026-11-24", withdrawn="{at: 2026-11-24 09:00, reason: keliru}")
    newsroom.site.release("d", "Arsip", date="2019-01-01")
    newsroom.tell()
    text = repr(services.heard)
    assert "draf" not in text
    assert "embargo" not in text
    assert "ditarik" not in text
    assert [each for each in services.heard if each[0] in ("telegram", "facebook")] == []
    services.heard.clear()
    newsroom.tell(NOW + dt.timedelta(days=2))
    assert [each[0] for each in services.heard if "Embargo" in repr(each)] == ["telegram", "mastodon", "facebook"]


def test_what_fails_is_told_and_sent_next_time(newsroom: Newsroom, services: Services) -> None:
    """With a reason and without the secret; the other channels are not told again, and a withdrawal in between ends it."""
    newsroom.tell()
    newsroom.site.release("a", "Satu", date="2026-11-24")
    newsroom.site.release("b", "Dua", date="2026-11-24")
    services.down = {"_graph", "_telegram"}
    told = newsroom.tell()
    assert set(told.failed) == {"facebook", "telegram"}
    assert str(told.failed["facebook"]) == "the answer was 503: try later."
    assert "rahasia" not in repr(told)
    assert "abcdefg" not in repr(told)
    services.heard.clear()
    services.down = set()
    newsroom.site.edit("content/releases/b.md", "---\n\n", "withdrawn: {at: 2026-11-24 09:00, reason: keliru}\n---\n\n")
    assert newsroom.tell().failed == {}
    assert [each[0] for each in services.heard if each[0] not in ("hub", "indexnow")] == ["telegram", "facebook"]
    assert "Dua" not in repr(services.heard)


def test_a_kill_while_sending_makes_no_second_post(
    newsroom: Newsroom, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal says that it was sent before it is."""
    newsroom.tell()
    newsroom.site.release("a", "Satu", date="2026-11-24")
    newsroom.settings = msgspec.structs.replace(newsroom.settings, channels=(), indexnow_key="", hub="")
    send = Web.post_form

    def send_and_die(web: Web, url: str, fields: dict[str, str]) -> Answer:
        send(web, url, fields)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Web, "post_form", send_and_die)
        with pytest.raises(KeyboardInterrupt):
            newsroom.tell()
    assert len(services.heard) == 1
    newsroom.tell()
    assert len(services.heard) == 1


def test_a_missing_secret_fails_that_channel_alone(
    newsroom: Newsroom, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the sentence says where to put it."""
    newsroom.tell()
    monkeypatch.delenv("WARTA_FACEBOOK_TOKEN")
    newsroom.site.release("a", "Satu", date="2026-11-24")
    told = newsroom.tell()
    assert set(told.failed) == {"facebook"}
    assert "WARTA_FACEBOOK_TOKEN" in str(told.failed["facebook"])
    assert told.sent["telegram"] == 1
