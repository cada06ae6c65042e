"""Turns config.yaml into the settings of one newsroom."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from warta.datatree import Node, read_yaml
from warta.dates import find_zone, zone_of_region
from warta.errors import Problem, ProblemsFound
from warta.fields import Fields, Ref, clean, shown
from warta.outlets import Outlets, kinds, read_outlets
from warta.slugs import slug

FILE_NAME = "config.yaml"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_PATH_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LISTINGS = ("category", "region", "tag", "organization", "author", "archive")
FEEDS = ("home", "category", "region", "tag", "organization", "author", "corrections")
# each tag more would be four more files that change with every release
USUAL_FEEDS = ("home", "category", "region", "organization", "corrections")
# read by those who publish: where a site goes must not change what it says
PUBLISHING = ("deploy", "announce")
_PERMALINK_FIELDS = ("year", "month", "day", "slug")


class Category(msgspec.Struct, frozen=True):
    """A category of the controlled list: its name, and its name and description in other languages."""

    name: str
    slug: str | None = None
    description: str = ""
    names: dict[str, str] = {}


class PathWords(msgspec.Struct, frozen=True):
    """The words that addresses are made of."""

    category: str = "kategori"
    region: str = "wilayah"
    tag: str = "tag"
    organization: str = "instansi"
    author: str = "penulis"
    archive: str = "arsip"
    corrections: str = "ralat"
    data: str = "data"
    page: str = "hal"
    search: str = "cari"


class MarkdownSettings(msgspec.Struct, frozen=True):
    """Python-Markdown's extensions and their settings; empty means Warta's defaults."""

    extensions: tuple[str, ...] | None = None
    configs: dict[str, dict[str, object]] = {}


class CheckSettings(msgspec.Struct, frozen=True):
    """What the desk editor is told: severities by the id of a rule (checked by it), and words of the house."""

    rules: dict[str, Ref] = {}
    words: tuple[str, ...] = ()


class ImageSettings(msgspec.Struct, frozen=True):
    """What smaller files are made of pictures: how wide in pixels, in which format beside JPEG or PNG, how good."""

    widths: tuple[int, ...] = (400, 800, 1600)
    format: str = "webp"
    quality: int = 78


class Settings(Outlets, frozen=True):
    """All settings of a newsroom. Paths are not in here: where a site lies must not change what it says."""

    title: str
    url: str
    language: str
    timezone: str
    languages: tuple[str, ...] = ()
    tagline: str = ""
    description: str = ""
    notice: str = ""
    theme: str = "warta"
    theme_options: dict[str, Ref] = {}
    organization: str | None = None
    region: str | None = None
    regions: tuple[tuple[str, str], ...] = ()
    categories: tuple[Category, ...] | None = None
    paths: PathWords = PathWords()
    permalink: str = "/{year}/{month}/{slug}/"
    page_size: int = 20
    feed_size: int = 20
    related: int = 3
    listings: tuple[str, ...] = LISTINGS
    feeds: tuple[str, ...] = USUAL_FEEDS
    markdown: MarkdownSettings = MarkdownSettings()
    images: ImageSettings = ImageSettings()
    search: bool = False
    show_terms: bool = False
    untranslated: str = "hide"
    trust_html: bool = False
    unknown_keys: str = "error"
    check: CheckSettings = CheckSettings()

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which naive times are read and all times are shown."""
        return find_zone(self.timezone)

    @property
    def has_regions(self) -> bool:
        """Whether this newsroom has a place in the tree of regions, and so a page of them in its menu."""
        return self.region is not None or bool(self.regions)

    @property
    def base(self) -> str:
        """The path under which the site lies on its host: empty, or like `/newsroom`."""
        return urlsplit(self.url).path.rstrip("/")

    @property
    def origin(self) -> str:
        """Scheme and host of the site, without a slash at the end."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def read_settings(site: Path) -> Settings:
    """The settings in `site`/config.yaml.

    Raises ProblemsFound with every problem of the file, or for a missing file.
    """
    path = site / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        hint = "Run 'init DIR' to make a new newsroom, or name its folder with --site."
        raise ProblemsFound([Problem(FILE_NAME, 0, f"is not in {site}. {hint}")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(FILE_NAME, 0, f"cannot be read: {error}.")]) from None
    return parse_settings(text)


def parse_settings(text: str) -> Settings:
    """The settings in the text of a config.yaml. Raises ProblemsFound with every problem of it."""
    problems: list[Problem] = []
    fields = Fields(FILE_NAME, read_yaml(text, FILE_NAME), problems, what="setting")
    # which settings may be needed by others is read first; the order below is that of the documentation
    language = _language(fields, "language", required=True)
    region = fields.text("region")
    categories = _categories(fields)
    config = Settings(
        title=fields.required("title"),
        url=_url(fields),
        language=language,
        timezone=_timezone(fields, region),
        languages=tuple(dict.fromkeys((language, *_languages(fields)))),
        tagline=fields.text("tagline") or "",
        description=fields.text("description") or "",
        notice=fields.text("notice") or "",
        theme=_theme(fields),
        theme_options=_options(fields),
        organization=fields.text("organization"),
        region=region,
        regions=_regions(fields),
        categories=categories,
        paths=_paths(fields),
        permalink=_permalink(fields),
        page_size=fields.number("page_size", 20, least=2, most=500),
        feed_size=fields.number("feed_size", 20, least=1, most=500),
        related=fields.number("related", 3, most=20),
        listings=kinds(fields, "listings", LISTINGS),
        feeds=kinds(fields, "feeds", FEEDS, USUAL_FEEDS),
        markdown=_markdown(fields),
        images=_images(fields),
        search=fields.flag("search"),
        show_terms=fields.flag("show_terms"),
        untranslated=fields.choice("untranslated", ("hide", "show"), "hide") or "hide",
        trust_html=fields.flag("trust_html"),
        unknown_keys=fields.choice("unknown_keys", ("error", "warn"), "error") or "error",
        check=_check(fields),
        **msgspec.structs.asdict(read_outlets(fields)),
    )
    for name in PUBLISHING:
        fields.take(name)
    fields.close()
    if problems:
        raise ProblemsFound(problems)
    return config


def _url(fields: Fields) -> str:
    node = fields.take("url")
    text = node.value if node and isinstance(node.value, str) else ""
    if node is None:
        fields.missing("url", "Write the address readers will type, such as https://humas.example.go.id/.")
        return ""
    try:
        parts = urlsplit(text)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        good = False
    if not good or any(char.isspace() or char in "\"'<>\\" for char in text) or "@" in text:
        message = f"'url' must be an address such as https://humas.example.go.id/ (got {shown(node)})."
        fields.problem(node.line, message)
    return text


def _language(fields: Fields, name: str, *, required: bool = False) -> str:
    before = fields.take(name)
    if before is None:
        if required:
            fields.missing(name, f"Write {name}: id for Indonesian.")
        return ""
    text = before.value if isinstance(before.value, str) else ""
    if not _LANGUAGE.fullmatch(text):
        fields.problem(before.line, f"'{name}' must be a language code such as id, en, su or jv (got {shown(before)}).")
        return ""
    return text


def _languages(fields: Fields) -> list[str]:
    found = []
    for ref in fields.refs("languages"):
        if _LANGUAGE.fullmatch(ref.text):
            found.append(ref.text)
        else:
            message = f"'languages' must be language codes such as id, en, su or jv (got '{ref.text}')."
            fields.problem(ref.line, message)
    return found


def _timezone(fields: Fields, region: str | None) -> str:
    """The written zone, else that of the newsroom's region."""
    node = fields.take("timezone")
    if node is None and region:
        return zone_of_region(region)
    if node is None:
        fields.missing("timezone", "Write timezone: Asia/Jakarta (or Asia/Makassar, Asia/Jayapura).")
        return "UTC"
    try:
        return find_zone(node.value if isinstance(node.value, str) else "").key
    except ValueError as error:
        fields.problem(node.line, f"'timezone' {error} (got {shown(node)}).")
        return "UTC"


