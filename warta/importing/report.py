"""Turns the records of all imports into a report in Markdown, one in JSON, and a table of old and new addresses."""

from __future__ import annotations

import csv
import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import IO

import msgspec

from warta.errors import listed
from warta.importing.conversion.visible_words import words_in
from warta.importing.item import Record, Summary

FIRST = 40
MARKDOWN_NAME, JSON_NAME, MAP_NAME = "import-report.md", "import-report.json", "import-redirects.csv"


_STEPS = {
    "damage": "The source breaks off or is damaged: export it again, and run the same command; what is there stays.",
    "missing": "Missing pictures and files: {}. Fetch the folder `wp-content/uploads` from the old host (FTP, or its "
    "file manager) and run the same command again with `--media uploads/`. Until then texts show pictures from the old "
    "site, lead pictures are left out, and all are gone when the old site is.",
    "broken": "Broken pictures: {}. Put whole ones into the folder of media, and run the same command again.",
    "machinery": "What only the old site can show (forms, lists, maps): {}. It is gone: does its text miss it?",
    "unmapped": "Categories that are not in `config.yaml`: {}. Add them there, or map them in a file for "
    "`--categories`, and run the same command again; as they are, they became tags.",
    "hidden": "Not public: {}. They are drafts; strike the line `draft: true` in those to be published.",
    "doubts": "Doubtful: {}. Look through them; a region that was only proposed stands behind `#` in its file.",
    "items": "Run `python build.py`, look at the result, and put it where the old site was: old addresses lead on.",
}


class Totals(msgspec.Struct):
    """Sums over all records; `add` counts one more."""

    items: int = 0
    hidden: int = 0
    words_in: int = 0
    words_out: int = 0
    words_removed: int = 0
    links: int = 0
    images: int = 0
    embeds: int = 0
    datelines: int = 0
    bylines: int = 0
    regions: int = 0
    kept_html: int = 0
    with_doubts: int = 0
    with_losses: int = 0
    shortcodes: dict[str, int] = {}
    removed: dict[str, int] = {}
    mediums: dict[str, int] = {}
    unmapped: dict[str, int] = {}
    lost: dict[str, int] = {}
    notes: dict[str, int] = {}

    def add(self, record: Record) -> None:
        """Count a record."""
        self.items += 1
        self.hidden += bool(record.hidden)
        self.words_in += record.words_in
        self.words_out += record.words_out
        self.words_removed += sum(len(words_in(text)) for text in record.removed)
        self.links += record.links
        self.images += record.images
        self.embeds += len(record.embeds)
        self.datelines += bool(record.dateline)
        self.bylines += bool(record.byline)
        self.regions += bool(record.region)
        self.kept_html += record.kept_html
        self.with_doubts += bool(record.doubts)
        self.with_losses += bool(record.lost)
        _count(self.shortcodes, record.shortcodes)
        _count(self.removed, (text[:120] for text in record.removed))
        _count(self.mediums, (record.medium,) if record.medium else ())
        _count(self.unmapped, record.unmapped)
        _count(self.notes, (f"{text}: {record.title}" for text in record.notes))
        _count(self.lost, (text.partition(":")[0][:60].lstrip("0123456789 ") for text in record.lost))


def _count(counts: dict[str, int], names: Iterable[str]) -> None:
    """Count names up to a limit: of a damaged source there could be more than memory holds."""
    for name in names:
        if name in counts or len(counts) < 5000:
            counts[name] = counts.get(name, 0) + 1


def write_report(
    records: Callable[[], Iterator[Record]],
    summary: Summary,
    lists: Iterable[tuple[str, str]],
    *,
    markdown: IO[str],
    json: IO[bytes],
    table: IO[str],
) -> Totals:
    """Write the three files from `records` (called once, read one at a time), and give the totals.

    `lists` are old and new addresses of lists, for the map.
    """
    totals = Totals()
    worst: list[tuple[int, int, Record]] = []
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(("old", "new"))
    rows.writerows(pair for pair in lists if pair[0] != pair[1])
    json.write(b'{"items": [')
    for number, record in enumerate(records()):
        totals.add(record)
        json.write((b",\n" if number else b"\n") + msgspec.json.encode(record))
        if record.address and not record.hidden:  # what is not public has no address that may be told
            rows.writerows((old, record.address) for old in record.old if old != record.address)
        weight = 100 * len(record.lost) + len(record.doubts)
        if weight:
            (heapq.heappushpop if len(worst) >= FIRST else heapq.heappush)(worst, (weight, -number, record))
    json.write(b'\n],\n"totals": ' + msgspec.json.encode(totals))
    json.write(b',\n"source": ' + msgspec.json.encode(summary) + b"}\n")
    for line in _lines(totals, summary, [record for _, _, record in sorted(worst, key=_by_weight)]):
        markdown.write(line + "\n")
    return totals


