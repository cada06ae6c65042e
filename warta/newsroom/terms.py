"""Turns the names written in a release into terms, or into problems that name the nearest known one."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import msgspec

from warta.content.heads import Head
from warta.digests import digest_of
from warta.errors import Problem, as_written, known_are, meant, one_of
from warta.fields import Ref
from warta.messages import Message, msg
from warta.newsroom.addresses import Addresses
from warta.newsroom.regions import AmbiguousRegion, Region, RegionTable, UnknownRegion, load_regions
from warta.newsroom.views import Anchor
from warta.settings import Category, ImageSettings, Settings
from warta.slugs import former_slug, slug

CATEGORY, REGION, TAG, ORGANIZATION, AUTHOR = "category", "region", "tag", "organization", "author"
HOME, YEAR, MONTH, ARCHIVE = "home", "year", "month", "archive"
LISTED = (CATEGORY, REGION, TAG, ORGANIZATION, AUTHOR)
_LISTED = 30  # of so many categories all are told
"""Kinds of terms that have a list each, and an index of all; years and months stand in the archive."""


class Term(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something releases are listed by. `path` is its address; `url` what pages write, empty where it has no list."""

    kind: str
    key: str
    name: str
    path: str
    url: str
    description: str = ""
    parent: str | None = None
    code: str = ""

    def anchor(self) -> Anchor:
        """A link to the list of the term."""
        return Anchor(self.name, self.url, self.code)


def anchors(terms: Iterable[Term]) -> tuple[Anchor, ...]:
    """Links to the lists of those terms that have one."""
    return tuple([term.anchor() for term in terms if term.url])


class Lexicon(msgspec.Struct, frozen=True, dict=True):
    """What of settings and organizations decides where a release of an edition stands and what its names mean."""

    language: str
    addresses: Addresses
    listings: tuple[str, ...]
    categories: tuple[Category, ...] | None
    regions: tuple[tuple[str, str], ...]
    region: str | None
    organization: str | None
    organizations: dict[str, str]
    languages: tuple[str, ...]
    images: ImageSettings
    lenient: bool

    @functools.cached_property
    def digest(self) -> bytes:
        """The digest of all of it."""
        return digest_of(self)

    @functools.cached_property
    def table(self) -> RegionTable:
        """All regions."""
        return regions_of(self.regions, self.region)

    @functools.cached_property
    def known(self) -> Vocabulary:
        """The terms that these settings make, each made once."""
        return Vocabulary(self)


@functools.lru_cache(maxsize=4)
def regions_of(extra: tuple[tuple[str, str], ...], home: str | None) -> RegionTable:
    """The table of regions with the settings' own. Raises BadRegionRow."""
    return load_regions(extra, home)


def lexicon_of(settings: Settings, language: str, organizations: Mapping[str, str]) -> Lexicon:
    """The lexicon of an edition. `organizations` are names by key."""
    return Lexicon(
        language,
        Addresses.of(settings),
        settings.listings,
        settings.categories,
        settings.regions,
        settings.region,
        settings.organization,
        dict(organizations),
        settings.languages,
        settings.images,
        settings.unknown_keys == "warn",
    )