def _theme(fields: Fields) -> str:
    node = fields.take("theme")
    if node is None:
        return "warta"
    text = node.value if isinstance(node.value, str) else ""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        fields.problem(node.line, f"'theme' must be the name of a folder in themes/ (got {shown(node)}).")
        return "warta"
    return text


def _options(fields: Fields) -> dict[str, Ref]:
    options = {}
    for key, node in fields.pairs("theme_options"):
        if isinstance(node.value, (dict, list)):
            fields.problem(node.line, f"theme option '{key}' must be one value (got {shown(node)}).")
            continue
        options[key] = Ref(node.value or "", node.line)
    return options


def _regions(fields: Fields) -> tuple[tuple[str, str], ...]:
    rows = []
    for node in fields.items("regions"):
        row = fields.nested(node, "regions")
        code, name = row.required("code"), row.required("name")
        row.close()
        if code and name:
            rows.append((code, name))
    return tuple(rows)


def _categories(fields: Fields) -> tuple[Category, ...] | None:
    items = fields.items("categories")
    if not items:
        return None
    found: dict[str, Category] = {}
    addresses: dict[str, str] = {}
    for node in items:
        category = _category(fields, node)
        if category is None:
            continue
        key = category.name.casefold()
        address = category.slug or slug(category.name)
        if key in found:
            fields.problem(node.line, f"category '{category.name}' is listed twice.")
        elif address in addresses:
            other = addresses[address]
            message = f"categories '{category.name}' and '{other}' have one address ({address}). Give one a 'slug'."
            fields.problem(node.line, message)
        addresses.setdefault(address, category.name)
        found[key] = category
    return tuple(found.values())


