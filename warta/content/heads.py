"""Turns a document into its head: all that the newsroom's model knows of it, in a few hundred bytes.

The document itself stays in the store until somebody renders it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right

import msgspec

from warta.content.documents import Heading, Link, Parts, Picture, Release, before, notes_of, parts_of
from warta.dates import Moment, iso
from warta.digests import digest_of, joined
from warta.errors import Problem
from warta.fields import Ref


class Files(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """The files that front matter names: the lead picture, the pictures of the gallery, the attachments."""

    image: Ref | None = None
    gallery: tuple[Ref, ...] = ()
    attachments: tuple[Ref, ...] = ()

    @property
    def all(self) -> list[Ref]:
        """Every file, pictures first."""
        return [*([self.image] if self.image else []), *self.gallery, *self.attachments]


class Head(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What the model knows of a release.

    `digest` covers the bytes of the file, its path and how it was read. `date` is written as in ISO 8601, with its
    offset; `timed`: whether it has a time of day. `at` is it in seconds of the epoch; `opens` and `expires` are those
    of what decides on visibility. `changed` is the last correction or the withdrawal, else the date. `changed` is as
    sitemaps write it. `parts` are the digests of the release's parts in their order. What lists show (`summary`,
    `image` and the labels) is that of the release's `Heading`. `former` is the slug that its title had before. `keep`
    are the files that a withdrawn release leaves. `problems` and `warnings` are those of the file alone.

    `notes` are the moments of corrections and withdrawal (ascending), `withdrawn_at` is that of the withdrawal.
    `earlier` has for each of them the head of the release as it is until then. Such a head has a digest of its own;
    `until` is its moment, and `document` the digest under which the release itself is kept.
    """

    digest: bytes
    source: str
    title: str
    title_line: int
    date: str
    timed: bool
    at: float
    slug: Ref
    parts: bytes
    changed: str
    changed_at: float
    language: Ref | None = None
    translation_of: Ref | None = None
    categories: tuple[Ref, ...] = ()
    tags: tuple[Ref, ...] = ()
    regions: tuple[Ref, ...] = ()
    authors: tuple[str, ...] = ()
    organization: Ref | None = None
    links: tuple[Link, ...] = ()
    files: Files | None = None
    aliases: tuple[Ref, ...] = ()
    draft: bool = False
    opens: float = 0.0
    expires: float | None = None
    withdrawn: bool = False
    summary: str = ""
    image: Picture | None = None
    sponsored: str = ""
    unverified: bool = False
    corrected: bool = False
    former: str = ""
    mentions: tuple[str, ...] = ()
    keep: tuple[Ref, ...] = ()
    notes: tuple[float, ...] = ()
    withdrawn_at: float | None = None
    earlier: tuple[Head, ...] = ()
    until: float | None = None
    document: bytes = b""
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def as_of(self, moment: float) -> Head:
        """The head of the release as it is at a moment: with the notes that are public by then."""
        count = bisect_right(self.notes, moment)
        return self.earlier[count] if count < len(self.earlier) else self


def heading_of(head: Head) -> Heading:
    """What lists show of a release."""
    date = Moment(dt.datetime.fromisoformat(head.date), head.timed)
    return Heading(head.title, date, head.summary, head.sponsored, head.unverified, head.corrected)


def date_of(head: Head) -> str:
    """The date of a release as sitemaps write it: without a time where it has none."""
    return head.date if head.timed else head.date[:10]


def head_of(
    release: Release, digest: bytes, problems: tuple[Problem, ...] = (), warnings: tuple[Problem, ...] = ()
) -> Head:
    """The head of a release whose file, path and reading have this digest."""
    head = _head_of(release, digest, problems, warnings)
    notes = notes_of(release)
    if not (notes or release.withdrawn):  # as most
        return head
    return msgspec.structs.replace(
        head,
        notes=notes,
        withdrawn_at=release.withdrawn.at.at.timestamp() if release.withdrawn else None,
        earlier=tuple([_head_until(release, digest, each) for each in notes]),
    )


def _head_until(release: Release, digest: bytes, moment: float) -> Head:
    """The head of a release as it is until one of its notes."""
    head = _head_of(before(release, moment), joined((digest, digest_of(moment))))
    return msgspec.structs.replace(head, until=moment, document=digest)


def _head_of(
    release: Release, digest: bytes, problems: tuple[Problem, ...] = (), warnings: tuple[Problem, ...] = ()
) -> Head:
    parts = parts_of(release)
    at, date, updated = release.date.at.timestamp(), release.date.at.isoformat(timespec="seconds"), parts.text.updated
    return Head(
        digest=digest,
        source=release.source,
        title=release.title,
        title_line=release.title_line,
        date=date,
        timed=release.date.timed,
        at=at,
        slug=release.slug,
        parts=digests_of_parts(parts),
        changed=iso(updated) if updated else date if release.date.timed else date[:10],
        changed_at=updated.at.timestamp() if updated else at,
        language=release.language,
        translation_of=release.translation_of,
        categories=release.categories,
        tags=release.tags,
        regions=release.regions,
        authors=release.authors,
        organization=release.organization,
        links=release.body.links,
        files=_files_of(release),
        aliases=release.aliases,
        draft=release.draft,
        opens=max(at, release.embargo.at.timestamp()) if release.embargo else at,
        expires=release.expires.at.timestamp() if release.expires else None,
        withdrawn=release.withdrawn is not None,
        summary=parts.heading.summary,
        image=parts.image,
        sponsored=release.sponsored,
        unverified=release.unverified,
        corrected=bool(release.corrections),
        former=release.former,
        mentions=release.body.mentions,
        keep=release.withdrawn.keep if release.withdrawn else (),
        problems=problems,
        warnings=warnings,
    )


def digests_of_parts(parts: Parts) -> bytes:
    """The digests of a release's parts, one after the other."""
    return b"".join([digest_of(part) for part in msgspec.structs.astuple(parts)])


def _files_of(release: Release) -> Files | None:
    if not (release.image or release.gallery or release.attachments):
        return None
    return Files(
        release.image.file if release.image else None,
        tuple([each.file for each in release.gallery]),
        tuple([each.file for each in release.attachments]),
    )
