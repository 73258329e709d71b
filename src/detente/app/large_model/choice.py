"""Which reader reads: the embedded one, a large model, or both; made from the user's configuration or from recorded replies."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from detente.app.config import config_file, settings_in
from detente.app.large_model.endpoint import Endpoint
from detente.app.large_model.keeping import Budget, KeptReplies
from detente.app.large_model.names import ReaderChoice
from detente.app.large_model.reader import BothReaders, ModelReader, OnFinding
from detente.app.large_model.replies import RecordedReplies
from detente.app.large_model.settings import ModelSettings, model_settings
from detente.errors import InputError
from detente.model.document import Document
from detente.model.record import Record
from detente.reading.model_reader.messages import ask_to_record, asks_of
from detente.reading.reader import Reader

__all__ = ["BothReaders", "ModelReader", "ReaderChoice", "chosen_reader", "load_model_settings", "prompts_of"]


def load_model_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> ModelSettings:
    """The settings of the model; InputError for one that cannot be understood."""
    environment = os.environ if environment is None else environment
    path = config_file(environment, folder or Path())
    table = settings_in(path).get("model", {}) if path else {}
    return model_settings(table if isinstance(table, dict) else {}, environment)


def chosen_reader(
    choice: ReaderChoice, *, replies: Path | None, model: bool, on_finding: OnFinding, settings: ModelSettings | None = None
) -> ModelReader | BothReaders | None:
    """The reader; None stands for the embedded one. `replies` takes the place of the endpoint.

    Raises InputError where no endpoint is named, or replies for a reader that asks for none.
    """
    if choice is ReaderChoice.EMBEDDED:
        if replies is not None:
            raise InputError("recorded replies are for a model", where="--replies", hint="add --reader model or --reader both")
        return None
    settings = settings or load_model_settings()
    budget = None if replies is not None else Budget(settings)
    asked = (
        RecordedReplies.of_file(replies)
        if replies is not None
        else KeptReplies(Endpoint(settings, pause=time.sleep), settings.cache, budget or Budget(settings))
    )
    reader = ModelReader(
        asked,
        on_finding=on_finding,
        embedded=Reader(with_model=model),
        budget=budget,
        part_characters=settings.part_characters,
        parallel=1 if replies is not None else settings.parallel,
    )
    return BothReaders(reader) if choice is ReaderChoice.BOTH else reader


def prompts_of(documents: Iterable[Document]) -> Iterator[Record]:
    """The requests for documents, as records: what would be sent, and the hash that a reply is recorded under."""
    most = load_model_settings().part_characters
    for document in documents:
        yield from map(ask_to_record, asks_of(document, most=most))
