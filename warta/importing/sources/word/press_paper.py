"""Turns the paragraphs of a press release on paper into its parts: letterhead, title, number, date, embargo, text."""

from __future__ import annotations

import re
from collections import Counter
from zoneinfo import ZoneInfo

import msgspec

from warta.dates import Moment, parse_moment
from warta.importing.markup import Document, Node, read_html
from warta.importing.sources.word.paper_blocks import SIGNS, blocks, lines_of, stands_out, tidy_blocks

_DAYS = r"(?:senin|selasa|rabu|kamis|jum['\u2019]?at|sabtu|minggu|ahad)"
_DATE = re.compile(
    rf"(?:{_DAYS},?\s+)?\d{{1,2}}(?:\s+[a-z]{{3,9}}\s+|[/.-]\d{{1,2}}[/.-])\d{{4}}"
    r"(?:[\s,]+(?:pukul|jam|pkl\.?)?\s*\d{1,2}[.:]\d{2}(?:\s*(?:wib|wita|wit)\b)?)?",
    re.IGNORECASE,
)
_LETTERHEAD = re.compile(
    r"(?:pemerintah|pemkab|pemkot|pemprov|sekretariat|dinas|bagian|badan|bidang|kecamatan|kelurahan|kantor|republik"
    r"|provinsi|kabupaten|kota|kementerian|inspektorat|satuan polisi|rumah sakit|rsud|biro|direktorat|humas|dprd"
    r"|dewan perwakilan|komunikasi dan|statistik dan|persandian)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:jl\.?|jln\.?|jalan|komplek|telp?\.?|telepon|fax|faks\.?|e-?mail|surel|website|laman|situs|kode pos|www\.|https?://)"
    r"[\s:.,/\w]",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?:siaran pers|rilis pers|press release|news release|keterangan pers|rilis|berita pers|for immediate release"
    r"|untuk (?:segera )?(?:disiarkan|diterbitkan|dipublikasikan)(?: segera)?|naskah (?:berita|siaran pers))\W*",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:(?:siaran pers|rilis)\s+)?(?:nomor|no\.?)\s*(?:siaran pers)?\s*:?\s*(?P<number>\S.{0,80})", re.IGNORECASE
)
_DATED = re.compile(r"(?:hari\s*[/,]?\s*)?(?:tanggal|tgl\.?|date|waktu)\s*:\s*(?P<date>.{4,60})", re.IGNORECASE)
_PLACED = re.compile(rf"(?P<place>[A-Z][\w .'-]{{2,40}}),\s*(?P<date>{_DATE.pattern})\.?", re.IGNORECASE)
_EMBARGO = re.compile(
    r"\W*(?:embargo\b.{0,160}|(?:tidak untuk|jangan|dilarang)\s.{0,30}\bsebelum\b.{0,100}"
    r"|untuk (?:disiarkan|diterbitkan|dipublikasikan) (?:setelah|mulai|pada|sesudah)\b.{0,100})",
    re.IGNORECASE,
)
_TOP = 14  # paragraphs in which what stands above a text is looked for
_END = 6  # and in which a date may stand at the end
_LONGEST = 250  # letters of a title
_SHORT = 160


class Paper(msgspec.Struct):
    """The parts of a release on paper: `held` is the line of its embargo, `removed` are lines of its letterhead, and
    `logo` says whether a picture stood there; `told` are lines that number and date came from, `gone` words that are in
    none of these.
    """

    html: str = ""
    title: str = ""
    number: str = ""
    date: Moment | None = None
    embargo: Moment | None = None
    held: str = ""
    removed: list[str] = []
    told: list[str] = []
    logo: bool = False
    gone: list[str] = []


class _Top(msgspec.Struct):
    """A paragraph above a text: those of its lines that tell neither kind nor number nor date; `told` says that others
    told kind or number.
    """

    block: Node
    lines: list[str]
    is_title: bool = False
    told: bool = False


def read_paper(html: str, zone: ZoneInfo) -> Paper:
    """The parts of the release in the HTML of a document."""
    document = read_html(html)
    paper = Paper(removed=[], told=[], gone=[])
    seen = _words(document)
    tidy_blocks(document)
    tops = _tops(document, paper, zone)
    _take_title(tops, paper)
    _find_date_at_end(document, paper, zone)
    body = document.body
    paper.html = (body.inner_html or "") if body is not None else ""
    there = [paper.title, *paper.removed, *paper.told]
    paper.gone = _lacking(seen, [*_words(read_html(paper.html)), *(word for each in there for word in each.split())])
    return paper


def _words(document: Document) -> list[str]:
    """The words of a document without the signs of lists that were made by hand."""
    text = document.body.text(separator=" ") if document.body is not None else ""
    return SIGNS.sub(" ", text).split()


def _lacking(seen: list[str], there: list[str]) -> list[str]:
    """The words that were seen and are not there; none where the letters are the same, cut otherwise into words."""
    if not Counter("".join(seen)) - Counter(SIGNS.sub("", "".join(there))):
        return []
    return list((Counter(seen) - Counter(there)).elements())


