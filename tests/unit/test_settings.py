"""Proves that config.yaml becomes settings, or sentences that say which line to mend and how."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from warta.errors import ProblemsFound
from warta.fields import Ref
from warta.settings import Category, MarkdownSettings, PathWords, Settings, parse_settings, read_settings

FOUR = "title: Berita\nurl: https://b.example/\nlanguage: id\ntimezone: Asia/Jakarta\n"


def settings(more: str = "") -> Settings:
    """The settings of four lines and these."""
    return parse_settings(FOUR + more)


def problems(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        parse_settings(text)
    return [str(problem) for problem in caught.value.problems]


def test_four_lines_are_enough() -> None:
    """Everything else has a default, so a newsroom begins with its name, address, language and zone."""
    made = settings()
    assert (made.title, made.url, made.language, made.timezone) == (
        "Berita",
        "https://b.example/",
        "id",
        "Asia/Jakarta",
    )
    assert made.languages == ("id",)
    assert made.zone == ZoneInfo("Asia/Jakarta")
    assert (made.theme, made.categories, made.page_size, made.trust_html) == ("warta", None, 20, False)


def test_an_address_is_cut_into_origin_and_base() -> None:
    """A site may lie below a path of its host."""
    made = parse_settings(FOUR.replace("b.example/", "b.example:8080/ruang/berita/"))
    assert (made.origin, made.base) == ("https://b.example:8080", "/ruang/berita")
    assert (settings().origin, settings().base) == ("https://b.example", "")


@pytest.mark.parametrize(
    ("name", "zone"), [("WIB", "Asia/Jakarta"), ("WITA", "Asia/Makassar"), ("WIT", "Asia/Jayapura")]
)
def test_an_indonesian_zone_may_be_named_by_its_letters(name: str, zone: str) -> None:
    """WIB, WITA and WIT stand for their zones."""
    assert parse_settings(FOUR.replace("Asia/Jakarta", name)).timezone == zone


@pytest.mark.parametrize(
    ("region", "zone"), [("32.11", "Asia/Jakarta"), ("64.72", "Asia/Makassar"), ("91.71", "Asia/Jayapura")]
)
def test_the_zone_may_follow_from_the_region(region: str, zone: str) -> None:
    """A newsroom that says where it is need not say what time it is there; a written zone counts more."""
    three = FOUR.replace("timezone: Asia/Jakarta\n", "")
    assert parse_settings(f'{three}region: "{region}"\n').timezone == zone
    assert settings(f'region: "{region}"\n').timezone == "Asia/Jakarta"


def test_the_main_language_comes_first_and_once() -> None:
    """However the languages are listed."""
    assert settings("languages: [en, id, su, en]\n").languages == ("id", "en", "su")
    assert settings("languages: en\n").languages == ("id", "en")


def test_categories_are_names_or_maps() -> None:
    """A map adds slug, description and the names in other languages."""
    text = "categories:\n  - Ekonomi\n  - name: Pendidikan\n    slug: didik\n    description: Sekolah.\n"
    text += "    names: {en: Education, su: Atikan}\n"
    assert settings(text).categories == (
        Category("Ekonomi"),
        Category("Pendidikan", "didik", {"en": "Education", "su": "Atikan"}, "Sekolah."),
    )
    assert settings("categories: Ekonomi\n").categories == (Category("Ekonomi"),)


@pytest.mark.parametrize("line", ["", "categories:\n", "categories: []\n"])
def test_without_a_list_any_category_is_accepted(line: str) -> None:
    """An empty list is no list."""
    assert settings(line).categories is None


def test_kinds_of_lists_and_feeds_are_chosen() -> None:
    """All by default; an empty list switches them off."""
    assert settings("listings: [category, tag]\n").listings == ("category", "tag")
    assert settings("feeds: home\n").feeds == ("home",)
    assert settings("feeds: []\n").feeds == ()
    assert "archive" in settings().listings


def test_addresses_are_made_of_words_of_ones_own() -> None:
    """A word that is not given keeps its default."""
    made = settings("paths: {category: topik, page: halaman}\npermalink: /berita/{year}-{month}-{day}/{slug}/\n")
    assert made.paths == PathWords(category="topik", page="halaman")
    assert made.permalink == "/berita/{year}-{month}-{day}/{slug}/"


def test_extensions_of_markdown_keep_types() -> None:
    """Truth values and whole numbers of an extension's settings are recognised, everything else is text."""
    toc = "{permalink: true, toc_depth: 3, title: Isi}"
    text = f"markdown:\n  extensions: [extra, toc]\n  extension_configs:\n    toc: {toc}\n"
    assert settings(text).markdown == MarkdownSettings(
        ("extra", "toc"), {"toc": {"permalink": True, "toc_depth": 3, "title": "Isi"}}
    )


