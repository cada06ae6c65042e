"""Turns YAML text into a tree of the places where its values stand, for who changes one of them and nothing else.

What the values mean is the affair of `datatree`. Places are lines and columns, both from 0.
"""

from __future__ import annotations

import msgspec
import yaml

from warta.datatree import Node

SCALAR, LIST, MAPPING = "scalar", "list", "mapping"
BLOCKS = ("|", ">")
Place = tuple[int, int]


class Span(msgspec.Struct, frozen=True):
    """A value from its first sign to the place behind its last; comments and empty lines below it are not part of it.

    `style` is the quotation mark or the sign of a block that it is written with; empty: it is bare. A `flow` list or
    mapping stands in brackets. `entries` are the keys of a mapping, each with its value; `items` those of a list.
    """

    kind: str
    start: Place
    end: Place
    style: str = ""
    flow: bool = False
    text: str = ""
    entries: tuple[tuple[Span, Span], ...] = ()
    items: tuple[Span, ...] = ()


def find_spans(text: str) -> Span | None:
    """The places in YAML text; None where it is no mapping. The text must be one that `read_yaml` takes."""
    # what ends a line to YAML alone is a blank, as it is to `read_yaml`
    root = yaml.compose(text.translate({0x85: " ", 0x2028: " ", 0x2029: " "}), Loader=yaml.BaseLoader)
    return _span(root, text.split("\n")) if isinstance(root, yaml.MappingNode) else None


def _span(node: yaml.Node, rows: list[str]) -> Span:
    start, end = _place(node.start_mark), _place(node.end_mark)
    if isinstance(node, yaml.ScalarNode):
        style = node.style or ""
        return Span(SCALAR, start, _end_of_block(end, start, rows) if style in BLOCKS else end, style, text=node.value)
    flow = isinstance(node, yaml.CollectionNode) and bool(node.flow_style)
    if isinstance(node, yaml.MappingNode):
        entries = tuple([(_span(key, rows), _span(value, rows)) for key, value in node.value])
        # the parser counts what stands below a block as part of it
        end = end if flow or not entries else entries[-1][1].end
        return Span(MAPPING, start, end, flow=flow, entries=entries)
    items = tuple([_span(item, rows) for item in node.value])
    return Span(LIST, start, end if flow or not items else items[-1].end, flow=flow, items=items)


def _place(mark: yaml.Mark) -> Place:
    return mark.line, mark.column


def _end_of_block(end: Place, start: Place, rows: list[str]) -> Place:
    """Behind the last line of a block that is not empty."""
    line = min(end[0] if end[1] else end[0] - 1, len(rows) - 1)
    while line > start[0] and not rows[line].strip():
        line -= 1
    return line, len(rows[line])


def plain(node: Node) -> object:
    """A tree of values without its lines: texts, lists, mappings; None is an empty value."""
    if isinstance(node.value, dict):
        return {name: plain(each) for name, each in node.value.items()}
    if isinstance(node.value, list):
        return [plain(each) for each in node.value]
    return node.value