def _category(fields: Fields, node: Node) -> Category | None:
    if isinstance(node.value, str):
        return Category(clean(node.value))
    row = fields.nested(node, "categories")
    name = row.required("name")
    slug = row.text("slug")
    if slug is not None and not _PATH_WORD.fullmatch(slug):
        row.problem(node.line, f"the slug of a category must be lower-case words with hyphens (got '{slug}').")
    names = {}
    for language, text in row.pairs("names"):
        if _LANGUAGE.fullmatch(language) and isinstance(text.value, str):
            names[language] = clean(text.value)
        else:
            row.problem(text.line, f"'names' must be 'language: name' lines (got '{language}').")
    category = Category(name, slug, row.text("description") or "", names)
    row.close()
    return category if name else None


def _paths(fields: Fields) -> PathWords:
    row = fields.mapping("paths")
    if row is None:
        return PathWords()
    words: dict[str, str] = {}
    for key in PathWords.__struct_fields__:
        node = row.take(key)
        if node is None:
            continue
        text = node.value if isinstance(node.value, str) else ""
        if _PATH_WORD.fullmatch(text):
            words[key] = text
        else:
            row.problem(node.line, f"'{key}' must be a lower-case word such as 'kategori' (got {shown(node)}).")
    row.close()
    made = PathWords(**words)
    every = msgspec.structs.astuple(made)
    if len(set(every)) < len(every):
        row.problem(row.line, "two of the words in 'paths' are the same.")
    return made


def _images(fields: Fields) -> ImageSettings:
    row = fields.mapping("images")
    if row is None:
        return ImageSettings()
    usual = ImageSettings()
    given = row.has("widths")
    widths = set()
    for ref in row.refs("widths"):
        if ref.text.isdecimal() and 16 <= int(ref.text) <= 8000:
            widths.add(int(ref.text))
        else:
            row.problem(ref.line, f"'widths' must be whole numbers of pixels from 16 to 8000 (got '{ref.text}').")
    made = ImageSettings(
        widths=tuple(sorted(widths)) if given else usual.widths,
        format=row.choice("format", ("webp", "avif", "none"), usual.format) or usual.format,
        quality=row.number("quality", usual.quality, least=30, most=95),
    )
    row.close()
    return made


def _permalink(fields: Fields) -> str:
    default = "/{year}/{month}/{slug}/"
    node = fields.take("permalink")
    if node is None:
        return default
    text = node.value if isinstance(node.value, str) else ""
    parts = text.strip("/").split("/")
    shape = re.fullmatch(r"/(([a-z0-9-]|\{(year|month|day|slug)\})+/)+", text)
    if not shape or ".." in parts or "{slug}" not in text:
        fields.problem(
            node.line,
            f"'permalink' must be a path made of {', '.join('{' + name + '}' for name in _PERMALINK_FIELDS)} and "
            f"lower-case words, with {{slug}} in it, such as {default} (got {shown(node)}).",
        )
        return default
    return text


def _markdown(fields: Fields) -> MarkdownSettings:
    row = fields.mapping("markdown")
    if row is None:
        return MarkdownSettings()
    extensions = row.texts("extensions") or None
    configs: dict[str, dict[str, object]] = {}
    for name, node in row.pairs("extension_configs"):
        value = _plain(node)
        if isinstance(value, dict):
            configs[name] = value
        else:
            row.problem(node.line, f"the settings of '{name}' must be 'key: value' lines (got {shown(node)}).")
    row.close()
    return MarkdownSettings(extensions, configs)


def _check(fields: Fields) -> CheckSettings:
    row = fields.mapping("check")
    if row is None:
        return CheckSettings()
    rules = {}
    for name, node in row.pairs("rules"):
        if isinstance(node.value, str):
            rules[name] = Ref(node.value, node.line)
        else:
            row.problem(node.line, f"rule '{name}' must have one severity, such as warning or off (got {shown(node)}).")
    settings = CheckSettings(rules, row.texts("words"))
    row.close()
    return settings


def _plain(node: Node) -> object:
    """Settings of Markdown extensions are typed by nobody here: true, false and whole numbers are recognised."""
    value = node.value
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if value and value.isdecimal() else value or ""
