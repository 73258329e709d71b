"""Everything in a document that may fill a slot: actors, places, dates, rates, amounts and noun phrases, each in its sentence.

In: a document with its sentences and the trees of those that were parsed. Out: `Mention`s by sentence.

Holds: a mention's span lies inside its sentence; only mentions of parsed sentences have a token.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from detente.model.amount import Amount
from detente.model.document import Document
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention, How, MentionFinder
from detente.reading.actors.scan import hits_in
from detente.reading.capitals import in_sentence_case
from detente.reading.conditions import conditions_in
from detente.reading.dates import TimeExpression, expressions_in
from detente.reading.parse import Syntax
from detente.reading.phrases import Phrase, Shape, key_of, phrases_in
from detente.reading.quantities import quantities_in
from detente.reading.rates import Rate, rates_in
from detente.reading.references import Resolver
from detente.reading.sentences import Sentence
from detente.reading.speakers import speaks_for
from detente.vocab.actors import Sense
from detente.vocab.places import Place


class MentionType(StrEnum):
    """What a mention can fill."""

    ACTOR = "actor"
    PLACE = "place"
    DATE = "date"
    RATE = "rate"
    AMOUNT = "amount"
    PHRASE = "phrase"
    SOURCE = "source"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """Words that may fill a slot. `token` is the head token in its sentence's tree, None where the sentence was not parsed."""

    type_: MentionType
    span: Span
    sentence: int
    token: int | None
    value: ActorMention | TimeExpression | Rate | Amount | Phrase | str


