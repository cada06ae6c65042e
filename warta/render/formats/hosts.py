"""Turns redirects and headers into the settings files of each kind of host, and an old address into a redirect page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape
from urllib.parse import quote

from warta.newsroom.addresses import LASTING
from warta.plan.machines.hosts import HostView, RedirectView

# endings of programs: no server may run such a file when an intruder has put one there
SCRIPTS = r"\.(?:php\d?|phps|pht|phtml?|phar|cgi|fcgi|pl|py|rb|sh|asp|aspx|jsp|cfm)"
# what is for no reader: repositories, secrets, the files of hosts, what builds and deploys note beside a site
OWN = r"/(?:\.(?:git|svn|env|ht|nginx|warta)|warta-deploy\.lock)"
FOREVER = "public, max-age=31536000, immutable"
CHECKED = "no-cache"
_MADE = "# Made by Warta. To use another one, put it into content/static/ under this name.\n"
# for nginx and Apache, whose own lists are older than these formats
TYPES = {
    "application/manifest+json": "webmanifest",
    "application/xml": "xml",
    "application/json": "json",
    "text/calendar": "ics",
    "text/markdown": "md",
    "text/csv": "csv",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
    "font/woff2": "woff2",
}
_TEXT_TYPES = "text/css text/plain text/xml text/csv text/javascript application/json application/xml image/svg+xml"


def render_host(view: HostView) -> str:
    """The settings file that a view names."""
    return FILES[view.file](view)


def redirect_page(view: RedirectView) -> str:
    """A page that redirects at once, tells search engines the new address, and can be clicked."""
    url = escape(view.url)
    return (
        f'<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{escape(view.title)}</title>\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{url}">\n'
        f'<meta http-equiv="refresh" content="0; url={url}">\n</head>\n'
        f'<body><p><a href="{url}">{url}</a></p></body>\n</html>\n'
    )


def _htaccess(view: HostView) -> str:
    """For Apache 2.4 and LiteSpeed (httpd.apache.org/docs/2.4): directives that a host has switched off are skipped."""
    lines = [
        _MADE,
        "DirectoryIndex index.html",
        f"ErrorDocument 404 {view.base}/404.html",
        *(
            line
            for path in view.missing
            for line in (
                f'<If "%{{REQUEST_URI}} =~ m#^{_pattern(path)}/#">',
                f"  ErrorDocument 404 {path}/404.html",
                "</If>",
            )
        ),
        "AddDefaultCharset utf-8",
        "Options -Indexes",
        *_apache_types(),
        "# No program runs here, whatever somebody drops.",
        f'<FilesMatch "(?i){SCRIPTS}(?:\\.|$)">',
        "  SetHandler default-handler",
        "  ForceType text/plain",
        "</FilesMatch>",
        *_apache_redirects(view),
        *_apache_headers(view),
        *_apache_deflate(),
    ]
    return "\n".join(lines) + "\n"


def _apache_types() -> list[str]:
    rows = [f"  AddType {type_} .{ending}" for type_, ending in TYPES.items()]
    names = " ".join(f".{ending}" for ending in ("html", "css", "js", "json", "xml", "txt", "md", "csv", "webmanifest"))
    feed = ['  <Files "feed.json">', "    ForceType application/feed+json", "  </Files>"]
    return [
        "<IfModule mod_mime.c>",
        *rows,
        "  AddType text/javascript .js",
        f"  AddCharset utf-8 {names}",
        *feed,
        "</IfModule>",
    ]


def _apache_redirects(view: HostView) -> list[str]:
    queries = [(*old.split("?"), new) for old, new in view.redirects if "?" in old]
    paths = [(old, new) for old, new in view.redirects if "?" not in old]
    lines = ["<IfModule mod_alias.c>"]
    # Apache compares and sends decoded paths, and escapes what it sends
    lines += [f"  RedirectMatch 301 {_apache(f'^{_pattern(old)}/?$')} {_apache(_put_in(new))}" for old, new in paths]
    lines += [f'  RedirectMatch 403 "(?i){SCRIPTS}(?:/|$)"', f'  RedirectMatch 404 "{OWN}"']
    lines.append("</IfModule>")
    if queries:
        lines += ["<IfModule mod_rewrite.c>", "  RewriteEngine On"]
        for path, query, new in queries:
            # a rule compares with what stands behind the folder in which this file lies
            folder = _pattern(path).removeprefix(_pattern(view.base)).lstrip("/")
            asked = _apache(f"^{folder}/?$") if folder else "^$"
            lines += [
                f"  RewriteCond %{{QUERY_STRING}} ^{re.escape(query)}$",
                f"  RewriteRule {asked} {_apache(_put_in(quote(new, safe='/#')))} [R=301,L,QSD,NE]",
            ]
        lines.append("</IfModule>")
    return lines


def _apache_headers(view: HostView) -> list[str]:
    # a percent sign begins the name of a value of Apache's own, and `expr=` an expression
    rows = [f"  Header always set {name} {_apache(value.replace('%', '%%'))}" for name, value in view.headers]
    return [
        "<IfModule mod_headers.c>",
        *rows,
        "  Header always unset X-Powered-By",
        f'  Header set Cache-Control "{CHECKED}"',
        *(
            line
            for pattern in LASTING
            for line in (
                f'  <If "%{{REQUEST_URI}} =~ m#{pattern}#">',
                f'    Header set Cache-Control "{FOREVER}"',
                "  </If>",
            )
        ),
        "</IfModule>",
    ]


def _apache_deflate() -> list[str]:
    return [
        "<IfModule mod_filter.c>",
        "  <IfModule mod_deflate.c>",
        f"    AddOutputFilterByType DEFLATE text/html application/feed+json application/manifest+json {_TEXT_TYPES}",
        "  </IfModule>",
        "</IfModule>",
    ]


def _pattern(path: str) -> str:
    """A path as a regular expression, without the slash at its end."""
    return re.escape(path.rstrip("/")).replace("\\-", "-").replace("\\/", "/")


def _put_in(path: str) -> str:
    """A path that Apache puts in another's place: there `$1` and `%1` would stand for what was found."""
    return re.sub(r"[$%\\]", r"\\\g<0>", path)


