"""Turns the bounds of pyproject.toml into a proof: oldest and newest libraries build the same site from the sample.

Usage: python scripts/bounds.py [--tests] [PYTHON ...] [PATH ...], such as `python scripts/bounds.py python3.12`;
without a name each Python at hand is tried. With `--tests` the quick tests run too, or those of a PATH such as
tests/sites. It needs uv: `python3 build.py setup lock`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = ("python3.11", "python3.12", "python3.13", "python3.14")
RESOLUTIONS = ("lowest-direct", "highest")
NOW = "2026-11-24 12:00"
QUICK = ("-q", "-n", "auto", "-p", "no:cacheprovider", "-m", "not slow and not server and not browser")


def main() -> None:
    """Try every Python with the oldest libraries and the newest; ends with 1 when one fails or makes another site."""
    tests = "--tests" in sys.argv[1:]
    part = [word for word in sys.argv[1:] if word.startswith("tests")]
    asked = [word for word in sys.argv[1:] if word != "--tests" and word not in part]
    pythons = {each: found for each in asked or PYTHONS if (found := _python(each))}
    if not pythons or shutil.which("uv", path=_path()) is None:
        sys.exit("No Python to try was found, or no uv: python3 build.py setup lock")
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        wheel = _wheel(Path(folder))
        for name, python in pythons.items():
            for resolution in RESOLUTIONS:
                label = f"{name} {resolution}"
                place = Path(folder) / str(len(made))
                made[label] = _built(place, python, resolution, wheel)
                if tests and made[label]:
                    made[label] = made[label] if _tested(place, part) else ""
                sys.stdout.write(f"{label:28} {made[label] or 'failed'}\n")
                sys.stdout.flush()
    if len(set(made.values())) != 1 or "" in made.values():
        sys.exit("They are not all the same.")


def _path() -> str:
    """Where programs are looked for: beside this Python first."""
    return os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))


def _python(name: str) -> str:
    """The program of this name that runs; a name may be there that leads nowhere (pyenv's shims)."""
    found = shutil.which(name)
    words = ["-c", "import sys; print(sys.executable)"]
    done = subprocess.run([found, *words], capture_output=True, text=True, check=False) if found else None
    return done.stdout.strip() if done and done.returncode == 0 else ""


def _wheel(folder: Path) -> Path:
    subprocess.run(["uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)], check=True, env=_env())
    return next(folder.glob("*.whl"))


def _env() -> dict[str, str]:
    """The environment without what would lead uv or Python elsewhere than they are told."""
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "UV_PYTHON", "PYTHONPATH")}
    return {**kept, "PATH": _path()}


def _built(place: Path, python: str, resolution: str, wheel: Path) -> str:
    """The digest of the sample that a Warta with these libraries builds; empty where it fails."""
    uv, own = _env(), str(_own(place))
    pins = place / "pins.txt"
    site = place / "site"
    place.mkdir()
    words = ("compile", "--resolution", resolution, "--only-binary", ":all:", "--output-file", str(pins))
    steps: list[tuple[list[str], dict[str, str]]] = [
        (["uv", "venv", "--quiet", "--python", python, str(place / "venv")], uv),
        (["uv", "pip", *words, "--quiet", "--python", python, "--extra", "search", "pyproject.toml"], uv),
        (["uv", "pip", "install", "--quiet", "--python", own, "--requirement", str(pins)], uv),
        (["uv", "pip", "install", "--quiet", "--python", own, "--no-deps", str(wheel)], uv),
        ([own, "-P", "-m", "warta", "--site", str(site), "build", "--now", NOW], _env()),
    ]
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, site / name)
    for name in ("config.yaml", "addresses.tsv"):
        shutil.copy(ROOT / name, site)
    for step, environment in steps:
        done = subprocess.run(step, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.stderr.write(done.stdout + done.stderr)
            return ""
    return _digest(site / "output")


def _own(place: Path) -> Path:
    return place / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _digest(output: Path) -> str:
    """The digest of all files of a site, but for what Warta notes there for itself."""
    total = sha256()
    for path in sorted(output.rglob("*")):
        if path.is_file() and not path.name.startswith(".warta-"):
            total.update(f"{path.relative_to(output).as_posix()}\0".encode() + sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def _tested(place: Path, part: list[str]) -> bool:
    """Whether the quick tests, or a part of all, pass with these libraries, and the newest of what only tests need."""
    into = ["uv", "pip", "install", "--quiet", "--python", str(_own(place))]
    # what tests need may ask for newer libraries than the oldest: those that are tried are put back afterwards
    for words in (["--editable", ".[dev]"], ["--no-deps", "--requirement", str(place / "pins.txt")]):
        subprocess.run([*into, *words], cwd=ROOT, env=_env(), check=True)
    chosen = [*QUICK[: QUICK.index("-m")], *part] if part else [*QUICK]
    return (
        subprocess.run([str(_own(place)), "-m", "pytest", *chosen], cwd=ROOT, env=_env(), check=False).returncode == 0
    )


if __name__ == "__main__":
    main()