def test_options_of_the_theme_keep_their_line() -> None:
    """The theme says later whether they are right, and needs the line for it."""
    assert settings("theme: biru\ntheme_options:\n  accent: '#fff'\n  hero:\n").theme_options == {
        "accent": Ref("#fff", 7),
        "hero": Ref("", 8),
    }


def test_regions_of_ones_own_are_pairs() -> None:
    """Villages are added with code and name; a newsroom with a region has a page of regions."""
    made = settings('region: "32.11"\nregions:\n  - {code: "32.11.01.2001", name: Cimungkal}\n')
    assert (made.region, made.regions) == ("32.11", (("32.11.01.2001", "Cimungkal"),))
    assert made.has_regions
    assert not settings().has_regions


def test_all_other_settings() -> None:
    """Each is read into the field of its name."""
    made = settings(
        "tagline: Kabar\ndescription: Isi\nnotice: Contoh\norganization: humas\n"
        "page_size: 2\nfeed_size: 500\nrelated: 0\ntrust_html: ya\nunknown_keys: warn\n"
    )
    assert (made.tagline, made.description, made.notice, made.organization) == ("Kabar", "Isi", "Contoh", "humas")
    assert (made.page_size, made.feed_size, made.related) == (2, 500, 0)
    assert (made.trust_html, made.unknown_keys) == (True, "warn")


@pytest.mark.parametrize("kept", range(4))
def test_each_of_the_four_must_be_there(kept: int) -> None:
    """The three that are missing are named at once, with what to write."""
    lines = FOUR.splitlines()
    sentences = {
        "title": "config.yaml:1: 'title' is missing. Write 'title:' and what it is to say.",
        "url": "config.yaml:1: 'url' is missing. Write the address readers will type, such as "
        "https://humas.example.go.id/.",
        "language": "config.yaml:1: 'language' is missing. Write language: id for Indonesian.",
        "timezone": "config.yaml:1: 'timezone' is missing. Write timezone: Asia/Jakarta (or Asia/Makassar, "
        "Asia/Jayapura).",
    }
    del sentences[lines[kept].partition(":")[0]]
    assert set(problems(lines[kept])) == set(sentences.values())


