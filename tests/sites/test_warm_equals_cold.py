"""After any edit of any input, an incremental build leaves the bytes of a clean one."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support import LOGO, NOW, SiteTest, picture
from warta.engine import reading
from warta.engine.build import build
from warta.engine.workspace import Workspace
from warta.errors import ProblemsFound


def start(root: Path) -> SiteTest:
    """A newsroom with something of every kind of input."""
    site = SiteTest(root)
    site.edit("config.yaml", "feed_formats: [rss]\nwire: []\n", "redirects: {/rubrik/: /kategori/ekonomi/}\n")
    site.config(
        "languages: [en]\npage_size: 2\nfeed_size: 2\nrelated: 2\nregion: '32.11'\n"
        "categories: [Ekonomi, Kesehatan, {name: Budaya, slug: seni}]\n"
    )
    site.write("content/organizations/humas.md", "---\nname: Humas\nlogo: humas.svg\n---\n\nTentang kami.\n")
    site.write("content/organizations/humas.svg", LOGO)
    site.write("content/pages/redaksi.md", "---\ntitle: Redaksi\nmenu: header\n---\n\nNama-nama.\n")
    site.write("content/static/CNAME", "berita.example\n")
    site.write(
        "content/releases/bundel/index.md",
        "---\ntitle: Bundel\ndate: 2026-03-01\n---\n\n![a](foto.jpg)\n\n![Hujan](hujan.csv)\n",
    )
    site.write("content/releases/bundel/hujan.csv", "Desa;mm\nSatu;1\nDua;2\n")
    site.write("content/data/harga.yaml", "beras: 1\n")
    site.write("content/releases/bundel/foto.jpg", picture())
    for number in range(7):
        category = ("Ekonomi", "Kesehatan", "Budaya")[number % 3]
        site.release(f"r{number}", f"Rilis {number}", date=f"2026-0{number + 1}-10", category=category, tags="[a, b]")
    site.edit("content/releases/r6.md", "tags:", "corrections: [{at: 2026-07-11, text: Angka.}]\ntags:")
    for name, shown in (
        ("home", "{{ data.harga is defined and data.harga }}"),
        ("year", "{% for n in data %}{{ n }}{% endfor %}"),
    ):
        path = f"themes/bare/templates/{name}.html"
        site.write(path, (site.root / path).read_text(encoding="utf-8") + shown)
    site.write("themes/dasar/theme.yaml", "name: dasar\nparent: bare\n")
    site.write("themes/bare/locale/id.po", 'msgid ""\nmsgstr ""\n\nmsgid "Correction"\nmsgstr "Ralat"\n')
    return site


def _release(site: SiteTest, number: int, text: int) -> None:
    site.release(
        f"r{number}",
        f"Rilis {number} {text}",
        f"Isi {text}. [lain](bundel/index.md)",
        date=f"2026-0{number % 9 + 1}-1{text % 9}",
        category=("Ekonomi", "Kesehatan", "Budaya")[text % 3],
        tags=f"[a, t{text}]",
        regions=("[]", '["32.11.09"]', '["32.73"]')[text % 3],
        language=("id", "en")[text % 2],
    )


def _hide(site: SiteTest, number: int, text: int) -> None:
    key = ("draft: true", "embargo: 2026-11-24 13:00", "expires: 2026-11-23", "withdrawn: {at: 2026-11-01, reason: x}")
    path = f"content/releases/r{number}.md"
    if (site.root / path).exists():
        site.edit(path, "---\n\n", f"{key[text % 4]}\n---\n\n")


def _delete(site: SiteTest, number: int, _: int) -> None:
    path = site.root / f"content/releases/r{number}.md"
    path.unlink(missing_ok=True)


def _rename(site: SiteTest, number: int, text: int) -> None:
    path = site.root / f"content/releases/r{number}.md"
    if path.exists():
        target = site.root / f"content/releases/map{text}/baru{number}.md"
        target.parent.mkdir(exist_ok=True)
        path.rename(target)


def _settings(site: SiteTest, number: int, text: int) -> None:
    lines = {
        "title": f"Ruang {text}",
        "page_size": str(2 + text % 3),
        "tagline": f"Baris {text}",
        "theme": ("bare", "dasar")[text % 2],
        "related": str(text % 3),
        "untranslated": ("hide", "show")[text % 2],
        "feeds": ("[home]", "[home, category]")[text % 2],
        "listings": ("[category, region, tag]", "[category, archive, author]")[text % 2],
        "timezone": ("Asia/Jakarta", "Asia/Jayapura")[text % 2],
        "url": ("https://berita.example/", "https://lain.example/sub/")[text % 2],
    }
    key = sorted(lines)[number % len(lines)]
    old = (site.root / "config.yaml").read_text(encoding="utf-8").split("\n")
    kept = [line for line in old if not line.startswith(f"{key}:")]
    site.write("config.yaml", "\n".join([f"{key}: {lines[key]}", *kept]))


def _categories(site: SiteTest, _: int, text: int) -> None:
    old = (site.root / "config.yaml").read_text(encoding="utf-8").split("\n")
    kept = [line for line in old if not line.startswith("categories:")]
    more = ", Olahraga" if text % 2 else ""
    line = f"categories: [Ekonomi, Kesehatan, {{name: Budaya, slug: seni{text % 2}}}{more}]"
    site.write("config.yaml", "\n".join([line, *kept]))


def _template(site: SiteTest, number: int, text: int) -> None:
    name = ("release.html", "listing.html", "parts/card.html", "home.html", "year.html")[number % 5]
    path = site.root / "themes/bare/templates" / name
    path.write_text(path.read_text(encoding="utf-8") + f"<!-- {text} -->", encoding="utf-8")


def _child_template(site: SiteTest, number: int, text: int) -> None:
    path = site.root / "themes/dasar/templates/release.html"
    if path.exists() and number % 2:
        path.unlink()
    else:
        site.write("themes/dasar/templates/release.html", f'{{% extends "bare/release.html" %}}{{# {text} #}}')


def _static(site: SiteTest, number: int, text: int) -> None:
    site.write(f"themes/bare/static/{('css/warta.css', 'img/a.svg')[number % 2]}", f"/* {text} */")


def _messages(site: SiteTest, _: int, text: int) -> None:
    site.write("themes/bare/locale/id.po", f'msgid ""\nmsgstr ""\n\nmsgid "Correction"\nmsgstr "Ralat {text}"\n')


def _page(site: SiteTest, number: int, text: int) -> None:
    if number % 3 == 0:
        (site.root / "content/pages/redaksi.md").unlink(missing_ok=True)
    else:
        site.write("content/pages/redaksi.md", f"---\ntitle: Redaksi {text}\nmenu: header\n---\n\nIsi {text}.\n")


def _organization(site: SiteTest, _: int, text: int) -> None:
    site.write("content/organizations/humas.md", f"---\nname: Humas {text}\n---\n\nTentang {text}.\n")


def _picture(site: SiteTest, number: int, text: int) -> None:
    name = "content/releases/bundel/lampiran.pdf" if number % 2 else "content/releases/bundel/foto.jpg"
    site.write(name, picture(f"{number} {text}", (40 + 10 * text, 30)))


def _copied(site: SiteTest, number: int, text: int) -> None:
    path = site.root / "content/static/CNAME"
    if number % 2:
        path.unlink(missing_ok=True)
    else:
        site.write("content/static/CNAME", f"{text}.example\n")


def _data(site: SiteTest, number: int, text: int) -> None:
    name = ("harga.yaml", "harga.csv", "lain.json")[number % 3]
    path = site.root / f"content/data/{name}"
    if text % 4 == 0:
        path.unlink(missing_ok=True)
    else:
        site.write(f"content/data/{name}", (f"beras: {text}\n", f"beras\n{text}\n", f'{{"beras": {text}}}')[number % 3])


def _figures(site: SiteTest, number: int, text: int) -> None:
    rows = "\n".join(f"Desa {place};{place * text}" for place in range(1, 3 + number % 3))
    site.write("content/releases/bundel/hujan.csv", f"Desa;mm\n{rows}{';' if text == 8 else ''}\n")


def _touch(site: SiteTest, number: int, _: int) -> None:
    path = site.root / f"content/releases/r{number}.md"
    if path.exists():
        path.touch()


EDITS: tuple[Callable[[SiteTest, int, int], None], ...] = (
    _release,
    _hide,
    _delete,
    _rename,
    _settings,
    _categories,
    _template,
    _child_template,
    _static,
    _messages,
    _page,
    _organization,
    _picture,
    _copied,
    _data,
    _figures,
    _touch,
)
MOMENTS = (NOW, NOW + dt.timedelta(hours=2), NOW - dt.timedelta(days=120))


def compare(site: SiteTest, now: dt.datetime, **changes: object) -> None:
    """Build warm and clean; both fail alike, or both leave the same bytes, all of them claimed and no others."""
    clean = site.root.parent / "clean"
    shutil.rmtree(clean, ignore_errors=True)
    try:
        expected = build(site.request(now=now, output=clean / "output", work=clean / "work"))
    except ProblemsFound as found:
        before = site.files() if site.output.exists() else {}
        assert site.problems(now=now, **changes) == [str(problem) for problem in found.problems]
        assert (site.files() if site.output.exists() else {}) == before
        return
    report = site.build(now=now, **changes)
    assert site.files() == site.files(clean / "output")
    assert set(site.files()) == report.claimed == expected.claimed


steps = st.lists(
    st.tuples(st.sampled_from(EDITS), st.integers(0, 8), st.integers(0, 8), st.sampled_from(MOMENTS)),
    min_size=1,
    max_size=6,
)


@settings(max_examples=16, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.sampled_from((None, Workspace())))
def test_random_edits_leave_what_a_clean_build_leaves(
    script: list[tuple[Callable[[SiteTest, int, int], None], int, int, dt.datetime]], memory: Workspace | None
) -> None:
    """Whatever is edited, added, deleted or renamed, and whatever time it is: warm equals cold, to the byte.

    So it is in a new process each time and in one that remembers, even what it remembers is of another newsroom.
    """
    with tempfile.TemporaryDirectory() as folder:
        site = start(Path(folder))
        site.memory = memory
        site.build()
        for edit, number, text, now in script:
            edit(site, number, text)
            compare(site, now)


@pytest.mark.parametrize("memory", [None, Workspace()], ids=["new process", "same process"])
@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__.lstrip("_"))
def test_each_kind_of_edit_alone(
    tmp_path: Path, edit: Callable[[SiteTest, int, int], None], memory: Workspace | None
) -> None:
    """Each kind of input, edited with several values one after the other."""
    site = start(tmp_path)
    site.memory = memory
    site.build()
    for number, text in ((1, 1), (2, 2), (3, 0), (4, 5), (7, 3)):
        edit(site, number, text)
        compare(site, NOW)


def test_a_same_size_edit_in_the_same_instant_is_seen(tmp_path: Path) -> None:
    """A file changed between two builds to as many other bytes, with its time of change set back, is read again."""
    import os

    site = start(tmp_path)
    path = site.root / "content/releases/r1.md"
    site.build()
    facts = path.stat()
    site.edit("content/releases/r1.md", "Isi siaran", "Isu siaran")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    compare(site, NOW)
    assert "Isu siaran" in site.page("/2026/02/rilis-1/")


def test_a_lost_store_costs_time_and_nothing_else(tmp_path: Path) -> None:
    """Deleting .warta/ between builds leaves the output right, its bytes unwritten where they are equal."""
    site = start(tmp_path)
    site.build()
    site.delete("content/releases/r1.md")
    shutil.rmtree(site.root / ".warta")
    report = site.build()
    assert "2026/02/rilis-1/index.html" in report.deleted
    assert "2026/04/rilis-3/index.html" not in report.written
    compare(site, NOW)


def test_a_process_that_remembers_sees_what_others_did_meanwhile(tmp_path: Path) -> None:
    """Another process built, the output was taken away, the store was taken away, a build failed: all end right."""
    site = start(tmp_path)
    site.memory = Workspace()
    site.build()
    site.edit("content/releases/r1.md", "Isi siaran", "Isu siaran")
    site.memory, ours = None, site.memory
    site.build()
    site.memory = ours
    compare(site, NOW)
    shutil.rmtree(site.root / "output")
    compare(site, NOW)
    shutil.rmtree(site.root / ".warta")
    compare(site, NOW)
    site.edit("content/releases/r1.md", "title:", "titel:")
    assert site.problems()
    site.edit("content/releases/r1.md", "titel:", "title:")
    site.edit("content/releases/r1.md", "Isu siaran", "Asa siaran")
    compare(site, NOW)


@pytest.mark.parametrize(
    "damage", [b"", b"garbage", b"SQLite format 3\x00" + b"\x00" * 200], ids=["empty", "text", "head"]
)
def test_a_damaged_store_is_one_notice_and_a_right_build(tmp_path: Path, damage: bytes) -> None:
    """Whatever stands in the store's file, the build is right; it says so at most once."""
    site = start(tmp_path)
    site.build()
    site.edit("content/releases/r1.md", "Rilis 1", "Rilis satu")
    for end in ("-wal", "-shm"):
        (site.root / ".warta" / f"store.db{end}").unlink(missing_ok=True)
    (site.root / ".warta/store.db").write_bytes(damage)
    report = site.build()
    assert len(report.notices) <= 1
    compare(site, NOW)


