"""Words that tie two acts together: in return for, retaliated with, if, unless, subject to, and what hangs on them.

In: a sentence's tree. Out: `Cue`s, and where a candidate stands to one of them.

Holds: a cue's parts are the stretches that hang on it, by the word that opens them; a cue with no part for what it
answers points back (`In return, …`, `Ottawa hit back with …`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from detente.reading.candidates import Candidate
from detente.reading.parse import Syntax


class CueSort(StrEnum):
    """What a cue says: an exchange, an answer, a condition, or only that one stands in a clause or phrase of the other."""

    EXCHANGE = "exchange"
    ANSWER = "answer"
    CONDITION = "condition"
    CLAUSE = "clause"
    PHRASE = "phrase"


SUBJECT, OBJECT, BELOW, ADVERBIAL = "subject", "object", "below", "adverbial"


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One cue. `host` is the verb that it hangs on; `parts` are tokens below it, by the word or arc that opens them."""

    sort: CueSort
    name: str
    sentence: int
    token: int
    host: int
    parts: Mapping[str, frozenset[int]]


def _named(sort: CueSort, words: str) -> dict[str, CueSort]:
    return dict.fromkeys(words.split(), sort)


_AFTER_IN = _named(CueSort.EXCHANGE, "return exchange turn") | _named(
    CueSort.ANSWER, "retaliation response answer reply reprisal revenge kind reaction"
)
_NOUNS = (
    _named(CueSort.ANSWER, "retaliation response answer reply countermeasure payback reprisal revenge retort riposte reaction")
    | _named(CueSort.EXCHANGE, "price counterpart concession quid bargain swap trade-off barter reward compensation")
    | _named(CueSort.CONDITION, "condition precondition proviso prerequisite")
)
_VERBS = (
    _named(CueSort.ANSWER, "retaliate respond answer reply counter match mirror avenge punish react")
    | _named(CueSort.EXCHANGE, "reciprocate exchange trade swap barter reward")
    | _named(CueSort.CONDITION, "depend hinge")
)
_ADJECTIVES = _named(CueSort.ANSWER, "retaliatory reciprocal") | _named(CueSort.CONDITION, "conditional contingent dependent subject")
# With `back` behind them these are answers: hit back, strike back.
_BLOWS = frozenset("hit strike fight push punch fire shoot".split())
_SUBORDINATORS = frozenset(
    """if unless until till once provided providing when after before because since while whereas as assuming lest though although
    should so""".split()
)
_PREPOSITIONS = frozenset(
    "for against over after upon pending barring failing without until before following with on despite in to by".split()
)
_OPENERS = frozenset("for to against of on upon over that".split())


def _below(tree: Syntax, token: int) -> frozenset[int]:
    return frozenset(tree.subtree(token))


def _verb_above(tree: Syntax, token: int) -> int:
    while tree.pos[token] not in ("VERB", "AUX") and tree.heads[token] != token:
        token = tree.heads[token]
    return token


def _complement(tree: Syntax, token: int) -> dict[str, frozenset[int]]:
    """What a noun or adjective takes: `for …`, `to …`; also where the parser hung it elsewhere."""
    for child in tree.children[token]:
        if child > token and tree.lower[child] in _OPENERS and tree.deps[child] in ("prep", "mark", "dative", "agent", "acl", "relcl"):
            return {tree.lower[child]: _below(tree, child)}
    following = token + 1
    if following < len(tree) and tree.lower[following] in _OPENERS:
        return {tree.lower[following]: frozenset(t for t in tree.subtree(following) if t > token)}
    return {}


def _arguments(tree: Syntax, verb: int) -> dict[str, frozenset[int]]:
    parts = {}
    for child in tree.children[verb]:
        match tree.deps[child]:
            case "nsubj" | "nsubjpass" | "csubj":
                parts[SUBJECT] = _below(tree, child)
            case "dobj":
                parts[OBJECT] = _below(tree, child)
            case "prep" | "agent":
                parts[tree.lower[child]] = _below(tree, child)
            case "advcl" if child > verb:
                parts[ADVERBIAL] = _below(tree, child)
            case _:
                pass
    return parts


