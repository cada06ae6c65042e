"""Turns the newsroom's data files into the frozen values that templates see as `data`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec

from warta.errors import meant
from warta.messages import Message, msg


class Named:
    """Values by their names, which nobody can change: `x.name` and `x["name"]` are the same, and going through it gives
    the names. It has nothing else that a name could hide.
    """

    __slots__ = ("__values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__values = values

    def __getitem__(self, name: str) -> Any:
        return self.__values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.__values)

    def __len__(self) -> int:
        return len(self.__values)

    def __contains__(self, name: object) -> bool:
        return name in self.__values

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Named) and self.__values == other.__values

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return "{" + ", ".join(f"{name}: {value!r}" for name, value in self.__values.items()) + "}"


class _Files(Mapping[str, Any]):
    """The data files, each read when a template asks for it."""

    def __init__(self, encoded: Mapping[str, bytes]) -> None:
        self._encoded = encoded
        self._read = cache(lambda name: frozen(msgspec.json.decode(encoded[name])))

    def __getitem__(self, name: str) -> Any:
        return self._read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._encoded)

    def __len__(self) -> int:
        return len(self._encoded)


def data_of(encoded: Mapping[str, bytes]) -> Named:
    """What templates see of data files: their values as JSON, by name."""
    return Named(_Files(encoded))


def frozen(value: Any) -> Any:
    """A value of JSON as one that cannot be changed."""
    if isinstance(value, dict):
        return Named({name: frozen(each) for name, each in value.items()})
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def no_such(name: str, of: Named) -> Message:
    """That a template asks for a name that values do not have."""
    return msg("data-no-name", "the data has no '%(name)s'.", meant(name, of), name=name)
