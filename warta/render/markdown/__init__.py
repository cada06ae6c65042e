"""Turns Markdown text into the HTML that Python-Markdown gives for it, several times as fast."""

from warta.render.markdown.engine import DEFAULT_CONFIGS, DEFAULT_EXTENSIONS, Engine

__all__ = ["DEFAULT_CONFIGS", "DEFAULT_EXTENSIONS", "Engine"]
