"""Reading without a ledger: a text, or what the user names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from detente.app.inputs import Notice
from detente.app.inputs import documents as documents_in
from detente.app.pipeline import picture_of, read_documents, thread_ids
from detente.app.rows import Rows
from detente.documents.load import documents_from
from detente.documents.options import Options
from detente.model.claim import Claim, Link, Reading
from detente.model.document import Document
from detente.model.finding import Finding
from detente.model.record import Record, claim_to_record, reading_to_record
from detente.reading.dates import TimeExpression, records_of, timeml_of
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


def open_documents(
    names: Sequence[str],
    *,
    stdin: BinaryIO,
    notice: Notice,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    today: date | None = None,
) -> Iterator[Document]:
    """The documents behind files, folders, addresses and `-`; what the user says of them goes before what they say themselves.

    `today` bounds dates that are guessed from pages. Raises InputError, DocumentError or FetchError for a name that gives none.
    """
    given = Options(published=published, publisher=publisher, url=url, today=today)
    return documents_in(names, given, stdin=stdin, notice=notice)


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


def date_records(document: Document) -> list[Record]:
    """The time expressions of a document as records."""
    return list(records_of(document.whole, document.day))


def date_markup(document: Document) -> str:
    """The document in TimeML, its time expressions in TIMEX3 tags."""
    return timeml_of(document.whole, document.day, document_id=document.id)
