#!/usr/bin/env python3
"""The command of a Warta checkout: python build.py [build|serve|new|check|deploy ...], and without a word it builds."""

import importlib.util
import os
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_OWN_PYTHON = _HERE / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
_NEEDED = "babel click frontmatter jinja2 markdown msgspec nh3 rich selectolax slugify urllib3 watchdog yaml".split()


def main() -> None:
    """Run the command line, with the Python of .venv when this one lacks what Warta needs."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Warta memerlukan Python 3.11 atau yang lebih baru; ini {sys.version.split()[0]}. Jalankan: make build\n"
            "(Warta needs Python 3.11 or newer.)"
        )
    sys.path.insert(0, str(_HERE))
    missing = next((name for name in _NEEDED if importlib.util.find_spec(name) is None), None)
    if missing is not None:
        if _OWN_PYTHON.exists() and Path(sys.prefix) != _OWN_PYTHON.parents[1]:
            os.execv(_OWN_PYTHON, [str(_OWN_PYTHON), __file__, *sys.argv[1:]])
        sys.exit(
            f"Paket Python '{missing}' belum terpasang di sini. Jalankan sekali: make build\n"
            f"(Warta needs the Python package '{missing}'.)"
        )

    from warta.cli.main import main as run

    run(prog="build.py")


if __name__ == "__main__":
    main()
