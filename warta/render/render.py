"""Turns a target into the bytes of its file: one table of kinds, one function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from warta.plan import targets as kinds
from warta.plan.data_views import IconView, PackedView, TextView
from warta.plan.targets import Target
from warta.plan.views import Chrome, FileView, VariantView
from warta.render.formats import feeds, hosts, sitemaps, wire
from warta.render.formats.words import Words
from warta.render.html.contract import PAGES
from warta.render.html.theme import Theme


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
        from warta.render.html.templates import make_templates, read_languages

        self.bodies = bodies
        self.contents = feeds.Contents(bodies)
        self.texts = wire.Texts(bodies)
        self._theme = theme
        self._content = content
        self._variants = variants
        messages = read_languages(theme, tuple(chromes), next(iter(chromes.values())).default_language)
        self.words = {language: Words(language, messages[language], zone) for language in chromes}
        self._templates = make_templates(theme, chromes, messages, zone, bodies)

    def render(self, target: Target) -> bytes | Path:
        """The bytes of a target's file, or the file to copy. Raises TemplateProblem, ProblemsFound."""
        template = PAGES.get(target.kind)
        if template is not None:
            return self._templates[target.language].render(template, target.view).encode()
        made = KINDS[target.kind](target.view, self, self.words[target.language])
        return made.encode() if isinstance(made, str) else made

    def asset(self, name: str) -> bytes:
        """The bytes of a static file of the theme."""
        return self._theme.assets[self._theme.facts.assets[name]]

    def variant(self, view: VariantView) -> bytes:
        """A smaller file of a picture. Raises BrokenImage."""
        return self._variants(view, self.media(view.source))

    def media(self, source: str) -> Path:
        """The file of the content that is copied."""
        return Path(self._content[source])


def _icon(view: IconView, renderer: Renderer, _: Words) -> bytes:
    from warta.render.formats.icons import icon

    return icon(
        view, renderer.media(view.source).read_bytes() if view.origin == "content" else renderer.asset(view.source)
    )


def _manifest(view: Any, _: Renderer, __: Words) -> bytes:
    from warta.render.formats.icons import manifest

    return manifest(view)


def _packed(view: PackedView, renderer: Renderer, words: Words) -> bytes:
    from warta.render.formats.packing import pack

    made = renderer.render(Target("", view.kind, words.language, view.view, ""))
    return pack(view.encoding, made if isinstance(made, bytes) else made.read_bytes())


def _asset(view: FileView, renderer: Renderer, _: Words) -> bytes:
    return renderer.asset(view.source)


def _media(view: FileView, renderer: Renderer, _: Words) -> Path:
    return renderer.media(view.source)


def _picture(view: FileView, renderer: Renderer, _: Words) -> bytes:
    from warta.render.pictures.metadata import without_traces

    return without_traces(renderer.media(view.source).read_bytes())


def _variant(view: VariantView, renderer: Renderer, _: Words) -> bytes:
    return renderer.variant(view)


def _text(view: TextView, _: Renderer, __: Words) -> str:
    return view.text


Make = Callable[[Any, Renderer, Words], bytes | str | Path]
"""A view of the kind's own type, the renderer and the words of the target's language to a file."""

KINDS: Mapping[str, Make] = {
    kinds.FEED: lambda view, renderer, words: feeds.rss(view, renderer.contents, words),
    kinds.ATOM: lambda view, renderer, words: feeds.atom(view, renderer.contents, words),
    kinds.JSON_FEED: lambda view, renderer, words: feeds.json_feed(view, renderer.contents, words),
    kinds.NINJS: lambda view, renderer, words: wire.ninjs(view, renderer.texts, words),
    kinds.WIRE_TEXT: lambda view, renderer, words: wire.wire_text(view, renderer.texts, words),
    kinds.WIRE_LIST: lambda view, _, __: wire.ninjs_list(view),
    kinds.API: lambda view, _, __: wire.api(view),
    kinds.SITEMAP: lambda view, _, __: sitemaps.sitemap(view),
    kinds.NEWS: lambda view, _, __: sitemaps.news(view),
    kinds.ROBOTS: lambda view, _, __: sitemaps.robots(view),
    kinds.REDIRECT: lambda view, _, __: hosts.redirect_page(view),
    kinds.HOST: lambda view, _, __: hosts.render_host(view),
    kinds.TEXT: _text,
    kinds.ICON: _icon,
    kinds.MANIFEST: _manifest,
    kinds.PACKED: _packed,
    kinds.ASSET: _asset,
    kinds.MEDIA: _media,
    kinds.PICTURE: _picture,
    kinds.VARIANT: _variant,
}
"""Kinds that code makes. A new format is one function, one row and one test file."""
