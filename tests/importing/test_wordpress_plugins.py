"""What plugins of WordPress keep of authors, terms, languages and former addresses comes as what readers saw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.importing.exports import BASE, cdata, export, post
from tests.support import SiteTest
from warta.importing.item import Item
from warta.importing.run import Request, run
from warta.importing.sources.wordpress import WordPress
from warta.settings import read_settings

ZONE = ZoneInfo("Asia/Jakarta")


def source(folder: Path, *posts: str, head: str = "", authors: Mapping[str, str] | None = None) -> WordPress:
    """An export with these posts, and further elements in its head."""
    text = export(posts, authors=authors).replace("\t<generator>", f"{head}\t<generator>", 1)
    path = folder / "export.xml"
    path.write_text(text, encoding="utf-8")
    return WordPress(path, ZONE)


def items(folder: Path, *posts: str, head: str = "", authors: Mapping[str, str] | None = None) -> list[Item]:
    """The items of an export, read as a run reads them: without texts first."""
    export_ = source(folder, *posts, head=head, authors=authors)
    _ = list(export_.items(texts=False))
    return list(export_.items())


def terms(domain: str, **names: str) -> str:
    """Terms of a taxonomy, as a post has them."""
    return "".join(
        f'<category domain="{domain}" nicename="{slug.replace("_", "-")}">{cdata(name)}</category>'
        for slug, name in names.items()
    )


def meta(*rows: tuple[str, str]) -> str:
    """Meta of a post, in which a key may stand more than once."""
    return "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in rows
    )


USERS = {"humas": "Tim Humas", "siti.a": "Siti Aminah, S.Sos., M.Si"}


@pytest.mark.parametrize(
    ("more", "others", "expected"),
    [
        (terms("author", cap_siti_a="siti.a", cap_humas="humas"), (), ("Siti Aminah, S.Sos., M.Si", "Tim Humas")),
        (
            terms("author", cap_budi="budi"),
            (post(9, "Dr. Budi, S.T.", "", kind="guest-author", slug="cap-budi", meta={"cap-user_login": "budi"}),),
            ("Dr. Budi, S.T.",),
        ),
        (terms("author", ani="Ani Lestari", humas="Tim Humas"), (), ("Ani Lestari", "Tim Humas")),
        (
            meta(("_molongui_author", "user-1"), ("_molongui_author", "guest-8")),
            (post(8, "Ina Marlina", "", kind="guest_author"),),
            ("Tim Humas", "Ina Marlina"),
        ),
        (terms("byline", ina="Ina Marlina"), (), ("Ina Marlina",)),
        ("", (), ("Tim Humas",)),
    ],
)
def test_every_author_comes(tmp_path: Path, more: str, others: tuple[str, ...], expected: tuple[str, ...]) -> None:
    """Co-Authors Plus with users and guests, PublishPress Authors, Molongui, Byline; else who wrote the post."""
    (item,) = items(tmp_path, post(1, "Satu", "<p>Isi.</p>", more=more), *others, authors=USERS)
    assert item.authors == expected
    assert not item.doubts


def test_the_old_page_of_each_author_leads_to_the_own(tmp_path: Path) -> None:
    """Not that of who typed the post to the first of its authors."""
    more = terms("author", cap_siti_a="siti.a", cap_ani="Ani Lestari")
    export_ = source(tmp_path, post(1, "Satu", "<p>Isi.</p>", more=more), authors=USERS)
    _ = list(export_.items(texts=False))
    _ = list(export_.items())
    assert [each for each in export_.summary().lists if each[0] == "author"] == [
        ("author", "/author/siti-a/", "Siti Aminah, S.Sos., M.Si"),
        ("author", "/author/ani/", "Ani Lestari"),
    ]


def test_an_author_known_by_login_alone_is_doubtful(tmp_path: Path) -> None:
    """An export has the names of those alone who wrote posts themselves."""
    (item,) = items(tmp_path, post(1, "Satu", "<p>Isi.</p>", more=terms("author", cap_ani="ani")), authors=USERS)
    assert item.authors == ("ani",)
    assert [each.code for each in item.doubts] == ["author-login"]


HIDDEN = (
    "following_users ef_editorial_meta ef_usergroup post_translations translation_priority yst_prominent_words media-category"
    " newspack_popups_taxonomy post_format nav_menu wp_theme elementor_library_type product_cat pa_warna post_status amp_validation"
).split()  # fmt: skip
SHOWN = "topik event-categories wilayah kecamatan series news_tag dinas project_category".split()


def test_terms_of_plugins_are_no_public_tags(tmp_path: Path) -> None:
    """What plugins keep for themselves is counted; what readers looked for is a tag; in doubt it is named."""
    more = "".join(terms(domain, x=f"di {domain}") for domain in (*HIDDEN, *SHOWN, "angkatan", "menu-lama"))
    menu = meta(("_menu_item_type", "taxonomy"), ("_menu_item_object", "sasaran"))
    export_ = source(
        tmp_path,
        post(1, "Satu", "<p>Isi.</p>", tags={"padi": "Padi"}, more=more + terms("sasaran", petani="Petani")),
        post(2, "Menu", "", kind="nav_menu_item", more=menu),
    )
    _ = list(export_.items(texts=False))
    (item,) = export_.items()
    assert item.tags == (*(f"di {domain}" for domain in SHOWN), "Petani", "Padi")
    summary = export_.summary()
    said = [str(each) for each in summary.notices]
    assert len(said) == 1 and "1 term of 'angkatan'" in said[0]
    assert "terms that plugins made for themselves" in " ".join(map(str, summary.left_out))


POLYLANG = (
    "<wp:term><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>inggris</wp:term_slug>"
    '<wp:term_description>a:1:{s:6:"locale";s:5:"en_GB";}</wp:term_description></wp:term>'
    "<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_7</wp:term_slug>"
    '<wp:term_description>a:2:{s:2:"id";i:1;s:2:"en";i:2;}</wp:term_description></wp:term>'
)


@pytest.mark.parametrize(
    ("one", "other", "head"),
    [
        (terms("language", id="Indonesia") + terms("post_translations", pll_1="pll_1"), terms("language", en="English") + terms("post_translations", pll_1="pll_1"), ""),
        (terms("language", id="Indonesia"), terms("language", inggris="Inggris"), POLYLANG),
        (meta(("_wpml_import_language_code", "id"), ("_wpml_import_translation_group", "5")), meta(("_wpml_import_language_code", "en"), ("_wpml_import_translation_group", "5")), ""),
        (meta(("_wpml_word_count", "{}"), ("wpml_language", "id")), meta(("wpml_language", "en"), ("_icl_lang_duplicate_of", "1")), ""),
    ],
)  # fmt: skip
def test_translations_of_polylang_and_wpml_are_translations_here(
    site: SiteTest, tmp_path: Path, one: str, other: str, head: str
) -> None:
    """The text in the newsroom's language is the original, and the newsroom builds."""
    site.config("languages: [en]\n")
    posts = (post(1, "Bupati Lantik", "<p>Isi.</p>", more=one), post(2, "Regent Appoints", "<p>Text.</p>", more=other))
    run(source(tmp_path, *posts, head=head), Request(site.root, read_settings(site.root)))
    english = (site.root / "content/releases/2019/regent-appoints.en.md").read_text()
    assert 'language: "en"\ntranslation_of: "releases/2019/bupati-lantik"\n' in english
    assert "language:" not in (site.root / "content/releases/2019/bupati-lantik.md").read_text()
    assert 'aliases: ["/2019/06/21/regent-appoints/", "/?p=2"]' in english