@pytest.mark.parametrize("cut", [100, 4096, 20_000, 60_000])
def test_a_truncated_store_is_one_notice_and_a_right_build(tmp_path: Path, cut: int) -> None:
    """A store cut short at any place, as a full disk leaves it, is found out or does no harm."""
    site = start(tmp_path)
    site.build()
    path = site.root / ".warta/store.db"
    path.write_bytes(path.read_bytes()[:cut])
    site.edit("content/releases/r1.md", "Rilis 1", "Rilis satu")
    report = site.build()
    assert len(report.notices) <= 1
    compare(site, NOW)


def test_a_folder_that_cannot_remember_is_one_notice_and_a_right_build(tmp_path: Path) -> None:
    """Where .warta cannot be made, a build works from nothing and says so."""
    site = start(tmp_path)
    site.write(".warta", "a file is in the way")
    report = site.build()
    assert [notice for notice in report.notices if "remembers nothing" in str(notice)]
    site.edit("content/releases/r1.md", "Rilis 1", "Rilis satu").build()
    assert "Rilis satu" in site.page("/2026/02/rilis-satu/")


def test_output_changed_by_someone_else_is_put_right(tmp_path: Path) -> None:
    """A file edited or deleted in the output is written again; a foreign file beside it stays."""
    site = start(tmp_path)
    site.build()
    before = site.files()
    (site.output / "2026/02/rilis-1/index.html").write_text("hacked", encoding="utf-8")
    (site.output / "index.html").unlink()
    (site.output / "google123.html").write_text("mine", encoding="utf-8")
    report = site.build()
    assert set(report.written) == {"2026/02/rilis-1/index.html", "index.html"}
    assert site.files() == {**before, "google123.html": b"mine"}


