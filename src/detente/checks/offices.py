"""A report gives somebody an office on a day on which the register has another: a finding, since either may be wrong.

Tolerated: the months around a change of office, and whoever the report calls former or elect. Who is not in the register, or
in it for another state only, is not looked at.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from detente.model.actor import Actor
from detente.model.claim import Claim, Encounter
from detente.model.finding import Finding, Severity
from detente.vocab.officials import Official, officials

_AROUND_A_CHANGE = timedelta(days=90)

_TITLES = r"(?:President|Prime Minister|Premier|Chancellor|Taoiseach)"


@cache
def _terms() -> dict[tuple[str, str], list[Official]]:
    held: dict[tuple[str, str], list[Official]] = {}
    for term in officials():
        held.setdefault((term.name, term.code), []).append(term)
    return held


def _is_titled(claim: Claim, surname: str) -> bool:
    """Whether the text puts a title of office straight before the name, and never says former."""
    whole = claim.document.whole
    name = rf"(?:[A-Z][\w.'-]+ ){{0,2}}{re.escape(surname)}\b"
    return bool(re.search(rf"(?<![\w-]){_TITLES} {name}", whole)) and not re.search(
        rf"(?i:\bformer|\bex-|\bthen|\blate)[ -]{_TITLES} {name}", whole
    )


def _is_in_office(actor: Actor, day: date) -> bool | None:
    """Whether the register has an office of the person for that state around the day; None where it has none at all."""
    terms = _terms().get((actor.person or "", actor.code))
    if not terms:
        return None
    return any(term.start - _AROUND_A_CHANGE <= day <= (term.end or date.max - _AROUND_A_CHANGE) + _AROUND_A_CHANGE for term in terms)


def findings(claim: Claim) -> Iterator[Finding]:
    """Persons who meet in an office that the register does not give them on that day."""
    if not isinstance(claim, Encounter):
        return
    when = claim.date.value.first if claim.date and claim.date.value.first else claim.document.day
    for held in claim.participants:
        person = held.value.person
        if when and person and _is_in_office(held.value, when) is False and _is_titled(claim, person.split()[-1]):
            message = f"{person} is given an office for {held.value.code} around {when}; the register has no term of that time."
            yield Finding("not-in-office", Severity.WARNING, f"{claim.document.id}#{claim.id}", message)
