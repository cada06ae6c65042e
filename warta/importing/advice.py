"""Turns what an import lost or left in doubt into what a person can do about it, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from warta.importing.item import FEED, TEXT, WEB, WORD, WORDPRESS, Summary
from warta.importing.totals import Kind, Totals
from warta.messages import Message, msg

_MACHINERY = ("shortcode-lost", "tag-lost")


def steps(totals: Totals, summary: Summary) -> Iterator[Message]:  # noqa: C901, PLR0912 - a sentence for each
    """What to do after an import."""
    if summary.damage or summary.lost:
        yield _source(summary)
    if any(each.code == "web-others" for each in summary.left_out):
        yield msg(
            "do-select",
            "If pages with releases were passed over, say with `--select` where they have the text, and run the same "
            "command again.",
        )
    if count := _sum(totals.lost, "missing"):
        yield _missing(summary.system, count)
    if count := _sum(totals.lost, "broken"):
        yield msg(
            "do-broken",
            "Broken pictures: %(count)s. Put whole ones into the folder of media, and run the same command again.",
            count=count,
        )
    if count := sum(totals.lost[code].count for code in _MACHINERY if code in totals.lost):
        yield msg(
            "do-machinery",
            "What only the old site can show (forms, lists, maps): %(count)s. It is gone; `import-table.csv` says "
            "where: does a text miss it?",
            count=count,
        )
    if totals.unmapped:
        yield msg(
            "do-unmapped",
            "Categories that are not in `config.yaml`: %(count)s. Add them there, or map them in a file for "
            "`--categories`, and run the same command again; as they are, they became tags.",
            count=len(totals.unmapped),
        )
    if totals.hidden:
        yield msg(
            "do-drafts",
            "Not public: %(count)s. They are drafts; strike the line `draft: true` in those to be published. "
            "`import-table.csv` lists them.",
            count=totals.hidden,
        )
    if totals.with_doubts:
        yield msg(
            "do-doubts",
            "Doubtful: %(count)s. Look through them in `import-table.csv`, the rows marked 'to look at'; a region that "
            "was only proposed stands behind `#` in its file.",
            count=totals.with_doubts,
        )
    if totals.items:
        yield msg(
            "do-build",
            "Run `python build.py` and look at the result; `python build.py import check` compares it with the old "
            "site. Then put it where that was: old addresses lead on.",
        )
    else:
        yield msg(
            "do-nothing-found",
            "Look whether the right file or folder was named, and whether `--only` leaves anything.",
        )


def _sum(kinds: Mapping[str, Kind], ending: str) -> int:
    return sum(kind.count for code, kind in kinds.items() if code.endswith(f"-{ending}"))


def _source(summary: Summary) -> Message:
    if summary.system == TEXT:
        return msg("do-text", "Save the files that could not be read as .txt, and run the same command again.")
    if summary.system == WORD:
        return msg("do-word", "Save the files that could not be read as .docx, and run the same command again.")
    if summary.system == WEB:
        return msg("do-web", "Pages of the copy that could not be read: fetch them again, and run the same command.")
    if summary.damage:
        return msg(
            "do-damage",
            "The source breaks off or is damaged: export it again, and run the same command; what is there stays.",
        )
    return msg(
        "do-unread",
        "Bring the files that could not be read into Markdown with front matter, and run the same command again.",
    )


def _missing(system: str, count: int) -> Message:
    if system == WORDPRESS:
        return msg(
            "do-missing-wordpress",
            "Missing pictures and files: %(count)s. Fetch the folder `wp-content/uploads` from the old host (FTP, or "
            "its file manager) and run the same command again with `--media uploads/`. Until then texts show pictures "
            "from the old site, lead pictures are left out, and all are gone when the old site is.",
            count=count,
        )
    if system == WEB:
        return msg(
            "do-missing-web",
            "Missing pictures and files: %(count)s. Copy them from the old site while it stands (`wget -m -p` fetches "
            "those of its pages), into the folder of the copy, and run the same command again. Until then texts show "
            "pictures from the old site, and all are gone when the old site is.",
            count=count,
        )
    if system == FEED:
        return msg(
            "do-missing-feed",
            "Missing pictures and files: %(count)s. Save them from the old site while it stands, and run the same "
            "command again with `--media` and their folder. All are gone when the old site is.",
            count=count,
        )
    return msg(
        "do-missing-site",
        "Missing pictures and files: %(count)s. Put them where the old folder had them, or name another folder with "
        "`--media`, and run the same command again.",
        count=count,
    )
