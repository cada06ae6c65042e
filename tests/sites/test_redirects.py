"""Old addresses lead to where things are now, or the build says why they cannot."""

from __future__ import annotations

import re

import pytest

from tests.support import SiteTest
from warta.content.history import FILE_NAME, GivenAddress, history_text, parse_history
from warta.errors import ProblemsFound


def led(site: SiteTest) -> dict[str, str]:
    """Old and new paths as the file for Netlify has them."""
    path = site.output / "_redirects"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    assert all(line.endswith(" 301") for line in lines)
    return {line.split()[0]: line.split()[1] for line in lines}


@pytest.fixture
def netlify(site: SiteTest) -> SiteTest:
    """A newsroom whose redirects can be read in one file."""
    return site.config("host: netlify\n")


def test_an_alias_leads_to_its_release_or_page(netlify: SiteTest) -> None:
    """Paths with and without a slash, with an ending, with letters of other scripts."""
    netlify.release("a", "A", aliases="[/2019/06/lama/, /lama.html, /warta/café]")
    netlify.write("content/pages/redaksi.md", "---\ntitle: Redaksi\naliases: [/tentang-kami/]\n---\n\nKami.\n").build()
    assert led(netlify) == {
        "/2019/06/lama/": "/2026/11/a/",
        "/lama.html": "/2026/11/a/",
        "/tentang-kami/": "/redaksi/",
        "/warta/caf%C3%A9": "/2026/11/a/",
    }


def test_a_changed_slug_leaves_a_redirect(netlify: SiteTest) -> None:
    """What a published build recorded is enough: the store and the output may be gone."""
    netlify.release("a", "Awal", slug="awal").build(record=True)
    assert parse_history((netlify.root / FILE_NAME).read_text(encoding="utf-8")) == (
        GivenAddress("/2026/11/awal/", "releases/a.md"),
    )
    netlify.edit("content/releases/a.md", "slug: awal", "slug: baru").build(record=True, clean=True)
    assert led(netlify) == {"/2026/11/awal/": "/2026/11/baru/"}
    netlify.edit("content/releases/a.md", "slug: baru", "slug: ketiga").build(record=True)
    assert led(netlify) == {"/2026/11/awal/": "/2026/11/ketiga/", "/2026/11/baru/": "/2026/11/ketiga/"}
    netlify.edit("content/releases/a.md", "slug: ketiga", "slug: awal").build(record=True)
    assert led(netlify) == {"/2026/11/baru/": "/2026/11/awal/", "/2026/11/ketiga/": "/2026/11/awal/"}


def test_an_address_that_was_given_out_keeps_its_old_figures(netlify: SiteTest) -> None:
    """What was public stays where it is, under a new name of its file and in another process too, until its title
    changes; what was not has its figures apart.
    """
    given = [
        GivenAddress("/2026/11/178-persen-warga/", "releases/a.md"),
        GivenAddress("/2026/11/rp194-triliun/", "releases/dulu.md"),
        GivenAddress("/2026/11/naik-28/", "releases/d.md"),
        GivenAddress("/jum-at-bersih/", "pages/jumat.md"),
    ]
    netlify.write(FILE_NAME, history_text(given)).write(
        "content/pages/jumat.md", "---\ntitle: Jum'at Bersih\n---\n\nX.\n"
    )
    netlify.release("a", "17,8 Persen Warga", body="[b](b.md), [c](c.md), [j](../pages/jumat.md)")
    netlify.release("b", "Rp1,94 Triliun", draft="false").release("c", "Turun 2,5 Persen").release("d", "Naik 28%")
    netlify.build(record=True)
    page = netlify.page("/2026/11/178-persen-warga/")
    for address in ("/2026/11/rp194-triliun/", "/2026/11/turun-2-5-persen/", "/jum-at-bersih/"):
        assert f'href="{address}"' in page
        assert netlify.page(address)
    assert netlify.page("/2026/11/naik-28/")
    assert led(netlify) == {}
    assert not netlify.compare()
    netlify.edit("content/releases/a.md", "17,8", "17,9").build(record=True)
    assert led(netlify) == {"/2026/11/178-persen-warga/": "/2026/11/17-9-persen-warga/"}


