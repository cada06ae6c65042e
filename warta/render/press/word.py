"""Turns a story into a Word file (Office Open XML, ECMA-376), whose words are those of `rilis.txt`.

It is written here and not by a library: the one there is takes sixty milliseconds for each, twice as long as the
letter, and never writes the same bytes twice. Marks of lists are words of the text, so that they are copied with it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from html import escape

from warta.render.formats.wire import contact_line
from warta.render.html.plaintext import above, below
from warta.render.press.packing import write_zip
from warta.render.press.story import Story
from warta.render.press.tree import Block, Cell, Code, Heading, Indented, Items, Paragraph, Picture, Quote, Run, Table

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_LANGUAGES = {"id": "id-ID", "en": "en-GB", "su": "su-ID", "jv": "jv-ID"}
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # in no XML (XML 1.0, 2.2)
_STEP = 340  # twentieths of a point that a list is indented by
_WIDTH = 9240  # of a line

_CONTENT = f"""{_HEAD}<Types xmlns="{_PACKED}/content-types"><Default Extension="rels" ContentType="application/\
vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override \
PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/><Override PartName="/word/styles.xml" \
ContentType="{_TYPE}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/\
vnd.openxmlformats-package.core-properties+xml"/></Types>"""
_ROOT = f"""{_HEAD}<Relationships xmlns="{_PACKED}/relationships"><Relationship Id="rId1" Type="{_LINKED}/\
officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="{_PACKED}/relationships/metadata/\
core-properties" Target="docProps/core.xml"/></Relationships>"""


def word_file(story: Story) -> bytes:
    """The bytes of the file."""
    links: dict[str, str] = {}
    body = "".join(_body(story, links))
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": _CONTENT,
        "_rels/.rels": _ROOT,
        "docProps/core.xml": _core(story),
        "word/_rels/document.xml.rels": _relations(links),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_WORDS}" xmlns:r="{_LINKED}"><w:body>{body}<w:sectPr>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1250" w:right="1250" w:bottom="1250" w:left="1416" '
        'w:header="700" w:footer="700" w:gutter="0"/></w:sectPr></w:body></w:document>',
        "word/styles.xml": _styles(_LANGUAGES.get(story.language, story.language)),
    }
    write_zip(out, [(name, text.encode) for name, text in parts.items()])
    return out.getvalue()


def _core(story: Story) -> str:
    at = f"{story.version.at:%Y-%m-%dT%H:%M:%SZ}"
    stamps = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{at}</dcterms:{name}>' for name in ("created", "modified")
    )
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKED}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{_text(story.title)}</dc:title>'
        f"<dc:creator>{_text(story.office)}</dc:creator><dc:description>{_text(story.summary)}</dc:description>"
        f"<dc:language>{_text(story.language)}</dc:language>{stamps}</cp:coreProperties>"
    )


def _relations(links: dict[str, str]) -> str:
    hyperlinks = "".join(
        f'<Relationship Id="{key}" Type="{_LINKED}/hyperlink" Target="{escape(_UNWRITABLE.sub("", url))}" '
        'TargetMode="External"/>'
        for url, key in links.items()
    )
    styles = f'<Relationship Id="rId1" Type="{_LINKED}/styles" Target="styles.xml"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKED}/relationships">{styles}{hyperlinks}</Relationships>'


def _styles(language: str) -> str:
    def style(key: str, name: str, paragraph: str, words: str) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
            f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{words}</w:rPr></w:style>"
        )

    def heading(level: int, size: int) -> str:
        space = f'<w:keepNext/><w:spacing w:before="240" w:after="100"/><w:outlineLvl w:val="{level - 1}"/>'
        return style(f"Heading{level}", f"heading {level}", space, f'<w:b/><w:sz w:val="{size}"/>')

    return (
        f'{_HEAD}<w:styles xmlns:w="{_WORDS}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" '
        'w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="21"/>'
        f'<w:lang w:val="{escape(language)}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="160" '
        'w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" '
        'w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + style("Title", "Title", "<w:keepNext/>", '<w:b/><w:sz w:val="38"/>')
        + "".join(heading(level, size) for level, size in ((2, 26), (3, 23), (4, 21)))
        + style("Quote", "Quote", f'<w:ind w:left="{_STEP}"/>', "<w:i/>")
        + style("Caption", "caption", "", '<w:color w:val="4A524F"/><w:sz w:val="18"/>')
        + "</w:styles>"
    )


def _body(story: Story, links: dict[str, str]) -> Iterator[str]:
    """The parts of a release in the order of `rilis.txt`."""
    yield _plain(story.title, "Title")
    yield _plain(story.label, "Caption")
    for head, text in story.notices:
        yield _plain(f"[{head}] {text}".strip())
    blocks = story.body
    if story.dateline:
        line = (Run(f"{story.dateline} — ", bold=True),)
        first = blocks[0] if blocks else None
        runs = (*line, *first.runs) if isinstance(first, Paragraph) else line
        yield _paragraph(_runs(runs, links))
        blocks = blocks[isinstance(first, Paragraph) :]
    yield from _blocks(blocks, links, 0)
    for remark in story.remarks:
        yield _plain(remark)
    if story.notes:
        yield _plain(story.labels.notes, "Heading2")
        yield _plain(story.notes)
    if story.contacts:
        yield _plain(story.labels.contacts, "Heading2")
        for contact in story.contacts:
            yield _plain(contact_line(contact))
    yield _paragraph(_runs((Run(story.url, url=story.url),), links))


