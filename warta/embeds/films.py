"""Turns addresses of YouTube, Vimeo and TikTok into those of their players."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from warta.embeds.address import Address, Found

_FILM = re.compile(r"[\w-]{11}", re.ASCII)
_LIST = re.compile(r"(?:PL|UU|FL|OL|RD|EC)[\w-]{10,}", re.ASCII)
_CHANNEL = re.compile(r"UC[\w-]{22}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{5,20}")
_HASH = re.compile(r"[0-9a-f]{6,20}")
_SHORT = re.compile(r"\w{6,16}", re.ASCII)
_TIME = re.compile(r"(?:([0-9]{1,2})h)?(?:([0-9]{1,3})m)?(?:([0-9]{1,6})s?)?")
_PLAYER = "https://www.youtube-nocookie.com/embed/"


def youtube(address: Address) -> Found | None:
    """Films, short films, live films and playlists."""
    steps, query = address.steps, address.query
    channel = query.get("channel", "")
    if steps == ("embed", "live_stream") and _CHANNEL.fullmatch(channel):
        return Found(f"https://www.youtube.com/channel/{channel}/live", f"{_PLAYER}live_stream?channel={channel}")
    film = steps[0] if address.host == "youtu.be" and steps else address.step_after("shorts", "live", "embed", "v")
    film = query.get("v", "") if steps[:1] == ("watch",) else film
    films = query.get("list", "")
    films = films if _LIST.fullmatch(films) else ""
    if not _FILM.fullmatch(film) or film == "videoseries":
        if not films or steps not in (("playlist",), ("embed", "videoseries")):
            return None
        return Found(f"https://www.youtube.com/playlist?list={films}", f"{_PLAYER}videoseries?list={films}")
    start = _seconds(query.get("t") or query.get("start") or "")
    asked = urlencode({name: value for name, value in (("start", start), ("list", films)) if value})
    frame = _PLAYER + film + (f"?{asked}" if asked else "")
    if steps[:1] == ("shorts",):
        return Found(f"https://www.youtube.com/shorts/{film}", frame, "tall")
    return Found(f"https://www.youtube.com/watch?v={film}", frame)


def _seconds(written: str) -> int:
    """A moment of a film, written as 90, 90s or 1m30s, in seconds."""
    match = _TIME.fullmatch(written)
    if match is None:
        return 0
    hours, minutes, seconds = (int(each or 0) for each in match.groups())
    return 3600 * hours + 60 * minutes + seconds


def vimeo(address: Address) -> Found | None:
    """Films; those that are not listed have a second part."""
    at = next((at for at, step in enumerate(address.steps) if _NUMBER.fullmatch(step)), None)
    if at is None or (address.steps[0] not in ("video", "channels", "groups", "album") and at != 0):
        return None
    film = address.steps[at]
    secret = address.query.get("h") or (address.steps[at + 1] if len(address.steps) > at + 1 else "")
    secret = secret if _HASH.fullmatch(secret) else ""
    asked = urlencode({"h": secret, "dnt": 1} if secret else {"dnt": 1})
    return Found(
        f"https://vimeo.com/{film}" + (f"/{secret}" if secret else ""), f"https://player.vimeo.com/video/{film}?{asked}"
    )


def tiktok(address: Address) -> Found | None:
    """Films and photos; short addresses do not say of what."""
    steps = address.steps
    if address.host in ("vm.tiktok.com", "vt.tiktok.com") or steps[:1] == ("t",):
        return (
            Found(f"https://{address.host}/{'/'.join(map(quote, steps))}")
            if steps and _SHORT.fullmatch(steps[-1])
            else None
        )
    film = address.step_after("video", "v1", "v2") or address.step_after("embed")
    photo = address.step_after("photo")
    author = steps[0] if steps and re.fullmatch(r"@[\w.]{1,40}", steps[0]) else "@"
    if _NUMBER.fullmatch(photo):
        return Found(f"https://www.tiktok.com/{author}/photo/{photo}")
    if not _NUMBER.fullmatch(film):
        return None
    return Found(f"https://www.tiktok.com/{author}/video/{film}", f"https://www.tiktok.com/player/v1/{film}")
