"""Everything in a document that may fill a slot: actors, places, dates, rates, amounts and noun phrases, each in its sentence.

In: a document with its sentences and the trees of those that were parsed. Out: `Mention`s by sentence.

Holds: a mention's span lies inside its sentence; only mentions of parsed sentences have a token.
"""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from detente.model.amount import Amount
from detente.model.document import Document
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention, How, MentionFinder
from detente.reading.actors.scan import hits_in
from detente.reading.conditions import conditions_in
from detente.reading.dates import TimeExpression, expressions_in
from detente.reading.parse import Syntax
from detente.reading.quantities import Rate, quantities_in, rates_in
from detente.reading.references import Resolver
from detente.reading.sentences import Sentence
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
    value: ActorMention | TimeExpression | Rate | Amount | str


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

    def sentence_of(self, offset: int) -> int:
        """The index of the sentence that holds an offset, or of the last one before it."""
        found = 0
        for sentence in self.sentences:
            if sentence.span.start > offset:
                break
            found = sentence.index
        return found


LooseMention = tuple[MentionType, Span, ActorMention | TimeExpression | Rate | Amount | str]


def _place_value(place: Place) -> str:
    return place.place


def _places(document: Document, actors: list[ActorMention]) -> list[LooseMention]:
    persons = [mention.span for mention in actors if mention.how in (How.PERSON, How.ROLE)]
    out: list[LooseMention] = []
    for hit in hits_in(document.whole):
        if any(span.contains(hit.span) and span != hit.span for span in persons):
            continue
        if hit.places:
            out.append((MentionType.PLACE, hit.span, _place_value(hit.places[0])))
        elif state := next((name for name in hit.names if name.sense is Sense.NAME), None):
            out.append((MentionType.PLACE, hit.span, state.code))
    return out


def loose_mentions(document: Document) -> list[LooseMention]:
    """Mentions that need no tree, over the whole document."""
    text = document.whole
    actors = list(MentionFinder(text, document.day).mentions())
    out: list[LooseMention] = [(MentionType.ACTOR, mention.span, mention) for mention in actors]
    out += _places(document, actors)
    out += [(MentionType.DATE, expression.span, expression) for expression in expressions_in(text, document.day)]
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


_VAGUE = frozenset(
    """all some any new other more many most several various certain few further additional extra such same own current present
    previous latest existing total entire whole half first second third last next own much little least both those these
    this that its their his her our existing key main major big large larger small huge massive vast tremendous sweeping
    broad wide so-called called retaliatory reciprocal total direct amount amounts number numbers kind kinds range value
    worth share part parts bulk volume volumes sort sorts lot series set""".split()
)
_KEPT_LEFT = ("amod", "compound", "nmod", "npadvmod", "punct", "quantmod")
_NO_PHRASE = frozenset(
    """percent per cent % year month week day time date way percentage point rate today tomorrow yesterday monday tuesday
    wednesday thursday friday saturday sunday side dollar euro yuan yen billion million trillion thing one people man
    something what which who that""".split()
)


def _phrases(sentence: Sentence, tree: Syntax, taken: list[Mention]) -> list[Mention]:
    """Noun phrases without determiners, actors, numbers and vague words: what products, objects and topics are made of."""
    out: list[Mention] = []
    covered = [m.span for m in taken if m.type_ in (MentionType.DATE, MentionType.RATE, MentionType.AMOUNT)]
    actors = [m.span for m in taken if m.type_ in (MentionType.ACTOR, MentionType.PLACE)]
    base = sentence.span.start
    for index, pos in enumerate(tree.pos):
        if pos not in ("NOUN", "PROPN") or tree.deps[index] in ("compound", "nmod") or tree.lemmas[index] in _NO_PHRASE:
            continue
        if not tree.words[index][0].isalpha() and not tree.words[index][0].isdigit():
            continue
        first = index
        while first > 0 and _extends(tree, first - 1, index):
            first -= 1
        while first < index and (
            tree.lower[first] in _VAGUE or _inside(tree, first, base, [*covered, *actors]) or tree.pos[first] == "PUNCT"
        ):
            first += 1
        span = Span(base + tree.starts[first], base + tree.ends[index])
        if any(span.overlaps(other) for other in [*covered, *actors]) or tree.lower[index] in _VAGUE:
            continue
        words = sentence.text[tree.starts[first] : tree.ends[index]]
        out.append(Mention(MentionType.PHRASE, span, sentence.index, index, _decapitalised(words)))
    return out


def _extends(tree: Syntax, left: int, head: int) -> bool:
    above = tree.heads[left]
    return (
        tree.deps[left] in _KEPT_LEFT
        and (above == head or (left < above <= head and tree.deps[above] in _KEPT_LEFT))
        and tree.pos[left] != "NUM"
    )


def _inside(tree: Syntax, token: int, base: int, spans: list[Span]) -> bool:
    own = Span(base + tree.starts[token], base + tree.ends[token])
    return any(span.overlaps(own) for span in spans)


def _decapitalised(words: str) -> str:
    return " ".join(word if re.search(r"[A-Z].*[A-Z]|\d", word) else word.lower() for word in words.split())


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
    resolver = Resolver()
    for sentence, tree, row in zip(sentences, trees, rows, strict=True):
        named = [(mention.value, mention.token) for mention in row if isinstance(mention.value, ActorMention)]
        for reference in resolver.sentence(sentence, tree, named):
            row.append(Mention(MentionType.ACTOR, reference.span, sentence.index, _head(sentence, tree, reference.span), reference))
        if tree is not None:
            conditions = [Mention(MentionType.CONDITION, c.span, sentence.index, c.token, c.marker) for c in conditions_in(sentence, tree)]
            row += [*_phrases(sentence, tree, row), *_sources(sentence, tree), *conditions]
    return tuple(tuple(sorted(row, key=lambda m: (m.span.start, m.type_))) for row in rows)
