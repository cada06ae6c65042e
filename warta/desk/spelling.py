"""Turns the vocabulary of a text into its unknown words, those of no dictionary: the one door to Hunspell.

Dictionaries are Hunspell's own files (`id_ID.aff`, `id_ID.dic`): in the newsroom's folder `dictionaries/`, else where
Debian's `hunspell-id` or LibreOffice put them. English words are known in every text: press offices borrow them.
"""

from __future__ import annotations

import functools
import os
import re
import sys
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from hunspell import Hunspell

from warta.desk.vocabulary import Vocabulary, Word

_NAMES = {"id": "id_ID", "en": "en_US"}
_DATA = Path(__file__).with_name("data")
_ENCLITICS = re.compile(r"(?:nya|lah|kah|pun|ku|mu)$")
_ENDINGS = re.compile(r"(?:kan|i|an)$")
_BEGINNINGS = re.compile(
    r"^(?:di|ke|se|ber|ter|ku|kau|pra|pasca|antar|anti|non|multi|sub|super|tele|swa|eks|ultra|trans|inter)-?"
)
_SHORTEST = 4
# two words that are often written as one
_APART = frozenset(
    """dimana diatas dibawah didalam diluar disini disitu disana didepan dibelakang disamping diantara dimanapun kemana
    keatas kebawah kedalam kesini kesana darimana""".split()
)
# the library brings an American dictionary
_BRITISH = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"tre(?=s?$)", "ter"),
        (r"our", "or"),
        (r"is(?=e|ing|ation)", "iz"),
        (r"ll(?=ed|ing|er)", "l"),
        (r"mme(?=s?$)", "m"),
    )
)


class Unknown(msgspec.Struct, frozen=True, gc=False):
    """The unknown words of a text: common words, and those that open a sentence and so may be names.

    `names` are the words of the text with a capital inside a sentence: they count as known in all other texts too.
    """

    common: tuple[Word, ...] = ()
    opening: tuple[Word, ...] = ()
    names: tuple[str, ...] = ()


class Dictionary(msgspec.Struct, frozen=True):
    """The dictionary of one language: the folder of its files, and a digest of their bytes and the library used."""

    folder: str
    digest: str


