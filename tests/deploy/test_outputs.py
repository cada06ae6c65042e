"""Proves what a deploy knows of a built folder: each file's kind, or, of an older folder, what its name tells."""

from __future__ import annotations

from pathlib import Path

from tests.deploy.world import CONFIG, newsroom, release_path, tree, write_output
from tests.support import SiteTest
from warta.deploy.announcing.news import read_news
from warta.deploy.hosts.folder import FolderPlace
from warta.deploy.manifest import digest_of_bytes
from warta.deploy.output import File, read_output
from warta.deploy.runner import Task, deploy, look
from warta.deploy.state import Copy
from warta.engine.claims import MANIFEST
from warta.plan.kinds import FEEDS, HOME, LISTS, RELEASES, SITEMAPS, UNKNOWN
from warta.settings import read_settings


def without_kinds(output: Path) -> Path:
    """Make the manifest of an output what it was before manifests had kinds."""
    _, *lines = (output / MANIFEST).read_text().splitlines()
    rows = (line.split(" ", 2) for line in lines)
    old = ["warta-manifest 1", *(f"{digest} {path}" for digest, _, path in rows), ""]
    (output / MANIFEST).write_text("\n".join(old))
    return output


def test_a_build_tells_the_kind_of_each_file(site: SiteTest) -> None:
    """Of a compressed twin that of what it holds, so that both are uploaded together, wherever releases lie."""
    site.config("host: nginx\nprecompress: true\ntrusted_files: [static/lain.html]\npermalink: /{slug}/\n").release(
        "a", "Satu"
    )
    site.write("content/static/lain.html", "<p>lain</p>")
    site.build()
    files = read_output(site.output, read_settings(site.root))
    stages = {path: file.stage for path, file in files.items()}
    assert stages["satu/index.html"] == stages["satu/index.html.gz"] == RELEASES
    assert stages["index.html"] == stages["index.html.gz"] == HOME
    assert stages["feed.xml"] == stages["feed.xml.gz"] == FEEDS
    assert stages["sitemap.xml"] == stages["robots.txt"] == SITEMAPS
    assert stages["404.html"] == stages["lain.html"] == LISTS
    assert (files["lain.html"].kind, files["404.html"].kind) == ("media", "not-found")


def test_an_output_of_before_there_were_kinds_is_deployed(tmp_path: Path) -> None:
    """Entrances come last, as ever; the next build tells the kinds."""
    site = newsroom([1, 2, 3])
    output = without_kinds(write_output(tmp_path / "output", site))
    files = read_output(output, CONFIG)
    assert {file.kind for file in files.values()} == {UNKNOWN}
    work = Task(FolderPlace(tmp_path / "www", switch=False), CONFIG.url, files, Copy(tmp_path / "copy"), pauses=())
    state, steps = look(work)
    assert [file.path for file in steps.uploads][-3:] == ["index.html", "feed.xml", "robots.txt"]
    deploy(work, state)
    assert tree(tmp_path / "www") == site
    kinds = {path: file.kind for path, file in read_output(write_output(output, site), CONFIG).items()}
    assert (kinds["index.html"], kinds[release_path(1)]) == ("home", "release")


def test_releases_of_a_year_with_two_sitemaps_are_all_public() -> None:
    """More than fit into one."""

    def sitemap(path: str, address: str) -> File:
        data = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{address}</loc></url></urlset>'.encode()
        return File(path, len(data), digest_of_bytes(data), "sitemap", data)

    files = {"sitemap-2026.xml": "/a/", "sitemap-2026-2.xml": "/b/", "sitemap-pages.xml": "/tentang/"}
    news = read_news({path: sitemap(path, address) for path, address in files.items()}, "https://berita.example/")
    assert news.public == {"/a/", "/b/"}
