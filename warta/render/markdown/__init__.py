"""Turns Markdown text into the HTML that Python-Markdown gives for it, several times as fast."""

from warta.render.markdown.engine import DEFAULT_CONFIGS, DEFAULT_EXTENSIONS, Engine
from warta.render.markdown.footnotes import with_words
from warta.render.markdown.typed import mended

__all__ = ["DEFAULT_CONFIGS", "DEFAULT_EXTENSIONS", "Engine", "mended", "with_words"]
