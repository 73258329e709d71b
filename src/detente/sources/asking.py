"""How a source stands after it was asked: pure decisions.

In: its state before, and what happened. Out: its state after. Holds: a move counts once it has been seen twice in a row; what is gone
is asked no more; an answer that was not taken wholly leaves no validator behind, so that the rest is asked for again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from detente.model.following import SourceState
from detente.sources.due import Said, next_due

GONE = "gone for good (410)"
_MOVES = 2
_LONGEST_ERROR = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came of asking. `error_kind` is None for a success; validators are those of the answer; `is_whole` tells that no
    validator was sent along."""

    at: datetime
    seconds: float
    said: Said
    is_whole: bool
    moved_to: str | None = None
    etag: bytes | None = None
    last_modified: bytes | None = None
    is_unchanged: bool = False
    every: float | None = None
    error_kind: str | None = None
    error: str | None = None
    is_gone: bool = False


def first_state(name: str, url: str, now: datetime) -> SourceState:
    """The state of a source that was never asked."""
    return SourceState(name=name, own_url=url, url=url, due_at=now)


def _moved(state: SourceState, answered: Answered) -> SourceState:
    """A permanent move is remembered, and followed for good when it has repeated."""
    if answered.moved_to is None or answered.moved_to == state.url:
        return replace(state, moved_to=None, moved_times=0)
    times = state.moved_times + 1 if answered.moved_to == state.moved_to else 1
    if times >= _MOVES:
        return replace(state, url=answered.moved_to, moved_to=None, moved_times=0)
    return replace(state, moved_to=answered.moved_to, moved_times=times)


def _succeeded(state: SourceState, answered: Answered) -> SourceState:
    kept = (
        state if answered.is_unchanged else replace(state, etag=answered.etag, last_modified=answered.last_modified, every=answered.every)
    )
    return replace(
        _moved(kept, answered),
        succeeded_at=answered.at,
        verified_at=state.verified_at or answered.at,
        failures=0,
        failing_since=None,
        error_kind=None,
        error=None,
    )


def _printable(words: str) -> str:
    """An error may repeat what a stranger wrote."""
    return "".join(character if character.isprintable() else "\ufffd" for character in words)


def _failed(state: SourceState, answered: Answered) -> SourceState:
    return replace(
        state,
        failures=state.failures + 1,
        failing_since=state.failing_since or answered.at,
        error_kind=answered.error_kind,
        error=_printable((answered.error or "")[:_LONGEST_ERROR]),
        stopped=GONE if answered.is_gone else state.stopped,
    )


def state_after(state: SourceState, answered: Answered, *, schedule: timedelta, chance: float) -> SourceState:
    """The state after an answer, or after none; `chance` lies between 0 and 1."""
    after = _failed(state, answered) if answered.error_kind else _succeeded(state, answered)
    due_at = next_due(schedule, answered.said, failures=after.failures, now=answered.at, chance=chance)
    return replace(
        after,
        asked_at=answered.at,
        whole_at=answered.at if answered.is_whole else state.whole_at,
        seconds=answered.seconds,
        requests=state.requests + 1,
        due_at=due_at,
    )
