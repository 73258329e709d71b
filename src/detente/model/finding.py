"""A bad world as a value: what was noticed, how bad it is, about what. Kept and shown; the run goes on."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters to somebody who relies on the result."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is a stable kebab-case name, `subject` a document, claim, thread or file and line, `message` a whole sentence."""

    code: str
    severity: Severity
    subject: str
    message: str
