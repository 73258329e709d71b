"""Which claims a cue ties together, by grammar: what is given or done, and what it is given or done for.

In: a cue, the claims of its sentence and those before. Out: `Tie`s between positions of claims, with how each end was found.

Holds: ties are proposals; `links` weighs them with all else.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.reading.cues import ADVERBIAL, SUBJECT, Cue, CueSort

# Parts of an answer that hold the answering act: `hit back with …`, `answered by …`.
_GIVEN = frozenset({"with", "by", "in", ADVERBIAL})
_TYING_PHRASES = frozenset("for against after over following without pending barring failing until before".split())
_BACK = 8
_BACK_TO_ACT = 2


class Placed(Protocol):
    """What is asked of a claim: where it is, whose it is, and whether it is a hostile measure."""

    @property
    def key(self) -> int:
        """What tells claims apart; several places may tell of one claim."""

    @property
    def sentence(self) -> int:
        """Its sentence."""

    @property
    def offset(self) -> int:
        """Where its trigger stands in the document."""

    @property
    def is_hostile(self) -> bool:
        """Whether it restricts."""

    @property
    def actors(self) -> frozenset[str]:
        """Who acts."""

    @property
    def others(self) -> frozenset[str]:
        """Who is acted upon."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A proposal: `source` is given, or done, for `target`; `by` names the cue, `how` the way to target and source."""

    source: int
    target: int
    by: str
    to_target: str
    to_source: str


def _name(cue: Cue) -> str:
    return cue.sort if cue.sort in (CueSort.EXCHANGE, CueSort.ANSWER) else cue.name


def _provoked(source: Placed, target: Placed) -> bool:
    """Whether the target is another side's hostile act that bears on the source's actors, or the reverse."""
    strangers = bool(target.actors) and not target.actors & source.actors
    return target.is_hostile and strangers and bool(target.others & source.actors or target.actors & source.others)


class Tier:
    """The claims of one document, for resolving its cues."""

    def __init__(self, claims: Sequence[Placed]) -> None:
        self._claims = claims
        self._order = sorted(range(len(claims)), key=lambda index: claims[index].offset)

    def ties(self, cue: Cue, offset: int, start: int, place: Callable[[int], str]) -> Iterable[Tie]:
        """The ties of a cue at an offset in a sentence that begins at `start`; `place` tells where a claim of it stands to the cue."""
        if cue.sort is CueSort.PHRASE and cue.name not in _TYING_PHRASES:
            return []
        here = [index for index in self._order if self._claims[index].sentence == cue.sentence]
        places = {index: place(index) for index in here}
        wanted = [index for index in here if places[index].startswith("in:") and places[index][3:] not in {SUBJECT, *_GIVEN}]
        sources, how = self._sources(cue, offset, places, wanted)
        if not sources:
            return []
        if wanted:
            return self._between(sources, wanted, _name(cue), "inside", how)
        if cue.sort in (CueSort.CLAUSE, CueSort.PHRASE):
            return []
        return self._back(cue, (offset, start), places, sources, how)

    def _sources(self, cue: Cue, offset: int, places: dict[int, str], wanted: list[int]) -> tuple[list[int], str]:
        given = {f"in:{part}" for part in _GIVEN} if cue.sort is CueSort.ANSWER else set()
        for how, names in (("given", given), ("self", {"self"}), ("host", {"host"}), ("subject", {f"in:{SUBJECT}"})):
            if found := [index for index, name in places.items() if name in names]:
                return found, how
        rest = [index for index in places if index not in wanted]
        if rest:
            return [min(rest, key=lambda index: abs(self._claims[index].offset - offset))], "nearest"
        rows = self._before(cue.sentence, offset, wanted, _BACK_TO_ACT) if wanted else []
        return (rows[0], "earlier") if rows else ([], "")

    def _before(self, sentence: int, offset: int, sources: Sequence[int], reach: int) -> list[list[int]]:
        """The claims before an offset, a list a sentence, the nearest first."""
        own = {self._claims[index].key for index in sources}
        rows: dict[int, list[int]] = {}
        for index in self._order:
            claim = self._claims[index]
            if claim.offset < offset and claim.key not in own and sentence - claim.sentence <= reach:
                rows.setdefault(claim.sentence, []).append(index)
        return [rows[key] for key in sorted(rows, reverse=True)]

    def _back(self, cue: Cue, where: tuple[int, int], places: dict[int, str], sources: list[int], how: str) -> list[Tie]:
        """A cue without a complement: what it answers stands earlier."""
        offset, start = where
        first = min(self._claims[index].offset for index in sources)
        earlier = [i for i in places if i not in sources and self._claims[i].offset < max(first, offset) and places[i] != "host"]
        earlier = earlier or [i for i in places if i not in sources and self._claims[i].offset < first]
        way = "back" if not set(cue.parts) - {SUBJECT, *_GIVEN} else "beyond"
        out = [
            *self._between(sources, earlier[-1:], _name(cue), f"{way} clause", how),
            *self._between(sources, earlier[:-1], _name(cue), f"{way} clauses", how),
        ]
        if earlier and cue.sort is CueSort.EXCHANGE:
            return out
        rows = self._before(cue.sentence, start, sources, _BACK)
        if cue.sort is CueSort.ANSWER:
            out += self._provocations(sources, rows, way + (" too" if earlier else ""), how)
        if rows and not earlier:
            out += self._between(sources, rows[0], _name(cue), f"{way} sentence", how)
        return out

    def _provocations(self, sources: Iterable[int], rows: Sequence[Sequence[int]], way: str, how: str) -> Iterable[Tie]:
        """Hostile acts of another side on the one that answers: of the last sentence that tells of any, then of the one before."""
        for source in sources:
            provoking = [hits for row in rows if (hits := [i for i in row if _provoked(self._claims[source], self._claims[i])])]
            for rank, hits in enumerate(provoking[:2]):
                yield from self._between([source], hits, CueSort.ANSWER, f"{way} act {rank}", how)

    def _between(self, sources: Iterable[int], targets: Sequence[int], by: str, to_target: str, to_source: str) -> list[Tie]:
        return [Tie(i, j, by, to_target, to_source) for i in sources for j in targets if self._claims[i].key != self._claims[j].key]
