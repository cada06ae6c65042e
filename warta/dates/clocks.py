"""Finds the time of day in a text as people write it: `pukul 09.00 WITA`, `jam 9 pagi`, `14:30`, `9 pm`."""

from __future__ import annotations

import datetime as dt
import re

import msgspec

from warta.dates.moments import Unclear
from warta.dates.names import NUMBERS, PARTS

_ZONE_WORDS = re.compile(r"waktu indonesia (?:bagian )?(barat|tengah|timur)")
_ZONE_OF_WORDS = {"barat": "wib", "tengah": "wita", "timur": "wit"}
_ZONE = re.compile(
    r"(?<![a-z])\(?(wib|wita|wit)(?![a-z])\)?"
    r"|(?<![a-z])(?:utc|gmt) ?([+-]\d{1,2}(?::?\d{2})?)(?!\d)"
    r"|(?<=[:.]\d\d) ?(\+\d{1,2}(?::?\d{2})?|-\d{4})(?!\d|[:.]\d)"  # 09.00-11.00 is a span
    r"|(?<=\d) ?(z|utc|gmt)(?![a-z]| ?[+-]?\d)"
)
_WORD = r"(?<![a-z])(?:pukul|pukull|puku|pkl|pk|jam|jm)\.? ?"
_HOUR = r"(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?)?"
_FOUR_FIGURES = re.compile(rf"({_WORD})(\d{{2}})(\d{{2}})(?![\d:.])")
_SPELLED = re.compile(rf"({_WORD})((?:setengah |satengah )?)(dua belas|{'|'.join(NUMBERS)})(?![a-z])")
_HALF = re.compile(rf"(?:{_WORD})?(?<![a-z])(?:setengah|satengah) (\d{{1,2}})(?![\d:.])")
_CLOCK = re.compile(rf"(?<![\d:.])({_WORD})?(?:(?<![a-z0-9])t)?{_HOUR}(?![\d:])")
_NOON = re.compile(rf"(?<![\d:.])(?:{_WORD})?{_HOUR} ?([ap])\.?m\b\.?")
_SPAN = re.compile(r"(\d[\d.:]*) ?(?:-|/|s\.? ?/? ?d\.?|sampai(?: dengan)?|hingga|to) ?(?=\d|selesai|pukul|jam|pkl)")
_HOURS, _SIXTY, _TWELVE = 24, 60, 12


