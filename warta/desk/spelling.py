"""Turns words into those that no dictionary has: the one door to Hunspell.

Dictionaries are Hunspell's own files (`id_ID.aff`, `id_ID.dic`): in the newsroom's folder `dictionaries/`, else where
Debian's `hunspell-id` or LibreOffice put them. English words are known to every text: press offices borrow them.
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

from warta.desk.rules.words import Word, Words

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
    """What of a text no dictionary has: common words, and those that may be names since they open a sentence.

    `names` are its words with a capital inside sentences: who is named here is known to every other text, too.
    """

    common: tuple[Word, ...] = ()
    opening: tuple[Word, ...] = ()
    names: tuple[str, ...] = ()


class Dictionaries(msgspec.Struct, frozen=True):
    """The folder that holds the dictionary of each language, and a digest of the files."""

    folders: dict[str, str]
    digest: str

    @property
    def ready(self) -> bool:
        """Whether anything can be read: the library is installed and there is a dictionary."""
        return bool(self.folders)


def find_dictionaries(site: Path) -> Dictionaries:
    """The dictionaries of this newsroom, else of this machine; none without the library."""
    try:
        import hunspell
    except ImportError:
        return Dictionaries({}, "")
    folders: dict[str, str] = {}
    digest = blake2b(digest_size=16)
    for language, name in _NAMES.items():
        for folder in (site / "dictionaries", *_system(), Path(hunspell.__file__).parent / "dictionaries"):
            files = [folder / f"{name}.aff", folder / f"{name}.dic"]
            if all(file.is_file() for file in files):
                folders[language] = str(folder)
                facts = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
                digest.update(repr(facts).encode())
                break
    return Dictionaries(folders, digest.hexdigest())


def _system() -> list[Path]:
    if named := os.environ.get("DICPATH"):  # Hunspell's own variable
        return [Path(each) for each in named.split(os.pathsep)]
    office = {
        "darwin": ["/Applications/LibreOffice.app/Contents/Resources/extensions/dict-id", "/Library/Spelling"],
        "win32": [r"C:\Program Files\LibreOffice\share\extensions\dict-id"],
    }.get(sys.platform, ["/usr/lib/libreoffice/share/extensions/dict-id"])
    return [Path(each) for each in ("/usr/share/hunspell", "/usr/share/myspell", "/usr/local/share/hunspell", *office)]


def _is_common(word: str) -> bool:
    """Neither an abbreviation nor a trade name: no capital after the first letter of a part."""
    return all(part[1:].islower() for part in word.split("-") if len(part) > 1)


class Speller:
    """Knows words: those of dictionaries, of the house, and what Indonesian makes of them by its affixes."""

    def __init__(self, dictionaries: Dictionaries, words: Iterable[str]) -> None:
        self._dictionaries = dictionaries
        self._house = {part.casefold() for text in words for part in re.findall(r"[^\W\d_]+", text)} | _press_words()
        self._known: dict[tuple[str, str], bool] = {}

    def reads(self, language: str) -> bool:
        """Whether there is a dictionary of a language."""
        return language in self._dictionaries.folders

    def unknown(self, words: Words, language: str) -> Unknown:
        """What of a text in `language` is in no dictionary."""
        common: list[Word] = []
        opening: list[Word] = []
        for text in words.words:
            if text in words.names or self.knows(text, language) or not _is_common(text):
                continue
            (common if text.islower() else opening).append(words.place(text))
        return Unknown(tuple(common), tuple(opening), tuple(sorted(words.names)))

    def knows(self, word: str, language: str) -> bool:
        """Whether a word is known in a language."""
        key = language, word
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look_up(word, language)
        return found

    def suggestions(self, word: str, language: str) -> list[str]:
        """Words that may be meant, likeliest first."""
        folded = word.casefold()
        if folded in _APART:
            at = 4 if folded.startswith("dari") else 2
            return [f"{folded[:at]} {folded[at:]}"]
        return list(self._hunspell(language).suggest(folded))[:3]

    def _look_up(self, word: str, language: str) -> bool:
        folded = word.casefold().replace("’", "'")
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
        known = {language, "en"} & self._dictionaries.folders.keys()
        return any(self._hunspell(each).spell(word) for each in sorted(known, reverse=True))

    def _is_made(self, word: str) -> bool:
        """Whether a known word is inside: `ucapnya`, `dikemas`, `perintahkan` (the dictionary lacks many of them)."""
        bare = _ENCLITICS.sub("", word)
        for stem in (bare, _BEGINNINGS.sub("", bare)):
            for form in (stem, _ENDINGS.sub("", stem)):
                if (
                    form != word
                    and len(form) >= _SHORTEST
                    and (form in self._house or self._hunspell("id").spell(form))
                ):
                    return True
        return False

    def _hunspell(self, language: str) -> Hunspell:
        return _load(_NAMES[language], self._dictionaries.folders[language])


@functools.cache
def _load(name: str, folder: str) -> Hunspell:
    import hunspell

    return hunspell.Hunspell(name, hunspell_data_dir=folder)


@functools.cache
def _press_words() -> frozenset[str]:
    """Words of the press that the dictionary lacks."""
    return frozenset((_DATA / "words-id.txt").read_text(encoding="utf-8").split())
