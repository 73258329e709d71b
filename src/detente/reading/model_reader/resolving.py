"""Values from words, by the code of the embedded reader: what a large model takes them for is only compared.

In: an analysis of the whole document, the span of the words that a reply points at, what the model took them for.
Out: `Resolved`, or None where our code finds no such value in the words.
Holds: a rate, an amount, a date, a place or a state is never the model's; where it took the words for something else, that is kept in the
rule of the value. A company is one whose name is in the words.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Generic, TypeVar

from detente.errors import RecordError
from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import UNNAMED_SOURCES, Source
from detente.model.document import Document
from detente.model.edtf import Edtf
from detente.model.origin import with_otherwise
from detente.model.record import number_to_json
from detente.model.sourced import Sourced
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention
from detente.reading.dates import TimeExpression
from detente.reading.mentions import Analysis, Mention, MentionType, loose_mentions, mentions_in
from detente.reading.parse import Parser
from detente.reading.phrases import Phrase
from detente.reading.rates import Rate
from detente.reading.sentences import sentences_of

T = TypeVar("T")
V_co = TypeVar("V_co", covariant=True)

_LONGEST_SENTENCE = 1_200
_ARTICLE = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_ABBREVIATION = re.compile(r"[A-Z].*[A-Z]|\d")
_OF_A_PERSON = frozenset({"participants", "attributed_to"})


@dataclass(frozen=True, slots=True)
class Resolved(Generic[V_co]):
    """Our value with its words; `otherwise` is what the model took them for, where that is something else."""

    held: Sourced[V_co]
    otherwise: str | None


def analysed(document: Document, parser: Parser) -> Analysis:
    """All sentences parsed, whatever they tell of: the reply chooses where to look."""
    sentences = sentences_of(document)
    short = [sentence for sentence in sentences if len(sentence.text) <= _LONGEST_SENTENCE]
    trees = dict(zip((sentence.index for sentence in short), parser.parse([sentence.text for sentence in short]), strict=True))
    row = tuple(trees.get(sentence.index) for sentence in sentences)
    return Analysis(document, sentences, row, mentions_in(document, sentences, row, loose_mentions(document)))


def _rule(ours: str, otherwise: str | None) -> str:
    return ours if otherwise is None else with_otherwise(ours, "model", otherwise)


def _overlap(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


class Resolver:
    """Resolves words of one document."""

    def __init__(self, analysis: Analysis) -> None:
        self.document = analysis.document
        self._mentions = [mention for row in analysis.mentions for mention in row]
        self._sentences = analysis.sentences

    def sentences_at(self, span: Span) -> list[Span]:
        """The sentences that share a character with a span."""
        return [sentence.span for sentence in self._sentences if sentence.span.overlaps(span)]

    def _in(self, span: Span, type_: MentionType) -> list[Mention]:
        """The mentions of a type that share a character with the words, those that share most first."""
        found = [mention for mention in self._mentions if mention.type_ is type_ and mention.span.overlaps(span)]
        return sorted(found, key=lambda mention: (-_overlap(mention.span, span), mention.span))

    def actor(self, slot: str, span: Span, value: str) -> Resolved[Actor] | None:
        """A state, body, company or person."""
        named = [
            (actor, m.value.how) for m in self._in(span, MentionType.ACTOR) if isinstance(m.value, ActorMention) for actor in m.value.actors
        ]
        if not named:
            return self._company(span, value)
        actor, how = next((pair for pair in named if str(pair[0]) == value), None) or next(
            (pair for pair in named if pair[0].code == value.split("/")[0]), named[0]
        )
        kept = actor if slot in _OF_A_PERSON else actor.state
        otherwise = None if value in (str(kept), str(actor)) else value
        return Resolved(Sourced(kept, span, _rule(f"actor-{how}", otherwise)), otherwise)

    def _company(self, span: Span, value: str) -> Resolved[Actor] | None:
        name = value.removeprefix("ORG:").strip()
        words = self.document.words(span)
        at = words.casefold().find(name.casefold()) if value.startswith("ORG:") and name else -1
        if at < 0:
            return None
        try:
            return Resolved(Sourced(Actor(f"ORG:{words[at : at + len(name)]}"), span, "actor-words"), None)
        except RecordError:
            return None

    def source(self, span: Span, value: str) -> Resolved[Source] | None:
        """Who says so: an actor, or one of the sources without a name."""
        if value in UNNAMED_SOURCES:
            found = next((mention.value for mention in self._in(span, MentionType.SOURCE) if isinstance(mention.value, str)), None)
            if found is None:
                return None
            otherwise = None if found == value else value
            return Resolved(Sourced(found, span, _rule("source-words", otherwise)), otherwise)
        actor = self.actor("attributed_to", span, value)
        return None if actor is None else Resolved(Sourced(actor.held.value, span, actor.held.rule), actor.otherwise)

    def date(self, span: Span, value: str) -> Resolved[Edtf] | None:
        """A day, month, year or interval."""
        found = [e for m in self._in(span, MentionType.DATE) if isinstance(e := m.value, TimeExpression) and e.edtf]
        chosen = next((e for e in found if str(e.edtf) == value), found[0] if found else None)
        if chosen is None or chosen.edtf is None:
            return None
        otherwise = None if str(chosen.edtf) == value else value
        return Resolved(Sourced(chosen.edtf, span, _rule(f"date-{chosen.rule}", otherwise)), otherwise)

    def place(self, span: Span, value: str) -> Resolved[str] | None:
        """`City, ISO3` or `ISO3`."""
        found = [m.value for m in self._in(span, MentionType.PLACE) if isinstance(m.value, str)]
        chosen = value if value in found else next(iter(sorted(found, key=lambda place: "," not in place)), None)
        if chosen is None:
            return None
        otherwise = None if chosen == value else value
        return Resolved(Sourced(chosen, span, _rule("words", otherwise)), otherwise)

    def rate(self, span: Span, value: object, *, falls: bool) -> Resolved[Decimal] | None:
        """Percent or points; `falls` where a change of that act is downward."""
        found = [m.value.value for m in self._in(span, MentionType.RATE) if isinstance(m.value, Rate)]
        told = _decimal(value)
        chosen = _closest(found, lambda ours: told is not None and ours == abs(told))
        if chosen is None:
            return None
        signed = -chosen if falls else chosen
        otherwise = None if told == signed else str(value)
        return Resolved(Sourced(signed, span, _rule("rate", otherwise)), otherwise)

    def amount(self, span: Span, value: object, unit: object, per: object) -> Resolved[Amount] | None:
        """A quantity with its unit."""
        found = [m.value for m in self._in(span, MentionType.AMOUNT) if isinstance(m.value, Amount)]
        told = _decimal(value)
        chosen = _closest(found, lambda ours: ours.value == told)
        if chosen is None:
            return None
        same = chosen.value == told and chosen.unit == unit and chosen.per == per
        otherwise = None if same else " ".join(str(part) for part in (value, unit, per) if part is not None)
        return Resolved(Sourced(chosen, span, _rule("words", otherwise)), otherwise)

    def phrase(self, span: Span) -> Resolved[str]:
        """The words themselves without an article: as the embedded reader has the phrase, else in lower case but for names."""
        known = next((m.value for m in self._mentions if m.span == span and isinstance(m.value, Phrase)), None)
        words = known.words if known else " ".join(self._phrase_words(span))
        return Resolved(Sourced(words, span, "words"), None)

    def _phrase_words(self, span: Span) -> list[str]:
        words = _ARTICLE.sub("", " ".join(self.document.words(span).split())).split()
        opens = any(sentence.span.start == span.start for sentence in self._sentences)
        return [word.lower() if place == 0 and opens and not _ABBREVIATION.search(word) else word for place, word in enumerate(words)]


def _closest(found: list[T], fits: Callable[[T], bool]) -> T | None:
    return next((value for value in found if fits(value)), found[0] if found else None)


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return Decimal(str(number_to_json(number))) if number.is_finite() else None
