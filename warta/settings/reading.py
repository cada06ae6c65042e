"""Turns config.yaml into the settings of one newsroom, or into problems with their lines."""

from __future__ import annotations

from pathlib import Path

from warta.datatree import read_text, read_yaml
from warta.errors import Problem, ProblemsFound
from warta.fields import Fields
from warta.settings.rows import read_rows
from warta.settings.table import PUBLISHING_ROWS, ROWS, Settings
from warta.wording import Wording, folded

FILE_NAME = "config.yaml"
_WORDING = Wording(
    answers={folded(word): f"Settings have English names: {row.key}: %(value)s" for row in ROWS for word in row.said}
)
PUBLISHING = tuple(row.key for row in PUBLISHING_ROWS)


def read_settings(site: Path) -> Settings:
    """The settings in `site`/config.yaml.

    Raises ProblemsFound with every problem of the file, or for a missing file.
    """
    path = site / FILE_NAME
    try:
        text = read_text(path, FILE_NAME)
    except FileNotFoundError:
        hint = "Run 'init DIR' to make a new newsroom, or name its folder with --site."
        raise ProblemsFound([Problem(FILE_NAME, 0, f"is not in {site}. {hint}")]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemsFound([Problem(FILE_NAME, 0, f"cannot be read: {error}.")]) from None
    return parse_settings(text)


def parse_settings(text: str) -> Settings:
    """The settings in the text of a config.yaml. Raises ProblemsFound with every problem of it."""
    problems: list[Problem] = []
    fields = Fields(FILE_NAME, read_yaml(text, FILE_NAME), problems, what="setting", wording=_WORDING)
    settings = Settings(**read_rows(fields, ROWS))
    read_rows(fields, PUBLISHING_ROWS)
    fields.close()
    if problems:
        raise ProblemsFound(problems)
    return settings