@pytest.mark.parametrize(
    ("path", "broken"),
    [("config.yaml", "title: [\n"), ("extensions.py", "FILTERS = {\n")],
)
def test_what_a_refused_build_was_told_of_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, broken: str
) -> None:
    """A build that ends before it looks at the content leaves the paths that it was told of to the next."""
    monkeypatch.setattr(reading, "_SETTLED", 0)  # files of a moment ago are read again anyhow
    site = SiteTest(tmp_path).config("extensions: true\n").write("extensions.py", "FILTERS = {}\n").remember()
    site.release("a", "Satu").build()
    good = site.text_of(path)
    site.write(path, broken).edit("content/releases/a.md", "Isi", "Lain")
    with pytest.raises(ProblemsFound):
        build(site.request(), space=site.memory, only=[str(site.root / path), str(site.root / "content/releases/a.md")])
    site.write(path, good)
    build(site.request(), space=site.memory, only=[str(site.root / path)])
    assert site.files() == site.clean()


def test_a_broken_extension_hides_no_other_problem(tmp_path: Path) -> None:
    """What is wrong with the history of addresses is told in the same run."""
    site = SiteTest(tmp_path).config("extensions: true\n").write("extensions.py", "FILTERS = {\n")
    problems = site.write("addresses.tsv", b"\xff\xfe").release("a", "Satu").problems()
    assert {each.partition(":")[0] for each in problems} == {"extensions.py", "addresses.tsv"}
