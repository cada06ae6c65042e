"""Tables of texts can be reached and moved with keys, and have names."""

from __future__ import annotations

from warta.render.html.tables import reachable

_TABLE = '<table><thead><tr><th align="right">a</th></tr></thead></table>'


def test_a_table_is_named_by_what_stands_above_it() -> None:
    """Its caption, else the heading before it, else the word for a table; its columns are aligned by classes."""
    html = f'{_TABLE}<h2 id="x">Belanja <em>"2026"</em></h2><p>x</p>{_TABLE}<table><caption>Pagu</caption></table>'
    found = reachable(html, "Tabel")
    assert [part.partition('"')[0] for part in found.split('aria-label="')[1:]] == [
        "Tabel",
        "Belanja &quot;2026&quot;",
        "Pagu",
    ]
    assert found.count('<div class="table" role="region" tabindex="0"') == found.count("</table></div>") == 3
    assert found.count('<th class="num">') == 2 and "align=" not in found


def test_a_text_without_tables_stays() -> None:
    """Byte for byte."""
    html = '<h2>Rincian</h2><p align="right">x</p>'
    assert reachable(html, "Tabel") == html
