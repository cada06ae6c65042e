"""Turns organizations into what pages and machines show of the office a release comes from."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from warta.content.documents import Contact, Organization
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
    """An organization in its place: what is shown of it, whom to call, and the answer to what its document asks."""

    digest: bytes
    organization: Organization
    view: Office
    contacts: tuple[Contact, ...]
    answer: Answer

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
    logo = organization.logo
    return Asking(organization.source, organization.body.links, (logo.file,) if logo else (), 1 if logo else 0)


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
        logo=_logo(logo, found, settings, places),
        website=organization.url,
        address=organization.address,
        phone=organization.phone,
        email=organization.email,
        boilerplate=BodyRef(body.digest, found.targets) if body.lead else None,
    )
    digest = joined([digest_of((organization, view)), found.digest])
    return OfficeEntry(digest, organization, view, organization.contacts, found)


def _logo(logo: Written | None, found: Answer, settings: Settings, places: Places) -> Image | None:
    file = found.files.get(logo.file.text) if logo else None
    if file is None:
        return None
    return worded(logo, image_of(file, settings.images, places.addresses))
