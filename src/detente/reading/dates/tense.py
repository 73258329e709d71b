"""A shallow reader of tense around a time expression: does its clause look back or ahead?

In: tokens and the place of the expression. Out: past, future or None. It knows auxiliaries, endings and the words that
announce a plan; the nearest verb of the same sentence decides, those in front of the expression before those behind.
"""

from enum import Enum

from detente.reading.dates.lexicon import words
from detente.reading.dates.tokens import Tokens


class Tense(Enum):
    """Where a clause looks."""

    PAST = "past"
    FUTURE = "future"


_FUTURE = words("""will would shall 'll due scheduled expected set plans plan planned planning upcoming forthcoming intends aims hopes wants
    want seeks should must may might could can expects prepares preparing ahead slated poised proposes proposed pledges tomorrow
    deadline expire expires starts begins comes arrives meets meet visits visit ends takes opens until unless
    if""")
_PAST = words("""was were had did been said told began came went took made gave got found left held met saw won lost sold bought sent
    brought fell rose grew cut hit led ran wrote spoke broke chose drew drove flew froze hid knew lay paid put rode rang sought shook
    shot shut sang sank slept spent stood stole struck swore swept taught thought threw understood woke wore wound withdrew
    became built caught dealt fought heard kept meant sat""")
_NOT_VERBS = words("united need indeed speed feed seed breed exceed proceed succeed hundred red bed shed limited embed")
_STOP = frozenset((".", ";", "?", "!", "\n"))


def tense_at(tokens: Tokens, first: int, last: int) -> Tense | None:
    """The tense of the clause around tokens `first` to `last` (not included)."""
    back = _scan(tokens, range(first - 1, max(first - 25, -1), -1))
    return back if back else _scan(tokens, range(last, min(last + 20, len(tokens.words))))


def _scan(tokens: Tokens, indices: range) -> Tense | None:
    for index in indices:
        word = tokens.words[index]
        if word in _STOP or tokens.tags[index] == "\n":
            return None
        if word in _FUTURE:
            return Tense.FUTURE
        if word == "to" and _infinitive(tokens, index):
            return Tense.FUTURE
        if word in _PAST or (word.endswith("ed") and len(word) > 3 and word not in _NOT_VERBS):
            return _past_or_planned(tokens, index)
    return None


def _infinitive(tokens: Tokens, index: int) -> bool:
    return index + 1 < len(tokens.words) and tokens.tags[index + 1] == "x" and tokens.words[index - 1] not in _PAST


def _past_or_planned(tokens: Tokens, index: int) -> Tense:
    """A participle behind `will be`, `to be` or `is expected to be` looks ahead."""
    before = tokens.words[max(index - 3, 0) : index]
    ahead = {"will", "would", "be", "shall"} & set(before)
    return Tense.FUTURE if ahead and "have" not in before else Tense.PAST
