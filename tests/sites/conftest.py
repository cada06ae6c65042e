"""What every test of whole newsrooms gets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import templates_compiled_once


@pytest.fixture(scope="module", autouse=True)
def _compiled_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """The newsrooms of one file compile the same templates once; but not where filters of a newsroom's own are tried, since
    Jinja runs a filter of a constant while it compiles.
    """
    if request.module.__name__.endswith(("test_extensions", "test_errors")):
        yield
        return
    with templates_compiled_once():
        yield
