"""Turns a target into the bytes of its file: one table of kinds, one function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from warta.plan import targets as kinds
from warta.plan.targets import Target
from warta.plan.views import Chrome, FeedView, FileView, RobotsView, SitemapView, VariantView, View
from warta.render import formats
from warta.render.theme import PAGES, Theme


class Renderer:
    """Renders any target of one plan; made anew in each worker.

    `bodies` gives the HTML of a body by its digest; `content` maps the source of a copied file to its path;
    `variants` makes a variant of the picture at a path.
    """

    def __init__(
        self,
        theme: Theme,
        chromes: Mapping[str, Chrome],
        zone: ZoneInfo,
        bodies: Callable[[str], str],
        content: Mapping[str, str],
        variants: Callable[[VariantView, Path], bytes],
    ) -> None:
        from warta.render.templates import make_templates

        self.bodies = bodies
        self._theme = theme
        self._content = content
        self._variants = variants
        self._templates = make_templates(theme, chromes, zone, bodies)

    def render(self, target: Target) -> bytes | Path:
        """The bytes of a target's file, or the file to copy. Raises TemplateProblem."""
        template = PAGES.get(target.kind)
        if template is not None:
            return self._templates[target.language].render(template, target.view).encode()
        return KINDS[target.kind](target.view, self)

    def asset(self, view: FileView) -> bytes:
        """The bytes of a static file of the theme."""
        return self._theme.assets[self._theme.facts.assets[view.source]]

    def variant(self, view: VariantView) -> bytes:
        """A smaller file of a picture. Raises BrokenImage."""
        return self._variants(view, self.media(view.source))

    def media(self, source: str) -> Path:
        """The file of the content that is copied."""
        return Path(self._content[source])


def _feed(view: View, renderer: Renderer) -> bytes:
    assert isinstance(view, FeedView)
    return formats.rss(view, renderer.bodies).encode()


def _sitemap(view: View, _: Renderer) -> bytes:
    assert isinstance(view, SitemapView)
    return formats.sitemap(view).encode()


def _robots(view: View, _: Renderer) -> bytes:
    assert isinstance(view, RobotsView)
    return formats.robots(view).encode()


def _asset(view: View, renderer: Renderer) -> bytes:
    assert isinstance(view, FileView)
    return renderer.asset(view)


def _media(view: View, renderer: Renderer) -> Path:
    assert isinstance(view, FileView)
    return renderer.media(view.source)


def _picture(view: View, renderer: Renderer) -> bytes:
    from warta.render.metadata import without_traces

    assert isinstance(view, FileView)
    return without_traces(renderer.media(view.source).read_bytes())


def _variant(view: View, renderer: Renderer) -> bytes:
    assert isinstance(view, VariantView)
    return renderer.variant(view)


KINDS: dict[str, Callable[[View, Renderer], bytes | Path]] = {
    kinds.FEED: _feed,
    kinds.SITEMAP: _sitemap,
    kinds.ROBOTS: _robots,
    kinds.ASSET: _asset,
    kinds.MEDIA: _media,
    kinds.PICTURE: _picture,
    kinds.VARIANT: _variant,
}
"""Kinds that code makes. A new format is one function, one row and one test file."""
