"""Pronouns and definite descriptions, resolved to actors named before: `he`, `its`, `both sides`, `the bloc`, `the ministry`.

In: the sentences of a document with their trees, and the named actors of each. Out: mentions of actors for the references.

Model: among the actors named before, that fit the reference's sort (person, state or body, company), the one of the
highest salience is meant. Salience = recency (nearer sentences first) + grammatical role (subjects first, the subject
that governs the reference before all) + how often the document names the actor. An argument of the same verb is never
the antecedent of a plain pronoun (`China will supply it` is not China).

Holds: a reference with no fitting actor within the last sentences is left unresolved.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detente.model.actor import Actor
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention, How
from detente.reading.parse import Syntax
from detente.reading.sentences import Sentence
from detente.reading.speakers import is_quoted, quoted_speaker
from detente.vocab.countries import is_state

# What two sides are called together, with what may stand before it: `the two foreign ministers`, `both neighbouring states`.
_OFFICES = r"(?:(?:foreign|trade|finance|prime|defen[cs]e|economy|economic|commerce|neighbou?ring|rival|trading) )?"
_TWO = (
    r"(?:sides|countries|governments|capitals|nations|parties|powers|leaders|states|neighbou?rs|economies|presidents|premiers|men|women"
    r"|delegations|rivals|allies|ministers|ministries|negotiators|envoys|teams|partners)"
)
_REFERENCE = re.compile(
    rf"\b(?P<pair>(?:[Bb]oth|[Tt]he two|[Tt]hese two|[Tt]heir two) {_OFFICES}{_TWO}"
    r"|[Ee]ach other|one another|[Tt]he pair|[Tt]he duo|[Nn]either (?:side|government|capital|country|ministry))\b"
    r"|\b(?P<bloc>[Tt]he (?:bloc|\d\d-nation bloc|\d\d-member bloc|union|alliance|grouping|association))\b"
    r"|\b(?P<company>[Tt]he (?:company|group|firm|chipmaker|carmaker|manufacturer|planemaker|app|bank"
    r"|shipbuilder|steelmaker|producer|airline))\b"
    r"|\b(?P<state>[Tt]he (?:country|government|kingdom|republic|island|ministry|foreign ministry|commerce ministry|trade ministry"
    r"|finance ministry|administration|cabinet|regime|nation|authorities|presidential office))\b"
    r"|\b(?P<person>[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er)\b|\b(?P<thing>[Ii]ts|[Ii]t|[Tt]hey|[Tt]heir|[Tt]hem)\b"
    r"|\b(?P<we>[Ww]e|[Oo]ur|us)\b"
)
_PEOPLE = ("leaders", "presidents", "premiers", "men", "women", "ministers", "negotiators", "envoys", "pair", "duo")
_SUBJECTS = ("nsubj", "nsubjpass", "agent")
_POSSESSIVE = frozenset(("his", "her", "its", "their"))
_REACH = 3
_NEAR = (0.0, -1.0, -2.2, -3.2)
_GOVERNS, _SUBJECT, _TITLE, _OFTEN = 3.0, 1.5, -0.5, 0.25


@dataclass(frozen=True, slots=True)
class _Antecedent:
    sentence: int
    token: int | None
    mention: ActorMention
    # Somebody is meant, named or by an office alone: `the Japanese premier`.
    is_person: bool


def _is_side(actor: Actor) -> bool:
    return actor.person is None and not actor.is_company


def _is_state(actor: Actor) -> bool:
    return is_state(actor.code)


def _is_bloc(actor: Actor) -> bool:
    return not actor.is_company and not is_state(actor.code)


def _is_company(actor: Actor) -> bool:
    return actor.is_company


_FITS: dict[str, Callable[[Actor], bool]] = {
    "thing": _is_side,
    "state": _is_state,
    "bloc": _is_bloc,
    "company": _is_company,
}


def _names_somebody(mention: ActorMention) -> bool:
    return mention.how in (How.PERSON, How.ROLE)


def _verb_of(tree: Syntax, token: int) -> int:
    return next((t for t in tree.ancestors(token) if tree.pos[t] in ("VERB", "AUX")), token)


class Resolver:
    """Goes through a document in order and resolves what refers back."""

    def __init__(self, speaker: Actor | None = None) -> None:
        """`speaker` is the state or body whose own statement the document is."""
        self._speaker = speaker
        self._before: list[_Antecedent] = []
        self._counts: Counter[Actor] = Counter()
        self._roles: dict[tuple[int, Span], str] = {}

    def sentence(self, sentence: Sentence, tree: Syntax | None, named: Sequence[tuple[ActorMention, int | None]]) -> list[ActorMention]:
        """The references of the next sentence; `named` are its named actors with their head tokens."""
        known = sorted(
            (_Antecedent(sentence.index, token, mention, _names_somebody(mention)) for mention, token in named),
            key=lambda a: a.mention.span,
        )
        found: list[_Antecedent] = []
        for match in _REFERENCE.finditer(sentence.text):
            span = Span(*match.span()).shifted(sentence.span.start)
            if any(antecedent.mention.span.overlaps(span) for antecedent in known):
                continue
            here = [antecedent for antecedent in (*known, *found) if antecedent.mention.span.end <= span.start]
            token = tree.head_of(*match.span()) if tree else None
            group = str(match.lastgroup)
            if group == "we":
                mention = self._first_person(span, sentence, tree, named)
            else:
                mention = self._resolved(group, span, sentence, tree, token, here)
            if mention:
                found.append(_Antecedent(sentence.index, token, mention, group == "person"))
        for antecedent in (*known, *found):
            self._before.append(antecedent)
            self._roles[sentence.index, antecedent.mention.span] = self._role(tree, antecedent.token)
            if antecedent.mention.how is not How.PRONOUN:
                self._counts.update(antecedent.mention.actors)
        del self._before[:-60]
        return [antecedent.mention for antecedent in found]

    def _first_person(
        self, span: Span, sentence: Sentence, tree: Syntax | None, named: Sequence[tuple[ActorMention, int | None]]
    ) -> ActorMention | None:
        if is_quoted(sentence.text, span.start - sentence.span.start):
            who = quoted_speaker(sentence.text, tree, named)
        else:
            who = None if sentence.text.endswith("?") else self._speaker
        return ActorMention(span, (who,), How.PRONOUN, False) if who else None

    def _resolved(
        self, group: str, span: Span, sentence: Sentence, tree: Syntax | None, token: int | None, here: list[_Antecedent]
    ) -> ActorMention | None:
        pool = [*self._before, *here]
        if group == "pair":
            actors = self._pair(pool, people=sentence.text[: span.end - sentence.span.start].endswith(_PEOPLE))
            return ActorMention(span, actors, How.PAIR, False) if actors else None
        best: tuple[float, int, Actor] | None = None
        for rank, antecedent in enumerate(pool):
            away = sentence.index - antecedent.sentence
            if away > _REACH and antecedent.sentence != 0:
                continue
            for actor in antecedent.mention.actors:
                whole = actor if group in ("person", "company") else actor.state
                fits = bool(actor.person) or antecedent.is_person if group == "person" else _FITS[group](whole)
                if not fits or (away == 0 and self._is_coargument(tree, token, antecedent)):
                    continue
                score = (self._salience(sentence, tree, token, antecedent) + _OFTEN * min(6, self._counts[actor]), rank, whole)
                best = max(best, score, key=lambda s: s[:2]) if best else score
        if best is None:
            return None
        return ActorMention(span, (best[2],), How.PRONOUN if group in ("person", "thing") else How.ANAPHOR, False)

    def _role(self, tree: Syntax | None, token: int | None) -> str:
        if tree is None or token is None:
            return ""
        dep = tree.deps[token]
        return "agent" if dep == "pobj" and tree.deps[tree.heads[token]] == "agent" else dep

    def _salience(self, sentence: Sentence, tree: Syntax | None, token: int | None, antecedent: _Antecedent) -> float:
        away = sentence.index - antecedent.sentence
        score = _TITLE + _NEAR[-1] if antecedent.sentence == 0 and away > _REACH else _NEAR[min(away, _REACH)]
        if away:
            return score + (_SUBJECT if self._roles.get((antecedent.sentence, antecedent.mention.span)) in _SUBJECTS else 0.0)
        if tree is None or token is None or antecedent.token is None:
            return score
        if self._role(tree, antecedent.token) in _SUBJECTS:
            score += _SUBJECT
            verb = tree.heads[antecedent.token]
            if verb in tree.ancestors(token):
                score += _GOVERNS
        return score

    def _is_coargument(self, tree: Syntax | None, token: int | None, antecedent: _Antecedent) -> bool:
        """`China will supply it`: subject and object of one verb are not the same."""
        if tree is None or token is None or antecedent.token is None or tree.lower[token] in _POSSESSIVE:
            return False
        return _verb_of(tree, token) == _verb_of(tree, antecedent.token) and tree.deps[token] in ("dobj", "pobj", "dative")

    def _pair(self, pool: Sequence[_Antecedent], *, people: bool) -> tuple[Actor, ...]:
        """The two sides mentioned last; two persons where leaders are meant and two were named."""
        backwards = [actor for antecedent in reversed(pool[-14:]) for actor in reversed(antecedent.mention.actors)]
        persons = {a.code: a for a in reversed(backwards) if a.person}
        if people and len(persons) > 1:
            order = list(dict.fromkeys(a.code for a in backwards if a.person))[:2]
            return tuple(persons[code] for code in reversed(order))
        sides = list(dict.fromkeys(a.state for a in backwards if not a.is_company and (is_state(a.code) or a.code == "EU")))[:2]
        return tuple(reversed(sides)) if len(sides) == 2 else ()