def test_a_list_whose_figures_were_joined_is_led_on(netlify: SiteTest) -> None:
    """Where nothing else is at the old address now; two writings of one name lead to the one list."""
    netlify.release("a", "A", tags="['Jum''at Berkah', '17,8 persen', 'C++']", authors="[Qur'ani]")
    netlify.release("b", "B", tags="[Jumat Berkah, C]", date="2026-11-19").build()
    assert led(netlify) == {
        "/tag/jum-at-berkah/": "/tag/jumat-berkah/",
        "/tag/178-persen/": "/tag/17-8-persen/",
        "/penulis/qur-ani/": "/penulis/qurani/",
    }
    assert netlify.page("/tag/c-plus-plus/") != netlify.page("/tag/c/")


def test_signs_are_words_of_the_language_of_the_text(site: SiteTest) -> None:
    """Its own, or else the newsroom's."""
    site.config("languages: [id, en]\n").release("a", "Naik 5%").release("b", "Up 5%", language="en").build()
    assert site.page("/2026/11/naik-5-persen/") and site.page("/en/2026/11/up-5-percent/")
    site.edit("config.yaml", "language: id", "language: en").edit(
        "content/releases/b.md", "language: en", "language: id"
    )
    site.build()
    assert site.page("/2026/11/naik-5-percent/") and site.page("/id/2026/11/up-5-persen/")


def test_feeds_keep_the_id_of_the_first_address(site: SiteTest) -> None:
    """A reader of the feed does not see a release twice because its slug changed."""
    site.release("a", "Awal", slug="awal").build(record=True)
    site.edit("content/releases/a.md", "slug: awal", "slug: baru").build(record=True)
    feed = site.text("feed.xml")
    assert '<guid isPermaLink="false">https://berita.example/2026/11/awal/</guid>' in feed
    assert "<link>https://berita.example/2026/11/baru/</link>" in feed


def test_a_renamed_file_keeps_its_addresses(netlify: SiteTest) -> None:
    """The address tells that it is the same release; its older ones come along."""
    netlify.release("a", "Awal", slug="awal").build(record=True)
    netlify.edit("content/releases/a.md", "slug: awal", "slug: baru").build(record=True)
    (netlify.root / "content/releases/a.md").rename(netlify.root / "content/releases/b.md")
    report = netlify.build(record=True)
    assert report.warnings == ()
    assert led(netlify) == {"/2026/11/awal/": "/2026/11/baru/"}


def test_a_deleted_release_is_spoken_of(netlify: SiteTest) -> None:
    """A link in the world finds nothing: the press office is told, until it says where the address leads."""
    netlify.release("a", "Awal", slug="awal").release("b", "B", slug="b").build(record=True)
    netlify.delete("content/releases/a.md")
    (warning,) = netlify.build(record=True).warnings
    assert str(warning).startswith(
        "addresses.tsv: /2026/11/awal/ was the address of content/releases/a.md, which is not"
    )
    netlify.edit("content/releases/b.md", "slug: b", "slug: b\naliases: /2026/11/awal/")
    assert netlify.build(record=True).warnings == ()
    assert led(netlify) == {"/2026/11/awal/": "/2026/11/b/"}


def test_a_former_address_that_asks_for_something_is_told(netlify: SiteTest) -> None:
    """No host leads it on; the build goes on without it."""
    netlify.release("a", "A", slug="a").write(FILE_NAME, "/2026/11/a?b/\treleases/a.md\n")
    (warning,) = netlify.build(record=True).warnings
    assert "the old address /2026/11/a?b/ asks for something that no host leads on" in str(warning)


