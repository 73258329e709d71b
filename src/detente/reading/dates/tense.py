"""A shallow reader of tense around a time expression: does its clause look back or ahead?

In: tokens and the place of the expression. Out: past, future or None. It knows auxiliaries, verb endings and the words that
announce a plan. The nearest of them in front of the expression decides, then the nearest behind it, within the sentence.
"""

from dataclasses import dataclass
from enum import Enum

from detente.reading.dates.lexicon import words
from detente.reading.dates.tokens import Tokens


class Tense(Enum):
    """Where a clause looks."""

    PAST = "past"
    FUTURE = "future"


# So many tokens in front of an expression a verb surely is the one that it belongs to.
_CLOSE = 6


@dataclass(frozen=True, slots=True)
class Clause:
    """The tense of a clause; `sure` where its verb stands close in front, or the expression opens the sentence."""

    tense: Tense | None
    sure: bool


_FUTURE = words(
    "will would shall ll due scheduled expected slated poised upcoming forthcoming should must might could may can expires begins starts"
    " resumes resume begin expire arrives kicks"
)
_PAST = words(
    "was were had did been said told began came went took made gave got found left held met saw won lost sold bought sent brought fell"
    " rose grew cut hit led ran wrote spoke broke chose drew drove flew froze hid knew lay paid put rode rang sought shook shot shut sang"
    " sank slept spent stood stole struck swore swept taught thought threw understood woke wore wound withdrew became built caught dealt"
    " fought heard kept meant sat hurt quit overtook undertook laid bid slid dug hung bound fled bled read quoted ago has have"
)
_NOT_VERBS = words(
    "united need indeed speed feed seed breed hundred red bed shed limited embed kindred sacred naked wicked rugged so-called weed"
)
_DETERMINERS = words("the a an its their his her our any no all these those this that some s proposed")
# Verbs whose infinitive tells of the past when they do: `refused to meet on Friday`.
_DONE_WITH_INFINITIVE = words(
    "failed managed refused declined began started continued came went appeared seemed helped tried moved proved used had got chose opted"
)
_SENTENCE_MARKS = words(". ! ? ;")
_ABBREVIATIONS = words(
    "mr mrs ms dr gen sen rep gov st jan feb mar apr jun jul aug sept sep oct nov dec inc corp co ltd no vs lt col capt sgt prof"
)


def ends_sentence(tokens: Tokens, index: int) -> bool:
    """Whether a token ends a sentence: no full stop of `U.S.` or `Gen.`."""
    if tokens.tags[index] == "\n":
        return True
    word = tokens.words[index]
    if word != ".":
        return word in _SENTENCE_MARKS
    before = tokens.words[index - 1] if index else ""
    return len(before) > 1 and before not in _ABBREVIATIONS and not tokens.glued(index + 1)


def tense_at(tokens: Tokens, first: int, last: int) -> Clause:
    """The tense of the clause around tokens `first` to `last` (not included)."""
    found = _scan(tokens, range(first - 1, max(first - 28, -1), -1))
    if found is not None:
        return Clause(found[0], first - found[1] <= _CLOSE)
    found = _scan(tokens, range(last, min(last + 20, len(tokens.words))))
    opens_sentence = any(ends_sentence(tokens, index) for index in range(max(first - 2, 0), first))
    return Clause(found[0], opens_sentence) if found is not None else Clause(None, False)


def _scan(tokens: Tokens, indices: range) -> tuple[Tense, int] | None:
    for index in indices:
        if ends_sentence(tokens, index):
            return None
        tense = _tense_of(tokens, index)
        if tense is not None:
            return tense, index
    return None


def _tense_of(tokens: Tokens, index: int) -> Tense | None:
    """What a single word tells, with those beside it."""
    word = tokens.words[index]
    if word in _FUTURE:
        compared = word == "expected" and tokens.words[index - 1] in ("than", "as")
        return None if compared or tokens.tags[index + 1 : index + 2] == "5" else _ahead_or_perfect(tokens, index)
    if word == "set":
        return Tense.FUTURE if tokens.words[index + 1 : index + 2] in (["for"], ["to"]) else Tense.PAST
    if word in ("takes", "take", "comes", "come", "enters", "enter"):
        return Tense.FUTURE if tokens.words[index + 1 : index + 2] in (["effect"], ["into"]) else None
    if word == "to":
        return _infinitive(tokens, index)
    return _past_or_planned(tokens, index) if word in _PAST or _is_participle(tokens, index) else None


def _ahead_or_perfect(tokens: Tokens, index: int) -> Tense:
    """`would have met`, `could have been` look back."""
    return Tense.PAST if tokens.words[index + 1 : index + 2] == ["have"] else Tense.FUTURE


def _is_participle(tokens: Tokens, index: int) -> bool:
    """A form in -ed that is no adjective of a noun: `met`, `was delayed`, not `the delayed talks`."""
    word = tokens.words[index]
    if not word.endswith("ed") or len(word) < 4 or word in _NOT_VERBS:
        return False
    return not (index and tokens.words[index - 1] in _DETERMINERS and tokens.tags[index + 1 : index + 2] in ("x", "X"))


def _infinitive(tokens: Tokens, index: int) -> Tense | None:
    """`plans to meet`: ahead; `failed to meet`: the verb in front decides; `to China`: no infinitive."""
    behind = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    start = tokens.starts[index + 1] if behind else 0
    if not behind.isalpha() or tokens.text[start].isupper() or behind in _DETERMINERS or behind.endswith(("ing", "s")):
        return None
    return None if index and tokens.words[index - 1] in _DONE_WITH_INFINITIVE else Tense.FUTURE


def _past_or_planned(tokens: Tokens, index: int) -> Tense:
    """A participle behind `will be`, `to be` or `is expected to be` looks ahead."""
    before = tokens.words[max(index - 3, 0) : index]
    ahead = {"will", "would", "be", "shall", "must", "should", "can", "could", "may", "might"} & set(before)
    return Tense.FUTURE if ahead and not {"have", "been", "had"} & set(before) else Tense.PAST
