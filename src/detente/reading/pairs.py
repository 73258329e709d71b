"""Claims of one document in ordered pairs, and what may tell that one is given, done or conditional for the other.

In: an analysis and the places that tell of claims. Out: features of ordered pairs.

Holds: pairs are of two different claims at most eight sentences apart; features speak of the cues around (`cues`,
`ties`), order and distance, the claims between, sides and statuses, and the condition of either claim.
Leaves to `links`: which pairs are linked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from detente.model.claim import Kind
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention
from detente.reading.candidates import Candidate
from detente.reading.cues import Cue, CueSort, cues_in, stands
from detente.reading.mentions import Analysis, Mention
from detente.reading.parse import Syntax
from detente.reading.ties import Tie, Tier

_REACH = 8
_CUES_BETWEEN = 3
_LONGEST_PATH = 5

SIDE_SLOTS = {
    Kind.MEASURE: ("imposer", "target"),
    Kind.COMMITMENT: ("promisor", "promisee"),
    Kind.AGREEMENT: ("parties", "mediators"),
    Kind.ENCOUNTER: ("participants", "unconfirmed_by"),
}
_HARD = frozenset({"impose", "raise", "maintain"})
_SOFT = frozenset({"cut", "suspend", "lift", "exempt"})
_AVERTED = frozenset({"dropped", "blocked", "ruled_out"})


def sides(kind: Kind, filled: Sequence[tuple[str, Mention]]) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of those who act and of those acted upon."""

    def codes(slot: str) -> frozenset[str]:
        return frozenset(a.code for name, m in filled if name == slot and isinstance(m.value, ActorMention) for a in m.value.actors)

    return codes(SIDE_SLOTS[kind][0]), codes(SIDE_SLOTS[kind][1])


@dataclass(frozen=True, slots=True, eq=False)
class Teller:
    """A place that tells of a claim, as links see it. Several may share a claim: they share its `key`."""

    key: int
    candidate: Candidate
    offset: int
    actors: frozenset[str]
    others: frozenset[str]
    choices: Mapping[str, str]
    condition: Span | None

    @property
    def sentence(self) -> int:
        """Its sentence."""
        return self.candidate.sentence

    @property
    def bent(self) -> str:
        """Which way it goes: a measure that restricts, one that frees, or the kind."""
        kind, action, status = self.candidate.kind, self.choices.get("action"), self.choices.get("status")
        if kind is not Kind.MEASURE:
            return kind.value
        if status in _AVERTED:
            return "kept" if action in _SOFT else "soft"
        return "hard" if action in _HARD else "soft" if action in _SOFT else "extend"

    @property
    def is_hostile(self) -> bool:
        """Whether it restricts."""
        return self.bent in ("hard", "extend")


def offset_of(analysis: Analysis, candidate: Candidate) -> int:
    """Where a candidate's main trigger stands in the document."""
    return analysis.sentences[candidate.sentence].span.start + _tree(analysis, candidate.sentence).starts[candidate.main]


def _tree(analysis: Analysis, sentence: int) -> Syntax:
    tree = analysis.trees[sentence]
    assert tree is not None
    return tree


