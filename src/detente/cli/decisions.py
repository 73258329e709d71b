"""Decisions as people read them."""

from textwrap import shorten

from detente.cli.output import Column, value_words
from detente.model.decision_record import act_name
from detente.model.record import Record
from detente.model.recorded import RecordedDecision, recorded_decision_to_record

_QUOTED = 70

LOG: tuple[Column[RecordedDecision], ...] = (
    ("", lambda held: held.id),
    ("recorded", lambda held: f"{held.recorded_at:%Y-%m-%d %H:%M}"),
    ("by", lambda held: held.decision.by),
    ("decision", lambda held: decision_words(held)),
    ("why", lambda held: held.decision.why),
)


def decision_words(held: RecordedDecision) -> str:
    """A decision in one line: the act, and what it is about."""
    record = recorded_decision_to_record(held)
    act = act_name(held.decision.act)
    quotes = [f"“{shorten(str(entry['quote']), _QUOTED, placeholder='…')}”" for entry in _claims(record)]
    if act == "correct":
        return f"correct {record['slot']}: {value_words(record['was'])} → {value_words(record['value'])} in {quotes[0]}"
    if act == "undo":
        return f"undo {record['decision']}"
    more = f" and {len(quotes) - 2} more" if len(quotes) > 2 else ""
    return f"{act} {' | '.join(quotes[:2])}{more}"


def _claims(record: Record) -> list[Record]:
    held = [record.get("claims"), record.get("others")]
    return [entry for entries in held if isinstance(entries, list) for entry in entries if isinstance(entry, dict)]
