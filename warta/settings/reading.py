"""Turns config.yaml into the settings of one newsroom, or into problems with their lines."""

from __future__ import annotations

from pathlib import Path

from warta.datatree import read_text, read_yaml
from warta.errors import Problem, ProblemsFound, reason
from warta.fields import Fields
from warta.messages import msg
from warta.settings.rows import read_rows
from warta.settings.table import PUBLISHING_ROWS, ROWS, Settings
from warta.wording import VALUE, Wording, folded

FILE_NAME = "config.yaml"
_WORDING = Wording(
    answers={
        folded(word): msg(
            "setting-in-english", "Settings have English names: %(key)s: %(value)s", key=row.key, value=VALUE
        )
        for row in ROWS
        for word in row.said
    }
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
        message = msg(
            "no-settings",
            "is not in %(folder)s. Run 'init DIR' to make a new newsroom, or name its folder with --site.",
            folder=str(site),
        )
        raise ProblemsFound([Problem(FILE_NAME, 0, message)]) from None
    except UnicodeDecodeError:
        message = msg("settings-not-utf-8", "cannot be read: it is not UTF-8 text. Save it as UTF-8.")
        raise ProblemsFound([Problem(FILE_NAME, 0, message)]) from None
    except OSError as error:
        message = msg("settings-unreadable", "cannot be read: %(reason)s", reason=reason(error))
        raise ProblemsFound([Problem(FILE_NAME, 0, message)]) from None
    return parse_settings(text)


def parse_settings(text: str) -> Settings:
    """The settings in the text of a config.yaml. Raises ProblemsFound with every problem of it."""
    problems: list[Problem] = []
    fields = Fields(FILE_NAME, read_yaml(text, FILE_NAME), problems, what="setting", wording=_WORDING)
    line = fields.line_of("check_page")
    settings = Settings(**read_rows(fields, ROWS))
    read_rows(fields, PUBLISHING_ROWS)
    fields.close()
    if settings.check_page and "text" not in settings.wire:
        message = msg(
            "check-page-without-text",
            "'check_page' needs the plain text beside each release, which 'wire' leaves out. "
            "Write wire: [ninjs, text].",
        )
        problems.append(Problem(FILE_NAME, line, message))
    if problems:
        raise ProblemsFound(problems)
    return settings
