"""Turns .po files into the messages of a language."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from warta.content.bounds import LARGEST
from warta.errors import Problem, ProblemsFound
from warta.messages import Message as Sentence
from warta.messages import msg
from warta.render.html.message_files import MessageFile

_GAP = re.compile(r"%\((\w+)\)")


class Messages:
    """The messages of one language. A message without a translation is shown as it is."""

    def __init__(self, texts: Mapping[str, str | tuple[str, ...]]) -> None:
        self._texts = texts

    def gettext(self, message: str) -> str:
        """The message in this language."""
        text = self._texts.get(message)
        return text if isinstance(text, str) and text else message

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The message for this count in this language.

        Indonesian and its neighbours have one form, English two; languages with more are not offered yet.
        """
        texts = self._texts.get(one)
        if not isinstance(texts, tuple):
            texts = (one, many)
        return texts[0] if count == 1 else texts[min(1, len(texts) - 1)]


@lru_cache(maxsize=16)
def read_messages(files: tuple[MessageFile, ...]) -> Messages:
    """The messages of .po files; earlier files win, where they translate at all.

    Raises ProblemsFound for a file that is no .po file, and for translations that cannot be filled in.
    """
    texts: dict[str, str | tuple[str, ...]] = {}
    problems: list[Problem] = []
    for file in files:
        if len(file.data) > LARGEST:
            problems.append(
                Problem(
                    file.path,
                    0,
                    msg(
                        "larger-than",
                        "is larger than %(most)s MB, the most that it may have.",
                        most=LARGEST // 1048576,
                    ),
                )
            )
            continue
        try:
            catalog = read_po(io.BytesIO(file.data), abort_invalid=True)
        # an encoding that nobody knows is a LookupError
        except (PoFileError, ValueError, LookupError) as error:
            line = getattr(error, "lineno", None) or 0
            why = msg("no-message-file", "is not a message file: %(words)s", words=str(error))
            problems.append(Problem(file.path, line, why))
            continue
        for message in catalog:
            _add(message, file.path, texts, problems)
    if problems:
        raise ProblemsFound(problems)
    return Messages(texts)


def _add(message: Message, path: str, texts: dict[str, str | tuple[str, ...]], problems: list[Problem]) -> None:
    """Keep a translation, unless it is empty or marked as fuzzy, or there is one already."""
    ids, forms = _tuple(message.id), _tuple(message.string)
    if message.fuzzy or not all(ids) or not forms or not all(forms):
        return
    wrong = next((form for form in forms if not _can_be_filled(form, ids)), None)
    if wrong is not None:
        problems.append(Problem(path, message.lineno or 0, _gap_sentence(wrong, ids)))
        return
    texts.setdefault(ids[0], forms[0] if isinstance(message.id, str) else forms)


def _tuple(texts: str | Iterable[str] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def _can_be_filled(translation: str, ids: Iterable[str]) -> bool:
    """Whether the values that fill in the message can fill in its translation."""
    gaps = {gap for each in ids for gap in _GAP.findall(each)}
    if not gaps:
        return True  # nothing is filled in, and `%` is a sign like others
    try:
        translation % dict.fromkeys(gaps, 0)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _gap_sentence(translation: str, ids: tuple[str, ...]) -> Sentence:
    return msg(
        "translation-gaps",
        "the translation '%(translation)s' of '%(message)s' cannot be filled in: its gaps must be those of the message "
        "(%(gaps)s, each with its letter), and other percent signs are written %%%%.",
        translation=translation,
        message=ids[0],
        gaps=tuple(sorted({f"%({gap})" for each in ids for gap in _GAP.findall(each)})),
    )
