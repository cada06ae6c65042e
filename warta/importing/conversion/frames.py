"""Turns the address of a frame or player into that of the page or file it showed, and the words of a link to it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

from warta.importing.endings import is_file, path_of
from warta.importing.old_addresses import parts_of

_SITES = (
    (
        re.compile(
            r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/(?!videoseries)([\w-]+).*"
        ),
        r"https://www.youtube.com/watch?v=\1",
    ),
    (
        re.compile(
            r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/?(?:videoseries)?\?(?:.*&)?list=([\w-]+).*"
        ),
        r"https://www.youtube.com/playlist?list=\1",
    ),
    (re.compile(r"(?:https?:)?//player\.vimeo\.com/video/(\d+).*"), r"https://vimeo.com/\1"),
    (
        re.compile(r"(?:https?:)?//(?:www\.)?dailymotion\.com/embed/video/(\w+).*"),
        r"https://www.dailymotion.com/video/\1",
    ),
)
# pages that show a document, whose address stands in their own
_VIEWER = re.compile(
    r"//(?:docs\.google\.com|drive\.google\.com)/(?:a/[^/]+/)?(?:gview|viewer|viewerng)|//view\.officeapps\.live\.com/op/"
    r"|/(?:viewer|pdfjs|web/viewer)[\w/.-]*\.(?:html|php)\?|//[^/]*/[\w/.-]*pdf[\w/.-]*viewer",
    re.IGNORECASE,
)
_IN_VIEWER = ("url", "src", "file", "pdf", "document")
_PAGE_PLUGIN = re.compile(r"//(?:www\.)?facebook\.com/plugins/\w+\.php")


def shown_by(url: str) -> str:
    """The address of what a frame showed; empty for a frame that showed nothing."""
    if not url or url.startswith(("about:", "javascript:", "data:", "blob:")):
        return ""
    if _VIEWER.search(url) or _PAGE_PLUGIN.search(url):
        parts = parts_of(url)
        asked = parse_qs(parts.query) if parts else {}
        for name in (*_IN_VIEWER, "href"):
            if found := asked.get(name):
                return found[0]
    for pattern, page in _SITES:
        if pattern.match(url):
            return pattern.sub(page, url)
    return f"https:{url}" if url.startswith("//") else url


def words_for(url: str) -> str:
    """What a link to this address says: the name of a file, the address of anything else."""
    return unquote(path_of(url).rpartition("/")[2]) if is_file(url) else url
