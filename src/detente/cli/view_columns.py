"""The columns of scoreboard, measures, search, coverage, dyad, actor and tour."""

from detente.cli.columns import counted, publisher, quote, stated, status
from detente.cli.output import Column
from detente.model.thread import Thread
from detente.views.actor import Companion, Person
from detente.views.course import Outcome
from detente.views.coverage import Coverage
from detente.views.dyad import Act, Month
from detente.views.gains import Gain
from detente.views.headline import headline_of
from detente.views.measures import MeasureRow
from detente.views.scoreboard import ScoreRow, Threat
from detente.views.search import Hit
from detente.views.tours import StopRow


def _count(row: ScoreRow, outcome: Outcome) -> str:
    cell = next(cell for cell in row.cells if cell.outcome is outcome)
    return str(len(cell.threats))


def _outcome_column(outcome: Outcome) -> Column[ScoreRow]:
    return outcome.value, lambda row: _count(row, outcome)


SCOREBOARD: tuple[Column[ScoreRow], ...] = (
    ("group", lambda row: row.group),
    ("threats", lambda row: str(len(row.threats))),
    *(_outcome_column(outcome) for outcome in Outcome),
    ("answered", lambda row: str(len(row.answered))),
)


def _given(gains: tuple[Gain, ...]) -> str:
    return "; ".join(f"{headline_of(gain.thread)} ({stated(gain.claim)})" for gain in gains) or "none"


def _outcome(threat: Threat) -> str:
    course = threat.course
    rates = [rate for rate in (course.rate_threatened, course.rate_in_force) if rate is not None]
    words = f" ({' → '.join(f'{rate.normalize():f}' for rate in rates)} %)" if len(rates) > 1 else ""
    return f"{course.outcome}{words}"


THREATS: tuple[Column[Threat], ...] = (
    ("began", lambda threat: threat.course.began.isoformat() if threat.course.began else "not stated"),
    ("matter", lambda threat: headline_of(threat.thread)),
    ("outcome", _outcome),
    ("days", lambda threat: "open" if threat.course.decided_by is None else "not stated" if threat.days is None else str(threat.days)),
    ("no news since", lambda threat: threat.last_report.isoformat() if threat.last_report else "not stated"),
    ("given, by a report's word", lambda threat: _given(threat.gains.linked)),
    ("merely followed", lambda threat: _given(threat.gains.followed)),
    ("retaliation", lambda threat: _given(threat.gains.retaliation)),
    ("thread", lambda threat: threat.thread.id),
)

MEASURES: tuple[Column[MeasureRow], ...] = (
    ("imposer", lambda row: row.stack[0]),
    ("target", lambda row: row.stack[1] or "all the world"),
    ("instrument", lambda row: row.stack[2].replace("_", " ")),
    ("matter", lambda row: headline_of(row.thread)),
    ("rate", lambda row: row.rate),
    ("force", lambda row: row.force.value + (", with exemptions" if row.exempted else "")),
    ("since", lambda row: str(row.since_when) if row.since_when else "not stated"),
    ("expires", lambda row: str(row.expires) if row.expires else "not stated"),
    ("sources", lambda row: counted(row.sources)),
    ("thread", lambda row: row.thread.id),
)

SEARCH: tuple[Column[Hit], ...] = (
    ("stated", lambda hit: stated(hit.claim)),
    ("publisher", lambda hit: publisher(hit.claim)),
    ("matter", lambda hit: headline_of(hit.thread)),
    ("status", lambda hit: status(hit.claim)),
    ("found in", lambda hit: hit.where),
    ("quote", lambda hit: quote(hit.claim)),
    ("thread", lambda hit: hit.thread.id),
)

COVERAGE: tuple[Column[Coverage], ...] = (
    ("publisher", lambda row: row.publisher),
    ("class", lambda row: row.kind.value),
    ("documents", lambda row: str(row.documents)),
    ("versions", lambda row: str(row.versions)),
    ("claims", lambda row: str(row.claims)),
    ("without claim", lambda row: str(row.empty)),
    ("undated", lambda row: str(row.undated)),
    ("first", lambda row: row.first_stated.isoformat() if row.first_stated else "not stated"),
    ("last", lambda row: row.last_stated.isoformat() if row.last_stated else "not stated"),
    ("recorded last", lambda row: f"{row.last_recorded:%Y-%m-%d %H:%M %Z}"),
)

MONTHS: tuple[Column[Month], ...] = (
    ("month", lambda month: month.month),
    ("acts", lambda month: str(len(month.acts))),
    ("cooperation", lambda month: f"{month.cooperation:+}"),
    ("conflict", lambda month: f"{month.conflict:+}"),
    ("balance", lambda month: f"{month.balance:+}"),
)

ACTS: tuple[Column[Act], ...] = (
    ("stated", lambda act: stated(act.claim)),
    ("who", lambda act: act.source),
    ("act", lambda act: act.interaction.code.value),
    ("weight", lambda act: f"{act.weight:+}"),
    ("source", lambda act: publisher(act.claim)),
    ("quote", lambda act: quote(act.claim)),
    ("thread", lambda act: act.thread.id),
)

MATTERS: tuple[Column[Thread], ...] = (
    ("newest", lambda thread: stated(thread.newest)),
    ("kind", lambda thread: thread.kind.value),
    ("state", lambda thread: status(thread.newest)),
    ("matter", headline_of),
    ("thread", lambda thread: thread.id),
)

COMPANIONS: tuple[Column[Companion], ...] = (("with", lambda each: each.code), ("threads", lambda each: str(len(each.threads))))

PEOPLE: tuple[Column[Person], ...] = (("who", lambda each: each.name), ("threads", lambda each: str(len(each.threads))))


def _planned(row: StopRow) -> str:
    if row.planned is None:
        return "not stated"
    when = f" for {row.planned.date.value}" if row.planned.date else ""
    return f"{row.planned.status}{when} ({stated(row.planned)})"


STOPS: tuple[Column[StopRow], ...] = (
    ("days", lambda row: row.stop.first.isoformat() + (f" to {row.stop.last.isoformat()}" if row.stop.last != row.stop.first else "")),
    ("place", lambda row: row.stop.place or "not stated"),
    ("planned", _planned),
    ("outcome", lambda row: f"{status(row.outcome)} ({stated(row.outcome)})"),
    ("meetings there", lambda row: "; ".join(f"{headline_of(t)} ({t.state})" for t in row.encounters) or "none known"),
    ("signed there", lambda row: "; ".join(map(headline_of, row.signed)) or "nothing known"),
    ("thread", lambda row: row.stop.thread.id),
)
