"""Turns the bytes of a release into what a form shows, and what was typed into the same bytes with other values.

A key is written only where what was typed differs from what the form showed: what nobody edited keeps its bytes, and a
value that the form cannot show is kept and named.

The module is long: each kind of input has what it shows and what it reads, which must stay side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from warta.content.amend import front_of, set_body, set_key, written_key
from warta.content.documents import Release
from warta.content.fieldsets import (
    AI,
    APART,
    ATTACHMENTS,
    CATEGORY,
    COMMAS,
    CONTACTS,
    DAY,
    FIELDS,
    FLAG,
    LANGUAGE,
    LINE,
    LINES,
    MOMENT,
    ORGANIZATION,
    PICTURE,
    PICTURES,
    REGIONS,
    ROWS,
    RULES,
    SLUG,
    TITLE,
    Field,
)
from warta.content.frontmatter import split
from warta.content.keys import RELEASE_KEYS
from warta.content.prose import COMMA
from warta.dates import Moment
from warta.newsroom.terms import regions_of
from warta.settings import Settings
from warta.wording import folded, yes_or_no

Typed = Mapping[str, str]
"""What stands in the inputs of a form, by their names: `title`, `date.day`, `contacts.0.name`."""

KEY_OF = {key.field: key.names[0] for key in RELEASE_KEYS}
_CODE = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?(?=\s|$)")
_OF_WINDOWS = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}
_PARTS = {
    "image": ("file", "alt", "decorative", "caption", "credit", "licence", "focus"),
    "contacts": ("name", "role", "phone", "whatsapp", "email", "hours"),
    "attachments": ("file", "title"),
}
_SAID = {
    "berkas": "file", "teks_alternatif": "alt", "keterangan": "caption", "keterangan_foto": "caption",
    "takarir": "caption", "keterangan_gambar": "caption",
    "kredit": "credit", "kredit_foto": "credit", "fotografer": "credit",
    "fokus": "focus", "titik_fokus": "focus", "lisensi": "licence", "license": "licence",
    "nama": "name", "jabatan": "role", "telepon": "phone", "telp": "phone",
    "tlp": "phone", "surel": "email", "wa": "whatsapp", "jam": "hours", "judul": "title",
}  # fmt: skip
"""What people call the keys of pictures, contacts and attachments."""
MOST_ROWS = 40


class Shown(msgspec.Struct, frozen=True):
    """What a form shows of a text: its inputs, and the keys that it cannot show, with what they say."""

    inputs: dict[str, str]
    kept: tuple[tuple[str, str], ...] = ()
    rows: dict[str, int] = {}


class _Unshowable(Exception):
    """A value is written in a way that no input holds."""


def shown(data: bytes, path: str, release: Release | None, settings: Settings) -> Shown:
    """The inputs of the form of a text. Raises ProblemsFound for one whose front matter cannot be read."""
    front = front_of(data, path)
    inputs = {"body": split(data, path).body.strip("\n")}
    kept: list[tuple[str, str]] = []
    rows: dict[str, int] = {}
    known = set()
    for field in FIELDS:
        key = KEY_OF[field.name]
        name = written_key(front, path, key)
        known.add(name)
        if field.group == APART:
            continue
        value = front.get(name)
        try:
            found = _show(field, value, release, settings)
        except _Unshowable:
            kept.append((name, _said(value)))
            continue
        inputs |= found
        if field.widget in (CONTACTS, PICTURES, ATTACHMENTS):
            rows[field.name] = len(value) if isinstance(value, list) else 0
    kept += [(name, _said(value)) for name, value in front.items() if name not in known and not _is_apart(name)]
    return Shown(inputs, tuple(kept), rows)


def _is_apart(name: str) -> bool:
    return folded(name) in ("published", "status")


def changed(data: bytes, path: str, typed: Typed, release: Release | None, settings: Settings) -> bytes:
    """`data` with what was typed where it differs from what its form shows. Raises ProblemsFound."""
    before = shown(data, path, release, settings)
    for field in FIELDS:
        if field.group == APART or field.name in dict(before.kept):
            continue
        value = _typed(field, before, typed, data, path, settings)
        if value is not _SAME:
            for keys, each in value:
                data = set_key(data, path, (KEY_OF[field.name], *keys), each)
    body = typed.get("body")
    return data if body is None else set_body(data, path, plain(body))


def plain(text: str) -> str:
    """A text as a browser sends it, with line ends of one kind and no sign that nobody sees; quotation marks and dashes
    that an old program of Windows wrote under numbers of its own are what was meant.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_OF_WINDOWS)
    return "".join(sign for sign in text if sign in "\n\t" or ord(sign) >= 32 and sign != "\x7f")


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_said(each)}" for name, each in value.items())
    return "" if value is None else str(value)