def _by_weight(row: tuple[int, int, Record]) -> tuple[int, int]:
    return -row[0], -row[1]


def _lines(totals: Totals, summary: Summary, worst: list[Record]) -> Iterator[str]:
    yield f"# Import of {summary.name}"
    yield ""
    yield verdict(totals, summary)
    yield ""
    yield "| | |"
    yield "|:--|--:|"
    for name, value in _figures(totals):
        yield f"| {name} | {value:,} |"
    yield ""
    if summary.damage or summary.lost:
        yield from _section("What is wrong with the source", (*summary.damage, *summary.lost))
    if totals.lost:
        yield from _section("What did not arrive", (f"{each}: {count:,}" for each, count in _ranked(totals.lost)))
    yield from _section("What to do", _advice(totals, summary))
    if worst:
        yield "## Look at these first\n"
    for record in worst:
        yield from _item(record)
    for title, counts in (
        (
            "Categories that are not in config.yaml (they became tags; a table for --categories maps them)",
            totals.unmapped,
        ),
        ("Left out on purpose", summary.left_out),
        ("Taken out of texts", totals.removed),
        ("Shortcodes met", totals.shortcodes),
        ("Media named in datelines", totals.mediums),
        ("Notes of the old site", totals.notes),
    ):
        if counts:
            yield from _section(title, (f"{_code(name)}: {count:,}" for name, count in _ranked(counts)))
    yield "Every item, with all that was found: `import-report.json`. Old and new addresses: `import-redirects.csv`."


def _figures(totals: Totals) -> tuple[tuple[str, int], ...]:
    return (
        ("releases and pages", totals.items),
        ("of these not public (draft, private, planned, password)", totals.hidden),
        ("words in", totals.words_in),
        ("words out", totals.words_out),
        ("words of plugins and hidden text, taken out", totals.words_removed),
        ("words missing", totals.words_in - totals.words_out - totals.words_removed),
        ("links", totals.links),
        ("pictures in texts", totals.images),
        ("frames and players, now links", totals.embeds),
        ("datelines", totals.datelines),
        ("bylines", totals.bylines),
        ("regions proposed", totals.regions),
        ("blocks kept as HTML", totals.kept_html),
        ("with something to look at", totals.with_doubts),
        ("with something lost", totals.with_losses),
    )


def _advice(totals: Totals, summary: Summary) -> Iterator[str]:
    """What a person can do about what is lost or doubtful, the gravest first; `{}` in a text is how many there are."""
    counts = {
        "damage": len(summary.damage),
        "missing": sum(count for name, count in totals.lost.items() if name.endswith("not among the media")),
        "broken": sum(count for name, count in totals.lost.items() if "cannot be used" in name),
        "machinery": sum(count for name, count in totals.lost.items() if "shortcode" in name or "block" in name),
        "unmapped": len(totals.unmapped),
        "hidden": totals.hidden,
        "doubts": totals.with_doubts,
        "items": totals.items,
    }
    for name, text in _STEPS.items():
        if counts[name]:
            yield text.format(f"{counts[name]:,}")


def verdict(totals: Totals, summary: Summary) -> str:
    """One sentence that says whether everything arrived."""
    if totals.with_losses or summary.damage or summary.lost:
        return f"Not everything arrived: {totals.with_losses:,} of {totals.items:,} lost something."
    if totals.with_doubts:
        return f"Everything arrived; {totals.with_doubts:,} of {totals.items:,} deserve a look."
    return "Everything arrived."


def _section(title: str, rows: Iterable[str]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    for number, row in enumerate(rows):
        if number >= FIRST:
            yield "- ..."
            break
        yield f"- {row}"
    yield ""


def _item(record: Record) -> Iterator[str]:
    yield f"### {_plain(record.title)}"
    yield ""
    yield f"`content/{record.source}`, from {_plain(record.origin)}" if record.source else _plain(record.origin)
    yield ""
    for text in record.lost:
        yield f"- **lost** {_plain(text)}"
    for text in record.doubts:
        yield f"- {_plain(text)}"
    if record.removed:
        yield f"- taken out: {_plain(listed(record.removed, most=3))}"
    yield ""


def _ranked(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(Counter(counts).items(), key=lambda pair: (-pair[1], pair[0]))


def _code(text: str) -> str:
    return f"`{_plain(text)}`"


def _plain(text: str) -> str:
    return "".join(each for each in " ".join(text.split()) if each.isprintable()).replace("`", "'")[:300]
