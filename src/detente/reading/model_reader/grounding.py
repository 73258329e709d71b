"""A proposed claim to a typed one: evidence found in the text, closed lists kept, values resolved anew; or findings that say why not.

In: a record of a reply, the part of the document that was shown, a resolver of the document. Out: `Grounded`.
Holds: no claim without evidence that stands in the part that was shown; no value without words there; none that our code does not find in
those words; none of an unknown list. What had to be repaired, dropped or resolved otherwise is a finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from detente.model.claim import Claim, Kind
from detente.model.document import Document
from detente.model.finding import Finding, Severity
from detente.model.record import Json, Record
from detente.model.slots import CHOICES, CLASS_OF, CORE, SLOTS, SlotType
from detente.model.sourced import Sourced
from detente.model.span import Span
from detente.reading.model_reader.addressing import gives_orders
from detente.reading.model_reader.resolving import Resolved, Resolver
from detente.reading.model_reader.words import find_words, nearest

VERSION = "1"
_MOST_EVIDENCE = 2
_OPTIONAL_CORE = frozenset({"target"})
_FALLS = frozenset({"cut", "suspend", "lift"})
_SHOWN = 80


class _Dropped(Exception):
    """The claim cannot enter; carries the code of the finding and why."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


@dataclass(frozen=True, slots=True)
class Grounded:
    """The claim, None where it was dropped, and what was noticed on the way."""

    claim: Claim | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Grounding:
    """One record on its way; `near` is its evidence."""

    record: Record
    part: Span
    resolver: Resolver
    near: tuple[Span, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def document(self) -> Document:
        return self.resolver.document

    def note(self, code: str, message: str, severity: Severity = Severity.WARNING) -> None:
        self.findings.append(Finding(code, severity, f"{self.document.id}#{self.record.get('id')}", message))


def ground(record: Record, part: Span, resolver: Resolver, *, reader: str) -> Grounded:
    """Check one proposed claim; `reader` goes into its origin."""
    at = _Grounding(record, part, resolver)
    try:
        claim = _claim(at, reader)
    except _Dropped as dropped:
        at.note(dropped.code, f"a claim of the model is dropped: {dropped.why}")
        claim = None
    return Grounded(claim, tuple(at.findings))


def _claim(at: _Grounding, reader: str) -> Claim:
    kind = _kind(at.record)
    filled: dict[str, Any] = dict(_choices(at.record, kind))
    at.near = _evidence(at)
    for slot, type_ in SLOTS[kind].items():
        filled[slot] = _slot(at, slot, type_, filled)
    if lacking := [slot for slot in CORE[kind] if slot not in _OPTIONAL_CORE and not filled[slot]]:
        raise _Dropped("claim-without-actor", f"nobody is left in {', '.join(lacking)}")
    return CLASS_OF[kind](
        document=at.document,
        id=str(at.record.get("id") or "c0"),
        evidence=at.near,
        attributed_to=_attributed(at),
        condition=_condition(at),
        found_by=f"{reader}/{kind}/{VERSION}",
        **filled,
    )


def _kind(record: Record) -> Kind:
    try:
        return Kind(str(record.get("kind")))
    except ValueError:
        raise _Dropped("unknown-choice", f"there is no kind {_short(record.get('kind'))}") from None


def _choices(record: Record, kind: Kind) -> Iterator[tuple[str, Any]]:
    for name, enum in CHOICES[kind].items():
        try:
            yield name, enum(str(record.get(name)))
        except ValueError:
            raise _Dropped("unknown-choice", f"{_short(record.get(name))} is no {name} of a {kind}") from None


def _evidence(at: _Grounding) -> tuple[Span, ...]:
    runs = at.record.get("evidence")
    texts = [run for run in (runs if isinstance(runs, list) else [runs]) if isinstance(run, str) and run.strip()]
    if not 1 <= len(texts) <= _MOST_EVIDENCE:
        raise _Dropped("evidence-not-in-text", "it has no evidence, or more than two runs of it")
    spans: list[Span] = []
    for text in texts:
        found = find_words(at.document.whole, at.part, text)
        if found is None:
            raise _Dropped("evidence-not-in-text", f"its evidence is not in the text: {_short(text)}")
        if gives_orders(_sentence_around(at, found.span)):
            raise _Dropped("instruction-in-text", f"its evidence speaks to the reader: {_short(text)}")
        if not found.is_exact:
            at.note("evidence-repaired", f"typography or white space of its evidence is as in the text now: {_short(text)}", Severity.NOTE)
        spans.append(found.span)
    return tuple(sorted(dict.fromkeys(spans)))


def _sentence_around(at: _Grounding, span: Span) -> str:
    """The sentences that the evidence touches."""
    return " ".join(at.document.words(sentence) for sentence in at.resolver.sentences_at(span)) or at.document.words(span)


def _slot(at: _Grounding, slot: str, type_: SlotType, filled: dict[str, Any]) -> object:
    given = at.record.get(slot)
    if type_ in (SlotType.ACTORS, SlotType.PHRASES):
        items = given if isinstance(given, list) else [] if given is None else [given]
        values = [held for item in items if (held := _value(at, slot, type_, item, filled))]
        return tuple({str(held.value): held for held in values}.values())
    return None if given is None else _value(at, slot, type_, given, filled)


def _value(at: _Grounding, slot: str, type_: SlotType, given: Json, filled: dict[str, Any]) -> Sourced[Any] | None:
    if not isinstance(given, dict) or not isinstance(given.get("words"), str):
        at.note("value-without-words", f"{slot} is left out: the reply gives no words for {_short(given)}")
        return None
    words = str(given["words"])
    found = nearest(at.document.whole, at.part, words, at.near)
    if found is None:
        at.note("value-not-in-text", f"{slot} is left out: its words are not in the text: {_short(words)}")
        return None
    resolved = _resolved(at.resolver, slot, type_, found.span, given, filled)
    if resolved is None:
        at.note("value-unresolved", f"{slot} is left out: nothing of the kind is found in {_short(words)}")
        return None
    if resolved.otherwise is not None:
        at.note(
            "resolved-otherwise",
            f"{slot}: {_short(words)} is {resolved.held.value} to us, {_short(resolved.otherwise)} to the model",
            Severity.NOTE,
        )
    return resolved.held


def _resolved(resolver: Resolver, slot: str, type_: SlotType, span: Span, given: Record, filled: dict[str, Any]) -> Resolved[Any] | None:
    value = given.get("value")
    match type_:
        case SlotType.ACTORS:
            return resolver.actor(slot, span, str(value))
        case SlotType.PLACE:
            return resolver.place(span, str(value))
        case SlotType.DATE:
            return resolver.date(span, str(value))
        case SlotType.NUMBER:
            return resolver.rate(span, value, falls=slot == "rate_change" and str(filled.get("action")) in _FALLS)
        case SlotType.AMOUNT:
            return resolver.amount(span, value, given.get("unit"), given.get("per"))
        case SlotType.PHRASE | SlotType.PHRASES:
            return resolver.phrase(span)


def _attributed(at: _Grounding) -> Sourced[Any] | None:
    given = at.record.get("attributed_to")
    if given is None:
        return None
    found = nearest(at.document.whole, at.part, str(given["words"]), at.near) if isinstance(given, dict) and given.get("words") else None
    resolved = at.resolver.source(found.span, str(given.get("value"))) if found and isinstance(given, dict) else None
    if resolved is None:
        at.note("value-unresolved", f"attributed_to is left out: no source is found in {_short(given)}")
        return None
    if resolved.otherwise is not None:
        at.note(
            "resolved-otherwise", f"attributed_to is {resolved.held.value} to us, {_short(resolved.otherwise)} to the model", Severity.NOTE
        )
    return resolved.held


def _condition(at: _Grounding) -> Span | None:
    given = at.record.get("condition")
    if not isinstance(given, str) or not given.strip():
        return None
    found = nearest(at.document.whole, at.part, given, at.near)
    if found is None:
        at.note("value-not-in-text", f"condition is left out: its words are not in the text: {_short(given)}")
    return found.span if found else None


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
