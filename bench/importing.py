"""Measures `import wordpress`: a made export of 50,000 posts, how long it takes and how much memory its processes need.

    .venv/bin/python bench/importing.py [--posts 50000] [--jobs 2]

The export has the shape of WordPress 6 (blocks) and, every third post, of its classic editor; a lead picture for every
second post. It is written to a temporary folder (tmpfs, when /dev/shm is one) and removed afterwards.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from tests.importing.exports import BASE, attachment, export, post  # noqa: E402 - the path is set first

WORDS = """pemerintah kabupaten warga desa jalan jembatan petani panen sekolah guru kesehatan puskesmas pasar anggaran
program pelayanan publik kecamatan kepala dinas bupati wakil sekretaris daerah rapat koordinasi pembangunan masyarakat
lingkungan sungai banjir bantuan pelatihan usaha kecil koperasi budaya seni lomba pemuda olahraga yang dan di dengan
untuk dari pada akan telah sudah tidak lebih dalam kepada oleh juga agar serta ini itu""".split()
PLACES = ("SUKAMAJU", "CIBENING", "MEKARJAYA", "TIRTASARI")


def main() -> None:
    """Make the export, import it, import it again, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        root = Path(folder)
        path = root / "export.xml"
        make_export(path, options.posts)
        size = path.stat().st_size / 1e6
        say(f"{options.posts:,} posts, {size:,.0f} MB, {options.jobs} processes")
        site = root / "site"
        (site / "content" / "releases").mkdir(parents=True)
        shutil.copy(HERE.parent / "config.yaml", site / "config.yaml")
        (site / "content" / "organizations").mkdir()
        for name in ("first import", "again, nothing new"):
            seconds, busy, peak, largest, said = measure(site, path, options.jobs)
            say(f"{name}: {seconds:,.1f} s ({busy:,.0f} s of processors)")
            say(f"  peak {peak:,.0f} MB in all processes, {largest:,.0f} MB in the largest")
            say("  " + said.replace("\n", "\n  "))


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def make_export(path: Path, posts: int) -> None:
    """Write an export; the same for the same number."""
    dice = random.Random(7)
    with path.open("w", encoding="utf-8") as file:
        head, tail = export([], generator="6.4.2").split("</channel>")
        file.write(head)
        for item in _items(dice, posts):
            file.write(item)
        file.write("</channel>" + tail)


def _items(dice: random.Random, posts: int) -> Iterator[str]:
    for number in range(1, posts + 1):
        day = f"{2008 + number * 16 // (posts + 1)}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
        date = f"{day} 09:{number % 60:02d}:00"
        parts = _paragraphs(dice, number)
        content = _classic(parts) if number % 3 == 0 else _blocks(parts)
        meta = {"_edit_lock": f"{number}:1", "_edit_last": "1", "_yoast_wpseo_title": "x", "views": str(number)}
        if number % 2:
            meta["_thumbnail_id"] = str(posts + number)
        yield post(
            number,
            f"{_sentence(dice, 7)[:-1]} {number}",
            content,
            date=date,
            slug=f"berita-{number}",
            categories={"pemerintahan": "Pemerintahan"},
            tags={f"tag-{number % 400}": f"tag {number % 400}"},
            meta=meta,
        )
        if number % 2:
            url = f"{BASE}/wp-content/uploads/{date[:4]}/{date[5:7]}/foto-{number}.jpg"
            yield attachment(posts + number, url, alt="Foto kegiatan", parent=number)


def _sentence(dice: random.Random, count: int) -> str:
    return " ".join(dice.choices(WORDS, k=count)).capitalize() + "."


def _paragraphs(dice: random.Random, number: int) -> list[str]:
    parts = [" ".join(_sentence(dice, 14) for _ in range(4)) for _ in range(15)]
    parts[0] = f"{PLACES[number % 4]}, sukamajunews.com — {parts[0]}"
    parts[2] = f"“{parts[2]}” kata <strong>Bupati</strong>, Jumat (21/6/2019)."
    parts[4] += f' <a href="{BASE}/?p={max(1, number - 7)}">Baca juga</a> 5 * 3 (nilai_akhir).'
    parts[-1] += " (Abas)"
    return parts


def _classic(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n\nWP Facebook Auto Publish Powered By : XYZScripts.com"


def _blocks(parts: list[str]) -> str:
    made = [f"<!-- wp:paragraph -->\n<p>{part}</p>\n<!-- /wp:paragraph -->" for part in parts]
    made.insert(6, '<!-- wp:list -->\n<ul class="wp-block-list"><li>satu</li><li>dua</li></ul>\n<!-- /wp:list -->')
    made.insert(9, '<!-- wp:heading -->\n<h2 class="wp-block-heading">Rincian</h2>\n<!-- /wp:heading -->')
    return "\n\n".join(made)


def measure(site: Path, export_path: Path, jobs: int) -> tuple[float, float, float, float, str]:
    """Seconds, those of processors, peak memory of all processes and of the largest (MB, proportional), output."""
    command = [sys.executable, str(HERE.parent / "build.py"), "--site", str(site), "import", "wordpress"]
    started, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        [*command, str(export_path), "--jobs", str(jobs)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peaks = [0.0, 0.0]
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    said = process.communicate()[0]
    watcher.join()
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, busy, peaks[0], peaks[1], said.strip()


def _watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        sizes = [_proportional(pid) for pid in (process.pid, *_children(process.pid))]
        peaks[0] = max(peaks[0], sum(sizes))
        peaks[1] = max(peaks[1], max(sizes, default=0.0))
        time.sleep(1)


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _proportional(pid: int) -> float:
    """A process's share of memory in MB, as Linux counts it."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(row.split()[1]) for row in rows if row.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