class Vocabulary:
    """The terms of one lexicon, each made when it is first asked for."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._regions: dict[str, Region] = {}
        self._terms: dict[tuple[str, str, str], Term] = {}
        self._trees: dict[tuple[str, ...], tuple[Term, ...]] = {}
        self._categories: dict[str, Term] = {}
        self.categories: tuple[Term, ...] = ()
        if lexicon.categories is not None:
            self.categories = tuple(self._configured(category) for category in lexicon.categories)
            for category, term in zip(lexicon.categories, self.categories, strict=True):
                for name in (category.name, term.key, *category.names.values()):
                    self._categories.setdefault(name.casefold(), term)

    def _made(self, kind: str, key: str, name: str, steps: str = "", **more: str | None) -> Term:
        known = self._terms.get((kind, key, name))
        if known is None:
            lexicon = self._lexicon
            path = lexicon.addresses.term(lexicon.language, kind, steps or key)
            url = lexicon.addresses.url(path) if kind in lexicon.listings else ""
            known = self._terms[kind, key, name] = Term(kind, key, name, path, url, **more)  # type: ignore[arg-type]
        return known

    def _configured(self, category: Category) -> Term:
        name = category.names.get(self._lexicon.language, category.name)
        description = category.descriptions.get(self._lexicon.language, category.description)
        key = category.slug or slug(category.name)
        return self._made(CATEGORY, key, name, description=description)

    def category(self, ref: Ref, spelled: Mapping[str, str]) -> Term | Message:
        """The category of this name, slug or translated name; any, when the settings hold no list. Else the problem."""
        if self._lexicon.categories is None:
            return self.free(CATEGORY, ref.text, spelled)
        term = self._categories.get(ref.text.casefold())
        if term is not None:
            return term
        names = [category.name for category in self._lexicon.categories]
        return msg(
            "category-unknown",
            "category '%(got)s' is not in the list in config.yaml. There are: %(known)s.",
            meant(ref.text, names, as_written),
            got=ref.text,
            known=", ".join(names) if len(names) <= _LISTED else tuple(names),
        )

    def region(self, ref: Ref) -> Term | Message:
        """The region of this code or name; else what is wrong with it."""
        table = self._lexicon.table
        try:
            return self._region(self._regions.get(ref.text) or table.find(ref.text), ref.text)
        except UnknownRegion as unknown:
            return msg(
                "region-unknown",
                "no region is called '%(got)s'.",
                one_of(unknown.suggestions, as_written),
                got=ref.text,
            )
        except AmbiguousRegion as ambiguous:
            return msg(
                "region-ambiguous",
                "region '%(got)s' can be several: %(labels)s. Write the code, such as \"%(region)s\".",
                got=ref.text,
                labels=tuple([table.label(region) for region in ambiguous.candidates]),
                region=ambiguous.candidates[0].code,
            )

    def _region(self, region: Region, written: str = "") -> Term:
        if written:
            self._regions[written] = region
        known = self._terms.get((REGION, region.code, region.name))
        if known is not None:
            return known
        chain = [*self._lexicon.table.ancestors(region.code), region]
        steps = "/".join([each.slug for each in chain])
        return self._made(REGION, region.code, region.name, steps, parent=region.parent, code=region.code)

    def region_tree(self, terms: Iterable[Term]) -> tuple[Term, ...]:
        """The terms with all their ancestors, each once, ancestors first."""
        chosen = tuple(terms)
        codes = tuple([term.key for term in chosen])
        tree = self._trees.get(codes)
        if tree is None:
            found: dict[str, Term] = {}
            for term in chosen:
                for ancestor in self.ancestors(term):
                    found.setdefault(ancestor.key, ancestor)
                found[term.key] = term
            tree = self._trees[codes] = tuple(found.values())
        return tree

    def ancestors(self, term: Term) -> tuple[Term, ...]:
        """The terms above a term, the highest first."""
        if term.kind != REGION:
            return ()
        return tuple(self._region(region) for region in self._lexicon.table.ancestors(term.key))

    def office(self, key: str) -> Term:
        """The term of an organization."""
        return self._made(ORGANIZATION, key, self._lexicon.organizations[key], slug(key))

    def organization(self, ref: Ref | None) -> str | None | Problem:
        """Whose release it is, by key: as written, else the settings' organization, else the only one there is.

        An organization that is not there is a problem, whose path is left to the caller.
        """
        known = self._lexicon.organizations
        if ref is not None:
            if ref.text in known:
                return ref.text
            return Problem("", ref.line, no_organization(ref.text, known))
        default = self._lexicon.organization
        if default is not None:
            return default if default in known else None
        return next(iter(known)) if len(known) == 1 else None

    def free(self, kind: str, name: str, spelled: Mapping[str, str]) -> Term:
        """The term of a name that stands in no list, written as `spelled` says; names with one slug are one term."""
        key = slug(name)
        return self._made(kind, key, spelled.get(f"{kind} {key}", name))

    def unshown(self, head: Head) -> tuple[Term, ...]:
        """The terms that a release is listed by and does not show: the year and the month of its date."""
        return _dates(self._lexicon.addresses, self._lexicon.language, ARCHIVE in self._lexicon.listings, head.date[:7])


@functools.lru_cache(maxsize=4000)
def _dates(addresses: Addresses, language: str, listed: bool, inner: str) -> tuple[Term, Term]:  # noqa: FBT001
    outer = inner[:4]
    above, below = addresses.year(language, outer), addresses.month(language, inner)
    return (
        Term(YEAR, outer, outer, above, addresses.url(above) if listed else ""),
        Term(MONTH, inner, inner, below, addresses.url(below) if listed else "", parent=outer),
    )


def former_keys(heads: Iterable[Head]) -> tuple[tuple[str, str, str], ...]:
    """The kind, the key of before and the key of free names that had another key before their figures stayed apart."""
    written = {(TAG, ref.text) for head in heads for ref in head.tags}
    written |= {(AUTHOR, name) for head in heads for name in head.authors}
    written |= {(CATEGORY, ref.text) for head in heads for ref in head.categories}
    written |= {(ORGANIZATION, head.organization.text) for head in heads if head.organization}
    found = {(kind, former, slug(name)) for kind, name in written if (former := former_slug(name))}
    return tuple(sorted(found))


def spellings(heads: Iterable[Head]) -> dict[str, str]:
    """How free names are written where they first stand, by kind and slug: `tag banjir`. The oldest head is first."""
    found: dict[str, str] = {}
    for head in heads:
        for ref in head.tags:
            found.setdefault(f"{TAG} {slug(ref.text)}", ref.text)
        for name in head.authors:
            found.setdefault(f"{AUTHOR} {slug(name)}", name)
        for ref in head.categories:
            found.setdefault(f"{CATEGORY} {slug(ref.text)}", ref.text)
    return found


_EACH_NEEDS_A_FILE = msg("organization-file", "Each needs a file in content/organizations/.")


def no_organization(name: str, known: Iterable[str]) -> Message:
    """That there is no organization of this key."""
    names = tuple(sorted(known))
    near = meant(name, names)
    hints = () if near else (known_are(names) if names else None, _EACH_NEEDS_A_FILE)
    return msg("organization-unknown", "there is no organization '%(name)s'.", near, *hints, name=name)
