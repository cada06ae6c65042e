"""Targets into bytes: Markdown, theme, messages, feeds."""