# what the inputs show


def _show(field: Field, value: Any, release: Release | None, settings: Settings) -> dict[str, str]:
    return _SHOWS[field.widget](field.name, value, release, settings)


def _text(name: str, value: Any, *_: object) -> dict[str, str]:
    if value is not None and not isinstance(value, str):
        raise _Unshowable
    return {name: (value or "").strip()}


def _one_line(name: str, value: Any, *_: object) -> dict[str, str]:
    return {name: " ".join(_text(name, value)[name].split())}


def _moment(name: str, value: Any, release: Release | None, settings: Settings) -> dict[str, str]:
    at: Moment | None = getattr(release, name) if release is not None else None
    if value is None or at is None or at.at.year <= 1970:
        if value is not None and not isinstance(value, str):
            raise _Unshowable
        return {f"{name}.day": "", f"{name}.time": ""}
    when = at.at.astimezone(settings.zone)
    if not at.timed:
        when = at.at
        if name == "expires":
            when -= timedelta(seconds=1)
    return {f"{name}.day": f"{when:%Y-%m-%d}", f"{name}.time": f"{when:%H:%M}" if at.timed else ""}


def _names(value: Any) -> list[str]:
    if value is None:
        return []
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise _Unshowable
    return found


def _commas(name: str, value: Any, *_: object) -> dict[str, str]:
    names = COMMA.split(value) if isinstance(value, str) else _names(value)
    names = [each.strip() for each in names if each.strip()]
    if any(COMMA.search(each) for each in names):
        raise _Unshowable
    return {name: ", ".join(names)}


def _rows(name: str, value: Any, *_: object) -> dict[str, str]:
    if isinstance(value, str) and "\n" in value:
        raise _Unshowable
    return {name: "\n".join(_names(value))}


def _regions(name: str, value: Any, _: Release | None, settings: Settings) -> dict[str, str]:
    """Each on a line of its own, a code with the name that it stands for."""
    names = regions_of(settings.regions, settings.region).names if value else {}
    return {name: "\n".join(f"{each} {names[each]}" if each in names else each for each in _names(value))}


def _rules(name: str, value: Any, *_: object) -> dict[str, str]:
    if value is None:
        return {name: ""}
    if not isinstance(value, dict) or value.keys() - {"ignore"}:
        raise _Unshowable
    return _rows(name, value.get("ignore"))


def _flag(name: str, value: Any, *_: object) -> dict[str, str]:
    meant = False if value is None else yes_or_no(value) if isinstance(value, str) else None
    if meant is None:
        raise _Unshowable
    return {name: "true" if meant else ""}


def _ai(name: str, value: Any, *_: object) -> dict[str, str]:
    if isinstance(value, str) or value is None:
        meant = yes_or_no(value) if value else False
        if meant is None:
            raise _Unshowable
        return {f"{name}.text": "true" if meant else "", f"{name}.image": "", f"{name}.tool": ""}
    if not isinstance(value, dict) or value.keys() - {"text", "image", "tool"}:
        raise _Unshowable
    flags = {f"{name}.{each}": _flag(each, value.get(each))[each] for each in ("text", "image")}
    return flags | {f"{name}.tool": _text("tool", value.get("tool"))["tool"]}


