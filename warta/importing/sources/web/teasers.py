"""Tells whether a page showed everyone its whole article, or only the beginning that invites to log in."""

from __future__ import annotations

import re

from warta.importing.sources.web.article import Found
from warta.importing.sources.web.facts import Facts
from warta.importing.sources.web.naming import is_outside
from warta.messages import Message, msg

_TEASER = re.compile(
    r"(?:khusus|hanya) (?:untuk |bagi )?(?:anggota|member|pelanggan|pegawai|pengguna terdaftar)"
    r"|(?:silakan|harap|mohon|anda harus) (?:login|log in|masuk)\b.{0,40}(?:untuk|agar|supaya|membaca|melanjutkan)"
    r"|(?:login|log in|sign in|masuk) (?:untuk|to) (?:membaca|melanjutkan|melihat|read|continue|view)"
    r"|(?:members?|subscribers?)[ -]only|only (?:available )?(?:for|to) (?:members|subscribers|registered)"
    r"|(?:konten|halaman|artikel|berita) ini (?:terkunci|terbatas|dilindungi|diproteksi)"
    r"|this content is (?:restricted|protected)"
    r"|you must be logged in|terproteksi|protected:",
    re.IGNORECASE,
)
_LOCK = (
    "form.post-password-form, [class*=paywall], .pmpro_content_message, .rcp_restricted, .members-access-error, "
    ".mepr-unauthorized-message, .restricted-content, .um-locked-content, input[type=password]"
)
_SHORT = 150  # words; longer texts only speak of members


def why_hidden(found: Found, facts: tuple[Facts, ...]) -> Message | None:
    """Why a page showed only the beginning of its article to everyone; None where it showed all."""
    words = sum(len((body.text() or "").split()) for body in found.bodies)
    scope = found.scope or found.bodies[0]
    locked = any(not is_outside(node) for each in (scope, *found.bodies) for node in each.css(_LOCK))
    shown = " ".join(body.text(separator=" ") for body in found.bodies) if words <= _SHORT else ""
    if not all(each.free for each in facts) or locked or _TEASER.search(" ".join(shown.split())):
        return msg("web-teaser", "showed only its beginning to everyone, or asked for a password")
    return None
