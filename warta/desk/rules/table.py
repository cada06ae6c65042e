"""The table of all rules of the desk editor: one row a rule, found by the id that users see."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from warta.desk.findings import ERROR, NOTE, OFF, WARNING, Note
from warta.desk.house import House
from warta.desk.manuscript import Manuscript
from warta.desk.newsroom import Newsroom
from warta.desk.rules import facts, keys, layout, leftovers, paper, press, quotations, site, variants
from warta.desk.rules.site import Located
from warta.messages import Message, msg

_CYBER = "Pedoman Pemberitaan Media Siber (Dewan Pers, 1/III/2012)"
_PRESS_LAW = "UU 40/1999 tentang Pers"
_CHILDREN = "Pedoman Pemberitaan Ramah Anak (Dewan Pers, 1/II/2019)"
_WCAG = "WCAG 2.2, 1.1.1"


class Rule(msgspec.Struct, frozen=True):
    """A rule: what it asks of a text, its severity, and the press code or law behind it.

    `on_text` is a function of one text, `on_newsroom` one of the whole newsroom. The rules below with neither are
    enforced elsewhere: by the build, by the dictionaries, and by the servers of other sites.
    """

    asks: Message
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
    INVALID: Rule(msg("asks-invalid", "what a build refuses"), ERROR),
    SAMPLE: Rule(msg("asks-sample-left", "nothing left of the sample's invented office; `deploy` refuses it"), NOTE),
    UNKNOWN_RULE: Rule(msg("asks-unknown-rule", "'check: ignore' names a rule that is there"), ERROR),
    "text-missing": Rule(msg("asks-text-missing", "a text"), on_text=facts.text_missing),
    "never-public": Rule(
        msg("asks-never-public", "an end that is after the beginning"), ERROR, on_text=facts.never_public
    ),
    "summary-missing": Rule(msg("asks-summary-missing", "a summary"), on_text=facts.summary_missing),
    "dateline-missing": Rule(msg("asks-dateline-missing", "a dateline"), on_text=facts.dateline_missing),
    "region-missing": Rule(msg("asks-region-missing", "a region"), on_text=facts.region_missing),
    "contact-missing": Rule(msg("asks-contact-missing", "a press contact"), on_newsroom=site.contact_missing),
    "credit-missing": Rule(
        msg("asks-credit-missing", "a credit for each picture"), source=f"{_CYBER} 7", on_text=facts.credit_missing
    ),
    "alt-missing": Rule(msg("asks-alt-missing", "a text for each picture"), source=_WCAG, on_text=facts.alt_missing),
    "title-long": Rule(msg("asks-title-long", "a title that is not cut"), on_text=facts.title_long),
    "dateline-region": Rule(
        msg("asks-dateline-region", "dateline and regions that agree"), on_text=facts.dateline_region
    ),
    "weekday-wrong": Rule(msg("asks-weekday-wrong", "weekdays that fit their dates"), on_text=facts.weekday_wrong),
    "date-mismatch": Rule(
        msg("asks-date-mismatch", "dates that agree with the front matter"), on_text=facts.date_mismatch
    ),
    "quote-speaker": Rule(msg("asks-quote-speaker", "a speaker for each quotation"), on_text=quotations.quote_speaker),
    "quote-open": Rule(msg("asks-quote-open", "quotation marks that close"), on_text=quotations.quote_open),
    "signature": Rule(
        msg("asks-signature", "signatures in the front matter, not in the text"), on_text=leftovers.signature
    ),
    "residue": Rule(msg("asks-residue", "no lines that other systems left behind"), on_text=leftovers.residue),
    "hash-remark": Rule(msg("asks-hash-remark", "no words lost behind #"), on_text=facts.hash_remark),
    "list-glued": Rule(msg("asks-list-glued", "an empty line above a list"), on_text=layout.list_glued),
    "list-indent": Rule(
        msg("asks-list-indent", "four blanks before an item below an item"), on_text=layout.list_indent
    ),
    "list-broken": Rule(
        msg("asks-list-broken", "four blanks before a paragraph of an item"), on_text=layout.list_broken
    ),
    "list-foreign": Rule(msg("asks-list-foreign", "lists that are lists"), on_text=layout.list_foreign),
    "table-glued": Rule(msg("asks-table-glued", "an empty line above a table"), on_text=layout.table_glued),
    "tab-table": Rule(msg("asks-tab-table", "tables that are tables"), on_text=layout.tab_table),
    "code-indented": Rule(msg("asks-code-indented", "paragraphs that are not indented"), on_text=layout.code_indented),
    "heading-underline": Rule(
        msg("asks-heading-underline", "lines that make no heading"), on_text=layout.heading_underline
    ),
    "line-ends": Rule(msg("asks-line-ends", "an empty line between paragraphs"), NOTE, on_text=layout.line_ends),
    "advertorial-label": Rule(
        msg("asks-advertorial-label", "a label on what is paid for"),
        ERROR,
        f"{_CYBER} 6",
        on_text=press.advertorial_label,
    ),
    "minor-identity": Rule(
        msg("asks-minor-identity", "children who cannot be recognised"), source=_CHILDREN, on_text=press.minor_identity
    ),
    "spelled-variously": Rule(
        msg("asks-spelled-variously", "one spelling for one word"), on_text=variants.spelled_variously
    ),
    "signs-lost": Rule(msg("asks-signs-lost", "signs that letter and pictures can show"), on_text=paper.signs_lost),
    SPELLING: Rule(msg("asks-spelling", "words that are in a dictionary")),
    "link-broken": Rule(msg("asks-link-broken", "links that lead somewhere"), ERROR, on_newsroom=site.link_broken),
    EXTERNAL: Rule(msg("asks-link-external", "links to others that lead to a page"), NOTE),
    "image-large": Rule(msg("asks-image-large", "pictures no larger than needed"), NOTE, on_newsroom=site.image_large),
    "masthead-missing": Rule(
        msg("asks-masthead-missing", "a masthead"), source=f"{_PRESS_LAW}, 12", on_newsroom=site.masthead_missing
    ),
    "guidelines-missing": Rule(
        msg("asks-guidelines-missing", "the guidelines, published"),
        source=f"{_CYBER} 8",
        on_newsroom=site.guidelines_missing,
    ),
    "key-indonesian": Rule(
        msg("asks-key-indonesian", "keys as the documentation writes them"), OFF, on_text=keys.key_indonesian
    ),
    "value-misread": Rule(
        msg("asks-value-misread", "values that every program reads alike"), OFF, on_text=keys.value_misread
    ),
    "front-remark": Rule(msg("asks-front-remark", "no remarks in front matter"), OFF, on_text=keys.front_remark),
    "twin-missing": Rule(
        msg("asks-twin-missing", "a translation into each language of the site"), OFF, on_newsroom=site.twin_missing
    ),
}
