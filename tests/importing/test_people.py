"""A line of authors becomes the people in it, and no degree becomes a person."""

from __future__ import annotations

import pytest

from warta.datatree import Node
from warta.importing.sources.front_fields import Fields
from warta.importing.sources.people import names_in


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Dr. H. Dony, S.T., M.M.", ["Dr. H. Dony, S.T., M.M."]),
        (
            "Ir. Hj. Siti Aminah, M.Si, dan Budi Santoso, S.Sos., M.AP.",
            ["Ir. Hj. Siti Aminah, M.Si", "Budi Santoso, S.Sos., M.AP."],
        ),
        ("dr. Ani, Sp.OG(K), MARS", ["dr. Ani, Sp.OG(K), MARS"]),
        ("Drs. H. Ade, MM., Hj. Ina", ["Drs. H. Ade, MM.", "Hj. Ina"]),
        ("Ir. Budi, S.T., M.T., IPU, ASEAN Eng.", ["Ir. Budi, S.T., M.T., IPU, ASEAN Eng."]),
        ("Budi, S.Kep., Ns. & Ani, A.Md.Keb", ["Budi, S.Kep., Ns.", "Ani, A.Md.Keb"]),
        ("Jane Doe, Ph.D., John Smith", ["Jane Doe, Ph.D.", "John Smith"]),
        ("Prof. A. Budi, SH, MH; Siti, SE", ["Prof. A. Budi, SH, MH", "Siti, SE"]),
        ("Budi, Siti", ["Budi", "Siti"]),
        ("Siti, Budi dan Ani", ["Siti", "Budi", "Ani"]),
        ("Muh. Ali, Siti, SKM, M.Kes", ["Muh. Ali", "Siti, SKM, M.Kes"]),
        ("Budi Santoso dan Siti Aminah", ["Budi Santoso", "Siti Aminah"]),
        ("Dinas Komunikasi dan Informatika", ["Dinas Komunikasi dan Informatika"]),
        ("Bagian Protokol dan Komunikasi Pimpinan, Siti", ["Bagian Protokol dan Komunikasi Pimpinan", "Siti"]),
        ("Siti Aminah, Kepala Bagian Humas", ["Siti Aminah, Kepala Bagian Humas"]),
        ("PT Maju, Tbk", ["PT Maju, Tbk"]),
        ("", []),
    ],
)
def test_degrees_stay_behind_their_names(line: str, names: list[str]) -> None:
    """Commas and "dan" part people, and nothing else."""
    assert list(names_in(line)) == names


def test_front_matter_names_authors_in_any_form() -> None:
    """A line, a list, and maps with a name; what stands in a list is one name each."""
    line = Fields({"author": Node("Dr. Dony, S.T., Siti", 1)})
    several = Fields({"authors": Node([Node("Dony, S.T.", 1), Node({"name": Node("Siti", 1)}, 1)], 1)})
    one = Fields({"Author": Node({"name": Node("Dony", 1), "email": Node("x", 1)}, 1)})
    assert line.people("author", "authors") == ("Dr. Dony, S.T.", "Siti")
    assert several.people("author", "authors") == ("Dony, S.T.", "Siti")
    assert one.people("author", "authors") == ("Dony",)
