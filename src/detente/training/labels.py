"""From gold claims to what the judge should have said of each candidate.

In: a prepared document and its gold claims in record form. Out: for each candidate the gold claims that it tells of,
and for each mention in reach the slots that it fills in them.

Holds: a candidate tells of a gold claim of its kind when a trigger word stands in the claim's evidence; a mention fills
a slot when its value is the slot's gold value. A mention outside the candidate's sentence counts only where no mention
inside has that value.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.evaluate.fillers import alike, as_list, same_date, state_of, words_of
from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import Kind
from detente.model.document import Document
from detente.model.record import Json, Record, number_to_json
from detente.model.slots import SLOTS, SlotType
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention
from detente.reading.analysis import Prepared
from detente.reading.candidates import Candidate
from detente.reading.dates import TimeExpression
from detente.reading.features import CandidateView
from detente.reading.memory import Memory
from detente.reading.mentions import Analysis, Mention, MentionType
from detente.reading.phrases import Phrase, Shape
from detente.reading.rates import Rate
from detente.reading.roles import ROLES, mentions_in_reach


@dataclass(frozen=True, slots=True, eq=False)
class LabelledMention:
    """A mention with the slots that it fills; `slots` is None where nothing can be learned from it."""

    mention: Mention
    slots: frozenset[str] | None


@dataclass(frozen=True, slots=True, eq=False)
class LabelledCandidate:
    """A candidate with the gold claims that it tells of, the best first, and its mentions.

    `document_claims` and `links` are all those of its document.
    """

    prepared: Prepared
    candidate: Candidate
    golds: tuple[Record, ...]
    mentions: tuple[LabelledMention, ...]
    clause_features: tuple[str, ...]
    role_examples: tuple[tuple[Mention, tuple[str, ...], frozenset[str]], ...]
    document_claims: tuple[Record, ...]
    links: tuple[Record, ...]


def evidence_spans(document: Document, gold: Record) -> list[Span]:
    """Where the evidence of a gold claim stands."""
    return [document.find(str(run)) for run in as_list(gold.get("evidence"))]


def _offsets(analysis: Analysis, candidate: Candidate) -> list[int]:
    tree = analysis.trees[candidate.sentence]
    assert tree is not None
    return [analysis.sentences[candidate.sentence].span.start + tree.starts[token] for token in candidate.tokens]


def _told(analysis: Analysis, candidate: Candidate, golds: Sequence[tuple[Record, list[Span]]]) -> list[Record]:
    offsets = _offsets(analysis, candidate)
    main, rest = [], []
    for gold, spans in golds:
        if gold["kind"] != candidate.kind.value:
            continue
        if any(span.start <= offsets[0] < span.end for span in spans):
            main.append(gold)
        elif any(span.start <= offset < span.end for span in spans for offset in offsets):
            rest.append(gold)
    return main or rest


def _dated(value: TimeExpression, wanted: Json) -> bool:
    """Also where the claim's date is only as precise as the report's words: `late October` for a month."""
    return value.edtf is not None and same_date(wanted, value.edtf.text)


def fills(mention: Mention, slot: str, wanted: Json) -> bool:
    """Whether a mention's value is one of the gold values of a slot."""
    values = as_list(wanted)
    match mention.value:
        case ActorMention(actors=actors):
            return bool(values) and all(_acts_as(actor, values, named=slot == "participants") for actor in actors)
        case TimeExpression():
            return any(_dated(mention.value, value) for value in values)
        case Rate(value=rate):
            return any(abs(float(str(value))) == float(rate) for value in values)
        case Amount():
            return any(
                isinstance(value, dict)
                and value.get("unit") == mention.value.unit
                and float(str(value["value"])) == float(number_to_json(mention.value.value))
                for value in values
            )
        case Phrase() | str():
            return any(_phrase_fits(mention, slot, value) for value in values)


def _acts_as(actor: Actor, values: Sequence[Json], *, named: bool) -> bool:
    """Whether an actor is one of the gold's; where persons count, not another person of the same state."""
    persons = [str(value) for value in values if state_of(value) == state_of(actor)]
    if not named or actor.person is None or not any("/" in person for person in persons):
        return bool(persons)
    return any(person.split("/")[-1].lower().split()[-1] == actor.person.lower().split()[-1] for person in persons)


