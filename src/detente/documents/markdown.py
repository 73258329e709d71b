"""Markdown with front matter: the words without the marks.

In: decoded text. Out: the pieces of one document.

Holds: bullets are lines that start with `- `, numbered items keep their numbers, rows of tables are lines with ` | `
between cells; pictures, tags of raw HTML and rules are dropped. The title is the front matter's, else a heading that
opens the text; it is not repeated in the text.
"""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from detente.documents.front_matter import head_of, parts_under
from detente.documents.normal import normal_line
from detente.documents.parts import Parts

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_TAGS = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_CELLS = " | "


def _words(node: SyntaxTreeNode) -> str:
    """The words of a run of inline marks; a soft line break is a space."""
    match node.type:
        case "text" | "code_inline":
            return node.content
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "image":
            return ""
        case _:
            return "".join(map(_words, node.children))


def _item(node: SyntaxTreeNode) -> str:
    """One item of a list, a line for each block in it."""
    mark = f"{node.info}{node.markup}" if node.info else "-"
    return f"{mark} " + "\n".join(block for child in node.children for block in _blocks(child))


def _rows(table: SyntaxTreeNode) -> list[str]:
    return [_CELLS.join(map(_words, row.children)) for part in table.children for row in part.children]


def _blocks(node: SyntaxTreeNode) -> list[str]:
    """The paragraphs that a node makes; a list or a table is one of several lines."""
    match node.type:
        case "paragraph" | "heading":
            return [_words(node)]
        case "bullet_list" | "ordered_list":
            return ["\n".join(map(_item, node.children))]
        case "table":
            return ["\n".join(_rows(node))]
        case "fence" | "code_block":
            return [node.content]
        case "html_block":
            return [html.unescape(_TAGS.sub(" ", node.content))]
        case _:
            return [block for child in node.children for block in _blocks(child)]


def _without_title(root: SyntaxTreeNode, title: str | None) -> tuple[str, list[SyntaxTreeNode]]:
    """The title and the nodes behind it: an opening heading is the title, or repeats it, or is text."""
    nodes = list(root.children)
    opening = normal_line(_words(nodes[0])) if nodes and nodes[0].type == "heading" else None
    if opening is None or (title is not None and title.casefold() != opening.casefold()):
        return title or "", nodes
    return title or opening, nodes[1:]


def markdown_parts(text: str, where: str) -> Parts:
    """The pieces of a Markdown file."""
    head = head_of(text)
    root = SyntaxTreeNode(_PARSER.parse(head.rest))
    given = normal_line(head.fields.get("title", "")) or None
    title, nodes = _without_title(root, given)
    return parts_under(head, title, "\n\n".join(block for node in nodes for block in _blocks(node)), where)