def _blocks(  # noqa: C901, PLR0912 - a case for each kind of block
    blocks: Iterable[Block], links: dict[str, str], depth: int
) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph(runs):
                yield _paragraph(_runs(runs, links), indent=depth)
            case Heading(level, runs):
                yield _paragraph(_runs(runs, links), f"Heading{min(4, max(2, level))}")
            case Items(items):
                for item in items:
                    yield from _item(item.mark or "-", item.blocks, links, depth)
            case Quote(inner):
                yield from _quoted(inner, links, depth)
            case Indented(inner):
                yield from _blocks(inner, links, depth + 1)
            case Table():
                yield from _table(block, links)
            case Picture(_, _, caption):
                if caption:
                    yield _paragraph(_runs(caption, links), "Caption")
            case Code(text):
                yield _plain(text)


def _item(mark: str, blocks: tuple[Block, ...], links: dict[str, str], depth: int) -> Iterator[str]:
    """An item: its mark hangs before the first line of its first paragraph."""
    first = blocks[0] if blocks else None
    begun = isinstance(first, Paragraph)
    words = _runs(first.runs, links) if isinstance(first, Paragraph) else ""
    yield _paragraph(f"<w:r><w:t>{_text(mark)}</w:t><w:tab/></w:r>{words}", indent=depth + 1, hanging=True)
    yield from _blocks(blocks[begun:], links, depth + 1)


def _quoted(blocks: tuple[Block, ...], links: dict[str, str], depth: int) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(_runs(block.runs, links), "Quote")
        else:
            yield from _blocks((block,), links, depth + 1)


def _paragraph(words: str, style: str = "", *, indent: int = 0, hanging: bool = False) -> str:
    facts = f'<w:pStyle w:val="{style}"/>' if style else ""
    if indent:
        hang = f' w:hanging="{_STEP}"' if hanging else ""
        facts += f'<w:ind w:left="{indent * _STEP}"{hang}/>'
    return f"<w:p>{f'<w:pPr>{facts}</w:pPr>' if facts else ''}{words}</w:p>"


def _plain(text: str, style: str = "") -> str:
    return _paragraph(f"<w:r>{_lines(text)}</w:r>", style)


def _lines(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text), quote=False)


def _runs(runs: Iterable[Run], links: dict[str, str]) -> str:
    return "".join(_run(run, links) for run in runs)


def _run(run: Run, links: dict[str, str]) -> str:
    facts = "<w:b/>" * run.bold + "<w:i/>" * run.italic
    facts += '<w:color w:val="0C5A3F"/>' if run.url else ""
    facts += '<w:u w:val="single"/>' if run.url else ""
    facts += '<w:vertAlign w:val="superscript"/>' if run.note else ""
    text = above(run.text) if run.above else below(run.text) if run.below else run.text
    words = f"<w:r>{f'<w:rPr>{facts}</w:rPr>' if facts else ''}{_lines(text)}</w:r>"
    if not run.url:
        return words
    key = links.setdefault(run.url, f"link{len(links) + 1}")
    return f'<w:hyperlink r:id="{key}">{words}</w:hyperlink>'


def _table(table: Table, links: dict[str, str]) -> Iterator[str]:
    if table.caption:
        yield _paragraph(_runs(table.caption, links), "Caption")
    each = _WIDTH // max(1, table.columns)
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="B9C1BD"/>' for side in ("top", "bottom", "insideH"))
    grid = f'<w:gridCol w:w="{each}"/>' * table.columns
    rows = "".join(_row(row, each, links, head=at < table.heads) for at, row in enumerate(_squared(table)))
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{lines}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
    yield "<w:p/>"


def _squared(table: Table) -> Iterator[list[tuple[Cell, bool]]]:
    """The cells of each row with those that reach into it from above (True)."""
    reaching: dict[int, tuple[int, Cell]] = {}
    for row in table.rows:
        cells, at, left = [], 0, list(row)
        while left or at in reaching:
            if at in reaching:
                rows, cell = reaching.pop(at)
                if rows > 1:
                    reaching[at] = rows - 1, cell
                cells.append((cell, True))
            else:
                cell = left.pop(0)
                if cell.down > 1:
                    reaching[at] = cell.down - 1, cell
                cells.append((cell, False))
            at += cell.across
        yield cells


def _row(cells: list[tuple[Cell, bool]], width: int, links: dict[str, str], *, head: bool) -> str:
    made = "".join(_cell(cell, width, links, continued=continued) for cell, continued in cells)
    return f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if head else ''}{made}</w:tr>"


def _cell(cell: Cell, width: int, links: dict[str, str], *, continued: bool) -> str:
    facts = f'<w:tcW w:w="{width * cell.across}" w:type="dxa"/>'
    facts += f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    if cell.down > 1:
        facts += "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
    align = f'<w:jc w:val="{cell.align}"/>' if cell.align != "left" else ""
    runs = (
        () if continued else tuple([Run(run.text, bold=True, url=run.url) if cell.head else run for run in cell.runs])
    )
    line = f'<w:pPr><w:spacing w:after="60"/>{align}</w:pPr>{_runs(runs, links)}'
    return f"<w:tc><w:tcPr>{facts}</w:tcPr><w:p>{line}</w:p></w:tc>"
