"""How an act stands to the facts: future, hypothetical, negated, historical, or told by nobody as a fact.

In: a tree and the token of a verb. Out: contexts, or None where the words leave open whether there was an act at all.

Holds: what a verb of demanding, refusing, threatening or agreeing governs is its content and no act of its own.
"""

import re
from datetime import date

from detente.model.interaction import Context, EventType
from detente.reading.interactions.slots import is_verb
from detente.reading.parse import Syntax
from detente.vocab.interactions import Attitude, attitudes, nouns, verbs

_FUTURE_AUX = frozenset({"will", "'ll", "’ll", "shall", "wo", "ll"})
_MODAL_AUX = frozenset({"would", "could", "may", "might", "should", "can", "ca", "must", "ought"})
_CONDITIONS = frozenset({"if", "unless", "whether", "lest", "provided", "should"})
_OF_CONTENT = (EventType.AGREE, EventType.REQUEST, EventType.REJECT, EventType.THREATEN, EventType.ACCUSE)
_CLAUSAL = ("xcomp", "ccomp", "pcomp", "advcl", "acl", "acomp", "relcl")
_PLANS = frozenset("plan intention decision deadline schedule hope promise readiness willingness".split())
_CHANCES = frozenset(
    """attempt bid chance possibility option effort proposal idea opportunity risk call desire need agreement offer right vow
    pledge motion""".split()
)
_SURE = frozenset(
    {"ready", "willing", "prepared", "due", "set", "poised", "likely", "expected", "scheduled", "determined", "about", "eager"}
)
_UNWILLING = frozenset({"unwilling", "reluctant", "unlikely", "loath", "hesitant"})
_UNABLE = frozenset({"unable", "powerless"})
_LONG_AGO = re.compile(
    r"\b(?:years|decades|centuries|a year|a decade|a century) (?:ago|earlier|before)\b|\blast (?:century|decade)\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


class Facts:
    """The contexts of acts in one sentence; `day` is the dateline, against which a year is long past."""

    def __init__(self, tree: Syntax, day: date | None) -> None:
        self._tree = tree
        self._year = None if day is None else day.year

    def of(self, verb: int) -> tuple[Context, ...] | None:
        """The contexts of an act; None where no act is told."""
        found: set[Context] = set()
        token = verb
        for _ in range(8):
            found |= self._own(token)
            above = self._governor(token)
            if above is None or self._is_aside(above, token):
                break
            bearing = self._bearing(above, token)
            if bearing is None:
                return None
            found |= bearing
            token = above
        if self._is_long_ago(verb):
            found.add(Context.HISTORICAL)
        return tuple(context for context in Context if context in found)

    def _own(self, verb: int) -> set[Context]:
        tree = self._tree
        out: set[Context] = set()
        for child in tree.children[verb]:
            word, dep = tree.lower[child], tree.deps[child]
            if (
                dep == "neg"
                or (dep == "preconj" and word == "neither")
                or (dep == "advmod" and word in ("never", "hardly"))
                or (dep in ("nsubj", "nsubjpass", "dobj") and self._is_none(child))
            ):
                out.add(Context.NEGATION)
            elif dep == "aux" and word in _FUTURE_AUX:
                out.add(Context.FUTURE)
            elif (dep == "aux" and word in _MODAL_AUX) or (dep == "mark" and word in _CONDITIONS):
                out.add(Context.HYPOTHETICAL)
            elif dep == "aux" and word == "to" and tree.heads[verb] == verb:
                out.add(Context.FUTURE)
        if (
            tree.deps[verb] == "conj"
            and is_verb(tree, tree.heads[verb])
            and not any(tree.deps[c] in ("nsubj", "aux") for c in tree.children[verb])
        ):
            out |= {context for context in self._own(tree.heads[verb]) if context is not Context.NEGATION or self._is_or(tree.heads[verb])}
        return out

    def _is_reported(self, verb: int) -> bool:
        """`said that it would`: what is said in the past of things to come."""
        above = self._tree.heads[verb]
        return (
            self._tree.deps[verb] == "ccomp"
            and attitudes().get(self._tree.lemmas[above]) is Attitude.OPEN
            and self._tree.tags[above] == "VBD"
        )

    def _is_none(self, head: int) -> bool:
        return self._tree.lower[head] in ("no", "nobody", "none", "neither", "nothing") or any(
            self._tree.lower[child] in ("no", "neither") and self._tree.deps[child] == "det" for child in self._tree.children[head]
        )

    def _is_or(self, head: int) -> bool:
        return any(self._tree.lower[child] in ("or", "nor") for child in self._tree.children[head])

    def _governor(self, token: int) -> int | None:
        """What governs a clause: the verb, adjective or noun above it; None at the top."""
        tree = self._tree
        head, dep = tree.heads[token], tree.deps[token]
        if head == token:
            return None
        if dep == "pcomp":
            return tree.heads[head]
        if dep == "conj" and is_verb(tree, head):
            return self._governor(head)
        return head if dep in _CLAUSAL else None

    def _is_aside(self, above: int, below: int) -> bool:
        """Whether a clause stands by itself: a relative, participle or adverbial clause, or what is reported as said."""
        tree = self._tree
        dep = tree.deps[below]
        if dep == "relcl" or (dep in ("acl", "advcl") and tree.tags[below] != "VB"):
            return True
        return dep == "ccomp" and attitudes().get(tree.lemmas[above]) is Attitude.OPEN

    def _bearing(self, above: int, below: int) -> set[Context] | None:
        """What the governor adds; None where it leaves nothing told."""
        tree = self._tree
        lemma = tree.lemmas[above]
        if tree.pos[above] in ("NOUN", "PROPN"):
            return self._under_noun(above, lemma)
        if tree.pos[above] == "ADJ":
            return self._under_adjective(lemma)
        return self._under_verb(above, lemma, below)

    def _under_noun(self, noun: int, lemma: str) -> set[Context] | None:
        if lemma in _PLANS:
            return {Context.FUTURE, Context.NEGATION} if self._is_none(noun) else {Context.FUTURE}
        return None if lemma in nouns() or lemma in _CHANCES else set()

    @staticmethod
    def _under_adjective(lemma: str) -> set[Context] | None:
        if lemma in _SURE:
            return {Context.FUTURE}
        if lemma in _UNWILLING:
            return {Context.FUTURE, Context.NEGATION}
        return {Context.NEGATION} if lemma in _UNABLE else set()

    def _under_verb(self, above: int, lemma: str, below: int) -> set[Context] | None:
        tree = self._tree
        attitude = attitudes().get(lemma)
        between = {*tree.lower[above:below]}
        if any(sense.code in _OF_CONTENT and not sense.needs and between.issuperset(sense.further) for sense in verbs().get(lemma, ())):
            return None
        infinitive = tree.tags[below] == "VB" or tree.deps[below] == "xcomp"
        match attitude:
            case None | Attitude.OPEN:
                return set()
            case Attitude.CLOSED:
                return None
            case Attitude.FUTURE:
                return {Context.FUTURE} if infinitive else set() if tree.pos[above] == "AUX" else {Context.HYPOTHETICAL}
            case Attitude.HYPOTHETICAL:
                return {Context.HYPOTHETICAL}
            case Attitude.NEGATION:
                return {Context.NEGATION}

    def _is_long_ago(self, verb: int) -> bool:
        tree = self._tree
        below = [t for t in tree.subtree(verb) if not self._in_other_clause(t, verb)]
        if self._year is not None and any(_YEAR.fullmatch(tree.words[t]) and int(tree.words[t]) < self._year - 1 for t in below):
            return True
        words = " ".join(tree.words[t] for t in below)
        return bool(_LONG_AGO.search(words))

    def _in_other_clause(self, token: int, verb: int) -> bool:
        while token != verb:
            if self._tree.deps[token] in ("ccomp", "relcl", "conj", "xcomp", "acl", "advcl"):
                return True
            token = self._tree.heads[token]
        return False