def _parts(kind: str, prefix: str, value: Any) -> dict[str, str]:
    """The inputs of a picture, a contact or an attachment."""
    if value is None:
        value = {}
    if isinstance(value, str):
        value = {"file": value}
    if not isinstance(value, dict):
        raise _Unshowable
    found = {_meant(key): each for key, each in value.items()}
    inputs = {}
    for part in _PARTS[kind]:
        each = found.get(part)
        inputs[f"{prefix}.{part}"] = _flag(part, each)[part] if part == "decorative" else _text(part, each)[part]
    return inputs


def _meant(key: str) -> str:
    return _SAID.get(folded(key), folded(key))


def _listed(kind: str) -> Callable[..., dict[str, str]]:
    def show(name: str, value: Any, *_: object) -> dict[str, str]:
        if value is not None and not isinstance(value, list) or len(value or ()) > MOST_ROWS:
            raise _Unshowable
        found: dict[str, str] = {}
        for at, each in enumerate(value or ()):
            found |= _parts(kind, f"{name}.{at}", each)
        return found

    return show


_SHOWS: dict[str, Callable[..., dict[str, str]]] = {
    TITLE: _one_line,
    LINE: _one_line,
    LINES: _text,
    SLUG: _one_line,
    LANGUAGE: _one_line,
    ORGANIZATION: _one_line,
    MOMENT: _moment,
    DAY: _moment,
    CATEGORY: _commas,
    COMMAS: _commas,
    ROWS: _rows,
    REGIONS: _regions,
    RULES: _rules,
    FLAG: _flag,
    AI: _ai,
    PICTURE: lambda name, value, *_: _parts("image", name, value),
    PICTURES: _listed("image"),
    CONTACTS: _listed("contacts"),
    ATTACHMENTS: _listed("attachments"),
}

# what was typed

_SAME: Any = object()
_Changes = list[tuple[tuple[str, ...], Any]]


def _typed(field: Field, before: Shown, typed: Typed, data: bytes, path: str, settings: Settings) -> _Changes:
    """The changes of a key; `_SAME`: nobody edited it."""
    name = field.name
    mine = {each: plain(text).strip() for each, text in typed.items() if each == name or each.startswith(f"{name}.")}
    was = {each: text for each, text in before.inputs.items() if each == name or each.startswith(f"{name}.")}
    if field.widget in (FLAG, AI) and f"{name}.shown" in mine:
        mine = dict.fromkeys(was, "") | {each: text for each, text in mine.items() if not each.endswith(".shown")}
    if field.widget in (PICTURE, PICTURES) and mine:
        flags = {each: "" for each in was if each.endswith(".decorative") and each.replace("decorative", "alt") in mine}
        mine = flags | mine
    if not mine or all(was.get(each, "") == text for each, text in mine.items()):
        return _SAME  # type: ignore[no-any-return]
    now = was | mine
    if field.widget in (CONTACTS, PICTURES, ATTACHMENTS):
        return [((), _list_typed(name, now, front_of(data, path), path))]
    if field.widget == PICTURE:
        return _picture_typed(name, was, now, front_of(data, path), path)
    return [((), _READS[field.widget](name, now, settings))]


def _line_typed(name: str, now: Typed, _: Settings) -> str | None:
    return " ".join(now[name].split()) or None


def _moment_typed(name: str, now: Typed, _: Settings) -> str | None:
    day, time = now.get(f"{name}.day", ""), now.get(f"{name}.time", "")
    return f"{day} {time}".strip() or None


def _commas_typed(name: str, now: Typed, _: Settings) -> list[str] | None:
    found = [" ".join(each.split()).lstrip("#") for each in COMMA.split(now[name].replace("\n", ","))]
    return list(dict.fromkeys(filter(None, found))) or None


def _category_typed(name: str, now: Typed, settings: Settings) -> Any:
    found = _commas_typed(name, now, settings)
    return found[0] if found and len(found) == 1 else found


