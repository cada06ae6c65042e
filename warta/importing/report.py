"""Turns the records of all imports into a report of one page, a table of all they tell, JSON, and a map of addresses.

The page says what came, what did not, and what to do, in the language that Warta speaks.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO

import msgspec

from warta.catalogue import say
from warta.importing.advice import steps
from warta.importing.item import Record, Said, Summary
from warta.importing.totals import PROPOSALS, UNKNOWN_KEY, Kind, Totals, code_of, kinds_of
from warta.messages import Message, msg

MARKDOWN_NAME, JSON_NAME, MAP_NAME = "import-report.md", "import-report.json", "import-redirects.csv"
TABLE_NAME = "import-table.csv"
NAMES = (MARKDOWN_NAME, JSON_NAME, MAP_NAME, TABLE_NAME)
_ALWAYS = ("figure-items", "figure-hidden", "figure-words-in", "figure-words-out", "figure-missing")
_MOST = 12  # rows of a section: the page is to be read


class Files(msgspec.Struct, frozen=True):
    """Where the parts of a report are written."""

    markdown: IO[str]
    json: IO[bytes]
    addresses: IO[str]
    table: IO[str]


def write_report(
    records: Callable[[], Iterator[Record]], summary: Summary, lists: Iterable[tuple[str, str]], files: Files
) -> Totals:
    """Write the files from `records` (called once, read one at a time), and give the totals.

    `lists` are old and new addresses of lists, for the map.
    """
    totals = Totals()
    addresses = csv.writer(files.addresses, lineterminator="\n")
    addresses.writerow(("old", "new"))
    addresses.writerows(pair for pair in lists if pair[0] != pair[1])
    table = csv.writer(files.table, lineterminator="\n")
    table.writerow(map(say, _COLUMNS))
    files.json.write(b'{"items": [')
    for number, record in enumerate(records()):
        totals.add(record)
        files.json.write((b",\n" if number else b"\n") + _json_of(record))
        if record.address and not record.hidden:  # what is not public has no address that may be told
            addresses.writerows((old, record.address) for old in record.old if old != record.address)
        table.writerows(_rows(record))
    for title, counts in _counted(totals):
        table.writerows(
            _row("", name, title, msg("row-times", "%(times)s times", times=times)) for name, times in counts.items()
        )
    table.writerows(_row("", "", msg("row-unread", "not read"), said) for said in (*summary.damage, *summary.lost))
    files.json.write(b'\n],\n"totals": ' + msgspec.json.encode(totals))
    files.json.write(b',\n"source": ' + msgspec.json.encode(summary) + b"}\n")
    for line in _lines(totals, summary):
        files.markdown.write(line + "\n")
    return totals


_COLUMNS = (
    msg("column-file", "file"),
    msg("column-title", "title"),
    msg("column-what", "what"),
    msg("column-code", "code"),
    msg("column-words", "in words"),
)


def _rows(record: Record) -> Iterator[tuple[str, ...]]:
    """What is told of one text, a row for each thing."""
    place, title = f"content/{record.source}" if record.source else _plain(record.origin), _plain(record.title)
    told: tuple[tuple[Message, tuple[Said, ...]], ...] = (
        (msg("row-lost", "lost"), record.lost),
        (msg("row-draft", "draft"), (record.hidden,) if record.hidden else ()),
        (msg("row-doubt", "to look at"), record.doubts),
        (msg("row-note", "note"), record.notes),
        (msg("row-removed", "taken out"), record.removed),
    )
    for what, every in told:
        for said in every:
            yield _row(place, title, what, said)


def _row(place: str, title: str, what: Message, said: Said) -> tuple[str, ...]:
    code = code_of(said) if isinstance(said, Message) else ""
    return tuple(map(_cell, (place, title, say(what), code, _plain(say(said)))))


def _cell(text: str) -> str:
    """A text that a spreadsheet shows, and does not work out."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _json_of(record: Record) -> bytes:
    """A record for programs: its messages with their codes, and in words."""
    fields: dict[str, object] = msgspec.to_builtins(record)
    for name in ("notes", "doubts", "lost"):
        fields[name] = [_told(said) for said in getattr(record, name)]
    fields["hidden"] = _told(record.hidden) if record.hidden else None
    if record.region is not None:
        fields["region"] = {**msgspec.to_builtins(record.region), "why": _told(record.region.why)}
    return msgspec.json.encode(fields)


