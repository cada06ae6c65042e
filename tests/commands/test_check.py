"""What `check` says of a newsroom, in every format, and what it mends."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
import xml.etree.ElementTree as etree
from collections.abc import Callable
from pathlib import Path

import PIL.Image
import pytest

from tests.commands.running import command, environment, run, warta
from tests.support import SiteTest, picture
from warta.engine.checking import check
from warta.engine.workspace import Request

FAULTY = """\
SUMEDANG, portal.example — Acara “Coffee Morning” di Kantor Bupati membahas sinegritas layanan dan pelayanan warga.

Pada Jumat (19/11/2026) Cofee Morning dihadiri Bupati H. Dono Amad Munar. Semua senang. (Abas)

WP Facebook Auto Publish Powered By : XYZScripts.com
"""


@pytest.fixture
def site(tmp_path: Path) -> SiteTest:
    """A newsroom with a masthead, guidelines, an office with a contact, and a small dictionary of its own."""
    site = SiteTest(tmp_path)
    for role in ("masthead", "guidelines"):
        site.write(f"content/pages/{role}.md", f"---\ntitle: Laman\nslug: {role}\nrole: {role}\n---\n\nIsi.\n")
    site.write("content/organizations/humas.md", '---\nname: Humas\nphone: "0299"\n---\n')
    site.config('region: "32.11"\n')
    words = """acara kantor bupati membahas layanan dan pelayanan warga pada dihadiri semua senang jumat laman isi
    pemerintah jalan diperbaiki sinergitas integritas mulai dari sebelum""".split()
    site.write("dictionaries/id_ID.dic", f"{len(words)}\n" + "\n".join(words) + "\n")
    site.write("dictionaries/id_ID.aff", "SET UTF-8\nTRY aeinrst\n")
    return site


def clean(site: SiteTest, name: str = "baik", body: str = "SUMEDANG — Jalan diperbaiki.") -> SiteTest:
    """A release without a fault."""
    return site.release(name, "Jalan", body, summary="Jalan diperbaiki.", regions='["32.11"]')


def findings(site: SiteTest, *options: str) -> list[tuple[str, int, str]]:
    """File, line and rule of all that `check` finds."""
    done = warta("check", "--format", "json", *options, cwd=site.root)
    assert done.stderr == ""
    return [(each["path"], each["line"], each["rule"]) for each in json.loads(done.stdout)["findings"]]


def test_a_clean_newsroom_has_no_findings(site: SiteTest) -> None:
    """Nothing is found where nothing is wrong, and the last line says so."""
    clean(site)
    done = warta("check", cwd=site.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No problems: 1 public release")


def test_an_article_as_it_was_copied_from_a_portal(site: SiteTest) -> None:
    """Its faults are found with their lines, and its names are not called misspelled."""
    site.release("a", '"Bupati: layanan"', FAULTY, summary="Acara.", regions='["32.11"]')
    path = "content/releases/a.md"
    assert findings(site) == [
        (path, 8, "spelling"),
        (path, 10, "signature"),
        (path, 10, "spelled-variously"),
        (path, 10, "weekday-wrong"),
        (path, 12, "residue"),
    ]


def test_findings_are_the_same_when_they_are_remembered(site: SiteTest) -> None:
    """A second check, which reads no text again, says the same; after an edit it says what is there now."""
    site.release("a", '"Bupati: layanan"', FAULTY, summary="Acara.", regions='["32.11"]')
    first = findings(site)
    assert findings(site) == first
    site.edit("content/releases/a.md", "sinegritas", "sinergitas")
    assert findings(site) == [each for each in first if each[2] != "spelling"]


def renamed(site: SiteTest) -> None:
    """The date of a release without `date` is that of its file's name, and no longer near that of its text."""
    (site.root / "content/releases/2026-11-20-banjir.md").rename(site.root / "content/releases/2026-10-02-banjir.md")


