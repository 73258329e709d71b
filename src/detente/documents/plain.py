"""Plain text: which line is the title, and lines that were only broken to fit a width.

In: decoded text. Out: the pieces of one document.

Holds: a line is a title when it is short, does not end like a sentence or a part of one, and a blank line or a much
longer line follows. Lines broken at a width are joined, since a line break elsewhere means a new paragraph.
"""

import re
from itertools import pairwise

from detente.documents.front_matter import head_of, parts_under
from detente.documents.normal import normal_line, normal_text
from detente.documents.parts import Parts

_LONGEST_TITLE = 160
_MUCH_LONGER = 2
_CLOSED = re.compile(r"[.,;:…][\"'”’)\]]*$")
_ITEM = re.compile(r"[-*•·–—▪◦‣>|] ?|\d{1,3}[.)] ")
# Widths at which mail and typewritten releases are broken.
_NARROWEST, _WIDEST = 50, 100
_FEWEST_BREAKS = 3
_MOSTLY = 0.8


def _title_of(lines: list[str]) -> str | None:
    """The first line where it is a title; None where it is text."""
    if len(lines) < 2 or not 0 < len(lines[0]) <= _LONGEST_TITLE or _CLOSED.search(lines[0]) or _ITEM.match(lines[0]):
        return None
    is_title = not lines[1] or len(lines[1]) >= _MUCH_LONGER * len(lines[0])
    return lines[0] if is_title else None


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the next word would not have fitted, so that the break is one of width alone."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width and not _ITEM.match(following)


def _width_of(paragraphs: list[list[str]]) -> int | None:
    """The width that a text was broken at; None where line breaks mean something."""
    width = max(len(line) for lines in paragraphs for line in lines)
    breaks = [pair for lines in paragraphs for pair in pairwise(lines)]
    if not _NARROWEST <= width <= _WIDEST or len(breaks) < _FEWEST_BREAKS:
        return None
    full = sum(_is_full(line, following, width) for line, following in breaks)
    return width if full >= _MOSTLY * len(breaks) else None


def _joined(lines: list[str], width: int) -> str:
    out = lines[0]
    for line, following in pairwise(lines):
        out += (" " if _is_full(line, following, width) else "\n") + following
    return out


def unbroken(text: str) -> str:
    """A text with the line breaks taken out that only keep it within a width; all others stay."""
    paragraphs = [paragraph.split("\n") for paragraph in text.split("\n\n")]
    width = _width_of(paragraphs)
    return text if width is None else "\n\n".join(_joined(lines, width) for lines in paragraphs)


def plain_parts(text: str, where: str) -> Parts:
    """The pieces of a plain text; a block of front matter counts only where it tells anything of the document."""
    head = head_of(text)
    lines = normal_text(head.rest if head.fields else text).split("\n")
    given = normal_line(head.fields.get("title", ""))
    heading = _title_of(lines)
    is_repeated = heading is not None and given.casefold() in ("", heading.casefold())
    body = unbroken("\n".join(lines[1:] if is_repeated else lines).strip("\n"))
    title = given or heading or ""
    return parts_under(head, title, body, where) if head.fields else Parts(title=title, text=body)
