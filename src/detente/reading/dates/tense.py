"""A shallow reader of tense around a time expression: does its clause look back or ahead?

In: tokens and the place of the expression. Out: past, future or None. It knows auxiliaries, verb endings and the words that
announce a plan. The nearest of them in front of the expression decides, then the nearest behind it, within the sentence.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from detente.reading.dates.lexicon import words
from detente.reading.dates.tokens import Tokens


class Tense(Enum):
    """Where a clause looks."""

    PAST = "past"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Clause:
    """The tense of a clause; `sure` where its verb stands close in front, or the expression opens the sentence."""

    tense: Tense | None
    sure: bool


# So many tokens in front of an expression a verb surely is the one that it belongs to.
_CLOSE = 6
_FARTHEST_BACK, _FARTHEST_ON = 28, 20

_FUTURE = words(
    "will would shall ll due scheduled expected slated poised supposed upcoming forthcoming should must might could may can tomorrow"
    " expires lapses begins begin starts resumes resume arrives kicks opens closes ends travels returns hosts departs meets runs"
    " leaves flies heads gathers gather convenes convene"
)
_PAST = words(
    "was were had did been ago yesterday arose awoke became began beat bent bled blew bore bought bound bred broke brought built"
    " burnt came caught chose clung crept dealt drank drew drove dug ate fell felt fled flew flung forbade foresaw forgave forgot"
    " fought found froze gave got grew ground heard held hid hung kept knelt knew laid lay leapt led left lent lit lost made meant"
    " met misled mistook outdid overcame oversaw overtook overthrew paid put quit ran rang read rebuilt rewrote rode rose said sang"
    " sank sat saw sent shone shook shot showed shrank shut slept slid slung sold sought spent spoke sprang spun stole stood stuck"
    " struck swam swept swore swung taught told took tore threw thought thrust understood undertook upheld upset went wept withdrew"
    " withheld withstood woke won wore wound wrote cut hit hurt"
)
_NOT_VERBS = words(
    "united need indeed speed feed seed breed hundred red bed shed limited embed kindred sacred naked wicked rugged weed provided"
)
_DETERMINERS = words("the a an its their his her our any no all these those this that some s")
# Verbs whose infinitive tells of the past when they do: `refused to meet on Friday`.
_DONE_WITH_INFINITIVE = words(
    "failed managed refused declined began started continued came went appeared seemed helped tried moved proved used had got chose opted"
)
_MODALS = words("will would be shall must should can could may might")
_KNOWN = _FUTURE | _PAST | words("set takes take comes come enters enter to")


def clause_at(tokens: Tokens, first: int, last: int, *, preposition: str | None) -> Clause:
    """The tense of the clause around tokens `first` to `last` (not included).

    `since July` looks back whatever the verb. `until` says of no verb that it was done then; where nothing else tells, it and
    `by` look ahead. Behind `from` the clause that follows counts first: `from Monday the duty will be higher`.
    """
    if preposition == "since":
        return Clause(Tense.PAST, True)
    start, end = tokens.sentence(first, last)
    back, on = range(first - 1, max(first - _FARTHEST_BACK, start) - 1, -1), range(last, min(last + _FARTHEST_ON, end))
    if preposition in ("from", "starting", "effective"):
        ahead = _scan(tokens, on, behind=True)
        if ahead is not None and ahead[0] is Tense.FUTURE:
            return Clause(Tense.FUTURE, True)
    found = _scan(tokens, back, behind=False)
    if found is not None:
        clause = Clause(found[0], first - found[1] <= _CLOSE)
    else:
        found = _scan(tokens, on, behind=True)
        clause = Clause(found[0] if found else None, found is not None and first - start <= 1)
    return _seen_from(preposition, clause)


def _seen_from(preposition: str | None, clause: Clause) -> Clause:
    """What a preposition leaves of the verb's word: a limit may lie ahead of what was done."""
    match preposition, clause.tense:
        case (("until" | "till" | "by"), None):
            return Clause(Tense.FUTURE, False)
        case (("until" | "till" | "to"), Tense.PAST):
            return Clause(None, False)
        case (("from" | "starting" | "effective"), Tense.PAST) if clause.sure:
            return Clause(Tense.PAST, False)
        case "by", Tense.PAST:
            return Clause(Tense.PAST, False)
        case _:
            return clause


def _scan(tokens: Tokens, indices: Iterable[int], *, behind: bool) -> tuple[Tense, int] | None:
    """The first word of some that tells a tense, and where it stands."""
    for index in indices:
        word = tokens.words[index]
        if word in _KNOWN or word.endswith("ed"):
            tense = _tense_of(tokens, index, behind=behind)
            if tense is not None:
                return tense, index
    return None


def _tense_of(tokens: Tokens, index: int, *, behind: bool) -> Tense | None:
    """What a single word tells, with those beside it. `behind` the expression an infinitive says nothing."""
    word = tokens.words[index]
    if word in _FUTURE:
        return None if _is_no_modal(tokens, index) else _ahead_or_perfect(tokens, index)
    if word == "set":
        return Tense.FUTURE if tokens.words[index + 1 : index + 2] in (["for"], ["to"]) else Tense.PAST
    if word in ("takes", "take", "comes", "come", "enters", "enter"):
        return Tense.FUTURE if tokens.words[index + 1 : index + 2] in (["effect"], ["into"]) else None
    if word == "to":
        return None if behind else _infinitive(tokens, index)
    return _past_or_planned(tokens, index) if word in _PAST or _is_participle(tokens, index) else None


def _is_no_modal(tokens: Tokens, index: int) -> bool:
    """The month of May, a word in front of a year, `more than expected`, `falling due`."""
    word = tokens.words[index]
    if word == "may" and tokens.text[tokens.starts[index]] == "M":
        return True
    if word == "due" and tokens.words[index - 1].endswith("ing"):
        return True
    return (word == "expected" and tokens.words[index - 1] in ("than", "as")) or tokens.tags[index + 1 : index + 2] == "5"


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
    if not behind.isalpha() or tokens.text[start].isupper() or behind in _DETERMINERS or _is_no_verb(behind):
        return None
    return None if index and tokens.words[index - 1] in _DONE_WITH_INFINITIVE else Tense.FUTURE


def _is_no_verb(word: str) -> bool:
    """Behind `to`: `talks`, `holding`; but not `discuss`, `focus`."""
    return word.endswith("ing") or (word.endswith("s") and not word.endswith(("ss", "us")))


def _past_or_planned(tokens: Tokens, index: int) -> Tense | None:
    """`will be signed`, `to hit` look ahead; `is signed` tells nothing; the rest looks back."""
    before = tokens.words[max(index - 3, 0) : index]
    if before[-1:] == ["to"]:
        return _infinitive(tokens, index - 1)
    if before[-1:] in (["is"], ["are"]):
        return None
    ahead = _MODALS & set(before)
    return Tense.FUTURE if ahead and not {"have", "been", "had"} & set(before) else Tense.PAST
