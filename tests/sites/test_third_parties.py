"""Who is named in `third_parties` may act on the pages, in every file that tells browsers so; nobody else may."""

from __future__ import annotations

import re

import pytest

from tests.support import SiteTest
from warta.embeds.services import SERVICES
from warta.errors import ProblemsFound
from warta.plan.machines.headers import HOSTS, policy_of
from warta.preview.policy import headers_of
from warta.settings import parse_settings
from warta.settings.third_parties import PARTIES

SETTINGS = "title: Berita\nurl: https://b.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; img-src 'self' https: data:; media-src 'self' https:; base-uri 'none'; frame-ancestors 'self'; "
    "form-action 'self'"
)
ALL = """third_parties:
  - youtube
  - maps
  - gpr
  - matomo: {url: https://statistik.b.example/matomo, site: 3}
"""


def policy(more: str) -> dict[str, list[str]]:
    """The sources of each rule of the policy that the settings make."""
    rules = policy_of(parse_settings(SETTINGS + more)).split("; ")
    return {rule.split()[0]: rule.split()[1:] for rule in rules}


def added(more: str) -> dict[str, list[str]]:
    """What the policy lets in that the strict one does not."""
    strict = policy("")
    return {
        name: found
        for name, sources in policy(more).items()
        if (found := [each for each in sources if each not in strict.get(name, ())])
    }


def test_without_it_the_policy_is_strict() -> None:
    """To the last sign, also where the setting is there and empty."""
    for more in ("", "third_parties:\n", "third_parties: []\n", "third_parties: {youtube: no}\n"):
        assert policy_of(parse_settings(SETTINGS + more)) == STRICT


@pytest.mark.parametrize(
    "more, expected",
    [
        ("third_parties: youtube", {"frame-src": ["https://www.youtube-nocookie.com"]}),
        ("third_parties: {x: true, vimeo: ya}", {"frame-src": ["https://platform.twitter.com", "https://player.vimeo.com"]}),
        ("third_parties: [gpr]", {"connect-src": ["https://widget.komdigi.go.id"]}),
        (
            "third_parties: [plausible: {site: b.example}]",
            {"script-src": ["https://plausible.io"], "connect-src": ["https://plausible.io"]},
        ),
        (
            "third_parties: [umami: {url: https://u.b.example:8443, site: abc-1}]",
            {"script-src": ["https://u.b.example:8443"], "connect-src": ["https://u.b.example:8443"]},
        ),
        (
            "third_parties: [google-analytics: {site: G-1A2B3C4D5E}]",
            {
                "script-src": ["https://www.googletagmanager.com"],
                "connect-src": [
                    "https://*.google-analytics.com",
                    "https://*.analytics.google.com",
                    "https://*.googletagmanager.com",
                ],
            },
        ),
        (
            ALL,
            {
                "script-src": ["https://statistik.b.example"],
                "connect-src": ["https://widget.komdigi.go.id", "https://statistik.b.example"],
                "frame-src": ["https://www.youtube-nocookie.com", "https://www.google.com"],
            },
        ),
    ],
)  # fmt: skip
def test_each_lets_in_what_it_needs_and_no_more(more: str, expected: dict[str, list[str]]) -> None:
    """Embeds need frames, the government's news a request, statistics a script and a request."""
    assert added(more + "\n") == expected


def test_every_embed_is_a_name_of_the_setting() -> None:
    """A service that has a row can be let in by it."""
    for service in SERVICES:
        assert added(f"third_parties: [{service.name}]\n") == {"frame-src": [service.frames]}
    assert len({party.name for party in PARTIES}) == len(PARTIES)


@pytest.mark.parametrize("host", HOSTS)
def test_the_policy_stands_in_what_each_host_reads(site: SiteTest, host: str) -> None:
    """In the files of hosts that send headers, else in each page."""
    site.edit("config.yaml", "theme: bare", "theme: warta")
    site.config(f"host: {host}\n{ALL}").release("a", "A", "https://youtu.be/abcdefghijk").build()
    expected = policy_of(parse_settings(site.text_of("config.yaml")))
    assert "frame-src https://www.youtube-nocookie.com https://www.google.com;" in expected
    if HOSTS[host].sends_headers:
        named = [path for path, data in site.files().items() if b"Content-Security-Policy" in data]
        assert set(named) & {".htaccess", ".nginx/server.conf", "_headers"}
        for path in named:
            assert expected in site.text(path)
    else:
        assert expected.replace(" frame-ancestors 'self';", "") in site.text("2026/11/a/index.html").replace(
            "&#39;", "'"
        )