class Clock(msgspec.Struct, frozen=True):
    """A time of day. Where it is not clear, `code` says why, and `other` is an hour that may be meant as well; one of
    24 and more is on the next day.
    """

    hour: int = 0
    minute: int = 0
    second: int = 0
    zone: str | None = None
    timed: bool = False
    code: str = ""
    other: int | None = None

    def lines(self, day: dt.date) -> tuple[str, ...]:
        """What can be meant on a day, in the exact form."""
        if not self.timed:
            return (str(day),)
        hours = dict.fromkeys([self.hour, *([self.other] if self.other is not None else [])])
        behind = f":{self.second:02}" if self.second else ""
        zone = f" {self.zone}" if self.zone else ""
        found = []
        for hour in hours:
            try:
                on = day + dt.timedelta(days=hour // _HOURS)
            except OverflowError:
                continue
            found.append(f"{on} {hour % _HOURS:02}:{self.minute:02}{behind}{zone}")
        return tuple(found)


def take_clock(flat: str, text: str) -> tuple[Clock, str]:
    """The time of day in `flat`, which is `text` in lower case without its day, and the rest. Raises Unclear for a
    time that does not exist.
    """
    flat = _ZONE_WORDS.sub(lambda found: _ZONE_OF_WORDS[found[1]], flat)
    flat = _SPELLED.sub(lambda found: f"{found[1]}{found[2]}{NUMBERS[found[3].replace(' ', '_')]}", flat)
    flat = _FOUR_FIGURES.sub(r"\1\2.\3", " ".join(flat.split())).replace("tengah malam", "jam 12 malam")
    zone = None
    if match := _ZONE.search(flat):
        zone = _zone_name(next(filter(None, match.groups())))
        flat = _without(flat, match)
    if match := _SPAN.search(flat):
        clock, _ = _clock(match[1], text, zone)
        return msgspec.structs.replace(clock, code="time-range", other=None), ""
    clock, rest = _clock(flat, text, zone)
    again = _CLOCK.search(rest)
    if clock.timed and again and (again[1] or again[3]):
        return msgspec.structs.replace(clock, code="time-range", other=None), ""
    return clock, rest


def _clock(flat: str, text: str, zone: str | None) -> tuple[Clock, str]:
    part = next((name for name in PARTS if re.search(rf"(?<![a-z]){name}(?![a-z])", flat)), None)
    if match := _HALF.search(flat):
        return _half(int(match[1]), part, zone, text), _without_part(_without(flat, match), part)
    if match := _NOON.search(flat):
        hour, minute, second = _checked(match[1], match[2], match[3], text)
        hour = hour % _TWELVE + (_TWELVE if match[4] == "p" else 0) if hour <= _TWELVE else hour
        return Clock(hour, minute, second, zone, timed=True), _without_part(_without(flat, match), part)
    match = _CLOCK.search(flat)
    if match is None or not (match[1] or match[3] or part):
        return Clock(zone=zone, code="time-missing" if zone or part else ""), _without_part(flat, part)
    rest = _without_part(_without(flat, match), part)
    if int(match[2]) == _HOURS and not int(match[3] or 0) and not int(match[4] or 0):
        return Clock(_HOURS, zone=zone, timed=True, code="time-midnight"), rest
    hour, minute, second = _checked(match[2], match[3], match[4], text)
    clock = Clock(hour, minute, second, zone, timed=True)
    if part:
        return _in_part(clock, part), rest
    if match[3] is None and not match[2].startswith("0") and 1 <= hour <= _TWELVE:
        other = hour + _TWELVE if hour < _TWELVE else 0
        return msgspec.structs.replace(clock, code="time-two-ways", other=other), rest
    return clock, rest


def _checked(hour: str, minute: str | None, second: str | None, text: str) -> tuple[int, int, int]:
    found = int(hour), int(minute or 0), int(second or 0)
    if found[0] >= _HOURS or found[1] >= _SIXTY or found[2] >= _SIXTY:
        raise Unclear("time-no-such", text)
    return found


def _half(named: int, part: str | None, zone: str | None, text: str) -> Clock:
    """Half an hour before the hour that is named, as Indonesians mean it; it is asked about all the same."""
    if not 1 <= named <= _TWELVE:
        raise Unclear("time-no-such", text)
    hour = named - 1
    if part is None:
        return Clock(hour, 30, 0, zone, timed=True, code="time-half", other=hour + _TWELVE)
    least, most = PARTS[part]
    late = not least <= hour <= most and least - 1 <= hour + _TWELVE <= most
    return Clock(hour + (_TWELVE if late else 0), 30, 0, zone, timed=True, code="time-half")


def _in_part(clock: Clock, part: str) -> Clock:
    """The hour that is meant by one of twelve in a part of the day."""
    least, most = PARTS[part]
    hour = clock.hour
    if part == "malam" and hour in (0, _TWELVE):
        return msgspec.structs.replace(clock, hour=0, code="time-midnight", other=_HOURS)
    if part == "malam" and 1 <= hour <= PARTS["dini hari"][1]:
        return msgspec.structs.replace(clock, code="time-two-ways", other=_HOURS + hour)
    fits = [each for each in (hour, hour + _TWELVE) if least <= each <= most]
    if len(fits) == 1:
        return msgspec.structs.replace(clock, hour=fits[0])
    other = hour + _TWELVE if hour < _TWELVE else None
    return msgspec.structs.replace(clock, code="time-two-ways" if other else "time-part", other=other)


def _zone_name(said: str) -> str:
    """A zone as the exact form writes it."""
    return "UTC" if said == "gmt" else said.upper()


def _without_part(flat: str, part: str | None) -> str:
    return re.sub(rf"(?<![a-z]){part}(?![a-z])", " ", flat) if part else flat


def _without(flat: str, match: re.Match[str]) -> str:
    return " ".join(f"{flat[: match.start()]} {flat[match.end() :]}".split())
