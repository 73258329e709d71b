"""Places where a claim may be told: triggers of the lexicon, put together where verb and noun tell of one act.

In: a sentence's tree. Out: `Candidate`s: a kind, the tokens of its triggers, the main one first.

Holds: rules only propose here, generously; what is a claim is decided in `judge`.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from detente.model.claim import Kind
from detente.reading.parse import Syntax
from detente.vocab.triggers import Trigger, triggers


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A possible claim: `tokens` are its trigger words, the main one first; `entries` the lexicon entries behind them."""

    kind: Kind
    sentence: int
    tokens: tuple[int, ...]
    entries: tuple[Trigger, ...]

    @property
    def main(self) -> int:
        """The token that the claim hangs on."""
        return self.tokens[0]

    @property
    def is_weak(self) -> bool:
        """Whether no word of it carries a claim by itself."""
        return all(entry.is_weak for entry in self.entries)


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    forms = tuple(triggers())
    return AhoCorasick(list(forms), matchkind=MatchKind.Standard), forms


def trigger_spans(lower: str) -> list[tuple[int, int, str]]:
    """All forms of the lexicon in lower-cased text, as whole words: (start, end, form)."""
    automaton, forms = _automaton()
    return [
        (start, end, forms[index])
        for index, start, end in automaton.find_matches_as_indexes(lower, overlapping=True)
        if not (start and lower[start - 1].isalnum()) and not (end < len(lower) and lower[end].isalnum())
    ]


_NOUNY = ("NOUN", "PROPN", "ADJ")
_VERBY = ("VERB", "AUX")


@dataclass(slots=True)
class _Found:
    kind: Kind
    token: int
    length: int
    entries: list[Trigger]

    @property
    def strength(self) -> tuple[bool, bool, int]:
        best = self.entries[0]
        return (not all(e.is_weak for e in self.entries), best.pos == "NOUN", self.length)


def _triggers(text: str, tree: Syntax) -> dict[Kind, list[_Found]]:
    found: dict[tuple[Kind, int], _Found] = {}
    for start, end, form in trigger_spans(text.lower()):
        head = tree.head_of(start, end)
        for entry in triggers()[form]:
            token = _entry_token(tree, entry, head, start)
            if token is None:
                continue
            key = (entry.kind, token)
            known = found.get(key)
            if known is None or len(form) > known.length:
                found[key] = _Found(entry.kind, token, len(form), [entry])
            elif len(form) == known.length:
                known.entries.append(entry)
    out: dict[Kind, list[_Found]] = defaultdict(list)
    for (kind, _), item in sorted(found.items(), key=lambda pair: pair[0][1]):
        item.entries.sort(key=lambda entry: entry.is_weak)
        out[kind].append(item)
    return out


def _entry_token(tree: Syntax, entry: Trigger, head: int, start: int) -> int | None:
    token = head if entry.pos == "NOUN" else tree.token_at(start)
    wanted = _NOUNY if entry.pos == "NOUN" else _VERBY
    if tree.pos[token] in wanted:
        return token
    # The tagger mistakes a capitalised or participial word now and then; a strong word is believed.
    if not entry.is_weak and tree.pos[token] in (*_NOUNY, *_VERBY) and tree.tags[token] not in ("JJ", "JJR", "JJS"):
        return token
    return None


_LIGHT = frozenset(
    (
        "dobj",
        "nsubjpass",
        "pobj",
        "xcomp",
        "attr",
        "oprd",
        "compound",
        "nmod",
        "amod",
        "nsubj",
        "dative",
        "agent",
        "poss",
        "appos",
        "acl",
        "ccomp",
    )
)
_LIGHT_PREPOSITIONS = frozenset(("of", "on", "to", "from", "against", "over", "by", "in", "into"))
_MAX_STEPS = 3


def _steps(tree: Syntax, low: int, high: int) -> int:
    """How many light arcs lead up from one token to another; a large number where none do."""
    steps = 0
    while tree.heads[low] != low and steps < _MAX_STEPS:
        if tree.deps[low] == "prep":
            if tree.lower[low] not in _LIGHT_PREPOSITIONS:
                break
        elif tree.deps[low] not in _LIGHT:
            break
        low, steps = tree.heads[low], steps + 1
        if low == high:
            return steps
    return 99


def _nearness(tree: Syntax, item: _Found, group: list[_Found]) -> int:
    return min(min(_steps(tree, item.token, other.token), _steps(tree, other.token, item.token)) for other in group)


def _groups(tree: Syntax, items: list[_Found]) -> list[list[_Found]]:
    """Triggers of one kind that tell of one act, each group by strength: one hangs on the other by a short chain without coordination."""
    groups: list[list[_Found]] = []
    for item in sorted(items, key=lambda f: f.strength, reverse=True):
        near = [
            (steps, index) for index, g in enumerate(groups) if _may_join(item, g) and (steps := _nearness(tree, item, g)) <= _MAX_STEPS
        ]
        if near:
            groups[min(near)[1]].append(item)
        else:
            groups.append([item])
    return sorted(groups, key=lambda g: g[0].token)


def candidates_in(sentence: int, text: str, tree: Syntax) -> list[Candidate]:
    """The candidates of one sentence, by kind and place."""
    out: list[Candidate] = []
    for kind, items in _triggers(text, tree).items():
        for group in _groups(tree, items):
            entries = tuple(dict.fromkeys(entry for item in group for entry in item.entries))
            out.append(Candidate(kind, sentence, tuple(item.token for item in group), entries))
    return out


def _may_join(item: _Found, group: list[_Found]) -> bool:
    """Two strong nouns stay two acts; a weak word, or a verb beside a noun, joins."""
    strong = [other for other in group if other.strength[0] and other.strength[1]]
    return not (item.strength[0] and item.strength[1] and strong)
