"""A newsroom that `init` made, and a checkout, set themselves up: build.py with a Python that has nothing installed."""

from __future__ import annotations

import base64
import csv
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tests.commands.running import BUILD, ROOT, environment, run, warta
from warta.cli.commands import commands
from warta.cli.surroundings import requirements

NEEDED = "babel click frontmatter jinja2 markdown msgspec nh3 rich selectolax slugify urllib3 watchdog yaml".split()
MAIN = "import sys\ndef main(prog):\n    print('Warta', {version!r}, prog, *sys.argv[1:])\n"


def wheel(folder: Path, version: str) -> None:
    """A wheel called warta that says which version runs, with all modules that build.py asks for."""
    folder.mkdir(exist_ok=True)
    files = {f"{name}.py": "" for name in NEEDED}
    files |= {"warta/__init__.py": "", "warta/cli/__init__.py": "", "warta/cli/main.py": MAIN.format(version=version)}
    info = f"warta-{version}.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: warta\nVersion: {version}\nProvides-Extra: search\n"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = io.StringIO()
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(sha256(text.encode()).digest()).decode().rstrip("=")
        csv.writer(record).writerow([name, f"sha256={digest}", len(text)])
    csv.writer(record).writerow([f"{info}/RECORD", "", ""])
    with zipfile.ZipFile(folder / f"warta-{version}-py3-none-any.whl", "w") as archive:
        for name, text in {**files, f"{info}/RECORD": record.getvalue()}.items():
            archive.writestr(name, text)