def _tops(document: Document, paper: Paper, zone: ZoneInfo) -> list[_Top]:
    """The paragraphs above the text that stand out or tell something, in their order."""
    tops: list[_Top] = []
    for block in blocks(document)[:_TOP]:
        lines = lines_of(block)
        picture = block.css_first("img") is not None
        is_letterhead = any(_is_letterhead(line) for line in lines)
        if picture and (not lines or is_letterhead) and block.tag in ("p", "table") and not tops:
            if not lines and not _letterhead_follows(block):
                break
            paper.logo = True
            tops.append(_Top(block, lines))
            continue
        if block.tag == "table" and is_letterhead and not tops:
            tops.append(_Top(block, lines))
            continue
        if picture or block.tag not in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
            break
        rest = [line for line in lines if not _tells(line, paper, zone)]
        told = any(_KIND.fullmatch(line) or _NUMBER.fullmatch(line) for line in lines)
        if rest and not (stands_out(block) or all(_is_letterhead(line) for line in rest)):
            if not tops or any(top.is_title for top in tops):
                _plain_title(block, rest, tops)
            break
        tops.append(_Top(block, rest, block.tag == "h1" and "title" in (block.attributes.get("class") or ""), told))
    return tops


def _plain_title(block: Node, lines: list[str], tops: list[_Top]) -> None:
    """A first paragraph that looks like any other, and is a title by its length."""
    text = " ".join(lines)
    if not tops and len(text) <= _SHORT and not text.endswith((".", ":", ";", "\u201d")):
        tops.append(_Top(block, lines))


def _letterhead_follows(block: Node) -> bool:
    after = block.next
    while after is not None and not lines_of(after):
        after = after.next
    return after is not None and any(_is_letterhead(line) for line in lines_of(after))


def _is_letterhead(line: str) -> bool:
    return len(line) < _SHORT and (_LETTERHEAD.match(line) is not None or _ADDRESS.match(line) is not None)


def _tells(line: str, paper: Paper, zone: ZoneInfo) -> bool:
    """Whether a line tells kind, number, date or embargo alone; what it tells is kept."""
    if _EMBARGO.fullmatch(line):
        paper.held = line
        paper.embargo = _moment_in(line, zone)
        paper.removed.append(line)
        return True
    if match := _NUMBER.fullmatch(line):
        paper.number = paper.number or match["number"].strip(" .:")
        paper.told.append(line)
        return True
    for pattern in (_DATED, _PLACED):
        match = pattern.fullmatch(line)
        moment = _moment_in(match["date"], zone) if match else None
        if moment is not None:
            paper.date = paper.date or moment
            paper.told.append(line)
            return True
    if _KIND.fullmatch(line) or (_ADDRESS.match(line) and len(line) < _LONGEST):
        paper.removed.append(line)
        return True
    return False


def _moment_in(text: str, zone: ZoneInfo) -> Moment | None:
    for match in _DATE.finditer(text):
        try:
            return parse_moment(match[0], zone)
        except ValueError:
            continue
    return None


def _take_title(tops: list[_Top], paper: Paper) -> None:
    """Take title and letterhead out of what stands above the text; lines below the title belong to the text."""
    chosen = _title_lines(tops)
    paper.title = " ".join(line for top in chosen for line in top.lines)[: 2 * _LONGEST]
    until = tops.index(chosen[-1]) if chosen else len(tops)
    for at, top in enumerate(tops):
        if at > until and top.lines:
            continue
        if top not in chosen:
            paper.removed.extend(top.lines)
        top.block.decompose()


def _title_lines(tops: list[_Top]) -> list[_Top]:
    """What is the title: by its style, else the first lines behind kind and number that are no letterhead."""
    behind = max((at for at, top in enumerate(tops) if top.told), default=-1)
    told = [top for top in tops if top.lines and top.block.tag != "table"]
    styled = [top for top in told if top.is_title]
    later = [top for top in tops[behind + 1 :] if top in told]
    some = styled[:1] or later or told
    plain = [top for top in some if not any(map(_is_letterhead, top.lines))]
    first = (plain or some[-1:])[:1]
    if not first or styled:
        return first
    chosen = first
    for top in tops[tops.index(first[0]) + 1 :]:
        if top not in some or not _joins(chosen[-1], top):
            break
        chosen = [*chosen, top]
    return chosen


def _joins(above: _Top, below: _Top) -> bool:
    """Whether two lines that stand out are one title: both in the middle, both in capitals or neither."""
    one, two = " ".join(above.lines), " ".join(below.lines)
    centred = all("centre" in (top.block.attributes.get("class") or "") for top in (above, below))
    return (
        centred and one.isupper() == two.isupper() and not one.endswith((".", "!", "?")) and len(one + two) < _LONGEST
    )


def _find_date_at_end(document: Document, paper: Paper, zone: ZoneInfo) -> None:
    """The date above a signature, where none stood above the text."""
    for block in blocks(document)[-_END:]:
        for line in lines_of(block):
            match = _PLACED.fullmatch(line)
            if match and paper.date is None:
                paper.date = _moment_in(match["date"], zone)
