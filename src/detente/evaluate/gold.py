"""Joining and checks measured on the gold claims: how good they are when nothing was misread.

In: stories with threads. Out: predictions that repeat the gold but for the threads, which are our own; conflicts found in
those threads, and in the gold's own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.checks.conflicts import conflicts_of
from detente.evaluate.corpus import Entry, Story
from detente.model.claim import Claim
from detente.model.conflict import conflict_to_record
from detente.model.identity import claim_key
from detente.model.record import Record, claim_from_record
from detente.model.thread import Thread
from detente.threads.lifecycle import history_of
from detente.threads.order import in_order
from detente.threads.threads import ids_by_claim, threads_of


def gold_claims(story: Story) -> list[Claim]:
    """The gold claims of a story as typed objects."""
    return [claim_from_record(record, story.documents[doc]) for doc, entry in story.gold.items() for record in entry.claims]


def rejoined(stories: Sequence[Story]) -> Mapping[str, Entry]:
    """The gold of all stories, joined to threads by us, all stories together as in one ledger."""
    claims = [claim for story in stories for claim in gold_claims(story)]
    ids = ids_by_claim(threads_of(claims))
    thread = {(claim.document.id, claim.id): ids[claim_key(claim)] for claim in claims}
    return {
        doc: replace(entry, claims=tuple({**record, "thread": thread[doc, str(record["id"])]} for record in entry.claims))
        for story in stories
        for doc, entry in story.gold.items()
    }


def gold_threads(story: Story) -> list[Thread]:
    """The threads of a story as its annotators joined them."""
    members: dict[str, list[Claim]] = defaultdict(list)
    names = {(doc, str(record["id"])): str(record["thread"]) for doc, entry in story.gold.items() for record in entry.claims}
    for claim in in_order(gold_claims(story)):
        members[names[claim.document.id, claim.id]].append(claim)
    return [Thread(name, claims[0].kind, tuple(claims), history_of(claims), ()) for name, claims in members.items()]


def gold_conflicts(stories: Sequence[Story], *, rejoin: bool) -> list[Record]:
    """The conflicts that our rules find in the gold claims, joined by us or as the annotators joined them."""
    if rejoin:
        threads = threads_of(claim for story in stories for claim in gold_claims(story))
    else:
        threads = [thread for story in stories for thread in gold_threads(story)]
    return [conflict_to_record(conflict) for conflict in conflicts_of(threads)]
