"""Measures what the press pack costs: builds of releases with a photo each, without it and with parts of it.

    python bench/press.py --count 1000

Each row is a new process on a newsroom that was built before without the pack, so that only the pack is made; then the
body of one release is edited. Times are CPU seconds of all processes and seconds by the clock.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import PIL.Image

_ROOT = Path(__file__).parent.parent
_ROWS = (
    ("nothing", "[]"),
    ("whatsapp", "[whatsapp]"),
    ("link, pdf", "[link, pdf]"),
    ("all but mail", "[whatsapp, pdf, kit, link, stories]"),
    ("mail", "[mail]"),
)
_BODY = " ".join(["Pemerintah kabupaten memperbaiki 186 kilometer jalan sebelum musim hujan, kata bupati."] * 5)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--photo", type=int, default=2400, help="pixels of the width of each photo")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        base = Path(folder) / "base"
        _write(base, given.count, given.photo)
        _build(base)
        click.echo(f"{given.count} releases, each with a photo of {given.photo} pixels")
        click.echo(f"{'press':<14}{'cold: CPU s':>12}{'clock s':>9}{'edit: CPU s':>13}{'clock s':>9}{'largest MB':>12}")
        for name, press in _ROWS:
            site = Path(folder) / "site"
            shutil.copytree(base, site)
            config = site / "config.yaml"
            config.write_text(config.read_text(encoding="utf-8") + f"press: {press}\n", encoding="utf-8")
            cold = _build(site)
            release = site / "content/releases/r7/index.md"
            release.write_text(release.read_text(encoding="utf-8").replace("186", "187", 1), encoding="utf-8")
            edit = _build(site)
            click.echo(f"{name:<14}{cold[0]:>12.1f}{cold[1]:>9.1f}{edit[0]:>13.2f}{edit[1]:>9.2f}{cold[2]:>12.0f}")
            shutil.rmtree(site)


def _write(site: Path, count: int, width: int) -> None:
    """A newsroom whose photos differ and are as hard to compress as real ones."""
    site.mkdir()
    settings = (_ROOT / "config.yaml").read_text(encoding="utf-8").replace("search: true", "search: false")
    (site / "config.yaml").write_text(settings, encoding="utf-8")
    shutil.copytree(_ROOT / "content/organizations", site / "content/organizations")
    small = PIL.Image.frombytes("RGB", (60, 40), hashlib.shake_256(b"photo").digest(7200))
    photo = small.resize((width, width * 2 // 3), PIL.Image.Resampling.BICUBIC)
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=88)
    for number in range(count):
        folder = site / f"content/releases/r{number}"
        folder.mkdir(parents=True)
        comment = f"photo {number}".encode()
        # a comment makes each file another one
        data = out.getvalue()
        (folder / "foto.jpg").write_bytes(
            data[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + data[2:]
        )
        month, day = number % 12 + 1, number % 27 + 1
        body = "\n\n".join([_BODY] * 5) + "\n\n| Bidang | Rp miliar |\n|---|--:|\n| Jalan | 287,5 |\n| Air | 118,7 |\n"
        (folder / "index.md").write_text(
            f"---\ntitle: Perbaikan jalan tahap {number} selesai sebelum musim hujan tiba\n"
            f"date: 2025-{month:02}-{day:02}\nslug: jalan-{number}\n"
            "dateline: SUKAMAJU\ncategory: Infrastruktur\norganization: humas-sukamaju\n"
            f"image: {{file: foto.jpg, alt: Jalan, caption: Jalan yang selesai., credit: Humas}}\n---\n\n{body}",
            encoding="utf-8",
        )


def _build(site: Path) -> tuple[float, float, float]:
    """CPU seconds, seconds by the clock, and the memory in MB of the largest process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, _ROOT / "build.py", "--site", site, "build"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - start, after.ru_maxrss / 1024


if __name__ == "__main__":
    main()