def pairs_in_reach(tellers: Sequence[Teller]) -> Iterator[tuple[int, int]]:
    """Ordered pairs of positions whose claims differ and stand close enough."""
    for i, j in permutations(range(len(tellers)), 2):
        if tellers[i].key != tellers[j].key and abs(tellers[i].sentence - tellers[j].sentence) <= _REACH:
            yield i, j


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the features of one ordered pair share."""

    order: str
    apart: str
    sides: str
    bents: str
    between: int


class PairView:
    """The claims of one document in pairs; their cues and ties are worked out once."""

    def __init__(self, analysis: Analysis, tellers: Sequence[Teller]) -> None:
        self._analysis = analysis
        self._tellers = tellers
        self._places: dict[tuple[Cue, int], str] = {}
        self._cues_known: dict[int, Sequence[Cue]] = {}

    def _cues(self, sentence: int) -> Sequence[Cue]:
        known = self._cues_known.get(sentence)
        if known is None:
            tree = self._analysis.trees[sentence]
            known = self._cues_known[sentence] = list(cues_in(sentence, tree)) if tree is not None else ()
        return known

    @cached_property
    def _ties(self) -> dict[tuple[int, int], dict[tuple[str, str, str], None]]:
        """Ties by source and target; those that point the other way are marked."""
        tier = Tier(self._tellers)
        out: dict[tuple[int, int], dict[tuple[str, str, str], None]] = defaultdict(dict)
        for sentence in sorted({teller.sentence for teller in self._tellers}):
            for cue in self._cues(sentence):
                for tie in self._ties_of(tier, cue):
                    out[tie.source, tie.target][tie.by, tie.to_target, tie.to_source] = None
                    out[tie.target, tie.source][f"not {tie.by}", tie.to_target, tie.to_source] = None
        return out

    def _ties_of(self, tier: Tier, cue: Cue) -> list[Tie]:
        start = self._analysis.sentences[cue.sentence].span.start
        offset = start + _tree(self._analysis, cue.sentence).starts[cue.token]
        return list(tier.ties(cue, offset, start, lambda index: self._place(cue, index)))

    def _place(self, cue: Cue, index: int) -> str:
        known = self._places.get((cue, index))
        if known is None:
            known = self._places[cue, index] = stands(cue, self._tellers[index].candidate, _tree(self._analysis, cue.sentence))
        return known

    def may_link(self, source: int, target: int) -> bool:
        """Whether a pair is worth judging: tied by a cue, or in one sentence or the next."""
        apart = abs(self._tellers[source].sentence - self._tellers[target].sentence)
        return apart <= 1 or (source, target) in self._ties

    def features(self, source: int, target: int) -> list[str]:
        """Features of an ordered pair."""
        setting = self._setting(source, target)
        out = self._plain(source, target, setting)
        out += self._around(source, target, setting)
        out += self._tied(source, target, setting)
        out += self._path(source, target, setting)
        out += self._conditions(source, target, setting)
        return list(dict.fromkeys(out))

    def _setting(self, source: int, target: int) -> _Setting:
        one, other = self._tellers[source], self._tellers[target]
        return _Setting(
            "+" if one.offset <= other.offset else "-",
            self._apart(one, other),
            _mirror(one, other),
            f"{one.bent}>{other.bent}",
            len({teller.key for teller in self._between(one, other)}),
        )

    def _between(self, one: Teller, other: Teller) -> list[Teller]:
        low, high = sorted((one.offset, other.offset))
        return [t for t in self._tellers if low < t.offset < high and t.key not in (one.key, other.key)]

    def _apart(self, one: Teller, other: Teller) -> str:
        sentences = self._analysis.sentences
        apart = abs(one.sentence - other.sentence)
        if apart and 0 in (one.sentence, other.sentence):
            return "title"
        new_paragraph = sentences[one.sentence].paragraph != sentences[other.sentence].paragraph
        return f"{apart}{'p' if new_paragraph else ''}" if apart < 4 else "far"

    def _plain(self, source: int, target: int, at: _Setting) -> list[str]:
        one, other = self._tellers[source], self._tellers[target]
        rivals = {t.key for t in self._between(one, other) if t.bent == other.bent and t.actors & other.actors}
        nearer, between = str(min(len(rivals), 2)), str(min(at.between, 3))
        return [
            f"kinds={one.candidate.kind}>{other.candidate.kind}",
            *(f"{name}={value}" for name, value in (("bents", at.bents), ("apart", at.apart), ("order", at.order), ("sides", at.sides))),
            f"apart={at.apart}|{at.order}",
            f"sides={at.sides}|{at.bents}",
            f"sides={at.sides}|{at.bents}|{at.order}",
            f"sides={at.sides}|{at.bents}|{at.order}|{at.apart[0]}",
            f"between={between}",
            f"between={between}|{at.order}",
            f"nearer={nearer}",
            f"nearer={nearer}|{at.order}|{at.bents}",
            f"nearer={nearer}|{at.sides}|{at.bents}|{at.order}",
            f"source={one.candidate.kind}.{one.choices.get('status')}",
            f"target={other.candidate.kind}.{other.choices.get('status')}",
        ]

    def _around(self, source: int, target: int, at: _Setting) -> list[str]:
        """The cues of the two sentences and those between, with where either claim stands to them."""
        low, high = sorted((self._tellers[source].sentence, self._tellers[target].sentence))
        sentences = range(low, high + 1) if high - low <= _CUES_BETWEEN else (low, high)
        out: list[str] = []
        for cue in (cue for sentence in sentences for cue in self._cues(sentence)):
            one, other = self._place(cue, source), self._place(cue, target)
            if cue.sort in (CueSort.CLAUSE, CueSort.PHRASE):
                out += _of_structure(cue, one, other, at)
            else:
                out += _of_words(cue, one, other, at)
        return out

    def _tied(self, source: int, target: int, at: _Setting) -> list[str]:
        out = []
        for by, to_target, to_source in self._ties.get((source, target), ()):
            out += [f"tie={by}", f"tie={by}|{at.bents}", f"tie={by}|{at.sides}", f"tie={by}|{at.bents}|{at.sides}"]
            out += [f"tie={by}|{to_target}", f"tie={by}|{to_target}|{to_source}", f"tie={by}|{to_target.split()[0]}|{at.order}"]
        return out

    def _path(self, source: int, target: int, at: _Setting) -> list[str]:
        one, other = self._tellers[source].candidate, self._tellers[target].candidate
        if one.sentence != other.sentence:
            return []
        tree = _tree(self._analysis, one.sentence)
        path, steps = _way(tree, _governor(tree, one.main), _governor(tree, other.main))
        path = path if steps <= _LONGEST_PATH else "far"
        return [f"path={path}", f"path={path}|{at.bents}", f"path={path}|{at.sides}"]

    def _conditions(self, source: int, target: int, at: _Setting) -> list[str]:
        """Whether either claim has a condition, whether the other stands in it or is named by it."""
        one, other = self._tellers[source], self._tellers[target]
        return [*self._condition("source", one, other, at), *self._condition("target", other, one, at)]

    def _condition(self, end: str, bound: Teller, other: Teller, at: _Setting) -> list[str]:
        if bound.condition is None:
            return [f"{end}-bound=no"]
        if bound.condition.contains(Span(other.offset, other.offset + 1)):
            return [f"{end}-bound=in"]
        name = f"{end}-bound=out"
        words = self._analysis.document.whole[bound.condition.start : bound.condition.end].lower()
        stem = _tree(self._analysis, other.sentence).lemmas[other.candidate.main][:5]
        named = len(stem) > 3 and stem in words
        out = [name, f"{name}|{at.apart}|{at.order}", f"{name}|{at.bents}", f"{name}|{other.candidate.kind}"]
        return [*out, f"{name}|{min(at.between, 2)}|{at.order}", f"{name}|named={named}", f"{name}|named={named}|{other.candidate.kind}"]


def _way(tree: Syntax, start: int, goal: int) -> tuple[str, int]:
    """The arcs from one token up and down to another, and how many."""
    up, down = [start, *tree.ancestors(start)], [goal, *tree.ancestors(goal)]
    top = next(token for token in up if token in down)
    ups, downs = up[: up.index(top)], down[: down.index(top)]
    return "".join(f"^{tree.deps[t]}" for t in ups) + "".join(f">{tree.deps[t]}" for t in reversed(downs)), len(ups) + len(downs)


def _governor(tree: Syntax, token: int) -> int:
    return next((t for t in (token, *tree.ancestors(token)) if tree.pos[t] in ("VERB", "AUX")), token)


def _mirror(one: Teller, other: Teller) -> str:
    """Whether each acts on the other, and whether the same act in both."""
    ways = (bool(one.actors & other.others), bool(other.actors & one.others))
    known = bool(one.actors and other.actors and other.others)
    mirrored = "both" if all(ways) else "one" if any(ways) else "none" if known else "unknown"
    same = str(bool(one.actors & other.actors)) if one.actors and other.actors else "unknown"
    return f"{mirrored}.{same}"


def _of_structure(cue: Cue, one: str, other: str, at: _Setting) -> list[str]:
    if one == other or (cue.sort is CueSort.PHRASE and not (one + other).count("in:") and "self" not in (one, other)):
        return []
    out = [f"{cue.name}:{one}|{other}", f"{cue.name}:{one}|{other}|{at.bents}", f"{cue.sort}:{one}|{other}"]
    if cue.sort is CueSort.CLAUSE:
        out += [f"{cue.name}:{one}|{other}|{at.order}", f"{cue.name}:source {one}", f"{cue.name}:target {other}"]
    return out


def _of_words(cue: Cue, one: str, other: str, at: _Setting) -> list[str]:
    name = f"{cue.sort}{'' if cue.parts else ' alone'}"
    both = f"{name}:{one}|{other}"
    return [
        both,
        f"{cue.name}{'' if cue.parts else ' alone'}:{one}|{other}",
        *(f"{both}|{value}" for value in (at.bents, at.sides, at.apart, f"between{min(at.between, 3)}")),
        f"{cue.sort}:source {one}|{at.order}",
        f"{cue.sort}:target {other}|{at.order}",
    ]
