"""Time expressions of a text for others to read: a TimeML document with TIMEX3 inline, or a list of records for JSON.

In: a text and its day of publication, or None. Out: XML, or records in the order of the text. Both hold the expressions as TIMEX3
has them (`detente.reading.dates.dates`): a range as its two ends.

Holds: the XML is well formed whatever the text; the words between the tags are those of the text, except that
characters which XML cannot hold become U+FFFD.
"""

import re
from datetime import date, datetime
from xml.sax.saxutils import escape, quoteattr

from detente.model.record import Record
from detente.reading.dates.expression import Anchor, TimeExpression
from detente.reading.dates.reader import dates

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<TimeML xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xsi:noNamespaceSchemaLocation="http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd">"""


def timeml_of(text: str, published: date | datetime | None, *, document_id: str = "") -> str:
    """A TimeML document; the day of publication is `t0`, the expressions `t1`, `t2`, … ."""
    pieces: list[str] = []
    place = 0
    for number, expression in enumerate(dates(text, published), start=1):
        span = expression.span
        pieces.append(_words(text[place : span.start]))
        pieces.append(f"<TIMEX3 {_attributes(expression, number)}>{_words(text[span.start : span.end])}</TIMEX3>")
        place = span.end
    pieces.append(_words(text[place:]))
    return f"{_HEAD}\n<DOCID>{_words(document_id)}</DOCID>\n{_creation_time(published)}<TEXT>{''.join(pieces)}</TEXT>\n</TimeML>\n"


def records_of(text: str, published: date | datetime | None) -> list[Record]:
    """One record an expression: `start`, `end`, `text`, `type`, `value`, `edtf`, `anchor`, `rule` and what else is known of it."""
    return [_record(text, expression) for expression in dates(text, published)]


def _words(text: str) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})


def _creation_time(published: date | datetime | None) -> str:
    if published is None:
        return ""
    value = published.isoformat()[:16] if isinstance(published, datetime) else published.isoformat()
    type_ = "TIME" if isinstance(published, datetime) else "DATE"
    attributes = f'tid="t0" type="{type_}" value="{value}" temporalFunction="false" functionInDocument="CREATION_TIME"'
    return f"<DCT><TIMEX3 {attributes}>{value}</TIMEX3></DCT>\n"


def _attributes(expression: TimeExpression, number: int) -> str:
    fields = {
        "tid": f"t{number}",
        "type": expression.type.value,
        "value": expression.value,
        "mod": expression.mod,
        "quant": expression.quant,
        "freq": expression.freq,
        "temporalFunction": "false" if expression.anchor is None else "true",
        "functionInDocument": "NONE",
        "anchorTimeID": "t0" if expression.anchor is Anchor.PUBLISHED else None,
    }
    return " ".join(f"{name}={quoteattr(value)}" for name, value in fields.items() if value is not None)


def _record(text: str, expression: TimeExpression) -> Record:
    return {
        "start": expression.span.start,
        "end": expression.span.end,
        "text": text[expression.span.start : expression.span.end],
        "type": expression.type.value,
        "value": expression.value,
        "edtf": None if expression.edtf is None else str(expression.edtf),
        "within": None if expression.within is None else str(expression.within),
        "anchor": None if expression.anchor is None else expression.anchor.value,
        "event": expression.event,
        "preposition": expression.preposition,
        "mod": expression.mod,
        "quant": expression.quant,
        "freq": expression.freq,
        "rule": expression.rule,
    }
