"""The section `desk`: how people work together at the newsroom's desk."""

from __future__ import annotations

from typing import Annotated

import msgspec

from warta.settings.kinds import FLAG, choice
from warta.settings.rows import Row, section


class DeskSettings(msgspec.Struct, frozen=True):
    """Whether a second person must approve what becomes public, and which writers see what is under embargo."""

    second_eye: Annotated[
        bool,
        Row(FLAG, "`true`: nothing becomes public that nobody approved who has no hand in it"),
    ] = False
    embargo: Annotated[
        str,
        Row(choice("hands", "all"), "which writers see an embargoed release: those who wrote in it, or `all`"),
    ] = "hands"


DESK = section(DeskSettings)