class Dictionaries(msgspec.Struct, frozen=True):
    """The dictionaries that were found, by language."""

    found: dict[str, Dictionary] = {}

    @property
    def ready(self) -> bool:
        """Whether spelling can be checked: the library is installed and there is a dictionary."""
        return bool(self.found)

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each dictionary, by language: equal digests know the same words, wherever the files lie."""
        return {language: self.found[language].digest for language in sorted(self.found)}


def find_dictionaries(site: Path) -> Dictionaries:
    """The dictionaries of this newsroom, else of this machine; none without the library."""
    try:
        import hunspell
    except ImportError:
        return Dictionaries()
    found: dict[str, Dictionary] = {}
    for language, name in _NAMES.items():
        for folder in (site / "dictionaries", *_system(), Path(hunspell.__file__).parent / "dictionaries"):
            files = [folder / f"{name}.aff", folder / f"{name}.dic"]
            if all(file.is_file() for file in files):
                found[language] = Dictionary(str(folder), _digest(hunspell.__version__, files))
                break
    return Dictionaries(found)


def _digest(version: str, files: Iterable[Path]) -> str:
    # of the bytes: a dictionary that was copied or unpacked may have the size and the time of the one before
    parts = [version.encode(), *(blake2b(file.read_bytes(), digest_size=16).digest() for file in files)]
    return blake2b(b" ".join(parts), digest_size=16).hexdigest()


def _system() -> list[Path]:
    if named := os.environ.get("DICPATH"):  # Hunspell's own variable
        return [Path(each) for each in named.split(os.pathsep)]
    office = {
        "darwin": ["/Applications/LibreOffice.app/Contents/Resources/extensions/dict-id", "/Library/Spelling"],
        "win32": [r"C:\Program Files\LibreOffice\share\extensions\dict-id"],
    }.get(sys.platform, ["/usr/lib/libreoffice/share/extensions/dict-id"])
    return [Path(each) for each in ("/usr/share/hunspell", "/usr/share/myspell", "/usr/local/share/hunspell", *office)]


def _plain(word: str) -> str:
    """A word with the apostrophe of dictionaries."""
    return word.replace("’", "'")


def _is_common(word: str) -> bool:
    """Neither an abbreviation nor a trade name: no capital after the first letter of a part."""
    return all(part[1:].islower() for part in word.split("-") if len(part) > 1)


class Speller:
    """Looks up words: in the dictionaries, among the words of the house, and without the affixes of Indonesian."""

    def __init__(self, dictionaries: Dictionaries, words: Iterable[str]) -> None:
        self._dictionaries = dictionaries
        self._house = {part.casefold() for text in words for part in re.findall(r"[^\W\d_]+", text)} | _press_words()
        self._known: dict[tuple[str, str], bool] = {}

    def reads(self, language: str) -> bool:
        """Whether there is a dictionary of a language."""
        return language in self._dictionaries.found

    def unknown(self, vocabulary: Vocabulary, language: str) -> Unknown:
        """The unknown words of a text in `language`."""
        common: list[Word] = []
        opening: list[Word] = []
        for text in vocabulary.words:
            if text in vocabulary.names or self.knows(text, language) or not _is_common(text):
                continue
            (common if text.islower() else opening).append(vocabulary.place(text))
        return Unknown(tuple(common), tuple(opening), tuple(sorted(vocabulary.names)))

    def knows(self, word: str, language: str) -> bool:
        """Whether a word is known in a language."""
        key = language, word
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look_up(word, language)
        return found

    def suggestions(self, word: str, language: str) -> list[str]:
        """Known words that may be meant by an unknown one, likeliest first."""
        folded = word.casefold()
        if folded in _APART:
            at = 4 if folded.startswith("dari") else 2
            return [f"{folded[:at]} {folded[at:]}"]
        try:
            return list(self._hunspell(language).suggest(_plain(folded)))[:3]
        except UnicodeEncodeError:
            return []

    def _look_up(self, word: str, language: str) -> bool:
        word = _plain(word)
        folded = word.casefold()
        if language == "id" and folded in _APART:
            return False
        if len(folded) < _SHORTEST or folded in self._house or self._has(folded, language):
            return True
        if word != folded and self._has(word, language):  # Senin, Indonesia
            return True
        if "-" in folded:
            return all(self._look_up(part, language) for part in folded.split("-"))
        if folded.endswith("'s"):
            return self._look_up(folded[:-2], language)
        if language == "en":
            return any(self._has(pattern.sub(other, folded), "en") for pattern, other in _BRITISH)
        return language == "id" and self._is_made(folded)

    def _has(self, word: str, language: str) -> bool:
        known = {language, "en"} & self._dictionaries.found.keys()
        return any(self._spells(each, word) for each in sorted(known, reverse=True))

    def _spells(self, language: str, word: str) -> bool:
        try:
            return bool(self._hunspell(language).spell(word))
        except UnicodeEncodeError:  # many dictionaries are in Latin-1, which lacks letters of other languages
            return False

    def _is_made(self, word: str) -> bool:
        """Whether a word is a known one with affixes: `ucapnya`, `dikemas`, `perintahkan` (dictionaries lack many)."""
        bare = _ENCLITICS.sub("", word)
        for stem in (bare, _BEGINNINGS.sub("", bare)):
            for form in (stem, _ENDINGS.sub("", stem)):
                if form != word and len(form) >= _SHORTEST and (form in self._house or self._spells("id", form)):
                    return True
        return False

    def _hunspell(self, language: str) -> Hunspell:
        return _load(_NAMES[language], self._dictionaries.found[language])


@functools.lru_cache(maxsize=len(_NAMES))  # one of each language: a changed dictionary takes the place of the former
def _load(name: str, dictionary: Dictionary) -> Hunspell:
    import hunspell

    return hunspell.Hunspell(name, hunspell_data_dir=dictionary.folder)


@functools.cache
def _press_words() -> frozenset[str]:
    """Words of the press that the dictionary lacks."""
    return frozenset((_DATA / "words-id.txt").read_text(encoding="utf-8").split())
