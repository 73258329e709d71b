"""Claims for tests, built from a few slots of the public record form."""

from detente.model.claim import Claim
from detente.model.document import Document
from detente.model.record import claim_from_record
from detente.model.thread import Thread
from detente.threads.lifecycle import history_of
from detente.threads.order import in_order

_FIXED = {
    "encounter": {"status": "planned", "form": "meeting"},
    "measure": {"status": "announced", "instrument": "tariff", "action": "impose"},
    "commitment": {"status": "pledged", "action": "buy"},
    "agreement": {"status": "signed", "form": "trade_deal"},
}


def document(name: str, published: str | None = "2012-03-01", **fields: str) -> Document:
    given = {"url": None, "publisher": None, "title": "", "text": f"It is said in {name}."}
    return Document(id=name, published=published, **{**given, **fields})


def claim(kind: str, doc: str | Document, published: str | None = "2012-03-01", *, id: str = "c1", **slots) -> Claim:
    """A claim of that kind in a document of that name; `id` names it within the document."""
    held = doc if isinstance(doc, Document) else document(doc, published)
    evidence = held.whole.strip()
    return claim_from_record({"id": id, "kind": kind, "evidence": [evidence], **_FIXED[kind], **slots}, held)


def measure(doc, published="2012-03-01", **slots):
    return claim("measure", doc, published, **{"imposer": ["BRA"], "target": ["ARG"], **slots})


def encounter(doc, published="2012-03-01", **slots):
    return claim("encounter", doc, published, **{"participants": ["BRA/Dilma Rousseff", "ARG/Cristina Kirchner"], **slots})


def commitment(doc, published="2012-03-01", **slots):
    return claim("commitment", doc, published, **{"promisor": ["BRA"], "promisee": ["ARG"], "object": "wheat", **slots})


def agreement(doc, published="2012-03-01", **slots):
    return claim("agreement", doc, published, **{"parties": ["BRA", "ARG"], "topic": "trade", **slots})


def thread(*claims):
    """A thread of just these claims."""
    ordered = tuple(in_order(claims))
    return Thread("t", ordered[0].kind, ordered, history_of(ordered), ())
