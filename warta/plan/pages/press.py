"""Turns an edition into two pages for the press: the home of the press, and how one gets releases by e-mail."""

from __future__ import annotations

import posixpath

import msgspec

from warta.content.documents import Contact
from warta.digests import given
from warta.newsroom.site import Edition, Site
from warta.newsroom.views import Image, Office, TwinLink
from warta.plan.families import Families
from warta.plan.origins import origin
from warta.plan.pages.lists import plan_view
from warta.plan.pages.standing import in_all


class PortraitView(msgspec.Struct, frozen=True, gc=False):
    """An official, in the language of the page."""

    name: str
    role: str = ""
    bio: str = ""
    photo: Image | None = None


class LogoView(msgspec.Struct, frozen=True, gc=False):
    """A logo to download: whose it is, the picture, and the format of its file in capitals."""

    name: str
    image: Image
    format: str


class PressHomeView(msgspec.Struct, frozen=True, gc=False):
    """The home of the press: logos, officials, about the office (its boilerplate is `boilerplate`), whom to call."""

    url: str
    language: str
    office: Office | None = None
    contacts: tuple[Contact, ...] = ()
    logos: tuple[LogoView, ...] = ()
    officials: tuple[PortraitView, ...] = ()
    twins: tuple[TwinLink, ...] = ()


class SubscribeView(msgspec.Struct, frozen=True, gc=False):
    """How one gets releases by e-mail: `email` is written to with `subject`, or `service` is the address of a list."""

    url: str
    language: str
    email: str = ""
    service: str = ""
    twins: tuple[TwinLink, ...] = ()


def add_press_pages(families: Families, site: Site, edition: Edition) -> None:
    """The families of both pages, where the newsroom has them."""
    settings, addresses, language = site.settings, site.addresses, edition.language
    if settings.press_home:
        path = addresses.press(language)
        urls = {each: addresses.url(addresses.press(each)) for each in settings.languages}
        view = given(_press_home(site, language, urls[language], in_all(settings, urls, edition)))
        inputs = (view, given("press-home"), given(path), given(origin("press")))
        families.add(f"press home {language}", plan_view, *inputs, kinds=("press-home",), language=language)
    if settings.subscribe:
        path = addresses.subscribe(language)
        urls = {each: addresses.url(addresses.subscribe(each)) for each in settings.languages}
        mail = "@" in settings.subscribe and not settings.subscribe.startswith("https:")
        view = given(
            SubscribeView(
                urls[language],
                language,
                settings.subscribe if mail else "",
                "" if mail else settings.subscribe,
                in_all(settings, urls, edition),
            )
        )
        inputs = (view, given("subscribe"), given(path), given(origin("subscribe")))
        families.add(f"subscribe {language}", plan_view, *inputs, kinds=("subscribe",), language=language)


def _press_home(site: Site, language: str, url: str, twins: tuple[TwinLink, ...]) -> PressHomeView:
    main = site.offices.get(site.main_office or "")
    own = [main] if main else []
    every = [*own, *[each for key, each in site.offices.items() if key != site.main_office]]
    logos = [(each.view.name, each.view.logo) for each in every]
    return PressHomeView(
        url=url,
        language=language,
        office=main.view if main else None,
        contacts=main.contacts if main else (),
        logos=tuple(LogoView(name, logo, _format(logo)) for name, logo in logos if logo),
        officials=tuple(
            PortraitView(
                written.name, written.roles.get(language, written.role), written.bios.get(language, written.bio), image
            )
            for each in every
            for written, image in each.officials
        ),
        twins=twins,
    )


def _format(image: Image) -> str:
    return posixpath.splitext(image.url)[1].lstrip(".").upper()
