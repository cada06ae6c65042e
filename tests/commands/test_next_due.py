"""`next-due` gives the moments at which something appears or disappears by itself to people and timers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import Preview, warta
from tests.support import SiteTest
from warta.cli.scheduling import FORMATS

NOW = "2026-11-24 12:00"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """One release that appears and ends, one that is a draft, one that is past."""
    site = SiteTest(tmp_path).release("lalu", "Lalu")
    site.release("nanti", "Nanti", embargo="2026-11-25 07:00:30", expires="2026-12-31")
    return site.release("draf", "Draf", date="2026-12-01", draft="true")


def due(site: SiteTest, form: str, now: str = NOW) -> str:
    """What the command prints."""
    done = warta("next-due", "--now", now, "--format", form, cwd=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_people_and_programs(site: SiteTest) -> None:
    """Soonest first, in the site's zone; drafts are never due, and what is past is not."""
    assert due(site, "text") == (
        "Wednesday, 25 November 2026, 07:00 WIB  appears  content/releases/nanti.md\n"
        "Friday, 1 January 2027, 00:00 WIB  disappears  content/releases/nanti.md\n"
    )
    rows = json.loads(due(site, "json"))["due"]
    assert {row["path"] for row in rows} == {"content/releases/nanti.md"}
    assert [(row["at"], row["change"]) for row in rows] == [
        ("2026-11-25T07:00:30+07:00", "appears"),
        ("2027-01-01T00:00:00+07:00", "disappears"),
    ]


def test_timers_are_never_early(site: SiteTest) -> None:
    """cron counts minutes, so a moment within one is due at the next; systemd gets UTC to the second."""
    assert due(site, "cron") == "CRON_TZ=Asia/Jakarta\n1 7 25 11 *\n0 0 1 1 *\n"
    assert due(site, "systemd") == "OnCalendar=2026-11-25 00:00:30 UTC\nOnCalendar=2026-12-31 17:00:00 UTC\n"


def test_a_build_at_each_moment_shows_what_was_promised(site: SiteTest) -> None:
    """At the second it is due a release is there, and a second before it is not."""
    assert "Nanti" not in _home(site, "2026-11-25 07:00:29")
    assert "Nanti" in _home(site, "2026-11-25 07:00:30")
    assert "Nanti" not in _home(site, "2027-01-01 00:00:00")
    done = warta("build", "--now", NOW, cwd=site.root)
    assert (
        "Next change: Wednesday, 25 November 2026, 07:00 WIB, content/releases/nanti.md appears; build again then."
        in done.stdout
    )


def _home(site: SiteTest, now: str) -> str:
    assert warta("build", "--now", now, cwd=site.root).returncode == 0
    return site.text("index.html")


@pytest.mark.parametrize(
    "words", [("build",), ("serve", "--port", "0"), *[("next-due", "--format", each) for each in FORMATS]]
)
def test_no_word_of_what_is_to_come_is_told(site: SiteTest, words: tuple[str, ...]) -> None:
    """Logs of timers may be read by anybody: what changes next is named by its path."""
    site.edit("content/releases/nanti.md", "title: Nanti", "title: Upah minimum naik tujuh persen")
    if words[0] == "serve":
        with Preview(site.root, "--now", NOW) as preview:
            said = preview.out.now() + preview.err.now()
    else:
        done = warta(*words, "--now", NOW, cwd=site.root)
        assert done.returncode == 0
        said = [done.stdout, done.stderr]
    assert "Upah" not in "".join(said)


def test_nothing_due(site: SiteTest) -> None:
    """People are told so, timers get nothing."""
    assert due(site, "text", "2027-02-01") == "Nothing changes by itself.\n"
    assert due(site, "cron", "2027-02-01") == ""
    assert json.loads(due(site, "json", "2027-02-01")) == {"due": []}
