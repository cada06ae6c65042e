"""Turns a text into its words as they are compared: the same to the bit as js/check.js of the theme does it.

Case, layout, quotation marks, emphasis and most punctuation are no part of a word. What can turn a meaning is: numbers
keep their separators and minus; a question mark, the `~` by which WhatsApp strikes words out, per cent, signs of
arithmetic and of money, signs that say no, and marks that turn the writing direction are words of their own. Pictures
are nothing, but for those that are read as letters or figures. Everything is spelt out by code points, since the
classes of regular expressions are not the same in Python and JavaScript.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

_BLANKS = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+")
# soft hyphens, marks without width, variation selectors and apostrophes are nothing
_NOTHING = re.compile("[\xad\u200b-\u200e\u2060\ufe00-\ufe0f'\u2018\u2019\u02bc`\xb4]")
_MINUS = re.compile(
    '^([(\\["\u201c-\u201e\xab*_~+<=>$\xa3\xa5\u20ac]*(?:[Rr][Pp]\\.?)?)[-\u2010-\u2013\u2212\u2796](?=[0-9])'
)
_WORD = re.compile(
    "[0-9]+(?:[.,:/][0-9]+)*|[<=>](?=[0-9])|"
    "[?~%+$\xa2-\xa5\xac\xb1\xd7\xf7\u2030\u2031\u20a0-\u20cf\u221a\u221e\u2248\u2260-\u2271\u26d4\u2716-\u2718\u274c\u274e]|"
    "[^\x00-@\\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u1680\u2000-\u200e\u2010-\u2029\u202f-\u2065\u206a-\u206f"
    "\u20a0-\u20cf\u2190-\u24ea\u2500-\u2775\u2794-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u3037"
    "\u303d-\u303f\ufeff\ufffd\U0001f000-\U0001f0ff\U0001f1ad-\U0001f1e5\U0001f200-\U0001f44d\U0001f44f-\U0001f4ae\U0001f4b0-\U0001f51e"
    "\U0001f520-\U0001f644\U0001f646-\U0001f6aa\U0001f6ac-\U0001f6d0\U0001f6d2-\U0001faff\U000e0000-\U000e0fff]+"
)
_MOST_KNOWN = 200_000


class _Pieces(dict[str, str]):
    """The words in what stands between two blanks. They are remembered: texts repeat themselves, and this is most of
    the work.
    """

    def __missing__(self, piece: str) -> str:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        if _BLANKS.search(piece):  # blanks of ours that Python knows as none
            found = self[piece] = " ".join([self[each] for each in _BLANKS.split(piece)])
            return found
        text = _NOTHING.sub("", unicodedata.normalize("NFKC", _NOTHING.sub("", piece)))
        found = self[piece] = " ".join(_WORD.findall(_MINUS.sub(r"\1 minus ", text).lower()))
        return found


_PIECES = _Pieces()


def words(text: str) -> list[str]:
    """The words of a text, as they are compared."""
    return " ".join(map(_PIECES.__getitem__, text.split())).split()


def sum_of(found: list[str]) -> str:
    """The SHA-256 of words with single blanks between them, in hexadecimal: what a log says of a text."""
    return sha256(" ".join(found).encode()).hexdigest()