LANGUAGE = "must be a language code such as id, en, su or jv"
ADDRESS = "'url' must be an address such as https://humas.example.go.id/"


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("title", "[a]", "'title' must be text (got a list)."),
        ("url", "b.example", f"{ADDRESS} (got 'b.example')."),
        ("url", "ftp://b.example/", f"{ADDRESS} (got 'ftp://b.example/')."),
        ("url", "https://", f"{ADDRESS} (got 'https://')."),
        ("url", "https://b.example/?x=1", f"{ADDRESS} (got 'https://b.example/?x=1')."),
        ("url", "https://b.example/#x", f"{ADDRESS} (got 'https://b.example/#x')."),
        ("url", "https://a b.example/", f"{ADDRESS} (got 'https://a b.example/')."),
        ("url", "https://b.example:x/", f"{ADDRESS} (got 'https://b.example:x/')."),
        ("url", "https://humas@b.example/", f"{ADDRESS} (got 'https://humas@b.example/')."),
        ("url", "'https://[b'", f"{ADDRESS} (got 'https://[b')."),
        ("url", "[https://b.example/]", f"{ADDRESS} (got a list)."),
        ("language", "Indonesia", f"'language' {LANGUAGE} (got 'Indonesia')."),
        ("language", "[id]", f"'language' {LANGUAGE} (got a list)."),
        ("timezone", "Jakarta", "'timezone' must be a time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura "
         "(got 'Jakarta')."),
        ("timezone", "{a: b}", "'timezone' must be a time zone such as Asia/Jakarta, Asia/Makassar or Asia/Jayapura "
         "(got 'key: value' lines)."),
    ],
)  # fmt: skip
def test_a_wrong_value_of_the_four_is_a_problem(key: str, value: str, message: str) -> None:
    """Each says what it must be and what it is."""
    lines = [f"{key}: {value}" if line.startswith(f"{key}:") else line for line in FOUR.splitlines()]
    number = next(at for at, line in enumerate(lines, 1) if line.startswith(f"{key}:"))
    assert problems("\n".join(lines)) == [f"config.yaml:{number}: {message}"]


PERMALINK = (
    "'permalink' must be a path made of {year}, {month}, {day}, {slug} and lower-case words, with {slug} in it, "
    "such as /{year}/{month}/{slug}/"
)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("languages: [id, Inggris]", "'languages' must be language codes such as id, en, su or jv (got 'Inggris')."),
        ("theme: ../x", "'theme' must be the name of a folder in themes/ (got '../x')."),
        ("theme: [x]", "'theme' must be the name of a folder in themes/ (got a list)."),
        ("theme_options: x", "'theme_options' must be 'key: value' lines (got 'x')."),
        ("theme_options: {a: [b]}", "theme option 'a' must be one value (got a list)."),
        ("regions: [{code: x}]", "'name' is missing. Write 'name:' and what it is to say."),
        ("regions: [Cimungkal]", "'regions' must be 'key: value' lines (got 'Cimungkal')."),
        ("categories: [{nama: A, name: B}]", "unknown key of 'categories' 'nama'. Did you mean 'name'?"),
        ("categories: [Ekonomi, ekonomi]", "category 'ekonomi' is listed twice."),
        ("categories: [{name: A, slug: a/b}]",
         "the slug of a category must be lower-case words with hyphens (got 'a/b')."),
        ("categories: [{name: A, names: {Inggris: B}}]", "'names' must be 'language: name' lines (got 'Inggris')."),
        ("categories: [{name: A, names: [B]}]", "'names' must be 'key: value' lines (got a list)."),
        ("paths: kategori", "'paths' must be 'key: value' lines (got 'kategori')."),
        ("paths: {category: Kategori}", "'category' must be a lower-case word such as 'kategori' (got 'Kategori')."),
        ("paths: {category: ../x}", "'category' must be a lower-case word such as 'kategori' (got '../x')."),
        ("paths: {kategori: x}", "unknown key of 'paths' 'kategori'. Did you mean 'category'?"),
        ("paths: {category: tag}", "two of the words in 'paths' are the same."),
        ("permalink: /{slug}", f"{PERMALINK} (got '/{{slug}}')."),
        ("permalink: /{year}/", f"{PERMALINK} (got '/{{year}}/')."),
        ("permalink: /../{slug}/", f"{PERMALINK} (got '/../{{slug}}/')."),
        ("permalink: /{judul}/{slug}/", f"{PERMALINK} (got '/{{judul}}/{{slug}}/')."),
        ("permalink: https://x.example/{slug}/", f"{PERMALINK} (got 'https://x.example/{{slug}}/')."),
        ("permalink: //{slug}/", f"{PERMALINK} (got '//{{slug}}/')."),
        ("page_size: 1", "'page_size' must be a whole number from 2 to 500 (got '1')."),
        ("page_size: banyak", "'page_size' must be a whole number from 2 to 500 (got 'banyak')."),
        ("feed_size: 0", "'feed_size' must be a whole number from 1 to 500 (got '0')."),
        ("related: 21", "'related' must be a whole number from 0 to 20 (got '21')."),
        ("listings: [kategori]", "'listings' has no kind 'kategori'. Did you mean 'category'?"),
        ("feeds: [xyz]", "'feeds' has no kind 'xyz'. Known are: home, category, region, tag, organization, author, corrections."),
        ("markdown: extra", "'markdown' must be 'key: value' lines (got 'extra')."),
        ("markdown: {extension_configs: {toc: 3}}", "the settings of 'toc' must be 'key: value' lines (got '3')."),
        ("markdown: {ekstensi: [x]}", "unknown key of 'markdown' 'ekstensi'. Did you mean 'extensions'?"),
        ("trust_html: mungkin", "'trust_html' must be true or false (got 'mungkin')."),
        ("unknown_keys: ignore", "'unknown_keys' must be one of error, warn (got 'ignore')."),
        ("tema: biru", "unknown setting 'tema'. Settings have English names: theme: biru"),
        ("tehme: biru", "unknown setting 'tehme'. Did you mean 'theme'?"),
        ("title: Lagi", "'title' is written twice (first on line 1). Remove one of them."),
        ("region: [x]", "'region' must be text (got a list)."),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_a_problem_on_its_line(line: str, message: str) -> None:
    """Each says what it must be and what it is."""
    assert problems(f"{FOUR}\n{line}\n") == [f"config.yaml:6: {message}"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- title\n", "must be 'key: value' lines (got a list)."),
        ("halo\n", "must be 'key: value' lines (got 'halo')."),
        ("title: Rapat: hasil\n", 'a value with a colon in it must stand in quotes. Write: title: "Rapat: hasil"'),
    ],
)  # fmt: skip
def test_a_config_of_the_wrong_shape_is_one_problem(text: str, message: str) -> None:
    """What is no settings at all is not also reported for all it lacks."""
    assert problems(text) == [f"config.yaml:1: {message}"]