def _told(said: Said) -> dict[str, str]:
    return {"code": said.code if isinstance(said, Message) else "", "message": say(said)}


def verdict(totals: Totals, summary: Summary) -> Message:
    """One sentence that says whether everything arrived."""
    places = len(summary.damage) + len(summary.lost)
    if totals.with_losses and places:
        return msg(
            "arrived-not-both",
            "Not everything arrived: %(lost)s of %(items)s lost something, and the source could not be read in "
            "%(count)s place.",
            many="Not everything arrived: %(lost)s of %(items)s lost something, and the source could not be read in "
            "%(count)s places.",
            lost=totals.with_losses,
            items=totals.items,
            count=places,
        )
    if totals.with_losses:
        return msg(
            "arrived-not-all",
            "Not everything arrived: %(lost)s of %(items)s lost something.",
            lost=totals.with_losses,
            items=totals.items,
        )
    if places:
        return msg(
            "arrived-not-read",
            "Not everything arrived: the source could not be read in %(count)s place.",
            many="Not everything arrived: the source could not be read in %(count)s places.",
            count=places,
        )
    if totals.with_doubts:
        return msg(
            "arrived-doubtful",
            "Everything arrived; %(doubtful)s of %(items)s deserve a look.",
            doubtful=totals.with_doubts,
            items=totals.items,
        )
    return msg("arrived", "Everything arrived.")


def _lines(totals: Totals, summary: Summary) -> Iterator[str]:
    yield "# " + say(msg("report-title", "Import of %(source)s", source=_plain(summary.name)))
    yield ""
    yield say(verdict(totals, summary) if totals.items or summary.damage or summary.lost else NOTHING)
    yield ""
    yield from _heading(msg("report-came", "What came"))
    yield "| | |"
    yield "|:--|--:|"
    for name, value in _figures(totals):
        if value or name.code in _ALWAYS:
            yield say(msg("figure-row", "| %(name)s | %(value)s |", name=name, value=value))
    yield ""
    for notice in summary.notices:
        yield f"- {_plain(say(notice))}"
    if summary.notices:
        yield ""
    yield from _not_arrived(totals, summary)
    yield from _heading(msg("report-steps", "What to do"))
    for number, step in enumerate(steps(totals, summary), 1):
        yield f"{number}. {say(step)}"
    yield ""
    doubts = {code: kind for code, kind in totals.doubts.items() if code not in PROPOSALS}
    proposals = {code: kind for code, kind in totals.doubts.items() if code in PROPOSALS - {UNKNOWN_KEY}}
    yield from _kinds(msg("report-doubts", "What to look at"), doubts)
    yield from _kinds(msg("report-drafts", "What came as a draft, and why"), totals.drafts)
    yield from _kinds(msg("report-proposals", "Good to know, and what is only proposed"), proposals)
    yield from _kinds(msg("report-notes", "Notes of the old site"), totals.notes)
    for title, counts in _counted(totals):
        yield from _counts(title, counts)
    yield say(
        msg(
            "report-files",
            "Every text, with all that is told of it: `import-table.csv` (opens in a spreadsheet). For programs: "
            "`import-report.json`. Old and new addresses: `import-redirects.csv`.",
        )
    )


NOTHING = msg("arrived-nothing", "Nothing was found that could be imported.")
"""The verdict on a source without a single text."""