def test_what_is_hidden_is_not_recorded_and_leads_nowhere(netlify: SiteTest) -> None:
    """Neither the address history nor a redirect tells of a draft; one that was public before is not spoken of."""
    netlify.release("a", "Awal", slug="awal", draft="true", aliases="/lama/").build(record=True)
    assert not (netlify.root / FILE_NAME).exists()
    assert led(netlify) == {}
    netlify.edit("content/releases/a.md", "draft: true", "draft: false").build(record=True)
    netlify.edit("content/releases/a.md", "draft: false", "draft: true")
    assert netlify.build(record=True).warnings == ()
    assert led(netlify) == {}


def test_a_build_that_does_not_publish_records_nothing(netlify: SiteTest) -> None:
    """Previews and trials leave the newsroom's folder as it is."""
    netlify.release("a", "A").build()
    assert not (netlify.root / FILE_NAME).exists()


def test_the_settings_lead_what_is_no_text(netlify: SiteTest) -> None:
    """A renamed category, over two steps."""
    netlify.config("redirects: {/rubrik/ekonomi/: /rubrik/uang/, /rubrik/uang: /kategori/ekonomi/}\n")
    netlify.release("a", "A", category="Ekonomi").build()
    assert led(netlify) == {"/rubrik/ekonomi/": "/kategori/ekonomi/", "/rubrik/uang": "/kategori/ekonomi/"}


@pytest.mark.parametrize(
    "alias, message",
    [
        ("/2026/11/b/", "the old address /2026/11/b/ is the address of content/releases/b.md, and cannot lead elsewhere. Strike it."),
        ("/2026/11/B", "the old address /2026/11/B is the address of something that the site has there, and cannot lead elsewhere. Strike it."),
        ("/2026/11/a/", "the old address /2026/11/a/ is the address of content/releases/a.md, and cannot lead elsewhere. Strike it."),
        ("/2026/11/%62/", "the old address /2026/11/%62/ is the address of content/releases/b.md, and cannot lead elsewhere. Strike it."),
        ("/feed.xml", "the old address /feed.xml is the address of something that the site has there, and cannot lead elsewhere. Strike it."),
        ("/tag/x", "the old address /tag/x is the address of something that the site has there, and cannot lead elsewhere. Strike it."),
        ("/%2e%2e/x", "the old address /%2e%2e/x leaves the site."),
        ("/x/%5C", "the old address /x/%5C leaves the site."),
        ("/x%0Ay", "the old address /x%0Ay holds characters that no address can have."),
        ("/x//y", "the old address /x//y holds characters that no address can have."),
        ("/x%22y", "the old address /x%22y holds characters that not every host can lead on."),
        ("/x$1", "the old address /x$1 holds characters that not every host can lead on."),
        ("/x%E9y", "the old address /x%E9y holds characters that no address can have."),
        ("/x%E2%80%AEy", "the old address /x%E2%80%AEy holds characters that no address can have."),
        ("/lain/", "the old address /lain/ is claimed by content/releases/b.md too (line 4). Strike one of them."),
    ],
)  # fmt: skip
def test_an_alias_that_cannot_be_is_an_error(netlify: SiteTest, alias: str, message: str) -> None:
    """Each with the line it stands on; of two that claim one address the later one."""
    netlify.release("b", "B", slug="b", aliases="/lain/", tags="[x]", date="2026-11-21")
    netlify.release("a", "A", slug="a", aliases=f"'{alias}'")
    assert netlify.problems() == [f"content/releases/a.md:4: {message}"]


@pytest.mark.parametrize(
    "setting, message",
    [
        ("{/a/: /b/, /b/: /a/}", "/a/ leads to /b/ and in the end back to itself."),
        ("{/a/: /a/}", "/a/ leads to /a/ and in the end back to itself."),
        ("{/a/: /tidak/ada/}", "/a/ is to lead to /tidak/ada/, where nothing is."),
        ("{/a/: https://lain.example/}", "'redirects' must be 'old address: new address' lines, both on this site (got '/a/: https://lain.example/')."),
        ("{/a/: //lain.example/}", "'redirects' must be 'old address: new address' lines, both on this site (got '/a/: //lain.example/')."),
        ("{a: /b/}", "'redirects' must be 'old address: new address' lines, both on this site (got 'a: /b/')."),
        ("{/: /b/}", "the old address / is the address of something that the site has there, and cannot lead elsewhere. Strike it."),
    ],
)  # fmt: skip
def test_a_redirect_that_cannot_be_is_an_error(netlify: SiteTest, setting: str, message: str) -> None:
    """Circles, ends in nothing, and ways out of the site, with the line in the settings."""
    netlify.config(f"redirects: {setting}\n").release("b", "B", slug="b")
    line = netlify.text_of("config.yaml").splitlines().index(f"redirects: {setting}") + 1
    assert f"config.yaml:{line}: {message}" in netlify.problems()


