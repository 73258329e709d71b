"""Reading a text without a ledger."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from detente.app.pipeline import picture_of, read_documents, thread_ids
from detente.app.rows import Rows
from detente.documents.load import documents_from
from detente.documents.options import Options
from detente.model.claim import Claim, Link, Reading
from detente.model.document import Document
from detente.model.finding import Finding
from detente.model.record import Record, claim_to_record, reading_to_record
from detente.reading.dates import TimeExpression
from detente.reading.dates import dates as dates_in

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True, slots=True)
class Report:
    """What one text says. `findings` are what was skipped or guessed on the way."""

    reading: Reading
    threads: dict[str, str]
    findings: tuple[Finding, ...]

    @property
    def document(self) -> Document:
        """The text, normalised; all spans are offsets into its `whole`."""
        return self.reading.document

    @property
    def claims(self) -> Rows[Claim]:
        """The claims in order of the text."""
        return Rows(self.reading.claims, lambda claim: claim_to_record(claim, thread=self.threads.get(claim.id)))

    @property
    def links(self) -> tuple[Link, ...]:
        """How the claims hang together."""
        return self.reading.links

    def to_record(self) -> Record:
        """`{"doc", "claims", "links"}`, the public JSON form."""
        return reading_to_record(self.reading, threads=self.threads)

    def to_dataframe(self) -> "pandas.DataFrame":
        """A row a claim; needs the extra `dataframe` (pandas)."""
        return self.claims.to_dataframe()


def read(
    text: str,
    *,
    published: str | date | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Report:
    """What a report in English says, as typed claims with their quotes.

    `published` (`2025-10-30`, or an instant with offset) is what relative dates are resolved against; without it they
    stay unknown. The first line, where it is set off, is the title. Raises DocumentError for a text that is empty or not text.
    """
    stated = published.isoformat() if isinstance(published, date) else published
    loaded = documents_from("text", text.encode(), Options(published=stated, publisher=publisher, url=url))
    if not loaded.documents:
        empty = Document(id="text", url=url, publisher=publisher, published=stated, title="", text=text)
        return Report(Reading(empty, (), ()), {}, loaded.findings)
    (reading,) = read_documents(loaded.documents)
    (threads,) = thread_ids([reading], picture_of(reading.claims).threads)
    return Report(reading, dict(threads), loaded.findings)


def dates(text: str, published: str | date | None = None) -> tuple[TimeExpression, ...]:
    """The time expressions of a text, resolved against the day of `published` where it is known."""
    return dates_in(text, datetime.fromisoformat(published) if isinstance(published, str) else published)
