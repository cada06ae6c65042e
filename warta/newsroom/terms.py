"""Turns the names written in a release into terms, or into problems that name the nearest known one."""

from __future__ import annotations

from collections.abc import Iterable

from warta.content.documents import Organization, Release
from warta.errors import Problem, did_you_mean, listed
from warta.fields import Ref
from warta.newsroom.model import Term
from warta.newsroom.regions import AmbiguousRegion, Region, RegionTable, UnknownRegion
from warta.settings import Category, Settings
from warta.slugs import slug

CATEGORY, REGION, TAG, ORGANIZATION, AUTHOR = "category", "region", "tag", "organization", "author"


class Vocabulary:
    """The terms of one edition. Free names (tags, authors, and categories without a list) are written as first met."""

    def __init__(
        self, config: Settings, regions: RegionTable, organizations: dict[str, Organization], language: str, prefix: str
    ) -> None:
        self._config = config
        self._regions = regions
        self._organizations = organizations
        self._language = language
        self._prefix = prefix
        self._free: dict[tuple[str, str], Term] = {}
        self._names: dict[tuple[str, str], Term] = {}
        self._region_terms: dict[str, Term] = {}
        self._region_names: dict[str, Region] = {}
        self._trees: dict[tuple[str, ...], tuple[Term, ...]] = {}
        self._offices: dict[str, Term] = {}
        self._categories: dict[str, Term] = {}
        self.categories: tuple[Term, ...] = ()
        if config.categories is not None:
            self.categories = tuple(self._configured(category) for category in config.categories)
            for category, term in zip(config.categories, self.categories, strict=True):
                for name in (category.name, term.key, *category.names.values()):
                    self._categories.setdefault(name.casefold(), term)

    def _configured(self, category: Category) -> Term:
        key = category.slug or slug(category.name)
        name = category.names.get(self._language, category.name)
        path = f"{self._prefix}/{self._config.paths.category}/{key}/"
        return Term(CATEGORY, key, name, path, category.description)

    def category(self, ref: Ref, where: str, problems: list[Problem]) -> Term | None:
        """The category of this name, slug or translated name; any, when the settings hold no list."""
        if self._config.categories is None:
            return self.free(CATEGORY, self._config.paths.category, ref.text)
        term = self._categories.get(ref.text.casefold())
        if term is None:
            names = [category.name for category in self._config.categories]
            hint = did_you_mean(ref.text, names) or f" Known are: {listed(names, most=12)}."
            message = f"category '{ref.text}' is not in the list in config.yaml.{hint}"
            problems.append(Problem(where, ref.line, message))
        return term

    def region(self, ref: Ref, where: str, problems: list[Problem]) -> Term | None:
        """The region of this code or name."""
        found = self._region_names.get(ref.text)
        if found is None:
            try:
                found = self._regions.find(ref.text)
            except UnknownRegion as unknown:
                hint = (
                    f" Did you mean {' or '.join(repr(name) for name in unknown.suggestions)}?"
                    if unknown.suggestions
                    else ""
                )
                problems.append(Problem(where, ref.line, f"no region is called '{ref.text}'.{hint}"))
                return None
            except AmbiguousRegion as ambiguous:
                labels = listed((self._regions.label(region) for region in ambiguous.candidates), most=5)
                code = ambiguous.candidates[0].code
                message = f"region '{ref.text}' can be several: {labels}. Write the code, such as \"{code}\"."
                problems.append(Problem(where, ref.line, message))
                return None
            self._region_names[ref.text] = found
        return self._region_term(found)

    def _region_term(self, region: Region) -> Term:
        term = self._region_terms.get(region.code)
        if term is None:
            chain = [*self._regions.ancestors(region.code), region]
            path = "/".join(each.slug for each in chain)
            term = Term(
                REGION,
                region.code,
                region.name,
                f"{self._prefix}/{self._config.paths.region}/{path}/",
                parent=region.parent,
                code=region.code,
            )
            self._region_terms[region.code] = term
        return term

    def region_tree(self, terms: Iterable[Term]) -> tuple[Term, ...]:
        """The terms with all their ancestors, each once, ancestors first."""
        chosen = tuple(terms)
        codes = tuple(term.key for term in chosen)
        tree = self._trees.get(codes)
        if tree is None:
            found: dict[str, Term] = {}
            for term in chosen:
                for ancestor in self._regions.ancestors(term.key):
                    found.setdefault(ancestor.code, self._region_term(ancestor))
                found[term.key] = term
            tree = self._trees[codes] = tuple(found.values())
        return tree

    def ancestors(self, term: Term) -> tuple[Term, ...]:
        """The terms above a term, the highest first."""
        if term.kind != REGION:
            return ()
        return tuple(self._region_term(region) for region in self._regions.ancestors(term.key))

    def office(self, organization: Organization) -> Term:
        """The term of an organization."""
        term = self._offices.get(organization.id)
        if term is None:
            path = f"{self._prefix}/{self._config.paths.organization}/{slug(organization.id)}/"
            term = self._offices[organization.id] = Term(ORGANIZATION, organization.id, organization.name, path)
        return term

    def organization(self, release: Release, where: str, problems: list[Problem]) -> Organization | None:
        """Whose release it is: as written, else the settings' organization, else the only one there is."""
        ref = release.organization
        if ref is not None:
            found = self._organizations.get(ref.text)
            if found is None:
                hint = did_you_mean(ref.text, self._organizations) or " Each needs a file in content/organizations/."
                problems.append(Problem(where, ref.line, f"there is no organization '{ref.text}'.{hint}"))
            return found
        if self._config.organization is not None:
            return self._organizations.get(self._config.organization)
        return next(iter(self._organizations.values())) if len(self._organizations) == 1 else None

    def tag(self, name: str) -> Term:
        """The tag of this name."""
        return self.free(TAG, self._config.paths.tag, name)

    def author(self, name: str) -> Term:
        """The author of this name."""
        return self.free(AUTHOR, self._config.paths.author, name)

    def free(self, kind: str, word: str, name: str) -> Term:
        """The term of a name that stands in no list; names with one slug are one term."""
        term = self._names.get((kind, name))
        if term is None:
            key = slug(name)
            term = self._free.get((kind, key)) or Term(kind, key, name, f"{self._prefix}/{word}/{key}/")
            self._free[kind, key] = self._names[kind, name] = term
        return term
