"""Proves that keys are read by the words that people have for them, and that a word which can mean several is answered."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.values import JAKARTA
from warta.content import answers
from warta.content.documents import Release
from warta.content.keys import (
    ORGANIZATION_KEYS,
    ORGANIZATION_WORDING,
    PAGE_KEYS,
    PAGE_WORDING,
    RELEASE_KEYS,
    RELEASE_WORDING,
)
from warta.content.kinds import Key
from warta.content.read import Reading, read_document
from warta.content.schema import Schema
from warta.fields import Ref
from warta.messages import Message
from warta.wording import NO, VALUE, YES, Wording, folded, yes_or_no

FIRST = "title: A\ndate: 2026-11-20\n"
VALUES = {
    "title": "Panen raya",
    "date": "2026-11-21",
    "language": "en",
    "draft": "true",
    "image": "{file: a.jpg, alt: B}",
    "gallery": "[{file: a.jpg, alt: B}]",
    "contacts": "[{name: Ani}]",
    "expires": "2027-01-01",
    "unverified": "true",
}
SAID = [pytest.param(key, word, id=word) for key in RELEASE_KEYS for word in key.said]
TABLES = [
    (RELEASE_KEYS, RELEASE_WORDING, answers.RELEASE),
    (PAGE_KEYS, PAGE_WORDING, answers.SHARED),
    (ORGANIZATION_KEYS, ORGANIZATION_WORDING, answers.ORGANIZATION),
]


def read(front: str, source: str = "releases/a.md") -> Reading:
    """What is read of a text with this front matter."""
    return read_document(source, f"---\n{front}---\n\nIsi.\n".encode(), Schema(JAKARTA))


def problems(front: str, source: str = "releases/a.md") -> list[str]:
    """What is wrong with it."""
    return [str(each).partition(".md:")[2] for each in read(front, source).problems]


def shapes_of(word: str) -> list[str]:
    """A word as people may write it."""
    return [word, word.title(), word.upper(), word.replace(" ", "_"), word.replace(" ", "-"), f"{word} "]


@pytest.mark.parametrize(("key", "word"), SAID)
def test_a_key_is_read_by_each_word_for_it(key: Key, word: str) -> None:
    """In any case, with blanks, hyphens or underscores; it is the same release to the last value."""
    value, name = VALUES.get(key.names[0], "Panen"), key.names[0]
    others = "".join(line for line in FIRST.splitlines(keepends=True) if not line.startswith(f"{name}:"))
    plain = read(f"{others}{name}: {value}\n")
    assert plain.problems == ()
    for written in shapes_of(word):
        assert read(f"{others}{written}: {value}\n") == plain


@pytest.mark.parametrize(("keys", "wording", "answered"), TABLES)
def test_no_word_has_two_meanings(keys: tuple[Key, ...], wording: Wording, answered: dict[str, Message]) -> None:
    """A word is the name of one key, or is answered, never both; and each answer names a key, a command or a place."""
    words = [folded(word) for key in keys for word in (*key.names, *key.said)]
    assert len(words) == len(set(words))
    assert not {folded(word) for word in answered} & set(words)
    for said in answered.values():
        assert re.search(r"[a-z_]+:|PATH|---", str(said))


@pytest.mark.parametrize("word", answers.RELEASE)
def test_a_word_that_can_mean_several_keys_is_answered_with_its_lines(word: str) -> None:
    """Where the word stands, with what was written behind it."""
    said = problems(f"{FIRST}{word}: Barru\n")
    answer = str(answers.RELEASE[word]).replace(VALUE, "Barru")
    assert said == [f"4: unknown key '{word}'. {answer}"]
    assert problems(f"{FIRST}{word.title()}: Barru\n")[0].endswith(answer)


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("judul: A\ntitle: B\ntanggal: 2026-11-20\n",
         "3: 'title' is the same key as 'judul' on line 2: written twice. Remove one of them."),
        (f"{FIRST}Title: B\n", "4: 'Title' is the same key as 'title' on line 2: written twice. Remove one of them."),
        (f"{FIRST}excerpt: B\nringkasan: C\n",
         "5: 'ringkasan' is the same key as 'excerpt' on line 4: written twice. Remove one of them."),
        (f"{FIRST}foto: {{file: a.jpg, alt: B, keterangan: C, takarir: D}}\n",
         "4: 'takarir' is the same key as 'keterangan' on line 4: written twice. Remove one of them."),
    ],
)  # fmt: skip
def test_a_key_under_two_of_its_names_is_written_twice(front: str, said: str) -> None:
    """Nobody can know which of the two is meant; both lines are named."""
    assert problems(front) == [said]


def test_spellings_of_other_generators_stand_side_by_side_as_ever() -> None:
    """A key may stand under several exact names, and draft beside status."""
    assert problems(f"{FIRST}tag: A\ntags: [B]\nsummary: C\nexcerpt: D\ndraf: tidak\nstatus: terbit\n") == []


def test_a_whole_release_in_words_of_people() -> None:
    """Values too: yes and no, states, languages by name; pictures, contacts and withdrawal inside."""
    front = """Judul: Panen raya
