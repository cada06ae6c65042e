"""Turns addresses of Google Maps and OpenStreetMap into those of their maps to show."""

from __future__ import annotations

import math
import re
from urllib.parse import quote, unquote, urlencode

from warta.embeds.address import Address, Found

_GOOGLE = "https://www.google.com/maps"
_AT = re.compile(r"@(-?[0-9]{1,2}(?:\.[0-9]+)?),(-?[0-9]{1,3}(?:\.[0-9]+)?)(?:,([0-9]{1,2})(?:\.[0-9]+)?z)?.*")
_PLACE = re.compile(r"!1s0x[0-9a-f]+:0x[0-9a-f]+!2s([^!]+)", re.IGNORECASE)
_POINT = re.compile(r"!2d(-?[0-9.]+)!3d(-?[0-9.]+)")
_CODE = re.compile(r"[\w-]{6,60}", re.ASCII)
_MAP = re.compile(r"(?:.*&)?map=([0-9]{1,2})/(-?[0-9]{1,2}(?:\.[0-9]+)?)/(-?[0-9]{1,3}(?:\.[0-9]+)?)(?:&.*)?")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")
_ASPECT = 2 / 3


def google(address: Address) -> Found | None:
    """Places, points, searches, maps of one's own; short addresses and routes do not say what they show."""
    host, steps, query = address.host, address.steps, address.query
    if host in ("maps.app.goo.gl", "goo.gl"):
        fits = bool(steps) and (host != "goo.gl" or steps[0] == "maps") and _CODE.fullmatch(steps[-1])
        return Found(f"https://{host}/{'/'.join(map(quote, steps))}") if fits else None
    if not host.startswith("maps.") and steps[:1] != ("maps",):
        return None
    steps = steps[1:] if steps[:1] == ("maps",) else steps
    if steps[:1] == ("embed",):
        return _pasted(query.get("pb", ""))
    if steps[:1] == ("d",):
        map_ = query.get("mid", "")
        return (
            Found(f"{_GOOGLE}/d/viewer?mid={map_}", f"{_GOOGLE}/d/embed?mid={map_}") if _CODE.fullmatch(map_) else None
        )
    return _looked_for(steps, query)


def _pasted(code: str) -> Found | None:
    """The map of a code to embed, which holds its point and mostly a name."""
    point = _POINT.search(code)
    if not re.fullmatch(r"![^\s\"'<>\\]+(?:[ ][^\s\"'<>\\]+)*", code) or point is None:
        return None
    place = _PLACE.search(code)
    title = unquote(place[1]).replace("+", " ") if place else ""
    asked = urlencode({"api": 1, "query": f"{point[2]},{point[1]}"})
    return Found(f"{_GOOGLE}/search/?{asked}", f"{_GOOGLE}/embed?{urlencode({'pb': code})}", title=title)


def _looked_for(steps: tuple[str, ...], query: dict[str, str]) -> Found | None:
    at = next((match for match in map(_AT.fullmatch, steps) if match), None)
    name = query.get("q") or query.get("query") or ""
    if steps[:1] in (("place",), ("search",)) and len(steps) > 1 and not steps[1].startswith(("@", "data=")):
        name = steps[1].replace("+", " ")
    name = " ".join(name.split())
    point = f"{at[1]},{at[2]}" if at else query.get("ll", "")
    if steps[:1] == ("dir",) or not (name or point):
        return None
    asked = {"q": name or point, "ll": point if name else "", "z": (at[3] if at else query.get("z")) or ""}
    shown = urlencode({key: value for key, value in asked.items() if value} | {"output": "embed"})
    url = f"{_GOOGLE}/search/?{urlencode({'api': 1, 'query': name or point})}"
    is_point = re.fullmatch(r"[-0-9., ]+", name) is not None
    return Found(url, f"{_GOOGLE}?{shown}", title="" if is_point else name)


def openstreetmap(address: Address) -> Found | None:
    """Points and pieces of the map."""
    query = address.query
    if address.steps == ("export", "embed.html"):
        return _piece(query.get("bbox", ""), query.get("marker", ""))
    found = _MAP.fullmatch(address.fragment)
    marked = query.get("mlat", ""), query.get("mlon", "")
    has_mark = all(map(_DEGREES.fullmatch, marked))
    if found is None and not has_mark:
        return None
    zoom, lat, lon = (found[1], found[2], found[3]) if found else (query.get("zoom", "16"), *marked)
    zoom = zoom if zoom.isdecimal() and int(zoom) < 20 else "16"
    wide = 360 / 2 ** int(zoom) * 600 / 256
    high = wide * _ASPECT * math.cos(math.radians(float(lat)))
    west, east, south, north = (
        f"{middle + half:.5f}"
        for middle, half in (
            (float(lon), -wide / 2),
            (float(lon), wide / 2),
            (float(lat), -high / 2),
            (float(lat), high / 2),
        )
    )
    frame = _frame(f"{west},{south},{east},{north}", ",".join(marked) if has_mark else "")
    mark = f"?{urlencode({'mlat': marked[0], 'mlon': marked[1]})}" if has_mark else ""
    return Found(f"https://www.openstreetmap.org/{mark}#map={zoom}/{lat}/{lon}", frame)


def _piece(box: str, marker: str) -> Found | None:
    """The map of a code to embed: its corners, and perhaps a point."""
    corners, point = box.split(","), marker.split(",")
    if len(corners) != 4 or not all(map(_DEGREES.fullmatch, corners)):
        return None
    west, south, east, north = map(float, corners)
    zoom = max(0, min(19, round(math.log2(360 / max(east - west, 1e-6) * 600 / 256))))
    has_mark = len(point) == 2 and all(map(_DEGREES.fullmatch, point))
    mark = f"?{urlencode({'mlat': point[0], 'mlon': point[1]})}" if has_mark else ""
    middle = f"{zoom}/{(south + north) / 2:.5f}/{(west + east) / 2:.5f}"
    return Found(f"https://www.openstreetmap.org/{mark}#map={middle}", _frame(box, marker if has_mark else ""))


def _frame(box: str, marker: str) -> str:
    asked = {"bbox": box, "layer": "mapnik"} | ({"marker": marker} if marker else {})
    return f"https://www.openstreetmap.org/export/embed.html?{urlencode(asked)}"
