"""Knows the names of months, days and parts of the day: Indonesian old and new, Sundanese, Javanese and English.

All names are in lower case, without accents, with ' for every apostrophe (`flat` in `written` makes texts so).
"""

from __future__ import annotations

_MONTHS = (
    "januari jan djanuari january",
    "februari feb pebruari peb febuari february",
    "maret mar mrt march",
    "april apr",
    "mei may mai",
    "juni jun djuni june",
    "juli jul djuli july",
    "agustus agu ags agt agst aug august",
    "september sep sept",
    "oktober okt oct october",
    "november nov nopember nop",
    "desember des dec december",
)
_DAYS = (
    "senin senen isnin mon monday",
    "selasa salasa slasa tue tues tuesday",
    "rabu rebo wed wednesday",
    "kamis kemis thu thur thurs thursday",
    "jumat jum'at jumaah jumuah jum'ah jemuah jemuwah jumuwah fri friday",
    "sabtu saptu setu sebtu sat saturday",
    "minggu ahad ngahad akad sun sunday",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
DAYS = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
"""Days by their names, Monday being 0."""
MARKET_DAYS = frozenset("legi manis pahing paing pon wage kliwon".split())
"""The days of the Javanese market week, which stand behind a day's name."""
ROMAN = {name: number for number, name in enumerate("i ii iii iv v vi vii viii ix x xi xii".split(), 1)}
ISLAMIC = frozenset(
    "muharram muharam safar sapar rabiulawal rabiul rabi'ul rabiulakhir mulud jumadil jumadilawal jumadilakhir "
    "rajab syaban sya'ban ruwah ramadan ramadhan syawal dzulkaidah zulkaidah dzulqa'dah dzulhijjah zulhijah hijriah "
    "hijriyah".split()
)
PARTS = {
    "dini hari": (0, 4),
    "subuh": (3, 6),
    "pagi": (1, 11),
    "siang": (10, 15),
    "sore": (15, 18),
    "petang": (16, 19),
    "malam": (18, 23),
}
"""The first and the last hour that people give with a part of the day."""
NUMBERS = {
    name: number
    for number, name in enumerate(
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua_belas".split(), 1
    )
}
RELATIVE = {
    "hari ini": 0,
    "sekarang": 0,
    "nanti": 0,
    "besok": 1,
    "esok": 1,
    "isukan": 1,
    "sesuk": 1,
    "lusa": 2,
    "pageto": 2,
    "kemarin": -1,
}
"""How many days after today: Indonesian, Sundanese, Javanese."""
