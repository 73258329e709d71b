"""Where two readers differ: a claim that only one of them found, a value that the other took for something else."""

from collections.abc import Iterator

from detente.model.claim import Claim
from detente.model.finding import Finding, Severity
from detente.model.origin import is_alone, otherwise, reader_of
from detente.model.slots import filled


def findings(claim: Claim) -> Iterator[Finding]:
    """The disagreements about one claim."""
    subject = f"{claim.document.id}#{claim.id}"
    if is_alone(claim.found_by):
        yield Finding("one-reader", Severity.NOTE, subject, f"Of two readers only {reader_of(claim.found_by)} found it.")
    for slot, held in filled(claim):
        if other := otherwise(held.rule):
            who = "The model" if other.who == "model" else "The embedded reader"
            yield Finding("read-otherwise", Severity.NOTE, subject, f"{slot} is {held.value} here. {who} reads {other.what}.")