def test_a_broken_address_history_names_its_lines(netlify: SiteTest) -> None:
    """Every line that is no row, at once; nothing is built and nothing of it is lost."""
    netlify.write(FILE_NAME, "# Kepala\n/a/ releases/a.md\n\nhttps://x/\treleases/a.md\n/b/\treleases/b.md\n")
    assert netlify.problems() == [
        "addresses.tsv:2: a line must be an address, a tab and a file below content/ (got '/a/ releases/a.md').",
        "addresses.tsv:4: a line must be an address, a tab and a file below content/ (got 'https://x/\treleases/a.md').",
    ]


def test_the_address_history_is_read_as_it_is_written() -> None:
    """An address that stands in two lines, as after a merge, is that of the first; a line that is no row is an error."""
    rows = (GivenAddress("/b/", "releases/b.md"), GivenAddress("/é/", "pages/é.md"))
    assert parse_history(history_text(rows)) == rows
    assert parse_history("/a/\tx.md\n/a/\ty.md\n") == (GivenAddress("/a/", "x.md"),)
    with pytest.raises(ProblemsFound):
        parse_history("//a/\tx.md\n")


def test_an_old_address_is_understood_with_the_path_of_the_site_and_without(netlify: SiteTest) -> None:
    """As links in texts are: a site below a path is written both ways, in texts and settings."""
    netlify.edit("config.yaml", "https://berita.example/", "https://berita.example/humas/")
    netlify.config("redirects: {/humas/rubrik/: /humas/kategori/uang/, /rubrik/b/: /kategori/uang/}\n")
    netlify.release("a", "A", category="Uang", aliases="[/humas/2019/x/, /2018/y/, /humas-lama/]").build()
    assert led(netlify) == {
        "/humas/2018/y/": "/humas/2026/11/a/",
        "/humas/2019/x/": "/humas/2026/11/a/",
        "/humas/humas-lama/": "/humas/2026/11/a/",
        "/humas/rubrik/": "/humas/kategori/uang/",
        "/humas/rubrik/b/": "/humas/kategori/uang/",
    }


def test_a_number_is_understood_with_the_path_of_the_site(site: SiteTest) -> None:
    """`/humas/?p=12` is what stood in links."""
    site.edit("config.yaml", "https://berita.example/", "https://berita.example/humas/").config("host: apache\n")
    site.release("a", "A", aliases="['/humas/?p=12']").build()
    assert '  RewriteCond %{QUERY_STRING} ^p=12$\n  RewriteRule ^$ "/humas/2026/11/a/"' in site.text(".htaccess")


@pytest.mark.parametrize("name", ["a\u2028b", "a\nb", "a\x0bb", "a\x85b", "a\tb", "a\u202eb", "a\x1bb", "a\ufeffb"])
@pytest.mark.parametrize("source", ["releases/{}.md", "releases/{}/index.md", "static/{}.pdf", "pages/{}.md"])
def test_a_name_that_no_history_can_hold_is_refused_by_the_first_build(site: SiteTest, source: str, name: str) -> None:
    """Not by the second one; the message holds no sign of it raw."""
    site.write(f"content/{source.format(name)}", "---\ntitle: A\ndate: 2026-11-20\n---\n\nIsi.\n")
    (problem,) = site.problems(record=True)
    assert "has a name with the sign U+" in problem
    assert name not in problem


