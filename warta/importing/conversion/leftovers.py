"""Takes out of the blocks of a page what sharing plugins printed between them: whole paragraphs, and single lines."""

from __future__ import annotations

from warta.importing.conversion.residue import is_residue
from warta.importing.conversion.tree import Node, Tree


def take_residue(tree: Tree) -> tuple[str, ...]:
    """Take the paragraphs out that sharing plugins left, and give their texts."""
    removed = []
    for block in tree.blocks():
        if block.tag == "p" and block.css_first("br") is not None:
            removed += _take_lines(block)
        if block.tag not in ("p", "h2", "h3", "h4", "ul") or block.css_first("img") is not None:
            continue
        text = " ".join(block.text(separator=" ").split())
        if is_residue(text):
            removed.append(text)
            block.decompose()
    return tuple(removed)


def _take_lines(paragraph: Node) -> list[str]:
    """Take the lines out of a paragraph of several that sharing plugins left, and give their texts."""
    lines: list[list[Node]] = [[]]
    for node in paragraph.iter(include_text=True):
        lines[-1].append(node)  # a line ends with its break
        if node.tag == "br":
            lines.append([])
    removed = []
    for line in lines:
        text = " ".join("".join(_text(node) for node in line).split())
        if is_residue(text):
            removed.append(text)
            for node in line:
                node.decompose()
    return removed


def _text(node: Node) -> str:
    return (node.text_content if node.is_text_node else node.text()) or ""
