"""Turns a page and a passphrase into an encrypted page, which the browser decrypts with the passphrase."""

from __future__ import annotations

import secrets
import unicodedata
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from html import escape

import msgspec

ITERATIONS = 600_000
"""Of PBKDF2 with HMAC-SHA-256: what OWASP's Password Storage Cheat Sheet asks for."""

LEAST = 12
"""Characters of a passphrase: whoever has the file can try as many as they like, so a short one protects nothing."""

_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without characters that are taken for one another when read out
_GROUPS, _LENGTH = 5, 4

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1917; --paper: #fdfaf6; --line: #78716c; --act: #134a86; --on: #fff;
  --alert: #9f1239; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eae6e1; --paper: #1a1817; --line: #a8a29e; --act: #a9cbf2; --on: #1a1817; --alert: #fda4af; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 30rem; margin: 0 auto; padding: 12vh 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
p { margin: 0 0 1.25rem; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; margin-bottom: .3rem; }
input, button { font: inherit; width: 100%; min-height: 3rem; padding: .5rem .75rem; border-radius: .25rem; }
input { color: inherit; background: transparent; border: 1px solid var(--line); margin-bottom: .75rem; }
input[aria-invalid] { border-color: var(--alert); }
button { border: 0; background: var(--act); color: var(--on); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
[role=alert] { color: var(--alert); font-weight: 600; margin: .75rem 0 0; }
[role=status] { margin: .75rem 0 0; }
"""

_SCRIPT = """
const at = id => document.getElementById(id);
const bytes = text => Uint8Array.from(atob(text), each => each.charCodeAt(0));
const form = at('form'), field = at('passphrase'), alert = at('alert'), status = at('status'), said = form.dataset;
let busy = false;
at('without').remove();
async function opened(passphrase) {
  const lock = JSON.parse(at('lock').textContent);
  const typed = new TextEncoder().encode(passphrase.normalize('NFC').replace(/^[ \\t\\r\\n]+|[ \\t\\r\\n]+$/g, ''));
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(lock.salt), iterations: lock.iterations };
  const key = await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
  const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(lock.nonce) }, key, bytes(lock.sealed));
  return new TextDecoder().decode(clear);
}
function show(html) {
  const page = new DOMParser().parseFromString(html, 'text/html');
  document.replaceChild(document.adoptNode(page.documentElement), document.documentElement);
  scrollTo(0, 0);
  const heading = document.querySelector('h1');
  if (heading) { heading.tabIndex = -1; heading.style.outline = 'none'; heading.focus({ preventScroll: true }); }
}
if (!globalThis.crypto || !crypto.subtle) {
  alert.textContent = said.insecure;
} else {
  form.hidden = false;
}
form.addEventListener('submit', async event => {
  event.preventDefault();
  if (busy) return;
  busy = true;
  alert.textContent = '';
  status.textContent = said.opening;
  try {
    show(await opened(field.value));
  } catch {
    status.textContent = '';
    alert.textContent = said.wrong;
    field.setAttribute('aria-invalid', 'true');
    field.focus();
    field.select();
  }
  busy = false;
});
"""

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{intro}</p>
<form id="form" hidden data-wrong="{wrong}" data-opening="{opening}" data-insecure="{insecure}">
<label for="passphrase">{label}</label>
<input id="passphrase" type="password" autocomplete="off" autocapitalize="none" spellcheck="false" required
  aria-describedby="alert">
<button>{button}</button>
</form>
<p id="status" role="status"></p>
<p id="alert" role="alert"></p>
<p id="without">{scripts}</p>
</main>
<script type="application/json" id="lock">{lock}</script>
<script>{script}</script>
</body>
</html>
"""


def made_up() -> str:
    """A passphrase of 20 letters and digits in groups, from the system's randomness: 99 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))


def settled(passphrase: str) -> str:
    """The passphrase in the form that is used: keyboards and e-mail may write the same one in different ways."""
    return unicodedata.normalize("NFC", passphrase).strip(" \t\r\n")


def seal(page: str, passphrase: str) -> dict[str, str | int]:
    """The page in AES-256-GCM (NIST SP 800-38D), its key by PBKDF2 (RFC 8018), and all that is needed to decrypt it.

    Salt (16 bytes), nonce (12 bytes) and the encrypted page, with its tag, are in base64.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key = PBKDF2HMAC(SHA256(), 32, salt, ITERATIONS).derive(settled(passphrase).encode())
    sealed = AESGCM(key).encrypt(nonce, page.encode(), None)
    parts = {"salt": salt, "nonce": nonce, "sealed": sealed}
    return {"iterations": ITERATIONS} | {name: b64encode(part).decode() for name, part in parts.items()}


def lock(page: str, passphrase: str, language: str, _: Callable[[str], str]) -> str:
    """A whole HTML page that asks for the passphrase, in the words of `_`, and then shows `page` in its own place."""
    digest = b64encode(sha256(_SCRIPT.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data: https:; "
        "media-src data: https:; font-src data:; frame-src https:; base-uri 'none'; form-action 'none'"
    )
    words = {
        "title": _("Preview for the press"),
        "intro": _("What is here is not public yet. It opens with the passphrase that you were given."),
        "label": _("Passphrase"),
        "button": _("Open"),
        "opening": _("Opening..."),
        "wrong": _("This passphrase does not open it."),
        "insecure": _("This page opens only at an address that begins with https:// (or on localhost)."),
        "scripts": _("This page needs JavaScript."),
    }
    return _PAGE.format(
        language=escape(language),
        policy=policy,
        style=_STYLE,
        lock=msgspec.json.encode(seal(page, passphrase)).decode(),
        script=_SCRIPT,
        **{name: escape(text) for name, text in words.items()},
    )
