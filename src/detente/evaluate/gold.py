"""Joining and checks measured on the gold claims: how good they are when nothing was misread.

In: stories with threads. Out: predictions that repeat the gold but for the threads, which are our own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from detente.evaluate.corpus import Entry, Story
from detente.model.claim import Claim
from detente.model.identity import claim_key
from detente.model.record import claim_from_record
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
