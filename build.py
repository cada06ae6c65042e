#!/usr/bin/env python3
"""The command of a newsroom: python3 build.py [build|serve|new|check|deploy ...], and without a word it builds.

It needs nothing but Python. What Warta needs and this Python lacks it installs into the folder .venv beside this file,
says so before, and touches nothing else of the machine. The same file lies in a checkout of Warta and in each newsroom
that `init` makes, whose requirements.txt says which Warta it is. Three words are its own:

    setup [EXTRA ...]         set up, and no more; in a checkout with these extras
    wheels FOLDER [EXTRA ...] gather all that is needed in a folder, for a machine without internet
    test [OPTION ...]         run the tests of a checkout

`--offline FOLDER`, before any of them, installs from such a folder and asks no other machine.
"""

import importlib.util
import os
import sys
from pathlib import Path

TYPE_CHECKING = False  # as in `typing`, which takes longer to import than a build with nothing to do should
if TYPE_CHECKING:
    from typing import NoReturn

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / ".warta"  # the digest of what was asked for, and the extras
CHECKOUT = (HERE / "warta" / "__init__.py").exists()
ASKED = HERE / ("pyproject.toml" if CHECKOUT else "requirements.txt")
LOCK = HERE / "requirements" / "dev.txt"
NEEDED = "babel click frontmatter jinja2 markdown msgspec nh3 rich selectolax slugify urllib3 watchdog yaml"
# said to the Python of .venv, so that nothing goes round in circles
_AGAIN, _BY = "WARTA_WAS_SET_UP", "WARTA_HANDED_OVER"
TOOLS = ["hatchling>=1.27", "editables"]  # what pip needs to install a checkout where it stands


def main() -> None:
    """Do what is one of this file's own words, or run Warta; set up first what is missing."""
    if sys.version_info < (3, 11):
        _end(
            "Warta memerlukan Python 3.11 atau yang lebih baru; ini " + sys.version.split()[0] + ".",
            "(Warta needs Python 3.11 or newer: call this file with it, such as python3.12 build.py)",
        )
    offline, words = _offline(sys.argv[1:])
    word = words[0] if words else ""
    if word == "setup":
        _set_up(words[1:], offline)
    elif word == "wheels" and len(words) > 1:
        _gather(words[1], words[2:])
    elif word == "test" and CHECKOUT:
        _test(words[1:], offline)
    else:
        _run_warta(words, offline)


def _run_warta(words: "list[str]", offline: str) -> None:
    """Run Warta here, or with the Python of .venv: when this one lacks what Warta needs, and always in a newsroom,
    whose requirements.txt says which Warta it is.
    """
    if CHECKOUT:
        sys.path.insert(0, str(HERE))
    elif str(HERE) in sys.path:
        sys.path.remove(str(HERE))  # a newsroom is no place for programs
    in_venv = os.environ.pop(_BY, "") == str(VENV) or Path(sys.prefix).resolve() == VENV.resolve()
    lacks = any(importlib.util.find_spec(name) is None for name in NEEDED.split() + ([] if CHECKOUT else ["warta"]))
    outdated = STAMP.exists() and (lacks or not CHECKOUT) and not _is_as_asked([])
    elsewhere = not in_venv and (lacks or (not CHECKOUT and PYTHON.exists()))
    if outdated or (lacks and (in_venv or not PYTHON.exists())):
        if _AGAIN in os.environ:
            _end(
                "Pustaka Python sudah dipasang, tetapi Warta tetap tidak ditemukan. Hapus folder .venv dan ulangi.",
                "(The libraries were installed, and still Warta is not found: delete the folder .venv and try again.)",
            )
        os.environ[_AGAIN] = "yes"
        _set_up([], offline)
        elsewhere = True
    if elsewhere:
        _hand_over([str(HERE / "build.py"), *words])
    os.environ.pop(_AGAIN, None)

    from warta.cli.main import main as run

    run(prog="build.py")


def _test(options: "list[str]", offline: str) -> None:
    """Run the tests; what browsers are for them comes with them, where the system can install one."""
    import subprocess

    if not PYTHON.exists() or not _is_as_asked(["dev"]):
        _set_up(["dev"], offline)
    if sys.platform == "linux" and not offline:
        subprocess.call(["sh", str(HERE / "scripts" / "install_browser.sh")])
    os.chdir(str(HERE))
    _hand_over(["-m", "pytest", *(options or ["-n", "auto", "--dist", "loadfile"])])


