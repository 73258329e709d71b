"""Who says `we`: the state or body whose statement the document is, or the one quoted in the sentence.

In: a document; a sentence with its tree, and the actors named in it. Out: the actor for whom a `we` speaks, or None.

Holds: a report of a medium speaks for nobody outside its quotes; a statement of several states for none of them alone.
"""

from collections.abc import Iterable

from detente.model.actor import Actor
from detente.model.document import Document
from detente.reading.actors.mentions import ActorMention
from detente.reading.actors.scan import hits_in
from detente.reading.parse import Syntax
from detente.vocab.publishers import PublisherClass, publisher_class

_SAYING = frozenset("say tell write add explain insist warn declare state announce reply answer argue note stress ask".split())
_OPENING, _CLOSING, _EITHER = "“„«", "”»", '"'


def speaks_for(document: Document) -> Actor | None:
    """The state or body whose organ publishes the document."""
    if document.publisher is None or publisher_class(document.publisher, document.url) is not PublisherClass.OFFICIAL:
        return None
    codes = {name.code for hit in hits_in(document.publisher) for name in hit.names}
    return Actor(codes.pop()) if len(codes) == 1 else None


def quoted_speaker(text: str, tree: Syntax | None, named: Iterable[tuple[ActorMention, int | None]]) -> Actor | None:
    """Whose quote a sentence holds: the subject of its verb of saying, outside the quote."""
    if tree is None:
        return None
    for mention, token in named:
        if token is None or tree.deps[token] != "nsubj" or is_quoted(text, tree.starts[token]):
            continue
        if tree.lemmas[tree.heads[token]] in _SAYING and len(mention.actors) == 1:
            return mention.actors[0].state
    return None


def is_quoted(text: str, at: int) -> bool:
    """Whether an offset of a sentence stands between quotation marks; a mark without its partner reaches to the sentence's end or start."""
    before, behind = text[:at], text[at:]
    opened = sum(map(before.count, _OPENING)) - sum(map(before.count, _CLOSING))
    closes_first = sum(map(behind.count, _CLOSING)) > sum(map(behind.count, _OPENING))
    return opened > 0 or closes_first or before.count(_EITHER) % 2 == 1
