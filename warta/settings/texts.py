"""Turns what config.yaml says of texts and pictures into values: Markdown, smaller pictures, the desk editor."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any

import msgspec

from warta import shapes
from warta.datatree import Node
from warta.fields import Fields, Ref, shown
from warta.messages import msg
from warta.settings.kinds import NAMES, Kind, choice, number
from warta.settings.rows import Row, section

_SEVERITY: shapes.Shape = {"enum": ["error", "warning", "note", "off", False]}  # YAML's own typing makes `off` false


def _extension_configs(fields: Fields, key: str, _: Any) -> dict[str, dict[str, object]]:
    configs: dict[str, dict[str, object]] = {}
    for name, node in fields.pairs(key):
        value = _typed(node)
        if isinstance(value, dict):
            configs[name] = value
        else:
            message = msg(
                "no-extension-settings",
                "the settings of '%(name)s' must be 'key: value' lines (got %(got)s).",
                name=name,
                got=shown(node),
            )
            fields.problem(node.line, message)
    return configs


def _typed(node: Node) -> object:
    """Settings of Markdown extensions are typed by nobody here: true, false and whole numbers are recognised."""
    value = node.value
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if value and value.isdecimal() else value or ""


class MarkdownSettings(msgspec.Struct, frozen=True):
    """Python-Markdown's extensions and their settings; empty means Warta's defaults."""

    extensions: Annotated[tuple[str, ...] | None, Row(NAMES, "Python-Markdown's extensions")] = None
    configs: Annotated[
        dict[str, dict[str, object]], Row(Kind(_extension_configs, shapes.ANYTHING), "their settings by extension")
    ] = msgspec.field(name="extension_configs", default_factory=dict)
    classes: Annotated[
        tuple[str, ...],
        Row(NAMES, "classes that texts may have besides those of the extensions; a theme's own are not for texts"),
    ] = ()


def _widths(fields: Fields, key: str, default: tuple[int, ...]) -> tuple[int, ...]:
    given = fields.has(key)
    widths = set()
    for ref in fields.refs(key):
        if ref.text.isdecimal() and 16 <= int(ref.text) <= 8000:
            widths.add(int(ref.text))
        else:
            message = msg(
                "no-widths",
                "'%(key)s' must be whole numbers of pixels from 16 to 8000 (got '%(got)s').",
                key=key,
                got=ref.text,
            )
            fields.problem(ref.line, message)
    return tuple(sorted(widths)) if given else default


class ImageSettings(msgspec.Struct, frozen=True):
    """What smaller files are made of pictures: how wide in pixels, in which format beside JPEG or PNG, how good."""

    widths: Annotated[
        tuple[int, ...],
        Row(
            Kind(_widths, {"type": ["array", "integer", "null"], "items": {"type": "integer"}}),
            "pixels; never wider than the picture itself. [] makes none",
        ),
    ] = (400, 800, 1600)
    format: Annotated[
        str,
        Row(
            choice("webp", "avif", "none"),
            "beside JPEG (or PNG, for what can be seen through): webp, avif or none",
        ),
    ] = "webp"
    quality: Annotated[int, Row(number(30, 95), "30 to 95")] = 78


def _rules(fields: Fields, key: str, _: Any) -> dict[str, Ref]:
    rules = {}
    for name, node in fields.pairs(key):
        if isinstance(node.value, str):
            rules[name] = Ref(node.value, node.line)
        else:
            message = msg(
                "rule-no-severity",
                "rule '%(name)s' must have one severity, such as warning or off (got %(got)s).",
                name=name,
                got=shown(node),
            )
            fields.problem(node.line, message)
    return rules


def _trusted_files(fields: Fields, key: str, _: Any) -> tuple[Ref, ...]:
    """Paths below content/; one that is written from the newsroom's folder means the same."""
    found = []
    for ref in fields.refs(key):
        path = unicodedata.normalize("NFC", ref.text).removeprefix("./").removeprefix("content/")
        if not path.strip("/") or path.startswith("/") or not {"..", "*"}.isdisjoint(path.split("/")):
            message = msg(
                "no-trusted-file",
                "'%(key)s' must be files or folders below content/, such as static/google123.html (got '%(got)s').",
                key=key,
                got=ref.text,
            )
            fields.problem(ref.line, message)
        else:
            found.append(Ref(path, ref.line))
    return tuple(found)


TRUSTED_FILES = Kind(_trusted_files, shapes.NAMES)


class CheckSettings(msgspec.Struct, frozen=True):
    """What the desk editor is told: severities by the id of a rule (checked by it), and words of the house."""

    rules: Annotated[
        dict[str, Ref],
        Row(Kind(_rules, {"type": ["object", "null"], "additionalProperties": _SEVERITY}), "severity by rule"),
    ] = {}
    words: Annotated[tuple[str, ...], Row(NAMES, "names and words that are spelt right")] = ()


MARKDOWN = section(MarkdownSettings)
IMAGES = section(ImageSettings)
CHECK = section(CheckSettings)