def test_a_preview_shows_embeds_and_counts_nobody() -> None:
    """Whose script counts readers would be told of drafts."""
    sent = headers_of(parse_settings(SETTINGS + ALL), "n", "http://127.0.0.1:1/e")["Content-Security-Policy"]
    assert "frame-src https://www.youtube-nocookie.com" in sent and "widget.komdigi.go.id" in sent
    assert "statistik" not in sent


@pytest.mark.parametrize(
    "more, said",
    [
        ("[yutub]", "'third_parties' knows nobody called 'yutub'. Did you mean 'youtube'?"),
        ("[peta]", "'third_parties' knows nobody called 'peta'. Known are: youtube, vimeo, "),
        ("{youtube: {url: x}}", "'youtube' has no settings of its own. Write the name alone."),
        ("[matomo: {site: 1}]", "'matomo' needs the address of its server: write matomo: {url: "),
        ("[plausible]", "'plausible' needs the name that it has for this site: write plausible: {site: "),
        ("[matomo: {url: 'http://a.example', site: 1}]", "'url' of 'matomo' must be an address such as https://"),
        ("[matomo: {url: \"https://a.example/'; x\", site: 1}]", "'url' of 'matomo' must be an address such as https://"),
        ("[plausible: {site: '\"><script>'}]", "'site' of 'plausible' cannot be a name there"),
        ("[plausible: {sit: a}]", "unknown key of 'plausible' 'sit'. Did you mean 'site'?"),
        ("[[youtube]]", "'third_parties' must be a list of names (got a list)."),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_an_error(more: str, said: str) -> None:
    """With its line and what is known; no value gets into a policy or a page that could end it."""
    with pytest.raises(ProblemsFound) as caught:
        parse_settings(f"{SETTINGS}third_parties: {more}\n")
    assert any(str(each).startswith(f"config.yaml:5: {said}") for each in caught.value.problems)


def test_pages_load_what_they_need(site: SiteTest) -> None:
    """The button of embeds where a page has one, news on the home page, statistics on all that is public."""
    site.edit("config.yaml", "theme: bare", "theme: warta").config(ALL)
    site.release("a", "A", "https://youtu.be/abcdefghijk").release("b", "B").release("c", "C", draft="true")
    site.build(shown=frozenset(("public", "draft")))
    pages = {name: site.page(name) for name in ("/", "/2026/11/a/", "/2026/11/b/", "/2026/11/c/")}

    def loading(pattern: str) -> list[str]:
        return [name for name, page in pages.items() if re.search(pattern, page)]

    assert loading(r'<script type="module" src="/assets/js/embeds\.\w+\.js">') == ["/2026/11/a/"]
    assert loading(r'data-news="https://widget\.komdigi\.go\.id/data/') == ["/"]
    assert loading(r'data-url="https://statistik\.b\.example/matomo/" data-site="3"') == [
        "/",
        "/2026/11/a/",
        "/2026/11/b/",
    ]
    site.edit("config.yaml", ALL, "").build()
    assert "<script" not in re.sub(r'<script type="(?:application/ld\+json|module)".*?</script>', "", site.page("/"))
    assert "embed-ask" not in site.page("/2026/11/a/") and "data-frame=" in site.page("/2026/11/a/")


def test_an_own_policy_that_keeps_third_parties_out_is_told(site: SiteTest) -> None:
    """What `headers` says stands as it was written, so what `third_parties` lets in may not get in."""
    site.config(ALL + "headers: {Content-Security-Policy: \"default-src 'self'; frame-src https://www.google.com\"}\n")
    warned = [str(each) for each in site.build().warnings]
    assert (
        len(warned) == 1
        and "https://www.youtube-nocookie.com" in warned[0]
        and "https://www.google.com," not in warned[0]
    )
