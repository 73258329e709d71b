"""Links between the claims of one document: given in exchange, in retaliation, on condition.

In: drafts of an analysis with their evidence. Out: links between them, by position.

Holds: a link is proposed only between claims at most two sentences apart; which words tie two claims together is judged
from cues, the order and the distance of the two triggers, kinds and statuses, and whose sides are exchanged.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import permutations

from detente.model.claim import Kind, LinkType
from detente.reading.actors.mentions import ActorMention
from detente.reading.candidates import Candidate
from detente.reading.drafts import Draft
from detente.reading.judge import Judge
from detente.reading.mentions import Analysis, Mention

TASK = "link"
LABELS = tuple(type_.value for type_ in LinkType)
LINK = 0.5
_REACH = 2

_CUES = {
    "exchange": re.compile(
        r"in (?:return|exchange)|quid pro quo|for (?:its|his|their|her) part|in turn\b|\bswap|trade-off|bargain|reciprocat|against a promise|\bfor a (?:promise|pledge)|as part of",
        re.I,
    ),
    "retaliation": re.compile(
        r"retaliat|in (?:response|answer|reply|reprisal)|\bresponse\b|\banswer|hit(?:s|ting)? back|counter|tit[- ]for[- ]tat|repris|revenge|respond|in kind|struck back|strik\w+ back|punish",
        re.I,
    ),
    "condition": re.compile(
        r"\bif\b|\bunless\b|\buntil\b|\bonce\b|provided|as long as|so long as|condition|subject to|depend|hinge|contingent|only after|in case\b|should\b|when\b|failing|otherwise|before\b|without\b",
        re.I,
    ),
    "because": re.compile(r"\bover\b|because|\bfor\b|after\b|\bin view of", re.I),
}
_SIDES = {
    Kind.MEASURE: ("imposer", "target"),
    Kind.COMMITMENT: ("promisor", "promisee"),
    Kind.AGREEMENT: ("parties", "mediators"),
    Kind.ENCOUNTER: ("participants", "unconfirmed_by"),
}


def sides(kind: Kind, filled: Sequence[tuple[str, Mention]]) -> tuple[frozenset[str], frozenset[str]]:
    """The codes of those who act and of those acted upon."""

    def codes(slot: str) -> frozenset[str]:
        return frozenset(a.code for name, m in filled if name == slot and isinstance(m.value, ActorMention) for a in m.value.actors)

    return codes(_SIDES[kind][0]), codes(_SIDES[kind][1])


def _offset(analysis: Analysis, candidate: Candidate) -> int:
    tree = analysis.trees[candidate.sentence]
    assert tree is not None
    return analysis.sentences[candidate.sentence].span.start + tree.starts[candidate.main]


def _conditional(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether the trigger stands inside a conditional clause."""
    tree = analysis.trees[candidate.sentence]
    assert tree is not None
    return any(
        tree.deps[child] == "mark" and tree.lower[child] in ("if", "unless", "until", "once", "should", "provided")
        for token in (candidate.main, *tree.ancestors(candidate.main))
        for child in tree.children[token]
    )


def link_features(
    analysis: Analysis,
    source: Candidate,
    target: Candidate,
    source_sides: tuple[frozenset[str], frozenset[str]],
    target_sides: tuple[frozenset[str], frozenset[str]],
) -> list[str]:
    """Features of an ordered pair of candidates."""
    a, b = _offset(analysis, source), _offset(analysis, target)
    text = analysis.document.whole
    between = text[min(a, b) : max(a, b)]
    start = analysis.sentences[min(source.sentence, target.sentence)].span.start
    lead = text[start : min(a, b)]
    end = analysis.sentences[max(source.sentence, target.sentence)].span.end
    trail = text[max(a, b) : end]
    order = "+" if a <= b else "-"
    apart = str(abs(source.sentence - target.sentence))
    kinds = f"{source.kind}>{target.kind}"
    cues = [
        f"{place}:{name}"
        for place, part in (("between", between), ("lead", lead), ("trail", trail))
        for name, cue in _CUES.items()
        if cue.search(part)
    ]
    mirrored = bool(source_sides[0] & target_sides[1]) or bool(source_sides[1] & target_sides[0])
    out = [
        f"kinds={kinds}",
        f"apart={apart}",
        f"order={order}",
        f"apart={apart}|{order}|{kinds}",
        f"mirrored={mirrored}",
        f"same={bool(source_sides[0] & target_sides[0])}",
    ]
    out += [
        name for cue in cues for name in (cue, f"{cue}|{order}", f"{cue}|{order}|{apart}", f"{cue}|{kinds}", f"{cue}|mirrored={mirrored}")
    ]
    out += [f"if-source={_conditional(analysis, source)}|{apart}", f"if-target={_conditional(analysis, target)}|{apart}"]
    out += [f"if={_conditional(analysis, source)}{_conditional(analysis, target)}|{apart}|{kinds}"]
    return out


def pairs_in_reach(candidates: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Ordered pairs of positions whose candidates stand close enough."""
    for i, j in permutations(range(len(candidates)), 2):
        if abs(candidates[i].sentence - candidates[j].sentence) <= _REACH:
            yield i, j


def links_in(analysis: Analysis, drafts: Sequence[Draft], judge: Judge) -> list[tuple[int, LinkType, int]]:
    """Links between drafts, by their positions."""
    task = judge.tasks.get(TASK)
    if task is None:
        return []
    of = [sides(d.kind, [(slot, f.mention) for slot, fillers in d.slots.items() for f in fillers]) for d in drafts]
    out = []
    for i, j in pairs_in_reach([draft.candidate for draft in drafts]):
        features = link_features(analysis, drafts[i].candidate, drafts[j].candidate, of[i], of[j])
        chances = task.probabilities(features)
        best = max(chances, key=lambda label: chances[label])
        if chances[best] >= LINK:
            out.append((chances[best], i, LinkType(best), j))
    taken: set[frozenset[int]] = set()
    kept = []
    for _, i, type_, j in sorted(out, key=lambda link: (-link[0], link[1], link[3])):
        if frozenset((i, j)) not in taken:
            taken.add(frozenset((i, j)))
            kept.append((i, type_, j))
    return sorted(kept, key=lambda link: (link[0], link[2]))
