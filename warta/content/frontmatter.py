"""Turns the bytes of a Markdown file into the tree of its front matter and the text below it."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Callable

import msgspec
from frontmatter.default_handlers import BaseHandler, YAMLHandler

from warta.content.bounds import LARGEST, LARGEST_HEAD
from warta.content.keys import PROSE
from warta.content.prose import as_written
from warta.datatree import Node, compose_yaml, read_plain, read_toml
from warta.errors import Problem, ProblemsFound
from warta.messages import msg
from warta.signs import odd_sign

_CONTROL = bytes(code for code in range(32) if chr(code) not in "\t\n\v\r\f")
# what word processors leave behind: marks of their own that nobody sees, and a hyphen that is no other
_UNSEEN = {"\ufeff": "", "\u200b": "", "\u00ad": "", "\u2011": "-"}
_USUAL = bytes(code for code in range(127) if code not in _CONTROL)
_BEYOND = bytes(range(128, 256))
# signs that are in NFC wherever they stand (Unicode Standard Annex 15, "NFC_Quick_Check=Yes"): Latin, dashes, quotes
_COMPOSED = re.compile("[\u00a0-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*")


class _TomlHandler(BaseHandler):
    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:
        raise NotImplementedError("Warta never writes TOML")


_YAML, _TOML = YAMLHandler(), _TomlHandler()


class Parts(msgspec.Struct, frozen=True):
    """Front matter and body of one file; `front` is as written, from `front_line` on, and the body from `body_line`."""

    path: str
    front: str
    front_line: int
    body: str
    body_line: int
    read: Callable[[str, str, int], Node]

    @property
    def fields(self) -> Node:
        """The tree of the front matter. Raises ProblemsFound when it cannot be read."""
        return self.read(self.front, self.path, self.front_line)


def read_front(front: str, path: str, first_line: int = 1) -> Node:
    """The tree of front matter in YAML, whose prose is taken as it was written. Raises ProblemsFound."""
    plain = read_plain(front, first_line)
    if plain is not None:
        return plain
    safe, doubts = as_written(front.replace("\v", " "), PROSE)
    if doubts:
        raise ProblemsFound(
            [
                Problem(
                    path,
                    first_line + doubt.row,
                    msg(
                        "quotes-two-ways",
                        "its quotation marks can be read in two ways. Write the line that you mean: %(one)s or "
                        "%(other)s",
                        one=doubt.whole,
                        other=doubt.inner,
                    ),
                )
                for doubt in doubts
            ]
        )
    return compose_yaml(safe, path, first_line)


def split(data: bytes, path: str) -> Parts:
    """Front matter (YAML between `---`, TOML between `+++`) and body of a Markdown file.

    A byte order mark and CR line ends are taken away, the body is NFC. Raises ProblemsFound when the file is too
    large, not UTF-8 text, or has no front matter.
    """
    text = decode(data, path)
    for handler, read in ((_YAML, read_front), (_TOML, read_toml)):
        opening = handler.FM_BOUNDARY.match(text)
        if opening is None:
            continue
        try:
            fields, body = handler.split(text)
        except ValueError:
            fence = opening.group().strip()
            message = msg(
                "front-open",
                "the front matter that opens with '%(fence)s' is never closed. Write '%(fence)s' alone on a line below "
                "it.",
                fence=fence,
            )
            raise ProblemsFound([Problem(path, 1, message)]) from None
        if len(fields) > LARGEST_HEAD:
            message = msg(
                "front-too-large",
                "the front matter is larger than %(most)s kB, the most that it may have.",
                most=LARGEST_HEAD // 1024,
            )
            raise ProblemsFound([Problem(path, 1, message)])
        first_line = 1 + text.count("\n", 0, opening.end())
        body_line = 1 + text.count("\n", 0, len(text) - len(body))
        lead = len(body) - len(body.lstrip("\n"))
        return Parts(path, fields, first_line, body.lstrip("\n"), body_line + lead, read)
    if (above := len(text) - len(text.lstrip())) and (_YAML.FM_BOUNDARY.match(text[above:])):
        message = msg(
            "front-below-blanks",
            "blanks or empty lines stand above the first ---. Take them away; the file must begin with ---.",
        )
        raise ProblemsFound([Problem(path, 1, message)])
    message = msg(
        "no-front",
        "there is no front matter. The file must begin with a line '---', then 'title: ...', 'date: ...' and '---'.",
    )
    raise ProblemsFound([Problem(path, 1, message)])


def _without_ends(text: str) -> str:
    """A text without the ends of pages and lines that typewriters know; they are white space where they stand."""
    return text.replace("\f", "").replace("\v", "")


def decode(data: bytes, path: str) -> str:
    """The text of a file: UTF-8 with or without a byte order mark, with LF line ends, in NFC, without unseen marks."""
    if len(data) > LARGEST:
        message = msg(
            "text-too-large",
            "is larger than %(most)s MB, the most that a text may have. Is it really Markdown?",
            most=LARGEST // 1048576,
        )
        raise ProblemsFound([Problem(path, 0, message)])
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            message = msg("utf-16", "is saved as UTF-16. Save it as UTF-8.")
        else:
            message = msg(
                "text-not-utf-8",
                "is not UTF-8 text (byte %(byte)s). Save it as UTF-8; a picture or document must not end in .md.",
                byte=f"{data[error.start]:#04x}",
            )
        raise ProblemsFound([Problem(path, data.count(b"\n", 0, error.start) + 1, message)]) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    unusual = data.translate(None, _USUAL)  # few: what is asked of a whole text is asked of these alone
    rare = unusual.translate(None, _BEYOND)
    if rare.strip(b"\x7f"):
        rows = enumerate(text.split("\n"), 1)
        line, code = next((at, ord(char)) for at, row in rows for char in row if char in _CONTROL.decode())
        message = msg(
            "control-sign",
            "holds a control character (%(sign)s). Is it a binary file that was named .md?",
            sign=f"U+{code:04X}",
        )
        raise ProblemsFound([Problem(path, line, message)])
    beyond = unusual.translate(None, rare).decode()
    text = _seen(text, beyond) if beyond else text
    if rare or odd_sign(beyond):
        rows = enumerate(text.split("\n"), 1)
        line, sign = next((at, odd) for at, row in rows if (odd := odd_sign(_without_ends(row))))
        message = msg(
            "sign-in-text",
            "holds the sign %(sign)s, which nobody sees and programs obey: a control character, or one that turns "
            "letters around. Take it out.",
            sign=sign,
        )
        raise ProblemsFound([Problem(path, line, message)])
    return text


def _seen(text: str, beyond: str) -> str:
    """A text in NFC without unseen marks. `beyond` are its signs that are not in ASCII."""
    for sign, instead in _UNSEEN.items():
        if sign in beyond:
            text = text.replace(sign, instead)
    return text if _COMPOSED.fullmatch(beyond) else unicodedata.normalize("NFC", text)