def _phrase_fits(mention: Mention, slot: str, value: Json) -> bool:
    words = str(mention.value)
    match mention.type_:
        case MentionType.PLACE:
            return str(value).split(",")[0] == words.split(",")[0] or (len(str(value)) == 3 and words.endswith(str(value)))
        case MentionType.SOURCE:
            return str(value) == words
        case MentionType.CONDITION:
            return slot == "condition" and str(value).lower().startswith(words[:4])
        case _:
            return alike(value, words)


def labelled(prepared: Prepared, golds: Sequence[Record], links: Sequence[Record]) -> list[LabelledCandidate]:
    """All candidates of a document with what is to be learned from them."""
    document = prepared.analysis.document
    placed = [(gold, evidence_spans(document, gold)) for gold in golds]
    out = []
    memory = Memory()
    for candidate in prepared.candidates:
        told = _told(prepared.analysis, candidate, placed)
        view = CandidateView(prepared.analysis, candidate, memory, prepared.beside(candidate))
        mentions = _labelled_mentions(view, told) if told else ()
        told.sort(key=lambda gold: -_agreement(gold, mentions))
        roles = tuple((m.mention, tuple(view.role_features(m.mention)), m.slots) for m in mentions if m.slots is not None)
        clause = tuple(view.clause_features)
        out.append(LabelledCandidate(prepared, candidate, tuple(told), mentions, clause, roles, tuple(golds), tuple(links)))
        memory.add(candidate, [(slot, m.mention) for m in mentions for slot in m.slots or ()])
    return out


def _agreement(gold: Record, mentions: Sequence[LabelledMention]) -> int:
    return sum(1 for m in mentions for slot in m.slots or () if fills(m.mention, slot, gold.get(slot)))


def _labelled_mentions(view: CandidateView, told: Sequence[Record]) -> tuple[LabelledMention, ...]:
    out: list[LabelledMention] = []
    candidate = view.candidate
    inside: set[tuple[str, str]] = set()
    reach = tuple(mentions_in_reach(view.analysis, candidate, view.memory))
    best = _best_words(reach, told)
    for mention in reach:
        slots = frozenset(
            slot for slot in ROLES[candidate.kind, mention.type_] if any(fills(mention, slot, gold.get(slot)) for gold in told)
        )
        if isinstance(mention.value, Phrase) and any(slot in best and str(mention.value) not in best[slot] for slot in slots):
            if mention.value.shape not in (Shape.LIST, Shape.LONG, Shape.NAME):
                out.append(LabelledMention(mention, None))
                continue
            slots = frozenset()
        keys = {(slot, _key(mention)) for slot in slots}
        if mention.sentence == candidate.sentence:
            inside |= keys
        elif keys & inside:
            out.append(LabelledMention(mention, None))
            continue
        out.append(LabelledMention(mention, slots))
    return tuple(out)


def _best_words(mentions: Sequence[Mention], told: Sequence[Record]) -> dict[str, set[str]]:
    """For each slot of several phrases the phrases that come nearest to a gold value, of equals the first cut."""
    out: dict[str, set[str]] = {}
    phrases = [mention.value for mention in mentions if isinstance(mention.value, Phrase)]
    for gold in told:
        for slot, type_ in SLOTS[Kind(str(gold["kind"]))].items():
            if type_ is SlotType.PHRASES:
                for value in as_list(gold.get(slot)):
                    if near := max(phrases, key=lambda phrase: _likeness(value, phrase), default=None):
                        out.setdefault(slot, set()).add(str(near))
    return out


def _likeness(value: Json, phrase: Phrase) -> float:
    a, b = words_of(value), words_of(phrase)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _key(mention: Mention) -> str:
    match mention.value:
        case ActorMention(actors=actors):
            return "+".join(sorted(state_of(actor) for actor in actors))
        case TimeExpression(edtf=edtf):
            return str(edtf)
        case _:
            return str(mention.value)
