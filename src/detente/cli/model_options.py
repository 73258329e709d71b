"""Options of the commands that may read with a large model."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.app.large_model.names import ReaderChoice
from detente.cli.output import notice, warn

if TYPE_CHECKING:
    from detente.app.large_model.choice import BothReaders, ModelReader

ReaderOption = Annotated[ReaderChoice, typer.Option("--reader", help="The embedded reader, a large model, or both side by side.")]
RepliesOption = Annotated[
    Path | None, typer.Option("--replies", metavar="FILE", help="Recorded replies (JSONL: hash, reply) in place of the model's endpoint.")
]


def reader_of(choice: ReaderChoice, replies: Path | None, *, model: bool) -> "ModelReader | BothReaders | None":
    """The chosen reader, whose findings go to standard error; None is the embedded one."""
    if choice is ReaderChoice.EMBEDDED and replies is None:
        return None
    from detente.app.large_model.choice import chosen_reader  # noqa: PLC0415 - half a second, for models alone

    return chosen_reader(choice, replies=replies, model=model, on_finding=notice)


def say_agreement(reader: "ModelReader | BothReaders | None") -> None:
    """Of two readers, how far they agree, on standard error."""
    if reader is None:
        return
    from detente.app.large_model.choice import BothReaders  # noqa: PLC0415 - as above

    if isinstance(reader, BothReaders):
        found = reader.agreement
        warn(
            f"the two readers agree on {found.common} claims; {found.only_embedded} by the embedded reader alone, {found.only_model} by "
            f"the model alone: F1 {found.f1:.2f}; of slots that both fill {found.slots_alike} are alike, {found.slots_unlike} not"
        )
