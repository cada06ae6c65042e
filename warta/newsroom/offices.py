"""Turns organizations into what pages and machines show of the office a release comes from."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from warta.content.documents import Contact, Official, Organization
from warta.content.documents import Picture as Written
from warta.digests import digest_of, joined
from warta.newsroom.links import Answer, answer
from warta.newsroom.pictures import image_of
from warta.newsroom.places import Asking, Places
from warta.newsroom.release_views import worded
from warta.newsroom.terms import ORGANIZATION
from warta.newsroom.views import BodyRef, Image, Office
from warta.settings import Settings
from warta.slugs import slug


class OfficeEntry(msgspec.Struct, frozen=True, gc=False):
    """An organization in its place: what is shown of it, whom to call, the answer to what its document asks, and its
    officials with their portraits.
    """

    digest: bytes
    organization: Organization
    view: Office
    contacts: tuple[Contact, ...]
    answer: Answer
    officials: tuple[tuple[Official, Image | None], ...] = ()

    @property
    def it(self) -> OfficeEntry:
        """The value of this input: all of it."""
        return self


def by_key(organizations: Iterable[Organization], unreadable: Iterable[str]) -> dict[str, Organization]:
    """Organizations by their key. One whose file has problems stands by its name, so that it is no further problem."""
    found = {each.id: each for each in organizations}
    for source in sorted(unreadable):
        if source.startswith("organizations/"):
            key = PurePosixPath(source).stem
            found[key] = Organization(source=source, id=key, name=key)
    return found


def main_office(settings: Settings, organizations: Mapping[str, object]) -> str | None:
    """The key of the organization whose newsroom this is: that of the settings, else the only one."""
    return settings.organization or (next(iter(organizations)) if len(organizations) == 1 else None)


def asking_of(organization: Organization) -> Asking:
    """What the document of an organization asks."""
    shown = (organization.logo, *[each.photo for each in organization.officials])
    files = tuple([each.file for each in shown if each])
    return Asking(organization.source, organization.body.links, files, len(files))


def enter(
    key: str, organization: Organization, settings: Settings, places: Places, lists: Container[str]
) -> OfficeEntry:
    """An organization in its place. `lists` are the addresses of the lists of the main language: an organization of
    which nothing was published has none.
    """
    logo = organization.logo
    asking = asking_of(organization)
    addresses = places.addresses
    path = addresses.term(settings.language, ORGANIZATION, slug(key))
    found = answer(asking, path, places)
    body = organization.body
    view = Office(
        name=organization.name,
        url=addresses.url(path) if ORGANIZATION in settings.listings and path in lists else "",
        short=organization.short,
        logo=_shown(logo, found, settings, places),
        website=organization.url,
        address=organization.address,
        phone=organization.phone,
        email=organization.email,
        boilerplate=BodyRef(body.digest, found.targets) if body.lead else None,
    )
    officials = tuple([(each, _shown(each.photo, found, settings, places)) for each in organization.officials])
    digest = joined([digest_of((organization, view, officials)), found.digest])
    return OfficeEntry(digest, organization, view, organization.contacts, found, officials)


def _shown(picture: Written | None, found: Answer, settings: Settings, places: Places) -> Image | None:
    file = found.files.get(picture.file.text) if picture else None
    if file is None:
        return None
    return worded(picture, image_of(file, settings.images, places.addresses))
