"""Proves that addresses of films, posts and maps lead to the frames of their services, and all others to nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warta.embeds.reading import READERS, embed_of
from warta.embeds.services import LOADERS, SERVICES, SHAPES, is_frame

FILM = "https://www.youtube-nocookie.com/embed/aB3-_efghij"
PLAYER = "https://www.tiktok.com/player/v1/7301234567890123456"
VIMEO = "https://player.vimeo.com/video/123456789"
POST = "https://www.instagram.com/p/CxYz_12-ab/"
TWEET = "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=1234567890123"
VIDEO = "https://www.facebook.com/plugins/video.php?href=https%3A%2F%2Fwww.facebook.com%2F"
MAP = "https://www.google.com/maps"
PASTED_MAP = "!1m18!1m12!1m3!1d3979.6!2d119.61!3d-4.41!2m3!1f0!3m3!1m2!1s0x2d9:0xabc!2sKantor%20Bupati%20Barru!5e0"


@pytest.mark.parametrize(
    "address, name, frame",
    [
        ("https://www.youtube.com/watch?v=aB3-_efghij", "youtube", FILM),
        ("http://m.youtube.com/watch?feature=share&v=aB3-_efghij&t=1m30s", "youtube", f"{FILM}?start=90"),
        ("https://youtu.be/aB3-_efghij?si=xyz&t=5", "youtube", f"{FILM}?start=5"),
        ("https://www.youtube.com/shorts/aB3-_efghij", "youtube", FILM),
        ("https://youtube.com/live/aB3-_efghij?feature=share", "youtube", FILM),
        ("//www.youtube.com/embed/aB3-_efghij?rel=0", "youtube", FILM),
        ("https://www.youtube-nocookie.com/embed/aB3-_efghij", "youtube", FILM),
        (
            "https://www.youtube.com/playlist?list=PLabcdefghijklm",
            "youtube",
            "https://www.youtube-nocookie.com/embed/videoseries?list=PLabcdefghijklm",
        ),
        ("https://vimeo.com/123456789", "vimeo", f"{VIMEO}?dnt=1"),
        ("https://vimeo.com/123456789/abcdef0123", "vimeo", f"{VIMEO}?h=abcdef0123&dnt=1"),
        ("https://player.vimeo.com/video/123456789?h=abcdef0123", "vimeo", f"{VIMEO}?h=abcdef0123&dnt=1"),
        ("https://www.instagram.com/p/CxYz_12-ab/?utm_source=ig_web", "instagram", f"{POST}embed/"),
        ("https://www.instagram.com/humas/p/CxYz_12-ab/", "instagram", f"{POST}embed/"),
        ("https://instagram.com/reel/CxYz_12-ab", "instagram", f"{POST.replace('/p/', '/reel/')}embed/"),
        ("https://www.tiktok.com/@humas.barru/video/7301234567890123456?is_from_webapp=1", "tiktok", PLAYER),
        ("https://www.tiktok.com/embed/v2/7301234567890123456", "tiktok", PLAYER),
        ("https://vt.tiktok.com/ZSabc1234/", "tiktok", ""),
        ("https://www.facebook.com/watch/?v=1234567890", "facebook", f"{VIDEO}watch%2F%3Fv%3D1234567890&show_text=false"),
        ("https://web.facebook.com/humas/videos/1234567890/", "facebook", f"{VIDEO}humas%2Fvideos%2F1234567890%2F&show_text=false"),
        (
            "https://m.facebook.com/humas/posts/pfbid0abcDEF",
            "facebook",
            "https://www.facebook.com/plugins/post.php?"
            "href=https%3A%2F%2Fwww.facebook.com%2Fhumas%2Fposts%2Fpfbid0abcDEF&show_text=true",
        ),
        ("https://fb.watch/abc123_x/", "facebook", ""),
        ("https://www.facebook.com/share/p/abcDEF123/", "facebook", ""),
        ("https://x.com/humas/status/1234567890123?s=20", "x", TWEET),
        ("https://twitter.com/humas/status/1234567890123", "x", TWEET),
        ("https://www.google.com/maps/place/Kantor+Bupati/@-4.4,119.6,17z/data=!3m1", "maps", f"{MAP}?q=Kantor+Bupati&ll=-4.4%2C119.6&z=17&output=embed"),
        ("https://maps.google.com/?q=-4.4,119.6", "maps", f"{MAP}?q=-4.4%2C119.6&output=embed"),
        ("https://maps.app.goo.gl/abcDEF12345", "maps", ""),
        (
            "https://www.openstreetmap.org/?mlat=-4.41&mlon=119.61#map=17/-4.4100/119.6100",
            "openstreetmap",
            "https://www.openstreetmap.org/export/embed.html?"
            "bbox=119.60678%2C-4.41214%2C119.61322%2C-4.40786&layer=mapnik&marker=-4.41%2C119.61",
        ),
    ],
)  # fmt: skip
def test_an_address_leads_to_its_frame(address: str, name: str, frame: str) -> None:
    """As offices copy them, from phones too; a short address is known by its service, and has no frame."""
    found = embed_of(address)
    assert found is not None
    assert (found.service.name, found.frame) == (name, frame)
    again = embed_of(found.url)
    assert again is not None and again.frame.partition("?")[0] == frame.partition("?")[0], "its plain form is the same"


def test_a_map_brings_its_name() -> None:
    """The code that Google gives to paste holds the name of the place, and so does a place's address."""
    pasted = embed_of(f"https://www.google.com/maps/embed?pb={PASTED_MAP}")
    assert pasted is not None
    assert (pasted.title, pasted.url) == (
        "Kantor Bupati Barru",
        "https://www.google.com/maps/search/?api=1&query=-4.41%2C119.61",
    )


