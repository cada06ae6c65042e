"""Cuts the fonts that papers and pictures of a release are set in, from those that the site is set in and Noto.

    python scripts/cut_fonts.py NODE_MODULES NOTO

NODE_MODULES holds the packages @fontsource-variable/plus-jakarta-sans, @fontsource-variable/source-serif-4 and
@fontsource/noto-sans-javanese, NOTO the files NotoSans-Regular.ttf, NotoSansMath-Regular.ttf and
NotoSansSymbols2-Regular.ttf. Typst takes no
variable fonts, and neither it nor Pillow reads WOFF2, so each weight becomes a TrueType file of its own. `signs.txt`
beside them says which characters they have. The licences (OFL) are copied with them; fonts with a reserved name get
one of ours, as the licence asks for.
"""

from __future__ import annotations

import shutil
import sys
from hashlib import blake2b
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).parent.parent / "warta" / "render" / "press" / "fonts"
_SANS, _SERIF = "@fontsource-variable/plus-jakarta-sans", "@fontsource-variable/source-serif-4"
_JAVANESE = "@fontsource/noto-sans-javanese"
# greek and cyrillic, vietnamese, punctuation, raised and lowered figures, letter-like signs, fractions
_SIGNS = (
    (0x370, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x205E), (0x2070, 0x209F), (0x20A0, 0x20C0),
    (0x2100, 0x214F), (0x2150, 0x218B),
)  # fmt: skip
# arrows, signs of arithmetic; shapes, stars, boxes, ticks
_MATH = ((0x2190, 0x21FF), (0x2200, 0x22FF))
_SHAPES = ((0x25A0, 0x25FF), (0x2605, 0x2606), (0x260E, 0x260F), (0x2610, 0x2612), (0x2713, 0x2718))
_STYLES = {"Regular": (64, 0), "Bold": (32, 1), "Italic": (1, 2)}


def main(modules: Path, noto: Path) -> None:
    """Write all fonts, their licences and the table of their characters."""
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    sans, serif = modules / _SANS / "files/plus-jakarta-sans", modules / _SERIF / "files/source-serif-4"
    for part, more in (("latin", ""), ("latin-ext", " Ext")):
        _cut(f"{sans}-{part}-wght-normal.woff2", {"wght": 400}, f"Warta Sans{more}", "Regular")
        _cut(f"{sans}-{part}-wght-normal.woff2", {"wght": 700}, f"Warta Sans{more}", "Bold")
        _cut(f"{sans}-{part}-wght-italic.woff2", {"wght": 400}, f"Warta Sans{more}", "Italic")
        _cut(f"{serif}-{part}-opsz-normal.woff2", {"wght": 660, "opsz": 26}, f"Warta Serif{more}", "Bold")
    for weight, style in ((400, "Regular"), (700, "Bold")):
        path = modules / _JAVANESE / f"files/noto-sans-javanese-javanese-{weight}-normal.woff2"
        _cut(str(path), {}, "Warta Javanese", style)
    _cut(str(noto / "NotoSans-Regular.ttf"), {}, "Warta Signs", "Regular", _SIGNS)
    _cut(str(noto / "NotoSansMath-Regular.ttf"), {}, "Warta Math", "Regular", _MATH)
    _cut(str(noto / "NotoSansSymbols2-Regular.ttf"), {}, "Warta Shapes", "Regular", _SHAPES)
    for package, name in ((_SANS, "WartaSans"), (_SERIF, "WartaSerif"), (_JAVANESE, "Noto")):
        shutil.copyfile(modules / package / "LICENSE", FONTS / f"OFL-{name}.txt")
    (FONTS / "signs.txt").write_text(table_of(FONTS), encoding="ascii")


def _cut(
    source: str, axes: dict[str, float], family: str, style: str, ranges: tuple[tuple[int, int], ...] = ()
) -> None:
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    if axes:
        font = instantiateVariableFont(font, axes)
    if ranges:
        options = Options()
        options.layout_features = []
        options.name_IDs = [0, 13, 14]
        cutter = Subsetter(options)
        cutter.populate(unicodes=[code for first, last in ranges for code in range(first, last + 1)])
        cutter.subset(font)
    _name(font, family, style)
    font.save(FONTS / f"{family.replace(' ', '')}-{style}.ttf")


def _name(font: TTFont, family: str, style: str) -> None:
    """Give a font its names; copyright and licence stay."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    full = f"{family} {style}"
    for number, text in ((1, family), (2, style), (3, full), (4, full), (6, full.replace(" ", ""))):
        names.setName(text, number, 3, 1, 0x409)
    selection, mac = _STYLES[style]
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    font["OS/2"].fsSelection, font["head"].macStyle, font["OS/2"].fsType = selection, mac, 0


def table_of(folder: Path) -> str:
    """A line for each font: its file, a digest of it, then the stretches of characters that it has, in hexadecimal.

    What was set with another font is made anew, since Warta's version covers this table.
    """
    fonts = sorted(folder.glob("*.ttf"))
    digests = [blake2b(path.read_bytes(), digest_size=8).hexdigest() for path in fonts]
    return "".join(f"{path.name} {digest} {_stretches(path)}\n" for path, digest in zip(fonts, digests, strict=True))


def _stretches(path: Path) -> str:
    with TTFont(path) as font:
        every = sorted(font.getBestCmap())
    found, first = [], every[0]
    for code, after in zip(every, [*every[1:], 0], strict=True):
        if after != code + 1:
            found.append(f"{first:X}-{code:X}")
            first = after
    return " ".join(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