def other_dictionary(site: SiteTest) -> None:
    """A dictionary lacks a word; its size and time are those of the one before, as after unpacking an archive."""
    file = site.root / "dictionaries/id_ID.dic"
    before = file.stat()
    file.write_bytes(file.read_bytes().replace(b"diperbaiki", b"diperbaika"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size


CHANGES: dict[str, Callable[[SiteTest], object]] = {
    "file name": renamed,
    "dictionary": other_dictionary,
    "words": lambda site: site.config("check: {words: [silokate]}\n"),
    "regions": lambda site: site.config('regions: [{code: "32.77", name: Lembahsari}]\n'),
    "time zone": lambda site: site.edit("config.yaml", "timezone: Asia/Jakarta", "timezone: Asia/Jayapura"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_remembered_of_a_text_is_what_would_be_read_now(
    site: SiteTest, change: Callable[[SiteTest], object]
) -> None:
    """Whatever a reading depends on besides the bytes: after a change of it, a check says what one from nothing says."""
    text = "---\ntitle: Banjir\n---\n\nLEMBAHSARI — Jalan silokate diperbaiki Jumat (20/11/2026).\n"
    site.write("content/releases/2026-11-20-banjir.md", text)
    moment = '---\ntitle: Jalan\ndate: 2026-11-20T16:30:00Z\nregions: ["32.11"]\n---\n\nLEMBAHSARI — Pada Selasa (20/10/2026).\n'
    site.write("content/releases/jalan.md", moment)

    def said() -> str:
        return warta("check", "--format", "json", cwd=site.root).stdout

    before = said()
    change(site)
    after = said()
    shutil.rmtree(site.root / ".warta")
    assert said() == after
    assert after != before


def test_a_word_has_the_suggestions_of_the_language_it_stands_in(site: SiteTest) -> None:
    """A word that is unknown in texts of two languages is looked for in the dictionary of each."""
    site.config("languages: [id, en]\n")
    fields = {"summary": "Jalan.", "regions": '["32.11"]'}
    site.release("a", "Jalan", "SUMEDANG — Sebelum itu semua jalan integritos.", language="en", **fields)
    site.release("b", "Jalan", "SUMEDANG — Sebelum itu semua jalan integritos.", **fields)
    lines = [line for line in warta("check", cwd=site.root).stdout.splitlines() if "'integritos'" in line]
    assert len(lines) == 2
    assert "integritas" not in lines[0]
    assert "Did you mean 'integritas'" in lines[1]


def test_rules_are_switched_in_the_settings_and_in_a_release(site: SiteTest) -> None:
    """A rule that is off finds nothing; one that is an error fails the check; a release can be left out of one."""
    site.release("a", "Jalan", "SUMEDANG — Isi.", regions='["32.11"]')
    assert [each[2] for each in findings(site)] == ["summary-missing"]
    site.config("check:\n  rules: {summary-missing: error}\n")
    done = warta("check", cwd=site.root)
    assert (done.returncode, done.stderr) == (1, "")
    assert "content/releases/a.md:2: error: there is no summary." in done.stdout
    site.edit("config.yaml", "summary-missing: error", "summary-missing: off")
    assert findings(site) == []
    site.edit("config.yaml", "summary-missing: off", "summary-missing: warning")
    site.edit("content/releases/a.md", "title: Jalan", "title: Jalan\ncheck: {ignore: [summary-missing]}")
    assert findings(site) == []
    assert warta("check", "--strict", cwd=site.root).returncode == 0


def test_rules_that_are_not_there_are_named(site: SiteTest) -> None:
    """In the settings, in a release and on the command line: with the rule that is meant."""
    clean(site)
    site.edit("content/releases/baik.md", "title: Jalan", "title: Jalan\ncheck: {ignore: [speling]}")
    done = warta("check", cwd=site.root)
    assert done.returncode == 1
    assert "baik.md:3: error: 'check: ignore' names no rule (got 'speling'). Did you mean 'spelling'?" in done.stdout
    done = warta("check", "--only", "speling", cwd=site.root)
    assert (done.returncode, done.stderr) == (2, "There is no rule 'speling'. Did you mean 'spelling'?\n")
    site.config("check:\n  rules: {speling: off, spelling: loud}\n")
    done = warta("check", cwd=site.root)
    assert done.returncode == 1
    assert "config.yaml:10: 'check' has no rule 'speling'. Did you mean 'spelling'?" in done.stderr
    assert "the severity of 'spelling' must be one of error, warning, note, off (got 'loud')." in done.stderr


def test_house_words_are_known(site: SiteTest) -> None:
    """A word of `check: words` is in no finding."""
    clean(site, body="SUMEDANG — Jalan silokate diperbaiki.")
    assert [each[2] for each in findings(site)] == ["spelling"]
    assert findings(site, "--no-spelling") == []
    site.config("check:\n  words: [Silokate]\n")
    assert findings(site) == []


def test_what_a_build_refuses_is_a_finding_too(site: SiteTest) -> None:
    """In the machine formats as in the text: with file, line and the exit code of a failure."""
    site.release("a", "Jalan", date="2026-11-31")
    done = warta("check", "--format", "github", cwd=site.root)
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=content/releases/a.md,line=3,title=invalid::'date' is not a day")


def test_github_and_junit(site: SiteTest) -> None:
    """Each finding is an annotation, with what would end it early escaped; JUnit has a failure for each."""
    site.release("a", "Jalan", "SUMEDANG — Isi 100%: ya. (Abas)", regions='["32.11"]')
    lines = warta("check", "--format", "github", cwd=site.root).stdout.splitlines()
    assert [line.partition("::")[2].split("::")[0] for line in lines] == [
        "warning file=content/releases/a.md,line=2,title=summary-missing",
        "warning file=content/releases/a.md,line=7,title=signature",
    ]
    suite = etree.fromstring(warta("check", "--format", "junit", cwd=site.root).stdout)
    failed = [case.attrib["classname"] for case in suite if case.find("failure") is not None]
    assert failed == ["summary-missing", "signature"]
    assert suite.attrib["failures"] == "2"
    assert int(suite.attrib["tests"]) == len(suite)


def test_findings_are_said_in_the_language_of_who_reads_them(site: SiteTest) -> None:
    """People read Indonesian, the severity too; programs read the same ids and English severities in every language."""
    clean(site, body="SUMEDANG — Jalan [diperbaiki](/tidak-ada/).\n\nYang hadir:\n- Bupati").release("baru", "Baru", "")
    said = warta("check", "--lang", "id", "--no-spelling", cwd=site.root).stdout
    broken = "tautan “/tidak-ada/” tidak menuju halaman mana pun di situs ini."
    place = "content/releases/baik.md:8"
    assert f"{place}: harus diperbaiki: {broken} [link-broken]\n" in said
    assert "baik.md:11: peringatan: daftar ini menempel pada baris di atasnya dan tampil sebagai satu paragraf." in said
    assert said.splitlines()[-1].startswith("1 harus diperbaiki, 5 peringatan")

    rows = {}
    for language in ("id", "en"):
        options = "--lang", language, "--no-spelling", "--format"
        rows[language] = json.loads(warta("check", *options, "json", cwd=site.root).stdout)["findings"]
        lines = warta("check", *options, "github", cwd=site.root).stdout.splitlines()
        assert [line.split()[0] for line in lines].count("::error") == 1
        assert any(line.endswith(f"::{rows[language][0]['message']}") for line in lines)
    assert {"code": "link-broken", "severity": "error", "message": broken}.items() <= rows["id"][0].items()
    assert rows["en"][0]["message"] == "the link to '/tidak-ada/' leads nowhere on this site."
    assert [each | {"message": ""} for each in rows["id"]] == [each | {"message": ""} for each in rows["en"]]
    suite = etree.fromstring(warta("check", "--lang", "id", "--no-spelling", "--format", "junit", cwd=site.root).stdout)
    assert [each.get("message") for each in suite.iter("failure") if each.get("type") == "error"] == [broken]
    assert "setiap kutipan punya penutur" in [each.get("name") for each in suite]


def test_rules_of_the_whole_newsroom(tmp_path: Path) -> None:
    """Links and places that are not there, standing pages, contacts, large pictures, translations."""
    site = SiteTest(tmp_path).config("languages: [id, en]\n")
    body = "SUMEDANG — Isi [a](/tidak/ada/) [b](#sini) [c](b.md#sana) [d](b.md#di-sana) [e](#di-sini) [f](/lama/).\n\n## Di sini"
    fields = {"summary": "S.", "regions": '["32.11"]'}
    site.release("a", "Satu", body, **fields).release(
        "b", "Dua", "SUMEDANG — Isi.\n\n## Di sana", aliases="[/lama/]", **fields
    )
    site.write("content/releases/c/index.md", "---\ntitle: Tiga\ndate: 2026-11-01\ndraft: true\n---\n\nIsi.\n")
    noise = PIL.Image.frombytes("RGB", (1400, 1300), random.Random(7).randbytes(1400 * 1300 * 3))
    noise.save(site.root / "content/releases/c/foto.png")
    done = warta("check", "--format", "json", "--no-spelling", cwd=site.root)
    assert done.returncode == 1
    found = [
        (each["path"].removeprefix("content/"), each["line"], each["rule"])
        for each in json.loads(done.stdout)["findings"]
    ]
    assert [each for each in found if each[2] not in ("summary-missing", "region-missing", "dateline-missing")] == [
        ("pages", 0, "guidelines-missing"),
        ("pages", 0, "masthead-missing"),
        ("releases/a.md", 2, "contact-missing"),
        ("releases/a.md", 8, "link-broken"),
        ("releases/a.md", 8, "link-broken"),
        ("releases/a.md", 8, "link-broken"),
        ("releases/b.md", 2, "contact-missing"),
        ("releases/c/foto.png", 0, "image-large"),
        ("releases/c/index.md", 2, "contact-missing"),
    ]
    twins = warta("check", "--only", "twin-missing", cwd=site.root).stdout
    assert "content/releases/a.md:2: note: there is no translation into en. [twin-missing]" in twins


def test_fix_shows_a_diff_and_changes_nothing_unasked(site: SiteTest) -> None:
    """`--fix` prints what it would do; with `--yes` it does it, and only that."""
    site.release("a", "Jalan", "SUMEDANG — Isi. (Abas)", summary="S.", regions='["32.11"]')
    path = site.root / "content/releases/a.md"
    before = path.read_bytes()
    done = warta("check", "--fix", cwd=site.root)
    assert "+byline: Abas\n" in done.stdout
    assert "-SUMEDANG — Isi. (Abas)\n" in done.stdout
    assert path.read_bytes() == before
    assert warta("check", "--fix", "--yes", cwd=site.root).stdout.endswith("1 file changed.\n")
    assert path.read_bytes() == before.replace(b" (Abas)", b"").replace(b"\n---\n\n", b"\nbyline: Abas\n---\n\n")
    assert findings(site) == []
    assert warta("check", "--fix", cwd=site.root).stdout == "Nothing that could be mended safely.\n"


def test_without_a_dictionary_one_line_says_what_is_not_read(site: SiteTest) -> None:
    """Spelling that cannot be read is said, not passed over, and fails nothing."""
    (site.root / "dictionaries/id_ID.dic").unlink()
    clean(site, body="SUMEDANG — Jalan silokate diperbaiki.")
    done = run(command("check"), cwd=site.root, env=environment(DICPATH=str(site.root)))
    assert done.returncode == 0
    assert done.stdout.startswith("Note: spelling was not read")


def test_leaks_says_what_it_looked_at(site: SiteTest) -> None:
    """How much is hidden and how many files were looked at, so that silence is no guess."""
    clean(site)
    site.build()
    done = warta("check", "--leaks", "--no-spelling", cwd=site.root)
    files = len(site.files())
    assert f"leaks: nothing is hidden, so nothing was looked for ({files:,} files" in done.stderr
    bundle = "---\ntitle: Bendung\ndate: 2099-01-01\n---\n\nSatu dua tiga empat lima enam tujuh.\n"
    site.write("content/releases/b/index.md", bundle)
    site.write("content/releases/b/foto.jpg", picture("rahasia"))
    done = warta("check", "--leaks", "--no-spelling", cwd=site.root)
    assert (
        f"leaks: none in {files:,} files of the output. "
        "Hidden texts: 1 (runs of six words: 2, addresses: 1, pictures and files: 1)." in done.stderr
    )


LEAKS = {
    "words": ("lain.txt", b"Satu dua tiga empat lima enam."),
    "an address": ("lain.txt", b"https://humas.example/2099/01/bendung/"),
    "the name of a picture": ("lain.xml", b"<u>/2099/01/bendung/foto.jpg</u>"),
    "the bytes of a picture": ("lain.jpg", picture("rahasia")),
}


@pytest.mark.parametrize("kind", LEAKS)
def test_a_leak_that_lies_in_the_output_is_found_by_check(site: SiteTest, kind: str) -> None:
    """Whatever put it there: check fails, names the release and the file, and changes nothing."""
    clean(site)
    name, data = LEAKS[kind]
    site.root.joinpath("content/static").mkdir(parents=True)
    site.root.joinpath("content/static", name).write_bytes(data)
    site.build()
    before = site.files()
    bundle = "---\ntitle: Bendung\ndate: 2099-01-01\n---\n\nSatu dua tiga empat lima enam tujuh.\n"
    site.write("content/releases/b/index.md", bundle)
    site.write("content/releases/b/foto.jpg", picture("rahasia"))
    done = warta("check", "--leaks", "--no-spelling", cwd=site.root)
    assert done.returncode == 1
    assert f"content/releases/b/index.md: is not public, but the output would give it away: {name} " in done.stderr
    assert site.files() == before


def test_schema_without_a_word_says_which_there_are(tmp_path: Path) -> None:
    """Not the parser's sentence, but what to type."""
    done = warta("schema", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "Of what? Write one of: schema release, schema page, schema organization, schema config, schema --cms sveltia.\n",
    )


def test_a_second_check_renders_only_what_changed(site: SiteTest) -> None:
    """What a check rendered is not rendered again, until it or what is hidden changes."""
    clean(site)
    request = Request(site.root, site.root / "output", dt.datetime(2030, 1, 1, tzinfo=dt.UTC), jobs=1)

    def rendered() -> int:
        stages: list[str] = []
        check(request, progress=lambda stage, done, total: stages.append(stage))
        return stages.count("render")

    first = rendered()
    assert first > 5
    assert rendered() == 0
    site.edit("content/releases/baik.md", "diperbaiki.\n", "diperbaiki kembali.\n")
    assert 0 < rendered() < first
    assert rendered() == 0
    site.release("nanti", "Pasar dibuka", "SUMEDANG — Pasar dibuka.", draft="true")
    assert rendered() >= first
