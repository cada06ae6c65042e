"""What readers of an old WordPress saw stays on the page: pictures, films, documents, tables, notes, places, words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.running import warta
from tests.importing.exports import BASE, attachment, export, post
from tests.importing.reading import messages
from tests.importing.test_wordpress import PIXEL, bring, front
from tests.support import SiteTest
from warta.content.astray import astray
from warta.importing.conversion.visible_words import words_in, words_of
from warta.importing.item import OldPicture
from warta.importing.markup import title_text
from warta.importing.sources.holdings import Holdings
from warta.importing.sources.shortcodes import expand

UP = f"{BASE}/wp-content/uploads/2019/06"


def body(site: SiteTest, text: str, *others: str, media: Path | None = None, **post_: object) -> str:
    """The body of the only release that a post of this text becomes."""
    bring(site, post(1, "Satu", text, **post_), *others, media=media)  # type: ignore[arg-type]
    name = "satu/index.md" if (site.root / "content/releases/2019/satu").is_dir() else "satu.md"
    return front(site, f"releases/2019/{name}").split("\n---\n", 1)[1].strip()


def told(site: SiteTest, kind: str = "lost") -> str:
    """What the report tells of it."""
    (record,) = json.loads((site.root / "import-report.json").read_text())["items"]
    return "\n".join(messages(record[kind]))


def uploads(tmp_path: Path, *names: str) -> Path:
    """A copy of wp-content/uploads with these files."""
    folder = tmp_path / "uploads" / "2019" / "06"
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_bytes(PIXEL if name.endswith("jpg") else b"%PDF-1.4\n")
    return tmp_path / "uploads"


_ITEM = '<li class="blocks-gallery-item"><figure><img src="{0}/{1}.jpg" alt=""/>{2}</figure></li>'
_CAPTION = "<figcaption>Bupati hadir</figcaption>"
GALLERIES = {
    "5.0": f'<ul class="wp-block-gallery">{_ITEM.format(UP, "a", _CAPTION)}{_ITEM.format(UP, "b", "")}</ul>',
    "5.3": f'<figure class="wp-block-gallery"><ul class="blocks-gallery-grid">{_ITEM.format(UP, "a", _CAPTION)}'
    f'{_ITEM.format(UP, "b", "")}</ul><figcaption class="blocks-gallery-caption">Galeri</figcaption></figure>',
    "5.9": f'<figure class="wp-block-gallery has-nested-images"><figure class="wp-block-image"><img src="{UP}/a.jpg">'
    f'{_CAPTION}</figure><figure class="wp-block-image"><a href="{UP}/b.jpg"><img src="{UP}/b.jpg"></a></figure></figure>',
    "jetpack": '<div class="wp-block-jetpack-tiled-gallery"><div class="tiled-gallery__gallery"><figure class="tiled-galle'
    f'ry__item"><img src="https://i0.wp.com/{UP[8:]}/a.jpg?ssl=1">{_CAPTION}</figure><figure><img src="{UP}/b.jpg"></figure>'
    "</div></div>",
    "classic": f'<div class="gallery"><dl class="gallery-item"><dt><a href="{BASE}/?attachment_id=7"><img src="{UP}/a.jpg">'
    f'</a></dt><dd class="gallery-caption">Bupati hadir</dd></dl><dl><dt><img src="{UP}/b.jpg"></dt></dl></div>',
    "shortcode": '[gallery ids="7,8"]',
}
LIBRARY = (attachment(7, f"{UP}/a.jpg", caption="Bupati hadir"), attachment(8, f"{UP}/b.jpg"))


@pytest.mark.parametrize("form", GALLERIES)
@pytest.mark.parametrize("held", [(), ("a.jpg",), ("a.jpg", "b.jpg")], ids=["none", "one", "all"])
def test_no_picture_of_a_gallery_is_lost(site: SiteTest, tmp_path: Path, form: str, held: tuple[str, ...]) -> None:
    """All at hand: the gallery below the text. Else each stands in it, from the old site where it is missing, and is
    counted and told."""
    text = body(site, f"{GALLERIES[form]}<p>Akhir.</p>", *LIBRARY, media=uploads(tmp_path, *held))
    record = json.loads((site.root / "import-report.json").read_text())["items"][0]
    assert record["images"] == 2
    assert record["words_in"] == record["words_out"]
    if len(held) == 2:
        source = front(site, "releases/2019/satu/index.md")
        assert re.search(
            r'gallery:\n  - file: "a.jpg"\n.*caption: "Bupati hadir"\n  - file: "b.jpg"', source, re.DOTALL
        )
    else:
        shown = [name if name in held else f"{UP}/{name}" for name in ("a.jpg", "b.jpg")]
        assert re.findall(r"!\[[^]]*\]\((\S+?)[ )]", text) == shown
        assert '"Bupati hadir"' in text
        assert told(site).count("picture not among the media") == 2 - len(held)
    site.build()


@pytest.mark.parametrize(
    "words",
    [
        "[anak-anak]", "[orang-orang tua]", "[Jawa-Bali]", "[sapi/kerbau]", "[lihat_lampiran]", "[PMK-2022]", "[sic]",
        "[a-z0-9]", "[1]", "[x = 5]", "[nilai x = 5]", "[Red.]", "[kami/kita]", "[…]", "[E=mc2]", "[3d]", "[tahun 2019: 7]",
    ],
)  # fmt: skip
def test_words_in_brackets_stay(words: str) -> None:
    """As WordPress shows names that nobody registered."""
    assert expand(f"“Mereka {words} hadir.”", Holdings()).html == f"“Mereka {words} hadir.”"


def test_brackets_in_captions_stay(site: SiteTest) -> None:
    """In the attribute and in the content."""
    captions = (
        f'[caption id="a" caption="Rapat [tahap I] di aula"]<img src="{UP}/c.jpg">[/caption]',
        f'[caption id="b"]<img src="{UP}/c.jpg"> Bupati [kiri] dan [Sekda-baru][/caption]',
    )
    text = body(site, "\n\n".join(captions))
    assert '"Rapat &#91;tahap I&#93; di aula")' in text
    assert '"Bupati &#91;kiri&#93; dan &#91;Sekda-baru&#93;")' in text


def test_what_is_taken_off_counts_as_words_that_readers_saw(site: SiteTest) -> None:
    """A shortcode of an unknown name may be words: they are counted in, and named."""
    text = body(site, 'Awal [kotak warna="merah"]isi[/kotak] akhir [peta-baru x="1"].')
    record = json.loads((site.root / "import-report.json").read_text())["items"][0]
    assert text == "Awal isi akhir ."
    assert record["removed"] == ['[kotak warna="merah"]', '[peta-baru x="1"]']
    assert (record["words_in"], record["words_out"]) == (8, 4)


ADDRESSES = [
    (f'[pdf-embedder url="{UP}/x.pdf"]', f"[x.pdf]({UP}/x.pdf)"),
    (f'[embeddoc url="{UP}/x.docx" download="all"]', f"[x.docx]({UP}/x.docx)"),
    (f"[gview file=“{UP}/x.pdf”]", f"[x.pdf]({UP}/x.pdf)"),
    ('[embed-google-drive url="https://drive.google.com/file/d/1/view"]', "https://drive.google.com/file/d/1/view"),
    (f"[file]{UP}/x.pdf[/file]", f"[x.pdf]({UP}/x.pdf)"),
    (f'[pdf <a href="{UP}/x.pdf">{UP}/x.pdf</a>]', f"[x.pdf]({UP}/x.pdf)"),
    ('[button link="https://lpse.example"]LPSE kami[/button]', "[LPSE kami](https://lpse.example)"),
    ('[su_button url="https://a.example/f"]Unduh[/su_button]', "[Unduh](https://a.example/f)"),
    ('[vc_btn title="Unduh" link="url:https%3A%2F%2Fa.example|title:Tip||"]', "[Unduh](https://a.example)"),
    ('[vc_single_image image="7"]', f"![]({UP}/a.jpg"),
    (f'[vc_single_image source="external_link" custom_src="{UP}/b.jpg"]', f"![]({UP}/b.jpg)"),
    ('[vc_gallery images="7,8"]', f"![]({UP}/b.jpg)"),
    ('[vc_video link="https://youtu.be/abc12345678"]', "(https://youtu.be/abc12345678)"),
    ('[vc_custom_heading text="Judul Bagian"]', "## Judul Bagian"),
    ("[vc_raw_html]JTNDcCUzRWhhbG8lM0MlMkZwJTNF[/vc_raw_html]", "halo"),
    ('[vc_cta h2="Ayo"]Ikut[/vc_cta]', "Ayo"),
    ('[vc_progress_bar values="%5B%7B%22label%22%3A%22Capaian%22%7D%5D"]', "Capaian"),
    (f'[et_pb_section background_image="{UP}/b.jpg"]x[/et_pb_section]', f"![]({UP}/b.jpg)"),
    (f'[et_pb_button button_url="{UP}/x.pdf" button_text="Unduh"][/et_pb_button]', f"[Unduh]({UP}/x.pdf)"),
    ('[et_pb_gallery gallery_ids="7,8"][/et_pb_gallery]', f"![]({UP}/b.jpg)"),
    ('[dflip id="20"][/dflip]', f"[buku.pdf]({UP}/buku.pdf)"),
    ('[3d-flip-book id="20"]', f"[buku.pdf]({UP}/buku.pdf)"),
    (f'<!-- wp:pdfp/pdfposter {{"file":"{UP}/x.pdf"}} /-->', f"[x.pdf]({UP}/x.pdf)"),
    (f'[video mp4="{UP}/v.mp4"][/video]', f"[v.mp4]({UP}/v.mp4)"),
    (f'[audio mp3="{UP}/v.mp3"]', f"[v.mp3]({UP}/v.mp3)"),
    ('[playlist ids="9"]', f"[lagu.mp3]({UP}/lagu.mp3)"),
    ("[embed]https://a.example/1[/embed]", "[https://a.example/1](https://a.example/1)"),
    ("[youtube=http://www.youtube.com/watch?v=JaNH56Vpg-A]", "(https://www.youtube.com/watch?v=JaNH56Vpg-A)"),
    ("[youtube http://www.youtube.com/watch?v=AbCdEfGhIjk&w=320]", "(https://www.youtube.com/watch?v=AbCdEfGhIjk)"),
    ("[youtube]xyzXYZ12345[/youtube]", "(https://www.youtube.com/watch?v=xyzXYZ12345)"),
    ('[youtube id="abcdefghijk"]', "(https://www.youtube.com/watch?v=abcdefghijk)"),
    ("[embedyt]https://www.youtube.com/watch?v=emb12345678[/embedyt]", "(https://www.youtube.com/watch?v=emb12345678)"),
    ("[vimeo 1084537]", "(https://vimeo.com/1084537)"),
    ('[vimeo id="99" w=3]', "(https://vimeo.com/99)"),
    ("[googlevideo=http://video.google.com/g.swf?docId=-84]", "http://video.google.com/g.swf?docId=-84"),
    ("[wpvideo AbC123]", "(https://videopress.com/v/AbC123)"),
    (f'<iframe src="https://docs.google.com/viewer?url={UP}/x.pdf&embedded=true"></iframe>', f"[x.pdf]({UP}/x.pdf)"),
    (f'<object data="{UP}/x.pdf"><p>tidak tampil</p></object>', f"[x.pdf]({UP}/x.pdf)"),
    ('<iframe src="about:blank" data-src="//www.youtube.com/embed/lazy1234567"></iframe>', "?v=lazy1234567)"),
    ('<amp-youtube data-videoid="amp12345678"></amp-youtube>', "(https://www.youtube.com/watch?v=amp12345678)"),
]


def test_no_address_of_a_picture_film_or_document_is_lost(site: SiteTest) -> None:
    """Whatever shortcode, block or frame it stood in, the page shows or links it; frames stand alone on their lines."""
    others = (
        *LIBRARY,
        attachment(9, f"{UP}/lagu.mp3"),
        post(
            20,
            "Buku",
            "",
            kind="dflip",
            link=f"{BASE}/?post_type=dflip&p=20",
            meta={"_d": f'a:1:{{s:"{UP}/buku.pdf"}}'},
        ),
    )
    bring(site, *(post(100 + at, f"Nomor {at}", text) for at, (text, _) in enumerate(ADDRESSES)), *others)
    missing = [
        (text, shown)
        for at, (text, shown) in enumerate(ADDRESSES)
        if shown not in front(site, f"releases/2019/nomor-{at}.md")
    ]
    assert missing == []
    players = [at for at, (text, _) in enumerate(ADDRESSES) if "youtube" in text]
    for at in players:
        line = front(site, f"releases/2019/nomor-{at}.md").strip().split("\n")[-1]
        assert re.fullmatch(r"\[(https\S+)\]\(\1\)", line)
    site.build()


def test_forms_of_plugins_are_told_and_their_words_are_not_shown(site: SiteTest) -> None:
    """The title of a form is for its editors."""
    assert body(site, 'Awal.\n\n[contact-form-7 id="5" title="Formulir"]\n\n[wpforms id="3"]') == "Awal."
    assert told(site).count("only WordPress can show") == 2


@pytest.mark.parametrize(
    "html",
    [
        '<img src="data:image/gif;base64,R0" data-src="{}"><noscript><img src="{}"></noscript>',
        '<img src="/blank.gif" data-original="{}">',
        '<img data-lazy-src="{}">',
        '<img srcset="/wp-content/uploads/k-300x200.jpg 300w, {} 900w">',
        '<noscript><img src="{}"></noscript>',
        '<amp-img src="{}" width="3"></amp-img>',
        '<picture><source srcset="{}"></picture>',
        "<div style=\"background-image:url('{}')\"><p>Teks</p></div>",
        '<div class="wp-block-cover" style="background:#000 url({}) no-repeat"><p>Teks</p></div>',
        '<div data-bg="{}">Teks</div>',
    ],
)
def test_a_picture_that_a_script_or_style_showed_is_shown_once(site: SiteTest, html: str) -> None:
    """Lazy attributes, their twins, AMP, and backgrounds."""
    text = body(site, html.replace("{}", f"{UP}/k.jpg"))
    assert text.count(f"({UP}/k.jpg)") == 1
    assert text.count("![") == 1


def test_links_to_pages_of_attachments_lead_to_their_files(site: SiteTest, tmp_path: Path) -> None:
    """By number, by pretty address and relative; around a picture the link is that of the picture."""
    links = (f"{BASE}/?attachment_id=7", f"{BASE}/2019/06/21/m7/", "/2019/06/21/m7", f"{BASE}/?p=7")
    text = "".join(f'<p><a href="{link}">Perbup</a></p>' for link in links)
    text += f'<p><a href="{BASE}/2019/06/21/m8/"><img src="{UP}/foto-300x200.jpg" alt="f"></a></p>'
    files = (attachment(7, f"{UP}/perbup.pdf"), attachment(8, f"{UP}/foto.jpg"))
    shown = body(site, text, *files, media=uploads(tmp_path, "perbup.pdf", "foto.jpg"))
    assert shown == "\n\n".join(["[Perbup](perbup.pdf)"] * 4 + ["![f](foto.jpg)"])


def test_films_at_hand_stay_films(site: SiteTest, tmp_path: Path) -> None:
    """A film that is missing is a link to the old site."""
    media = uploads(tmp_path, "suara.mp3")
    shown = body(site, f'[audio mp3="{UP}/suara.mp3"]\n\n[video mp4="{UP}/v.mp4"]', media=media)
    assert shown == f'<audio src="suara.mp3" controls=""></audio>\n\n[v.mp4]({UP}/v.mp4)'
    site.build()
    assert re.search(r'<audio[^>]*src="[^"]*suara.mp3"', site.page("/2019/06/satu/"))


def test_footnotes_become_notes(site: SiteTest) -> None:
    """Those of the block editor, of plugins, and of other generators; their marks lead to them and back."""
    marks = '<p>Menurut Perda<sup data-fn="q" class="fn"><a href="#q" id="q-link">1</a></sup> tarif naik. (Abas)</p>'
    meta = {"footnotes": json.dumps([{"content": "Perda <em>Nomor</em> 7 [baru].", "id": "q"}])}
    shown = body(site, f"<!-- wp:paragraph -->{marks}<!-- /wp:paragraph --><!-- wp:footnotes /-->", meta=meta)
    assert shown == "Menurut Perda[^1] tarif naik.\n\n[^1]: Perda *Nomor* 7 \\[baru\\]."
    assert 'byline: "Abas"' in front(site, "releases/2019/satu.md")
    site.build()
    assert site.page("/2019/06/satu/").count('href="#fn:1"') == 1


@pytest.mark.parametrize(
    "text",
    [
        "Teks[efn_note]Catatan.[/efn_note] lagi",
        "Teks[ref]Catatan.[/ref] lagi",
        '<p>Teks<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup> lagi</p><div class="footnotes"><ol><li id="fn:1">'
        '<p>Catatan. <a href="#fnref:1">↩</a></p></li></ol></div>',
        '<p>Teks<a href="#n"><sup>1</sup></a> lagi</p><ol class="wp-block-footnotes"><li id="n">Catatan.</li></ol>',
    ],
)
def test_footnotes_of_other_kinds_become_notes(site: SiteTest, text: str) -> None:
    """Of plugins and of other programs."""
    assert body(site, text) == "Teks[^1] lagi\n\n[^1]: Catatan."
    assert told(site) == ""


def test_places_keep_their_names_where_links_lead_there(site: SiteTest) -> None:
    """Headings, paragraphs, boxes, items of lists, and old names in links; a place that is nowhere is told."""
    names = ("syarat", "jadwal", "kotak", "butir", "kata")
    links = " ".join(f'<a href="#{name}">{name}</a>' for name in (*names, "tiada"))
    shown = body(
        site,
        f'<p>{links}</p><h2 id="syarat">Syarat pendaftaran</h2><h2><a name="jadwal"></a>Jadwal</h2><div id="kotak"><p>Isi'
        '</p></div><ul><li id="butir">Butir</li></ul><p>Satu <span id="kata">kata</span></p><p id="lain">x</p>',
    )
    assert "## Syarat pendaftaran {#syarat}\n\n## Jadwal {#jadwal}\n" in shown
    assert "lain" not in shown
    assert told(site, "doubts") == "links to #tiada, a place that is not in its text"
    site.build()
    page = site.page("/2019/06/satu/")
    assert all(f'id="{name}"' in page for name in names)


def test_a_table_of_tablepress_stands_where_its_shortcode_did(site: SiteTest) -> None:
    """Without the rows that were hidden; one that is not in the export is told."""
    rows = json.dumps([["Kolom", "Nilai"], ["A & B", "1"], ["RAHASIA", "9"]])
    meta = {"_tablepress_export_table_id": "3,4", "_tablepress_table_visibility": '{"rows":[1,1,0],"columns":[1,1]}'}
    shown = body(site, "[table id=3 /]\n\n[table id=9 /]", post(50, "T", rows, kind="tablepress_table", meta=meta))
    assert shown == "| Kolom | Nilai |\n| --- | --- |\n| A & B | 1 |"
    assert told(site) == "shortcode that only WordPress can show: [table id=9 /]"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("CO<sub>2</sub> turun", "CO2 turun"),
        ("<i>Padi</i> &amp; jagung", "Padi & jagung"),
        ("Dana Desa &amp;nbsp;&ndash; Tahap&nbsp;I", "Dana Desa – Tahap I"),
        ("Baris satu<br>dua", "Baris satu dua"),
        ("Harga < 5 dan > 3", "Harga < 5 dan > 3"),
    ],
)
def test_a_title_is_the_words_of_its_markup(title: str, words: str) -> None:
    """Tags within words part none; entities of entities are read."""
    assert title_text(title) == words


def test_elementor_gives_its_tree_where_a_post_has_no_text(site: SiteTest) -> None:
    """Headings, texts, pictures, buttons and films in their order."""
    widgets = [
        {"widgetType": "heading", "settings": {"title": "Judul"}},
        {"widgetType": "text-editor", "settings": {"editor": "<p>Isi <b>tebal</b></p>"}},
        {"widgetType": "image", "settings": {"image": {"url": f"{UP}/e.jpg", "id": 5}}},
        {"widgetType": "button", "settings": {"text": "Unduh", "link": {"url": f"{UP}/e.pdf"}}},
        {"widgetType": "video", "settings": {"youtube_url": "https://youtu.be/abc12345678"}},
    ]
    shown = body(site, "", meta={"_elementor_data": json.dumps([{"elements": widgets}])})
    assert shown.split("\n\n") == [
        "Judul",
        "Isi **tebal**",
        f"![]({UP}/e.jpg)",
        f"[Unduh]({UP}/e.pdf)",
        "[https://youtu.be/abc12345678](https://youtu.be/abc12345678)",
    ]


def test_descriptions_become_summaries_and_own_fields_are_named(site: SiteTest) -> None:
    """What plugins count or set is not."""
    meta = {
        "_yoast_wpseo_metadesc": "Ringkasan humas.",
        "sub_judul": "Anak judul penting",
        "_sub_judul": "field_5a",
        "nomor": "123/HM/2019",
        "tampil": "yes",
        "post_views_count": "77",
        "rank_math_focus": "kata kunci",
    }
    body(site, "<p>Isi.</p>", meta=meta)
    assert 'summary: "Ringkasan humas."' in front(site, "releases/2019/satu.md")
    assert (
        told(site, "doubts")
        == "has fields that the old site may have shown: sub_judul “Anak judul penting”, nomor “123/HM/2019”"
    )


def test_the_report_leads_to_its_table_and_no_build_takes_it_for_a_release(site: SiteTest, tmp_path: Path) -> None:
    """A section that is cut off names the table; why a picture is broken is told in the reader's language."""
    media = uploads(tmp_path, "a.jpg")
    (media / "2019" / "06" / "a.jpg").write_bytes(PIXEL[:60])
    names = " ".join(f'[peta{chr(97 + at)} x="1"]' for at in range(15))
    (tmp_path / "e.xml").write_text(export([post(1, "Satu", f'<img src="{UP}/a.jpg">{names}')]))
    done = warta("--lang", "id", "import", "wordpress", str(tmp_path / "e.xml"), "--media", str(media), site=site.root)
    assert "apa yang datang, apa yang tidak, dan apa yang perlu dilakukan" in done.stdout
    report = (site.root / "import-report.md").read_text()
    assert "- dan 3 lagi, lihat `import-table.csv`" in report
    assert re.search(r"gambar tidak dapat dipakai: https://\S+a.jpg: gambar ini tidak dapat dibaca", report)
    assert astray(site.root) == ()


