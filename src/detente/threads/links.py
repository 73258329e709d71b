"""Links between threads: those that reports tell, lifted from their claims, and those that threads themselves show.

In: threads, and the links of documents, each with its document's key. Out: `ThreadLink`s, each with the claims behind it.

Holds: a thread is never linked to itself; the same link told by many reports is one, with all their claims. What is
found by comparing needs agreement in the days and the actors of both sides; where two candidates are equally good,
none is linked: doubt keeps apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from detente.model.claim import Agreement, AgreementStatus, Claim, Encounter, EncounterForm, EncounterStatus, Kind, Link
from detente.model.identity import document_key
from detente.model.selection import actors_in
from detente.model.thread import Thread
from detente.model.thread_link import ThreadLink, ThreadLinkType
from detente.threads.successors import successions
from detente.threads.tours import tours_of

_Key = tuple[str, ThreadLinkType, str]


def _lifted(threads: Sequence[Thread], links: Iterable[tuple[str, Link]]) -> Iterator[tuple[_Key, tuple[Claim, Claim]]]:
    held = {(document_key(claim.document), claim.id): (thread, claim) for thread in threads for claim in thread.claims}
    for key, link in links:
        left, right = held.get((key, link.source)), held.get((key, link.target))
        if left and right and left[0].id != right[0].id:
            yield (left[0].id, ThreadLinkType(link.type.value), right[0].id), (left[1], right[1])


def _of_tours(threads: Sequence[Thread]) -> Iterator[tuple[_Key, tuple[Claim, Claim]]]:
    for tour in tours_of(threads):
        for earlier, later in pairwise(tour.stops):
            if earlier.thread.id != later.thread.id:
                yield (
                    (later.thread.id, ThreadLinkType.STOP_OF_SAME_TOUR, earlier.thread.id),
                    (later.thread.newest, earlier.thread.newest),
                )


# At which form of encounter a deal of the same day and the same parties was signed, the likeliest first.
_SIGNING_FORMS = (EncounterForm.SIGNING, EncounterForm.SUMMIT, EncounterForm.MEETING)

_TAKES_PLACE = frozenset({EncounterStatus.PLANNED, EncounterStatus.CONFIRMED, EncounterStatus.UNDER_WAY, EncounterStatus.HELD})


def _signing(thread: Thread) -> tuple[Agreement, date] | None:
    """The newest claim that a deal was signed on a day."""
    for claim in reversed(thread.claims):
        if isinstance(claim, Agreement) and claim.status is AgreementStatus.SIGNED and claim.date and claim.date.value.is_day:
            return claim, date.fromisoformat(claim.date.value.text)
    return None


def _encounters_by_day(threads: Iterable[Thread]) -> Mapping[date, list[tuple[Thread, Encounter]]]:
    found: dict[date, list[tuple[Thread, Encounter]]] = defaultdict(list)
    for thread in threads:
        if thread.kind is Kind.ENCOUNTER and thread.state in _TAKES_PLACE:
            dated = [claim for claim in thread.claims if isinstance(claim, Encounter) and claim.date and claim.date.value.is_day]
            if dated and dated[-1].date:
                found[date.fromisoformat(dated[-1].date.value.text)].append((thread, dated[-1]))
    return found


def _signed_at(threads: Sequence[Thread]) -> Iterator[tuple[_Key, tuple[Claim, Claim]]]:
    by_day = _encounters_by_day(threads)
    for thread in threads:
        signing = _signing(thread) if thread.kind is Kind.AGREEMENT else None
        if signing is None:
            continue
        claim, day = signing
        parties = {held.value.code for held in claim.parties}
        fitting = [(other, met) for other, met in by_day.get(day, ()) if len(parties) > 1 and parties <= actors_in(met)]
        for form in _SIGNING_FORMS:
            of_form = [(other, met) for other, met in fitting if met.form is form]
            if len(of_form) == 1:
                yield (thread.id, ThreadLinkType.SIGNED_AT, of_form[0][0].id), (claim, of_form[0][1])
            if of_form:
                break


def _superseding(threads: Sequence[Thread]) -> Iterator[tuple[_Key, tuple[Claim, Claim]]]:
    for later, earlier, left, right in successions(threads):
        yield (later.id, ThreadLinkType.SUPERSEDES, earlier.id), (left, right)


def thread_links(threads: Sequence[Thread], links: Iterable[tuple[str, Link]] = ()) -> tuple[ThreadLink, ...]:
    """All links between threads, in order of source, type and target."""
    told: dict[_Key, dict[tuple[str, ...], tuple[Claim, Claim]]] = defaultdict(dict)
    for found in (_lifted(threads, links), _of_tours(threads), _signed_at(threads), _superseding(threads)):
        for key, (left, right) in found:
            names = document_key(left.document), left.id, document_key(right.document), right.id
            told[key].setdefault(names, (left, right))
    return tuple(ThreadLink(*key, tuple(pairs.values())) for key, pairs in sorted(told.items(), key=lambda item: item[0]))
