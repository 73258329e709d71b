"""The one form of characters, white space and lines that titles and texts are brought to before anything reads them.

In: any string. Out: a string in Unicode NFC whose only white space is the space and the line feed: single spaces, no
line with space at its ends, no blank line at the ends, at most one between paragraphs.

Holds: both functions are idempotent, so offsets into a document never shift when it is written and loaded again.
Quotes and dashes stay as they are. Spaced-out words (`T h e   t a r i f f`) keep their long gaps: nothing else tells
where those words end.
"""

import re
import unicodedata

_PARAGRAPH_BREAK = re.compile("\u2029")
_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028]")
_ODD_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]")
# Control characters, lone surrogates, and what takes no room in print: soft hyphens, joiners, marks of direction,
# byte order marks, variation selectors, fillers, tags.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_GAP = re.compile(" {2,}")
_BLANK_LINES = re.compile("\n{3,}")


def without_unseen(raw: str) -> str:
    """The string without the characters that a normal text is without."""
    return _UNSEEN.sub("", raw)


def _closed(gap: re.Match[str]) -> str:
    """One space, but the whole gap where both neighbours are words of a single character."""
    line, start, end = gap.string, gap.start(), gap.end()
    is_long_before = start >= 2 and line[start - 2] != " "
    is_long_behind = end + 1 < len(line) and line[end + 1] != " "
    return " " if is_long_before or is_long_behind else gap.group()


def _normal_line(line: str) -> str:
    return _GAP.sub(_closed, line.strip(" "))


def normal_text(raw: str) -> str:
    """The text of a document in its one form; line breaks stay, blank lines between paragraphs become one."""
    text = _LINE_BREAK.sub("\n", _PARAGRAPH_BREAK.sub("\n\n", raw))
    text = unicodedata.normalize("NFC", without_unseen(_ODD_SPACE.sub(" ", text)))
    lines = "\n".join(_normal_line(line) for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", lines).strip("\n")


def normal_line(raw: str) -> str:
    """A title, a name or anything else that is a single line."""
    return _normal_line(" ".join(normal_text(raw).split("\n")))