def test_an_address_tells_the_language_where_wpml_is(tmp_path: Path) -> None:
    """`/en/...` and `?lang=en`; on a site without it `/pu/` and `/en/` are folders."""
    wpml = meta(("_wpml_media_featured", "1"))
    links = (f"{BASE}/en/2019/a/", f"{BASE}/?p=2&lang=en", f"{BASE}/pu/2019/c/")
    posts = [post(at, f"T{at}", "<p>x</p>", link=link.replace("&", "&"), more=wpml) for at, link in enumerate(links, 1)]
    assert [item.language for item in items(tmp_path, *posts)] == ["en", "en", ""]
    (plain,) = items(tmp_path, post(1, "T", "<p>x</p>", link=links[0]))
    assert plain.language == ""


@pytest.mark.parametrize(
    ("link", "rows", "expected"),
    [
        (f"{BASE}/2019/06/21/satu/", (("_wp_old_slug", "lama"), ("_wp_old_slug", "lama-sekali")), ["/2019/06/21/lama/", "/2019/06/21/lama-sekali/"]),
        (f"{BASE}/2019/06/satu/", (("_wp_old_date", "2019-05-30"),), ["/2019/05/satu/"]),
        (f"{BASE}/2019/06/21/satu/", (("_wp_old_slug", "lama"), ("_wp_old_date", "2018-12-01")), ["/2018/12/01/satu/", "/2019/06/21/lama/", "/2018/12/01/lama/"]),
        (f"{BASE}/berita/satu.html", (("_wp_old_slug", "lama"),), ["/berita/lama.html"]),
        (f"{BASE}/berita/1-satu/", (("_wp_old_slug", "lama"),), ["/berita/1-lama/"]),
        (f"{BASE}/?p=1", (("_wp_old_slug", "lama"),), []),
        (f"{BASE}/arsip/1/", (("_wp_old_slug", "lama"),), []),
    ],
)  # fmt: skip
def test_former_words_and_dates_are_old_addresses(
    tmp_path: Path, link: str, rows: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    """In the form that the site's own addresses have."""
    (item,) = items(tmp_path, post(1, "Satu", "<p>Isi.</p>", link=link, more=meta(*rows)))
    assert [each.removeprefix(BASE) for each in item.aliases if "?p=" not in each] == expected
