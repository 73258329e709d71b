"""The annotated stories that may be read, for tests that need real claims."""

from functools import cache
from pathlib import Path

from detente.app.corpus import load_stories
from detente.evaluate.corpus import Story
from detente.evaluate.gold import gold_claims
from detente.model.claim import Claim, Reading
from detente.model.record import claim_from_record, link_from_record

CORPUS = Path(__file__).parents[1] / "corpus"


@cache
def stories() -> tuple[Story, ...]:
    return tuple(story for story in load_stories([CORPUS]) if story.is_read)


@cache
def story(name: str) -> Story:
    return next(story for story in stories() if story.name == name)


@cache
def claims(name: str) -> tuple[Claim, ...]:
    return tuple(gold_claims(story(name)))


@cache
def readings(name: str) -> tuple[Reading, ...]:
    """The gold of a story as if it had been read."""
    held = story(name)
    return tuple(
        Reading(
            held.documents[doc],
            tuple(claim_from_record(record, held.documents[doc]) for record in entry.claims),
            tuple(link_from_record(record) for record in entry.links),
        )
        for doc, entry in held.gold.items()
    )
