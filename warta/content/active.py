"""Turns a file's name and bytes into the reason why it must not be published unasked: it could act on the site.

A page, a script or a server's own file that lies beside a text would run where the newsroom's pages run, with all
that these may do. What a browser or a server makes of a file is decided by its name, and where the name says nothing,
by its bytes (mimesniff.spec.whatwg.org, 7.1), so both are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from warta.messages import Message, msg

_ENOUGH = 2_000  # bytes; browsers look at the first 1,445

PAGE = msg("active-page", "is a page or a script that readers' browsers would run.")
SERVER = msg("active-server", "is a program that a web server may run.")
HOST = msg("active-host", "is a file of settings that the web server obeys.")
PROGRAM = msg("active-program", "is a program that readers' computers may run.")
DISGUISED = msg("active-disguised", "holds a page or a program, whatever its name says.")
MARKUP = msg("active-markup", "is XML that readers' browsers would run, or that cannot be read.")

_PAGES = frozenset(
    """html htm htmlx xhtml xht shtml shtm stm mhtml mht hta htc js mjs cjs jsm wasm swf xsl xslt xul xbl svgz
    jar vbs vbe""".split()
)
_SERVERS = frozenset(
    """php php3 php4 php5 php7 php8 phps phtml pht phar cgi fcgi fpl pl pm py pyc pyw rb rhtml erb sh bash zsh ksh
    csh lua tcl asp aspx ashx asmx asa asax cer cshtml vbhtml jsp jspx jspf jsw jsv cfm cfc cfml""".split()
)
_PROGRAMS = frozenset(
    """exe com bat cmd msi msp scr pif ps1 psm1 vb wsf wsh lnk url reg cpl dll apk app dmg pkg deb rpm appimage
    xpi crx""".split()
)
# servers of these names are told what to do by them; static/ publishes a few of them though they begin with a dot
_HOST_FILES = frozenset((".htaccess", ".htpasswd", ".user.ini", "web.config", "_headers", "_redirects", "_worker.js"))
_HOST_FOLDERS = (".nginx/",)
_XML = frozenset("xml rss atom rdf kml gpx opml xsd wsdl".split())
# sent as plain text or data, which a browser never takes for a page
_PLAIN = frozenset(
    "txt csv tsv md markdown json geojson webmanifest css ics vcf vtt srt log map asc pgp yaml yml".split()
)
# how a page may begin, after white space and comments; a tag must end where its name does
_BEGINS_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?[\t\n\x0c\r ]*(?:<!--|<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title"
    rb"|b|body|br|p|meta|link|svg|img|object|embed|form|base)(?=[\s>/]))",
    re.IGNORECASE,
)
_BEGINS_XML = re.compile(rb"(?:\xef\xbb\xbf)?[\t\n\x0c\r ]*<\?xml[\s?]|\xff\xfe<\x00\?|\xfe\xff\x00<", re.IGNORECASE)
_BEGINS_PROGRAM = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?(?:php|=)|#![ \t]*/|MZ.{58}..\0\0|\x7fELF|\0asm", re.DOTALL)
# vocabularies in which a browser finds scripts, wherever they stand in an XML file
_LIVE = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/XSL/Transform")


def why_active(source: str, read: Callable[[int], bytes]) -> Message | None:
    """Why a file must not be published unasked, as a sentence that follows its name; None for one that only lies
    there. A drawing (.svg) is another matter: it is made harmless. `read` gives so many of its first
    bytes, or all for -1.
    """
    name = source.rpartition("/")[2].casefold()
    endings = name.split(".")[1:]
    last = endings[-1].strip() if endings else ""
    if name in _HOST_FILES or any(f"/{folder}" in f"/{source}" for folder in _HOST_FOLDERS):
        return HOST
    if last in _PAGES:
        return PAGE
    # Apache looks at each ending of a name that has several
    if not _SERVERS.isdisjoint(each.strip() for each in endings):
        return SERVER
    if last in _PROGRAMS:
        return PROGRAM
    return None if last == "svg" or last in _PLAIN else _by_bytes(last, read)


def _by_bytes(ending: str, read: Callable[[int], bytes]) -> Message | None:
    head = read(_ENOUGH)
    if _BEGINS_PROGRAM.match(head):
        return DISGUISED
    if ending in _XML or _BEGINS_XML.match(head):
        return MARKUP if _is_live(read(-1)) else None
    return DISGUISED if _BEGINS_PAGE.match(head) else None


def _is_live(data: bytes) -> bool:
    """Whether XML holds pages, drawings or style sheets with code, or is not plain enough to tell."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: found.append(name) if name.startswith(_LIVE) else None
    parser.ProcessingInstructionHandler = lambda name, _: found.append(name) if "stylesheet" in name.lower() else None
    parser.EntityDeclHandler = lambda name, *_: found.append(name)
    try:
        for begin in range(0, len(data), 1 << 16):
            parser.Parse(data[begin : begin + (1 << 16)])
            if found:
                return True
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError):
        return True
    return bool(found)
