"""Two reports put one meeting in different places.

Tolerated: a city and its country. No conflict: the stops of a visit.
"""

from collections.abc import Iterator

from detente.checks.time import same_time
from detente.checks.words import both_say
from detente.model.claim import Claim, Encounter, EncounterForm
from detente.model.conflict import Contradiction


def _differ(left: str, right: str) -> bool:
    (*city, country), (*other_city, other_country) = left.split(", "), right.split(", ")
    return country != other_country or (bool(city) and bool(other_city) and city != other_city)


def contradictions(left: Claim, right: Claim) -> Iterator[Contradiction]:
    """Places of two claims of one thread that cannot both be right."""
    if not isinstance(left, Encounter) or not isinstance(right, Encounter) or not same_time(left, right):
        return
    if EncounterForm.VISIT not in (left.form, right.form) and left.place and right.place and _differ(left.place.value, right.place.value):
        yield Contradiction("place", left, right, both_say(left, left.place.value, right, right.place.value))
