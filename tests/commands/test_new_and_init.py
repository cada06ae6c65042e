"""What `new`, `init` and `check` leave on the disk, and what they leave alone."""

from __future__ import annotations

import datetime as dt
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tests.commands.running import command, environment, run, warta
from tests.support import SiteTest
from warta.cli.commands import commands
from warta.content.documents import Release
from warta.content.frontmatter import decode, split
from warta.content.sample import sample_left
from warta.content.schema import Schema
from warta.settings import read_settings
from warta.slugs import LONGEST

TITLE = "Judul: dengan \"kutip\" & 'tanda'"
JAKARTA = dt.timezone(dt.timedelta(hours=7))
CATEGORIES = "categories:\n  - Ekonomi\n  - {name: 'Kesehatan: Warga', slug: sehat, names: {en: Health}}\n"


@pytest.fixture
def newsroom(site: SiteTest) -> SiteTest:
    """A newsroom with two categories and no release."""
    return site.config(CATEGORIES)


def read_release(path: Path) -> Release:
    """The release in a file, which must have no problem."""
    document, problems, warnings = Schema(JAKARTA).read("releases/x.md", split(path.read_bytes(), path.name).fields)
    assert (problems, warnings) == ([], [])
    assert isinstance(document, Release)
    return document


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by path, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- new


def test_new_writes_a_release_and_prints_its_path_alone(newsroom: SiteTest) -> None:
    """One file is written, in the folder of the year, named after the title; stdout is its path and nothing else."""
    before = tree(newsroom.root).keys()
    done = warta("new", TITLE, "--category", "Ekonomi", "--region", "32.11", cwd=newsroom.root)
    assert (done.returncode, done.stderr) == (0, "")
    year = dt.datetime.now(JAKARTA).year
    path = f"content/releases/{year}/judul-dengan-kutip-tanda.md"
    assert done.stdout == f"{path}\n"
    assert tree(newsroom.root).keys() - before == {path}


def test_new_fills_in_what_it_was_told(newsroom: SiteTest) -> None:
    """Title, time in the newsroom's zone, slug, category, region with the dateline it suggests; and it is a draft."""
    started = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
    done = warta("new", TITLE, "--category", "Ekonomi", "--region", "Kabupaten Sumedang", cwd=newsroom.root)
    release = read_release(newsroom.root / done.stdout.strip())
    assert (release.title, release.slug.text, release.draft) == (TITLE, "judul-dengan-kutip-tanda", True)
    assert started <= release.date.at <= dt.datetime.now(dt.UTC)
    assert [ref.text for ref in release.categories] == ["Ekonomi"]
    assert [ref.text for ref in release.regions] == ["32.11"]
    assert release.dateline == "SUMEDANG"


def test_a_new_release_is_hidden_until_its_draft_line_is_removed(newsroom: SiteTest) -> None:
    """`check` finds no problem, a build hides it and says so; without the line `draft: true` it is on the site."""
    done = warta("new", TITLE, "--category", "Ekonomi", "--region", "32.11", cwd=newsroom.root)
    path = done.stdout.strip()
    checked = warta("check", cwd=newsroom.root)
    assert (checked.returncode, checked.stderr) == (0, "")
    hidden = warta(cwd=newsroom.root)
    assert "Hidden: 1 draft." in hidden.stdout
    assert b"kutip" not in b"".join(newsroom.files().values())
    text = (newsroom.root / path).read_text(encoding="utf-8")
    newsroom.write(path, re.sub(r"^draft: true.*\n", "", text, flags=re.MULTILINE) + "Isi siaran pers.\n")
    shown = warta(cwd=newsroom.root)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Judul: dengan &#34;kutip&#34; &amp; &#39;tanda&#39;" in newsroom.text("index.html")
    assert "kategori/ekonomi/index.html" in newsroom.files()
    assert "wilayah/jawa-barat/kabupaten-sumedang/index.html" in newsroom.files()


