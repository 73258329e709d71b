"""The second reader: a large model's reading of each document, checked; the embedded reader's where there is none.

In: documents, somebody to ask. Out: readings in the same order, findings as they come up.
Holds: nothing that a model or an endpoint does ends the run: each failure is a finding, and the document is read by the embedded reader.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

from detente.app.large_model.keeping import Budget, KeptReplies
from detente.app.large_model.replies import Replies, Reply
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.finding import Finding, Severity
from detente.reading.model_reader.both import NOTHING, Agreement, both
from detente.reading.model_reader.messages import Ask, asks_of
from detente.reading.model_reader.parts import MOST
from detente.reading.model_reader.reading import Read, read
from detente.reading.model_reader.replies import Proposal, Unusable, proposal_in
from detente.reading.reader import Reader

OnFinding = Callable[[Finding], None]


class ModelReader:
    """Reads by the replies of a model; `parallel` requests are open at a time."""

    def __init__(
        self,
        replies: Replies,
        *,
        on_finding: OnFinding,
        embedded: Reader | None = None,
        budget: Budget | None = None,
        part_characters: int = MOST,
        parallel: int = 1,
    ) -> None:
        self._replies = replies
        self._on_finding = on_finding
        self._embedded = embedded or Reader()
        self._budget = budget
        self._most = part_characters
        self._parallel = parallel

    def read_all(self, documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
        """Readings as they become ready, in order. `jobs` is of no use here: what takes time is the model."""
        for document, found in self.proposed(documents):
            yield found.reading or self._embedded.read(document)

    def read_both(self, documents: Iterable[Document]) -> Iterator[tuple[Reading, Reading | None]]:
        """What the embedded reader and the model make of each, in order; None where the model gave nothing of use."""
        for document, found in self.proposed(documents):
            yield self._embedded.read(document), found.reading

    def proposed(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Read]]:
        """What the model makes of each document, in order."""
        rest = iter(documents)
        with ThreadPoolExecutor(self._parallel) as pool:
            while batch := list(islice(rest, self._parallel)):
                for document, answers in zip(batch, pool.map(self._answers, batch), strict=True):
                    found = read(document, answers, self._embedded.parser, model=self._replies.model)
                    for finding in found.findings:
                        self._on_finding(finding)
                    if found.reading is None:
                        self._on_finding(_fallen_back(document))
                    yield document, found

    def _answers(self, document: Document) -> list[tuple[Ask, Proposal | Unusable]]:
        asks = asks_of(document, most=self._most)
        is_free = isinstance(self._replies, KeptReplies) and all(self._replies.has(ask) for ask in asks)
        refusal = None if self._budget is None or is_free else self._budget.begin()
        if refusal is not None:
            return [(asks[0], Unusable("budget-spent", refusal))]
        answers: list[tuple[Ask, Proposal | Unusable]] = []
        for ask in asks:
            answers.append((ask, _proposal(self._replies.reply(ask))))
            if isinstance(answers[-1][1], Unusable):
                break
        return answers


class BothReaders:
    """Reads with both and puts their readings side by side; `agreement` counts as they are read."""

    def __init__(self, reader: ModelReader) -> None:
        self._reader = reader
        self.agreement: Agreement = NOTHING

    def read_all(self, documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
        """All claims of both, in order of the documents; the embedded reader's alone where the model gave nothing of use."""
        for embedded, by_model in self._reader.read_both(documents):
            if by_model is None:
                yield embedded
                continue
            found = both(embedded, by_model)
            self.agreement += found.agreement
            yield found.reading


def _proposal(reply: Reply | Unusable) -> Proposal | Unusable:
    return proposal_in(reply.text, is_cut=reply.is_cut) if isinstance(reply, Reply) else reply


def _fallen_back(document: Document) -> Finding:
    return Finding("read-by-embedded", Severity.NOTE, document.id, "The model gave no reading; the embedded reader has read it.")
