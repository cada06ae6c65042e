"""Turns a number and a seed into that many press releases in Markdown, the same bytes each time.

The text is made of words as releases use them. Two in five releases are paragraphs alone, as most real ones are. Of
all, a third have a heading, a quarter a list and a seventh a block quote; a quarter of the paragraphs are quotations.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import click

CATEGORIES = (
    "Ekonomi",
    "Infrastruktur",
    "Kebudayaan",
    "Kesehatan",
    "Lingkungan",
    "Olahraga",
    "Pariwisata",
    "Pemerintahan",
    "Pendidikan",
    "Pertanian",
)
# Kemendagri codes of regencies and cities of Jawa Barat
REGIONS = {
    "32.01": "Kabupaten Bogor",
    "32.02": "Kabupaten Sukabumi",
    "32.03": "Kabupaten Cianjur",
    "32.04": "Kabupaten Bandung",
    "32.05": "Kabupaten Garut",
    "32.06": "Kabupaten Tasikmalaya",
    "32.07": "Kabupaten Ciamis",
    "32.08": "Kabupaten Kuningan",
    "32.09": "Kabupaten Cirebon",
    "32.10": "Kabupaten Majalengka",
    "32.11": "Kabupaten Sumedang",
    "32.12": "Kabupaten Indramayu",
    "32.13": "Kabupaten Subang",
    "32.14": "Kabupaten Purwakarta",
    "32.15": "Kabupaten Karawang",
    "32.71": "Kota Bogor",
    "32.73": "Kota Bandung",
}
_TAGS = """anggaran bansos banjir bantuan beasiswa bpbd desa gizi guru imunisasi irigasi jalan jembatan kopi koperasi
literasi longsor mudik musrenbang padi pajak pasar pemilu pemuda perizinan pertanian posyandu pramuka puskesmas sampah
sekolah seni silat stunting sungai umkm upacara vaksin wisata zakat""".split()
_WORDS = """acara adalah agar air akan anak aparat atas bagi bahwa baik bangunan banyak baru bekerja belum berharap
bersama berupa bidang bisa bupati camat cepat daerah dalam dan dapat dari dengan dilakukan dinas diresmikan ekonomi
gedung hadir harga hari hasil hingga ikut ini itu jajaran jalan juga kabupaten kali kampung karena kawasan kecamatan
kegiatan keluarga kembali kepada kepala kerja kesehatan kesempatan ketua kini kota kualitas lahan lama langsung
layanan lebih lokasi maju manfaat masih masyarakat melalui memberi membangun mendukung meningkatkan menjadi menurut
merasa mereka minggu mulai muda nantinya negeri oleh orang pada pagi para pasar pekan pelajar pelaku pelayanan
pembangunan pemerintah pendidikan pengguna penting perangkat peserta petani pihak produk program proses pula ratusan
rencana resmi ribuan rumah saat sampai sarana satu sebagai sebelumnya secara sedang sehat sejumlah sekolah selama
seluruh semua sering serta setelah setiap siap sosial sudah sumber tahap tahun tanah tanpa tempat tentang terbuka
terhadap termasuk terus tetap tiga tim tujuan turut umum unit untuk upaya usaha utama wajib waktu warga wilayah
yaitu yang""".split()
_FIRST_DAY = dt.datetime(2009, 1, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))
_SPAN = dt.timedelta(days=365 * 15)
_LONGEST_TITLE = 72


def releases(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Path and text of each release, oldest first; their dates are spread evenly over fifteen years."""
    for number in range(count):
        when = _FIRST_DAY + _SPAN / count * number
        yield f"{when:%Y}/{number:06d}.md", _release(random.Random(f"{seed} {number}"), when)


def newest_release(number: int = 0, seed: int = 7) -> tuple[str, str]:
    """Path and text of one more release, newer than all of a corpus and than those of a lower `number`."""
    when = _FIRST_DAY + _SPAN + dt.timedelta(hours=1 + number)
    return f"{when:%Y}/new-{number:04d}.md", _release(random.Random(f"{seed} new {number}"), when)


def write_corpus(folder: Path, count: int, seed: int = 7) -> list[Path]:
    """Write the releases below `folder`; gives their paths, oldest first."""
    paths = []
    for name, text in releases(count, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _release(rng: random.Random, when: dt.datetime) -> str:
    code = rng.choice(sorted(REGIONS))
    rows = [
        "---",
        f'title: "{_title(rng)}"',
        f"date: {when.isoformat(timespec='seconds')}",
        f"categories: [{rng.choice(CATEGORIES)}]",
        f'regions: ["{code}"]',
        f"tags: [{', '.join(sorted(rng.sample(_TAGS, 3)))}]",
        "author: Humas",
        f'summary: "{_sentence(rng, rng.randint(15, 22))}"',
        "---",
    ]
    place = REGIONS[code].partition(" ")[2].upper()
    blocks = _plain(rng) if rng.random() < 0.4 else _rich(rng)
    blocks[0] = f"{place} — {blocks[0]}"
    return "\n".join(rows) + "\n\n" + "\n\n".join(blocks) + "\n"


def _plain(rng: random.Random) -> list[str]:
    return [_paragraph(rng) for _ in range(rng.randint(7, 14))]


def _rich(rng: random.Random) -> list[str]:
    """Shares here are those of all releases over the three in five that are not plain."""
    blocks = [_marked(rng, _paragraph(rng)) for _ in range(rng.randint(7, 14))]
    if rng.random() < 0.25:
        blocks.insert(rng.randint(2, 4), "> " + _sentence(rng, 20))
    if rng.random() < 0.42:
        blocks.insert(rng.randint(4, 6), "\n".join("- " + _sentence(rng, 6) for _ in range(rng.randint(3, 5))))
    if rng.random() < 0.55:
        blocks.insert(rng.randint(3, 5), "## " + _words(rng, 4).capitalize())
    return blocks


def _paragraph(rng: random.Random) -> str:
    text = " ".join(_sentence(rng, rng.randint(8, 18)) for _ in range(rng.randint(2, 4)))
    return f"“{text}” kata {rng.choice(('Bupati', 'Camat', 'Sekda', 'Wali Kota'))}." if rng.random() < 0.25 else text


def _marked(rng: random.Random, text: str) -> str:
    """The paragraph, sometimes with two words in bold or a link."""
    choice = rng.random()
    if choice < 0.1:
        first, second, *rest = text.split(" ")
        return " ".join([first, f"**{second}", f"{rest[0]}**", *rest[1:]])
    if choice < 0.17:
        return f"{text} Selengkapnya di [laman resmi](https://example.go.id/{rng.randint(1, 999)})."
    return text


def _title(rng: random.Random) -> str:
    """Short enough that no tool shortens the address it makes of it."""
    words = rng.choices(_WORDS, k=rng.randint(6, 10))
    while len(" ".join(words)) > _LONGEST_TITLE:
        words.pop()
    return " ".join(words).title()


def _sentence(rng: random.Random, count: int) -> str:
    return _words(rng, count).capitalize() + "."


def _words(rng: random.Random, count: int) -> str:
    return " ".join(rng.choices(_WORDS, k=count))


@click.command()
@click.argument("count", type=click.IntRange(1))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--seed", default=7, show_default=True, help="Another number makes other releases.")
def main(count: int, folder: Path, seed: int) -> None:
    """Write COUNT press releases into FOLDER."""
    write_corpus(folder, count, seed)
    click.echo(f"{count:,} releases in {folder}")


if __name__ == "__main__":
    main()