Tanggal: 20 November 2026 pukul 09.00 WIB
Bahasa: Bahasa Sunda
Draf: iya
Status: konsep
Kategori: Ekonomi
Kata kunci: panen, padi
Foto: {berkas: a.jpg, teks alternatif: B, keterangan foto: C, fotografer: D, lisensi: E}
Kontak: [{nama: Ani, jabatan: Humas, telp: "08", wa: "09", surel: a@b.example, jam: pagi}]
Lampiran: [{berkas: a.pdf, judul: F}]
withdrawn: {at: 2026-11-21, alasan: Keliru}
Advertorial: ya
"""
    reading = read(front)
    release = reading.document
    assert reading.problems == ()
    assert isinstance(release, Release)
    assert (release.title, release.language, release.draft) == ("Panen raya", Ref("su", 4), True)
    assert release.image is not None
    assert (release.image.alt, release.image.caption, release.image.credit, release.image.licence) == tuple("BCDE")
    assert (release.contacts[0].phone, release.contacts[0].whatsapp) == ("08", "09")
    assert release.withdrawn is not None
    assert (release.attachments[0].title, release.sponsored) == ("F", "sponsored")


def test_an_office_and_a_page_have_words_of_their_own() -> None:
    """`alamat` is the street of an office and can be several keys of a page."""
    assert (
        problems("nama: A\nalamat: B\ntelepon: '1'\nsurel: c@d.example\nkontak: [{nama: D}]\n", "organizations/a.md")
        == []
    )
    assert "slug:" in problems("judul: A\nalamat: B\n", "pages/a.md")[0]


def test_a_misspelled_word_of_people_leads_to_its_key() -> None:
    """And a colon without a blank in a mapping of one line is seen."""
    assert problems(f"{FIRST}katagori: A\n") == ["4: unknown key 'katagori'. Did you mean 'category'?"]
    assert problems(f"{FIRST}image: {{file: a.jpg, alt:B}}\n")[-1] == (
        "4: unknown key of 'image' 'alt:B'. There must be a blank behind the colon: alt: B"
    )


def test_known_keys_are_listed_once() -> None:
    """However often a reader asks for them."""
    known = problems(f"{FIRST}zzzzzzzz: A\n")[0].partition("Known are: ")[2].rstrip(".").split(", ")
    assert len(known) == len(set(known)) > 30


@pytest.mark.parametrize("word", [*YES, *NO])
def test_words_for_yes_and_no(word: str) -> None:
    """In any case, for flags, labels and the mark of AI."""
    meant = word in YES
    assert yes_or_no(word.upper()) is meant
    release = read(f"{FIRST}draft: {word}\nsponsored: {word}\nai: {word}\n").document
    assert isinstance(release, Release)
    assert (release.draft, bool(release.sponsored), release.ai is not None) == (meant, meant, meant)


@given(st.text(max_size=20))
def test_any_key_is_itself_or_one_that_is_there(key: str) -> None:
    """No key raises anything, and folding twice is folding once."""
    assert RELEASE_WORDING.key(key) in (key, *RELEASE_WORDING.exact)
    assert folded(folded(key)) == folded(key)
