"""Proves that what an old site did not show to everyone comes as a draft, with the reason, and is nowhere in the output."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tests.importing.exports import export, post
from tests.importing.test_sources import bring as bring_source
from tests.importing.test_sources import folder
from tests.importing.test_wordpress import bring
from tests.support import SiteTest
from warta.importing.sources.feed import Feed
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.restrictions import hides
from warta.settings import read_settings

SECRET = "RAHASIA71 mutasi pejabat eselon tiga minggu depan"


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """An empty newsroom."""
    return SiteTest(tmp_path)


def is_nowhere(site: SiteTest) -> bool:
    """Whether the secret is in no file of the built output."""
    site.build()
    return all(b"RAHASIA71" not in path.read_bytes() for path in site.output.rglob("*") if path.is_file())


def record(site: SiteTest) -> dict[str, dict[str, str]]:
    """The only record of the report."""
    (only,) = json.loads((site.root / "import-report.json").read_text())["items"]
    return only  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "text",
    [
        f"[private]{SECRET}[/private]",
        f"[members_only]{SECRET}[/members_only]",
        f"[hidepost=10]{SECRET}[/hidepost]",
        f'[restrict userlevel="editor"]{SECRET}[/restrict]',
        f"[um_loggedin]{SECRET}[/um_loggedin]",
        f"[s2If current_user_can(access_s2member_level1)]{SECRET}[/s2If]",
        f"[note]{SECRET}[/note]",
        f"[comment]{SECRET}[/comment]",
        f'[vc_row disable_element="yes"]{SECRET}[/vc_row]',
        f"<!--private-->{SECRET}<!--/private-->",
        f"<!-- wp:jetpack/premium-content/container --><p>{SECRET}</p><!-- /wp:jetpack/premium-content/container -->",
        f'<!-- wp:group {{"metadata":{{"blockVisibility":false}}}} --><p>{SECRET}</p><!-- /wp:group -->',
        f"[hide]{SECRET}",
    ],
)
def test_text_behind_what_hides_it_comes_as_a_draft(site: SiteTest, text: str) -> None:
    """Shortcodes and blocks of plugins, whatever their names."""
    bring(site, post(1, "Berita", f"<p>Pembukaan.</p>\n\n{text}"))
    assert record(site)["hidden"]["code"] == "held-hidden"
    assert is_nowhere(site)


@pytest.mark.parametrize(
    "name", ["su_note", "vc_row", "team_member", "login_form", "um_loggedout", "caption", "post-title"]
)
def test_what_everyone_saw_stays_public(name: str) -> None:
    """Boxes, columns, forms, and text for visitors."""
    assert not hides(name)


@pytest.mark.parametrize(
    "meta",
    [
        {"_members_access_role": "editor"},
        {"rcp_subscription_level": "any"},
        {"_wpmem_block": "1"},
        {"_jetpack_newsletter_access": "subscribers"},
        {"pms-content-restrict-user-status": "loggedin"},
        {"um_content_restriction": 'a:2:{s:26:"_um_custom_access_settings";b:1;s:14:"_um_accessible";s:1:"2";}'},
        {"my_restricted": "yes"},
    ],
)
def test_a_post_that_a_plugin_restricts_comes_as_a_draft(site: SiteTest, meta: dict[str, str]) -> None:
    """By the keys that plugins keep in its meta."""
    bring(site, post(1, "Berita", f"<p>{SECRET}</p>", meta=meta))
    assert record(site)["hidden"]["code"] == "was-restricted"
    assert is_nowhere(site)


@pytest.mark.parametrize(
    "meta",
    [
        {"_wpmem_block": "0"},
        {"rcp_user_level": "All"},
        {"_jetpack_newsletter_access": "everybody"},
        {"um_content_restriction": 'a:2:{s:26:"_um_custom_access_settings";b:0;s:14:"_um_accessible";s:1:"2";}'},
        {"_members_access_error": "Masuk dahulu"},
        {"accesspress_sidebar": "right"},
    ],
)
def test_a_plugin_that_restricts_nothing_hides_nothing(site: SiteTest, meta: dict[str, str]) -> None:
    """Its meta stands beside every post of a site that has it."""
    bring(site, post(1, "Berita", "<p>Terbit.</p>", meta=meta))
    assert record(site)["hidden"] is None


def test_a_letter_sent_by_a_form_is_no_public_release(site: SiteTest) -> None:
    """A type without pages of its own is one that nobody saw."""
    link = "https://humas.sukamaju.example/?post_type=flamingo_inbound&p=1"
    bring(site, post(1, "Pengaduan", f"<p>{SECRET}</p>", kind="flamingo_inbound", link=link))
    assert record(site)["hidden"]["code"] == "had-no-page"
    assert is_nowhere(site)


BLOGGER = """<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:app='http://purl.org/atom/app#'
xmlns:blogger='http://schemas.google.com/blogger/2018' xmlns:thr='http://purl.org/syndication/thread/1.0'><title>H</title>
<entry><id>a</id><published>2019-06-21T09:00:00+07:00</published><title>Terbit</title>{kind}{more}
<content type='html'>{text}</content></entry></feed>"""
KIND = (
    "<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#%s'/>"
)


@pytest.mark.parametrize(
    ("kind", "more", "comes"),
    [
        (KIND % "post", "<app:control><app:draft>yes</app:draft></app:control>", True),
        ("", "<blogger:type>POST</blogger:type><blogger:status>DRAFT</blogger:status>", True),
        ("", "<blogger:type>POST</blogger:type><blogger:status>SCHEDULED</blogger:status>", True),
        (KIND % "comment", "", False),
        (KIND % "settings", "", False),
        (KIND % "template", "", False),
        ("", "<blogger:type>COMMENT</blogger:type>", False),
        ("", "<thr:in-reply-to ref='x'/>", False),
    ],
)
def test_the_backup_of_a_blog_publishes_nothing_new(
    site: SiteTest, tmp_path: Path, *, kind: str, more: str, comes: bool
) -> None:
    """Drafts are drafts; comments, settings and templates stay behind, counted."""
    (tmp_path / "b.xml").write_text(BLOGGER.format(kind=kind, more=more, text=SECRET))
    outcome = bring_source(site, Feed(str(tmp_path / "b.xml"), read_settings(site.root).zone))
    assert outcome.states == ({"new": 1} if comes else {})
    assert comes or len(outcome.summary.left_out) == 1
    assert is_nowhere(site)


def test_an_export_is_not_read_as_a_feed(site: SiteTest, tmp_path: Path) -> None:
    """It holds what was not public, which only its own reader knows."""
    (tmp_path / "e.xml").write_text(export([post(1, "A", SECRET, status="draft")]))
    with pytest.raises(Exception, match="Try 'import wordpress'"):
        Feed(str(tmp_path / "e.xml"), read_settings(site.root).zone)


@pytest.mark.parametrize(
    ("kind", "name", "keys", "text"),
    [
        ("jekyll", "_posts/2019-06-21-a.md", "", "{::comment}\n" + SECRET + "\n{:/comment}"),
        ("jekyll", "_posts/2019-06-21-a.md", "", "{::comment}" + SECRET + "{:/}"),
        ("jekyll", "_posts/2019-06-21-a.md", "", "{% if false %}" + SECRET + "{% endif %}"),
        ("jekyll", "_posts/a.md", "", SECRET),
        ("jekyll", "_catatan/2019-06-21-a.md", "", SECRET),
        ("jekyll", "_posts/2019-06-21-a.md", "public: false\n", SECRET),
        ("hugo", "content/a.md", "date: 2019-06-21\n", "{{/* " + SECRET + " */}}"),
        ("hugo", "content/a.md", "date: 2019-06-21\nbuild:\n  render: never\n", SECRET),
        ("hugo", "content/a.md", "date: 2019-06-21\nprivate: true\n", SECRET),
        ("hugo", "content/a.md", "date: 2019-06-21\nstatus: in-review\n", SECRET),
        ("hugo", "content/a.md", "date: 2019-06-21\nstatus: Belum terbit\n", SECRET),
        ("jekyll", "_posts/2019-06-21-a.md", "status: Archived\n", SECRET),
        ("eleventy", "a.md", "date: 2019-06-21\npermalink: false\n", SECRET),
        ("eleventy", "a.md", "date: 2019-06-21\n", "{# " + SECRET + " #}"),
        ("pelican", "content/a.md", "date: 2019-06-21\nstatus: skip\n", SECRET),
    ],
)
def test_what_a_generator_did_not_show_is_not_shown(
    site: SiteTest, tmp_path: Path, kind: str, name: str, keys: str, text: str
) -> None:
    """Comments in the text, folders and keys that keep a text back."""
    root = folder(tmp_path / "x", {name: f"---\ntitle: A\n{keys}---\nIsi.\n\n{text}\n"})
    outcome = bring_source(site, SiteFolder(root, kind, read_settings(site.root).zone))
    assert outcome.states == {"new": 1}
    assert is_nowhere(site)


@pytest.mark.parametrize(
    ("kind", "name", "status", "is_odd"),
    [
        ("hugo", "content/a.md", "past", True),
        ("hugo", "content/a.md", "In-flight", True),
        ("jekyll", "_posts/2019-06-21-a.md", "selesai", True),
        ("eleventy", "a.md", "beta", True),
        ("hugo", "content/a.md", "published", False),
    ],
)
def test_a_status_that_says_something_else_hides_nothing(
    site: SiteTest,
    tmp_path: Path,
    kind: str,
    name: str,
    status: str,
    is_odd: bool,  # noqa: FBT001
) -> None:
    """The phase of a product is shown to everyone, with a doubt; where Pelican knows no such status, it shows nothing."""
    root = folder(tmp_path / "x", {name: f"---\ntitle: A\ndate: 2019-06-21\nstatus: {status}\n---\n{SECRET}\n"})
    (item,) = SiteFolder(root, kind, read_settings(site.root).zone).items()
    assert (item.hidden, [each.code for each in item.doubts]) == (None, ["status-shown"] if is_odd else [])


def test_what_was_to_disappear_still_does(site: SiteTest, tmp_path: Path) -> None:
    """Hugo's expiryDate and the date of PublishPress Future are `expires` here."""
    ends = dt.datetime.now(dt.UTC) + dt.timedelta(days=900)
    text = f"---\ntitle: A\ndate: 2019-06-21\nexpiryDate: {ends:%Y-%m-%d}\n---\nIsi.\n"
    root = folder(tmp_path / "x", {"content/a.md": text})
    bring_source(site, SiteFolder(root, "hugo", read_settings(site.root).zone))
    meta = {"_expiration-date": f"{ends.timestamp():.0f}", "_expiration-date-status": "saved"}
    bring(site, post(1, "B", "<p>b</p>", meta=meta))
    for name in ("a", "b"):
        assert f"\nexpires: {ends:%Y-%m}" in (site.root / f"content/releases/2019/{name}.md").read_text()
    site.build()
