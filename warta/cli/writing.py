"""Turns the command `new` into a release that a person goes on writing."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from warta.catalogue import say
from warta.cli.terminal import put
from warta.errors import Problem, UsageError, WartaError
from warta.fields import Ref, clean
from warta.messages import Message, Value, msg
from warta.newsroom.regions import as_dateline
from warta.newsroom.terms import lexicon_of
from warta.settings import Settings, read_settings
from warta.slugs import slug

EXAMPLE = msg("example-title", "Title of the release")
"""What stands for a title where `new` is shown."""


class WouldOverwrite(WartaError):
    """Something is there already, and Warta never writes over what a person wrote."""


def run_new(site: Path, title: str, category: str | None, region: str | None) -> None:
    """Write a release and print its path."""
    config = read_settings(site)
    title = " ".join(clean(title).split())
    if not title:
        raise UsageError(msg("new-needs-title", 'A release needs a title: new "%(example)s".', example=EXAMPLE))
    known = lexicon_of(config, config.language, {}).known
    chosen = known.category(Ref(category, 0), {}) if category else None
    place = known.region(Ref(region, 0)) if region else None
    if not region and config.region:  # most releases are of the newsroom's own region
        place = known.region(Ref(config.region, 0))
    given = (("--category", chosen), ("--region", place))
    wrong = [Problem(option, 0, each) for option, each in given if isinstance(each, Message)]
    if wrong or isinstance(chosen, Message) or isinstance(place, Message):
        raise UsageError(_one_line_each(wrong))
    today = dt.datetime.now(config.zone)
    name = slug(title, config.language)
    path = site / "content" / "releases" / f"{today:%Y}" / f"{name}.md"
    if path.exists() or (path.parent / name).exists():
        raise WouldOverwrite(
            msg(
                "release-exists",
                "%(path)s is there already. Choose another title, or go on writing that one.",
                path=_shown(path, site),
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    category_name = category and chosen and _category_name(config, chosen.key, category)
    text = _release(config, title, today, category_name or "", place.code if place else "", place.name if place else "")
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    put(_shown(path, site))


def _one_line_each(problems: Sequence[Problem]) -> Message:
    rows = "\n".join([f"%(place{at})s: %(message{at})s" for at in range(len(problems))])
    values: dict[str, Value] = {f"place{at}": each.place for at, each in enumerate(problems)}
    values |= {f"message{at}": each.message for at, each in enumerate(problems)}
    return Message("options-wrong", rows, tuple(values.items()))


def _category_name(config: Settings, key: str, typed: str) -> str:
    """The name as the settings write it; as typed where they have no list."""
    for category in config.categories or ():
        if (category.slug or slug(category.name)) == key:
            return category.name
    return clean(typed)


def _shown(path: Path, site: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path) if site.is_absolute() else str(site / path.relative_to(site))


def _quoted(text: str) -> str:
    """A YAML double-quoted scalar: JSON's form is one."""
    return json.dumps(text, ensure_ascii=False)


def _release(config: Settings, title: str, at: dt.datetime, category: str, code: str, place: str) -> str:
    """A draft with every useful key; those that most releases leave out are comments, in the language spoken."""
    known = [each.name for each in config.categories or ()]
    categories = f"  # {', '.join(known)}" if known else ""
    codes = say(msg("new-regions", "Kemendagri codes or names"))
    regions = f"regions: [{_quoted(code)}]  # {place}" if code else f'# regions: ["11.71"]  # {codes}'
    dateline = as_dateline(place)
    before = say(msg("new-embargo", "nothing of this release is public before"))
    return f"""---
title: {_quoted(title)}
date: {at:%Y-%m-%d %H:%M}
draft: true  # {say(msg("new-draft", "remove this line to publish"))}
slug: {slug(title, config.language)}
summary: ""  # {say(msg("new-summary", "one or two sentences; the first paragraph when left empty"))}
category:{f" {_quoted(category)}" if category else ""}{categories}
tags: []
{regions}
dateline: {_quoted(dateline) if dateline else ""}
byline: ""
number: ""  # {say(msg("new-number", "the office's own number of this release"))}
# image:
#   file: foto.jpg  # {say(msg("new-picture", "beside this file"))}
#   alt: {say(msg("new-alt", "What the picture shows, for those who cannot see it"))}
#   caption: ""
#   credit: ""
# attachments:
#   - {{file: data.pdf, title: {say(msg("new-attachment", "Complete data"))}}}
# contacts:
#   - {{name: "", role: "", phone: "", whatsapp: "", email: ""}}
# notes: {say(msg("new-notes", "For editors, below the text."))}
# embargo: {at + dt.timedelta(days=1):%Y-%m-%d} 09:00  # {before}
# expires: {at.year + 1}-12-31
---

"""