def _rows_typed(name: str, now: Typed, _: Settings) -> list[str] | None:
    found = [" ".join(each.split()) for each in now[name].split("\n")]
    return list(dict.fromkeys(filter(None, found))) or None


def _regions_typed(name: str, now: Typed, settings: Settings) -> list[str] | None:
    found = _rows_typed(name, now, settings) or []
    codes = [match[0] if (match := _CODE.match(each)) else each for each in found]
    return list(dict.fromkeys(codes)) or None


def _rules_typed(name: str, now: Typed, settings: Settings) -> dict[str, list[str]] | None:
    found = _rows_typed(name, now, settings)
    return {"ignore": found} if found else None


def _ai_typed(name: str, now: Typed, _: Settings) -> dict[str, str] | None:
    return {each: now[f"{name}.{each}"] for each in ("text", "image", "tool") if now.get(f"{name}.{each}")} or None


_READS: dict[str, Callable[[str, Typed, Settings], Any]] = {
    TITLE: _line_typed,
    LINE: _line_typed,
    LINES: lambda name, now, _: now[name].strip() or None,
    SLUG: _line_typed,
    LANGUAGE: _line_typed,
    ORGANIZATION: _line_typed,
    MOMENT: _moment_typed,
    DAY: _moment_typed,
    CATEGORY: _category_typed,
    COMMAS: _commas_typed,
    ROWS: _rows_typed,
    REGIONS: _regions_typed,
    RULES: _rules_typed,
    FLAG: lambda name, now, _: "true" if now[name] else None,
    AI: _ai_typed,
}


def _picture_typed(name: str, was: Typed, now: Typed, front: Mapping[str, Any], path: str) -> _Changes:
    """The changes of the main picture, each part by itself; all of it anew when it was a file's name alone."""
    written = front.get(written_key(front, path, name))
    if not now.get(f"{name}.file"):
        return [((), None)]
    if not isinstance(written, dict):
        return [((), _filled("image", name, now, {}))]
    called = {_meant(key): key for key in written}
    parts = [part for part in _PARTS["image"] if was.get(f"{name}.{part}", "") != now.get(f"{name}.{part}", "")]
    return [((called.get(part, part),), now[f"{name}.{part}"] or None) for part in parts]


def _filled(kind: str, prefix: str, now: Typed, written: Mapping[str, Any]) -> dict[str, Any]:
    """A picture, a contact or an attachment as typed; keys that the form does not know stay."""
    called = {_meant(key): key for key in written}
    made = {key: value for key, value in written.items() if _meant(key) not in _PARTS[kind]}
    typed = {called.get(part, part): now.get(f"{prefix}.{part}", "") for part in _PARTS[kind]}
    in_order = {key: typed[key] for key in written if typed.get(key)}
    return in_order | {key: text for key, text in typed.items() if text and key not in in_order} | made


def _list_typed(name: str, now: Typed, front: Mapping[str, Any], path: str) -> list[Any] | None:
    kind = "image" if name == "gallery" else name
    least = _PARTS[kind][0]
    written = front.get(written_key(front, path, KEY_OF[name]))
    before = written if isinstance(written, list) else []
    numbers = sorted(
        {int(each.split(".")[1]) for each in now if each.count(".") == 2 and each.split(".")[1].isdecimal()}
    )
    made: list[Any] = []
    for at in numbers[:MOST_ROWS]:
        prefix = f"{name}.{at}"
        old = before[at] if at < len(before) else {}
        if (
            not any(now.get(f"{prefix}.{part}") for part in _PARTS[kind])
            or not now.get(f"{prefix}.{least}")
            and kind != "contacts"
        ):
            continue
        if now.get(f"{prefix}.remove"):
            continue
        same = (
            isinstance(old, str)
            and now.get(f"{prefix}.file") == old
            and not any(now.get(f"{prefix}.{part}") for part in _PARTS[kind][1:])
        )
        made.append(old if same else _filled(kind, prefix, now, old if isinstance(old, dict) else {}))
    return made or None
