"""Turns what somebody says of an office into the folder of a new newsroom: the command `init`."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import re
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import msgspec

from warta import catalogue
from warta.catalogue import say
from warta.cli.surroundings import is_placeholder, origin, origin_for_all, project_url, surroundings
from warta.cli.terminal import ask_for, put
from warta.cli.writing import EXAMPLE, WouldOverwrite
from warta.dates import find_zone
from warta.errors import UsageError, as_written, one_of
from warta.fields import clean
from warta.messages import Message, msg
from warta.newsroom.regions import AmbiguousRegion, Region, UnknownRegion, as_dateline, load_regions
from warta.settings import is_site_address

STARTER = Path(__file__).parents[1] / "starter"
COLORS = {each: each for each in ("green", "blue", "maroon", "teal", "ochre")} | {
    "hijau": "green",
    "biru": "blue",
    "merah": "maroon",
    "merah tua": "maroon",
    "toska": "teal",
    "hijau kebiruan": "teal",
    "kuning": "ochre",
    "kuning tua": "ochre",
    "oker": "ochre",
}
"""The colours of the theme by their names, and by what people call them."""
_COLOR_NAMES = msg("color-names", "green, blue, maroon, teal or ochre")
_GREEN = msg("color-green", "green")
NO_ADDRESS = "https://ganti-alamat.example/"
"""The address of a newsroom that has none yet; `deploy` refuses it, as all that is left of the sample."""

_SPECIAL = "[]*_`<>|"
_GAP = re.compile(r"\$([a-z_]+)")
_LOGOS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


class Answers(msgspec.Struct, frozen=True):
    """What is known of the office; None was not asked yet, an empty text was left open."""

    name: str | None = None
    title: str | None = None
    url: str | None = None
    region: str | None = None
    color: str | None = None
    logo: Path | None = None
    street: str | None = None
    phone: str | None = None
    whatsapp: str | None = None
    email: str | None = None


class Question(msgspec.Struct, frozen=True):
    """A question for a person on a terminal. `check` gives the answer as it is used, or raises UsageError."""

    key: str
    asks: Message
    check: Callable[[str], str]
    default: Callable[[dict[str, str]], str] = lambda answers: ""


def run_init(folder: Path, given: Answers, *, ask: bool) -> None:
    """Make a newsroom in a folder that is empty or not there: settings, office, standing pages, one release.

    What is not given is asked for on a terminal where `ask` says so, and else left open. Raises WouldOverwrite, and
    UsageError for an answer that cannot be meant; in both cases nothing was written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WouldOverwrite(msg("folder-not-empty", "%(folder)s is not empty. Name a new folder.", folder=str(folder)))
    answers = _answers(given, ask=ask and sys.stdin.isatty())
    logo = _logo(given.logo)
    folder.mkdir(parents=True, exist_ok=True)
    values = _values(answers, logo)
    for file in sorted([STARTER / "config.yaml", *(STARTER / "content").rglob("*.md")]):
        _write(folder / file.relative_to(STARTER), _filled(file.read_text(encoding="utf-8"), values))
    readme = STARTER / f"README.{catalogue.spoken()}.md"
    _write(folder / "README.md", _filled(readme.read_text(encoding="utf-8"), values))
    welcome = _filled((STARTER / "welcome.md").read_text(encoding="utf-8"), values)
    _write(folder / "content/releases" / values["today"][:4] / "ruang-berita-siap-dipakai.md", welcome)
    if logo is not None:
        shutil.copy(logo, folder / "content/organizations" / values["logo"])
    (folder / "themes").mkdir()
    for path, text in surroundings():
        _write(folder / path, text)
    _say_what_comes_next(folder, answers)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _answers(given: Answers, *, ask: bool) -> dict[str, str]:
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        typed = getattr(given, question.key)
        if typed is not None:
            answers[question.key] = question.check(clean(typed))
        elif ask:
            answers[question.key] = _asked(question, question.default(answers))
        else:
            answers[question.key] = question.check(question.default(answers))
    return answers


