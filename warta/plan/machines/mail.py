"""Turns the rows of shards into mails: one beside each release, and one with all releases of each week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from warta.digests import NOTHING, Digested, Group, Value, given, group
from warta.newsroom.addresses import PRESS_FILES, Addresses, press_files
from warta.newsroom.facets import CARD, NOTE, WIRE
from warta.newsroom.linked import Linked
from warta.newsroom.lists import Ref
from warta.newsroom.site import Edition, Site
from warta.plan.families import Families
from warta.plan.frame import ThemeFacts
from warta.plan.machines.press import file_of_logo, files_of
from warta.plan.machines.wire import WireNewsroom
from warta.plan.origins import origin
from warta.plan.pages.releases import Named, named
from warta.plan.targets import Target, page
from warta.settings import ImageSettings

WORD = "mail"
"""What `press` in the settings calls mails."""


class MailNewsroom(msgspec.Struct, frozen=True, gc=False):
    """What mails say of the newsroom: as on the wire, with the options of the theme, the whole addresses of its home
    and of its icon, and an e-mail address of its office. `made` are the files beside each release, by what they are.
    `unsubscribe` is where somebody leaves the list, in a mail that is sent to one.
    """

    wire: WireNewsroom
    options: dict[str, str | bool | int]
    home: str
    icon: str = ""
    email: str = ""
    made: dict[str, str] = {}
    unsubscribe: str = ""


class WeekView(msgspec.Struct, frozen=True, gc=False):
    """A week of which a mail tells: its name, such as 2026-w48, its first day, its language."""

    name: str
    first: dt.date
    language: str


def newsroom_of(site: Site, edition: Edition, theme: ThemeFacts, icon: str) -> Value:
    """What the mails of an edition say of the newsroom, as an input."""
    settings = site.settings.in_language(edition.language)
    office = site.offices.get(site.main_office or "")
    emails = [office.view.email, *[each.email for each in office.contacts]] if office else []
    return given(
        MailNewsroom(
            WireNewsroom(settings.title, settings.origin),
            theme.options,
            site.addresses.absolute(site.addresses.home(edition.language)),
            site.addresses.origin + icon if icon else "",
            next(filter(None, emails), ""),
            {name: file for name, file in press_files(settings).items() if name in ("whatsapp", "pdf", "kit")},
        )
    )


def plan_mails(linked: Linked, offices: Named, newsroom: Value, images: Value, addresses: Value) -> Iterator[Target]:
    """The mail of each release of a shard."""
    for at in range(linked.count):
        yield mail_of(linked, at, offices.by_name(), newsroom, (images.it, addresses.it))


def mail_of(
    linked: Linked, at: int, office: dict[str, Digested], newsroom: Value, pictures: tuple[ImageSettings, Addresses]
) -> Target:
    """The mail of one release."""
    row = linked.rows[at]
    of = office[row.more.office.key] if row.more.office else NOTHING
    logo = file_of_logo(of, *pictures) if row.more.office else None
    inputs = (Ref(WIRE, linked, at), of, newsroom, given((files_of(row, *pictures), logo)))
    path = row.where.path + PRESS_FILES[WORD]
    return page(path, "mail", row.where.language, *inputs, about=f"content/{row.head.source}")


def plan_weeks(shards: Group, noted: Named, year: Value, newsroom: Value, addresses: Value) -> Iterator[Target]:
    """The mails of the weeks of a year, as ISO 8601 counts them: some of their days are of the years beside it.

    `noted` are the releases of whatever year that were corrected or withdrawn, by the week and a number.
    """
    weeks: dict[str, list[Ref]] = {}
    for shard in shards.members:
        for at, (_, date) in enumerate(shard.dates):
            if (week := week_of(date)).startswith(f"{year.it}-"):
                weeks.setdefault(week, []).append(Ref(CARD, shard, at))
    notes: dict[str, list[Digested]] = {}
    for name, ref in noted.by_name().items():
        notes.setdefault(name.partition(" ")[0], []).append(ref)
    said, language = newsroom.it
    for week in sorted({*weeks, *notes}):
        about = weeks.get(week, []), notes.get(week, [])
        yield digest_of_week(week, language, given(said), about, addresses.it)


def digest_of_week(
    week: str, language: str, newsroom: Value, about: tuple[Sequence[Ref], Sequence[Digested]], addresses: Addresses
) -> Target:
    """The mail about a week: the releases of it, the oldest first, and those that something was said of."""
    cards, notes = about
    view = given(WeekView(week, first_day(week), language))
    inputs = (newsroom, view, group(list(cards)[::-1]), group(list(notes)))
    return page(addresses.digest(language, week), "digest", language, *inputs, about=origin("digest", week))


def week_of(date: str) -> str:
    """The week of a date (both as ISO 8601 writes them) as its mail is called: 2026-w48."""
    year, week, _ = dt.date.fromisoformat(date[:10]).isocalendar()
    return f"{year}-w{week:02}"


def first_day(week: str) -> dt.date:
    """The Monday of a week."""
    year, _, number = week.partition("-w")
    return dt.date.fromisocalendar(int(year), int(number), 1)


def noted_of(edition: Edition) -> dict[str, Ref]:
    """The releases of an edition that were corrected or withdrawn, by the week in which that was last, and a number."""
    found = [
        (week_of(linked.changed[at][1]), Ref(NOTE, linked, at)) for linked in edition.every for at in linked.corrected
    ]
    return {f"{week} {number}": ref for number, (week, ref) in enumerate(found)}


def add_mails(families: Families, site: Site, edition: Edition, theme: ThemeFacts, icon: str) -> None:
    """The families of an edition's mails: one of releases and one of weeks for each year. `icon` is the URL of the
    newsroom's icon.
    """
    if WORD not in site.settings.press:
        return
    language = edition.language
    newsroom, addresses = newsroom_of(site, edition, theme, icon), given(site.addresses)
    offices, images = named(dict(site.offices)), given(site.settings.images)
    shards = {linked.year: linked for linked in edition.shards}
    for year, linked in shards.items():
        name = f"mails {language} {year}"
        families.add(name, plan_mails, linked, offices, newsroom, images, addresses, kinds=("mail",), language=language)
    noted = noted_of(edition)
    years = {*shards, *[int(key[:4]) for key in noted]}
    spoken = given((newsroom.it, language))
    for year in sorted({each + step for each in years for step in (-1, 0, 1)}):
        three = group([shards[each] for each in (year - 1, year, year + 1) if each in shards])
        of = named({key: ref for key, ref in noted.items() if int(key[:4]) == year})
        inputs = (three, of, given(year), spoken, addresses)
        families.add(f"weeks {language} {year}", plan_weeks, *inputs, kinds=("digest",), language=language)
