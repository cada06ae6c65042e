"""What a text, a contact or an option could do to readers unseen: classes, ids, letters, feeds, and where a site goes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import feedparser
import pytest

from tests.support import SiteTest
from warta.errors import OutputError

THEME = Path(__file__).parents[2] / "themes" / "warta"


def body_of(site: SiteTest, text: str) -> str:
    site.release("a", "A", text).build()
    return site.page("/2026/11/a/")


def theme_classes() -> list[str]:
    sheets = "".join(each.read_text(encoding="utf-8") for each in sorted((THEME / "static").rglob("*.css")))
    return sorted(set(re.findall(r"\.([a-z][a-z-]+)(?=[\s,:.{>])", sheets)) - {"footnote", "credit", "ai"})


@pytest.mark.parametrize("name", theme_classes())
def test_the_classes_of_the_theme_are_not_for_texts(tmp_path: Path, name: str) -> None:
    """By HTML, and by what Markdown offers: no hidden links, no notice in the newsroom's name."""
    site = SiteTest(tmp_path)
    html = body_of(
        site, f'<p class="{name}">Satu</p>\n\nDua\n{{: .{name} }}\n\n<span class="lain {name} footnote">tiga</span>'
    )
    assert f'class="{name}"' not in html
    assert "<p>Satu</p>" in html
    assert "<p>Dua</p>" in html
    assert '<span class="footnote">tiga</span>' in html


def test_what_the_settings_allow_and_what_extensions_write_stays(tmp_path: Path) -> None:
    """Footnotes, the language of code, and classes of the newsroom's own."""
    site = SiteTest(tmp_path).config("markdown: {classes: [kotak]}\n")
    html = body_of(site, "Satu[^1]\n{: .kotak }\n\n[^1]: Kaki.\n\n```python\nx\n```\n")
    assert '<p class="kotak">' in html
    assert 'class="footnote"' in html
    assert 'class="footnote-ref"' in html
    assert '<code class="language-python">' in html


def test_a_class_is_allowed_from_the_next_build_on(tmp_path: Path) -> None:
    """What is remembered of a text knows which classes it was made with."""
    site = SiteTest(tmp_path)
    assert "kotak" not in body_of(site, "Satu\n{: .kotak }")
    site.config("markdown: {classes: [kotak]}\n").build()
    assert '<p class="kotak">' in site.page("/2026/11/a/")


@pytest.mark.parametrize(
    "written", ["# Main", "# x {: #note-1 }", '<p id="main">x</p>', '<p id="Note-12">x</p>', "# Note 1"]
)
def test_ids_of_the_page_are_not_for_texts(tmp_path: Path, written: str) -> None:
    """The link past the menu and those to corrections lead where they say."""
    html = body_of(SiteTest(tmp_path), written + "\n\n# Bagian")
    assert not re.search(r'id="(main|note-\d+)"', html, re.IGNORECASE)
    assert 'id="bagian"' in html


LETTERS = [
    "[surat](mailto:a@b.example?bcc=x@y.example)",
    "[surat](mailto:a@b.example?subject=x&cc=x@y.example)",
    '<a href="MAILTO:a@b.example?body=x">surat</a>',
    "[surat][1]\n\n[1]: mailto:a@b.example?bcc=x@y.example",
]


@pytest.mark.parametrize("written", LETTERS)
def test_a_link_for_a_letter_says_to_whom_and_no_more(tmp_path: Path, written: str) -> None:
    """And the line of the text is told."""
    site = SiteTest(tmp_path).release("a", "A", "Awal.\n\n" + written)
    (warning,) = site.build().warnings
    html = site.page("/2026/11/a/")
    assert re.search(r'href="mailto:a@b\.example"', html, re.IGNORECASE)
    assert "y.example" not in html
    assert warning.path == "content/releases/a.md"
    assert warning.line == (10 if "[1]:" in written else 8)
    assert "was left without what stands after '?'" in str(warning.message)