def bare(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a newsroom's build.py with a Python in which nothing is installed, and no way to an index."""
    python = str(Path(sys.base_prefix) / "bin" / "python3") if os.name != "nt" else sys.base_prefix + "/python.exe"
    closed = environment(PIP_INDEX_URL="http://127.0.0.1:9/", PIP_NO_INDEX="1", PYTHONPATH="")
    return run([python, "-S", str(folder / "build.py"), *words], cwd=folder, env=closed)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom that `init` made; nobody changes it."""
    folder = tmp_path_factory.mktemp("baru")
    assert warta("init", "humas", "--yes", cwd=folder).returncode == 0
    return folder / "humas"


def test_a_newsroom_sets_itself_up_from_a_folder_of_wheels_and_follows_its_requirements(
    newsroom: Path, tmp_path: Path
) -> None:
    """Without internet: what will be done is said before, .venv alone is made, and words go on to Warta; the next run is
    quiet; and after a change of requirements.txt the version that it names is there.
    """
    newsroom = Path(shutil.copytree(newsroom, tmp_path / "humas"))
    wheel(newsroom / "wheels", "1.0")
    before = {path.name for path in newsroom.iterdir()}
    done = bare(newsroom, "--offline", "wheels", "new", "Dua kata")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Warta 1.0 build.py new Dua kata")
    assert done.stderr.startswith("Menyiapkan Warta, sekali saja: ")
    assert str(newsroom / ".venv") in done.stderr
    assert {path.name for path in newsroom.iterdir()} - before == {".venv"}
    again = bare(newsroom, "list")
    assert (again.returncode, again.stdout, again.stderr) == (0, "Warta 1.0 build.py list\n", "")
    wheel(newsroom / "wheels", "1.1")
    asked = newsroom / "requirements.txt"
    asked.write_text("# lebih baru\nwarta[search]==1.1\n")
    newer = bare(newsroom, "--offline", "wheels", "check")
    assert newer.stdout.splitlines()[-1] == "Warta 1.1 build.py check"
    asked.write_text("warta[search]==9\n")
    failed = bare(newsroom, "--offline", "wheels", "check")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "Pemasangan gagal" in failed.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--offline"], "--offline memerlukan folder"),
        (["--offline", "tidak-ada", "setup"], "--offline memerlukan folder"),
        (["setup", "sftp"], "Tulis tambahan ini di requirements.txt"),
    ],
    ids=["no folder", "no such folder", "extras"],
)
def test_what_cannot_be_set_up_is_said_in_both_languages(newsroom: Path, words: list[str], said: str) -> None:
    """One sentence in Indonesian and one in English, no trace, and exit code 1."""
    done = bare(newsroom, *words)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 2), done.stderr
    assert said in done.stderr


def test_a_newsroom_without_requirements_says_so(newsroom: Path, tmp_path: Path) -> None:
    """Nothing is guessed, and nothing is made."""
    shutil.copy(newsroom / "build.py", tmp_path)
    done = bare(tmp_path)
    assert done.returncode == 1
    assert "requirements.txt" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["build.py"]


def test_a_newsroom_has_what_it_needs_to_go_on_alone(newsroom: Path) -> None:
    """The very build.py of Warta, one line that pip understands and that says where this Warta came from, the recipes, and
    nothing of .venv in git.
    """
    assert (newsroom / "build.py").read_bytes() == BUILD.read_bytes()
    lines = [line for line in (newsroom / "requirements.txt").read_text().splitlines() if not line.startswith("#")]
    assert len(lines) == 1
    name, _, source = lines[0].partition(" @ ")
    assert name == "warta[search]"
    assert source.startswith(("file:", "git+https:", "git+ssh:"))
    assert ".venv/" in (newsroom / ".gitignore").read_text().splitlines()
    for recipe, place in {
        "github-actions.yml": ".github/workflows/site.yml", "gitlab-ci.yml": ".gitlab-ci.yml",
        "warta.cron": "timers/warta.cron", "warta.service": "timers/warta.service", "warta.timer": "timers/warta.timer",
    }.items():  # fmt: skip
        assert (newsroom / place).read_bytes() == (ROOT / "docs" / "recipes" / recipe).read_bytes()


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("git+https://git.barrukab.go.id/warta@0a1b", ""),
        ("git+ssh://git@git.barrukab.go.id/warta@0a1b", ""),
        ("https://unduh.example.go.id/warta-0.1.0-py3-none-any.whl", ""),
        ("git+https://forge.example/warta/warta@v0.1.0", "placeholder"),
        ("file:///srv/warta", "folder of this machine"),
    ],
)
def test_requirements_say_where_an_address_is_none_for_other_machines(source: str, said: str) -> None:
    """A placeholder of the project and a folder of this machine are told in both languages; what all can reach is not."""
    *remarks, line = requirements(source).splitlines()
    assert line == f"warta[search] @ {source}"
    assert all(remark.startswith("# ") for remark in remarks)
    told = [remark for remark in remarks if "placeholder" in remark or "folder of this machine" in remark]
    assert [said in remark for remark in told] == ([True] if said else [])
    assert len(remarks) == (5 if said else 3)


def test_init_says_what_other_machines_lack(newsroom: Path, tmp_path: Path) -> None:
    """Made from a checkout that came from no address, and in words of the README where the documentation is read."""
    done = warta("init", "humas", "--yes", cwd=tmp_path)
    asked = (newsroom / "requirements.txt").read_text(encoding="utf-8")
    assert ("where it comes from" in done.stdout) == ("folder of this machine" in asked)
    assert ".example" not in (newsroom / "README.md").read_text(encoding="utf-8").partition("Upgrading")[0]


@pytest.mark.parametrize(("language", "said"), [("id", "Memutakhirkan"), ("en", "Upgrading")])
def test_the_readme_of_a_newsroom_speaks_the_language_of_who_made_it(tmp_path: Path, language: str, said: str) -> None:
    """`--lang` decides, and both name the same commands, each of which is there."""
    assert warta("--lang", language, "init", "humas", "--yes", cwd=tmp_path).returncode == 0
    text = (tmp_path / "humas" / "README.md").read_text(encoding="utf-8")
    assert said in text
    assert not (tmp_path / "humas" / "README.id.md").exists()
    named = re.findall(r"^\| `python3 build\.py ?([a-z-]*)", text, re.MULTILINE)
    assert named == [*"serve new list check publish correct withdraw undo".split(), "", "deploy"]
    assert set(named) - {""} <= commands.commands.keys()


def test_python_dash_m_is_the_command(tmp_path: Path) -> None:
    """`python -m warta` builds a newsroom that it is called in, and `init` then prints it in what can be typed."""
    there = environment(PYTHONPATH=str(ROOT))
    done = run([sys.executable, "-m", "warta", "init", "humas", "--yes"], cwd=tmp_path, env=there)
    assert done.returncode == 0, done.stderr
    assert "python -m warta --site humas serve" in done.stdout
    built = run([sys.executable, "-m", "warta"], cwd=tmp_path / "humas", env=there)
    assert (built.returncode, built.stderr) == (0, "")
    assert (tmp_path / "humas" / "output" / "index.html").is_file()
