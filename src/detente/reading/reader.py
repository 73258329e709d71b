"""Documents to claims and links: the whole of reading in one class.

In: documents. Out: a `Reading` each, in the same order. Deterministic: the same documents give the same readings,
in any order and with any number of processes.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import islice
from multiprocessing import get_context

from threadpoolctl import ThreadpoolController

from detente.model.claim import Link, Reading
from detente.model.document import Document
from detente.reading.analysis import Prepared, prepare
from detente.reading.build import claims_of
from detente.reading.drafts import drafts_in
from detente.reading.encoder import States
from detente.reading.judge import Judge, plain_judge, trained_judge
from detente.reading.links import links_in
from detente.reading.merge import merged
from detente.reading.network import Network, trained_network
from detente.reading.parse import Parser

_BATCH = 8

# A document ready for judging, and the encoder's vectors of it to come.
_Begun = tuple[Prepared, Future[States] | None]


class Reader:
    """Holds the parser, the judge and the network; make one and use it for many documents.

    Without a judge of one's own the weights that ship are used, or with `with_model=False` those written by hand.
    """

    def __init__(self, judge: Judge | None = None, network: Network | None = None, *, with_model: bool = True) -> None:
        self._parser = Parser()
        self._judge = judge or (trained_judge() if with_model else plain_judge())
        self._network = network or (trained_network() if judge is None and with_model else None)
        self._threads = ThreadpoolController()

    @property
    def name(self) -> str:
        """Which weights judge, as claims name it in `found_by`."""
        return self._judge.name

    @property
    def parser(self) -> Parser:
        """What parses for it, with its memory of sentences."""
        return self._parser

    def forget(self) -> None:
        """Forget the sentences that were parsed before."""
        self._parser.forget()

    def read(self, document: Document) -> Reading:
        """The claims and links of one document."""
        return self.read_batch([document])[0]

    def read_batch(self, documents: list[Document]) -> list[Reading]:
        """The readings of several documents; their sentences are parsed together."""
        with ThreadPoolExecutor(1) as ahead:
            return self._judged_together(self._prepared(documents, ahead))

    def _prepared(self, documents: list[Document], ahead: Executor) -> list[_Begun]:
        """The documents ready for judging, the encoder at work on them in a thread of its own: it needs no interpreter."""
        return [(prepared, self._encoding(prepared, ahead)) for prepared in prepare(documents, self._parser)]

    def _judged_together(self, begun: list[_Begun]) -> list[Reading]:
        with self._threads.limit(limits=1, user_api="blas"):
            return [self._judged(prepared, known.result() if known else None) for prepared, known in begun]

    def _encoding(self, prepared: Prepared, ahead: Executor) -> Future[States] | None:
        if self._network is None or not prepared.candidates:
            return None
        return ahead.submit(self._network.states, prepared)

    def read_all(self, documents: Iterable[Document], *, jobs: int = 1) -> Iterator[Reading]:
        """Readings as they become ready, in order; `jobs` processes share the work."""
        batches = _batches(documents)
        if jobs <= 1:
            yield from self._read_ahead(batches)
            return
        with get_context("forkserver").Pool(jobs, _start, (self._judge, self._network)) as pool:
            for readings in pool.imap(_work, batches):
                yield from readings

    def _read_ahead(self, batches: Iterable[list[Document]]) -> Iterator[Reading]:
        """One batch is parsed while the encoder is still at work on the one before, so that neither waits for the other."""
        begun: list[_Begun] = []
        ahead = ThreadPoolExecutor(1)
        try:
            for batch in batches:
                following = self._prepared(batch, ahead)
                yield from self._judged_together(begun)
                begun = following
            yield from self._judged_together(begun)
        finally:
            ahead.shutdown(cancel_futures=True)

    def _judged(self, prepared: Prepared, states: States | None) -> Reading:
        analysis = prepared.analysis
        drafts = sorted(merged(analysis, drafts_in(prepared, self._judge, self._network, states), self._judge), key=lambda pair: pair[1])
        claims = claims_of(analysis, drafts, reader=self._judge.name)
        links = links_in(analysis, [draft for draft, _ in drafts], self._judge)
        return Reading(analysis.document, claims, tuple(Link(claims[i].id, type_, claims[j].id) for i, type_, j in links))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        yield batch


_worker: Reader


def _start(judge: Judge, network: Network | None) -> None:
    global _worker
    _worker = Reader(judge, network)


def _work(batch: list[Document]) -> list[Reading]:
    return _worker.read_batch(batch)
