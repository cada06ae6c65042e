"""What readers of another generator's site saw stays on the page: frames, films, pictures and documents in its tags."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support import SiteTest
from warta.importing.conversion.markdown_frames import without_frames
from warta.importing.run import Request, run
from warta.importing.sources.generators import SiteFolder
from warta.importing.sources.template_tags import expand_tags
from warta.settings import read_settings

YOUTUBE = "https://www.youtube.com/watch?v=abc12345678"
FRAME = '<iframe width="560" src="https://www.youtube.com/embed/abc12345678" allowfullscreen></iframe>'


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (FRAME, f"[{YOUTUBE}]({YOUTUBE})"),
        (f'<div class="embed-container"><p>\n{FRAME}</p></div>', f"[{YOUTUBE}]({YOUTUBE})"),
        ("<iframe src='about:blank' data-src='//player.vimeo.com/video/12?h=3'></iframe>", "[https://vimeo.com/12](https://vimeo.com/12)"),
        ('<object data="/u/perbup.pdf"><p>tidak tampil</p></object>', "[perbup.pdf](/u/perbup.pdf)"),
        ('<embed src="https://docs.google.com/gview?url=https://a.example/x.pdf">', "[x.pdf](https://a.example/x.pdf)"),
        ('<video controls><source src="/u/v.mp4"></video>', "[v.mp4](/u/v.mp4)"),
        ('<video src="/u/ada.mp4" controls></video>', '<video src="/u/ada.mp4" controls></video>'),
        ('<audio src="/u/ada.mp3"></audio>', '<audio src="/u/ada.mp3" controls></audio>'),
        ('<amp-img src="/a.jpg" width="3"></amp-img>', '<img src="/a.jpg" alt="" width="3">'),
        ('<img data-src="/a.jpg" alt="A"><noscript><img src="/a.jpg"></noscript>', '<img src="/a.jpg" alt="A">'),
        ('<script src="https://gist.github.com/a/b1.js"></script>', "[https://gist.github.com/a/b1](https://gist.github.com/a/b1)"),
        ("<script>jahat()</script>", ""),
    ],
)  # fmt: skip
def test_a_frame_becomes_a_link_alone_on_its_line(html: str, shown: str) -> None:
    """Films and sound that are at hand stay; pictures become plain."""
    text = without_frames(f"Awal.\n\n{html}\n\nAkhir.", lambda url: "ada" in url).text
    assert re.sub(r"\n\s*\n+", "\n\n", text) == f"Awal.\n\n{shown}\n\nAkhir.".replace("\n\n\n\n", "\n\n")


def test_a_frame_within_html_is_a_link_in_html_and_code_stays() -> None:
    """Markdown is not read there."""
    made = without_frames(f"<div><p>hai</p>\n{FRAME}\n</div>\n\n```\n{FRAME}\n```\n", lambda url: False)
    assert f'<div><p>hai</p>\n<a href="{YOUTUBE}">{YOUTUBE}</a>\n</div>' in made.text
    assert f"```\n{FRAME}\n```" in made.text
    assert made.embeds == (YOUTUBE,)


@pytest.mark.parametrize(
    ("kind", "tag", "shown"),
    [
        ("hugo", '{{< figure src="/a.jpg" caption="Judul" alt="A" link="/x.pdf" >}}', '[![A](/a.jpg "Judul")](/x.pdf)'),
        ("hugo", '{{< youtube id="abc12345678" >}}', f"[{YOUTUBE}]({YOUTUBE})"),
        ("hugo", "{{< youtube abc12345678 >}}", f"[{YOUTUBE}]({YOUTUBE})"),
        ("hugo", '[a]({{< relref path="b.md" >}})', "[a](b.md)"),
        ("hugo", '[a]({{< ref "/b/c.md" >}}) [a]({{< ref "b/c.md" >}})', "[a](/b/c.md) [a](/b/c.md)"),
        ("hugo", '{{< button href="/x.pdf" >}}Unduh{{< /button >}}', "[Unduh](/x.pdf)"),
        ("hugo", '{{% pdf "/x.pdf" %}}', "[x.pdf](/x.pdf)"),
        ("hugo", '{{< video src="pidato.mp4" title="Pidato" >}}', "[Pidato](pidato.mp4)"),
        ("hugo", "{{< notice info >}}Isi *kotak*{{< /notice >}}", "Isi *kotak*"),
        ("hugo", '{{< tweet user="humas" id="3" >}}', "[https://twitter.com/humas/status/3](https://twitter.com/humas/status/3)"),
        ("jekyll", '{% include figure.html src="/a.jpg" alt="A" %}', "![A](/a.jpg)"),
        ("jekyll", '{% include youtube.html id="abc12345678" %}', f"[{YOUTUBE}]({YOUTUBE})"),
        ("jekyll", '{% include pdf.html file="/x.pdf" %}', "[x.pdf](/x.pdf)"),
        ("jekyll", "[z]({% link files/x.pdf %})", "[z](/files/x.pdf)"),
        ("jekyll", '{% responsive_image path: a/b.jpg alt: "Teks" %}', "![Teks](a/b.jpg)"),
        ("jekyll", "Teks\n{: #syarat .besar }\n", "Teks\n{: #syarat }\n"),
        ("eleventy", '{% image "x.jpg", "Bupati hadir" %}', "![Bupati hadir](x.jpg)"),
        ("eleventy", '{% youtube "abc12345678" %}', f"[{YOUTUBE}]({YOUTUBE})"),
        ("eleventy", '{{ "https://www.youtube.com/embed/abc12345678" | embed: "Judul [1]" }}', '<iframe src="https://www.youtube.com/embed/abc12345678"></iframe>'),
        ("jekyll", "{{ '//player.vimeo.com/video/9' | video_frame }}", '<iframe src="//player.vimeo.com/video/9"></iframe>'),
        ("jekyll", '{{ "https://data.example/a?b=1" | card: "Judul" }}', "[https://data.example/a?b=1](https://data.example/a?b=1)"),
        ("jekyll", '{{ "https://lama.example/a.jpg" | img: "A" }}', "![](https://lama.example/a.jpg)"),
        ("jekyll", '{{ "https://lama.example/x.pdf" | lampiran }}', "[x.pdf](https://lama.example/x.pdf)"),
        ("hugo", r"Lokasi: \<Nama Ruang\>, \$5 \*x\* \\<b>", r"Lokasi: &#60;Nama Ruang\>, &#36;5 \*x\* \\<b>"),
        ("jekyll", r"`\<a\>` \<b\>", r"`\<a\>` &#60;b\>"),
        ("pelican", r"\<a\>", r"\<a\>"),
        ("hugo", "<strike>lama</strike> `<strike>`", "<del>lama</del> `<strike>`"),
        ("pelican", "<STRIKE class=x>lama</STRIKE>", "<del class=x>lama</del>"),
    ],
)  # fmt: skip
def test_the_address_in_a_tag_is_never_lost(kind: str, tag: str, shown: str) -> None:
    """Whatever its name."""
    made = expand_tags(tag, kind)
    assert made.text == shown
    assert made.lost == ()


def test_a_tag_that_shows_nothing_by_its_arguments_is_told() -> None:
    """Forms, lists, conditions."""
    made = expand_tags('{% include kontak.html %} {% if page.x == "/a.jpg" %}a{% endif %}', "jekyll")
    assert made.text.split() == ["a"]
    assert len(made.lost) == 2


def test_a_frame_that_a_filter_made_is_a_link_alone_on_its_line(site: SiteTest, tmp_path: Path) -> None:
    """And words in escaped brackets, and struck ones, are all there."""
    text = f"A\n\n{{{{ '{YOUTUBE.replace('watch?v=', 'embed/')}' | embed: 'Judul' }}}}\n\n\\<Nama Ruang\\> <strike>b</strike> [c][1]\n\n[1]: https://data.example/a\\_b\n"
    (tmp_path / "old/_posts").mkdir(parents=True)
    (tmp_path / "old/_posts/2019-06-21-a.md").write_text(f"---\ntitle: A\n---\n{text}")
    config = read_settings(site.root)
    outcome = run(SiteFolder(tmp_path / "old", "jekyll", config.zone), Request(site.root, config))
    assert (outcome.whole, outcome.totals.words_out, outcome.totals.embeds) == (True, outcome.totals.words_in, 1)
    assert f"\n\n[{YOUTUBE}]({YOUTUBE})\n\n" in site.text_of("content/releases/2019/a.md")
    site.build()
    assert '&lt;Nama Ruang&gt; <del>b</del> <a href="https://data.example/a_b"' in site.page("/2019/06/a/")


def test_a_tag_in_a_file_of_html_becomes_html() -> None:
    """Where Markdown is not read."""
    tags = '<p>{% include pdf.html file="/x.pdf" %} {% include figure.html src="/a.jpg" alt="A" caption="B" %}</p>'
    figure = '<figure><img src="/a.jpg" alt="A"><figcaption>B</figcaption></figure>'
    assert expand_tags(tags, "jekyll", is_html=True).text == f'<p><a href="/x.pdf">x.pdf</a> {figure}</p>'
