"""Draws the sample newsroom's pictures and writes its attachments into ``content/``.

Run ``python scripts/draw_samples.py`` from anywhere. Every picture is seeded by its own path, so a run
changes nothing unless this file changed. All scenes use one palette and one small set of shapes.
"""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

CONTENT = Path(__file__).resolve().parent.parent / "content"
WIDTH, HEIGHT = 1600, 1067
OVERSAMPLING = 2  # shapes are drawn larger and scaled down: smooth edges
JPEG_QUALITY, JPEG_BYTES = 84, 145_000

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Stops = Sequence[tuple[float, str]]
Placing = Callable[[Sequence[Point]], list[Point]]  # units of the picture -> pixels of a mask
Shape = Callable[[ImageDraw.ImageDraw, Placing], None]

NIGHT, INK, TEAL, PINE, FOREST = "#16243d", "#17323a", "#2b6268", "#1f4f45", "#3b7a57"
LEAF, RICE, STRAW, CREAM, PAPER = "#74a85c", "#b4cc72", "#ecd48f", "#fbefd6", "#fffaf0"
CLAY, CORAL, PEACH, ROSE, PLUM = "#b4512f", "#e0845a", "#f6c39a", "#d97b7b", "#6b4361"
MIST, SKY, RIVER, STONE, SLATE = "#dcebe6", "#a9d3d6", "#5fa3a8", "#c9c3b4", "#55686b"


