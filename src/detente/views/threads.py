"""Threads and claims by kind, actor, status and time; one thread by its id."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from detente.errors import NotInLedger
from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.record import Json, Record, claim_to_record
from detente.model.recorded import RecordedClaim
from detente.model.selection import Selection, actors_in, selects
from detente.model.thread import Thread
from detente.threads.naming import hash_in, hash_of
from detente.threads.threads import ids_by_claim
from detente.views.in_force import is_in_force


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, the id of its thread, and when it was recorded."""

    claim: Claim
    thread: str
    recorded_at: datetime


def selects_thread(selection: Selection, thread: Thread) -> bool:
    """Whether a thread is selected: its kind and state, an actor of any of its claims, a claim stated in the time asked for."""
    return (
        (not selection.kinds or thread.kind in selection.kinds)
        and (not selection.statuses or thread.state in selection.statuses)
        and (not selection.actors or any(not actors_in(claim).isdisjoint(selection.actors) for claim in thread.claims))
        and any(selection.has_day(claim.document.day) for claim in thread.claims)
        and (selection.in_force_on is None or is_in_force(thread, selection.in_force_on))
    )


def select_threads(threads: Iterable[Thread], selection: Selection) -> list[Thread]:
    """The selected threads, the one with the newest report first."""
    chosen = [thread for thread in threads if selects_thread(selection, thread)]
    return sorted(chosen, key=lambda thread: (thread.newest.document.published or "", thread.id), reverse=True)


def find_thread(threads: Sequence[Thread], name: str) -> Thread:
    """The thread of that id; of its hash alone; or the one that has taken in the thread that once bore the id.

    Raises NotInLedger, with the nearest ids as a hint.
    """
    wanted = hash_in(name)
    for thread in threads:
        if thread.id == name or hash_in(thread.id) == wanted or any(hash_of(claim) == wanted for claim in thread.claims):
            return thread
    near = get_close_matches(name, [thread.id for thread in threads], n=3, cutoff=0.5)
    raise NotInLedger("no such thread", where=name, hint=f"perhaps {', '.join(near)}" if near else "`detente threads` lists them")


def claim_rows(recorded: Iterable[RecordedClaim], threads: Iterable[Thread], selection: Selection) -> Iterator[ClaimRow]:
    """The selected claims with their threads, in the order of the log."""
    day = selection.in_force_on
    ids = ids_by_claim(thread for thread in threads if day is None or is_in_force(thread, day))
    for entry in recorded:
        if selects(selection, entry.claim) and (day is None or claim_key(entry.claim) in ids):
            yield ClaimRow(entry.claim, ids[claim_key(entry.claim)], entry.recorded_at)


def stated_claim_to_record(claim: Claim, *, thread: str) -> Record:
    """The public form of the claim with its document."""
    document = claim.document
    about: dict[str, Json] = {"doc": document.id, "url": document.url, "publisher": document.publisher, "stated": document.published}
    return about | claim_to_record(claim, thread=thread)


def claim_row_to_record(row: ClaimRow) -> Record:
    """The public form of the claim with its document and clocks."""
    return stated_claim_to_record(row.claim, thread=row.thread) | {"recorded_at": row.recorded_at.isoformat()}
