"""Turns a story and its files into the kit: one ZIP file with all that a desk needs."""

from __future__ import annotations

import csv
import hashlib
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO
from urllib.parse import unquote

import msgspec

from warta.newsroom.views import Image
from warta.plan.machines.press import PressFile
from warta.render.formats.wire import contact_line
from warta.render.html.structured import licence_url
from warta.render.pictures.credits import Label
from warta.render.pictures.labels import labelled
from warta.render.press.packing import Content, blocks_of, write_zip
from warta.render.press.story import Story
from warta.render.press.tree import Block, Indented, Items, Picture, Quote, flat
from warta.slugs import slug

CAPTIONS = "keterangan.csv"
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@|%\t\r\uff1d\uff0b\uff0d\uff20\u2212]")
_NO_ENDING = re.compile("[^.a-z0-9]")
_COLUMNS = (
    "berkas", "jenis", "judul", "keterangan", "teks_alternatif", "kredit", "lisensi", "alamat_lisensi", "tanggal",
    "tempat", "lebar", "tinggi", "bita", "sha256", "alamat_asal",
)  # fmt: skip


class Texts(msgspec.Struct, frozen=True):
    """The texts of a kit: letter, plain text, Word file, message, and what is said of the kit itself."""

    letter: bytes
    plain: bytes
    word: bytes
    whatsapp: bytes
    read_first: str
    terms: str


class Member(msgspec.Struct, frozen=True):
    """A picture or an attachment in its place in the kit."""

    name: str
    kind: str
    file: PressFile
    title: str = ""
    image: Image | None = None


class Kit(msgspec.Struct, frozen=True):
    """All that a kit is made of; `published` gives the bytes of a file as the site publishes it, or its path."""

    story: Story
    texts: Texts
    members: tuple[Member, ...]
    logo: PressFile | None
    published: Callable[[PressFile], Content]

    def write(self, target: IO[bytes]) -> None:
        """Write the ZIP file; one picture at a time is in memory."""
        write_zip(target, self._files())

    def _files(self) -> Iterator[tuple[str, Callable[[], Content]]]:
        root = folder_of(self.story)
        named: dict[str, Callable[[], Content]] = {
            name: partial(bytes, content) for name, content in self._texts().items()
        }
        named |= {member.name: partial(self._content, member) for member in self.members}
        named[CAPTIONS] = self._captions
        if self.logo:
            ending = posixpath.splitext(self.logo.source)[1].lower()
            named[f"kantor/logo{ending}"] = partial(self.published, self.logo)
        return ((f"{root}/{name}", content) for name, content in named.items())

    def _texts(self) -> dict[str, bytes]:
        story, texts = self.story, self.texts
        found = {
            "BACA-DULU.txt": texts.read_first.encode(),
            "siaran-pers.pdf": texts.letter,
            "teks/rilis.txt": texts.plain,
            "teks/rilis.docx": texts.word,
            "teks/whatsapp.txt": texts.whatsapp,
            "kantor/ketentuan.txt": texts.terms.encode(),
        }
        if story.about:
            found["kantor/tentang.txt"] = f"{words_of(story.about)}\n".encode()
        if story.contacts:
            found["kantor/kontak.txt"] = ("\n".join(map(contact_line, story.contacts)) + "\n").encode()
        return found

    def _captions(self) -> bytes:
        return table(_COLUMNS, (_row(self.story, member, self._content(member)) for member in self.members))

    def _content(self, member: Member) -> Content:
        content = self.published(member.file)
        if member.image is None or not member.file.format:
            return content
        data = content if isinstance(content, bytes) else content.read_bytes()
        return labelled(data, _label(self.story, member.image))


def _label(story: Story, image: Image) -> Label:
    return Label(
        caption=image.caption or image.alt,
        credit=image.credit,
        licence=image.licence,
        licence_url=licence_url(image.licence),
        alt=image.alt,
        headline=story.title,
        place=story.dateline,
        day=f"{story.at.at:%Y-%m-%d}",
        office=story.office,
    )