def test_every_commented_key_is_valid_when_it_is_used(newsroom: SiteTest) -> None:
    """The keys that a new release holds as comments are understood once the # is taken away."""
    done = warta("new", "Semua kunci", cwd=newsroom.root)
    path = newsroom.root / done.stdout.strip()
    text = path.read_text(encoding="utf-8")
    assert text.count("\n# ") > 8
    path.write_text(re.sub(r"^# ", "", text, flags=re.MULTILINE).replace('{name: ""', "{name: Humas"), encoding="utf-8")
    release = read_release(path)
    assert release.image
    assert release.attachments
    assert release.contacts
    assert release.embargo
    assert release.expires
    assert release.notes
    assert release.regions


def test_new_never_writes_over_a_release(newsroom: SiteTest) -> None:
    """The same title again is exit code 1 with the path, and the file that is there is not touched."""
    done = warta("new", "Sekali saja", cwd=newsroom.root)
    path = done.stdout.strip()
    newsroom.edit(path, 'summary: ""', "summary: Ditulis tangan.")
    before = tree(newsroom.root)
    again = warta("new", "Sekali, saja!", cwd=newsroom.root)
    assert (again.returncode, again.stdout) == (1, "")
    assert path in again.stderr
    assert tree(newsroom.root) == before


def test_new_sees_a_release_that_is_a_folder(newsroom: SiteTest) -> None:
    """A release written as a folder with index.md is not doubled by a file of its name."""
    year = dt.datetime.now(JAKARTA).year
    newsroom.release(f"{year}/dua-kali/index", "Dua kali")
    done = warta("new", "Dua kali", cwd=newsroom.root)
    assert done.returncode == 1
    assert "dua-kali" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--category", "Ekonmi"], "Did you mean 'Ekonomi'?"),
        (["--category", "Olahraga"], "There are: Ekonomi, Kesehatan: Warga."),
        (["--region", "Kabupaten Sumedank"], "Did you mean 'Kabupaten Sumedang'"),
        (["--region", "99.99"], "99.99"),
        (["--region", "Bandung"], "32.04"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_new_refuses_what_the_newsroom_does_not_know(newsroom: SiteTest, words: list[str], said: str) -> None:
    """A category or region that is unknown, or can be several, is exit code 2 with the nearest; nothing is written."""
    before = tree(newsroom.root)
    done = warta("new", "Judul", *words, cwd=newsroom.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert words[0] in done.stderr
    assert said in done.stderr
    assert tree(newsroom.root) == before


def test_new_tells_all_that_is_unknown_at_once(newsroom: SiteTest) -> None:
    """A wrong category and a wrong region are told together."""
    done = warta("new", "Judul", "--category", "Ekonmi", "--region", "Kabupaten Sumedank", cwd=newsroom.root)
    assert "--category" in done.stderr
    assert "--region" in done.stderr


@pytest.mark.parametrize("asked", ["Kesehatan: Warga", "kesehatan: warga", "sehat", "Health"])
def test_new_writes_a_category_by_its_own_name(newsroom: SiteTest, asked: str) -> None:
    """However a category of the list is called, its name in the settings is what the release gets."""
    done = warta("new", "Judul", "--category", asked, cwd=newsroom.root)
    release = read_release(newsroom.root / done.stdout.strip())
    assert [ref.text for ref in release.categories] == ["Kesehatan: Warga"]


def test_new_writes_a_free_category_as_it_was_typed(site: SiteTest) -> None:
    """Where the settings hold no list any category is accepted, and stays as it was written."""
    done = warta("new", "Judul", "--category", "Olahraga & Seni", cwd=site.root)
    assert done.returncode == 0
    release = read_release(site.root / done.stdout.strip())
    assert [ref.text for ref in release.categories] == ["Olahraga & Seni"]


@pytest.mark.parametrize("title", ["", "   ", "\u00a0\u2003"])
def test_new_needs_a_title(newsroom: SiteTest, title: str) -> None:
    """A title of nothing is wrong usage."""
    done = warta("new", title, cwd=newsroom.root)
    assert (done.returncode, done.stdout) == (2, "")
    assert "title" in done.stderr


def test_new_with_a_place_that_cannot_be_written_says_so(newsroom: SiteTest) -> None:
    """A file where the folder of the year belongs is one line with the place, not a trace."""
    year = dt.datetime.now(JAKARTA).year
    newsroom.write(f"content/releases/{year}", "bukan folder")
    done = warta("new", "Judul", cwd=newsroom.root)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert f"content/releases/{year}" in done.stderr


def test_new_prints_a_path_that_can_be_typed(newsroom: SiteTest) -> None:
    """With --site the path leads from the folder we are in."""
    done = warta("--site", "site", "new", "Judul", cwd=newsroom.root.parent)
    assert (newsroom.root.parent / done.stdout.strip()).is_file()
    done = warta("new", "Judul lain", site=newsroom.root, cwd=newsroom.root / "content")
    assert (newsroom.root / "content" / done.stdout.strip()).is_file()


printable = st.text(st.characters(codec="utf-8").filter(str.isprintable), max_size=120)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> SiteTest:
    """A newsroom for many titles."""
    return SiteTest(tmp_path_factory.mktemp("judul"))


@given(printable.filter(str.strip))
@example('"')
@example("\\")
@example("# bukan komentar")
@example("--- # {a: [b, c]} & * ! | > % @ `")
@example("null")
@example("2026-11-24")
@example("- -  spasi   ganda ")
@example("e\u0301 yang terurai")
@example("Ꞌ日本 🌊 \u200bnol")
@example("a" * 119)
@examples(max_examples=100)
def test_any_title_comes_back_from_the_file(workshop: SiteTest, title: str) -> None:
    """Whatever can be printed is a title: the file of the release reads as that title, and its name is short."""
    done = CliRunner().invoke(commands, ["--site", str(workshop.root), "new", "--", title])
    try:
        assert done.exit_code == 0, done.output
        path = Path(done.stdout.removesuffix("\n"))
        assert len(path.name) <= LONGEST + len(".md")
        release = read_release(path)
        assert release.title == " ".join(decode(title.encode(), "x").split())
        assert release.slug.text == path.stem
    finally:
        shutil.rmtree(workshop.root / "content" / "releases")


# --- init


OFFICE = (
    "--name", "Bagian Humas: Setda [Barru]", "--region", "Kabupaten Barru", "--url", "humas.barrukab.go.id",
    "--phone", "(0427) 21000", "--email", "humas@barrukab.go.id", "--color", "blue",
)  # fmt: skip


@pytest.mark.parametrize("words", [(), OFFICE], ids=["nothing", "an office"])
def test_init_makes_a_newsroom_that_builds(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Whatever is told of the office, what `init` makes is built without a problem or warning, with a first release."""
    done = warta("init", "humas", *words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    checked = warta("check", site=tmp_path / "humas")
    assert (checked.returncode, checked.stderr) == (0, "")
    built = warta(site=tmp_path / "humas")
    assert (built.returncode, built.stderr) == (0, "")
    assert built.stdout.startswith("1 release: ")
    assert "Ruang berita ini siap dipakai" in (tmp_path / "humas/output/index.html").read_text(encoding="utf-8")


def test_init_says_what_comes_next_in_lines_that_can_be_typed(tmp_path: Path) -> None:
    """Where to write the site's address, and commands that work as they stand, whatever the folder is called."""
    done = warta("init", "ruang berita", cwd=tmp_path)
    assert done.returncode == 0
    assert str(Path("ruang berita", "config.yaml")) in done.stdout
    serve, new = (shlex.split(line) for line in re.findall(r"\bpython3? (.*)", done.stdout))
    assert serve[-3:] == ["--site", "ruang berita", "serve"]
    typed = run([sys.executable, *new], cwd=tmp_path)
    assert (typed.returncode, typed.stderr) == (0, "")
    assert (tmp_path / typed.stdout.strip()).is_file()


def test_what_is_told_of_the_office_stands_wherever_it_belongs(tmp_path: Path) -> None:
    """Name, region with its zone, address, contacts and colour are in settings, office and pages, as they were typed."""
    assert warta("init", "humas", *OFFICE, cwd=tmp_path).returncode == 0
    config = read_settings(tmp_path / "humas")
    assert (config.title, config.url) == ("Humas Kabupaten Barru", "https://humas.barrukab.go.id/")
    assert (config.timezone, config.region) == ("Asia/Makassar", "73.11")
    warta(site=tmp_path / "humas")
    pages = [path.read_text(encoding="utf-8") for path in (tmp_path / "humas/output").rglob("index.html")]
    contact = next(page for page in pages if "<h1>Kontak" in page or ">Kontak</h1>" in page)
    assert "Bagian Humas: Setda [Barru]" in contact
    assert "(0427) 21000" in contact
    assert "humas@barrukab.go.id" in contact
    made = (tmp_path / "humas" / warta("new", "Judul", site=tmp_path / "humas").stdout.strip()).read_text()
    assert 'regions: ["73.11"]' in made
    assert 'dateline: "BARRU"' in made


def test_nothing_that_the_sample_invented_is_in_a_new_newsroom(tmp_path: Path) -> None:
    """No number, address, notice, office or release of the sample comes along, and what is left open says nothing."""
    warta("init", "humas", *OFFICE, cwd=tmp_path)
    made = tree(tmp_path / "humas")
    assert [path for path in made if path.startswith("content/releases/")] != []
    everything = b"\n".join(made.values()).lower()
    for invented in (b"sukamaju", b"555", b"rekaan", b"99111", b"provinsi contoh", b"notice:"):
        assert invented not in everything
    assert sample_left(tmp_path / "humas") == []
    assert b"output" in made[".gitignore"]


def test_a_newsroom_with_the_samples_invented_office_does_not_go_out(tmp_path: Path) -> None:
    """`deploy` names each line that is left of the sample, and sends nothing; `check` shows them as notes."""
    site = tmp_path / "humas"
    warta("init", "humas", cwd=tmp_path)
    with (site / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(f"deploy:\n  langsung: {{to: folder, path: {tmp_path / 'hosting'}}}\n")
    with (site / "content/pages/kontak.md").open("a", encoding="utf-8") as file:
        file.write("\nTelepon (0299) 555-0100\n")
    assert warta(site=site).returncode == 0
    done = warta("deploy", "--yes", site=site)
    assert done.returncode == 1
    assert [line.partition(": ")[0] for line in done.stderr.splitlines() if "left of the sample" in line] == [
        "config.yaml:3",
        "content/pages/kontak.md:15",
    ]
    assert not (tmp_path / "hosting").exists()
    assert warta("check", site=site).stdout.count("[sample-left]") == 2


def test_a_person_on_a_terminal_is_asked(tmp_path: Path) -> None:
    """Each question is asked once more after an answer that cannot be meant, and Enter takes what is proposed."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        command("init", str(tmp_path / "humas")), stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=environment(), text=True, cwd=tmp_path,
    )  # fmt: skip
    os.close(slave)
    os.write(
        master, b"Dinas Kesehatan\nSumedank\nKabupaten Sumedang\n\nbukan alamat\ndinkes.sumedangkab.go.id\n\n\n\n\n\n"
    )
    said, _ = process.communicate(timeout=60)
    os.close(master)
    assert process.returncode == 0, said
    assert "there is no region 'Sumedank'." in said
    config = read_settings(tmp_path / "humas")
    assert (config.title, config.url) == ("Humas Kabupaten Sumedang", "https://dinkes.sumedangkab.go.id/")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--region", "Bandung"), "can be several regions: "),
        (("--region", "Barruu"), "there is no region 'Barruu'."),
        (("--url", "ftp://x"), "the address must be such as"),
        (("--color", "ungu"), "the colour is one of"),
        (("--email", "a@b?bcc=c"), "is no e-mail address"),
        (("--phone", "nol"), "is no telephone number"),
        (("--logo", "tidak-ada.svg"), "--logo must be a picture"),
    ],
)
def test_init_refuses_what_cannot_be_meant(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    """A wrong answer is told, and nothing is written."""
    done = warta("init", "humas", *words, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not (tmp_path / "humas").exists()


@pytest.mark.parametrize("name", ["catatan.txt", ".git/config"])
def test_init_refuses_a_folder_that_is_not_empty(tmp_path: Path, name: str) -> None:
    """A folder with anything in it stays as it is: exit code 1."""
    (tmp_path / "humas" / name).parent.mkdir(parents=True)
    (tmp_path / "humas" / name).write_text("isi")
    done = warta("init", "humas", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "humas is not empty" in done.stderr
    assert tree(tmp_path) == {f"humas/{name}": b"isi"}


def test_init_takes_an_empty_folder(tmp_path: Path) -> None:
    """A folder that is there and empty, or whose parents are not there, will do."""
    (tmp_path / "kosong").mkdir()
    for name in ("kosong", "satu/dua/tiga"):
        assert warta("init", name, cwd=tmp_path).returncode == 0
        assert (tmp_path / name / "config.yaml").is_file()


@pytest.mark.parametrize("name", ["berkas", "berkas/humas"])
def test_init_where_a_file_is_says_so(tmp_path: Path, name: str) -> None:
    """A file in the way is told in one line and stays."""
    (tmp_path / "berkas").write_text("isi")
    done = warta("init", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Traceback" not in done.stderr
    assert "berkas" in done.stderr
    assert tree(tmp_path) == {"berkas": b"isi"}


# --- check


def test_check_writes_nothing_into_the_output(newsroom: SiteTest) -> None:
    """Neither a first check nor one after an edit makes or changes a file of the output."""
    newsroom.release("a", "Kabar", category="Ekonomi")
    done = warta("check", cwd=newsroom.root)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^No problems: 1 public release, \d+ files to build\.$", done.stdout, re.MULTILINE)
    assert not newsroom.output.exists()
    warta(cwd=newsroom.root)
    before = tree(newsroom.output)
    newsroom.edit("content/releases/a.md", "Kabar", "Kabar baru")
    assert warta("check", cwd=newsroom.root).returncode == 0
    assert tree(newsroom.output) == before


def test_check_finds_what_a_build_would_find(newsroom: SiteTest) -> None:
    """The problems of releases are told by `check` in the words and order of a build, with exit code 1."""
    newsroom.release("a", "Kabar satu", category="Ekonmi").release("b", "Kabar dua", date="2026-02-30")
    newsroom.release("c", "Kabar tiga", "Lihat [ini](hilang.md).")
    checked, built = warta("check", cwd=newsroom.root), warta(cwd=newsroom.root)
    assert (checked.returncode, checked.stdout) == (1, "")
    problems = [line for line in checked.stderr.splitlines() if line.startswith("content/")]
    assert len(problems) == 3
    assert problems == [line for line in built.stderr.splitlines() if line.startswith("content/")]


def test_check_finds_mistakes_in_templates(newsroom: SiteTest) -> None:
    """`check` reads and validates everything: a template that cannot be read is a problem with template and line."""
    newsroom.release("a", "Kabar", category="Ekonomi")
    newsroom.edit("themes/bare/templates/release.html", "{{ page.title }}", "{{ page.title }")
    done = warta("check", cwd=newsroom.root)
    assert done.returncode == 1
    assert "themes/bare/templates/release.html:2: " in done.stderr


def test_check_at_another_time_counts_what_is_public_then(newsroom: SiteTest) -> None:
    """--now decides what `check` calls public."""
    newsroom.release("a", "Kabar", category="Ekonomi", date="2026-12-01")
    assert "0 public releases" in warta("check", "--now", "2026-11-24", cwd=newsroom.root).stdout
    assert "1 public release," in warta("check", "--now", "2026-12-24", cwd=newsroom.root).stdout