def _apache(argument: str) -> str:
    """An argument in quotes, as Apache reads it (ap_getword_conf): a backslash hides a quote, and one before it."""
    return '"' + re.sub(r'\\(?=[\\"]|$)', r"\\\\", argument).replace('"', '\\"') + '"'


def _nginx(value: str, *, variables: bool = False) -> str:
    """A parameter in quotes, as nginx reads it. Where it takes the place of variables, a dollar sign is one itself."""
    made = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + (made.replace("$", "${warta_dollar}") if variables else made) + '"'


def _nginx_http(view: HostView) -> str:
    """A file to be included in `http { }`: where old paths redirect to, and how long browsers keep which files."""
    moved = [(old, quote(new, safe="/#")) for old, new in view.redirects]
    # nothing in the path it is to be compared with acts as a variable, and a new path holds only what needs no escape
    rows = [f'  {_nginx(path)} "{new}";' for old, new in moved if "?" not in old for path in _both(old)]
    asking = [(*old.split("?"), new) for old, new in moved if "?" in old]
    home = [(query, new) for path, query, new in asking if path == f"{view.base}/"]
    # a folder is compared with all that is asked for behind it, and only where old addresses lay in one
    below = [(f"{each}?{query}", new) for path, query, new in asking if path != f"{view.base}/" for each in _both(path)]
    bucket = _bucket(path for old, _ in moved for path in _both(old))
    lines = [
        _MADE + "# Include this file in http { }, and server.conf in server { }.",
        "map_hash_max_size 65536;",
        f"map_hash_bucket_size {bucket};",
        *(['geo $warta_dollar { default "$"; }'] if any("$" in value for _, value in view.headers) else []),
        *(['map "$uri?$args" $warta_asked {', '  default "";'] if below else []),
        *(f'  {_nginx(old)} "{new}";' for old, new in below),
        *(["}"] if below else []),
        "map $uri $warta_moved {",
        "  default $warta_asked;" if below else '  default "";',
        *rows,
        "}",
        *_nginx_queries(home),
        "map $uri $warta_missing {",
        f"  default {view.base}/404.html;",
        *(f'  "~^{_pattern(path)}/" {path}/404.html;' for path in view.missing),
        "}",
        "map $uri $warta_cache {",
        f'  default "{CHECKED}";',
        *(f'  "~{pattern}" "{FOREVER}";' for pattern in LASTING),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _bucket(keys: Iterable[str]) -> int:
    """The room for one key: nginx does not start when one is too long for it."""
    longest = max((len(key.encode()) for key in keys), default=0)
    return max(512, 1 << (longest + 64).bit_length())


def _nginx_queries(moved: list[tuple[str, str]]) -> list[str]:
    """A map for each name in old queries (`p=12`); a map without a match asks the next one."""
    names = sorted({query.partition("=")[0] for query, _ in moved} | {"p"}, key=lambda name: (name != "p", name))
    lines = []
    for name, following in zip(names, (*names[1:], ""), strict=True):
        asked = [(query.partition("=")[2], new) for query, new in moved if query.partition("=")[0] == name]
        lines += [
            f"map $arg_{name} $warta_{'post' if name == 'p' else name} {{",
            f"  default $warta_{following};" if following else '  default "";',
            *(f'  "{number}" "{new}";' for number, new in asked),
            "}",
        ]
    return lines


def _both(old: str) -> list[str]:
    """An old path with and without the slash at its end."""
    stem = old.rstrip("/")
    return [old] if "." in stem.rpartition("/")[2] else [stem, f"{stem}/"]


def _nginx_server(view: HostView) -> str:
    """A file to be included in `server { }` (nginx.org/en/docs), next to `root` and `listen`."""
    headers = [f"add_header {name} {_nginx(value, variables=True)} always;" for name, value in view.headers]
    types = "application/feed+json application/manifest+json application/javascript application/wasm"
    home = f"location = {view.base}/ {{"
    lines = [
        _MADE + "# Include this file in server { }, and http.conf in http { }.",
        "index index.html;",
        "charset utf-8;",
        "charset_types text/xml text/plain text/css text/csv application/javascript application/json application/xml;",
        "autoindex off;",
        "absolute_redirect off;",
        "server_tokens off;",
        "error_page 404 $warta_missing;",
        "gzip on;",
        f"gzip_types {types} {_TEXT_TYPES};",
        *(["gzip_static on;"] if view.compressed else []),
        *headers,
        'add_header Cache-Control "$warta_cache";',
        "if ($warta_moved) { return 301 $warta_moved; }",
        f"{home} if ($warta_post) {{ return 301 $warta_post; }} }}",
        f'location ~* "{SCRIPTS}(?:/|$)" {{ return 403; }}',
        f'location ~ "{OWN}" {{ return 404; }}',
        r'location ~ "/feed\.json$" { types { } default_type application/feed+json; }',
        r'location ~ "\.webmanifest$" { types { } default_type application/manifest+json; }',
        r'location ~ "\.md$" { types { } default_type text/markdown; }',
    ]
    return "\n".join(lines) + "\n"


def _redirects(view: HostView) -> str:
    """`_redirects` as Netlify, Cloudflare Pages and GitLab Pages read it: they need the status."""
    return "".join(f"{quote(old)} {quote(new, safe='/#')} 301\n" for old, new in view.redirects)


def _headers(view: HostView) -> str:
    """`_headers` as Netlify and Cloudflare Pages read it."""
    rules: list[tuple[str, Iterable[tuple[str, str]]]] = [
        ("/*", view.headers),
        *((path, [("Cache-Control", FOREVER)]) for path in view.kept),
        ("/pagefind/fragment/*", [("Cache-Control", FOREVER)]),
        ("/pagefind/index/*", [("Cache-Control", FOREVER)]),
        ("/pagefind/:year/fragment/*", [("Cache-Control", FOREVER)]),
        ("/pagefind/:year/index/*", [("Cache-Control", FOREVER)]),
        ("/feed.json", [("Content-Type", "application/feed+json")]),
        ("/*/feed.json", [("Content-Type", "application/feed+json")]),
    ]
    return "\n".join(
        "\n".join([view.base + path, *(f"  {name}: {value}" for name, value in headers)]) + "\n"
        for path, headers in rules
    )


FILES: Mapping[str, Callable[[HostView], str]] = {
    "htaccess": _htaccess,
    "nginx-http": _nginx_http,
    "nginx-server": _nginx_server,
    "redirects": _redirects,
    "headers": _headers,
}
"""The files that hosts read, by the names that `warta.plan.hosts` calls them."""
