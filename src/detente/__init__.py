"""detente: reports on trade policy and diplomacy become a ledger of typed, quoted, dated claims.

    import detente

    report = detente.read("Beijing said on Monday it would suspend …", published="2025-11-03")
    for claim in report.claims:
        print(claim.kind, claim.status, claim.quotes)

    with detente.Ledger("my.ledger") as ledger:
        ledger.read(documents)
        ledger.due(within="30d").to_dataframe()

Errors are leaves of `detente.errors`. A name is loaded when it is first asked for, so that `import detente.stakes` does not
wait for the parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.app.api import Report, dates, read
    from detente.app.asking import selection_of
    from detente.app.ledger import Ledger
    from detente.app.rows import Rows
    from detente.app.snapshot import Snapshot
    from detente.errors import DetenteError
    from detente.model.document import Document

__all__ = ["DetenteError", "Document", "Ledger", "Report", "Rows", "Snapshot", "dates", "read", "selection_of"]

_HOMES = {
    "DetenteError": "detente.errors",
    "Document": "detente.model.document",
    "Ledger": "detente.app.ledger",
    "Report": "detente.app.api",
    "Rows": "detente.app.rows",
    "Snapshot": "detente.app.answers",
    "dates": "detente.app.api",
    "read": "detente.app.api",
    "selection_of": "detente.app.asking",
}


def __getattr__(name: str) -> object:
    """Load a name of the API; AttributeError for any other."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
