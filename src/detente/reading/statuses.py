"""At what stage a claim is told to be: the likeliest that its words and its days allow.

In: the logarithms of the probabilities of each status, the sentences that tell of the claim. Out: the same without what
cannot be, or a status.

Holds: a measure is in force only where it is hardly likely that it is none yet; nothing is ruled out that nobody denies.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from detente.model.claim import AgreementStatus, CommitmentStatus, EncounterStatus, Kind, MeasureAction, MeasureStatus
from detente.model.edtf import Edtf
from detente.reading.candidates import Candidate
from detente.reading.encoder import Floats
from detente.reading.mentions import Analysis
from detente.reading.value_features import when_of

# The probability of being merely sought, considered or threatened from which no measure is told as in force: a threat
# told as an act is the worst mistake; of relief it is a lesser one.
UNREALISED, UNREALISED_RELIEF = 0.1, 0.2
_NO_MEASURE_YET = frozenset({MeasureStatus.SOUGHT, MeasureStatus.CONSIDERED, MeasureStatus.THREATENED})
_RELIEF = frozenset({MeasureAction.CUT, MeasureAction.SUSPEND, MeasureAction.LIFT, MeasureAction.EXEMPT})
_RULED_OUT = {Kind.MEASURE: MeasureStatus.RULED_OUT, Kind.ENCOUNTER: EncounterStatus.RULED_OUT}
_STATUS: dict[Kind, tuple[StrEnum, ...]] = {
    Kind.MEASURE: tuple(MeasureStatus),
    Kind.ENCOUNTER: tuple(EncounterStatus),
    Kind.AGREEMENT: tuple(AgreementStatus),
    Kind.COMMITMENT: tuple(CommitmentStatus),
}
_DONE: dict[Kind, tuple[StrEnum, ...]] = {
    Kind.MEASURE: (MeasureStatus.ANNOUNCED, MeasureStatus.IN_FORCE),
    Kind.ENCOUNTER: (EncounterStatus.HELD, EncounterStatus.UNDER_WAY, EncounterStatus.CONFIRMED),
    Kind.AGREEMENT: (AgreementStatus.SIGNED, AgreementStatus.IN_FORCE, AgreementStatus.EXTENDED),
    Kind.COMMITMENT: (CommitmentStatus.FULFILLED, CommitmentStatus.UNDER_WAY),
}
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nor|neither|nobody|nothing|without|cannot|hardly|unlikely|unaware|den(?:y|ies|ied|ials?|ying)|reject\w*"
    r"|dismiss\w*|refus\w*|refrain\w*|exclud\w+|declin\w+|drop\w*|rather|avoid\w*|abandon\w*|skip\w*|rul(?:e|es|ed|ing)(?: \w+)? out"
    r"|turn(?:s|ed)? down|stop(?:s|ped)? short|stay(?:s|ed)? away|(?:decided|voted) against|out of the question|off the table|far from"
    r"|too \w+ to|false|untrue|unfounded|groundless|invented|nonsense|premature|rumou?rs?|regrets)\b|n['’]t\b",
    re.IGNORECASE,
)


def likeliest(labels: Sequence[StrEnum], chances: Floats, action: str | None) -> StrEnum:
    """The likeliest label; the next one instead of `in_force` where the measure may well be none yet."""
    ranked = [labels[int(row)] for row in (-chances).argsort(kind="stable")]
    return ranked[1] if ranked[0] is MeasureStatus.IN_FORCE and may_be_unrealised(chances, action) else ranked[0]


def may_be_unrealised(chances: Floats, action: str | None) -> bool:
    """Whether a measure may well be merely asked for, thought of or threatened."""
    shares = np.exp(chances - chances.max())
    yet = sum(share for label, share in zip(MeasureStatus, shares, strict=True) if label in _NO_MEASURE_YET)
    return bool(yet / shares.sum() >= (UNREALISED_RELIEF if action in _RELIEF else UNREALISED))


def as_told(analysis: Analysis, candidate: Candidate, chances: Floats) -> Floats:
    """Without what the words do not allow.

    Nothing is `ruled_out` where neither the sentence nor the next one denies anything or asks; nothing is done or decided of which
    the sentence says that somebody wants it, and no measure of which it says that it will not be.
    """
    kind, out = candidate.kind, chances.copy()
    if kind in _RULED_OUT and not _denies(analysis, candidate.sentence):
        out[_STATUS[kind].index(_RULED_OUT[kind])] = -np.inf
    if (kind is Kind.MEASURE and _will_not_be(analysis, candidate)) or _is_wished(analysis, candidate):
        out[[_STATUS[kind].index(status) for status in _DONE[kind]]] = -np.inf
    return out


def _denies(analysis: Analysis, sentence: int) -> bool:
    texts = [near.text for near in analysis.sentences[sentence : sentence + 2]]
    return texts[0].rstrip("\"”’' ").endswith("?") or any(_DENIAL.search(text) for text in texts)


_WILL = frozenset({"will", "would", "shall", "wo", "'ll", "’ll", "'d", "’d"})
_TO_DO = frozenset({"impose", "introduce", "apply", "levy", "take", "go", "come", "enter", "put", "proceed", "happen"})


def _will_not_be(analysis: Analysis, candidate: Candidate) -> bool:
    """`tariffs would not be imposed`, `the duty will not take effect`."""
    tree = analysis.trees[candidate.sentence]
    assert tree is not None
    verb = next((t for t in (candidate.main, *tree.ancestors(candidate.main)) if tree.pos[t] in ("VERB", "AUX")), candidate.main)
    if verb not in candidate.tokens and tree.lemmas[verb] not in _TO_DO:
        return False
    below = tree.children[verb]
    return any(tree.deps[child] == "neg" for child in below) and any(tree.lower[child] in _WILL for child in below)


# The lemmatizer takes `hopes` for a form of `hop`.
_WISHING = frozenset({"want", "wish", "hope", "hop", "urge", "seek"})
_CLAUSE_ARCS = frozenset({"ccomp", "xcomp", "nsubj", "nsubjpass", "dobj", "pobj", "prep", "attr", "oprd", "compound"})


def _is_wished(analysis: Analysis, candidate: Candidate) -> bool:
    """`hopes to meet`, `wants the deal signed`; not `wants the deal, signed in May, ratified`."""
    tree = analysis.trees[candidate.sentence]
    assert tree is not None
    token = candidate.main
    is_small_clause = any(
        tree.deps[other] == "acl" and tree.heads[other] == token and tree.lower[other - 1] != "," for other in candidate.tokens
    )
    while tree.heads[token] != token and tree.deps[token] in _CLAUSE_ARCS:
        above = tree.heads[token]
        if tree.lemmas[above] in _WISHING and tree.pos[above] == "VERB":
            return tree.deps[token] in ("ccomp", "xcomp") or (is_small_clause and token == candidate.main)
        token = above
    return False


def as_threat(chances: Floats) -> Floats:
    """What is decided for the case that something is lacking is a threat."""
    out = chances.copy()
    decided, threatened = _STATUS[Kind.MEASURE].index(MeasureStatus.ANNOUNCED), _STATUS[Kind.MEASURE].index(MeasureStatus.THREATENED)
    out[threatened] = np.logaddexp(chances[threatened], chances[decided])
    out[decided] = -np.inf
    return out


def on_its_day(analysis: Analysis, status: MeasureStatus, effective: Edtf, *, is_doubtful: bool) -> MeasureStatus:
    """What is decided is in force from its day on and not before; not so where it `is_doubtful` that it was decided."""
    match when_of(effective, analysis), status:
        case "past", MeasureStatus.ANNOUNCED if not is_doubtful:
            return MeasureStatus.IN_FORCE
        case "future", MeasureStatus.IN_FORCE:
            return MeasureStatus.ANNOUNCED
    return status