@pytest.mark.parametrize(
    "written",
    ["[x](javascript:x)", "[x](data:text/html,x)", "[x](tel:*62*0811%23)", "![x](data:image/svg+xml,x)",
     "<a href='vbscript:x'>x</a>"],
)  # fmt: skip
def test_other_addresses_lead_nowhere(tmp_path: Path, written: str) -> None:
    """A number to call may be one, and scripts and data are no addresses."""
    html = body_of(SiteTest(tmp_path), written)
    assert not re.search(r"(href|src)=.?(java|data|vbs|tel)", html)


def test_plain_letters_and_calls_stay(tmp_path: Path) -> None:
    """As they are, and in silence."""
    site = SiteTest(tmp_path).release("a", "A", "[x](mailto:a@b.example) [y](tel:+62-811-1;ext=2) [z](/?p=1)")
    assert not site.build().warnings
    assert 'href="mailto:a@b.example"' in site.page("/2026/11/a/")
    assert 'href="tel:+62-811-1;ext=2"' in site.page("/2026/11/a/")


@pytest.mark.parametrize(
    "mail", ["a@b.example?bcc=x@y.example", "a@b.example,c@d.example", "a@b", "bukan", "a@b.example&cc=x"]
)
def test_a_contact_has_one_address(tmp_path: Path, mail: str) -> None:
    """Of a release and of an organization, with its line; a name without a dot is one in an office's own net."""
    site = SiteTest(tmp_path).release("a", "A", contacts=f'[{{name: Ani, email: "{mail}"}}]')
    site.write("content/organizations/o.md", f'---\nname: O\nemail: "{mail}"\n---\n')
    if mail == "a@b":
        site.build()
        return
    one, two = site.problems()
    assert one.startswith("content/organizations/o.md:3: 'email' must be one e-mail address")
    assert two.startswith("content/releases/a.md:3: 'email' must be one e-mail address")


@pytest.mark.parametrize(
    "words", ["a<b dan c>d", "<b>tebal</b> & 'kutip'", "Harga &lt; 5", "5 > 3 & 2 < 4", "<script>x</script>"]
)
def test_readers_show_a_summary_as_it_was_written(tmp_path: Path, words: str) -> None:
    """Read by feedparser, and shown as a reader shows HTML; titles are texts everywhere."""
    import html

    site = SiteTest(tmp_path).config("").edit("config.yaml", "feed_formats: [rss]", "feed_formats: [rss, atom, json]")
    site.release("a", json.dumps(words), summary=json.dumps(words)).build()
    rss = feedparser.parse(site.text("feed.xml"), sanitize_html=False, resolve_relative_uris=False)
    assert html.unescape(rss.entries[0].summary) == words
    assert not re.search(r"<[a-z/]", rss.entries[0].summary)
    atom = feedparser.parse(site.text("atom.xml"), sanitize_html=False)
    assert atom.entries[0].title_detail.type == atom.entries[0].summary_detail.type == "text/plain"
    assert (atom.entries[0].title, atom.entries[0].summary) == (words, words)
    (item,) = json.loads(site.text("feed.json"))["items"]
    assert (item["title"], item["summary"]) == (words, words)


@pytest.mark.parametrize(
    "place", ["content/static/out", "content", "themes/x", ".", "..", "/", "~", ".git/out", ".warta", "tautan/x"]
)
def test_an_output_lies_beside_what_it_is_made_from(
    tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never among it, never above it; a link leads where it leads."""
    monkeypatch.setenv("HOME", str(tmp_path / "rumah"))
    (tmp_path / "rumah").mkdir()
    site = SiteTest(tmp_path / "a").release("a", "A")
    (site.root / "tautan").symlink_to(site.root / "content")
    before = site.inputs()
    with pytest.raises(OutputError, match="the site cannot be written to .*Name an empty folder with --output"):
        site.build(output=site.root / Path(place).expanduser())
    assert site.inputs() == before
    site.build(output=site.root / "keluaran")
