"""What joining needs of a claim, and the short form in which a store keeps it.

In: a claim. Out: a `Member`; its short form, JSON, and back.

Holds: the short form of a member gives the same member again, so claims are grouped without being read from their documents.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from detente.model.amount import Amount
from detente.model.claim import Claim, Kind
from detente.model.identity import claim_key
from detente.model.record import Json
from detente.model.span import Span
from detente.threads.keys import Days, Keys, Rates, keys_of
from detente.threads.order import Place, place_of
from detente.vocab.phrases import Words

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Member:
    """A claim by its key, with what it is compared by and where it stands in the order of time."""

    key: str
    keys: Keys
    place: Place


def member_of(claim: Claim) -> Member:
    """What joining needs of a claim."""
    return Member(claim_key(claim), keys_of(claim), place_of(claim))


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _days(days: Days | None) -> Json:
    return None if days is None else [days.first, days.last]


def _amount(amount: Amount | None) -> Json:
    return None if amount is None else [str(amount.value), amount.unit, amount.per]


def _sets(sets: Iterable[Words]) -> Json:
    return [[*sorted(words)] for words in sets]


def short_form(member: Member) -> str:
    """All of a member but its key, kind and core, as JSON."""
    keys, place = member.keys, member.place
    rates: Json = [_text(keys.rates.after), _text(keys.rates.before), _text(keys.rates.change)]
    persons: Json = [[*person] for person in sorted(keys.persons)]
    held: Json = [
        keys.document,
        place.day,
        place.instant,
        place.name,
        place.span.start,
        place.span.end,
        place.claim,
        keys.status,
        keys.form,
        keys.act,
        [*sorted(keys.other)],
        persons,
        keys.place,
        _sets(keys.phrases),
        None if rates == [None, None, None] else rates,
        _amount(keys.amount),
        _days(keys.when),
        _days(keys.until),
    ]
    return _ENCODER.encode(held)


def member_from(key: str, kind: Kind, core: Sequence[str], text: str) -> Member:
    """The member that a short form was made of."""
    (
        document,
        day,
        instant,
        name,
        start,
        end,
        claim,
        status,
        form,
        act,
        other,
        persons,
        place,
        phrases,
        rates,
        amount,
        when,
        until,
    ) = json.loads(text)
    words = tuple(frozenset(each) for each in phrases)
    keys = Keys(
        kind=kind,
        document=document,
        day=None if day == date.max.toordinal() else date.fromordinal(day),
        status=status,
        form=form,
        act=act,
        core=frozenset(core),
        other=frozenset(other),
        persons=frozenset((state, surname) for state, surname in persons),
        place=place,
        phrases=words,
        words=frozenset().union(*words),
        rates=Rates(*(None if rate is None else Decimal(rate) for rate in rates or (None, None, None))),
        amount=None if amount is None else Amount(Decimal(amount[0]), amount[1], amount[2]),
        when=None if when is None else Days(*when),
        until=None if until is None else Days(*until),
    )
    return Member(key, keys, Place(day, instant, name, document, Span(start, end), claim))
