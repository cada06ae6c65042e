"""Turns two pasts that do not go together into the sentence that says what it means, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from warta.messages import Message, msg
from warta.trust.agreement import Disagreement, Quarrel
from warta.trust.cosigning import Cosigned

COPY = "log.tsv"
"""The copy of the record, beside config.yaml."""


def edited(number: int) -> Message:
    """Of a line of our copy that is not as it was signed."""
    return msg(
        "log-copy-edited",
        "%(file)s: line %(number)s is not as it was signed: the file was edited or badly merged. Nothing was deployed. "
        "Take it from version control again, or delete it: the next deploy reads it from the site.",
        file=COPY,
        number=str(number),
    )


def damaged(url: str) -> Message:
    """Of a log whose entries are not those of its head."""
    return msg(
        "log-damaged",
        "the log at %(url)s does not hold together: its entries are not those that its head was signed for. "
        "Nothing was deployed. Find out who changed it; then 'trust restore' puts our copy back.",
        url=url,
    )


def refusal(found: Disagreement, there: int, url: str, seen: Mapping[str, Cosigned]) -> Message:
    """Of two pasts that do not go together; `there` is how many entries the host shows, `seen` what neighbours saw."""
    by = None
    if seen:
        witness, most = max(seen.items(), key=lambda each: each[1].head.size)
        by = msg("log-seen", "The witness %(witness)s saw %(number)s entries.", witness=witness, number=most.head.size)
    if found.quarrel is Quarrel.GONE:
        return msg(
            "log-gone",
            "%(url)s had a log of %(number)s entries and has none now: the host was wiped, or somebody took it away. "
            "Nothing was deployed. When you know why, 'trust restore' puts it back.",
            by,
            url=url,
            number=found.number,
        )
    if found.quarrel is Quarrel.OLD:
        return msg(
            "log-old",
            "%(url)s shows an old log (%(there)s entries, %(number)s were there): somebody put back an old copy. "
            "Nothing was deployed. When you know why, 'trust restore' puts the newer one back.",
            by,
            url=url,
            there=there,
            number=found.number,
        )
    return msg(
        "log-split",
        "%(url)s tells another past than this newsroom knows, from entry %(number)s on, and both are signed: somebody "
        "else signs with your key, or two copies went apart. Nothing was deployed. See docs/trust.md, 'Two pasts'.",
        by,
        url=url,
        number=found.number,
    )


def lost_copy(number: int) -> Message:
    """Of a copy that is too short to be put back."""
    return msg(
        "log-copy-lost",
        "%(file)s is missing or shorter than what was published (%(number)s entries), so nothing newer can be put "
        "back. Take it from version control or another machine.",
        file=COPY,
        number=number,
    )