def test_separators_in_a_history_are_part_of_their_line(netlify: SiteTest) -> None:
    """A newsroom whose history has such a row builds again and again."""
    netlify.release("a", "A", slug="a").write(FILE_NAME, "/lama/\treleases/x\u2028\x85\x0by.md\n/b/\treleases/a.md\r\n")
    netlify.build(record=True)
    netlify.build(record=True)
    assert led(netlify) == {"/b/": "/2026/11/a/"}


def test_a_page_at_an_old_address_is_a_file_that_every_system_can_have(site: SiteTest) -> None:
    """Elsewhere the old address is lost with a word."""
    history = "".join(f"{old}\treleases/a.md\n" for old in ('/a"b/', "/con/", "/x./", f"/{'y' * 300}/", "/biasa$1/"))
    site.config("host: github-pages\n").release("a", "A", slug="a").write(FILE_NAME, history)
    (warning,) = site.build().warnings
    assert str(warning.message).startswith("GitHub Pages cannot lead on 4 old addresses")
    assert "biasa$1/index.html" in site.files()


def test_hosts_without_redirects_get_pages(site: SiteTest) -> None:
    """The page leads on at once, names the new address to search engines, and is in no sitemap."""
    site.config("host: github-pages\n").release("a", "A", aliases="[/lama/x, /lama.html, '/?p=12', /b.php]")
    report = site.build()
    for path in ("lama/x/index.html", "lama.html"):
        page = site.text(path)
        assert '<meta http-equiv="refresh" content="0; url=https://berita.example/2026/11/a/">' in page
        assert '<link rel="canonical" href="https://berita.example/2026/11/a/">' in page
    assert "lama" not in site.text("sitemap-pages.xml") + site.text("sitemap-2026.xml")
    assert [str(each) for each in report.warnings] == [
        "config.yaml: GitHub Pages cannot lead on 2 old addresses, such as /?p=12, /b.php: they find nothing."
    ]


@pytest.mark.parametrize(
    "host, count, rules, pages, said",
    [
        ("gitlab-pages", 1_003, 1_000, 3, "GitLab Pages takes 1,000 of the 1,003 old addresses as redirects; at 3 others a page leads on."),
        ("cloudflare-pages", 2_002, 2_000, 2, "Cloudflare Pages takes 2,000 of the 2,002 old addresses as redirects; at 2 others a page leads on."),
        ("netlify", 2_002, 2_002, 0, None),
    ],
)  # fmt: skip
def test_limits_of_hosts_are_kept(
    site: SiteTest, host: str, count: int, rules: int, pages: int, said: str | None
) -> None:
    """What does not fit into the file gets a page, and the build says so."""
    aliases = ", ".join(f"/l/{number:04}/" for number in range(count))
    report = site.config(f"host: {host}\n").release("a", "A", aliases=f"[{aliases}]").build()
    assert len(led(site)) == rules
    assert len([path for path in site.files() if re.fullmatch(r"l/\d+/index.html", path)]) == pages
    assert [str(each.message) for each in report.warnings] == ([said] if said else [])


def test_the_bytes_of_a_redirects_file_are_limited_too(site: SiteTest) -> None:
    """GitLab reads 64 KB: long addresses fill them sooner than a thousand lines do."""
    aliases = ", ".join(f"/{'x' * 90}{number}/" for number in range(900))
    site.config("host: gitlab-pages\n").release("a", "A", aliases=f"[{aliases}]").build()
    assert 60_000 < len(site.files()["_redirects"]) <= 64_000


def test_too_many_files_for_a_host_is_a_warning(site: SiteTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number, the limit, and what makes it fewer."""
    from warta.plan.machines import headers, hosts

    few = {**headers.HOSTS, "cloudflare-pages": headers.Host("Cloudflare Pages", most_files=10)}
    monkeypatch.setattr(hosts, "HOSTS", few)
    (warning,) = site.config("host: cloudflare-pages\n").release("a", "A").build().warnings
    assert re.search(r"the site has \d\d files, and Cloudflare Pages takes 10 unless", str(warning.message))
