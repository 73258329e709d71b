"""Search in threads at hand: words and "phrases in quotation marks" in quotes, titles, products, objects, topics, places and names.

In: threads, the words. Out: claims that hold all of them, those that hold them in the quote first, then the newest.

Leaves to the store: which claims may hold the words, where not all are at hand. `words_in` are what it finds a claim by, `runs_of` what
it is asked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detente.model.claim import Claim
from detente.model.record import Record
from detente.model.slots import filled
from detente.model.thread import Thread
from detente.views.headline import headline_of
from detente.views.threads import stated_claim_to_record

_TERM = re.compile(r'"([^"]+)"|(\S+)')

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that holds all words; `where` names the first part that holds one: `quote`, `title` or a slot."""

    thread: Thread
    claim: Claim
    where: str


def terms_of(text: str) -> tuple[str, ...]:
    """The words and phrases asked for, in one case and without marks around them; what has no letter or digit asks nothing."""
    found = (" ".join((phrase or word).casefold().split()) for phrase, word in _TERM.findall(text))
    return tuple(dict.fromkeys(term for term in (raw.strip(".,;:!?()") for raw in found) if _WORD.search(term)))


def runs_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The words of each word or phrase asked for, as `words_in` cuts them."""
    return tuple(tuple(_WORD.findall(term)) for term in terms_of(text))


def words_in(claim: Claim) -> list[str]:
    """The words of all that a claim is found by, in one case, without what stands between them."""
    return [word for _, text in _parts(claim) for word in _WORD.findall(text.casefold())]


def _parts(claim: Claim) -> Iterator[tuple[str, str]]:
    yield "quote", " ".join(claim.quotes)
    yield "title", claim.document.title
    for slot, held in filled(claim):
        yield slot, str(held.value)


def _first_part(claim: Claim, terms: tuple[re.Pattern[str], ...]) -> str | None:
    """The part that holds the first of the terms found, None unless every term is in some part."""
    parts = [(name, " ".join(text.casefold().split())) for name, text in _parts(claim)]
    places = [next((name for name, text in parts if term.search(text)), None) for term in terms]
    if None in places:
        return None
    return "quote" if all(place == "quote" for place in places) else next(place for place in places if place)


def search(threads: Iterable[Thread], text: str) -> list[Hit]:
    """The claims of the threads that hold every word; a word finds what begins with it. Nothing asked, nothing found."""
    terms = tuple(re.compile(rf"(?<!\w){re.escape(term)}") for term in terms_of(text))
    if not terms:
        return []
    hits = [Hit(thread, claim, where) for thread in threads for claim in thread.claims if (where := _first_part(claim, terms))]
    newest = sorted(hits, key=lambda hit: (hit.claim.document.published or "", hit.thread.id, hit.claim.id), reverse=True)
    return sorted(newest, key=lambda hit: hit.where != "quote")


def hit_to_record(hit: Hit) -> Record:
    """The public form: the claim with its thread, and where it was found."""
    return {"found_in": hit.where, "matter": headline_of(hit.thread)} | stated_claim_to_record(hit.claim, thread=hit.thread.id)
