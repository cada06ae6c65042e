"""Turns an edition into the page on which readers check whether a text is a release's."""

from __future__ import annotations

from collections.abc import Container

import msgspec

from warta.digests import given
from warta.newsroom.addresses import STATIC, WIRE_FILES
from warta.newsroom.site import Edition, Site
from warta.newsroom.views import TwinLink
from warta.plan.families import Families
from warta.plan.origins import origin
from warta.plan.pages.lists import plan_view
from warta.plan.pages.standing import in_all
from warta.trust.wellknown import PATH as KEYS


class CheckView(msgspec.Struct, frozen=True, gc=False):
    """The page on which readers check a text. `site` is the whole address of the newsroom, `index` that of the folder
    in which prints and cards lie, `text_file` the name of the plain text beside each release. `signed` says that the
    newsroom has keys, so that deploys put a proof beside each text.
    """

    url: str
    language: str
    site: str
    index: str
    text_file: str
    signed: bool = False
    twins: tuple[TwinLink, ...] = ()


def add_check_page(families: Families, site: Site, edition: Edition, files: Container[str]) -> None:
    """The family of the page, where the newsroom has it; `files` are those of the content, by their paths."""
    settings, addresses, language = site.settings, site.addresses, edition.language
    if not settings.check_page:
        return
    path = addresses.check(language)
    view = CheckView(
        url=addresses.url(path),
        language=language,
        site=addresses.absolute("/"),
        index=addresses.url(addresses.check(settings.language)),
        text_file=WIRE_FILES["text"],
        signed=f"{STATIC}{KEYS}" in files,
        twins=in_all(settings, {each: addresses.url(addresses.check(each)) for each in settings.languages}, edition),
    )
    inputs = (given(view), given("check"), given(path), given(origin("check")))
    families.add(f"check {language}", plan_view, *inputs, kinds=("check",), language=language)
