"""The error tree.

    DetenteError               anything that this package raises on purpose; the command line turns it into exit code 2
    ├── InputError             what the user handed in cannot be read
    │   ├── DocumentError      a document: empty, binary, too large, in no known form
    │   ├── RecordError        a record in the public JSON form is not well formed
    │   └── QueryError         a question that cannot be asked: a bad filter, date or window
    ├── FetchError             an address did not give a document
    ├── ParsingError           what an address gave takes too long or too much to parse
    ├── GroundingError         a claim whose words are not where it says they are
    ├── EngineUnavailable      the processes that are to read together cannot be had: not installed, out of reach, not alike
    ├── LedgerError            the ledger
    │   ├── LedgerUnavailable  cannot be opened: missing, read-only, full, damaged, locked
    │   ├── LedgerTooNew       written by a newer version than this one
    │   ├── Overtaken          another process changed what a result was computed from; it is computed anew
    │   └── NotInLedger        the thread, claim or document asked for is not there
    └── StakesError            the trade model: impossible input or no solution

A bad world (a strange date in a report, a line that is not JSON among good ones) is no error but a
`detente.model.finding.Finding`: kept, shown, and the run goes on.
"""


class DetenteError(Exception):
    """Anything that this package raises on purpose.

    `where` names the subject (file, line, url, span); `hint` says what to do about it.
    """

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} ({self.hint})" if self.hint else text


class InputError(DetenteError):
    """What the user handed in cannot be read."""


class DocumentError(InputError):
    """A document that is empty, binary, too large or in no known form."""


class RecordError(InputError):
    """A record in the public JSON form that is not well formed."""


class QueryError(InputError):
    """A question that cannot be asked: a bad filter, date or window."""


class FetchError(DetenteError):
    """An address that did not give what was asked for; `kind` is what sort of failure, one word, as health is counted by it."""

    def __init__(self, message: str, *, where: str = "", hint: str = "", kind: str = "address") -> None:
        super().__init__(message, where=where, hint=hint)
        self.kind = kind


class ParsingError(DetenteError):
    """What an address gave cannot be parsed within limits; `kind` is what sort of failure, as health is counted by it."""

    def __init__(self, message: str, *, where: str = "", hint: str = "", kind: str = "parser") -> None:
        super().__init__(message, where=where, hint=hint)
        self.kind = kind


class GroundingError(DetenteError):
    """A claim whose words are not where it says they are."""


class EngineUnavailable(DetenteError):
    """The processes that are to read together cannot be had: not installed, out of reach, gone, or not alike."""


class LedgerError(DetenteError):
    """The ledger cannot do what was asked."""


class LedgerUnavailable(LedgerError):
    """The ledger cannot be opened: missing, read-only, full, damaged or locked."""


class LedgerTooNew(LedgerError):
    """The ledger was written by a newer version of this package."""


class Overtaken(LedgerError):
    """Another process changed what a result was computed from, before it could be kept; it is computed anew."""


class NotInLedger(LedgerError):
    """The thread, claim or document asked for is not in the ledger."""


class StakesError(DetenteError):
    """The trade model got impossible input or found no solution."""