def _asked(question: Question, default: str) -> str:
    """The answer of a person, who is asked again while it cannot be meant; Enter takes the default."""
    while True:
        typed = clean(ask_for(question.asks, default))
        try:
            return question.check(typed)
        except UsageError as wrong:
            put(wrong.message)


def _text(typed: str) -> str:
    return " ".join(typed.split())


def _address(typed: str) -> str:
    whole = typed if "://" in typed or not typed else f"https://{typed}"
    if whole and not is_site_address(whole):
        raise UsageError(
            msg("init-url", "the address must be such as https://humas.example.go.id/ (got '%(got)s').", got=typed)
        )
    return whole if not whole or whole.endswith("/") else f"{whole}/"


def _region(typed: str) -> str:
    """The code of the region that is meant; empty for none."""
    if not typed:
        return ""
    try:
        return load_regions().find(typed).code
    except AmbiguousRegion as several:
        names = tuple(load_regions().label(each) for each in several.candidates)
        raise UsageError(
            msg("init-region-several", "'%(got)s' can be several regions: %(names)s.", got=typed, names=names)
        ) from None
    except UnknownRegion as unknown:
        near = one_of(unknown.suggestions, as_written)
        raise UsageError(msg("init-region-unknown", "there is no region '%(got)s'.", near, got=typed)) from None


def _color(typed: str) -> str:
    color = COLORS.get(typed.casefold())
    if color is None:
        raise UsageError(
            msg("init-color", "the colour is one of: %(known)s (got '%(got)s').", known=_COLOR_NAMES, got=typed)
        )
    return color


def _mail(typed: str) -> str:
    if typed and not re.fullmatch(r"[^\s@<>?&,;:]+@[^\s@<>?&,;:]+\.[^\s@<>?&,;:]+", typed):
        raise UsageError(
            msg("init-email", "'%(got)s' is no e-mail address. Write one such as humas@example.go.id.", got=typed)
        )
    return typed


def _phone(typed: str) -> str:
    if typed and len(re.sub(r"\D", "", typed)) < 5:
        raise UsageError(
            msg("init-phone", "'%(got)s' is no telephone number. Write it in figures, such as 021 3456789.", got=typed)
        )
    return typed


def _title_of(answers: dict[str, str]) -> str:
    region = load_regions().get(answers["region"]) if answers.get("region") else None
    return f"Humas {region.name}" if region else answers.get("name") or "Ruang Berita"


QUESTIONS = (
    Question("name", msg("ask-name", "Name of the office"), _text, lambda _: "Bagian Humas"),
    Question("region", msg("ask-region", "Region (code or name, such as Kabupaten Barru; empty: none)"), _region),
    Question("title", msg("ask-title", "Name of the newsroom"), _text, _title_of),
    Question(
        "url",
        msg("ask-url", "Address of the site, such as https://humas.barrukab.go.id/"),
        _address,
        lambda _: NO_ADDRESS,
    ),
    Question("phone", msg("ask-phone", "Telephone for journalists (empty: none)"), _phone),
    Question("whatsapp", msg("ask-whatsapp", "WhatsApp number (empty: none)"), _phone),
    Question("email", msg("ask-email", "E-mail address (empty: none)"), _mail),
    Question("street", msg("ask-street", "Street address (empty: none)"), _text),
    Question("color", msg("ask-color", "Colour: %(known)s", known=_COLOR_NAMES), _color, lambda _: say(_GREEN)),
)
"""What `init` asks, in this order; each is an option of the command too."""


def _logo(path: Path | None) -> Path | None:
    if path is None:
        return None
    if not path.is_file() or path.suffix.casefold() not in _LOGOS:
        raise UsageError(
            msg("init-logo", "--logo must be a picture: %(kinds)s (got '%(got)s').", kinds=_LOGOS, got=str(path))
        )
    return path


