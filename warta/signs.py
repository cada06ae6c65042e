"""Says which signs a text may hold, and which words may be steps of an address and names of files on every system.

A terminal obeys control characters, and signs of direction turn letters around, so that people see another text than
programs do. Neither is part of a language: where people write they are refused, on a terminal they are spelt out.
"""

from __future__ import annotations

import re

from warta.messages import Message, msg

# control characters but tab and the ends of lines; what turns letters around; what Unicode calls no character
_ODD = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_IN_TEXT = re.compile(f"[\r{_ODD}]")
_IN_NAME = re.compile(f"[\t\r\n{_ODD}\u2028\u2029\ufeff]")
_ON_TERMINAL = re.compile(f"\r(?!\n)|[{_ODD}\u2028\u2029]")
_IN_LINE = re.compile(f"[\t\r\n{_ODD}\u2028\u2029\ufeff]")
_OF_WINDOWS = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:[.:].*)?", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:[xX][0-9a-fA-F]+|[0-9]+);?")
_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
_IN_SLUG = re.compile(r"[/\\?#%:*\"<>{}|^`$\s]")


def odd_sign(text: str) -> str:
    """The first sign that no text may hold, as Unicode numbers it (`U+001B`); empty when there is none."""
    return _number(_IN_TEXT.search(text)) if not _is_plain(text) else ""


def odd_in_name(name: str) -> str:
    """The same of the name of a file, which may hold no tab and no separator of lines either."""
    return _number(_IN_NAME.search(name)) if not _is_plain(name) else ""


def with_odd_seen(html: str) -> str:
    """HTML in which signs that no text may hold, themselves or as references such as `&#27;`, are marks people see."""
    html = _REFERENCE.sub(_seen_reference, html.replace("\f", " "))
    return _IN_TEXT.sub("\N{REPLACEMENT CHARACTER}", html)


def _seen_reference(found: re.Match[str]) -> str:
    from html import unescape  # seldom needed, and it knows two thousand names

    sign = unescape(found[0])  # of Windows-1252's numbers, too, HTML says which signs they are
    return found[0] if sign and not _IN_TEXT.match(sign) else "\N{REPLACEMENT CHARACTER}"


def spelt_out(text: str) -> str:
    """A text for a terminal: what would act there stands as its escape, which JSON reads as the sign itself."""
    return text if _is_plain(text) else _ON_TERMINAL.sub(_escape, text)


def in_one_line(text: str) -> str:
    """The same for what must stay one line, so that no text can pass for a line of ours."""
    return text if _is_plain(text) else _IN_LINE.sub(_escape, text)


def is_of_windows(name: str) -> bool:
    """Whether Windows takes the name for a device, whatever its ending: CON, nul.txt, COM1."""
    return _OF_WINDOWS.fullmatch(name) is not None


def misnamed(name: str) -> Message | None:
    """Why a name cannot be that of a file or a folder on every system; None when it can."""
    sign = odd_in_name(name)
    if sign:
        return msg("name-odd-sign", "'%(name)s' holds the sign %(sign)s, which no name may hold.", name=name, sign=sign)
    if is_of_windows(name):
        return msg("name-of-windows", "'%(name)s' is a name that Windows keeps for itself.", name=name)
    if name.endswith((".", " ")):
        return msg("name-end", "'%(name)s' ends in a dot or a blank, which Windows takes away.", name=name)
    return msg("name-backslash", "'%(name)s' holds a backslash.", name=name) if "\\" in name else None


def is_slug(text: str) -> bool:
    """Whether a word can be a step of an address on every host, and a folder that no program takes for an option or for
    hidden.
    """
    if not text or text[0] in ".-" or not text.isprintable():
        return False
    return not _IN_SLUG.search(text) and not misnamed(text)


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _number(found: re.Match[str] | None) -> str:
    return f"U+{ord(found[0]):04X}" if found else ""


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"
