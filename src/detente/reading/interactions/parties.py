"""Who a noun phrase means as a party to an act: state, part of society, or both.

In: a sentence of an analysis. Out: parties by the token that heads the phrase, all members of a coordination.

Holds: `Iraqi troops` is IRQ MIL, `Seoul` KOR GOV, `rebels` alone a party without a state; a phrase that names nobody gives nothing.
Leaves to `locating`: the state of a party that is told without one.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from detente.model.actor import Actor
from detente.model.interaction import Party
from detente.reading.actors.mentions import ActorMention, How
from detente.reading.mentions import Analysis, MentionType
from detente.reading.parse import Syntax
from detente.vocab.countries import is_state
from detente.vocab.interactions import groups, sectors

GOVERNMENT = "GOV"
_LEFT = ("compound", "amod", "poss", "nmod", "nummod")
_OF_STATE = ("of", "from", "in")
# Heads that only count or collect what stands behind `of`.
_COUNTING = frozenset(
    """hundred thousand dozen score ten million number group member majority handful some many most all one two three several series
    crowd band team column half part representative convoy delegation pair couple faction wing unit crew tens each either both""".split()
)
# What belongs to a state and yet does not act for it.
_INERT = frozenset(
    """economy market currency export import price share stock goods good product border history soil city territory province region
    coast time day year month week century news agency war sea strait night""".split()
)
# The words by which an organ shows what part of the state it is.
_ORGAN_WORDS = {
    "MIL": r"army|navy|air force|marine|military|guard|liberation|defen[cs]e force|command|pentagon|armed forces",
    "LEG": r"parliament|congress|senate|house of|bundestag|knesset|duma|diet|assembly|lok sabha|commons",
    "JUD": r"court|tribunal|judiciary|prosecutor",
    "COP": r"police",
    "SPY": r"intelligence|cia|mossad|fsb|mi5|mi6|security service",
}


# Parts of a state whose things act and are attacked as the part itself.
_OF_STATE_POWER = ("GOV", "MIL", "COP", "SPY", "CRM", "REB", "JUD", "LEG")
_OFFICES = ("GOV", "LEG", "JUD", "MIL", "OPP", "CVL")
_STANDINGS = {
    "OPP": frozenset({"opposition", "dissident", "exiled", "jailed"}),
    "ELI": frozenset({"former", "ex", "deposed", "ousted"}),
    "REB": frozenset({"rebel", "guerrilla", "insurgent", "separatist"}),
}


@dataclass(frozen=True, slots=True)
class Held:
    """A party and the token that names it."""

    party: Party
    token: int


@cache
def _group_pattern() -> re.Pattern[str]:
    names = sorted(groups(), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def _organ_sector(text: str) -> str:
    return next((sector for sector, words in _ORGAN_WORDS.items() if re.search(rf"\b(?:{words})\b", text.lower())), GOVERNMENT)


class Parties:
    """The parties of one sentence."""

    def __init__(self, analysis: Analysis, sentence: int, tree: Syntax) -> None:
        self._tree = tree
        self._base = analysis.sentences[sentence].span.start
        self._document = analysis.document
        self._mentions: dict[int, ActorMention] = {}
        for mention in analysis.mentions[sentence]:
            if mention.type_ is MentionType.ACTOR and isinstance(mention.value, ActorMention):
                self._place(mention.value)
        self._placed = {
            token: str(mention.value).rsplit(", ", 1)[-1]
            for mention in analysis.mentions[sentence]
            if mention.type_ is MentionType.PLACE
            for token in self._tokens(mention.span.start - self._base, mention.span.end - self._base)
        }
        self._groups: dict[int, Party] = {}
        for match in _group_pattern().finditer(analysis.sentences[sentence].text):
            code, sector = groups()[match.group()]
            for token in self._tokens(match.start(), match.end()):
                self._groups[token] = Party(Actor(code), sector)

    def _place(self, mention: ActorMention) -> None:
        """Lay a mention on its tokens; one that runs over a verb (`Chile recalled its envoy`) names its state in front of it only."""
        tokens = self._tokens(mention.span.start - self._base, mention.span.end - self._base)
        verb = next((token for token in tokens if self._tree.pos[token] in ("VERB", "AUX")), None)
        if verb is not None:
            tokens, mention = [token for token in tokens if token < verb], replace(mention, how=How.NAME, office=None)
        for token in tokens:
            self._mentions.setdefault(token, mention)

    def _tokens(self, start: int, end: int) -> list[int]:
        return [token for token in range(len(self._tree)) if start <= self._tree.starts[token] < end]

    def of(self, head: int) -> tuple[Held, ...]:
        """The parties of the phrase headed by a token, and of those coordinated with it."""
        out = [*self._alone(head)]
        for child in self._tree.children[head]:
            if self._tree.deps[child] == "conj" and self._tree.pos[child] in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
                out += self.of(child)
        return tuple({held.party: held for held in reversed(out)}.values())[::-1]

    def places(self, head: int) -> tuple[Held, ...]:
        """The same behind a preposition, where a city is a place: its state is meant, not its government."""
        mention = self._mentions.get(head)
        if mention is not None and mention.how is How.METONYM:
            return tuple(replace(held, party=replace(held.party, sector=None)) for held in self.of(head))
        return self.of(head)

    def owner(self, head: int) -> tuple[Held, ...]:
        """Whose a thing is: `Israel's policy`, `Chinese goods`, `the policy of Israel`."""
        for child in self._tree.children[head]:
            if (
                self._tree.deps[child] in ("poss", "amod", "compound", "nmod")
                and self._tree.tags[child] != "PRP$"
                and (found := self.of(child))
            ):
                return found
        return self._behind(head, _OF_STATE[:1])

    def state_at(self, token: int) -> Actor | None:
        """The state that a word names, also as an adjective or place."""
        mention = self._mentions.get(token)
        return mention.actors[0].state if mention and len(mention.actors) == 1 and mention.how is not How.COMPANY else None

    def is_somebody(self, held: Held) -> bool:
        """Whether the words name an actor, not a thing of its own: `Mexican goods` meet nobody."""
        named = held.token in self._mentions or held.token in self._groups
        return named or held.party.sector is not None or self._tree.pos[held.token] == "PROPN"

    @property
    def only_state(self) -> Actor | None:
        """The state of the sentence, where it names one only."""
        named = {actor.state for mention in self._mentions.values() for actor in mention.actors if is_state(actor.code)}
        named |= {Actor(code) for code in self._placed.values() if is_state(code)}
        return next(iter(named)) if len(named) == 1 else None

    def place_at(self, token: int) -> Actor | None:
        """The state in which a place lies that a word names."""
        code, mention = self._placed.get(token), self._mentions.get(token)
        if code and is_state(code):
            return Actor(code)
        return self.state_at(token) if mention is not None and mention.is_place else None

    def _alone(self, head: int) -> tuple[Held, ...]:
        tree = self._tree
        if head in self._groups:
            return (Held(self._groups[head], head),)
        sector = self._sector(head)
        mention = self._mentions.get(head)
        if mention and mention.how is How.ROLE and sector and len(states := self._states(head)) > 1:
            return tuple(Held(Party(state, sector), head) for state in states)
        if mention and (sector is None or mention.how in (How.PERSON, How.ROLE, How.ORGAN, How.ANAPHOR, How.BODY)):
            held = tuple(Held(self._party(mention, self._of_owner(head, mention, actor)), head) for actor in mention.actors)
            told = self._standing(head, GOVERNMENT) or (sector if mention.how is How.ROLE else None)
            return tuple(replace(each, party=replace(each.party, sector=told)) for each in held) if told else held
        counts = sector is None and (tree.lemmas[head] in _COUNTING or tree.pos[head] == "NUM")
        if counts and (found := self._behind(head, ("of",))):
            return tuple(self._counted(head, held) for held in found)
        group = next((child for child in tree.children[head] if child in self._groups and tree.deps[child] in _LEFT), None)
        if group is not None:
            return (Held(self._groups[group], head),)
        if sector is not None:
            sector = self._standing(head, sector) or sector
            states = self._states(head)
            return tuple(Held(Party(state, sector), head) for state in states) or (Held(Party(None, sector), head),)
        return self._named(head)

    def _counted(self, head: int, held: Held) -> Held:
        """`thousands of Georgians` are people, not their state."""
        mention = self._mentions.get(held.token)
        is_people = mention is not None and mention.how is How.DEMONYM and self._tree.tags[head] in ("NNS", "CD")
        return replace(held, party=replace(held.party, sector="CVL")) if is_people and held.party.sector is None else held

    def _named(self, head: int) -> tuple[Held, ...]:
        """A phrase whose head is in no list: a person with a title or apposition, or something that acts for its state."""
        tree = self._tree
        for child in tree.children[head]:
            if tree.deps[child] == "appos" and tree.pos[head] == "PROPN" and (found := self._alone(child)):
                return found
        if tree.lemmas[head] in _INERT or tree.pos[head] not in ("NOUN", "PROPN"):
            return ()
        title = self._title(head)
        states = self._states(head) if title or tree.pos[head] == "PROPN" or tree.tags[head] in ("NN", "NNS") else ()
        if title:
            return tuple(Held(Party(state, title), head) for state in states) or (Held(Party(None, title), head),)
        return tuple(Held(Party(state, None), head) for state in states if self._is_near(head))

    def _title(self, head: int) -> str | None:
        """The sector of a noun in front: `Minister Ivanov`, `a police station`, but not of `bank accounts`."""
        tree = self._tree
        found = [s for c in tree.children[head] if tree.deps[c] == "compound" and tree.pos[c] != "ADJ" and (s := self._sector(c))]
        return next((sector for sector in found if tree.pos[head] == "PROPN" or sector in _OF_STATE_POWER), None)

    def _is_near(self, head: int) -> bool:
        """Whether the state is an adjective or owner in front of the noun, not merely a place behind it."""
        return any(self._tree.deps[child] in _LEFT and self.state_at(child) for child in self._tree.children[head])

    def _of_owner(self, head: int, mention: ActorMention, actor: Actor) -> Actor:
        """`Jordan's King Abdullah` is Jordan's, whoever else is called so."""
        owners = (
            self.state_at(c) for c in self._tree.children[head] if self._tree.deps[c] == "poss" and self._mentions.get(c) is not mention
        )
        owner = next((state for state in owners if state is not None and is_state(state.code)), None)
        return owner if owner is not None and owner.code != actor.code and mention.how in (How.PERSON, How.ROLE, How.ORGAN) else actor

    def _standing(self, head: int, sector: str) -> str | None:
        """What an adjective makes of an office: the opposition's, a former holder's, a rebel's."""
        left = {self._tree.lower[token] for token in self._tree.subtree(head) if head - 7 < token < head}
        if sector not in _OFFICES:
            return None
        return next((standing for standing, words in _STANDINGS.items() if left & words), None)

    def _sector(self, head: int) -> str | None:
        tree, table = self._tree, sectors()
        lemma = tree.lemmas[head]
        for child in tree.children[head]:
            if tree.deps[child] in ("compound", "amod") and (found := table.get(f"{tree.lower[child]} {lemma}")):
                return found
        return table.get(lemma) if tree.pos[head] in ("NOUN", "PROPN") else None

    def _states(self, head: int) -> tuple[Actor, ...]:
        """The states in the words around a noun: adjectives and owners first, then what stands behind `of`, `from`, `in`."""
        tree = self._tree
        out: list[Actor] = []
        todo = [child for child in tree.children[head] if tree.deps[child] in _LEFT]
        while todo:
            token = todo.pop(0)
            if state := self.state_at(token):
                out.append(state)
            todo += [child for child in tree.children[token] if tree.deps[child] in (*_LEFT, "conj")]
        if not out:
            out = [held.party.actor for held in self._behind(head, _OF_STATE) if held.party.actor]
        if not out:
            places = (b for c in tree.children[head] if tree.lower[c] in _OF_STATE for b in tree.children[c] if tree.deps[b] == "pobj")
            out = [state for token in places if (state := self.place_at(token))]
        return tuple(dict.fromkeys(out))

    def _behind(self, head: int, prepositions: tuple[str, ...]) -> tuple[Held, ...]:
        tree = self._tree
        for child in tree.children[head]:
            if tree.deps[child] == "prep" and tree.lower[child] in prepositions:
                for below in tree.children[child]:
                    if tree.deps[below] == "pobj" and (found := self.of(below)):
                        return found
        return ()

    def _party(self, mention: ActorMention, actor: Actor) -> Party:
        if actor.is_company and (group := groups().get(actor.code.removeprefix("ORG:"))):
            return Party(Actor(group[0]), group[1])
        match mention.how:
            case How.PERSON | How.ROLE | How.METONYM:
                sector = GOVERNMENT if mention.office is not None or mention.how is not How.PERSON else None
                return Party(actor, self._of_body(actor, sector))
            case How.ORGAN:
                return Party(actor, self._of_body(actor, _organ_sector(self._document.words(mention.span))))
            case How.ANAPHOR:
                words = self._document.words(mention.span).lower().split()
                return Party(actor, next((sectors()[word] for word in reversed(words) if word in sectors()), None))
            case How.NAME | How.DEMONYM | How.BODY | How.COMPANY | How.PAIR | How.PRONOUN:
                return Party(actor, None)

    @staticmethod
    def _of_body(actor: Actor, sector: str | None) -> str | None:
        """Bodies such as the EU have no parts in the standard."""
        return sector if is_state(actor.code) else None
