"""The columns of the tables that people read; every other form has all public fields."""

from detente.cli.output import Column
from detente.model.claim import Claim
from detente.model.finding import Finding
from detente.model.thread import Thread
from detente.views.changes import Change
from detente.views.conflicts import ConflictRow
from detente.views.due import DueItem
from detente.views.headline import headline, headline_of
from detente.views.independence import Sources
from detente.views.threads import ClaimRow


def stated(claim: Claim) -> str:
    """The dateline's day, `not stated` where it is unknown."""
    return claim.document.day.isoformat() if claim.document.day else "not stated"


def publisher(claim: Claim) -> str:
    """Who published the report; its id where that is unknown."""
    return claim.document.publisher or claim.document.id


def status(claim: Claim) -> str:
    """The status, with a measure's action."""
    action = getattr(claim, "action", None)
    return f"{action}: {claim.status}".replace("_", " ") if action and claim.kind == "measure" else claim.status.replace("_", " ")


def quote(claim: Claim) -> str:
    """The words of the evidence in quotation marks."""
    return " … ".join(f"“{words}”" for words in claim.quotes)


def source(claim: Claim) -> str:
    """Who says so according to the report."""
    return str(claim.attributed_to.value) if claim.attributed_to else ""


def changed(change: Change) -> str:
    """What changed, in words."""
    values = [f"{slot.slot} {slot.before + ' → ' if slot.before else ''}{slot.after}" for slot in change.slots]
    now = status(change.claim)
    first = f"new, {now}" if change.is_new else now if change.before == change.claim.status else f"{change.before} → {now}"
    return "; ".join([first, *values])


def due_words(item: DueItem) -> str:
    """What happens on the day; what passed without news says so."""
    return f"{item.kind} (passed without news)" if item.passed else str(item.kind)


def counted(sources: Sources) -> str:
    """`3 independent sources: 2 news, 1 official`, and how many repeat them."""
    classes = ", ".join(f"{count} {kind}" for kind, count in sources.by_class)
    copies = f", {len(sources.copies)} more from the same" if sources.copies else ""
    return f"{sources.count} independent source{'s' * (sources.count != 1)}: {classes}{copies}"


def settled(row: ConflictRow) -> str:
    """Which later report settled a conflict."""
    side = row.settled_by
    return f"{publisher(side.claim)}, {stated(side.claim)}" if side else "not settled"


CLAIMS: tuple[Column[ClaimRow], ...] = (
    ("stated", lambda row: stated(row.claim)),
    ("publisher", lambda row: publisher(row.claim)),
    ("kind", lambda row: row.claim.kind),
    ("status", lambda row: status(row.claim)),
    ("matter", lambda row: headline([row.claim])),
    ("said by", lambda row: source(row.claim)),
    ("quote", lambda row: quote(row.claim)),
    ("thread", lambda row: row.thread),
)

READ: tuple[Column[Claim], ...] = (
    ("", lambda claim: claim.id),
    ("kind", lambda claim: claim.kind),
    ("status", status),
    ("matter", lambda claim: headline([claim])),
    ("when", lambda claim: when(claim)),
    ("said by", source),
    ("condition", lambda claim: claim.condition_words or ""),
    ("quote", quote),
)

THREADS: tuple[Column[Thread], ...] = (
    ("newest", lambda thread: stated(thread.newest)),
    ("state", lambda thread: status(thread.newest)),
    ("since", lambda thread: thread.since.isoformat() if thread.since else "not stated"),
    ("matter", headline_of),
    ("claims", lambda thread: str(len(thread.claims))),
    ("thread", lambda thread: thread.id),
)

HISTORY: tuple[Column[Claim], ...] = (
    ("stated", stated),
    ("publisher", publisher),
    ("status", status),
    ("when", lambda claim: when(claim)),
    ("said by", source),
    ("quote", quote),
)

DUE: tuple[Column[DueItem], ...] = (
    ("day", lambda item: f"{item.day:%a} {item.day.isoformat()}"),
    ("what", due_words),
    ("state", lambda item: item.thread.state.replace("_", " ")),
    ("matter", lambda item: headline_of(item.thread)),
    ("source", lambda item: f"{publisher(item.claim)}, {stated(item.claim)}"),
    ("no news since", lambda item: item.no_news_since.isoformat() if item.no_news_since else "not stated"),
    ("thread", lambda item: item.thread.id),
)

CHANGES: tuple[Column[Change], ...] = (
    ("stated", lambda change: stated(change.claim)),
    ("matter", lambda change: headline([change.claim])),
    ("change", changed),
    ("source", lambda change: publisher(change.claim)),
    ("quote", lambda change: quote(change.claim)),
    ("thread", lambda change: change.thread.id),
)

CONFLICTS: tuple[Column[ConflictRow], ...] = (
    ("matter", lambda row: headline(row.conflict.claims)),
    ("field", lambda row: row.conflict.field),
    ("who says what", lambda row: row.conflict.why),
    ("settled", lambda row: settled(row)),
    ("thread", lambda row: row.conflict.thread),
)


def when(claim: Claim) -> str:
    """The dates of a claim, an end after `until`."""
    first = next((held for slot in ("date", "effective", "deadline") if (held := getattr(claim, slot, None))), None)
    end = getattr(claim, "expires", None)
    return " ".join([*([str(first.value)] if first else []), *([f"until {end.value}"] if end else [])])


FINDINGS: tuple[Column[Finding], ...] = (
    ("finding", lambda finding: finding.code),
    ("about", lambda finding: finding.subject),
    ("what", lambda finding: finding.message),
)
