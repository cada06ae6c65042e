"""The table of all settings: one field a setting, with its type, its default and its row, from which all else is made.

The reader, the JSON Schema, the table in docs/configuration.md and the words that are public on every page follow
from
it. To add a setting, add its field here, and use it where it is needed.
It is as long as there are settings.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from warta.dates import find_zone
from warta.fields import Ref
from warta.settings import addresses, front, machines, site, texts, third_parties
from warta.settings.desk import DESK, DeskSettings
from warta.settings.kinds import ELSEWHERE, FLAG, TEXT, choice, choices, number
from warta.settings.rows import Row, rows_of


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings of a newsroom. Paths are not in here: where a site lies must not change what it says."""

    title: Annotated[str, Row(TEXT, "the newsroom's name", on_every_page=True, said=("judul", "nama"))]
    url: Annotated[
        str,
        Row(
            site.URL,
            "the address readers type; a path in it (`https://kab.example/humas/`) is put before every address",
            said=("alamat", "situs"),
        ),
    ]
    language: Annotated[
        str, Row(site.LANGUAGE, "language of releases that name none: `id`, `en`, `su`, `jv`, ...", said=("bahasa",))
    ]
    timezone: Annotated[
        str,
        Row(
            site.ZONE,
            "`Asia/Jakarta` (or `WIB`), `Asia/Makassar` (`WITA`), `Asia/Jayapura` (`WIT`), or any other zone; where "
            "`region` is set it may be left out and is the region's. Times without an offset are read in it, all times "
            "are shown in it",
            follows=site.ZONE_OF_REGION,
            said=("zona waktu", "waktu"),
        ),
    ]
    dates: Annotated[
        str,
        Row(
            choice("ask", "day-first"),
            "what 05/11/2026 is, which can be two days: `ask` is a problem that shows both, `day-first` is 5 November",
        ),
    ] = "ask"
    messages: Annotated[
        str,
        Row(
            choice("id", "en"),
            "in which language Warta speaks to those who write here; `--lang` and `WARTA_LANG` come first",
            absent="`en` where `language` is `en`, else `id`",
        ),
    ] = ""
    languages: Annotated[
        tuple[str, ...],
        Row(
            site.LANGUAGES,
            "further languages; each has its own home, lists and feeds below `/en/`, `/su/`, ...",
            absent="the one",
            follows=site.MAIN_LANGUAGE,
        ),
    ] = ()
    untranslated: Annotated[
        str,
        Row(
            choice("hide", "show"),
            "`show` puts releases of the main language that have no translation into the lists and feeds of the other "
            "languages, marked as what they are",
        ),
    ] = "hide"
    tagline: Annotated[str, Row(TEXT, "one line below the name", on_every_page=True, said=("semboyan",))] = ""
    description: Annotated[
        str,
        Row(
            TEXT, "what search engines and feeds say of the site", on_every_page=True, said=("keterangan", "deskripsi")
        ),
    ] = ""
    notice: Annotated[str, Row(TEXT, "a line on top of every page", on_every_page=True, said=("pengumuman",))] = ""
    short_title: Annotated[
        str,
        Row(
            TEXT,
            "the name in the head of the pages, where the whole one is long (more than 32 letters)",
            on_every_page=True,
            absent="`title`",
        ),
    ] = ""
    editions: Annotated[
        dict[str, site.Words],
        Row(
            site.EDITIONS,
            "`title`, `tagline`, `description` and `notice` in further languages: `{en: {title: Press office}}`",
            absent="as in the main language",
        ),
    ] = {}
    theme: Annotated[
        str, Row(site.THEME, "a folder in `themes/`, or the one that comes with Warta", said=("tema",))
    ] = "warta"
    theme_options: Annotated[
        dict[str, Ref], Row(site.THEME_OPTIONS, "the theme's own settings, see its `theme.yaml`")
    ] = {}
    organization: Annotated[
        str | None,
        Row(
            TEXT,
            "whose releases these are, where a release does not say: a file name in `content/organizations/`, without "
            "`.md`",
            absent="the only one",
            said=("instansi", "dinas", "opd"),
        ),
    ] = None
    region: Annotated[
        str | None,
        Row(
            TEXT,
            'the newsroom\'s own region by Kemendagri code (`"32.11"`). Names that fit several regions mean the one '
            "inside it",
            said=("wilayah", "daerah", "kabupaten", "kota"),
        ),
    ] = None
    regions: Annotated[
        tuple[tuple[str, str], ...],
        Row(
            site.REGIONS,
            'further regions, such as villages: a list of `{code: "32.11.01.2001", name: Cimungkal}`',
        ),
    ] = ()
    categories: Annotated[
        tuple[site.Category, ...] | None,
        Row(
            site.CATEGORIES,
            "the controlled list: names, or maps with `name`, `slug`, `description`, and both per language (`names`, "
            "`descriptions`). A category that is not in it is an error. Without a list every name is accepted",
            absent="any",
            said=("kategori", "rubrik"),
        ),
    ] = None
    paths: Annotated[
        addresses.PathWords, Row(addresses.PATHS, "the words addresses are made of", absent="see below")
    ] = addresses.PathWords()
    permalink: Annotated[
        str, Row(addresses.PERMALINK, "the address of a release; `{day}` is there too, `{slug}` must be")
    ] = addresses.PERMALINK_DEFAULT
    page_size: Annotated[
        int,
        Row(
            number(2, 500),
            "releases on a page of a list; the front page of a list holds this many to one less than twice as many",
        ),
    ] = 20
    feed_size: Annotated[int, Row(number(1, 500), "releases in a feed")] = 20
    related: Annotated[int, Row(number(0, 20), "related releases on a release's page; 0 for none")] = 3
    listings: Annotated[
        tuple[str, ...],
        Row(
            choices(addresses.LISTINGS),
            "which lists there are: `category`, `region`, `tag`, `organization`, `author`, `archive`",
            absent="all",
        ),
    ] = addresses.LISTINGS
    feeds: Annotated[
        tuple[str, ...],
        Row(
            choices(machines.FEEDS),
            "what has a feed: `home`, `category`, `region`, `tag`, `organization`, `author`, and `corrections` for "
            "what was corrected or withdrawn; a kind without lists has none, and lists of everything (the only "
            "office, the own region and those above) have that of home. A feed of each tag is three to four more files "
            "that change with every release",
            absent="all but `tag`, `author`",
        ),
    ] = machines.USUAL_FEEDS
    feed_formats: Annotated[
        tuple[str, ...],
        Row(choices(machines.FEED_FORMATS), "`rss`, `atom`, `json` ([what machines get](api.md))", absent="all"),
    ] = machines.FEED_FORMATS
    hub: Annotated[str, Row(machines.HUB, "the address of a WebSub hub, named in the feeds", absent="–")] = ""
    wire: Annotated[
        tuple[str, ...],
        Row(choices(machines.WIRE), "`ninjs` and `text`: each is one more file beside every release", absent="all"),
    ] = machines.WIRE
    home: Annotated[
        front.HomeSettings,
        Row(
            front.HOME,
            "the front page: `order` of its parts, `sections`, `pinned`, and the `alert` of every page",
            absent="see below",
            follows=front.ZONE_OF_HOME,
        ),
    ] = front.HomeSettings()
    menu: Annotated[
        tuple[front.Entry, ...] | None,
        Row(
            front.MENU,
            "the links in the head of every page: names of categories, files of `content/pages/` without `.md`, "
            "`regions`, `archive`, `search`, `corrections`, or `{title: Beranda kabupaten, url: https://...}`",
            absent="the categories",
        ),
    ] = None
    press: Annotated[
        tuple[str, ...],
        Row(
            choices(machines.PRESS),
            "what the press is handed beside every release: `whatsapp` (a message to copy), `pdf` (a letter), `kit` "
            "(all of it in a ZIP file, with checksums), `link` and `stories` (pictures to share), `mail` (as e-mail, "
            "and a digest of each week). `pdf` and `kit` need the extra `press` ([the press pack](press-pack.md))",
            absent="nothing",
        ),
    ] = ()
    press_home: Annotated[
        bool,
        Row(
            FLAG,
            "`true` gives the press a home (`/pers/`): logos, officials with portraits and biographies, about the "
            "office, terms of use ([the press pack](press-pack.md))",
        ),
    ] = False
    subscribe: Annotated[
        str,
        Row(
            machines.SUBSCRIBE,
            "makes a page (`/langganan/`) that says how one gets releases by e-mail: an address to write to, or "
            "`https://...` of a list service",
            absent="no page",
            said=("langganan",),
        ),
    ] = ""
    publisher: Annotated[
        str, Row(choice(*machines.PUBLISHERS), "`government` or `media`: what search engines are told the newsroom is")
    ] = "government"
    host: Annotated[
        str,
        Row(
            choice(*machines.HOSTS),
            "where the site lies: `apache`, `nginx`, `github-pages`, `gitlab-pages`, `netlify`, `cloudflare-pages`, "
            "`s3` ([hosts](hosts.md))",
        ),
    ] = "apache"
    headers: Annotated[
        dict[str, str],
        Row(machines.HEADERS, "other or further HTTP headers, `Name: value`; an empty value takes one away"),
    ] = {}
    precompress: Annotated[
        bool | None,
        Row(
            FLAG,
            "`true` makes compressed twins of texts where the host sends such (`nginx`, `gitlab-pages`); `false` makes "
            "none",
            absent="by host",
        ),
    ] = None
    redirects: Annotated[
        dict[str, Ref],
        Row(
            addresses.REDIRECTS,
            "old addresses that lead to new ones, where `aliases` cannot say it: `{/rubrik/lama/: /kategori/ekonomi/}`",
        ),
    ] = {}
    security_contact: Annotated[
        str,
        Row(
            machines.CONTACT,
            "whom to tell of holes, for `/.well-known/security.txt`: an e-mail address, or `https://...`",
            absent="the office's e-mail",
        ),
    ] = ""
    markdown: Annotated[
        texts.MarkdownSettings,
        Row(
            texts.MARKDOWN,
            "`extensions` and `extension_configs` of Python-Markdown; `classes` that texts may have",
            absent="see below",
        ),
    ] = texts.MarkdownSettings()
    extensions: Annotated[
        bool,
        Row(
            FLAG,
            "`true` runs `extensions.py` beside this file: filters, Markdown extensions and outputs of your own "
            "([extensions](extensions.md)). It is code, and may do whatever who builds may do",
        ),
    ] = False
    search: Annotated[bool, Row(FLAG, "`true` gives readers a search page. It needs the extra `search`")] = False
    check_page: Annotated[
        bool,
        Row(
            FLAG,
            "`true` gives readers a page that says whether a text is a release's, and whether it is whole: "
            "[trust](trust.md). It needs `text` in `wire`",
        ),
    ] = False
    show_terms: Annotated[
        bool,
        Row(
            FLAG,
            "`true` prints on a release of an earlier period of office under whom it was published: "
            "[organizations](content.md#organizations)",
        ),
    ] = False
    images: Annotated[
        texts.ImageSettings, Row(texts.IMAGES, "what smaller files are made of pictures", absent="see below")
    ] = texts.ImageSettings()
    trust_html: Annotated[
        bool,
        Row(
            FLAG,
            "`true` publishes HTML in texts as it is written. By default scripts, handlers, frames, styles and the "
            "like are taken out",
        ),
    ] = False
    third_parties: Annotated[
        tuple[third_parties.ThirdParty, ...],
        Row(
            third_parties.THIRD_PARTIES,
            "who else may act on the pages: embeds (`youtube`, `vimeo`, `instagram`, `tiktok`, `facebook`, `x`, "
            "`maps`, `openstreetmap`), news of the government's public relations (`gpr`), statistics (`matomo`, "
            "`plausible`, `umami`, `goatcounter`, `google-analytics`): [third parties](third-parties.md)",
            absent="nobody",
            said=("pihak ketiga", "embeds", "analytics"),
        ),
    ] = ()
    trusted_files: Annotated[
        tuple[Ref, ...],
        Row(
            texts.TRUSTED_FILES,
            "files below content/ that are published though they could act: pages, scripts, settings of the web server "
            "(`[static/google123.html]`; a folder ends with `/`). A drawing named here is published as it is",
            absent="none",
        ),
    ] = ()
    unknown_keys: Annotated[
        str,
        Row(
            choice("error", "warn"),
            "`warn` lets the front matter of a foreign archive in: keys Warta does not know, pictures without a text, "
            "and links to files that are not there (the link or picture is left out) are warnings",
        ),
    ] = "error"
    check: Annotated[
        texts.CheckSettings,
        Row(
            texts.CHECK,
            "what the desk editor is told: `rules` (severity by rule: `error`, `warning`, `note`, `off`) and `words` "
            "of the house. See [writing](writing.md)",
            absent="–",
        ),
    ] = texts.CheckSettings()

    desk: Annotated[
        DeskSettings,
        Row(
            DESK,
            "how several people work at the newsroom's desk: `second_eye: true` lets nothing become public that nobody "
            "approved who has no hand in it; `embargo: all` shows embargoed releases to all writers, not only to those "
            "who wrote in them ([desk](desk.md))",
            absent="one pair of eyes",
            said=("meja", "redaksi"),
        ),
    ] = DeskSettings()

    def in_language(self, language: str) -> Settings:
        """These settings with the words of an edition in place of those of the main language."""
        words = self.editions.get(language)
        if words is None:
            return self
        written = {name: word for name, word in msgspec.structs.asdict(words).items() if word}
        if words.title:
            written.setdefault("short_title", "")
        return msgspec.structs.replace(self, **written)

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


class Elsewhere(msgspec.Struct, frozen=True):
    """Settings that only those who publish read: where a site goes must not change what it says."""

    deploy: Annotated[None, Row(ELSEWHERE, "where the site is brought to: [deploy](deploy.md)")] = None
    announce: Annotated[None, Row(ELSEWHERE, "where new releases are announced: [deploy](deploy.md)")] = None
    mail: Annotated[None, Row(ELSEWHERE, "how `announce` sends releases by e-mail: [mail](mail.md)")] = None
    witness: Annotated[
        None,
        Row(
            ELSEWHERE,
            "neighbour newsrooms that remember our log, and whose logs we do: `[{url: https://humas.lain.go.id/, "
            "key: RW...}]` ([trust](trust.md#witnesses))",
        ),
    ] = None


ROWS = rows_of(Settings)
"""All settings, in the order of the documentation."""
PUBLISHING_ROWS = rows_of(Elsewhere)
