"""A document cut into sentences, with what the layout tells: title, paragraph, bullet, time stamp, speaker.

In: a document. Out: `Sentence`s in order; their spans point into `Document.whole` and never overlap.

Holds: marks of layout (`08:10 - `, `* `, `Q: `, `WASHINGTON, Oct 10 - `) are outside the spans, so that the parser
sees plain sentences; lines in capitals are read in the case of a sentence.
"""

import re
from dataclasses import dataclass

from detente.model.document import Document
from detente.model.span import Span
from detente.reading.capitals import in_sentence_case

_ABBREVIATIONS = frozenset(
    (
        "mr mrs ms dr prof gen col lt sgt sen rep gov hon st no nos vs v etc approx dept inc corp ltd co jr sr art arts sec fig cf al ca "
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun "
        "u.s u.n u.k e.u u.s.a d.c a.m p.m i.e e.g est rs"
    ).split()
)
_END = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s+)|[。]")
_NEXT = re.compile(r"\s+(?=[\"'“‘(\[«]*[A-Z0-9À-Þ$€£¥])")
_MARK = re.compile(
    r"(?P<bullet>[-*•·–—▪◦‣]\s+|\d{1,2}[.)]\s+(?=[A-Z]))"
    r"|(?P<stamp>[\[(]?\d{1,2}[:.h]\d{2}(?:\s?(?:[ap]\.?m\.?))?(?:\s?[A-Z]{2,4})?[\])]?\s*(?:[-–—:|]\s*|\s(?=[A-Z\"“])))"
    r"|(?P<speaker>(?:Q|A|THE PRESIDENT"
    r"|(?:MR|MS|MRS|DR|SECRETARY|PRESIDENT|MINISTER|AMBASSADOR|MODERATOR|QUESTION|REPORTER)\.? ?[A-Z][A-Z'’-]*)\s*:\s+)"
    r"|(?P<dateline>[A-Z][A-Z'’. /-]{2,40}(?:,\s+(?:[A-Z][A-Za-z. ]{2,20}))?"
    r"(?:,?\s+\(?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}(?:,?\s+\d{4})?\)?)?"
    r"(?:\s+\([A-Za-z ]{2,20}\))?\s+[-–—]{1,2}\s+)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document. `paragraph` counts from 0; the title is sentence 0 of paragraph 0."""

    index: int
    span: Span
    text: str
    paragraph: int
    is_title: bool
    is_bullet: bool
    speaker: str | None
    dateline: str | None


def _breaks(text: str) -> list[tuple[int, int]]:
    """The sentences of one paragraph as offsets."""
    out, start = [], 0
    for match in _END.finditer(text):
        following = _NEXT.match(text, match.end())
        if not following:
            continue
        word = re.search(r"([\w.]+)$", text[start : match.start()])
        last = word.group(1).lower() if word else ""
        is_full_stop = match.group().startswith(".") and not match.group().startswith("..")
        abbreviates = last in _ABBREVIATIONS and not _closes_abbreviation(last, text[following.end() :])
        if is_full_stop and (abbreviates or re.fullmatch(r"[A-Za-z]", last)):
            continue
        out.append((start, match.end()))
        start = following.end()
    if text[start:].strip():
        out.append((start, len(text.rstrip())))
    return out


def _closes_abbreviation(word: str, following: str) -> bool:
    """`… in the U.S. The minister`: an abbreviation that can end a sentence does before a common sentence opener."""
    return word in ("u.s", "u.n", "u.k", "e.u", "u.s.a", "a.m", "p.m", "d.c", "etc", "inc", "corp", "ltd", "co") and bool(
        re.match(
            r"(?:The|A|An|In|On|At|It|He|She|They|But|And|Both|This|That|These|Those|Under|After|Before|Officials|Mr|President|Its|If)\b",
            following,
        )
    )


def _paragraphs(document: Document) -> list[tuple[int, str]]:
    """Offset and words of each line that is not blank; the title is the first, even when empty."""
    out, offset = [(0, document.title)], len(document.title) + 1
    for line in document.text.split("\n"):
        if line.strip():
            out.append((offset, line))
        offset += len(line) + 1
    return out


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """All sentences of title and text."""
    out: list[Sentence] = []
    read = in_sentence_case(document.whole)
    for number, (offset, line) in enumerate(_paragraphs(document)):
        indent = len(line) - len(line.lstrip())
        marks: dict[str, str] = {}
        while match := _MARK.match(line, indent):
            if match.lastgroup in marks or (number == 0 and match.lastgroup != "bullet"):
                break
            marks[str(match.lastgroup)] = match.group().strip()
            indent = match.end()
        for start, end in _breaks(line[indent:]):
            span = Span(offset + indent + start, offset + indent + end)
            out.append(
                Sentence(
                    len(out),
                    span,
                    read[span.start : span.end],
                    number,
                    number == 0,
                    "bullet" in marks,
                    marks.get("speaker"),
                    marks.get("dateline"),
                )
            )
    return tuple(out)
