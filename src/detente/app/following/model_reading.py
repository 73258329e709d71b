"""Who reads for sources whose file names a large model, or both readers.

In: sources. Out: for each reader that they name, but the embedded one, a function that reads. Holds: where no endpoint is named that is an
InputError before anything is asked; what the model does wrong later is logged, and the embedded reader reads.
"""

from collections.abc import Iterable, Sequence

import structlog

from detente.app.following.reading import ReadAll, ReadBy
from detente.app.large_model.choice import BothReaders, ModelReader, ReaderChoice, chosen_reader
from detente.model.claim import Reading
from detente.model.document import Document
from detente.model.finding import Finding
from detente.sources.source import Source, SourceReader

log = structlog.get_logger()


def _log(finding: Finding) -> None:
    log.info("model", code=finding.code, document=finding.subject, message=finding.message)


def _function(reader: ModelReader | BothReaders) -> ReadAll:
    def read(documents: Sequence[Document]) -> list[Reading]:
        return list(reader.read_all(documents))

    return read


def readers_of(sources: Iterable[Source], *, model: bool) -> ReadBy:
    """The functions, made once; `model` chooses the weights of the embedded reader behind them."""
    named = {source.reader for source in sources if source.enabled} - {SourceReader.EMBEDDED}
    readers = {name: chosen_reader(ReaderChoice(str(name)), replies=None, model=model, on_finding=_log) for name in named}
    return {name: _function(reader) for name, reader in readers.items() if reader is not None}