def _values(answers: dict[str, str], logo: Path | None) -> dict[str, str]:
    """What fills the gaps of the starter's files: `name` as YAML has it, `name_plain` as it stands in a text."""
    region = load_regions().get(answers["region"]) if answers["region"] else None
    zone = load_regions().zone(region.code) if region else "Asia/Jakarta"
    name, url = answers["name"], answers["url"]
    about = f"Ruang berita resmi {name}: apa yang kami terbitkan, dan bagaimana memeriksanya."
    plain = {f"{key}_plain": _in_text(text) for key, text in answers.items()}
    written = {key: json.dumps(text, ensure_ascii=False) if text else "" for key, text in answers.items()}
    return plain | written | {
        "region": answers["region"],
        "dateline": as_dateline(region.name) if region else "",
        "region_name": region.name if region else "",
        "color": answers["color"],
        "url": url,
        "host": "" if url == NO_ADDRESS else urlsplit(url).hostname or "",
        "timezone": zone,
        "tagline": json.dumps(f"Ruang berita resmi {_of(region) or name}", ensure_ascii=False),
        "about": json.dumps(about, ensure_ascii=False),
        # what was installed decides, here where a person can see it
        "search": "false" if importlib.util.find_spec("pagefind_bin") is None else "true",
        "logo": f"humas{logo.suffix.casefold()}" if logo else "",
        "documentation": _documentation(),
        "today": f"{dt.datetime.now(find_zone(zone)):%Y-%m-%d}",
    }  # fmt: skip


def _documentation() -> str:
    """Where the documentation is read; that of a Warta without a public address is in its source."""
    address = project_url("Documentation")
    if not is_placeholder(address):
        return f"<{address}>"
    return say(msg("docs-in-source", "the folder 'docs/' of the place that you had Warta from"))


def _of(region: Region | None) -> str:
    return f"Pemerintah {region.name}" if region else ""


def _in_text(text: str) -> str:
    """A text that Markdown shows as it is."""
    return "".join(f"\\{each}" if each in _SPECIAL else each for each in text)


def _filled(text: str, values: dict[str, str]) -> str:
    """A file of the starter with its gaps filled; a line whose gap has nothing to fill it is left out, and so is a
    line that was to open what is left out.
    """
    rows: list[str] = []
    for row in text.split("\n"):
        gaps = _GAP.findall(row)
        if not any(not values[gap] for gap in gaps):
            rows.append(Template(row).substitute(values))
    kept = "\n".join(rows)
    # an office without any number has no contact
    return re.sub(r"contacts:\n  - name: [^\n]*\n(?! )", "", kept)


def _say_what_comes_next(folder: Path, answers: dict[str, str]) -> None:
    command = f"{_command()} --site {shlex.quote(str(folder))}"
    put(msg("init-done", "A newsroom is in %(folder)s. Next:", folder=str(folder)))
    if answers["url"] == NO_ADDRESS:
        settings = str(folder / "config.yaml")
        put("  " + say(msg("init-url-left", "Address:  write it into %(path)s before you deploy", path=settings)))
    if not origin_for_all(origin()):
        asked = str(folder / "requirements.txt")
        put(
            "  "
            + say(
                msg(
                    "init-origin-left",
                    "Warta:    for other machines write into %(path)s where it comes from",
                    path=asked,
                )
            )
        )
    put("  " + say(msg("init-serve", "Preview:  %(command)s", command=f"{command} serve")))
    write = f'{command} new "{say(EXAMPLE)}"'
    put("  " + say(msg("init-new", "Write:    %(command)s", command=write)))
    put(
        "  "
        + say(msg("init-readme", "Further:  %(path)s, for this and any other machine", path=str(folder / "README.md")))
    )


def _command() -> str:
    """The command as it was called, so that what we print can be typed."""
    called = Path(sys.argv[0])
    if called.name == "__main__.py":
        return "python -m warta"
    return f"python {shlex.quote(str(called))}" if called.name == "build.py" else "warta"