@dataclass(frozen=True, eq=False)
class Analysis:
    """A document ready for the frames: sentences, their trees (None where not parsed) and their mentions."""

    document: Document
    sentences: tuple[Sentence, ...]
    trees: tuple[Syntax | None, ...]
    mentions: tuple[tuple[Mention, ...], ...]

    @cached_property
    def actors_by_frequency(self) -> tuple[str, ...]:
        """The codes of the actors that the document names, the most frequent first."""
        counts = Counter(
            actor.code
            for row in self.mentions
            for mention in row
            if isinstance(mention.value, ActorMention) and mention.value.how is not How.PRONOUN
            for actor in mention.value.actors
        )
        return tuple(code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @cached_property
    def phrases_by_frequency(self) -> Mapping[str, int]:
        """How often the document has a phrase, by `key_of`."""
        return Counter(key_of(mention.value) for row in self.mentions for mention in row if isinstance(mention.value, Phrase))

    @cached_property
    def plain_phrases(self) -> Mapping[str, str]:
        """The words of the document's phrases by `key_of`, as they stand where they modify no other noun."""
        plain = [mention.value for row in self.mentions for mention in row if isinstance(mention.value, Phrase)]
        return {key_of(phrase): phrase.words for phrase in reversed(plain) if phrase.shape is Shape.PLAIN}

    @cached_property
    def title_phrases(self) -> frozenset[str]:
        """The phrases of the first sentence, by `key_of`."""
        row = self.mentions[0] if self.mentions else ()
        return frozenset(key_of(mention.value) for mention in row if isinstance(mention.value, Phrase))

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds an offset, or of the last one before it."""
        found = 0
        for sentence in self.sentences:
            if sentence.span.start > offset:
                break
            found = sentence.index
        return found


_NAMES = (MentionType.ACTOR, MentionType.PLACE)

LooseMention = tuple[MentionType, Span, ActorMention | TimeExpression | Rate | Amount | str]


def _place_value(place: Place) -> str:
    return place.place


def _places(text: str, actors: list[ActorMention]) -> list[LooseMention]:
    persons = [mention.span for mention in actors if mention.how in (How.PERSON, How.ROLE)]
    out: list[LooseMention] = []
    for hit in hits_in(text):
        if any(span.contains(hit.span) and span != hit.span for span in persons):
            continue
        if hit.places:
            out.append((MentionType.PLACE, hit.span, _place_value(hit.places[0])))
        elif state := next((name for name in hit.names if name.sense is Sense.NAME), None):
            out.append((MentionType.PLACE, hit.span, state.code))
    return out


def loose_mentions(document: Document) -> list[LooseMention]:
    """Mentions that need no tree, over the whole document."""
    text = in_sentence_case(document.whole)
    actors = list(MentionFinder(text, document.day).mentions())
    out: list[LooseMention] = [(MentionType.ACTOR, mention.span, mention) for mention in actors]
    out += _places(text, actors)
    for expression in expressions_in(text, document.day):
        # `for six months from 1 March`: besides the end, the day that it is counted from.
        starts = [part for part in expression.parts if part.edtf] if expression.rule.startswith("length-from") else []
        out += [(MentionType.DATE, time.span, time) for time in (expression, *starts)]
    out += [(MentionType.RATE, rate.span, rate) for rate in rates_in(text)]
    out += [(MentionType.AMOUNT, quantity.span, quantity.amount) for quantity in quantities_in(text)]
    return sorted(out, key=lambda loose: (loose[1].start, loose[0]))


# Nouns that stand for the state or person in front of them: the whole phrase acts, not its modifier.
_ACTING_NOUNS = frozenset(
    """ministry government administration cabinet parliament president official officials minister ministers side leader
    leaders spokesman spokeswoman spokesperson negotiator negotiators delegation authorities authority regime court customs
    embassy ambassador envoy diplomats diplomat commission council department office agency bureau chief secretary premier
    chancellor chairman team state media capital lawmakers senators army military counterpart counterparts company companies
    firm firms trader traders importer importers exporter exporters buyers farmers""".split()
)


def _lifted(tree: Syntax, token: int) -> int:
    """The head of the phrase that acts: `China's commerce ministry` is headed by `ministry`, not by `China`."""
    while tree.deps[token] in ("poss", "amod", "compound", "nmod") and tree.lower[tree.heads[token]] in _ACTING_NOUNS:
        token = tree.heads[token]
    return token


_SOURCES = {
    "analysts": "analyst economist expert observer strategist researcher economists investor academic commentator watcher trader banker",
    "officials": "official diplomat aide negotiator functionary",
    "sources": "source people person insider",
    "media": "medium media newspaper report daily agency broadcaster press news",
}
_SOURCE_OF = {lemma: source for source, lemmas in _SOURCES.items() for lemma in lemmas.split()}


def _sources(sentence: Sentence, tree: Syntax) -> list[Mention]:
    """Words that name a source which is no actor: analysts, officials, sources, media."""
    out: list[Mention] = []
    for index, lemma in enumerate(tree.lemmas):
        source = _SOURCE_OF.get(lemma)
        if source and tree.pos[index] in ("NOUN", "PROPN") and tree.deps[index] in ("nsubj", "pobj", "nsubjpass", "conj", "ROOT", "agent"):
            span = Span(sentence.span.start + tree.starts[index], sentence.span.start + tree.ends[index])
            out.append(Mention(MentionType.SOURCE, span, sentence.index, index, source))
    return out


def _head(sentence: Sentence, tree: Syntax | None, span: Span) -> int | None:
    return None if tree is None else tree.head_of(span.start - sentence.span.start, span.end - sentence.span.start)


def mentions_in(
    document: Document, sentences: tuple[Sentence, ...], trees: tuple[Syntax | None, ...], loose: list[LooseMention]
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence, in order of place."""
    rows: list[list[Mention]] = [[] for _ in sentences]
    at = 0
    for type_, span, value in loose:
        while at + 1 < len(sentences) and sentences[at + 1].span.start <= span.start:
            at += 1
        sentence = sentences[at]
        if not sentence.span.contains(span):
            continue
        tree = trees[at]
        token = _head(sentence, tree, span)
        token = _lifted(tree, token) if tree is not None and token is not None and type_ is MentionType.ACTOR else token
        rows[at].append(Mention(type_, span, at, token, value))
    resolver = Resolver(speaks_for(document))
    for sentence, tree, row in zip(sentences, trees, rows, strict=True):
        named = [(mention.value, mention.token) for mention in row if isinstance(mention.value, ActorMention)]
        for reference in resolver.sentence(sentence, tree, named):
            row.append(Mention(MentionType.ACTOR, reference.span, sentence.index, _head(sentence, tree, reference.span), reference))
        phrases = [
            Mention(MentionType.PHRASE, phrase.span, sentence.index, phrase.token, phrase)
            for phrase in phrases_in(sentence, tree, [(m.type_ in _NAMES, m.span) for m in row])
        ]
        row += phrases
        if tree is not None:
            conditions = [Mention(MentionType.CONDITION, c.span, sentence.index, c.token, c.marker) for c in conditions_in(sentence, tree)]
            row += [*_sources(sentence, tree), *conditions]
    return tuple(tuple(sorted(row, key=lambda m: (m.span.start, m.type_))) for row in rows)
