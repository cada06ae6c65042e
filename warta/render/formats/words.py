"""Turns a language's messages and formats into the few words that formats for machines need."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from warta.render.html.charts import Charts
from warta.render.html.locales import Formats
from warta.render.html.messages import Messages

_NOTES = {
    "correction": "Correction",
    "right-of-reply": "Right of reply",
    "clarification": "Clarification",
    "withdrawal": "Withdrawn",
}


class Words:
    """One language's words."""

    def __init__(self, language: str, messages: Messages, zone: ZoneInfo) -> None:
        self.language = language
        self.gettext = messages.gettext
        self.formats = Formats(language, zone)
        self.charts = Charts(self.formats, self.gettext)

    def note(self, kind: str) -> str:
        """What a correction, right-of-reply, clarification or withdrawal is called."""
        return self.gettext(_NOTES[kind])

    def advertorial(self, label: str) -> str:
        """The label of paid content: the written one, or the language's own word."""
        return self.gettext("Advertorial") if label == "sponsored" else label

    @property
    def unverified(self) -> str:
        """The note that unverified news must carry (Pedoman Pemberitaan Media Siber 2c)."""
        return self.gettext("This release is still unverified; verification will follow as soon as possible.")

    @property
    def struck(self) -> str:
        """How plain text tells words that are struck out; they stand at `%(words)s`."""
        return self.gettext("(struck out: %(words)s)")
