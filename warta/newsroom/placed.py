"""Turns all that the newsroom says of one release into a row: the release in its place."""

from __future__ import annotations

import msgspec

from warta.content.documents import Heading
from warta.content.documents import Picture as Written
from warta.content.heads import Head, heading_of
from warta.errors import Problem
from warta.newsroom.pictures import Picture
from warta.newsroom.terms import Term
from warta.newsroom.twins import Twin
from warta.newsroom.views import Enclosure, Image, Target


class Where(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The address of a release (below the root of the site), its URL, the site's scheme and host; language, state."""

    path: str
    url: str
    origin: str
    language: str
    state: str

    @property
    def absolute(self) -> str:
        """The whole URL."""
        return self.origin + self.url


class Lead(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The terms that a card shows."""

    categories: tuple[Term, ...] = ()
    regions: tuple[Term, ...] = ()


class More(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The other terms: `tree` are the regions with all above them. `past` names the earlier period of office."""

    tags: tuple[Term, ...] = ()
    authors: tuple[Term, ...] = ()
    tree: tuple[Term, ...] = ()
    office: Term | None = None
    past: str = ""


class Shown(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A file that front matter names: the file in its place, what a page shows of it, and its URL as a download."""

    path: str
    size: int
    image: Image
    url: str


Files = dict[str, Shown]
"""Files by their name as written."""


class Row(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A release in its place. `digests` are those of its facets, one after the other.

    `cover` is the file of its lead picture, `files` are the others; `targets` are what the links of its body lead to;
    `identity` is the first address it ever had, where it has another now; `images` are the URLs of its pictures in
    full size, `enclosures` its recordings and documents; `media` are the files that are published with it, `shown` the
    pictures that its page shows.
    """

    head: Head
    where: Where
    lead: Lead
    more: More
    cover: Shown | None
    files: Files
    targets: tuple[Target, ...]
    twins: tuple[Twin, ...]
    identity: str
    images: tuple[str, ...]
    enclosures: tuple[Enclosure, ...] = ()
    media: tuple[Picture, ...] = ()
    shown: tuple[Picture, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    digests: bytes = b""

    @property
    def title(self) -> str:
        """The title of the release, which its head has too."""
        return self.head.title

    @property
    def heading(self) -> Heading:
        """What lists show of the release, which its head has too."""
        return heading_of(self.head)

    @property
    def image(self) -> Written | None:
        """The lead picture of the release, which its head has too."""
        return self.head.image

    @property
    def changed(self) -> str:
        """When what it says last changed."""
        return self.head.changed

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms it is listed by, but for those of its date."""
        lead, more = self.lead, self.more
        office = (more.office,) if more.office else ()
        return (*lead.categories, *more.tree, *more.tags, *office, *more.authors)


PLACES = ("where", "lead", "more", "cover", "files", "targets", "twins", "identity", "images", "enclosures", "changed")
"""The ingredients that a row has besides the parts of its release."""
