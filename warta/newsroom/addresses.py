"""Knows every address of a newsroom: what is published where, and which file lies behind an address.

An address is a path below the site's root that begins with a slash, such as /kategori/ekonomi/. What pages write is
its URL, which begins with the path the site lies under; machines are given the whole URL, with scheme and host. No
other module puts addresses together.
"""

from __future__ import annotations

import functools
import posixpath
import re
from urllib.parse import quote, unquote

import msgspec

from warta.settings import PathWords, Settings

FEED_FILES = {"rss": "feed.xml", "atom": "atom.xml", "json": "feed.json"}
"""The file of each format of feeds, beside home and each list."""
WIRE_FILES = {"ninjs": "ninjs.json", "text": "rilis.txt"}
"""The file of each format of the wire, beside each release; lists have the first alone."""
PRESS_FILES = {
    "whatsapp": "whatsapp.txt",
    "pdf": "siaran-pers.pdf",
    "kit": "kit.zip",
    "sums": "SHA256SUMS",
    "link": "bagikan-tautan.jpg",
    "feed": "bagikan-kabar.jpg",
    "story": "bagikan-cerita.jpg",
    "mail": "rilis.eml",
}
"""The files that the press is handed, beside each release."""
API, ROBOTS, SECURITY, MANIFEST = "/api/index.json", "/robots.txt", "/.well-known/security.txt", "/site.webmanifest"
SITEMAP, NEWS, PAGES_SITEMAP = "/sitemap.xml", "/sitemap-news.xml", "/sitemap-pages.xml"
SEARCH_INDEX = "/pagefind/"
STATIC = "static/"
"""The folder of the content whose files are published at the root of the site."""
INDEX = "index.html"
PACKED = {"gzip": ".gz", "br": ".br"}
"""What the name of a compressed twin ends in, by its encoding."""


class Addresses(msgspec.Struct, frozen=True):
    """The addresses of one newsroom; `language` is its main one, whose addresses have no prefix."""

    origin: str
    base: str
    language: str
    permalink: str
    words: PathWords

    @classmethod
    def of(cls, settings: Settings) -> Addresses:
        """The addresses that the settings make."""
        return cls(settings.origin, settings.base, settings.language, settings.permalink, settings.paths)

    def url(self, path: str) -> str:
        """An address as pages write it."""
        return self.base + (path if path.isascii() else quote(path))

    def absolute(self, path: str) -> str:
        """An address with scheme and host."""
        return self.origin + self.url(path)

    def path_of(self, url: str) -> str:
        """The address that a URL of this site, as pages write it, leads to."""
        return unquote(url[len(self.base) :])

    def prefix(self, language: str) -> str:
        """What the addresses of an edition begin with."""
        return "" if language == self.language else f"/{language.casefold()}"

    def home(self, language: str) -> str:
        """The home page of an edition."""
        return f"{self.prefix(language)}/"

    def release(self, language: str, date: str, slug: str) -> str:
        """The page of a release; its date as ISO 8601 writes it."""
        return self.prefix(language) + _dated(self.permalink, date[:10]).replace("{slug}", slug)

    def page(self, language: str, slug: str) -> str:
        """A standing page."""
        return f"{self.prefix(language)}/{slug}/"

    def terms(self, language: str, kind: str) -> str:
        """The index of all terms of a kind: category, region, tag, organization or author."""
        return f"{self.prefix(language)}/{getattr(self.words, kind)}/"

    def term(self, language: str, kind: str, key: str) -> str:
        """The list of a term; `key` may have several steps, as regions do."""
        return f"{self.terms(language, kind)}{key}/"

    def archive(self, language: str) -> str:
        """The list of years."""
        return f"{self.prefix(language)}/{self.words.archive}/"

    def year(self, language: str, year: str) -> str:
        """The page of a year."""
        return f"{self.prefix(language)}/{year}/"

    def month(self, language: str, month: str) -> str:
        """The list of a month, which is written as 2026-11."""
        return f"{self.prefix(language)}/{month.replace('-', '/')}/"

    def list_page(self, path: str, number: int | None) -> str:
        """A page of the list at `path`: the front page, or the older page of this number."""
        return path if number is None else f"{path}{self.words.page}/{number}/"

    def corrections(self, language: str) -> str:
        """The page of all corrections and withdrawals."""
        return f"{self.prefix(language)}/{self.words.corrections}/"

    def data(self, language: str) -> str:
        """The page that tells people what is offered to machines, where the newsroom has not written one."""
        return f"{self.prefix(language)}/{self.words.data}/"

    def search(self, language: str) -> str:
        """The page on which readers search."""
        return f"{self.prefix(language)}/{self.words.search}/"

    def check(self, language: str) -> str:
        """The page on which readers check whether a text is a release's; beside it lies what it looks texts up in."""
        return f"{self.prefix(language)}/{self.words.check}/"

    def press(self, language: str) -> str:
        """The home of the press: logos, officials, terms of use."""
        return f"{self.prefix(language)}/{self.words.press}/"

    def subscribe(self, language: str) -> str:
        """The page that says how one gets releases by e-mail."""
        return f"{self.prefix(language)}/{self.words.subscribe}/"

    def digest(self, language: str, week: str) -> str:
        """The mail with all releases of a week, which is written as 2026-w48."""
        return f"{self.prefix(language)}/{self.words.digest}/{week}.eml"

    def not_found(self, language: str) -> str:
        """The page for an address where nothing is."""
        return f"{self.prefix(language)}/404.html"


