"""Makes a value of a type with something in every field, and of a value all those that differ from it in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

_AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
_PLAIN: dict[type[inspect.Type], Any] = {
    inspect.StrType: "kata",
    inspect.IntType: 7,
    inspect.FloatType: 7.5,
    inspect.BoolType: True,
    inspect.BytesType: b"0123456789abcdef",
    inspect.DateTimeType: _AT,
    inspect.AnyType: "apa saja",
    inspect.CustomType: "apa saja",
}


def filled(type_: Any, **fields: Any) -> Any:
    """A value of this type, in which nothing is empty but what would hold the type again; some fields may be given."""
    made = _filled(inspect.type_info(type_))
    return msgspec.structs.replace(made, **fields) if fields else made


def _filled(info: inspect.Type, inside: tuple[type, ...] = ()) -> Any:
    """A value of a type that was met `inside` of these; a list of values of one of these is empty."""
    if type(info) in _PLAIN:
        return _PLAIN[type(info)]
    if isinstance(info, inspect.StructType):
        return info.cls(**{each.name: _filled(each.type, (*inside, info.cls)) for each in info.fields})
    if isinstance(info, inspect.UnionType):
        some = [each for each in info.types if not isinstance(each, inspect.NoneType)]
        return _filled(next((each for each in some if type(each) in _PLAIN), some[0]), inside)
    if isinstance(info, inspect.VarTupleType):
        item = info.item_type
        return () if isinstance(item, inspect.StructType) and item.cls in inside else (_filled(item, inside),)
    if isinstance(info, inspect.TupleType):
        return tuple(_filled(each, inside) for each in info.item_types)
    if isinstance(info, inspect.DictType):
        return {_filled(info.key_type, inside): _filled(info.value_type, inside)}
    if isinstance(info, inspect.LiteralType):
        return info.values[0]
    raise AssertionError(f"no value is known of {info}")


def others(value: Any) -> Iterator[tuple[str, Any]]:
    """Every value that differs from this one in one place, with the name of the place."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            for place, other in others(getattr(value, name)):
                yield f"{name} {place}".strip(), msgspec.structs.replace(value, **{name: other})
    elif isinstance(value, tuple):
        yield from _others_of_tuple(value)
    elif isinstance(value, dict):
        yield from _others_of_mapping(value)
    else:
        yield from _others_of_plain(value)


def _others_of_tuple(value: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    if value:
        yield "shorter", value[:-1]
        yield "longer", (*value, value[-1])
    for at, each in enumerate(value):
        for place, other in others(each):
            yield f"{at} {place}", (*value[:at], other, *value[at + 1 :])


def _others_of_mapping(value: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    yield "empty", {}
    for key, each in value.items():
        yield f"another key for {key}", {f"{key}x" if name == key else name: it for name, it in value.items()}
        for place, other in others(each):
            yield f"{key} {place}", value | {key: other}


def _others_of_plain(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, bool):
        yield "", not value
    elif isinstance(value, dt.datetime):
        yield "at another time", value + dt.timedelta(seconds=1)
        yield "with another offset", value.astimezone(dt.timezone(dt.timedelta(hours=9)))
    elif value is not None:
        yield "", b"fedcba9876543210" if isinstance(value, bytes) else value + type(value)(1)
