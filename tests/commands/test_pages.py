"""Proves that each page of the documentation can be typed: its commands run, its settings and texts are understood."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.commands.pages import DOCS, blocks, commands_of, shell
from tests.commands.running import BUILD, ROOT, Lines, end, environment, interruptible
from tests.deploy.servers import nginx
from tests.importing.exports import export, post
from tests.importing.mirrors import classic, mirror
from tests.support import CONFIG, SiteTest
from warta.content.schema import Schema
from warta.datatree import read_yaml
from warta.dates import find_zone
from warta.deploy.settings import read_publishing
from warta.settings import read_settings
from warta.settings.table import PUBLISHING_ROWS, ROWS

PAGES = sorted(path.name for path in DOCS.glob("*.md"))
SETTINGS = {row.key for row in (*ROWS, *PUBLISHING_ROWS)}
TRANSLATED = {
    "mulai.md": "start.md",
    "penempatan.md": "hosting.md",
    "jadwal.md": "scheduling.md",
    "mengirim.md": "deploy.md",
    "jenis-hosting.md": "hosts.md",
    "paket-pers.md": "press-pack.md",
    "isian.md": "content.md",
}
"""Each page in Indonesian, and the one in English that says the same."""
IN_GUIDES = ("start.md", "mulai.md", "hosting.md", "penempatan.md", "upgrading.md")
"""Pages whose commands tests/commands/test_guides.py runs, one after the other."""
ELSEWHERE = {
    "python -m pytest ": "",  # the tests that it names
    "minisign ": "tests/commands/test_trust_outside.py",
    "wget ": "",  # it asks a server of others; what it leaves is read in tests/importing/test_web.py
}
"""How commands begin that are not run here, and the file of tests that runs such a one."""
KEEPS_RUNNING = re.compile(r" (?:serve|desk)(?: --.*)?$")
ASKING = re.compile(r" (?:deploy|correct|withdraw|check --fix)\b")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[SiteTest]:
    """A newsroom with what the pages speak of: releases, a host, an export and old pages, and a web server."""
    site = SiteTest(tmp_path)
    shutil.copy(BUILD, site.root)
    site.config("categories: [Infrastruktur]\n")
    site.release("2026/banjir", "Banjir surut", "Air surut.", date="2026-11-20")
    site.release("2027/bendung", "Bendung baru", "Bendung itu selesai.", date="2026-11-20", embargo="2099-01-04 09:00")
    site.write("export.xml", export([post(1, "Panen raya", "<p>Petani memanen padi.</p>")]))
    (site.root / "uploads").mkdir()
    mirror(site.root, classic())
    mirror(site.root / "old-pages", classic())
    (tmp_path / "www").mkdir()
    with nginx(tmp_path / "nginx", tmp_path / "www" / "current") as url:
        target = f"deploy:\n  hosting: {{to: folder, path: ../www, url: '{url}'}}\n"
        site.write("config.yaml", site.text_of("config.yaml").replace("https://berita.example/", url) + target)
        yield site


def filled(line: str, site: SiteTest) -> str:
    """A command with the places of this machine for those of the page."""
    url = re.findall(r"url: '(http[^']+)'", site.text_of("config.yaml"))[0]
    for shown, here in {
        "https://humas.example.go.id/": url,
        "/tmp/then": str(site.root.parent / "then"),
        "/srv/previews": str(site.root.parent / "previews"),
        "/media/stick": str(site.root.parent / "stick"),
        "preview-link ... ": "preview-link content/releases/2027/bendung.md ",
        'PASSPHRASE="..."': 'PASSPHRASE="enam kata yang cukup panjang ini"',
        "--site FOLDER": "--site .",
        "--cms sveltia": "--cms sveltia --repo https://github.com/OWNER/NAME",  # this newsroom is in no git
        "../humas": "../baru",
    }.items():
        line = line.replace(shown, here)
    return line


def run_line(line: str, site: SiteTest) -> None:
    """Run one command of a page; it must succeed."""
    secrets = {
        "WARTA_PREVIEW_PASSPHRASE": "enam kata yang cukup panjang",
        "WARTA_TRUST_PASSPHRASE": "enam kata yang cukup panjang",
        "WARTA_TRUST_DRAWER_PASSPHRASE": "enam kata yang cukup panjang",
        "WARTA_DESK_PASSWORD": "enam kata yang cukup panjang",
        "XDG_CONFIG_HOME": str(site.root.parent / "config"),
    }
    if "--back" in line and "--dry-run" in line:  # there must be a deploy to go back to
        site.edit("content/releases/2026/banjir.md", "Air surut.", "Air sudah surut.")
        assert shell(site.root, "python build.py && python build.py deploy --yes").returncode == 0
    if " withdraw " in line and "withdrawn:" in site.text_of(
        "content/releases/2026/banjir.md"
    ):  # the other language's turn
        assert shell(site.root, "python build.py undo content/releases/2026/banjir.md", asked=True).returncode == 0
    done = shell(site.root, filled(line, site), asked=bool(ASKING.search(line)), **secrets)
    found = " import check " in line and "old addresses" in done.stdout  # it ends with 1 where the two differ
    assert done.returncode == 0 or found, f"{line}\n{done.stdout}{done.stderr}"


def keeps_running(line: str, site: SiteTest) -> None:
    """Start a command of a page that serves, and see that it says where."""
    words = filled(line, site).split()[1:]
    own = environment(PYTHONPATH=str(ROOT), XDG_CONFIG_HOME=str(site.root.parent / "config"))
    extra = ["--no-open"] if "desk" in words else []
    with interruptible():
        process = subprocess.Popen(
            [shutil.which("python3", path=f"{site.root}/.bin") or "python3", *words, *extra], cwd=site.root, env=own,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
    assert process.stdout
    said = Lines(process.stdout)
    try:
        said.wait_for("http")
    finally:
        end(process)
        said.close()


@pytest.mark.parametrize(
    "page", ["README.md", *[page for page in PAGES if commands_of(page) and page not in IN_GUIDES]]
)
def test_each_command_of_a_page_runs(page: str, office: SiteTest) -> None:
    """In the order of the page, in a newsroom that has what it speaks of, each ends with exit code 0 or serves."""
    shell(office.root, "python build.py && python build.py deploy --yes")
    for line in commands_of(page):
        elsewhere = [where for begin, where in ELSEWHERE.items() if begin in line]
        if elsewhere:
            named = elsewhere[0] or next(iter(re.findall(r"tests/\S+\.py", line)), "tests/importing/test_web.py")
            assert (ROOT / named).is_file(), line
        elif KEEPS_RUNNING.search(line):
            keeps_running(line, office)
        else:
            run_line(line, office)


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "yaml")])
def test_each_example_in_yaml_is_understood(page: str, tmp_path: Path) -> None:
    """As settings, where it begins with one; else as what stands above a text, as a theme, or as a file of a forge."""
    shown = {"categories": "categories: [Kesehatan, Ekonomi]\n"}
    for number, shown_as in enumerate(blocks(page, "yaml")):
        example = shown_as.replace("RWQ...", "RWQ" + 53 * "A")  # a key, cut short
        keys = list(yaml.safe_load(example) or {})
        if not keys or keys[0] in ("on", True, "pages", "name"):
            continue  # a remark; schedules of forges and a theme are tried in test_schedules and tests/unit/test_theme.py
        if keys[0] in SETTINGS and "ignore" not in str(example):
            shown |= dict.fromkeys(keys, "") | {keys[0]: example}
            usual = [line for line in CONFIG.splitlines(keepends=True) if line.partition(":")[0] not in shown]
            site = SiteTest(tmp_path / str(number), "".join([*usual, *shown.values()]))
            assert read_settings(site.root)
            assert read_publishing(site.root)
        else:
            office = keys in (["terms"], ["officials"])
            source = "organizations/a.md" if office else "releases/a.md"
            head = "name: Humas\n" if office else "title: A\ndate: 2026-11-24\n"
            _, problems, _ = Schema(find_zone("Asia/Jakarta")).read(source, read_yaml(head + example, "a.md"))
            assert problems == [], example


@pytest.mark.parametrize(("ours", "theirs"), TRANSLATED.items())
def test_the_two_languages_show_the_same(ours: str, theirs: str) -> None:
    """A page in Indonesian has the commands and settings of that in English, but for remarks and names to fill in."""
    named = {"PEMILIK/NAMA": "OWNER/NAME", "Ruang berita": "Newsroom", "TUJUAN": "TARGET"}

    def plain(page: str, kind: str) -> list[str]:
        text = "\n".join(
            re.sub(r"(?:^|\s+)# .*$", "", line) for each in blocks(page, kind) for line in each.splitlines()
        )
        for indonesian, english in named.items():
            text = text.replace(indonesian, english)
        return [line for line in text.splitlines() if line.strip() and "-m pytest" not in line]

    for kind in ("sh", "yaml", "nginx", "ini", "cron"):
        assert plain(ours, kind) == plain(theirs, kind), kind


def test_every_page_for_press_officers_and_webmasters_is_named_in_indonesian() -> None:
    """The first page of the documentation leads to each page in Indonesian, and these lead on in Indonesian alone."""
    first = (DOCS / "index.md").read_text(encoding="utf-8").partition("**Press officers**")[0]
    own = {*TRANSLATED, "masalah.md", "writing.md", "desk.md", "trust.md", "forge.md"}
    assert set(re.findall(r"\(([a-z-]+\.md)", first)) == own
    twins = {english: indonesian for indonesian, english in TRANSLATED.items()}
    for page in {*TRANSLATED, "masalah.md"}:
        text = (DOCS / page).read_text(encoding="utf-8")
        for words, lead, behind in re.findall(r"\[([^\]]*)\]\(([a-z-]+\.md)[^)]*\)(.{0,20})", text, re.DOTALL):
            assert lead not in twins or "bahasa" in f"{words} {behind}", f"{page}: {lead}, not {twins[lead]}"