LASTING = (
    r"/assets/(?:.*/)?[^/]*\.[0-9a-f]{10}(?:\.[A-Za-z0-9]+)?$",
    r"-[0-9]+\.(?=[0-9]*[a-f])[0-9a-f]{6}[0-9][0-9]\.(?:jpg|png|webp|avif)$",
    r"/pagefind/(?:.*/)?[a-z][a-z.-]*_[0-9a-f]{7,}\.pf_(?:fragment|index|meta|filter)$",
)
"""Addresses of files whose names change with their bytes, as regular expressions that Apache and nginx read too: what
a theme brings, smaller pictures, and pieces of search indexes. A newsroom's own `laporan.20261124.pdf` is none."""


def is_lasting(path: str) -> bool:
    """Whether a file below the output has a name that changes with its bytes, so that browsers may keep it."""
    return any(re.search(pattern, f"/{path}") for pattern in LASTING)


@functools.lru_cache(maxsize=10_000)
def _dated(permalink: str, day: str) -> str:
    """The permalink of a day, with `{slug}` left in it."""
    return permalink.format(year=day[:4], month=day[5:7], day=day[8:10], slug="{slug}")


def press_files(settings: Settings) -> dict[str, str]:
    """The files that the press is handed beside each release, by what they are."""
    more = {"kit": ("kit", "sums"), "stories": ("feed", "story")}
    return {each: PRESS_FILES[each] for word in settings.press for each in more.get(word, (word,))}


def file_of(path: str) -> str:
    """The file of the output behind an address: a path below the output folder."""
    return path.lstrip("/") + INDEX if path.endswith("/") else path.lstrip("/")


def address_of(file: str) -> str:
    """The address of a file of the output."""
    return "/" + (file.removesuffix(INDEX) if file.rpartition("/")[2] == INDEX else file)


def year_sitemap(year: str, number: int) -> str:
    """The sitemap of a year's releases; the first needs no number."""
    return f"/sitemap-{year}.xml" if number == 1 else f"/sitemap-{year}-{number}.xml"


def static_address(source: str) -> str:
    """Where a file of content/static/ is published."""
    return "/" + source.removeprefix(STATIC)


def beside(path: str, folder: str, source: str) -> str:
    """Where a file of the content is published that a document shows which stands at `path` and lies in `folder`.

    A file below the document's own folder keeps its place; any other comes beside the document.
    """
    name = source.removeprefix(folder + "/")
    return path + (posixpath.basename(source) if name == source else name)


def feed_of(settings: Settings, kind: str) -> str:
    """The feed that pages link to where lists of this kind have one: the first of the formats; else empty."""
    return FEED_FILES[settings.feed_formats[0]] if kind in settings.feeds and settings.feed_formats else ""
