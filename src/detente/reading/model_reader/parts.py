"""Long documents in overlapping parts, cut where a paragraph, a sentence or at least a word ends.

In: the length of a text and where it may be cut. Out: spans that cover it. Holds: every part but the last overlaps the next by about
`overlap`, so that no claim of a few sentences is cut in two; a part is at most `most` long.
"""

from detente.model.span import Span

MOST = 12_000
OVERLAP = 1_200

_ENDS = ("\n\n", "\n", ". ", " ")


def parts_of(text: str, *, most: int = MOST, overlap: int = OVERLAP) -> tuple[Span, ...]:
    """The parts of a text that is not empty."""
    parts: list[Span] = []
    start = 0
    while len(text) - start > most:
        end = _cut(text, start + most - overlap // 2, start + most)
        parts.append(Span(start, end))
        start = max(_cut(text, end - overlap - overlap // 2, end - overlap), start + 1)
    return (*parts, Span(start, len(text)))


def _cut(text: str, first: int, last: int) -> int:
    """The best place to cut at or before `last` and not before `first`."""
    for end in _ENDS:
        place = text.rfind(end, max(first, 0), last)
        if place >= 0:
            return place + len(end)
    return last
