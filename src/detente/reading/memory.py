"""What was found so far in a document: who filled which slots, for the sentences behind.

In: fillers as candidates are judged, in order. Out: what a mention, and what an actor, has filled; the actors of the
last claims of a kind.

Holds: while the judge is trained the memory holds the gold, while a document is read the judge's own choices.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from detente.model.claim import Kind
from detente.reading.actors.mentions import ActorMention
from detente.reading.candidates import Candidate
from detente.reading.mentions import Mention
from detente.reading.phrases import Phrase, key_of

_LAST_CLAIMS = 2


class Memory:
    """The memory of one document."""

    def __init__(self) -> None:
        self._by_mention: dict[Mention, set[str]] = defaultdict(set)
        self._by_actor: dict[str, Counter[str]] = defaultdict(Counter)
        self._by_words: dict[str, Counter[str]] = defaultdict(Counter)
        self._last: dict[Kind, list[tuple[Mention, ...]]] = defaultdict(list)

    def add(self, candidate: Candidate, filled: Iterable[tuple[str, Mention]]) -> None:
        """Remember the fillers of a candidate that was taken for a claim."""
        actors = []
        for slot, mention in filled:
            name = f"{candidate.kind}.{slot}"
            if isinstance(mention.value, Phrase):
                self._by_words[key_of(mention.value)][name] += 1
            if mention.sentence == candidate.sentence:
                self._by_mention[mention].add(name)
            if isinstance(mention.value, ActorMention) and slot != "attributed_to":
                actors.append(mention)
                for actor in mention.value.actors:
                    self._by_actor[actor.code][name] += 1
        if actors:
            self._last[candidate.kind] = [tuple(actors), *self._last[candidate.kind]][:_LAST_CLAIMS]

    def of_mention(self, mention: Mention) -> list[str]:
        """The slots (`measure.imposer`) that a mention filled in its own sentence."""
        return sorted(self._by_mention.get(mention, ()))

    def of_words(self, phrase: Phrase) -> Counter[str]:
        """How often a phrase of these words filled which slot so far, wherever it stood."""
        return self._by_words.get(key_of(phrase), Counter())

    def of_actor(self, code: str) -> Counter[str]:
        """How often an actor filled which slot so far."""
        return self._by_actor.get(code, Counter())

    def last_actors(self, kind: Kind) -> Iterator[Mention]:
        """The actors of the last claims of a kind, the latest first."""
        for actors in self._last.get(kind, ()):
            yield from actors
