"""A small ledger for tests of what is published; all texts are written for testing."""

from datetime import UTC, datetime

from detente.app.answers import OpenLedger
from detente.model.claim import Reading
from tests.building import agreement, commitment, document, encounter, measure

NOON = datetime(2012, 3, 10, 12, tzinfo=UTC)


def report(name, published, **fields):
    return document(name, published, url=f"https://news.example/{name}", publisher="Wire service T", **fields)


THREAT = measure(report("a", "2012-03-01T08:00:00+02:00"), status="threatened", products=["shoes"], rate=20, effective="2012-03-20")
ORDER = measure(report("b", "2012-03-04"), status="announced", products=["shoes"], rate=25, effective="2012-03-20")
PLEDGE = commitment(report("d", "2012-03-02"), deadline="2012-03-15")
MEETING = encounter(report("e", "2012-03-05"), date="2012-04-10", place="Brasília, BRA")
MOVED = encounter(report("f", "2012-03-08"), date="2012-04-12", place="Brasília, BRA")
DEAL = agreement(report("g", "2012-03-06"))


def readings(*claims):
    return [Reading(claim.document, (claim,), ()) for claim in claims]


def ledger(*claims, path=":memory:", at=NOON):
    held = OpenLedger(path, clock=lambda: at)
    if claims:
        held.append(readings(*claims))
    return held