def test_all_problems_come_at_once() -> None:
    """A config with a mistake in every line takes one run to mend."""
    text = (
        FOUR.replace("id", "Indonesia").replace("https://b.example/", "b")
        + "theme: a/b\npage_size: x\nrelated: x\nx: y\n"
    )
    assert [problem.split(":")[1] for problem in problems(text)] == ["2", "3", "5", "6", "7", "8"]


def test_a_config_is_read_from_its_folder(tmp_path: Path) -> None:
    """With or without a byte order mark, with any line ends."""
    (tmp_path / "config.yaml").write_bytes(b"\xef\xbb\xbf" + FOUR.replace("\n", "\r\n").encode())
    assert read_settings(tmp_path) == settings()


def test_a_folder_without_a_config_is_no_newsroom(tmp_path: Path) -> None:
    """The sentence says what to do."""
    with pytest.raises(ProblemsFound) as caught:
        read_settings(tmp_path)
    assert str(caught.value) == (
        f"config.yaml: is not in {tmp_path}. Run 'init DIR' to make a new newsroom, or name its folder with --site."
    )


@pytest.mark.parametrize("data", [FOUR.encode("utf-16"), b"title: \xff\n"])
def test_a_config_that_is_no_text_is_a_problem(tmp_path: Path, data: bytes) -> None:
    """UTF-16 and binary files are refused with a sentence."""
    (tmp_path / "config.yaml").write_bytes(data)
    with pytest.raises(ProblemsFound, match=r"^config.yaml: cannot be read: "):
        read_settings(tmp_path)


def test_a_folder_named_config_is_a_problem(tmp_path: Path) -> None:
    """And not a crash."""
    (tmp_path / "config.yaml").mkdir()
    with pytest.raises(ProblemsFound, match=r"^config.yaml: cannot be read: "):
        read_settings(tmp_path)
