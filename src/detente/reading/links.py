"""Links between the claims of one document: given in exchange, in retaliation, on condition.

In: drafts of an analysis. Out: links between them, by position.

Holds: a link joins two different claims, and a pair has one link at most: the likeliest over all places that tell of them.
"""

from collections.abc import Mapping, Sequence

from detente.model.claim import LinkType
from detente.reading.drafts import Draft
from detente.reading.judge import Judge
from detente.reading.mentions import Analysis
from detente.reading.pairs import PairView, Teller, offset_of, pairs_in_reach, sides

TASK = "link"
LABELS = tuple(type_.value for type_ in LinkType)
LINK = 0.5


def tellers_of(analysis: Analysis, drafts: Sequence[Draft]) -> list[Teller]:
    """The places that tell of each draft; a draft's position is its key."""
    out = []
    for index, draft in enumerate(drafts):
        actors, others = sides(draft.kind, [(slot, f.mention) for slot, fillers in draft.slots.items() for f in fillers])
        bound = draft.slots.get("condition", ())
        for candidate in (draft.candidate, *draft.others):
            condition = bound[0].mention.span if bound else None
            out.append(Teller(index, candidate, offset_of(analysis, candidate), actors, others, draft.choices, condition))
    return out


def links_in(analysis: Analysis, drafts: Sequence[Draft], judge: Judge) -> list[tuple[int, LinkType, int]]:
    """Links between drafts, by their positions."""
    task = judge.tasks.get(TASK)
    if task is None:
        return []
    tellers = tellers_of(analysis, drafts)
    view = PairView(analysis, tellers)
    chances: dict[tuple[int, int], tuple[float, str]] = {}
    for i, j in pairs_in_reach(tellers):
        if not view.may_link(i, j):
            continue
        label, chance = max(task.probabilities(view.features(i, j)).items(), key=lambda item: item[1])
        pair = (tellers[i].key, tellers[j].key)
        if chance >= LINK:
            chances[pair] = max(chances.get(pair, (0.0, "")), (chance, label))
    return _one_a_pair(chances)


def _one_a_pair(chances: Mapping[tuple[int, int], tuple[float, str]]) -> list[tuple[int, LinkType, int]]:
    kept: dict[frozenset[int], tuple[int, LinkType, int]] = {}
    for (i, j), (_, label) in sorted(chances.items(), key=lambda item: (-item[1][0], item[0])):
        kept.setdefault(frozenset((i, j)), (i, LinkType(label), j))
    return sorted(kept.values(), key=lambda link: (link[0], link[2]))
