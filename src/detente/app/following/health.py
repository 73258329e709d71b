"""How sources stand: for people, for metrics, and as findings.

In: sources, the database, now. Out: a row a source, and what is wrong with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from detente.model.finding import Finding, Severity
from detente.model.following import SourceState, Tally
from detente.model.record import Record
from detente.sources.rhythm import silent_for
from detente.sources.source import Source
from detente.store.sources import SqlSources

_NOTHING = Tally(items=0, waiting=0, read=0, left_out=0, claims=0, syndicated=0)
_DEAD_AFTER = 3
_LOOKS_BACK = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Health:
    """One source: `dead_since` is set after three failures in a row, `silent` is a silence against its own rhythm."""

    source: Source
    state: SourceState | None
    tally: Tally
    errors: Mapping[str, int]
    silent: timedelta | None

    @property
    def dead_since(self) -> datetime | None:
        """Since when it has failed, where that is more than a passing failure."""
        state = self.state
        return state.failing_since if state and (state.failures >= _DEAD_AFTER or state.stopped) else None

    @property
    def standing(self) -> str:
        """In a word: disabled, unverified, gone, dead, failing, silent, ok, or new."""
        state = self.state
        if not self.source.enabled:
            return "disabled"
        if state and state.stopped:
            return "gone"
        if self.source.unverified and not (state and state.verified_at):
            return "unverified"
        if self.dead_since:
            return "dead"
        if state and state.failures:
            return "failing"
        return "silent" if self.silent else "ok" if state and state.succeeded_at else "new"


def health_of(sources: Iterable[Source], store: SqlSources | None, now: datetime) -> list[Health]:
    """How each source stands; without a database none was ever asked."""
    if store is None:
        return [Health(source, None, _NOTHING, {}, None) for source in sources]
    states, tallies, errors = store.states(), store.tallies(), store.errors()
    out = []
    for source in sources:
        silent = silent_for(store.seen(source.name, since=now - _LOOKS_BACK), now)
        out.append(Health(source, states.get(source.name), tallies.get(source.name, _NOTHING), errors.get(source.name, {}), silent))
    return out


def findings_of(held: Iterable[Health]) -> list[Finding]:
    """What is wrong with sources."""
    out = []
    for health in held:
        name, state = health.source.name, health.state
        if state and state.stopped:
            out.append(Finding("source-gone", Severity.ERROR, name, f"It is asked no more: {state.stopped}."))
        elif state and health.dead_since:
            since = health.dead_since.date().isoformat()
            out.append(Finding("source-dead", Severity.ERROR, name, f"It has failed {state.failures} times since {since}: {state.error}."))
        if health.silent:
            message = f"Nothing new for {health.silent.days} days, which is longer than it is used to be silent."
            out.append(Finding("source-silent", Severity.WARNING, name, message))
        if state and state.moved_to:
            out.append(Finding("source-moved", Severity.NOTE, name, f"It says that it has moved to {state.moved_to}."))
    return out


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def health_to_record(health: Health) -> Record:
    """The public form."""
    state, tally = health.state, health.tally
    return {
        "name": health.source.name,
        "publisher": health.source.publisher,
        "standing": health.standing,
        "url": state.url if state else health.source.url,
        "asked": _text(state.asked_at) if state else None,
        "last_success": _text(state.succeeded_at) if state else None,
        "last_change": _text(state.changed_at) if state else None,
        "next_due": _text(state.due_at) if state and not state.stopped else None,
        "dead_since": _text(health.dead_since),
        "silent_days": health.silent.days if health.silent else None,
        "items": tally.items,
        "waiting": tally.waiting,
        "read": tally.read,
        "left_out": tally.left_out,
        "syndicated": tally.syndicated,
        "claims": tally.claims,
        "seconds": round(state.seconds, 3) if state and state.seconds is not None else None,
        "failures": state.failures if state else 0,
        "error": state.error if state else None,
        "errors": dict(health.errors),
        "class": health.source.source_class.value,
        "country": health.source.country,
    }
