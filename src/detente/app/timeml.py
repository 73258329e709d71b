"""Time expressions in the two public forms: TimeML with TIMEX3 tags, and records.

TimeML: the text with each expression in a `TIMEX3` element (tid, type, value, and mod, quant, freq where they apply), the day
of publication as `t0` in `DCT`. Source: TimeML 1.2.1, Annotation Guidelines.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from detente.model.document import Document
from detente.model.record import Record
from detente.reading.dates import TimeExpression


def _attributes(number: int, expression: TimeExpression) -> str:
    held = {
        "tid": f"t{number}",
        "type": expression.type.value,
        "value": expression.value,
        "mod": expression.mod,
        "quant": expression.quant,
        "freq": expression.freq,
        "temporalFunction": "true" if expression.anchor else None,
        "anchorTimeID": "t0" if expression.anchor == "published" else None,
    }
    return "".join(f" {name}={quoteattr(value)}" for name, value in held.items() if value is not None)


def _tagged(whole: str, expressions: Sequence[TimeExpression]) -> str:
    parts, at = [], 0
    for number, expression in enumerate(expressions, 1):
        span = expression.span
        parts.append(escape(whole[at : span.start]))
        parts.append(f"<TIMEX3{_attributes(number, expression)}>{escape(whole[span.start : span.end])}</TIMEX3>")
        at = span.end
    return "".join([*parts, escape(whole[at:])])


def _creation_time(document: Document) -> str:
    if document.day is None:
        return ""
    day = document.day.isoformat()
    return f'<DCT><TIMEX3 tid="t0" type="DATE" value="{day}" functionInDocument="CREATION_TIME">{day}</TIMEX3></DCT>\n'


def timeml_of(document: Document, expressions: Sequence[TimeExpression]) -> str:
    """A TimeML document; the expressions stand in the order of the text and do not overlap."""
    name = f"<DOCID>{escape(document.id)}</DOCID>\n"
    text = f"<TEXT>{_tagged(document.whole, expressions)}</TEXT>\n"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<TimeML>\n{name}{_creation_time(document)}{text}</TimeML>\n'


def expression_to_record(document: Document, expression: TimeExpression) -> Record:
    """`text`; `start`, `end`: offsets into title, line feed, text; `type`, `value` of TIMEX3; `edtf` or null; how it was resolved."""
    return {
        "text": document.words(expression.span),
        "start": expression.span.start,
        "end": expression.span.end,
        "type": expression.type.value,
        "value": expression.value,
        "edtf": None if expression.edtf is None else str(expression.edtf),
        "mod": expression.mod,
        "quant": expression.quant,
        "freq": expression.freq,
        "anchor": None if expression.anchor is None else expression.anchor.value,
        "rule": expression.rule,
    }
