"""Turns what config.yaml says of the newsroom itself into values: address, languages, theme, regions, categories."""

from __future__ import annotations

import re
from typing import Annotated, Any
from urllib.parse import urlsplit

import msgspec

from warta import shapes
from warta.datatree import Node
from warta.dates import find_zone, zone_of_region
from warta.fields import Fields, Ref, clean, shown
from warta.messages import msg
from warta.settings.addresses import PATH_WORD
from warta.settings.kinds import REQUIRED, TEXT, Kind
from warta.settings.rows import Follows, Row, read_rows, rows_of, shape_of
from warta.signs import is_of_windows, is_slug
from warta.slugs import slug

_BASE_STEP = re.compile(r"[A-Za-z0-9._~-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _url(fields: Fields, key: str, _default: Any) -> str:
    node = fields.take(key)
    text = node.value if node and isinstance(node.value, str) else ""
    if node is None:
        hint = msg("write-url", "Write the address readers will type, such as https://humas.example.go.id/.")
        fields.missing(key, hint)
        return ""
    if not is_site_address(text):
        message = msg(
            "no-url", "'url' must be an address such as https://humas.example.go.id/ (got %(got)s).", got=shown(node)
        )
        fields.problem(node.line, message)
    elif not all(_BASE_STEP.fullmatch(step) and is_slug(step) for step in urlsplit(text).path.split("/") if step):
        message = msg(
            "url-path",
            "the path in 'url' must be plain words, such as https://example.go.id/humas/, since hosts are given it in "
            "settings of their own (got %(got)s).",
            got=shown(node),
        )
        fields.problem(node.line, message)
    return text


def is_site_address(text: str) -> bool:
    """Whether a site can lie at this address: http or https, a host, perhaps a path, and nothing else."""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        return False
    return good and text.isprintable() and not any(char in " @\"'<>\\$;{}`^|" for char in text)


def _language(fields: Fields, key: str, _: Any) -> str:
    node = fields.take(key)
    if node is None:
        fields.missing(key, msg("write-language", "Write %(key)s: id for Indonesian.", key=key))
        return ""
    text = node.value if isinstance(node.value, str) else ""
    if not _LANGUAGE.fullmatch(text):
        message = msg(
            "no-language",
            "'%(key)s' must be a language code such as id, en, su or jv (got %(got)s).",
            key=key,
            got=shown(node),
        )
        fields.problem(node.line, message)
        return ""
    return text


def _languages(fields: Fields, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """The main language, which is the default, and then the further ones."""
    found = [*default]
    for ref in fields.refs(key):
        if _LANGUAGE.fullmatch(ref.text):
            found.append(ref.text)
        else:
            message = msg(
                "no-languages",
                "'%(key)s' must be language codes such as id, en, su or jv (got '%(got)s').",
                key=key,
                got=ref.text,
            )
            fields.problem(ref.line, message)
    return tuple(dict.fromkeys(found))


def _timezone(fields: Fields, key: str, default: Any) -> str:
    node = fields.take(key)
    if node is None and default is not REQUIRED:
        return str(default)
    if node is None:
        hint = msg("write-zone", "Write timezone: Asia/Jakarta (or Asia/Makassar, Asia/Jayapura).")
        fields.missing(key, hint)
        return "UTC"
    try:
        return find_zone(node.value if isinstance(node.value, str) else "").key
    except ValueError:
        message = msg(
            "no-zone",
            "'%(key)s' must be a time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura (got %(got)s).",
            key=key,
            got=shown(node),
        )
        fields.problem(node.line, message)
        return "UTC"


def _theme(fields: Fields, key: str, default: str) -> str:
    node = fields.take(key)
    if node is None:
        return default
    text = node.value if isinstance(node.value, str) else ""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        message = msg(
            "no-theme-name",
            "'%(key)s' must be the name of a folder in themes/ (got %(got)s).",
            key=key,
            got=shown(node),
        )
        fields.problem(node.line, message)
        return default
    return text


def _theme_options(fields: Fields, key: str, _: Any) -> dict[str, Ref]:
    options = {}
    for name, node in fields.pairs(key):
        if isinstance(node.value, (dict, list)):
            message = msg(
                "option-not-one", "theme option '%(name)s' must be one value (got %(got)s).", name=name, got=shown(node)
            )
            fields.problem(node.line, message)
            continue
        options[name] = Ref(node.value or "", node.line)
    return options


def _regions(fields: Fields, key: str, _: Any) -> tuple[tuple[str, str], ...]:
    found = []
    for node in fields.items(key):
        inner = fields.nested(node, key)
        code, name = inner.required("code"), inner.required("name")
        inner.close()
        if code and name:
            found.append((code, name))
    return tuple(found)


def _category_slug(fields: Fields, key: str, default: str | None) -> str | None:
    slug = fields.text(key)
    if slug is None:
        return default
    if not PATH_WORD.fullmatch(slug):
        message = msg(
            "category-slug", "the slug of a category must be lower-case words with hyphens (got '%(got)s').", got=slug
        )
        fields.problem(fields.line, message)
    elif is_of_windows(slug):
        message = msg(
            "category-slug-of-windows",
            "the slug of a category must not be a name that Windows keeps for itself (got '%(got)s').",
            got=slug,
        )
        fields.problem(fields.line, message)
        return default
    return slug


def _category_names(fields: Fields, key: str, _: Any) -> dict[str, str]:
    names = {}
    for language, node in fields.pairs(key):
        if _LANGUAGE.fullmatch(language) and isinstance(node.value, str):
            names[language] = clean(node.value)
        else:
            message = msg(
                "no-names", "'%(key)s' must be 'language: name' lines (got '%(got)s').", key=key, got=language
            )
            fields.problem(node.line, message)
    return names


class Category(msgspec.Struct, frozen=True):
    """A category of the controlled list: its name, and its name and description in other languages."""

    name: Annotated[str, Row(TEXT)]
    slug: Annotated[str | None, Row(Kind(_category_slug, shapes.TEXT), "The word in its address.")] = None
    names: Annotated[dict[str, str], Row(Kind(_category_names, shapes.PAIRS), "Its name by language.")] = {}
    description: Annotated[str, Row(TEXT)] = ""
    descriptions: Annotated[
        dict[str, str], Row(Kind(_category_names, shapes.PAIRS), "Its description by language.")
    ] = {}


_CATEGORY = rows_of(Category)


def _categories(fields: Fields, key: str, default: Any) -> tuple[Category, ...] | None:
    items = fields.items(key)
    found: dict[str, Category] = {}
    addresses: dict[str, str] = {}
    for node in items:
        category = _category(fields, key, node)
        if category is None:
            continue
        folded = category.name.casefold()
        address = category.slug or slug(category.name)
        if folded in found:
            message = msg("category-twice", "category '%(name)s' is listed twice.", name=category.name)
            fields.problem(node.line, message)
        elif address in addresses:
            message = msg(
                "categories-one-address",
                "categories '%(name)s' and '%(other)s' have one address (%(address)s). Give one a 'slug'.",
                name=category.name,
                other=addresses[address],
                address=address,
            )
            fields.problem(node.line, message)
        addresses.setdefault(address, category.name)
        found[folded] = category
    return tuple(found.values()) if items else default


def _category(fields: Fields, key: str, node: Node) -> Category | None:
    if isinstance(node.value, str):
        return Category(clean(node.value))
    inner = fields.nested(node, key)
    category = Category(**read_rows(inner, _CATEGORY))
    inner.close()
    return category if category.name else None


class Words(msgspec.Struct, frozen=True):
    """What the newsroom is called in a further language; what is empty is as in the main one."""

    title: Annotated[str, Row(TEXT, "its name")] = ""
    tagline: Annotated[str, Row(TEXT, "one line below the name")] = ""
    description: Annotated[str, Row(TEXT, "what search engines and feeds say of it")] = ""
    notice: Annotated[str, Row(TEXT, "a line on top of every page")] = ""
    short_title: Annotated[str, Row(TEXT, "its name in the head of the pages")] = ""


_WORDS = rows_of(Words)


def _editions(fields: Fields, key: str, _: Any) -> dict[str, Words]:
    found = {}
    for language, node in fields.pairs(key):
        if not _LANGUAGE.fullmatch(language):
            message = msg(
                "no-editions",
                "'%(key)s' must have language codes such as en or su as keys (got '%(got)s').",
                key=key,
                got=language,
            )
            fields.problem(node.line, message)
            continue
        inner = fields.nested(node, key)
        found[language] = Words(**read_rows(inner, _WORDS))
        inner.close()
    return found


EDITIONS = Kind(_editions, {"type": ["object", "null"], "additionalProperties": shape_of(_WORDS)})
URL = Kind(_url, shapes.TEXT)
LANGUAGE = Kind(_language, shapes.TEXT)
LANGUAGES = Kind(_languages, shapes.NAMES)
MAIN_LANGUAGE = Follows("language", lambda language: (language,))
ZONE = Kind(_timezone, shapes.TEXT)
ZONE_OF_REGION = Follows("region", lambda region: zone_of_region(region) if region else REQUIRED)
THEME = Kind(_theme, shapes.TEXT)
THEME_OPTIONS = Kind(_theme_options, shapes.ANYTHING)
REGIONS = Kind(_regions, shapes.list_of(shapes.mapping({"code": shapes.TEXT, "name": shapes.TEXT}, "code", "name")))
CATEGORIES = Kind(_categories, shapes.list_of({"anyOf": [shapes.TEXT, shape_of(_CATEGORY)]}))
