"""Forges releases and mutilates them: what people do to a text on its way, in bad faith and in good."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

Change = Callable[[Random, str, str], str]
"""A text, and another one of the same newsroom, to what became of it; the text itself where that cannot be done."""


def _words(change: Callable[[Random, list[str], int], None], fits: Callable[[str], bool] = bool) -> Change:
    """Change at the place of one word that fits."""

    def forged(random: Random, text: str, _: str) -> str:
        parts = re.split(r"(\s+)", text)
        places = [at for at in range(0, len(parts), 2) if parts[at] and fits(parts[at])]
        if not places:
            return text
        change(random, parts, random.choice(places))
        return "".join(parts)

    return forged


def _put(new: Callable[[Random, str], str]) -> Callable[[Random, list[str], int], None]:
    def change(random: Random, parts: list[str], at: int) -> None:
        parts[at] = new(random, parts[at])

    return change


def _digit(random: Random, word: str) -> str:
    places = [at for at, sign in enumerate(word) if sign.isdigit()]
    at = random.choice(places)
    return word[:at] + str((int(word[at]) + random.randint(1, 9)) % 10) + word[at + 1 :]


def _swap(random: Random, parts: list[str], at: int) -> None:
    other = at + 2 if at + 2 < len(parts) else at - 2
    parts[at], parts[other] = parts[other], parts[at]


def _paragraphs(change: Callable[[Random, list[str], str], list[str]]) -> Change:
    return lambda random, text, other: "\n\n".join(change(random, text.split("\n\n"), other))


def _inserted(random: Random, some: list[str], other: str) -> list[str]:
    at = random.randint(1, max(1, len(some) - 1))
    return [*some[:at], "Dana bantuan dibatalkan dan harus dikembalikan paling lambat besok.", *some[at:]]


def _swapped(random: Random, some: list[str], other: str) -> list[str]:
    long = [at for at, each in enumerate(some) if len(each.split()) > 12]
    if len(long) > 2:
        one, two = random.sample(long, 2)
        some[one], some[two] = some[two], some[one]
    return some


def _stitched(random: Random, text: str, other: str) -> str:
    one, two = text.split("\n\n"), other.split("\n\n")
    return "\n\n".join([*one[: len(one) // 2], *two[len(two) // 2 :]])


_has_digit = re.compile("[0-9]").search
_LINK = "https://humas.sukamaju.example"

FORGED: dict[str, Change] = {
    "digit": _words(_put(_digit), lambda word: bool(_has_digit(word))),
    "separator": _words(
        _put(lambda _, word: word.replace(".", ",", 1)), lambda word: bool(re.search(r"[0-9]\.[0-9]", word))
    ),
    "per cent": _words(_put(lambda _, word: f"{word}%"), lambda word: bool(re.fullmatch("[0-9]+", word))),
    "minus": _words(_put(lambda _, word: f"-{word}"), lambda word: bool(re.match("[0-9]", word))),
    "not dropped": _words(
        lambda _, parts, at: parts.__setitem__(at, ""),
        lambda word: word.lower() in ("tidak", "bukan", "belum", "jangan", "tanpa", "dan"),
    ),
    "not added": _words(_put(lambda _, word: f"tidak {word}")),
    "name": _words(_put(lambda _, word: "Sukarno"), lambda word: word[:1].isupper()),
    "words swapped": lambda random, text, other: "\n\n".join(
        (_words(_swap)(random, text.rpartition("\n\n")[0], other), text.rpartition("\n\n")[2])
    ),
    "paragraph inside": _paragraphs(_inserted),
    "paragraph at the end": lambda _, text, __: f"{text}\n\nSemua warga wajib menyetor Rp50.000 hari ini.",
    "paragraph before": lambda _, text, __: f"Uang bantuan dibagikan malam ini di kantor.\n\n{text}",
    "foreign link": _words(_put(lambda _, word: f"{word} https://bit.ly/bantuan-2026")),
    "look-alike link": _words(_put(lambda _, word: f"{word} {_LINK}.bantuan.co/daftar")),
    "own link with words": lambda _, text, __: f"{text}\n{_LINK}/bantuan-dibatalkan-kembalikan-uang/",
    "own link with a question": lambda _, text, __: f"{text}\n{_LINK}/?pesan=bantuan-dibatalkan",
    "at sign link": lambda _, text, __: f"{text}\n{_LINK}@bantuan.example/",
    "question mark": _words(_put(lambda _, word: f"{word}?"), lambda word: word.isalpha()),
    "foreign letter": _words(_put(lambda _, word: word.replace("a", "а", 1)), lambda word: "a" in word),
    "keycap digits": _words(
        _put(lambda random, word: re.sub("[0-9]", "7\ufe0f\u20e3", word, count=1)), lambda word: bool(_has_digit(word))
    ),
    "struck": _words(_put(lambda _, word: f"~{word}~"), lambda word: word.isalpha()),
    "turned direction": _words(_put(lambda _, word: f"\u202e{word}\u202c"), lambda word: word.isalpha()),
    "paragraphs swapped": _paragraphs(_swapped),
    "stitched": _stitched,
    "letters in frames": _words(_put(lambda _, word: f"{word} \U0001f171\U0001f170\U0001f183\U0001f170\U0001f17b")),
    "letters of flags": _words(
        _put(lambda _, word: f"{word} \U0001f1e7\u200b\U0001f1e6\u200b\U0001f1f9\u200b\U0001f1e6\u200b\U0001f1f1")
    ),
    "figures in frames": _words(_put(lambda _, word: word + "\u2776"), lambda word: bool(_has_digit(word))),
    "money": _words(_put(lambda _, word: f"{word}\u20ac"), lambda word: bool(re.fullmatch("[0-9]+", word))),
    "per cent apart": _words(_put(lambda _, word: f"{word} %"), lambda word: bool(re.fullmatch("[0-9]+", word))),
    "crossed": _words(_put(lambda _, word: f"\u274c{word}"), lambda word: word.isalpha()),
    "thumb down": _words(_put(lambda _, word: f"{word} \U0001f44e\U0001f3fd"), lambda word: word.isalpha()),
    "gesture of no": _words(_put(lambda _, word: f"\U0001f645\u200d\u2640\ufe0f {word}"), lambda word: word.isalpha()),
    "stop sign": _words(_put(lambda _, word: f"{word}\U0001f6d1"), lambda word: word.isalpha()),
    "crossed by strokes": _words(
        _put(lambda _, word: "".join(f"{sign}\u0336" for sign in word)), lambda word: word.isalpha()
    ),
    "blank of Hangul": _words(_put(lambda _, word: f"{word} \u3164tidak\u3164"), lambda word: word.isalpha()),
    "number in words": _words(_put(lambda _, word: "tujuh"), lambda word: bool(re.fullmatch("[0-9]+", word))),
    "the other number": _words(
        _put(lambda _, word: word.translate({48 + each: 0xFF10 + (each + 1) % 10 for each in range(10)})),
        lambda word: bool(_has_digit(word)),
    ),
    "numbers turned": _words(
        _put(lambda _, word: re.sub("([0-9]+)", "\u200f\\1\u200f", word)), lambda word: bool(_has_digit(word))
    ),
    "false name in a head": lambda _, text, __: f"[24/11/26 08.15] Bantuan dibatalkan kembalikan uang: {text}",
    "long name in a head": lambda _, text, __: f"[24/11/26 08.15] Bantuan 2026 dibatalkan: {text}",
}
"""Changes of a text that turn what it says."""


def _paragraph_gone(random: Random, text: str, _: str) -> str:
    some = text.split("\n\n")
    long = [at for at, each in enumerate(some[2:-2], 2) if len(each.split()) > 12]
    if long:
        del some[random.choice(long)]
    return "\n\n".join(some)


def _cut(random: Random, text: str, _: str) -> str:
    parts = text.split(" ")
    return " ".join(parts[: max(60, len(parts) * 2 // 3)])


def _middle(random: Random, text: str, _: str) -> str:
    parts = text.split(" ")
    start = random.randint(0, max(0, len(parts) - 60))
    return " ".join(parts[start : start + 60])


_WIDE = {48 + each: 0xFF10 + each for each in range(10)}

HONEST: dict[str, Change] = {
    "letters and accents apart": lambda _, text, __: unicodedata.normalize("NFD", text),
    "wide figures": lambda _, text, __: "".join(
        [each if "://" in each else each.translate(_WIDE) for each in re.split(r"(\s+)", text)]
    ),
    "marks of direction": lambda _, text, __: text.replace(" ", " \u200e").replace("\n", "\u200e\n"),
    "as it is": lambda _, text, __: text,
    "on one line": lambda _, text, __: " ".join(text.split()),
    "line ends": lambda _, text, __: text.replace("\n\n", "\r\n"),
    "quotes": lambda _, text, __: text.replace("“", '"').replace("”", '"').replace("’", "'"),
    "bold title": lambda _, text, __: "*{}*\n{}".format(*text.partition("\n")[::2]),
    "capitals": lambda _, text, __: text.upper(),
    "a head": lambda _, text, __: f"[24/11/26 08.15] Budi Humas: {text}",
    "another head": lambda _, text, __: f"24/11/26, 08.15 - Ibu Sri: {text}",
    "forwarded": lambda _, text, __: f"Diteruskan berkali-kali\n{text}",
    "counted": lambda _, text, __: f"(1/3)\n{text}",
    "read more": lambda _, text, __: f"{text}\n… Baca selengkapnya",
    "soft hyphens": lambda random, text, _: re.sub(
        r"(\w{4})(\w{4})", lambda found: f"{found[1]}\u00ad{found[2]}", text
    ),
    "dashes": lambda _, text, __: text.replace("—", "-").replace("–", "-"),
    "no last line": lambda _, text, __: text.rstrip("\n").rpartition("\n\n")[0],
    "tracked link": lambda _, text, __: text.rstrip("\n") + "?utm_source=wa\n",
    "cut end": _cut,
    "from the middle": _middle,
    "paragraph gone": _paragraph_gone,
}
"""What happens to a text in good faith."""