def folder_of(story: Story) -> str:
    """The folder of all members: it says what they are, wherever somebody unpacks them."""
    last = unquote(story.url).rstrip("/").rpartition("/")[2]
    return f"{story.at.at:%Y-%m-%d}_{last[:80].rstrip('-')}"


def members_of(story: Story, attachments: Mapping[str, str], files: Iterable[PressFile]) -> tuple[Member, ...]:
    """The pictures and attachments of a release with their places. `attachments` has their titles by address."""
    named = {name: each for each in files for name in (each.shown, each.url)}
    pictures = {each.url: each for each in (*([story.image] if story.image else []), *story.gallery)}
    for block in _pictures(story.body):
        file = named.get(block.url)
        if file and file.url not in pictures:
            caption = "".join(run.text for run in block.caption)
            pictures[file.url] = Image(file.url, alt=block.alt, caption=caption)
    taken: set[str] = set()
    found = [
        Member(_place("foto", url, taken), "foto", named[url], image=image)
        for url, image in pictures.items()
        if url in named
    ]
    found += [
        Member(_place("lampiran", url, taken), "lampiran", named[url], title)
        for url, title in attachments.items()
        if url in named and url not in pictures
    ]
    return tuple(found)


def _pictures(blocks: Iterable[Block]) -> Iterator[Picture]:
    for block in blocks:
        if isinstance(block, Picture):
            yield block
        elif isinstance(block, Quote | Indented):
            yield from _pictures(block.blocks)
        elif isinstance(block, Items):
            for item in block.items:
                yield from _pictures(item.blocks)


def _place(folder: str, url: str, taken: set[str]) -> str:
    """A name in the kit that every system can have, and no other member has."""
    stem, ending = posixpath.splitext(unquote(url).rpartition("/")[2])
    stem, ending = slug(stem)[:80] or "berkas", _NO_ENDING.sub("", ending.lower()).rstrip(".")
    number, name = 1, f"{folder}/{stem}{ending}"
    while name in taken:
        number += 1
        name = f"{folder}/{stem}-{number}{ending}"
    taken.add(name)
    return name


def _row(story: Story, member: Member, content: Content) -> tuple[str, ...]:
    image, file = member.image, member.file
    size, digest = 0, hashlib.sha256()
    for block in blocks_of(content):
        size += len(block)
        digest.update(block)
    return (
        member.name,
        member.kind,
        member.title or story.title,
        image.caption if image else "",
        image.alt if image else "",
        image.credit if image else "",
        image.licence if image else "",
        licence_url(image.licence) if image else "",
        f"{story.at.at:%Y-%m-%d}",
        story.dateline,
        str(file.width or ""),
        str(file.height or ""),
        str(size),
        digest.hexdigest(),
        file.url,
    )


def table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """A table as a spreadsheet opens it in Indonesia: UTF-8 with its mark, semicolons. No cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def words_of(blocks: Iterable[Block]) -> str:
    """Blocks as plain text."""
    return "\n\n".join("".join(run.text for run in flat(block)) for block in blocks)


def sums(files: Iterable[tuple[str, str]]) -> str:
    """Names and their SHA-256 sums as `sha256sum --check` reads them."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(files))


def sums_inside(kit: IO[bytes]) -> str:
    """The same of what lies in a kit, as comments, which sha256sum passes over: who drops a picture from a kit into the
    check page is told that it is ours, though what was written into it makes other bytes of it than the site's.
    """
    with zipfile.ZipFile(kit) as opened:
        found = []
        for info in opened.infolist():
            with opened.open(info) as member:
                found.append((info.filename, sha256_of(member)))
    return "".join([f"# {line}\n" for line in sums(found).splitlines()])


def sha256_of(content: Content | IO[bytes]) -> str:
    """The SHA-256 sum of bytes or of a file."""
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    if isinstance(content, Path):
        with content.open("rb") as file:
            return sha256_of(file)
    digest = hashlib.sha256()
    while block := content.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
