"""Reading a folder by many processes: `read --engine`."""

import os
import sys
from pathlib import Path

import typer

from detente.app.answers import shown_name
from detente.app.back_filling.engine import Engine, engine_named
from detente.app.back_filling.flow import Progress, back_fill, files_of, shared
from detente.app.config import load_config
from detente.cli.output import added_words, notice, progress, warn
from detente.errors import InputError

FILES_UNREAD = 1

# Where no bar can be drawn, how often a run tells how far it is.
_TIMES_TOLD = 10


def fill(folder: str, ledger: str, engine: str, *, published: str | None, publisher: str | None, jobs: int | None, model: bool) -> None:
    """Read a folder into a ledger; leaves with exit code 1 where a file was given up."""
    chosen = engine_named(engine)
    workers, target = _workers(chosen, jobs), shared(ledger, chosen)
    files = files_of(Path(folder), notice)
    with progress("reading", len(files)) as step:

        def told(state: Progress) -> None:
            step(state)
            _tell(state)

        filled = back_fill(
            files,
            target,
            engine=chosen,
            workers=workers,
            published=published,
            publisher=publisher,
            model=model,
            notice=notice,
            on_progress=told,
        )
    added = filled.appended
    warn(f"{shown_name(ledger)}: {added_words(added)}")
    if filled.unread:
        warn(f"{len(filled.unread)} of {len(files)} files were given up; run it again to try them again")
        raise typer.Exit(FILES_UNREAD)


def _workers(engine: Engine, jobs: int | None) -> int:
    """How many processes to start here: those asked for, else one a core."""
    if engine.address is not None and jobs is not None:
        raise InputError("a scheduler has the workers that were started for it", where="--jobs", hint="leave it out")
    configured = jobs or load_config().jobs
    return configured if jobs or configured > 1 else len(os.sched_getaffinity(0))


def _tell(state: Progress) -> None:
    """A line at every tenth of the files, where no bar can be drawn."""
    if not sys.stderr.isatty() and state.done * _TIMES_TOLD // state.files > (state.done - 1) * _TIMES_TOLD // state.files:
        added = state.appended
        warn(f"{state.done} of {state.files} files: {added.documents} documents with {added.claims} claims added, {added.known} known")
