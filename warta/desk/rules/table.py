"""The table of all rules of the desk editor: one row a rule, found by the id that users see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from warta.desk.findings import ERROR, NOTE, OFF, WARNING, Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.desk.newsroom import Newsroom
from warta.desk.rules import facts, keys, layout, leftovers, press, quotations, site, variants
from warta.desk.rules.site import Located

_CYBER = "Pedoman Pemberitaan Media Siber (Dewan Pers, 1/III/2012)"
_PRESS_LAW = "UU 40/1999 tentang Pers"
_CHILDREN = "Pedoman Pemberitaan Ramah Anak (Dewan Pers, 1/II/2019)"
_WCAG = "WCAG 2.2, 1.1.1"


class Rule(msgspec.Struct, frozen=True):
    """A rule: what it asks of a text, its severity, and the press code or law behind it.

    `on_text` is a function of one text, `on_newsroom` one of the whole newsroom. The rules below with neither are
    enforced elsewhere: by the build, by the dictionaries, and by the servers of other sites.
    """

    asks: str
    severity: str = WARNING
    source: str = ""
    on_text: Callable[[Manuscript, House], Iterator[Note]] | None = None
    on_newsroom: Callable[[Newsroom], Iterator[Located]] | None = None


SPELLING = "spelling"
EXTERNAL = "link-external"
UNKNOWN_RULE = "unknown-rule"
INVALID = "invalid"
SAMPLE = "sample-left"

RULES: dict[str, Rule] = {
    INVALID: Rule("what a build refuses", ERROR),
    SAMPLE: Rule("nothing left of the sample's invented office; `deploy` refuses it", NOTE),
    UNKNOWN_RULE: Rule("'check: ignore' names a rule that is there", ERROR),
    "text-missing": Rule("a text", on_text=facts.text_missing),
    "never-public": Rule("an end that is after the beginning", ERROR, on_text=facts.never_public),
    "summary-missing": Rule("a summary", on_text=facts.summary_missing),
    "dateline-missing": Rule("a dateline", on_text=facts.dateline_missing),
    "region-missing": Rule("a region", on_text=facts.region_missing),
    "contact-missing": Rule("a press contact", on_newsroom=site.contact_missing),
    "credit-missing": Rule("a credit for each picture", source=f"{_CYBER} 7", on_text=facts.credit_missing),
    "alt-missing": Rule("a text for each picture", source=_WCAG, on_text=facts.alt_missing),
    "title-long": Rule("a title that is not cut", on_text=facts.title_long),
    "dateline-region": Rule("dateline and regions that agree", on_text=facts.dateline_region),
    "weekday-wrong": Rule("weekdays that fit their dates", on_text=facts.weekday_wrong),
    "date-mismatch": Rule("dates that agree with the front matter", on_text=facts.date_mismatch),
    "quote-speaker": Rule("a speaker for each quotation", on_text=quotations.quote_speaker),
    "quote-open": Rule("quotation marks that close", on_text=quotations.quote_open),
    "signature": Rule("signatures in the front matter, not in the text", on_text=leftovers.signature),
    "residue": Rule("no lines that other systems left behind", on_text=leftovers.residue),
    "hash-remark": Rule("no words lost behind #", on_text=facts.hash_remark),
    "list-glued": Rule("an empty line above a list", on_text=layout.list_glued),
    "list-indent": Rule("four blanks before an item below an item", on_text=layout.list_indent),
    "list-broken": Rule("four blanks before a paragraph of an item", on_text=layout.list_broken),
    "list-foreign": Rule("lists that are lists", on_text=layout.list_foreign),
    "table-glued": Rule("an empty line above a table", on_text=layout.table_glued),
    "tab-table": Rule("tables that are tables", on_text=layout.tab_table),
    "code-indented": Rule("paragraphs that are not indented", on_text=layout.code_indented),
    "heading-underline": Rule("lines that make no heading", on_text=layout.heading_underline),
    "line-ends": Rule("an empty line between paragraphs", NOTE, on_text=layout.line_ends),
    "advertorial-label": Rule("a label on what is paid for", ERROR, f"{_CYBER} 6", on_text=press.advertorial_label),
    "minor-identity": Rule("children who cannot be recognised", source=_CHILDREN, on_text=press.minor_identity),
    "spelled-variously": Rule("one spelling for one word", on_text=variants.spelled_variously),
    SPELLING: Rule("words that are in a dictionary"),
    "link-broken": Rule("links that lead somewhere", ERROR, on_newsroom=site.link_broken),
    EXTERNAL: Rule("links to others that lead to a page", NOTE),
    "image-large": Rule("pictures no larger than needed", NOTE, on_newsroom=site.image_large),
    "masthead-missing": Rule("a masthead", source=f"{_PRESS_LAW}, 12", on_newsroom=site.masthead_missing),
    "guidelines-missing": Rule("the guidelines, published", source=f"{_CYBER} 8", on_newsroom=site.guidelines_missing),
    "key-indonesian": Rule("keys as the documentation writes them", OFF, on_text=keys.key_indonesian),
    "twin-missing": Rule("a translation into each language of the site", OFF, on_newsroom=site.twin_missing),
}