def _set_up(extras: "list[str]", offline: str) -> None:
    """Make .venv, and install what is asked for and was before into it, with a word before each step."""
    import subprocess

    if extras and not CHECKOUT:
        _end(
            "Tulis tambahan ini di requirements.txt, di dalam kurung siku: " + ", ".join(extras),
            "(Write these extras into requirements.txt, within the brackets.)",
        )
    extras = sorted({*extras, *_extras()})
    if not CHECKOUT and not ASKED.exists():
        _end(
            "Di sini tidak ada requirements.txt, yang menyebut Warta mana yang dipakai.",
            "(There is no requirements.txt here to say which Warta to use: copy it from a newsroom that init made.)",
        )
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        _end(
            "Python ini tidak dapat membuat .venv. Di Debian dan Ubuntu: sudo apt install python3-venv",
            "(This Python cannot make a .venv; on Debian and Ubuntu the package python3-venv lets it.)",
        )
    source = offline or "internet"
    _say("Menyiapkan Warta, sekali saja: pustaka Python ke " + str(VENV) + ", dari " + source + ".")
    _say("(Setting Warta up, once: Python libraries into this folder; delete it to undo. Takes a minute or two.)")
    if not PYTHON.exists():
        _say("1/2 " + str(VENV) + " ...")
        if subprocess.call([sys.executable, "-m", "venv", str(VENV)]) != 0:
            _end("Folder .venv tidak dapat dibuat.", "(The folder .venv could not be made.)")
    _say("2/2 pip install ...")
    words = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", *_what_to_install(extras, offline)]
    if not sys.stdout.isatty():
        words.append("--quiet")
    if subprocess.call(words, cwd=str(HERE), stdout=sys.stderr) != 0:
        _end(
            "Pemasangan gagal; sebabnya tertulis di atas. Tanpa internet: python3 build.py --offline FOLDER setup",
            "(Installing failed, for the reason above. Without internet name a folder of wheels, as in that line.)",
        )
    STAMP.write_text(" ".join([_digest(), *extras]), encoding="utf-8")


def _what_to_install(extras: "list[str]", offline: str) -> "list[str]":
    """The words for pip. Offline the folder of wheels is all there is, so an address after @ is not asked."""
    words = ["--no-index", "--find-links", str(Path(offline).resolve())] if offline else []
    if not CHECKOUT:
        if not offline:
            return ["--requirement", str(ASKED)]
        lines = [line.split(" #")[0].strip() for line in ASKED.read_text(encoding="utf-8").splitlines()]
        return words + [line.split(" @ ")[0].strip() for line in lines if line and line[0] not in "#-"]
    if "dev" in extras and LOCK.exists():
        words += ["--constraint", str(LOCK)]
    return [*words, "--editable", ".[" + ",".join(["search", *extras]) + "]"]


def _gather(folder: str, extras: "list[str]") -> None:
    """Fill a folder with wheels of everything, made for the system and the Python that run this."""
    import subprocess

    if not PYTHON.exists():
        _set_up([], "")
    asked = [*TOOLS, ".[" + ",".join(["search", *extras]) + "]"] if CHECKOUT else ["--requirement", str(ASKED)]
    target = str(Path(folder).resolve())
    words = [str(PYTHON), "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--wheel-dir", target, *asked]
    if subprocess.call(words, cwd=str(HERE)) != 0:
        _end("Wheel tidak terkumpul; sebabnya tertulis di atas.", "(The wheels could not be gathered.)")
    _say("Bawa folder ini, lalu: python3 build.py --offline " + folder + " setup")
    _say("(Carry " + target + " to the other machine, and there set up with --offline.)")


def _offline(words: "list[str]") -> "tuple[str, list[str]]":
    """The folder of wheels, where one is named before the command, and the words without it."""
    if words[:1] != ["--offline"]:
        return "", words
    if len(words) < 2 or not Path(words[1]).is_dir():
        _end("--offline memerlukan folder berisi wheel.", "(--offline needs a folder of wheels.)")
    return words[1], words[2:]


def _digest() -> str:
    """The digest of the file that says what is asked for."""
    import hashlib

    return hashlib.sha256(ASKED.read_bytes()).hexdigest()[:16]


def _extras() -> "list[str]":
    """The extras that .venv was set up with."""
    return STAMP.read_text(encoding="utf-8").split()[1:] if STAMP.exists() else []


def _is_as_asked(extras: "list[str]") -> bool:
    """Whether .venv was set up for what is asked now."""
    made = STAMP.read_text(encoding="utf-8").split() if STAMP.exists() else []
    return made[:1] == [_digest()] and set(extras) <= set(made[1:])


def _hand_over(words: "list[str]") -> "NoReturn":
    """Let the Python of .venv do the rest. Windows has no exec that a shell would wait for, so there we wait."""
    import subprocess

    os.environ[_BY] = str(VENV)
    if os.name != "nt":
        os.execv(str(PYTHON), [str(PYTHON), *words])
    try:
        sys.exit(subprocess.call([str(PYTHON), *words]))
    except KeyboardInterrupt:  # the other Python heard it too, and has said so
        sys.exit(130)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _end(indonesian: str, english: str) -> "NoReturn":
    sys.exit(indonesian + "\n" + english)


if __name__ == "__main__":
    main()
