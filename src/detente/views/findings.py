"""What cannot be: impossible steps in a history, impossible values in a claim; kept, and shown."""

from collections.abc import Iterable

from detente.checks.conflicts import findings_of
from detente.model.finding import Finding
from detente.model.record import Record
from detente.model.thread import Thread
from detente.threads.lifecycle import impossible_steps


def findings(threads: Iterable[Thread]) -> list[Finding]:
    """The findings of threads and of their claims, in order of threads."""
    held = list(threads)
    steps = [finding for thread in held for finding in impossible_steps(thread.id, thread.history)]
    return [*steps, *findings_of(held)]


def finding_to_record(finding: Finding) -> Record:
    """The public form."""
    return {"code": finding.code, "severity": finding.severity.value, "subject": finding.subject, "message": finding.message}
