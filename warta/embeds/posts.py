"""Turns addresses of posts of Instagram, Facebook and X into those of their frames."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from warta.embeds.address import Address, Found, address_of

_CODE = re.compile(r"[\w-]{5,40}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{5,25}")
_POST = re.compile(r"[\w-]{5,120}", re.ASCII)
_FACEBOOK = "https://www.facebook.com/"


def instagram(address: Address) -> Found | None:
    """Posts and reels."""
    post, reel = address.step_after("p", "tv"), address.step_after("reel", "reels")
    if address.steps[:1] in (("explore",), ("stories",)) or not _CODE.fullmatch(post or reel):
        return None
    url = f"https://www.instagram.com/{'p' if post else 'reel'}/{post or reel}/"
    return Found(url, f"{url}embed/")


def facebook(address: Address) -> Found | None:
    """Posts, photos, films and reels; short addresses do not say of what."""
    steps, query = address.steps, address.query
    if steps[:1] == ("plugins",):
        inner = address_of(query.get("href", ""))
        known = inner is not None and inner.host.endswith("facebook.com") and inner.steps[:1] != ("plugins",)
        return facebook(inner) if inner is not None and known else None
    if address.host == "fb.watch" or steps[:1] == ("share",):
        code = steps[-1] if steps else ""
        return Found(f"https://{address.host}/{'/'.join(map(quote, steps))}/") if _CODE.fullmatch(code) else None
    film = address.step_after("videos", "reel", "video")
    if _NUMBER.fullmatch(steps[-1] if "videos" in steps else film):
        return _film(_FACEBOOK + "/".join(map(quote, steps)) + "/", tall="reel" in steps)
    if steps[:1] in (("watch",), ("video.php",)) and _NUMBER.fullmatch(query.get("v", "")):
        return _film(f"{_FACEBOOK}watch/?v={query['v']}", tall=False)
    return _post(address)


def _film(url: str, *, tall: bool) -> Found:
    asked = urlencode({"href": url, "show_text": "false"})
    return Found(url, f"{_FACEBOOK}plugins/video.php?{asked}", "tall" if tall else "wide")


def _post(address: Address) -> Found | None:
    steps, query = address.steps, address.query
    names: tuple[str, ...] = ()
    if steps[:1] in (("permalink.php",), ("story.php",)):
        names = ("story_fbid", "id")
    elif steps[:1] in (("photo",), ("photo.php",)):
        names = ("fbid",)
    elif not any(each in steps[:-1] for each in ("posts", "photos", "permalink")) or not _POST.fullmatch(steps[-1]):
        return None
    if not all(_POST.fullmatch(query.get(name, "")) for name in names):
        return None
    asked = urlencode({name: query[name] for name in names})
    url = _FACEBOOK + "/".join(map(quote, steps)) + (f"?{asked}" if asked else "")
    return Found(url, f"{_FACEBOOK}plugins/post.php?{urlencode({'href': url, 'show_text': 'true'})}")


def x(address: Address) -> Found | None:
    """Posts."""
    post = address.step_after("status", "statuses")
    if address.host == "platform.twitter.com":
        post = address.query.get("id", "")
    if not re.fullmatch(r"[0-9]{2,25}", post):
        return None
    author = (
        address.steps[0]
        if re.fullmatch(r"[A-Za-z0-9_]{1,20}", address.steps[0]) and "status" in address.steps[1:]
        else "i"
    )
    frame = f"https://platform.twitter.com/embed/Tweet.html?{urlencode({'dnt': 'true', 'id': post})}"
    return Found(f"https://x.com/{author}/status/{post}", frame)
