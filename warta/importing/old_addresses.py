"""Turns the addresses of a foreign newsroom into one form each, so that all spellings of an address are found."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

from warta.importing.item import Item

_PROGRAMS = (".php", ".asp", ".aspx", ".jsp", ".cfm", ".cgi", ".do")
_COUNTING = re.compile(
    r"utm_|fbclid|gclid|share=|replytocom=|showcomment=|amp(?:=|$)|m=[01]$|print=|tmpl=", re.IGNORECASE
)
_CAMPAIGN = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid)=", re.IGNORECASE)


def parts_of(url: str) -> SplitResult | None:
    """The parts of an address as people write it; None for one that is none, such as `http://[desa].example`."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def address_key(url: str) -> str:
    """One form for all spellings of an old address: its path without a slash at the end, or `?p=12`.

    What asks a program stays, as in `/berita.php?id=3`; what only counts or shares does not.
    """
    parts = parts_of(url)
    if parts is None:
        return url
    query = re.search(r"(?:^|&)(?:p|page_id)=(\d+)(?:&|$)", parts.query)
    if query:
        return f"?p={query[1]}"
    path = one_slash(unquote(parts.path)).rstrip("/")
    asked = sorted(pair for pair in unquote(parts.query).split("&") if pair and not _COUNTING.match(pair))
    if asked and (path.rpartition("/")[2].endswith(_PROGRAMS) or not path):
        return f"{path}?{'&'.join(asked)}".casefold()
    return path.removesuffix("/index.php").removesuffix("/index.html").casefold()


def one_slash(path: str) -> str:
    """A path as browsers and servers ask for it where it was made with several slashes at one place."""
    return re.sub("//+", "/", path)


def below(root: str, path: str) -> str:
    """A path from the root of its host, in which that of the site it belongs to may have been left out."""
    root = root.rstrip("/")
    return path if f"{path}/".startswith(f"{root}/") else root + path


def without_campaign(url: str) -> str:
    """An address without what campaigns and networks put behind it to count visitors."""
    parts = parts_of(url)
    if parts is None or not parts.query:
        return url
    kept = "&".join(each for each in parts.query.split("&") if not _CAMPAIGN.match(each))
    return parts._replace(query=kept).geturl() if kept != parts.query else url


def is_on_site(url: str, base: str) -> bool:
    """Whether an address lay on the old site at `base`: relative, or on its host with or without `www.`."""
    try:
        host = (urlsplit(url.strip()).hostname or "").removeprefix("www.")
        return not host or host == (urlsplit(base).hostname or "").removeprefix("www.")
    except ValueError:
        return False


def old_addresses(item: Item) -> list[str]:
    """Every old address of an item as a path on its host (`/2019/06/judul/`, `/?p=12`)."""
    found = []
    for url in (item.origin, *item.aliases):
        parts = parts_of(url)
        if parts is None:
            continue
        if parts.scheme in ("", "http", "https") and (parts.netloc or url.startswith("/")):
            path = parts.path or "/"
            asks = f"?{parts.query}" if parts.query else ""
            if "/0000/" in path or (path.endswith("//") and not asks):  # WordPress makes such for what had no name yet
                continue
            found.append(one_slash(path) + asks)
    return list(dict.fromkeys(found))