def _lexical(tree: Syntax, token: int) -> tuple[CueSort, str, int, Mapping[str, frozenset[int]]] | None:
    """A noun, verb, adjective or set phrase that ties: its sort, name, host and parts."""
    word, lemma, pos = tree.lower[token], tree.lemmas[token], tree.pos[token]
    before = [tree.lower[token - back] if token >= back else "" for back in (1, 2)]
    if (sort := _AFTER_IN.get(word)) and (before[0] == "in" or (before[1] == "in" and sort is CueSort.ANSWER)):
        preposition = token - 1 if before[0] == "in" else token - 2
        return sort, f"in {word}", _verb_above(tree, tree.heads[preposition]), _complement(tree, token)
    if pos in ("NOUN", "PROPN") and (lemma in _NOUNS or lemma.startswith("counter")):
        sort = _NOUNS.get(lemma, CueSort.ANSWER)
        return sort, "noun" if sort is CueSort.ANSWER else lemma, _verb_above(tree, token), _complement(tree, token)
    if sort := _ADJECTIVES.get(word):
        return sort, word, _verb_above(tree, token), _complement(tree, token)
    is_blow = lemma in _BLOWS and any(tree.lower[child] == "back" for child in tree.children[token])
    if is_blow or (pos in ("VERB", "NOUN") and (lemma in _VERBS or lemma.startswith("retaliat"))):
        sort = _VERBS.get(lemma, CueSort.ANSWER)
        return sort, "verb" if sort is CueSort.ANSWER else lemma, token, _arguments(tree, token)
    if word == "part" and before[1] == "for":
        return CueSort.EXCHANGE, "for its part", _verb_above(tree, token), {}
    return None


def _clause_head(tree: Syntax, token: int) -> int | None:
    """The head of the clause that a subordinator opens; None where the word is none here."""
    word, arc = tree.lower[token], tree.deps[token]
    head: int | None = tree.heads[token]
    if word not in _SUBORDINATORS or arc not in ("mark", "advmod", "aux", "cc", "prep"):
        return None
    if arc == "prep":
        head = next((child for child in tree.children[token] if tree.deps[child] in ("pcomp", "pobj")), None)
    elif (arc == "advmod" and word not in ("when", "once")) or (arc == "aux" and not is_inverted(tree, token)):
        return None
    return None if head == token else head


def is_inverted(tree: Syntax, token: int) -> bool:
    """Whether `should` opens a clause: `should Beijing refuse`."""
    return tree.lower[token] == "should" and not any(
        tree.deps[child].startswith("nsubj") and child < token for child in tree.children[tree.heads[token]]
    )


def _structural(tree: Syntax, token: int) -> tuple[CueSort, str, int, Mapping[str, frozenset[int]]] | None:
    """A subordinator with its clause or a preposition with its phrase."""
    word = tree.lower[token]
    head = _clause_head(tree, token)
    if head is not None:
        limited = "only " if token and tree.lower[token - 1] in ("only", "not", "even") else ""
        above = tree.heads[head]
        return CueSort.CLAUSE, limited + word, _verb_above(tree, above) if above != head else head, {BELOW: _below(tree, head)}
    if word in _PREPOSITIONS and tree.deps[token] in ("prep", "agent", "mark", "dative") and tree.children[token]:
        return CueSort.PHRASE, word, tree.heads[token], {BELOW: _below(tree, token)}
    return None


def cues_in(sentence: int, tree: Syntax) -> Iterator[Cue]:
    """The cues of a sentence."""
    for token in range(len(tree)):
        for found in (_lexical(tree, token), _structural(tree, token)):
            if found is not None:
                sort, name, host, parts = found
                yield Cue(sort, name, sentence, token, host, parts)


def stands(cue: Cue, candidate: Candidate, tree: Syntax) -> str:
    """Where a candidate stands to a cue: in another sentence, in a part, under the host, the cue itself, or only before or behind."""
    away = candidate.sentence - cue.sentence
    if away:
        return f"{'earlier' if away < 0 else 'later'}{min(abs(away), 2)}"
    main = candidate.main
    if cue.token in candidate.tokens:
        return "self"
    inside = [(len(tokens), part) for part, tokens in cue.parts.items() if main in tokens]
    if inside:
        return f"in:{min(inside)[1]}"
    if main in _below(tree, cue.host):
        return "host"
    if cue.host in tree.ancestors(main) or main in tree.ancestors(cue.host):
        return "above"
    return "before" if main < cue.token else "behind"