@pytest.mark.parametrize(
    "address",
    """https://www.youtube.com/@humasbarru https://www.youtube.com/watch https://youtu.be/ https://youtu.be/short
    https://vimeo.com/humas https://www.instagram.com/humasbarru/ https://www.instagram.com/explore/p/CxYz_12-ab/
    https://www.tiktok.com/@humasbarru https://www.facebook.com/humasbarru https://www.facebook.com/plugins/page.php?href=x
    https://x.com/humas https://x.com/ https://www.google.com/search?q=maps https://www.google.com/maps/dir/A/B
    https://www.openstreetmap.org/about https://youtube.com.jahat.example/watch?v=aB3-_efghij
    https://www.youtube.com@jahat.example/watch?v=aB3-_efghij https://www.youtube.com:8080/watch?v=aB3-_efghij
    ftp://youtu.be/aB3-_efghij javascript://youtu.be/aB3-_efghij http://[youtu.be/aB3-_efghij /watch?v=aB3-_efghij
    https://berita.example/2026/11/youtube/ https://www.google.com/maps/embed?pb=x""".split(),
)
def test_another_address_leads_to_nothing(address: str) -> None:
    """Profiles, searches, other hosts, and what only looks like a service's address."""
    assert embed_of(address) is None


HOSTS = st.sampled_from([host for service in SERVICES for host in service.hosts])
STEPS = st.sampled_from(
    "watch embed p reel video videos posts status maps place @1,2,3z d plugins post.php embed.html export share \"x' "
    "<b> %22 .. 1234567890 aB3-_efghij @humas live_stream".split()
)
QUERIES = st.sampled_from(
    ["v=aB3-_efghij", "list=PLabcdefghijklm", "q=a\"b'<c>", "href=https://www.facebook.com/a/posts/12345", "bbox=1,2,3,4", "id=12", "mid=abcdefg", "pb=!2d1!3d2", "h=\x00"]
)  # fmt: skip


@given(HOSTS, st.lists(STEPS, max_size=4), st.lists(QUERIES, max_size=2), st.sampled_from(["", "#map=3/4/5", "#x"]))
def test_whatever_an_address_holds_a_frame_is_of_its_service(
    host: str, steps: list[str], queries: list[str], fragment: str
) -> None:
    """It begins with the source that the policy lets in, and holds no sign that ends an attribute."""
    found = embed_of(f"https://{host}/{'/'.join(steps)}?{'&'.join(queries)}{fragment}")
    if found is not None:
        assert found.frame == "" or found.frame.startswith(f"{found.service.frames}/")
        assert found.frame == "" or is_frame(found.frame)
        assert found.url.startswith("https://") and found.shape in SHAPES
        assert not set("\"'<> ") & set(found.url + found.frame)


def test_a_row_is_whole() -> None:
    """Each service has a reader, names and hosts are each of one service; loaders have neither scheme nor blank."""
    assert [service.name for service in SERVICES] == list(READERS)
    hosts = [host for service in SERVICES for host in service.hosts]
    assert len(hosts) == len(set(hosts))
    assert len({service.name for service in SERVICES}) == len(SERVICES)
    assert all("://" not in each and each.strip() == each for each in LOADERS)