def _counted(totals: Totals) -> tuple[tuple[Message, Mapping[str, int]], ...]:
    """What is told by its name alone, and how often."""
    return (
        (
            msg(
                "report-unmapped",
                "Categories that are not in config.yaml (they became tags; a table for --categories maps them)",
            ),
            totals.unmapped,
        ),
        (
            msg("report-keys", "Keys of the old front matter that Warta does not know (their values stayed behind)"),
            totals.unknown_keys,
        ),
        (msg("report-removed", "Taken out of texts"), totals.removed),
        (msg("report-shortcodes", "Shortcodes met"), totals.shortcodes),
        (msg("report-media", "Media named in datelines"), totals.mediums),
    )


def _not_arrived(totals: Totals, summary: Summary) -> Iterator[str]:
    """What did not come: damage of the source, losses by kind, and what was left out on purpose."""
    wrong = (*summary.damage, *summary.lost)
    if not (wrong or totals.lost or summary.left_out):
        return
    yield from _heading(msg("report-missing", "What did not arrive"))
    yield from _cut(list(_kind_rows(kinds_of(wrong))))
    yield from _cut(list(_kind_rows(totals.lost)))
    if summary.left_out:
        yield "- " + say(msg("report-left-out", "Left out on purpose: %(what)s.", what=summary.left_out))
    yield ""


def _figures(totals: Totals) -> tuple[tuple[Message, int], ...]:
    return (
        (msg("figure-items", "releases and pages"), totals.items),
        (msg("figure-hidden", "of these not public (draft, private, planned, password)"), totals.hidden),
        (msg("figure-words-in", "words in"), totals.words_in),
        (msg("figure-words-out", "words out"), totals.words_out),
        (msg("figure-removed", "words of plugins and hidden text, taken out"), totals.words_removed),
        (msg("figure-missing", "words missing"), totals.words_in - totals.words_out - totals.words_removed),
        (msg("figure-links", "links"), totals.links),
        (msg("figure-pictures", "pictures in texts"), totals.images),
        (msg("figure-players", "frames and players, now links"), totals.embeds),
        (msg("figure-datelines", "datelines"), totals.datelines),
        (msg("figure-bylines", "bylines"), totals.bylines),
        (msg("figure-regions", "regions proposed"), totals.regions),
        (msg("figure-html", "blocks kept as HTML"), totals.kept_html),
        (msg("figure-doubtful", "with something to look at"), totals.with_doubts),
        (msg("figure-lost", "with something lost"), totals.with_losses),
    )


def _heading(title: Message) -> Iterator[str]:
    yield f"## {say(title)}"
    yield ""


def _kinds(title: Message, kinds: Mapping[str, Kind]) -> Iterator[str]:
    if kinds:
        yield from _heading(title)
        yield from _cut(list(_kind_rows(kinds)))
        yield ""


def _kind_rows(kinds: Mapping[str, Kind]) -> Iterator[str]:
    """A row for each kind, the most frequent first."""
    for kind in sorted(kinds.values(), key=lambda each: -each.count):
        yield "- " + say(told(kind))


def told(kind: Kind) -> Said:
    """A kind in one line: how often, an example, and where that stands."""
    words = _plain(say(kind.example))
    where = f"`content/{kind.source}`" if kind.source else f"'{_plain(kind.title)}'" if kind.title else ""
    example = msg("kind-once", "%(words)s (%(where)s)", words=words, where=where) if where else words
    if kind.count == 1:
        return example
    return msg("kind", "%(count)s times, such as: %(example)s", count=kind.count, example=example)


def _counts(title: Message, counts: Mapping[str, int]) -> Iterator[str]:
    if not counts:
        return
    yield from _heading(title)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [msg("count-row", "- `%(name)s`: %(times)s", name=_plain(name), times=count) for name, count in ranked]
    yield from _cut([say(row) for row in rows])
    yield ""


def _cut(rows: list[str]) -> Iterator[str]:
    """The first rows, and how many there are more."""
    yield from rows[:_MOST]
    if len(rows) > _MOST:
        more = len(rows) - _MOST
        yield "- " + say(msg("rows-more", "and %(count)s more, in `import-table.csv`", count=more))


def _plain(text: str) -> str:
    return "".join(each for each in " ".join(text.split()) if each.isprintable()).replace("`", "'")[:300]
