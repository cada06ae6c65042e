"""All rules of the desk editor: id -> what it asks, how severe, where it comes from, and the function that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from warta.desk.findings import ERROR, NOTE, OFF, WARNING, Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.desk.rules import copy_marks, facts, press, site, voices, words
from warta.desk.rules.site import Located, Newsroom

_CYBER = "Pedoman Pemberitaan Media Siber (Dewan Pers, 1/III/2012)"
_PRESS_LAW = "UU 40/1999 tentang Pers"
_CHILDREN = "Pedoman Pemberitaan Ramah Anak (Dewan Pers, 1/II/2019)"
_WCAG = "WCAG 2.2, 1.1.1"


class Rule(msgspec.Struct, frozen=True):
    """A rule: `reads` looks at one text, `looks` at the whole newsroom; spelling and links to others
    are read by themselves, and have neither."""

    asks: str
    severity: str = WARNING
    source: str = ""
    reads: Callable[[Manuscript, House], Iterator[Note]] | None = None
    looks: Callable[[Newsroom], Iterator[Located]] | None = None


SPELLING = "spelling"
EXTERNAL = "link-external"
UNKNOWN_RULE = "unknown-rule"
INVALID = "invalid"

RULES: dict[str, Rule] = {
    INVALID: Rule("what a build refuses", ERROR),
    UNKNOWN_RULE: Rule("'check: ignore' names a rule that is there", ERROR),
    "text-missing": Rule("a text", reads=facts.text_missing),
    "never-public": Rule("an end that is after the beginning", ERROR, reads=facts.never_public),
    "summary-missing": Rule("a summary", reads=facts.summary_missing),
    "dateline-missing": Rule("a dateline", reads=facts.dateline_missing),
    "region-missing": Rule("a region", reads=facts.region_missing),
    "contact-missing": Rule("a press contact", looks=site.contact_missing),
    "credit-missing": Rule("a credit for each picture", source=f"{_CYBER} 7", reads=facts.credit_missing),
    "alt-missing": Rule("a text for each picture", source=_WCAG, reads=facts.alt_missing),
    "title-long": Rule("a title that is not cut", reads=facts.title_long),
    "dateline-region": Rule("dateline and regions that agree", reads=facts.dateline_region),
    "weekday-wrong": Rule("weekdays that fit their dates", reads=facts.weekday_wrong),
    "date-mismatch": Rule("dates that agree with the front matter", reads=facts.date_mismatch),
    "quote-speaker": Rule("a speaker for each quotation", reads=voices.quote_speaker),
    "quote-open": Rule("quotation marks that close", reads=voices.quote_open),
    "signature": Rule("signatures in the front matter, not in the text", reads=copy_marks.signature),
    "residue": Rule("no lines that other systems left behind", reads=copy_marks.residue),
    "advertorial-label": Rule("a label on what is paid for", ERROR, f"{_CYBER} 6", reads=press.advertorial_label),
    "minor-identity": Rule("children who cannot be recognised", source=_CHILDREN, reads=press.minor_identity),
    "spelled-variously": Rule("one spelling for one word", reads=words.spelled_variously),
    SPELLING: Rule("words that are in a dictionary"),
    "link-broken": Rule("links that lead somewhere", ERROR, looks=site.link_broken),
    EXTERNAL: Rule("links to others that lead to a page", NOTE),
    "image-large": Rule("pictures no larger than needed", NOTE, looks=site.image_large),
    "masthead-missing": Rule("a masthead", source=f"{_PRESS_LAW}, 12", looks=site.masthead_missing),
    "guidelines-missing": Rule("the guidelines, published", source=f"{_CYBER} 8", looks=site.guidelines_missing),
    "twin-missing": Rule("a translation into each language of the site", OFF, looks=site.twin_missing),
}