_WORDS = st.sampled_from(["warga", "[anak-anak]", "[Jawa-Bali]", "“kata”", "[sic]", "panen", "[x/y]"])
_PIECES: st.SearchStrategy[tuple[str, list[str], list[str]]] = st.one_of(
    _WORDS.map(lambda word: (word, [word], [])),
    st.sampled_from(["a.pdf", "b.jpg", "c.mp4", "d.docx"]).flatmap(
        lambda name: st.sampled_from(
            [
                '[x-embed url="{}"]',
                "[vc_any src='{}']",
                "[file]{}[/file]",
                "[su_doc href=“{}”]",
                "[kotak f={}]",
                "[pdf {}]",
            ]
        ).map(lambda form: (form.format(f"{UP}/{name}"), [], [f"{UP}/{name}"]))
    ),
    st.sampled_from(["vc_row", "et_pb_text", "kotak", "su_note"]).flatmap(
        lambda name: _WORDS.map(lambda word: (f'[{name} a="1"]{word}[/{name}]', [word], []))
    ),
)


@given(st.lists(_PIECES, max_size=12))
def test_words_and_addresses_come_or_are_named(pieces: list[tuple[str, list[str], list[str]]]) -> None:
    """Whatever words, boxes and embedding shortcodes stand beside one another."""
    made = expand(" ".join(text for text, _, _ in pieces), Holdings({"7": OldPicture(f"{UP}/a.jpg")}))
    shown = words_of(made.html)
    assert [word for word in shown if "//" not in word] == [
        each for _, words, _ in pieces for word in words for each in words_in(word)
    ]
    for _, _, addresses in pieces:
        assert all(address in made.html for address in addresses)


def test_struck_words_stay_struck(site: SiteTest) -> None:
    """`<strike>` is `<del>` now; `<s>` says something else, and stays."""
    assert body(site, "<p>Harga <strike>lama</strike> <s>dulu</s> baru</p>") == "Harga <del>lama</del> <s>dulu</s> baru"
    site.build()
    assert "Harga <del>lama</del> <s>dulu</s> baru" in site.page("/2019/06/satu/")
