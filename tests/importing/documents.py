"""Word files as Word writes them, made in a test: parts of XML in a zip.

docx(paragraph("BUPATI RESMIKAN JEMBATAN", bold=True, centre=True), paragraph("SUMEDANG - Isi."))
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

import PIL.Image

_SPACES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("m", "http://schemas.openxmlformats.org/officeDocument/2006/math"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
    )
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>{more}</w:style>'
    for kind, name, more in (
        ("paragraph", "Normal", ""),
        ("paragraph", "Title", ""),
        ("paragraph", "Caption", ""),
        ("paragraph", "heading 1", ""),
        ("paragraph", "heading 2", ""),
        ("character", "Rahasia", "<w:rPr><w:vanish/></w:rPr>"),
        ("character", "Anak Rahasia", '<w:basedOn w:val="Rahasia"/>'),
    )
)
NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{at}">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>' for level, (form, text) in enumerate(levels))
    + "</w:abstractNum>"
    for at, levels in enumerate(((("decimal", "%1."), ("lowerLetter", "%2.")), (("bullet", "·"), ("bullet", "o")), (("upperRoman", "%1."), ("decimal", "%1.%2)"))))
) + "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(3))  # fmt: skip
"""List 1: `1.`, then `a.`; list 2: bullets; list 3: `I.`, then `I.1)`."""


def run(text: str, marks: str = "") -> str:
    """A run of text, with elements for its properties."""
    inside = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{inside}</w:r>"


def paragraph(
    *parts: str, style: str = "", bold: bool = False, centre: bool = False, number: int = 0, level: int = 0
) -> str:
    """A paragraph of texts and of XML (what begins with `<`)."""
    marks = "<w:b/>" if bold else ""
    inside = "".join(part if part.startswith("<") else run(part, marks) for part in parts)
    properties = f'<w:pStyle w:val="{style.replace(" ", "")}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    properties += '<w:jc w:val="center"/>' if centre else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def picture(name: str = "rId10", alt: str = "") -> str:
    """A run with the picture of a relationship."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{alt}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{name}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def text_box(text: str) -> str:
    """A text box as Word writes it, for new programs and old."""
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:txbx>{inside}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{inside}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def graphic(uri: str) -> str:
    """A chart or SmartArt drawing."""
    return f'<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/{uri}"/></a:graphic></wp:inline></w:drawing></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of cells; a cell that is XML has its own properties."""
    cells = (
        "".join(
            f"<w:tr>{''.join(cell if cell.startswith('<') else f'<w:tc>{paragraph(cell)}</w:tc>' for cell in row)}</w:tr>"
        )
        for row in rows
    )
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def jpeg(colour: str = "teal") -> bytes:
    """A picture."""
    data = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), colour).save(data, "JPEG")
    return data.getvalue()


def part(name: str, inside: str) -> str:
    """A part of XML."""
    return f"{_HEAD}<w:{name} {_SPACES}>{inside}</w:{name}>"


def docx(*body: str, parts: Mapping[str, str | bytes] | None = None, links: Mapping[str, str] | None = None) -> bytes:
    """A whole file; `parts` are further ones, by name, `links` targets of relationships."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = {"rId10": ("image", "media/image1.jpg", ""), "rId11": ("image", "media/image2.emf", "")}
    relations |= {name: ("hyperlink", target, ' TargetMode="External"') for name, target in (links or {}).items()}
    written = "".join(
        f'<Relationship Id="{name}" Type="{kind}/{what}" Target="{target}"{mode}/>'
        for name, (what, target, mode) in relations.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{package}/content-types"><Default Extension="jpg" ContentType="image/jpeg"/>'
        '<Default Extension="emf" ContentType="image/x-emf"/><Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{kind}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": part("document", f"<w:body>{''.join(body)}</w:body>"),
        "word/_rels/document.xml.rels": f'{_HEAD}<Relationships xmlns="{package}/relationships">{written}</Relationships>',
        "word/styles.xml": part("styles", _STYLES),
        "word/numbering.xml": part("numbering", NUMBERING),
        "word/media/image1.jpg": jpeg(),
        "word/media/image2.emf": b"\x01\x00\x00\x00",
        **(parts or {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
