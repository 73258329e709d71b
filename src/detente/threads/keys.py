"""The typed keys of a claim: what two claims of one matter must agree on.

In: a claim. Out: `Keys`, its slots in comparable form: states, surnames, words, rates, days.

Holds: no free text is kept but the words of product, object and topic phrases, reduced by `detente.vocab.phrases`; a slot that
the report leaves open is empty, never a guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Self, TypeVar, assert_never

from detente.model.actor import Actor
from detente.model.amount import Amount
from detente.model.claim import Agreement, Claim, Commitment, Encounter, Kind, Measure
from detente.model.edtf import Edtf
from detente.model.identity import document_key
from detente.model.sourced import Sourced
from detente.vocab.phrases import Words, words_of

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Rates:
    """Percent after and before the act; its change in percentage points."""

    after: Decimal | None
    before: Decimal | None
    change: Decimal | None


NO_RATES = Rates(None, None, None)


@dataclass(frozen=True, slots=True)
class Days:
    """A date as day numbers (1 is 1 January of the year 1), so that comparing millions of them is cheap; open ends lie far out."""

    first: int
    last: int

    @classmethod
    def of(cls, date: Edtf) -> Self:
        """The first and the last day that a date may mean."""
        first, last = date.first, date.last
        return cls(first.toordinal() if first else -_FAR, last.toordinal() if last else _FAR)


_FAR = 10**7


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What is compared. `core` are the states that act, `other` those that the matter is with; `persons` (state, surname).

    `document` is the key of the version of the document, `day` its dateline. `phrases` holds one set of words a phrase;
    `when` is the date of the matter, `until` its end. `form` is the instrument, form or action
    that names the sort of matter; `act` a measure's action.
    """

    kind: Kind
    document: str
    day: date | None
    status: str
    form: str
    act: str
    core: frozenset[str]
    other: frozenset[str]
    persons: frozenset[tuple[str, str]]
    place: str | None
    phrases: tuple[Words, ...]
    words: Words
    rates: Rates
    amount: Amount | None
    when: Days | None
    until: Days | None


def _codes(actors: Iterable[Sourced[Actor]]) -> frozenset[str]:
    return frozenset(actor.value.code for actor in actors)


def _persons(actors: Iterable[Sourced[Actor]]) -> frozenset[tuple[str, str]]:
    return frozenset((actor.value.code, actor.value.person.lower().split()[-1]) for actor in actors if actor.value.person)


def _value(held: Sourced[_T] | None) -> _T | None:
    return None if held is None else held.value


def keys_of(claim: Claim) -> Keys:
    """The typed keys of a claim."""
    other: tuple[Sourced[Actor], ...]
    match claim:
        case Encounter():
            core, other, phrases = claim.participants, (), claim.topics
        case Measure():
            core, other, phrases = claim.imposer, claim.target, claim.products
        case Commitment():
            core, other, phrases = claim.promisor, claim.promisee, _single(claim.object)
        case Agreement():
            core, other, phrases = claim.parties, claim.mediators, _single(claim.topic)
        case _:
            assert_never(claim)
    words = tuple(words_of(phrase.value) for phrase in phrases)
    return Keys(
        kind=claim.kind,
        document=document_key(claim.document),
        day=claim.document.day,
        status=claim.status,
        form=_form(claim),
        act=claim.action if isinstance(claim, Measure) else "",
        core=_codes(core),
        other=_codes(other),
        persons=_persons(core),
        place=_value(claim.place) if isinstance(claim, Encounter) else None,
        phrases=words,
        words=frozenset().union(*words),
        rates=_rates(claim) if isinstance(claim, Measure) else NO_RATES,
        amount=_amount(claim),
        when=_days(_when(claim)),
        until=_days(_value(claim.expires)) if isinstance(claim, Measure | Agreement) else None,
    )


def _days(date: Edtf | None) -> Days | None:
    return None if date is None else Days.of(date)


def _single(held: Sourced[str] | None) -> tuple[Sourced[str], ...]:
    return () if held is None else (held,)


def _form(claim: Claim) -> str:
    match claim:
        case Measure():
            return claim.instrument
        case Commitment():
            return claim.action
        case Encounter() | Agreement():
            return claim.form
        case _:
            assert_never(claim)


def _when(claim: Claim) -> Edtf | None:
    match claim:
        case Measure():
            return _value(claim.effective)
        case Commitment():
            return _value(claim.deadline)
        case Encounter() | Agreement():
            return _value(claim.date)
        case _:
            assert_never(claim)


def _amount(claim: Claim) -> Amount | None:
    match claim:
        case Measure():
            return _value(claim.trade_value)
        case Commitment():
            return _value(claim.amount)
        case Encounter() | Agreement():
            return None
        case _:
            assert_never(claim)


def _rates(claim: Measure) -> Rates:
    return Rates(_value(claim.rate), _value(claim.rate_from), _value(claim.rate_change))
