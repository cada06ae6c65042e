"""Turns parts of the model into the small values views are made of: anchors, cards, pictures, offices."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from urllib.parse import quote, unquote

import msgspec

from warta.content.documents import Attachment, Document, Picture
from warta.dates import Moment
from warta.newsroom.model import Entry, Linked, Media, Site, Term, Twin
from warta.newsroom.terms import ORGANIZATION
from warta.plan.images import FileFacts, Variant, published, srcset, variants
from warta.plan.pictures import full_address, shared_address
from warta.plan.views import Anchor, BodyRef, Card, Download, Image, Office, Source, TwinLink
from warta.slugs import slug

_ENCODER = msgspec.msgpack.Encoder()
_MIDDLE = 1000  # pixels: what a browser without srcset gets, and portals that show a link


class Presenter:
    """Makes the values of one site, each card once, and the marks by which it can be told that none must be made.

    `documents` are the digests of the content's documents by source, `firsts` the first addresses that they ever had.
    A presenter of the same newsroom `before` hands on the marks of entries that are still the same.
    """

    def __init__(
        self,
        site: Site,
        files: Mapping[str, FileFacts],
        documents: Mapping[str, bytes],
        firsts: Mapping[str, str],
        before: Presenter | None = None,
    ) -> None:
        self._site = site
        self._documents = documents
        self._files = files
        self._cards: dict[int, Card] = {}
        self._known: dict[str, tuple[Entry, bytes]] = before._known if before and before._files == files else {}
        self._marks: dict[int, bytes] = {}
        self._firsts = firsts
        self._pictures: dict[str, Image] = {}
        self._sources = published(site, files)
        self._base = site.config.base
        self.origin = site.config.origin
        self._listings = frozenset(site.config.listings)
        self._anchors: dict[str, Anchor] = {}
        self.offices = {key: self._office(key) for key in site.organizations}
        self._frame = _digest(site.config, tuple(self.offices.items()), site.organizations)
        for edition in site.editions:
            for entry in (*edition.entries, *edition.unlisted, *edition.stream):
                self._mark(entry)

    def mark(self, parts: object, entries: Iterable[Entry]) -> bytes:
        """The mark of a target whose view is made of settings, organizations, these entries and `parts`."""
        known = self._marks
        marks = [known[id(entry)] for entry in entries]
        # the marks are of one length each, and MessagePack says where a value ends: no two of these join alike
        return blake2b(b"".join((self._frame, _ENCODER.encode(parts), *marks)), digest_size=16).digest()

    def _mark(self, entry: Entry) -> None:
        """Give an entry its mark, by its identity: entries live as long as their site."""
        if id(entry) in self._marks:
            return
        source = entry.release.source
        known = self._known.get(source)
        if known is None or known[0] is not entry:
            known = self._known[source] = entry, self._new_mark(entry)
        self._marks[id(entry)] = known[1]

    def _new_mark(self, entry: Entry) -> bytes:
        named = [(name, media, self._files[media.source]) for name, media in entry.files.items()]
        pairs = zip(entry.release.body.links, entry.targets, strict=True) if entry.targets else ()
        shown = [self._shown(target) for link, target in pairs if link.image]
        organization = entry.organization.id if entry.organization else None
        terms = (entry.categories, entry.tags, entry.regions, entry.region_tree, entry.authors, entry.office)
        place = (entry.state, entry.language, entry.path, entry.targets, entry.twins, entry.published_under)
        # of what its file says the digest of the file says enough
        return _digest(self._documents[entry.release.source], place, terms, organization, named, shown)

    def url(self, path: str) -> str:
        """A path below the site's root as pages write it."""
        return self._base + (path if path.isascii() else quote(path))

    def absolute(self, path: str) -> str:
        """A path below the site's root with scheme and host."""
        return self.origin + self.url(path)

    def identity(self, entry: Entry) -> str:
        """The lasting identifier of a release for machines: the first address it ever had."""
        return self.absolute(self._firsts.get(entry.release.source, entry.path))

    def shared(self, image: Image) -> Image:
        """A picture with the whole address of what feeds show, and nothing for pages."""
        return self._alone(image, shared_address(image))

    def full(self, image: Image) -> Image:
        """A picture with the whole address of its full size, and nothing for pages."""
        return self._alone(image, full_address(image))

    def _alone(self, image: Image, address: str) -> Image:
        return msgspec.structs.replace(image, url=self.origin + address, src="", srcset="", sources=())

    def anchor(self, term: Term) -> Anchor:
        """A link to a term's listing."""
        found = self._anchors.get(term.path)
        if found is None:
            found = self._anchors[term.path] = Anchor(term.name, self.url(term.path), term.code)
        return found

    def anchors(self, terms: Iterable[Term]) -> tuple[Anchor, ...]:
        """Links to the listings of terms whose kind is published."""
        return tuple([self.anchor(term) for term in terms if term.kind in self._listings]) if terms else ()

    def entry_anchor(self, entry: Entry | None) -> Anchor | None:
        """A link to a release."""
        return None if entry is None else Anchor(entry.release.title, self.url(entry.path))

    def cards(self, entries: Iterable[Entry]) -> tuple[Card, ...]:
        """Releases as lists show them; each is made once."""
        made = self._cards
        return tuple([made.get(id(entry)) or self._card(entry) for entry in entries])

    def _card(self, entry: Entry) -> Card:
        """The card of an entry, kept by its identity: entries live as long as their site."""
        release = entry.release
        card = self._cards[id(entry)] = Card(
            title=release.title,
            url=self.url(entry.path),
            date=release.date,
            summary=summary(entry),
            language=entry.language,
            state=entry.state,
            categories=self.anchors(entry.categories),
            regions=self.anchors(entry.regions),
            image=self.image(release.image, entry.files),
            sponsored=release.sponsored,
            unverified=release.unverified,
            corrected=bool(release.corrections),
        )
        return card

    def image(self, picture: Picture | None, files: Mapping[str, Media]) -> Image | None:
        """A picture of a document whose named files are `files`."""
        media = files.get(picture.file.text) if picture else None
        if picture is None or media is None:
            return None  # the file of a foreign archive that is not here was warned of
        shown = self.picture(media)
        return Image(
            shown.url,
            picture.alt,
            picture.caption,
            picture.credit,
            picture.licence,
            shown.width,
            shown.height,
            shown.src,
            shown.srcset,
            shown.sources,
        )

    def picture(self, media: Media) -> Image:
        """A picture file with the smaller ones made of it, without the words that belong to a place."""
        known = self._pictures.get(media.path)
        if known is None:
            known = self._pictures[media.path] = self._picture(media)
        return known

    def _picture(self, media: Media) -> Image:
        url = self.url(quote(media.path))
        facts = self._files[media.source]
        found = variants(media.path, media.source, facts, self._site.config.images)
        if not found:
            return Image(url, width=facts.width, height=facts.height, src=url)
        plain = [each for each in found if each.type == found[-1].type]
        others = [each for each in found if each.type != found[-1].type]
        middle = max((each for each in plain if each.view.width <= _MIDDLE), key=_width, default=plain[0])
        return Image(
            url,
            width=facts.width,
            height=facts.height,
            src=self.url(quote(middle.path)),
            srcset=srcset(plain, self._base),
            sources=(Source(others[0].type, srcset(others, self._base)),) if others else (),
        )

    def body(self, document: Document, targets: Sequence[str | None]) -> BodyRef:
        """A document's body, with its pictures where its links lead to pictures it shows."""
        links = document.body.links
        if not any(link.image for link in links):
            return BodyRef(document.body.digest, tuple(targets))
        pairs = zip(links, targets, strict=True)
        shown = tuple(self._shown(target) if link.image else target for link, target in pairs)
        return BodyRef(document.body.digest, shown)

    def _shown(self, target: str | None) -> str | Image | None:
        path = unquote(target[len(self._base) :]) if target is not None else ""
        source = self._sources.get(path)
        if source is None or not self._files[source].width:
            return target
        return self.picture(Media(source, path))

    def images(self, pictures: Iterable[Picture], files: Mapping[str, Media]) -> tuple[Image, ...]:
        """Pictures of a document."""
        return tuple(image for picture in pictures if (image := self.image(picture, files)) is not None)

    def downloads(self, attachments: Iterable[Attachment], files: Mapping[str, Media]) -> tuple[Download, ...]:
        """Attachments with what a reader wants to know before tapping them."""
        found = ((each, files.get(each.file.text)) for each in attachments)
        return tuple(self._download(each, media) for each, media in found if media is not None)

    def _download(self, attachment: Attachment, media: Media) -> Download:
        name = posixpath.basename(media.path)
        format_ = posixpath.splitext(name)[1].lstrip(".").upper()
        url = self.url(quote(media.path))
        return Download(url, attachment.title or name, format_, self._files[media.source].size)

    def twins(self, twins: Iterable[Twin], path: str) -> tuple[TwinLink, ...]:
        """The languages a release or page at `path` can be read in."""
        return tuple(TwinLink(twin.language, twin.title, self.url(twin.path), twin.path == path) for twin in twins)

    def absolute_body(self, body: BodyRef) -> BodyRef:
        """A body whose links have scheme and host, for where there is no page around them."""
        addresses = (target.src if isinstance(target, Image) else target for target in body.targets)
        return BodyRef(body.digest, tuple(None if each is None else self.origin + each for each in addresses))

    def _office(self, key: str) -> Office:
        organization = self._site.organizations[key]
        linked: Linked = self._site.organization_links[key]
        body = organization.body
        listed = ORGANIZATION in self._listings
        return Office(
            name=organization.name,
            url=self.url(f"/{self._site.config.paths.organization}/{slug(key)}/") if listed else "",
            short=organization.short,
            logo=self.image(organization.logo, linked.files),
            website=organization.url,
            address=organization.address,
            phone=organization.phone,
            email=organization.email,
            boilerplate=self.body(organization, linked.targets) if body.lead else None,
        )


def _digest(*parts: object) -> bytes:
    return blake2b(_ENCODER.encode(parts), digest_size=16).digest()


def summary(entry: Entry) -> str:
    """The written summary, else the first paragraph; of a withdrawn release neither."""
    release = entry.release
    return "" if release.withdrawn else release.summary or release.body.lead


def updated(entry: Entry) -> Moment | None:
    """When what a release says last changed by a correction or withdrawal, as published."""
    release = entry.release
    if not release.corrections and release.withdrawn is None:
        return None
    moments = [correction.at for correction in release.corrections]
    if release.withdrawn:
        moments.append(release.withdrawn.at)
    return max(moments, key=lambda moment: moment.at, default=None)


def _width(variant: Variant) -> int:
    return variant.view.width