def blend(first: str, second: str, share: float) -> str:
    """The colour that lies ``share`` of the way from ``first`` to ``second``."""
    pairs = zip(ImageColor.getrgb(first)[:3], ImageColor.getrgb(second)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def smooth(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A Catmull-Rom curve through the points."""
    line: list[Point] = []
    for index in range(len(points) - 1):
        before, start = points[max(index - 1, 0)], points[index]
        end, after = points[index + 1], points[min(index + 2, len(points) - 1)]
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            around = list(zip(weights, (before, start, end, after), strict=True))
            line.append((sum(w * p[0] for w, p in around) / 2, sum(w * p[1] for w, p in around) / 2))
    return [*line, points[-1]]


def trace(path: str, at: Point = (0, 0), size: float = 1, wide: float = 0) -> list[Point]:
    """The points of ``"x,y x,y …"``, enlarged by ``size`` (sideways by ``wide``) and moved to ``at``."""
    pairs = (pair.split(",") for pair in path.split())
    return [(at[0] + float(x) * (wide or size), at[1] + float(y) * size) for x, y in pairs]


class Canvas:
    """A picture measured in 1600 by 1067 units, whatever its real size."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)
        self.image = Image.new("RGB", (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING), PAPER)

    def sky(self, stops: Stops) -> None:
        """Fills everything with a vertical gradient; a stop is (share of the height, colour)."""
        self.image.paste(_gradient(stops, self.image.size))

    def polygon(self, points: Sequence[Point], top: str, bottom: str = "", alpha: float = 1, blur: float = 0) -> None:
        """A filled outline, optionally with a vertical gradient, see-through or soft-edged."""
        colors = (top, bottom or top)
        self._fill(_bounds(points), blur, colors, alpha, lambda pen, at: pen.polygon(at(points), 255))

    def ellipse(self, box: Box, top: str, bottom: str = "", alpha: float = 1, blur: float = 0) -> None:
        """A filled ellipse inside the box."""
        corners = [(box[0], box[1]), (box[2], box[3])]
        self._fill(box, blur, (top, bottom or top), alpha, lambda pen, at: pen.ellipse(at(corners), 255))

    def disc(self, center: Point, radius: float, top: str, bottom: str = "", alpha: float = 1) -> None:
        """A filled circle."""
        x, y = center
        self.ellipse((x - radius, y - radius, x + radius, y + radius), top, bottom, alpha)

    def box(self, box: Box, top: str, bottom: str = "", alpha: float = 1, radius: float = 0) -> None:
        """A filled rectangle, with round corners if wanted."""
        corners, round_by = [(box[0], box[1]), (box[2], box[3])], radius * OVERSAMPLING

        def draw(pen: ImageDraw.ImageDraw, at: Placing) -> None:
            pen.rounded_rectangle(at(corners), round_by, 255)

        self._fill(box, 0, (top, bottom or top), alpha, draw)

    def line(self, points: Sequence[Point], color: str, width: float, alpha: float = 1) -> None:
        """A stroke with round joints and ends."""
        left, top, right, bottom = _bounds(points)
        room = (left - width, top - width, right + width, bottom + width)

        def draw(pen: ImageDraw.ImageDraw, at: Placing) -> None:
            placed, half = at(points), width * OVERSAMPLING / 2
            pen.line(placed, 255, round(width * OVERSAMPLING), "curve")
            for x, y in (placed[0], placed[-1]):
                pen.ellipse((x - half, y - half, x + half, y + half), 255)

        self._fill(room, 0, (color, color), alpha, draw)

    def glow(self, center: Point, radius: float, color: str, alpha: float) -> None:
        """Light that fades out from a centre."""
        size = round(radius * 2 * OVERSAMPLING)
        light = ImageChops.invert(Image.radial_gradient("L")).resize((size, size), Image.Resampling.BICUBIC)
        mask = light.point([round(255 * (max(0, level - 75) / 180) ** 1.7 * alpha) for level in range(256)])
        place = (round((center[0] - radius) * OVERSAMPLING), round((center[1] - radius) * OVERSAMPLING))
        self.image.paste(Image.new("RGB", (size, size), color), place, mask)

    def text(self, place: Point, words: str, size: float, color: str, anchor: str = "la") -> None:
        """A short label in Pillow's own typeface."""
        font = ImageFont.load_default(size * OVERSAMPLING)
        at = (place[0] * OVERSAMPLING, place[1] * OVERSAMPLING)
        ImageDraw.Draw(self.image).text(at, words, color, font, anchor)

    def mirror(self, level: float, depth: float, alpha: float) -> None:
        """Reflects what stands above the water line ``level`` into the ``depth`` below it."""
        top, line = round((level - depth) * OVERSAMPLING), round(level * OVERSAMPLING)
        still = self.image.crop((0, top, self.image.width, line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        fading = _gradient([(0, _grey(alpha)), (1, _grey(alpha * 0.25))], still.size).convert("L")
        self.image.paste(still.filter(ImageFilter.GaussianBlur(5)), (0, line), fading)

    def save(self, path: Path) -> None:
        """Writes the picture, scaled down, as a JPEG of the best quality that fits ``JPEG_BYTES``."""
        small = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        for quality in range(JPEG_QUALITY, 40, -4):
            memory = io.BytesIO()
            small.save(memory, "JPEG", quality=quality, optimize=True, progressive=True)
            if memory.tell() < JPEG_BYTES:
                break
        write(path, memory.getvalue())

    def _fill(self, bounds: Box, blur: float, colors: tuple[str, str], alpha: float, draw: Shape) -> None:
        room = blur * 3 + 2
        left, top = (round((edge - room) * OVERSAMPLING) for edge in bounds[:2])
        right, bottom = (round((edge + room) * OVERSAMPLING) for edge in bounds[2:])
        size = (max(right - left, 1), max(bottom - top, 1))
        mask = Image.new("L", size)
        pen = ImageDraw.Draw(mask)
        draw(pen, lambda points: [(x * OVERSAMPLING - left, y * OVERSAMPLING - top) for x, y in points])
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * OVERSAMPLING))
        if alpha < 1:
            mask = mask.point([round(level * alpha) for level in range(256)])
        self.image.paste(_gradient([(0, colors[0]), (1, colors[1])], size), (left, top), mask)


def _bounds(points: Sequence[Point]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _grey(share: float) -> str:
    return blend("#000000", "#ffffff", share)


def _gradient(stops: Stops, size: tuple[int, int]) -> Image.Image:
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        share = y / max(size[1] - 1, 1)
        lower = max((stop for stop in stops if stop[0] <= share), default=stops[0])
        upper = min((stop for stop in stops if stop[0] > share), default=lower)
        span = upper[0] - lower[0]
        color = blend(lower[1], upper[1], (share - lower[0]) / span if span else 0)
        column.putpixel((0, y), ImageColor.getrgb(color))
    return column.resize(size, Image.Resampling.NEAREST)


# ---------------------------------------------------------------- what the pictures and the attachments tell

STUNTING = ((2020, 26.4), (2021, 24.1), (2022, 20.9), (2023, 17.8))  # per cent of the whole regency

STUNTING_BY_DISTRICT = (
    ("kecamatan", "balita_diukur", "balita_stunting", "prevalensi_2022", "prevalensi_2023"),
    ("Sukamaju Kota", 9412, 1469, "18,1", "15,6"),
    ("Cibening", 6873, 1155, "19,7", "16,8"),
    ("Mekarjaya", 6120, 1059, "20,4", "17,3"),
    ("Tirtasari", 5688, 1132, "23,5", "19,9"),
    ("Gunungwangi", 4266, 944, "26,0", "22,1"),
    ("Kabupaten Sukamaju", 32359, 5759, "20,9", "17,8"),
)

LANDSLIDE_HAMLETS = (
    ("kecamatan", "desa", "dusun", "kepala_keluarga", "titik_kumpul"),
    ("Gunungwangi", "Wangisari", "Pasirhonje", 64, "Lapangan Wangisari"),
    ("Gunungwangi", "Wangisari", "Legok Awi", 41, "Lapangan Wangisari"),
    ("Gunungwangi", "Wangisari", "Cipicung", 58, "SDN Wangisari 2"),
    ("Gunungwangi", "Puncakmulya", "Babakan Puncak", 72, "Balai Desa Puncakmulya"),
    ("Gunungwangi", "Puncakmulya", "Ciparay", 37, "Balai Desa Puncakmulya"),
    ("Gunungwangi", "Puncakmulya", "Sindang Kasih", 55, "SDN Puncakmulya 1"),
    ("Gunungwangi", "Tebingsari", "Tebing Kaler", 49, "Lapangan Tebingsari"),
    ("Gunungwangi", "Tebingsari", "Tebing Kidul", 66, "Lapangan Tebingsari"),
    ("Gunungwangi", "Tebingsari", "Cikuya", 28, "Madrasah Tebingsari"),
    ("Gunungwangi", "Hegarwangi", "Bojong Hegar", 53, "Balai Desa Hegarwangi"),
    ("Gunungwangi", "Hegarwangi", "Pasir Angin", 44, "Balai Desa Hegarwangi"),
    ("Tirtasari", "Tirtamulya", "Cihanyir", 61, "Balai Desa Tirtamulya"),
    ("Tirtasari", "Tirtamulya", "Lebak Tirta", 39, "Balai Desa Tirtamulya"),
    ("Tirtasari", "Curugsari", "Curug Kaler", 57, "Lapangan Curugsari"),
    ("Tirtasari", "Curugsari", "Curug Kidul", 48, "Lapangan Curugsari"),
    ("Tirtasari", "Curugsari", "Pasirkuda", 35, "SDN Curugsari 1"),
    ("Tirtasari", "Sindangtirta", "Cigarukgak", 43, "Balai Desa Sindangtirta"),
    ("Mekarjaya", "Mekarwangi", "Pasir Mekar", 68, "Lapangan Mekarwangi"),
    ("Mekarjaya", "Mekarwangi", "Cibungur", 52, "Lapangan Mekarwangi"),
    ("Mekarjaya", "Jayagiri", "Jaya Tonggoh", 47, "Balai Desa Jayagiri"),
    ("Mekarjaya", "Jayagiri", "Jaya Landeuh", 59, "Balai Desa Jayagiri"),
    ("Cibening", "Bojongbening", "Cibening Girang", 62, "Pasar Bojongbening"),
    ("Cibening", "Bojongbening", "Pasir Muncang", 46, "Pasar Bojongbening"),
)

BUDGET = (
    ("Pendidikan", "612,4", "31,5"),
    ("Kesehatan", "338,9", "17,4"),
    ("Jalan, jembatan, dan irigasi", "287,5", "14,8"),
    ("Pertanian dan ekonomi", "118,7", "6,1"),
    ("Perlindungan sosial dan kebencanaan", "96,2", "5,0"),
    ("Pemerintahan umum dan lainnya", "488,9", "25,2"),
    ("Jumlah belanja", "1.942,6", "100,0"),
)


# ---------------------------------------------------------------- things that stand in a landscape


def ridge(c: Canvas, level: float, height: float, colors: tuple[str, str], *, peaked: bool = False) -> None:
    """One layer of hills across the picture; ``peaked`` makes mountains of them."""
    waves = []
    for octave in range(5):
        length = WIDTH / (1.1 * 2**octave) * c.rng.uniform(0.8, 1.25)
        waves.append((length, c.rng.uniform(0, math.tau), height / ((2.3 if peaked else 1.9) ** octave)))
    line: list[Point] = []
    for x in range(-20, WIDTH + 21, 6):
        total = 0.0
        for length, phase, size in waves:
            swing = math.sin(x / length * math.tau + phase)
            total += size * (1 - 2 * abs(swing) if peaked else swing) / 2
        line.append((x, level - total))
    c.polygon([*line, (WIDTH + 20, HEIGHT + 20), (-20, HEIGHT + 20)], *colors)


def mountains(c: Canvas, level: float, far: str, near: str, layers: int = 4) -> None:
    """Layers of mountains, each nearer one lower and darker, with mist between them."""
    for layer in range(layers):
        share = layer / max(layers - 1, 1)
        color = blend(far, near, share)
        ridge(c, level + layer * 52, 190 - 95 * share, (color, blend(color, MIST, 0.45)), peaked=layer < 2)


def cone(c: Canvas, peak: Point, spread: float, foot: float, colors: tuple[str, str]) -> None:
    """A volcano with the concave slopes of its kind."""
    x, y = peak
    slope = [(share, y + (foot - y) * (1 - (1 - share) ** 1.9)) for share in (0.05, 0.15, 0.3, 0.5, 0.75, 1)]
    left = [(x - spread * share, level) for share, level in reversed(slope)]
    right = [(x + spread * share, level) for share, level in slope]
    outline = smooth([*left, (x - spread * 0.012, y + 4), (x + spread * 0.016, y), *right])
    c.polygon([*outline, (x + spread, HEIGHT), (x - spread, HEIGHT)], *colors)


def cloud(c: Canvas, x: float, y: float, size: float, color: str = PAPER, alpha: float = 0.8) -> None:
    """A flat-bottomed cloud."""
    c.box((x - size, y - size * 0.12, x + size, y + size * 0.1), color, alpha=alpha, radius=size * 0.11)
    c.box((x - size * 0.55, y - size * 0.3, x + size * 0.5, y), color, alpha=alpha, radius=size * 0.15)


def tree(c: Canvas, x: float, foot: float, size: float, color: str) -> None:
    """A broad tree: a dark crown with lighter tufts where the sun falls."""
    rng = random.Random(round(x * 7 + size))
    c.polygon(trace("-6,0 -3,-100 3,-100 7,0", (x, foot), size / 100), blend(color, INK, 0.65))
    middle = foot - size * 1.02
    tufts: list[tuple[float, float, float]] = [(0, 0, 0.4)]
    rings = ((9, 1.0, 0.23),) if size < 200 else ((15, 1.12, 0.15), (9, 0.62, 0.19), (5, 0.25, 0.18))
    for count, reach, girth in rings:
        for step in range(count):
            angle = math.tau * step / count + rng.uniform(-0.2, 0.2)
            place = (0.42 * reach * math.cos(angle), 0.3 * reach * math.sin(angle))
            tufts.append((*place, girth * rng.uniform(0.88, 1.15)))
    for dx, dy, radius in sorted(tufts, key=lambda tuft: -tuft[1]):
        shade = blend(color, INK, 0.18 + 0.35 * (dy + 0.3))
        c.disc((x + dx * size, middle + dy * size), radius * size, shade, blend(shade, INK, 0.2))
    for dx, dy, radius in tufts:
        if dy < 0.12:
            light = blend(color, STRAW, 0.2 - 0.35 * dy)
            center = (x + (dx - 0.03) * size, middle + (dy - 0.05) * size)
            c.disc(center, radius * size * 0.66, light, color, alpha=0.55)


def palm(c: Canvas, x: float, foot: float, size: float, color: str, lean: float = 0.12) -> None:
    """A coconut palm."""
    top = (x + lean * size, foot - size)
    trunk = smooth([(x, foot), (x + lean * size * 0.35, foot - size * 0.5), top])
    c.line(trunk, blend(color, CLAY, 0.35), size * 0.035)
    for turn in (-172, -146, -112, -68, -34, -8, 18, 162):
        angle, reach = math.radians(turn), size * (0.46 if -120 < turn < -60 else 0.5)
        tip = (top[0] + math.cos(angle) * reach, top[1] + math.sin(angle) * reach * 0.7 + size * 0.16)
        middle = ((top[0] + tip[0]) / 2, (top[1] + tip[1]) / 2 - size * 0.11)
        under = (middle[0], middle[1] + size * 0.075)
        c.polygon([*smooth([top, middle, tip], 8), *smooth([tip, under, top], 8)], color)


def house(c: Canvas, x: float, foot: float, size: float, roof: str, wall: str = CREAM) -> None:
    """A small village house."""
    c.box((x - size * 0.42, foot - size * 0.42, x + size * 0.42, foot), wall, blend(wall, STONE, 0.6))
    c.box((x - size * 0.08, foot - size * 0.28, x + size * 0.08, foot), blend(roof, INK, 0.5))
    c.polygon(trace("-58,-38 -30,-78 30,-78 58,-38", (x, foot), size / 100), blend(roof, PEACH, 0.25), roof)


def person(c: Canvas, x: float, foot: float, size: float, color: str, hat: str = "") -> None:
    """A figure seen from afar, without a face; with ``hat`` a farmer."""
    at, unit = (x, foot), size / 100
    for side in (-unit, unit):
        c.line(trace("5.5,0 6,-45", at, unit, side), blend(color, INK, 0.72), size * 0.085)
        c.line(smooth(trace("13,-72 19,-54 15,-40", at, unit, side), 6), blend(color, INK, 0.22), size * 0.075)
    body = (x - size * 0.14, foot - size * 0.78, x + size * 0.14, foot - size * 0.36)
    c.box(body, color, blend(color, INK, 0.2), radius=size * 0.09)
    c.disc((x, foot - size * 0.89), size * 0.1, INK)
    c.ellipse((x - size * 0.085, foot - size * 0.93, x + size * 0.085, foot - size * 0.77), "#9a6244")
    if hat:
        c.polygon(trace("-27,-88 0,-108 27,-88", at, unit), hat, blend(hat, CLAY, 0.4))


def banner(c: Canvas, x: float, foot: float, size: float, color: str) -> None:
    """An umbul-umbul: a tall feathered flag on a bending pole."""
    pole = smooth(trace("0,0 2,-60 12,-95 24,-100", (x, foot), size / 100))
    c.line(pole, blend(INK, CLAY, 0.3), size * 0.012)
    inner = [point for point in pole if point[1] < foot - size * 0.2]
    reaches = [size * (0.14 + 0.025 * math.sin(index * 0.9)) for index in range(len(inner))]
    edge = [(px + reach, py + size * 0.06) for (px, py), reach in zip(inner, reaches, strict=True)]
    c.polygon([*inner, *reversed(edge)], color, blend(color, INK, 0.25))
    for index in range(3, len(inner) - 6, 7):
        c.line([inner[index], edge[index]], PAPER, size * 0.008, alpha=0.5)


def ground(c: Canvas, level: float, top: str, bottom: str) -> None:
    """Land or water from ``level`` down to the lower edge."""
    c.box((-10, level, WIDTH + 10, HEIGHT + 10), top, bottom)


def ripples(c: Canvas, level: float, count: int, color: str, alpha: float) -> None:
    """Quiet strokes of light on the water below ``level``."""
    for _ in range(count):
        depth = c.rng.random() ** 1.4
        x, y = c.rng.uniform(0, WIDTH), level + 10 + depth * (HEIGHT - level)
        reach = 22 + depth * 90
        c.line([(x - reach, y), (x + reach, y)], color, 1.2 + depth * 2, alpha=alpha)


# ---------------------------------------------------------------- the scenes


def terraces(c: Canvas) -> None:
    """Terraced rice fields in the morning."""
    c.sky([(0, "#8ec5cb"), (0.3, "#d9e6d2"), (0.48, PEACH), (1, PEACH)])
    c.glow((1120, 380), 620, "#fff1cf", 0.95)
    c.disc((1120, 370), 62, "#fffbe9")
    cloud(c, 330, 170, 150, alpha=0.55)
    cloud(c, 700, 105, 90, alpha=0.4)
    cone(c, (470, 170), 640, 560, ("#7fa9ab", "#cfdccb"))
    mountains(c, 450, "#9dbfb6", FOREST, 3)
    for x, size in ((90, 120), (150, 150), (1480, 170), (1400, 120), (1555, 130)):
        palm(c, x, 640, size, PINE, c.rng.uniform(-0.14, 0.16))
    for x, roof in ((1290, CLAY), (1215, CORAL), (240, CLAY)):
        house(c, x, 606, 70, roof)
    for step in range(10):
        _terrace(c, step)
    c.glow((1120, 660), 560, "#fff1cf", 0.5)
    for x, foot, size, color in ((520, 806, 92, CORAL), (606, 810, 88, TEAL), (1120, 884, 108, PLUM)):
        person(c, x, foot, size, color, STRAW)


def _terrace(c: Canvas, step: int) -> None:
    share = step / 10
    level, swing, shift, depth = 610 + 450 * share**1.3, 14 + 30 * share, step * 0.3, 17 + 25 * share
    line: list[Point] = []
    for x in range(-20, WIDTH + 21, 8):
        wave = math.sin(x / 330 + shift) + 0.5 * math.sin(x / 151 - shift * 1.6)
        line.append((x, level + swing * wave))
    floor = [(WIDTH + 20, HEIGHT + 200), (-20, HEIGHT + 200)]
    flooded = step in (2, 5, 8)
    bank = blend(FOREST, PINE, share)
    field = blend(RICE, LEAF, share * 0.7) if step % 2 else blend(STRAW, RICE, 0.45 + share * 0.3)
    c.polygon([*[(x, y - 5 - 4 * share) for x, y in line], *floor], blend(field, PAPER, 0.45))
    c.polygon([*line, *floor], "#fbe3bf" if flooded else field, SKY if flooded else blend(field, FOREST, 0.5))
    foot = [(x, y + depth + 3 * math.sin(x / 60)) for x, y in line]
    c.polygon([*foot, *floor], bank, blend(bank, INK, 0.3))
    for left, top in [] if flooded else line[::3] * 3:
        root = (left + c.rng.uniform(-9, 9), top + depth * c.rng.uniform(0.15, 0.85))
        tuft = trace("-6,-10 0,0 6,-10", root, (c.rng.uniform(2, 4) + 4 * share) / 10)
        c.line(tuft, blend(field, PINE, 0.4), 2, alpha=0.5)


def bridge(c: Canvas) -> None:
    """An arch bridge over a calm river at the end of the day."""
    c.sky([(0, "#3f7f8c"), (0.28, "#9cc6bf"), (0.5, STRAW), (0.62, PEACH), (1, PEACH)])
    c.glow((800, 540), 720, "#fff0c4", 0.95)
    c.disc((800, 505), 74, "#fff9e6")
    mountains(c, 500, "#8fb3ad", "#2f6660", 4)
    for x, size, color in ((60, 190, PINE), (160, 150, FOREST), (1540, 210, PINE), (1430, 160, FOREST)):
        tree(c, x, 735, size, color)
    tree(c, 1340, 735, 120, PINE)
    _arch(c)
    c.mirror(740, 327, 0.75)
    ripples(c, 740, 90, PAPER, 0.16)
    c.polygon([(0, 715), (300, 735), (420, 752), (0, 790)], FOREST, PINE)
    c.polygon([(WIDTH, 712), (1250, 738), (1160, 752), (WIDTH, 785)], FOREST, PINE)


def _arch(c: Canvas) -> None:
    deck = [(x, 610 - 26 * math.sin(math.pi * x / WIDTH)) for x in range(-20, WIDTH + 21, 20)]
    arch = [(x, 735 - 330 * math.sin(math.pi * (x - 260) / 1080)) for x in range(260, 1341, 12)]
    for x in range(320, 1300, 60):
        high = 735 - 330 * math.sin(math.pi * (x - 260) / 1080)
        c.line([(x, high), (x, 612 - 26 * math.sin(math.pi * x / WIDTH))], CREAM, 5, alpha=0.9)
    c.line(arch, CLAY, 26)
    c.line([(x, y - 8) for x, y in arch], CORAL, 7)
    for x in (252, 1348):
        c.polygon([(x - 34, 600), (x + 34, 600), (x + 48, 760), (x - 48, 760)], STONE, SLATE)
    c.line(deck, INK, 24)
    c.line([(x, y - 12) for x, y in deck], STONE, 6)
    for x, y in deck[1:-1:2]:
        c.line([(x, y - 12), (x, y - 34)], PAPER, 3)
    c.line([(x, y - 34) for x, y in deck], PAPER, 4)
    for x, color in ((420, CORAL), (905, PAPER), (1120, STRAW)):
        c.box((x, 544, x + 74, 576), color, blend(color, CLAY, 0.3), radius=10)
        c.box((x + 12, 549, x + 62, 561), TEAL, radius=4)


def market(c: Canvas) -> None:
    """Stalls in a market hall."""
    c.sky([(0, "#2b4f55"), (0.3, "#6f9a93"), (0.62, "#f0d9ac"), (1, STRAW)])
    for x in range(-400, WIDTH + 400, 100):
        c.line([(800, 330), (x * 2.2 - 960, -60)], "#1f3f45", 9, alpha=0.35)
    c.glow((800, 430), 820, "#ffeec2", 0.85)
    for index, x in enumerate((110, 330, 520, 680, 920, 1080, 1270, 1490)):
        person(c, x, 655, 150 + 14 * (index % 3), (TEAL, CORAL, PLUM, FOREST, ROSE, CLAY, TEAL, PLUM)[index])
    ground(c, 650, "#d9b884", "#a8794f")
    for index, (left, color) in enumerate(((40, CLAY), (570, TEAL), (1100, FOREST))):
        _stall(c, left, color, index)
    for x in (250, 535, 800, 1065, 1350):
        c.line([(x, 0), (x, 150)], INK, 3)
        c.glow((x, 185), 150, "#fff3c8", 0.8)
        c.polygon([(x - 14, 150), (x + 14, 150), (x + 42, 182), (x - 42, 182)], CORAL, CLAY)
        c.disc((x, 184), 15, "#fffbe6")


def _stall(c: Canvas, left: float, color: str, kind: int) -> None:
    right = left + 460
    for x in (left + 16, right - 16):
        c.line([(x, 380), (x, 930)], "#5c3d2a", 14)
    for stripe in range(8):
        shade, x = color if stripe % 2 == 0 else CREAM, left - 12 + stripe * 60.5
        slant = (x - left - 218) * 0.1
        cloth = [(x - slant, 300), (x + 54.5 - slant, 300), (x + 60.5, 400), (x, 400)]
        c.polygon(cloth, blend(shade, PAPER, 0.12), shade)
        c.ellipse((x, 376, x + 60.5, 426), shade, blend(shade, INK, 0.12))
    c.box((left, 690, right, 950), "#8a5a3a", "#5c3d2a", radius=8)
    c.box((left - 10, 676, right + 10, 700), "#b98658", radius=8)
    for basket, fruit in enumerate(((CORAL, LEAF, STRAW), (ROSE, RICE, CLAY), (STRAW, CORAL, LEAF))[kind]):
        middle = left + 82 + basket * 148
        for row, count in ((0, 5), (1, 4), (2, 2)):
            for index in range(count):
                x, y = middle + (index - (count - 1) / 2) * 27, 646 - row * 22
                c.disc((x, y), 17, blend(fruit, PAPER, 0.3), blend(fruit, INK, 0.15))
        c.polygon(trace("-70,0 70,0 56,40 -56,40", (middle, 650)), STRAW, "#b98658")
    for index in range(5):
        x = left + 30 + index * 84
        c.box((x, 730, x + 64, 910), "#a06d47", "#7a4d30", radius=6)


def clinic(c: Canvas) -> None:
    """A community health centre at dusk, its windows lit."""
    c.sky([(0, "#31527a"), (0.3, "#8aa7b5"), (0.55, PEACH), (1, CREAM)])
    c.glow((300, 600), 700, "#ffd9ab", 0.85)
    cone(c, (1210, 210), 560, 620, ("#5f8594", "#c7ccbb"))
    mountains(c, 520, "#86a9a8", FOREST, 3)
    ground(c, 800, LEAF, PINE)
    c.polygon([(690, 800), (910, 800), (1130, HEIGHT), (470, HEIGHT)], "#efe0bf", "#c9b48c")
    for x, size in ((90, 260), (250, 190), (1530, 270), (1395, 180)):
        tree(c, x, 815, size, FOREST)
    _clinic_building(c)
    for x in (420, 1180):
        c.line([(x, 870), (x, 610)], INK, 8)
        c.glow((x, 600), 190, "#fff0bf", 0.75)
        c.disc((x, 600), 20, "#fffbe6")
    person(c, 730, 930, 116, TEAL)
    person(c, 800, 945, 100, ROSE)
    person(c, 985, 900, 110, PLUM)


def _clinic_building(c: Canvas) -> None:
    c.box((330, 560, 1270, 810), PAPER, "#eadfc6")
    c.box((330, 760, 1270, 810), TEAL, INK)
    c.polygon([(280, 570), (390, 440), (1210, 440), (1320, 570)], CORAL, CLAY)
    c.polygon([(560, 500), (800, 320), (1040, 500)], CORAL, CLAY)
    c.polygon([(620, 500), (800, 366), (980, 500)], PAPER, CREAM)
    c.box((620, 498, 980, 812), PAPER, "#f1e6cf")
    c.box((782, 400, 818, 490), FOREST, radius=5)
    c.box((755, 427, 845, 463), FOREST, radius=5)
    c.box((645, 520, 955, 560), TEAL, INK, radius=8)
    for x in (700, 740, 780, 820, 860):
        c.line([(x - 14, 540), (x + 14, 540)], CREAM, 6)
    c.box((705, 610, 895, 812), "#ffe7a8", STRAW, radius=6)
    c.line([(800, 612), (800, 810)], CLAY, 6)
    c.line([(705, 672), (895, 672)], CLAY, 5)
    for x in (375, 490, 1010, 1125):
        c.box((x, 610, x + 100, 720), TEAL, radius=6)
        c.box((x + 8, 618, x + 92, 712), "#fff0bf", STRAW, radius=3)
        c.line([(x + 50, 612), (x + 50, 718)], TEAL, 5)
    c.glow((800, 720), 300, "#fff2c9", 0.45)


def school(c: Canvas) -> None:
    """A village school under a big tree."""
    c.sky([(0, "#79bcc6"), (0.4, "#cfe5da"), (0.62, CREAM), (1, CREAM)])
    c.glow((1320, 180), 480, "#fff6d8", 0.95)
    c.disc((1320, 180), 66, "#fffceb")
    cloud(c, 900, 150, 140, alpha=0.85)
    cloud(c, 560, 240, 95, alpha=0.7)
    cone(c, (640, 180), 620, 560, ("#8fb9b8", "#d8e5d4"))
    mountains(c, 470, "#a5cbc0", LEAF, 4)
    ground(c, 770, "#e6c78f", "#c08a58")
    c.polygon([(0, 780), (500, 800), (300, 900), (0, 940)], LEAF, FOREST, alpha=0.9)
    c.box((470, 560, 1500, 790), CREAM, "#ecd6ab")
    c.box((470, 730, 1500, 790), FOREST, PINE)
    c.polygon([(420, 575), (500, 430), (1470, 430), (1550, 575)], CORAL, CLAY)
    for y in (470, 508, 545):
        c.line([(450 + (575 - y) * 0.42, y), (1520 - (575 - y) * 0.42, y)], CLAY, 3, alpha=0.5)
    for x in (535, 735, 1145, 1345):
        c.box((x, 610, x + 106, 704), TEAL, INK, radius=4)
        c.line([(x + 53, 610), (x + 53, 704)], PAPER, 5)
        c.line([(x, 656), (x + 106, 656)], PAPER, 5)
    c.box((938, 604, 1048, 792), CLAY, "#7a3a24", radius=4)
    c.line([(993, 606), (993, 790)], "#7a3a24", 4)
    for x in range(480, 1500, 202):
        c.box((x, 572, x + 16, 796), PAPER, STONE)
    _flagpole(c, 640, 880, 610, STRAW)
    for x, size, color in ((760, 96, TEAL), (825, 88, ROSE), (905, 92, PLUM), (1180, 96, FOREST)):
        person(c, x, 905, size, color)
    tree(c, 190, 900, 440, FOREST)


def _flagpole(c: Canvas, x: float, foot: float, height: float, color: str) -> None:
    c.line([(x, foot), (x, foot - height)], PAPER, 8)
    c.box((x - 42, foot - 8, x + 42, foot + 14), STONE, SLATE, radius=4)
    flag = smooth(trace("0,8 60,20 130,6 130,74 60,90 0,78", (x, foot - height)), 6)
    c.polygon(flag, color, blend(color, INK, 0.2))


def rain(c: Canvas) -> None:
    """Rain over the hills, and the lit tent of a standby post."""
    c.sky([(0, "#2c434f"), (0.4, "#64858a"), (0.7, "#b9cbbf"), (1, "#b9cbbf")])
    for _ in range(16):
        x, y, size = c.rng.uniform(-50, WIDTH), c.rng.uniform(-10, 170), c.rng.uniform(140, 280)
        spread = (x - size, y - size * 0.34, x + size, y + size * 0.34)
        c.ellipse(spread, "#223843", "#4a6a72", alpha=0.5, blur=26)
    mountains(c, 520, "#7f9f9f", "#25504d", 4)
    for x in range(-20, WIDTH, 46):
        shade = blend(PINE, INK, c.rng.uniform(0.1, 0.5))
        tree(c, x + c.rng.uniform(-14, 14), 800, c.rng.uniform(60, 110), shade)
    ground(c, 780, "#3c5f57", "#1b3335")
    c.glow((860, 790), 520, "#ffd38a", 0.55)
    _tent(c)
    c.box((1180, 742, 1370, 840), CORAL, CLAY, radius=14)
    c.box((1310, 760, 1400, 840), CORAL, CLAY, radius=14)
    c.box((1330, 770, 1388, 800), "#ffe9b0", radius=6)
    for x in (1225, 1350):
        c.disc((x, 842), 24, INK)
        c.disc((x, 842), 10, STONE)
    c.polygon(trace("500,905 1240,905 1420,1067 300,1067"), "#f2c27c", "#2c4a49", alpha=0.35, blur=10)
    for _ in range(420):
        x, y, reach = c.rng.uniform(-60, WIDTH), c.rng.uniform(-40, HEIGHT), c.rng.uniform(18, 46)
        c.line([(x, y), (x - reach * 0.28, y + reach)], MIST, 1.6, alpha=c.rng.uniform(0.12, 0.42))


def _tent(c: Canvas) -> None:
    c.polygon([(560, 880), (640, 700), (1060, 700), (1140, 880)], CORAL, CLAY)
    c.polygon([(600, 710), (850, 560), (1100, 710)], "#f09a6a", CORAL)
    c.polygon([(850, 560), (1100, 710), (1060, 710)], CLAY, alpha=0.5)
    c.polygon([(730, 880), (770, 722), (930, 722), (970, 880)], "#fff0bd", STRAW)
    c.box((690, 838, 1010, 884), "#6d4630", "#43301f", radius=4)
    for x, color in ((775, TEAL), (850, PLUM), (925, FOREST)):
        person(c, x, 884, 128, color)
    c.box((690, 846, 1010, 884), "#7d5137", "#43301f", radius=4)
    for x in (560, 1140):
        c.line([(x, 880), (x + (60 if x > 800 else -60), 905)], STONE, 3)


def weir(c: Canvas) -> None:
    """Water falling over a weir below green hills."""
    c.sky([(0, "#86c0c8"), (0.35, "#d5e7db"), (0.5, CREAM), (1, CREAM)])
    c.glow((300, 260), 520, "#fff4d2", 0.9)
    cone(c, (980, 170), 600, 520, ("#83aeb0", "#d3e0d2"))
    mountains(c, 400, "#9fc4b8", FOREST, 4)
    for x in range(20, WIDTH, 90):
        tree(c, x + c.rng.uniform(-20, 20), 592, c.rng.uniform(60, 120), blend(FOREST, PINE, c.rng.random()))
    c.box((-10, 580, WIDTH + 10, 660), SKY, RIVER)
    c.mirror(588, 62, 0.5)
    c.polygon([(150, 650), (1450, 650), (1500, 830), (100, 830)], "#dff0ee", "#8fc3c4")
    for _ in range(260):
        start = c.rng.uniform(160, 1440)
        end = 800 + (start - 800) * 1.07
        color = PAPER if c.rng.random() < 0.6 else RIVER
        c.line([(start, 655), (end, 825)], color, c.rng.uniform(2, 7), alpha=0.4)
    ground(c, 828, "#7fb9bb", TEAL)
    ripples(c, 828, 70, PAPER, 0.2)
    for _ in range(150):
        left, top, size = c.rng.gauss(800, 330), 830 + abs(c.rng.gauss(0, 16)), c.rng.uniform(16, 46)
        c.ellipse((left - size, top - size * 0.35, left + size, top + size * 0.35), PAPER, alpha=0.55)
    c.box((60, 640, 1540, 662), PAPER, STONE, radius=4)
    for x in (100, 1440):
        _gatehouse(c, x)
    c.polygon(trace("-10,830 60,810 190,860 250,1077 -10,1077"), FOREST, PINE)
    c.polygon(trace("1610,830 1540,810 1420,860 1340,1077 1610,1077"), FOREST, PINE)


def _gatehouse(c: Canvas, x: float) -> None:
    c.polygon([(x - 60, 520), (x + 120, 520), (x + 150, 860), (x - 90, 860)], "#e9e2d2", "#a9a595")
    c.box((x - 5, 640, x + 65, 830), TEAL, INK, radius=4)
    for y in (680, 720, 760):
        c.line([(x, y), (x + 60, y)], RIVER, 4)
    c.box((x - 40, 440, x + 100, 522), CREAM, "#e3d3ae")
    c.box((x + 10, 462, x + 50, 500), TEAL, radius=3)
    c.polygon([(x - 66, 446), (x - 20, 392), (x + 80, 392), (x + 126, 446)], CORAL, CLAY)


def dancers(c: Canvas) -> None:
    """Three dancers before a low sun."""
    c.sky([(0, "#5a3457"), (0.35, "#b65f62"), (0.65, "#ef9f68"), (1, "#f9d28d")])
    c.glow((800, 560), 760, "#ffe0a0", 0.75)
    c.disc((800, 540), 330, "#fff0c2", "#f8b873")
    mountains(c, 770, "#c9785f", "#5b3350", 3)
    ground(c, 905, "#3a2440", "#24182f")
    _dancer(c, 420, 930, 0.86, (TEAL, STRAW))
    _dancer(c, 1180, 930, -0.86, (FOREST, STRAW))
    _dancer(c, 800, 960, 1.08, (PLUM, CREAM))
    for x in range(60, WIDTH, 148):
        c.glow((x, 1000), 90, "#ffcf86", 0.6)
        c.ellipse((x - 20, 990, x + 20, 1006), "#ffe9b8")


def _dancer(c: Canvas, x: float, foot: float, scale: float, colors: tuple[str, str]) -> None:
    size, at, dark, skin, (cloth, gold) = abs(scale), (x, foot), "#2a1730", "#8f5a48", colors

    def curve(path: str) -> list[Point]:
        return smooth(trace(path, at, size, scale))

    c.line(curve("-52,-300 -120,-230 -96,-130 -170,-70 -150,10"), gold, 19 * size, alpha=0.85)
    c.line(curve("194,-486 270,-430 236,-330 300,-240 262,-150"), gold, 19 * size, alpha=0.85)
    skirt = "-40,-300 -58,-190 -86,-60 -122,2 -40,10 40,4 128,-2 80,-70 58,-190 38,-300"
    c.polygon(curve(skirt), cloth, blend(cloth, dark, 0.55))
    for fold in (-44, -16, 16, 44):
        c.line(curve(f"{fold * 0.5},-275 {fold * 0.8},-160 {fold * 1.7},-8"), gold, 4 * size, alpha=0.55)
    bodice = curve("-40,-296 -50,-400 -66,-446 0,-462 66,-446 50,-400 40,-296")
    c.polygon(bodice, blend(cloth, dark, 0.25), blend(cloth, dark, 0.5))
    c.line(curve("-56,-446 -10,-400 36,-310"), gold, 12 * size, alpha=0.9)
    c.line(curve("-42,-300 42,-300"), gold, 15 * size)
    c.line(curve("-58,-436 -112,-384 -160,-410 -190,-462"), skin, 20 * size)
    c.line(curve("58,-436 118,-424 160,-492 194,-486"), skin, 20 * size)
    _sector(c, curve("2,-530 76,-550"), range(195, 346, 10), (gold, blend(gold, CLAY, 0.45), CREAM))
    c.line(curve("0,-456 2,-490"), skin, 22 * size)
    left, top = x + 2 * scale, foot - 514 * size
    c.ellipse((left - 36 * size, top - 40 * size, left + 36 * size, top + 30 * size), dark)
    c.ellipse((left - 28 * size, top - 24 * size, left + 28 * size, top + 38 * size), skin)
    turns = range(150, 301, 10) if scale > 0 else range(240, 391, 10)
    _sector(c, curve("-190,-462 -70,-462"), turns, (gold, blend(gold, cloth, 0.75), gold))


def _sector(c: Canvas, radius: Sequence[Point], turns: range, colors: tuple[str, str, str]) -> None:
    (x, y), reach = radius[0], math.dist(radius[0], radius[-1])
    rim = [(x + reach * math.cos(math.radians(t)), y + reach * math.sin(math.radians(t))) for t in turns]
    c.polygon([(x, y), *rim], colors[0], colors[1])
    for tip in rim[1:-1:2]:
        c.line([(x, y), tip], colors[1], reach * 0.025)
        c.disc(tip, reach * 0.1, colors[2])


def granary(c: Canvas) -> None:
    """Rice granaries on stilts at dusk, sheaves drying before them."""
    c.sky([(0, "#3a3f66"), (0.35, "#a06b78"), (0.6, "#f0a974"), (1, "#f9d699")])
    c.glow((1180, 640), 620, "#ffe3a6", 0.9)
    c.disc((1180, 600), 58, "#fff5d6")
    cone(c, (520, 250), 620, 640, ("#7b6079", "#d99c83"))
    mountains(c, 600, "#a87a83", "#4a4058", 3)
    for x, size, lean in ((80, 420, 0.1), (1510, 380, -0.14), (1420, 280, 0.08)):
        palm(c, x, 830, size, "#33324b", lean)
    ground(c, 815, "#8a6a4f", "#3d2f3a")
    for x, size in ((390, 300), (1130, 280), (740, 350)):
        _barn(c, x, 850 + (size - 280) * 0.4, size)
    for row, y in enumerate((930, 1000)):
        c.line([(60, y - 62), (1540, y - 62)], "#2f2433", 7)
        for x in range(92 + row * 32, 1530, 64):
            for bend in range(-4, 5):
                stalk = smooth(trace(f"{-bend * 2.2},-72 0,-46 {bend * 4},0 {bend * 6},34", (x, y)), 5)
                c.line(stalk, blend(STRAW, "#9a6436", 0.15 + 0.3 * (bend % 3)), 5)
            c.line([(x - 6, y - 46), (x + 6, y - 46)], CLAY, 6)


def _barn(c: Canvas, x: float, foot: float, size: float) -> None:
    dark, at, unit = "#3b2a36", (x, foot), size / 100
    for side in (-26, -9, 9, 26):
        c.line(trace(f"{side},0 {side},-36", at, unit), dark, size * 0.04)
    c.box((x - size * 0.36, foot - size * 0.4, x + size * 0.36, foot - size * 0.34), "#6e4636", radius=4)
    c.polygon(trace("-27,-39 -38,-86 38,-86 27,-39", at, unit), "#d99a5f", "#8c5a3c")
    for step in range(1, 6):
        reach, level = 27 + 11 * step / 6, -39 - step * 7.8
        c.line(trace(f"{-reach},{level} {reach},{level}", at, unit), dark, 3, alpha=0.45)
    c.box((x - size * 0.07, foot - size * 0.66, x + size * 0.07, foot - size * 0.4), dark)
    roof = "-56,-80 -42,-98 -20,-126 -30,-140 0,-130 30,-140 20,-126 42,-98 56,-80"
    c.polygon(trace(roof, at, unit), "#7a4a3d", "#4a2f35")
    c.line(trace("-54,-81 54,-81", at, unit), "#e3a56a", 5, alpha=0.8)


def procession(c: Canvas) -> None:
    """Banners along a village road between rice fields."""
    c.sky([(0, "#6fb6bf"), (0.4, "#cde5d8"), (0.6, CREAM), (1, CREAM)])
    c.glow((800, 470), 560, "#fff4cf", 0.9)
    cloud(c, 250, 170, 150)
    cloud(c, 1340, 240, 120)
    cone(c, (800, 240), 640, 560, ("#86b2b0", "#d8e5d2"))
    mountains(c, 510, "#a3c7b5", LEAF, 3)
    ground(c, 640, RICE, FOREST)
    for row in range(9):
        y = 656 + 400 * (row / 8) ** 1.6
        for side in (-1, 1):
            row_ends = [(800 + side * (40 + (y - 640) * 1.1), y), (800 + side * 900, y + 12)]
            c.line(row_ends, PINE, 2 + row * 0.9, alpha=0.35)
    c.polygon(trace("782,640 818,640 1240,1077 360,1077"), "#f3dfb4", "#caa069")
    walkers = trace("800,690 775,715 826,742 768,778 845,820 748,872 868,930")
    colors = (CORAL, TEAL, PLUM, CLAY, FOREST, ROSE, TEAL)
    for (x, foot), color in zip(walkers, colors, strict=True):
        size = 54 + (foot - 690) * 0.37
        person(c, x, foot, size, color)
        _offering(c, x, foot - size, size * 0.3)
    for step in range(6):
        near = (step / 5) ** 1.7
        for side in (-1, 1):
            color = (CORAL, STRAW, TEAL, ROSE, RICE, CLAY)[(step + (side > 0)) % 6]
            banner(c, 800 + side * (70 + 560 * near), 665 + 345 * near, 170 + 660 * near, color)


def _offering(c: Canvas, x: float, foot: float, size: float) -> None:
    c.polygon(trace("-1,0 1,0 .7,.4 -.7,.4", (x, foot), size), CLAY)
    c.polygon(trace("-.75,0 0,-1.5 .75,0", (x, foot), size), "#ffe9a8", STRAW)


def risk_map(c: Canvas) -> None:
    """A map with heights, a river, roads and zones of risk."""
    field = Image.new("F", (400, 267))
    for y in range(field.height):
        for x in range(field.width):
            field.putpixel((x, y), _height(x + 9 * math.sin(y / 17), y + 9 * math.sin(x / 21)))
    field = field.resize(c.image.size, Image.Resampling.BICUBIC)

    def above(level: float) -> Image.Image:
        return field.point(lambda height: height * 9000 + (127 - level * 9000)).convert("L")

    for floor, tint in ((0.12, "#dfe9c6"), (0.28, "#b9cf96"), (0.62, "#f2d795"), (0.93, "#d9735a")):
        c.image.paste(ImageColor.getrgb(tint), None, above(floor))
    for step in range(1, 15):
        level = step * 0.085
        ring = ImageChops.subtract(above(level), above(level + 0.0035 + 0.002 * (step % 4 == 0)))
        c.image.paste(ImageColor.getrgb(PINE), None, ring.point([round(v * 0.3) for v in range(256)]))
    _map_lines(c)
    _map_signs(c)


def _height(x: float, y: float) -> float:
    hills = trace("40,215 120,190 60,120 330,60 385,120 270,20 330,230 200,60 10,20")
    shapes = trace("52,1.05 46,.9 30,.5 44,1.1 40,.8 34,.55 30,.42 26,.4 30,.3")
    return sum(
        top * math.exp(-((x - hx) ** 2 + (y - hy) ** 2) / (2 * reach**2))
        for (hx, hy), (reach, top) in zip(hills, shapes, strict=True)
    )


def _map_lines(c: Canvas) -> None:
    stream = "-20,250 170,300 320,420 520,470 690,600 900,640 1080,780 1300,830 1640,960"
    for course, width in ((stream, 22), ("760,-20 740,150 640,300 660,470 690,600", 13)):
        c.line(smooth(trace(course)), PAPER, width + 8, alpha=0.7)
        c.line(smooth(trace(course)), RIVER, width)
    roads = (
        "-20,860 260,760 520,800 820,740 1010,560 1240,470 1640,420",
        "520,800 600,940 640,1090",
        "1010,560 980,380 1080,180 1060,-20",
    )
    for road in roads:
        c.line(smooth(trace(road)), PAPER, 13)
        c.line(smooth(trace(road)), CORAL, 5)


def _map_signs(c: Canvas) -> None:
    villages = trace("260,750 520,790 815,735 1010,560 1240,465 985,385 610,935")
    for _ in range(110):
        middle = c.rng.choice(villages)
        x, y, side = middle[0] + c.rng.gauss(0, 44), middle[1] + c.rng.gauss(0, 34), c.rng.uniform(6, 11)
        c.box((x - side, y - side * 0.7, x + side, y + side * 0.7), PLUM, alpha=0.75)
    for x, y in trace("985,340 520,745 815,690 1240,420 260,705"):
        color = CLAY if (x, y) in trace("1240,420 260,705") else TEAL
        c.ellipse((x - 24, y + 36, x + 24, y + 52), INK, alpha=0.25, blur=5)
        c.polygon([(x - 27, y - 6), (x, y + 46), (x + 27, y - 6)], color)
        c.disc((x, y - 12), 29, color)
        c.disc((x, y - 12), 12, PAPER)
    c.box((60, 60, 372, 258), INK, alpha=0.12, radius=20)
    c.box((54, 52, 366, 250), PAPER, radius=20)
    for y, color, words in ((97, "#d9735a", "merah"), (149, "#f2d795", "kuning"), (201, "#b9cf96", "hijau")):
        c.box((82, y - 17, 130, y + 17), color, radius=8)
        c.text((150, y), f"Zona {words}", 27, INK, "lm")
    c.disc((1500, 950), 62, PAPER, alpha=0.95)
    c.polygon([(1500, 900), (1516, 950), (1484, 950)], CLAY)
    c.polygon([(1500, 1000), (1516, 950), (1484, 950)], SLATE)


def office(c: Canvas) -> None:
    """The regency hall with a row of plain flags."""
    c.sky([(0, "#6fb0bd"), (0.42, "#cfe3da"), (0.62, CREAM), (1, CREAM)])
    c.glow((230, 230), 520, "#fff6d6", 0.95)
    cloud(c, 1290, 150, 150)
    cloud(c, 520, 110, 105, alpha=0.7)
    mountains(c, 470, "#a3c9c2", "#6ea57c", 3)
    ground(c, 790, "#efe2c6", "#c7ab80")
    for x in (-260, 60, 380, 700, 1020, 1340, 1660):
        c.line([(555 + x * 0.35, 795), (x * 1.6 - 320, HEIGHT)], PAPER, 4, alpha=0.5)
    for x, size in ((80, 230), (210, 170), (1530, 240), (1400, 170)):
        tree(c, x, 805, size, FOREST)
    _hall(c)
    for index, color in enumerate((CORAL, STRAW, TEAL, ROSE, LEAF, PLUM)):
        x = 240 + index * 62 if index < 3 else 1230 + (index - 3) * 62
        _flagpole(c, x, 900, 350, color)
    for x, size, color in ((640, 92, PLUM), (705, 96, TEAL), (930, 94, CLAY)):
        person(c, x, 950, size, color)
    for x in (120, 1480):
        c.ellipse((x - 130, 900, x + 130, 970), LEAF, PINE)


def _hall(c: Canvas) -> None:
    c.box((290, 580, 1310, 800), PAPER, "#e9dcc0")
    for x in [*range(330, 560, 76), *range(1048, 1290, 76)]:
        c.box((x, 620, x + 44, 740), TEAL, INK, radius=4)
        c.line([(x + 22, 620), (x + 22, 740)], SKY, 3)
    c.polygon([(240, 590), (360, 480), (1240, 480), (1360, 590)], CORAL, CLAY)
    c.box((560, 540, 1040, 800), "#31545a", INK)
    c.glow((800, 720), 280, "#ffe6ad", 0.6)
    c.box((725, 650, 875, 800), "#ffeec0", STRAW)
    c.line([(800, 650), (800, 800)], CLAY, 5)
    for x in (572, 664, 756, 812, 904, 996):
        c.box((x, 545, x + 32, 800), PAPER, "#d9cdb4", radius=4)
    roof = smooth([(500, 560), (610, 500), (690, 380), (800, 270), (910, 380), (990, 500), (1100, 560)])
    c.polygon(roof, CORAL, CLAY)
    c.polygon(smooth([(640, 560), (720, 470), (800, 400), (880, 470), (960, 560)]), PAPER, CREAM)
    c.disc((800, 500), 40, STRAW, CORAL)
    c.disc((800, 500), 24, PAPER)
    for step in range(4):
        stair = (540 - step * 26, 796 + step * 18, 1060 + step * 26, 816 + step * 18)
        c.box(stair, blend(PAPER, STONE, step * 0.22), STONE)


def lanterns(c: Canvas) -> None:
    """Lanterns strung over water at night."""
    c.sky([(0, "#0f1a33"), (0.4, "#2a3563"), (0.62, "#7a5477"), (1, "#d08368")])
    for _ in range(150):
        x, y = c.rng.uniform(0, WIDTH), c.rng.random() ** 1.5 * 520
        c.disc((x, y), c.rng.uniform(0.8, 2.4), PAPER, alpha=c.rng.uniform(0.35, 0.95))
    c.glow((330, 200), 260, "#cdd8f2", 0.5)
    c.disc((330, 200), 58, "#f6f1e2")
    mountains(c, 570, "#5b4a74", "#1d2743", 3)
    for x, size, lean in ((70, 300, 0.12), (160, 210, -0.1), (1480, 330, -0.16), (1560, 240, 0.08)):
        palm(c, x, 730, size, "#101b31", lean)
    for x in (330, 470, 640, 980, 1150, 1290):
        house(c, x, 726, c.rng.uniform(90, 130), "#221f3d", "#3a2f52")
        c.box((x + 14, 694, x + 34, 714), "#ffd98a")
    c.box((-10, 722, WIDTH + 10, 745), "#141d35")
    c.line([(800, 742), (800, 250)], "#0c1428", 9)
    for cord, sag in (("-30,230 800,262", 190), ("800,262 1640,190", 200), ("-30,470 800,400", 120)):
        _string(c, trace(cord), sag)
    _string(c, trace("800,400 1640,450"), 120)
    c.mirror(740, 327, 0.85)
    ripples(c, 742, 80, "#ffdca0", 0.2)
    for x, y, size in ((420, 960, 44), (760, 890, 32), (1120, 985, 48), (1330, 880, 28), (180, 880, 28)):
        c.glow((x, y), size * 4, "#ffc978", 0.6)
        c.polygon(trace("-1,0 1,0 .7,.4 -.7,.4", (x, y), size), "#7c3d2e")
        c.polygon(trace("-.55,0 0,-1 .55,0", (x, y), size), "#fff0c0", "#ffb968")


def _string(c: Canvas, ends: Sequence[Point], sag: float) -> None:
    (left, high), (right, low) = ends
    shares = [step / 40 for step in range(41)]
    cord = [(left + (right - left) * t, high + (low - high) * t + sag * math.sin(math.pi * t)) for t in shares]
    c.line(cord, "#0c1428", 3)
    for index, (x, y) in enumerate(cord[2:-2:4]):
        color = ("#ffb35c", "#ff8f6b", "#ffd37a")[index % 3]
        size = 26 + 6 * (index % 2)
        c.glow((x, y + size), size * 4.4, color, 0.65)
        c.ellipse((x - size * 0.8, y + 6, x + size * 0.8, y + 8 + size * 1.9), "#fff1c6", color)
        c.box((x - size * 0.3, y, x + size * 0.3, y + 10), CLAY, radius=3)
        c.line([(x, y + size * 2), (x, y + size * 2.7)], CLAY, 4)


def river(c: Canvas) -> None:
    """A river winding through fields towards the mountains."""
    c.sky([(0, "#7fb9c4"), (0.3, "#d2e4d6"), (0.4, CREAM), (1, CREAM)])
    c.glow((1180, 300), 460, "#fff4d0", 0.9)
    cone(c, (420, 130), 560, 430, ("#82acae", "#d3dfd0"))
    mountains(c, 350, "#a4c7bb", FOREST, 3)
    ground(c, 455, LEAF, FOREST)
    for row in range(9):
        _fields(c, row)
    middle = trace("900,455 860,490 960,540 780,610 960,710 640,850 860,1090")
    widths = (10, 20, 42, 66, 108, 170, 290)
    for shore, colors in ((14, (blend(STRAW, CLAY, 0.3), "")), (0, ("#d4e8e2", TEAL))):
        left = [(x - wide / 2 - shore, y) for (x, y), wide in zip(middle, widths, strict=True)]
        right = [(x + wide / 2 + shore, y) for (x, y), wide in zip(middle, widths, strict=True)]
        c.polygon([*smooth(left), *reversed(smooth(right))], *colors)
    for x, y in trace("150,600 215,640 1330,560 1420,585 1270,700 350,520"):
        size = 44 + (y - 520) * 0.4
        tree(c, x, y, size, PINE)
        house(c, x + size * 1.1, y + 10, size * 0.8, CORAL if size > 74 else CLAY)
    for x, size in ((40, 330), (1560, 380)):
        tree(c, x, HEIGHT + 10, size, FOREST)


def _fields(c: Canvas, row: int) -> None:
    crops = [RICE, LEAF, STRAW, blend(RICE, LEAF, 0.5), blend(LEAF, FOREST, 0.5), blend(STRAW, RICE, 0.5)]
    top, low = (455 + 620 * ((row + step) / 9) ** 1.8 for step in (0, 1))
    far, near = (75 + (y - 455) * 0.62 for y in (top, low))
    for column in range(-9, 10):
        color, left = c.rng.choice(crops), column + 0.25 * (row % 2)
        upper = [(800 + left * far, top), (800 + (left + 1) * far, top)]
        lower = [(796 + (left + 1) * near, low - 3), (800 + left * near, low - 3)]
        c.polygon([*upper, *lower], color, blend(color, FOREST, 0.25))


def pattern(c: Canvas) -> None:
    """A batik-like kawung pattern."""
    c.sky([(0, "#23565b"), (1, INK)])
    for row in range(4):
        for column in range(-1, 5):
            x, y = column * 430 + (row % 2) * 215 + 155, row * 430 - 110
            color = CORAL if (row + column) % 3 == 0 else STRAW
            for turn in (45, 135, 225, 315):
                _petal(c, (x, y), math.radians(turn), color)
            c.disc((x, y), 20, PAPER)
            c.disc((x + 215, y), 14, ROSE)
    c.glow((500, 300), 1000, "#ffe2b0", 0.2)


def _petal(c: Canvas, center: Point, angle: float, color: str) -> None:
    cos, sin = math.cos(angle), math.sin(angle)

    def outline(reach: float, girth: float) -> list[Point]:
        turns = [math.radians(step) for step in range(0, 360, 5)]
        around = [(148 + reach * math.cos(turn), girth * math.sin(turn)) for turn in turns]
        return [(center[0] + x * cos - y * sin, center[1] + x * sin + y * cos) for x, y in around]

    c.polygon(outline(114, 66), color, blend(color, CLAY, 0.35))
    c.polygon(outline(90, 44), TEAL, INK)
    c.polygon(outline(40, 12), color)


def chart(c: Canvas) -> None:
    """Bars of the stunting figures of 2020 to 2023."""
    c.sky([(0, PAPER), (1, PAPER)])
    c.text((130, 90), "Prevalensi stunting, Kabupaten Sukamaju", 46, INK)
    c.text((130, 156), "Persen anak di bawah lima tahun, 2020 sampai 2023", 32, SLATE)
    for level in (0, 10, 20, 30):
        y = 900 - level * 21
        c.line([(210, y), (1490, y)], STONE, 2)
        c.text((185, y), str(level), 30, SLATE, "rm")
    for year, share in STUNTING:
        x, top = 270 + (year - 2020) * 310, 900 - share * 21
        color = CORAL if year == 2023 else TEAL
        c.box((x, top, x + 190, 900), blend(color, PAPER, 0.15), color, radius=8)
        c.box((x + 40, top - 62, x + 150, top - 8), PAPER)
        c.text((x + 95, top - 34), f"{share:.1f}".replace(".", ","), 42, INK, "mm")
        c.text((x + 95, 944), str(year), 36, INK, "mm")
    c.text((130, 1004), "Sumber: Dinas Kesehatan Kabupaten Sukamaju", 28, SLATE)


PICTURES: dict[str, Callable[[Canvas], None]] = {
    "releases/2021/pasar-cibening-selesai-direvitalisasi/pasar.jpg": market,
    "releases/2022/pesta-panen-tirtasari/penari.jpg": dancers,
    "releases/2022/pesta-panen-tirtasari/lumbung.jpg": granary,
    "releases/2022/pesta-panen-tirtasari/umbul-umbul.jpg": procession,
    "releases/2023/jembatan-cibening-dua-dibuka/jembatan.jpg": bridge,
    "releases/2024/angka-stunting-turun/grafik-stunting.jpg": chart,
    "releases/2025/sentra-tahu-tirtasari/sungai.jpg": river,
    "releases/2025/apbd-2026-disepakati/kantor-bupati.jpg": office,
    "releases/2026/pembiayaan-usaha-mikro/pola.jpg": pattern,
    "releases/2026/enam-sd-tersambung-internet/sekolah.jpg": school,
    "releases/2026/pekan-budaya-sukamaju/lentera.jpg": lanterns,
    "releases/2026/puskesmas-tirtasari-buka-malam/puskesmas.jpg": clinic,
    "releases/2026/peta-rawan-longsor/peta.jpg": risk_map,
    "releases/2026/posko-siaga-musim-hujan/posko.jpg": rain,
    "releases/2026/panen-irigasi-berselang/sawah.jpg": terraces,
    "releases/2027/bendung-cibening-mulai-dialirkan/bendung.jpg": weir,
}


TABLES = {
    "releases/2024/angka-stunting-turun/stunting-per-kecamatan-2023.csv": STUNTING_BY_DISTRICT,
    "releases/2026/peta-rawan-longsor/dusun-zona-merah-2026.csv": LANDSLIDE_HAMLETS,
}


def table(rows: Iterable[Sequence[str | int]]) -> bytes:
    """The rows as CSV, as spreadsheets read it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def budget_sheet() -> list[tuple[int, int, int, str]]:
    """The words of the budget summary: (left, baseline, size, text) in points on an A4 page."""
    words = [
        (56, 770, 18, "Ringkasan APBD Kabupaten Sukamaju"),
        (56, 748, 12, "Tahun Anggaran 2026 (contoh, kabupaten rekaan)"),
        (56, 700, 11, "Bidang"),
        (330, 700, 11, "Rp miliar"),
        (440, 700, 11, "Persen"),
    ]
    for row, (field, amount, share) in enumerate(BUDGET):
        baseline = 676 - row * 22
        words += [(56, baseline, 11, field), (330, baseline, 11, amount), (440, baseline, 11, share)]
    return [
        *words,
        (56, 500, 11, "Pendapatan Rp1.897,1 miliar; defisit Rp45,5 miliar ditutup sisa lebih anggaran."),
        (56, 482, 11, "Badan Keuangan Daerah Kabupaten Sukamaju, 27 November 2025"),
    ]


def pdf(title: str, words: Iterable[tuple[int, int, int, str]]) -> bytes:
    """A one-page PDF of plain lines; it holds no date, so the same words give the same bytes."""
    drawn = [f"BT /F1 {size} Tf {left} {base} Td ({_escaped(text)}) Tj ET" for left, base, size, text in words]
    page = "\n".join(drawn).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (id) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) >>" % _escaped(title).encode("cp1252"),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        len(body),
    )
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, rows, trailer)


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def write(path: Path, data: bytes) -> None:
    """Writes a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def main() -> None:
    """Draws every picture and writes every attachment."""
    for name, paint in PICTURES.items():
        canvas = Canvas(name)
        paint(canvas)
        canvas.save(CONTENT / name)
    for name, rows in TABLES.items():
        write(CONTENT / name, table(rows))
    sheet = pdf("Ringkasan APBD Kabupaten Sukamaju 2026", budget_sheet())
    write(CONTENT / "releases/2025/apbd-2026-disepakati/ringkasan-apbd-2026.pdf", sheet)


if __name__ == "__main__":
    main()
