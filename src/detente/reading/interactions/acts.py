"""Acts told by verbs and nouns of the lexicon, with who does them to whom.

In: a tree, its parties and facts. Out: `Act`s: a sense, its parties, contexts and the tokens that tell it.

Holds: an act without a source gives nothing, and one without a target only where the standard allows it; nothing is guessed.
Leaves to `coding`: what intention, refusal or negation make of the event type, and the mode.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from detente.model.interaction import Context, EventType
from detente.reading.interactions import slots
from detente.reading.interactions.contexts import Facts
from detente.reading.interactions.parties import Held, Parties
from detente.reading.parse import Syntax
from detente.vocab.interactions import ActSense, nouns, sectors, verbs

_SELF = "self"
# Types whose acts may be told without naming whom they are aimed at.
_MAY_LACK_TARGET = (EventType.PROTEST, EventType.MOBILIZE, EventType.RETREAT, EventType.CONCEDE, EventType.COERCE)
_CIVIL = frozenset({"CVL", "OPP", "LAB", "EDU", "AGR", "REL", "REF", "SOC", "PTY", "JRN", "MED", "BUS"})
_PARTICLES = frozenset({"back", "off", "out", "down", "up", "away"})
_PLACING = frozenset({"in", "at", "to", "from", "near", "over", "on", "along", "off", "into", "of", "outside", "around", "across", "for"})
# Verbs that only say that the act of their object takes place.
_LIGHT = frozenset(
    """make give issue hold launch stage conduct carry mount impose deliver offer voice begin start continue resume reiterate repeat
    renew express order announce extend provide step intensify maintain lead face""".split()
)


@dataclass(frozen=True, slots=True)
class Act:
    """`verb` is the token that tells of it; `content` the tokens of what is said, refused or given; `pairs` who to whom."""

    sense: ActSense
    verb: int
    content: tuple[int, ...]
    pairs: tuple[tuple[Held | None, Held | None], ...]
    contexts: tuple[Context, ...]


class Acts:
    """The acts of one sentence."""

    def __init__(self, tree: Syntax, parties: Parties, facts: Facts) -> None:
        self._tree = tree
        self._parties = parties
        self._facts = facts
        self._special: dict[str, Callable[[int, ActSense], Iterable[Held]]] = {
            "subj": lambda verb, sense: self._agents(verb),
            "obj": self._object,
            "obj-mod": lambda verb, sense: self._owners(verb),
            "poss": lambda verb, sense: self._owners(verb),
            "dative": lambda verb, sense: self._of(slots.recipients(self._tree, verb)),
            "clause": lambda verb, sense: self._clause_subject(verb),
            "inner": lambda verb, sense: self._inner(verb),
            "obj-with": lambda verb, sense: self._strict_object(verb) if slots.behind(self._tree, verb, "with") else (),
            "obj-charge": lambda verb, sense: self._strict_object(verb) if slots.behind(self._tree, verb, "with") else (),
            "obj-person": lambda verb, sense: self._person(verb),
            "obj-people": lambda verb, sense: (held for held in self._strict_object(verb) if held.party.sector is not None),
            "obj-body": lambda verb, sense: (h for h in self._strict_object(verb) if h.party.actor is not None and h.party.sector is None),
            "order-obj": lambda verb, sense: self._strict_object(verb) if self._has_order(verb) else (),
        }

    def all(self) -> list[Act]:
        """The acts in order of their verbs; a noun that is the object of a verb's act tells no act of its own."""
        out: list[Act] = []
        for token, pos in enumerate(self._tree.pos):
            if pos in ("VERB", "AUX") and self._tree.lemmas[token] in verbs() and (act := self._act_of_verb(token)):
                out.append(act)
        told = {token for act in out for token in (*act.content, *slots.nouns_of_objects(self._tree, act.verb))}
        for token, pos in enumerate(self._tree.pos):
            if pos == "NOUN" and self._tree.lemmas[token] in nouns() and token not in told and (act := self._act_of_noun(token)):
                out.append(act)
        return sorted(out, key=lambda act: act.verb)

    def _act_of_verb(self, verb: int) -> Act | None:
        contexts = self._facts.of(verb)
        if contexts is None:
            return None
        lone: Act | None = None
        for sense in verbs()[self._tree.lemmas[verb]]:
            if self._fits(sense, verb) and (pairs := self._pairs(sense, verb)):
                act = Act(sense, verb, tuple(slots.content(self._tree, verb)), pairs, contexts)
                if any(target for _, target in pairs):
                    return act
                lone = lone or act
        return lone

    def _fits(self, sense: ActSense, verb: int) -> bool:
        tree = self._tree
        if sense.further and not self._has_words(verb, sense.further):
            return False
        if self._particle(verb) - set(sense.further):
            return False
        if not sense.needs and not sense.without:
            return True
        near = slots.objects(tree, verb) if not sense.needs else slots.nouns_of_objects(tree, verb)
        lemmas = {tree.lemmas[token] for token in near}
        lemmas |= {
            tree.lemmas[child] for token in near for child in tree.children[token] if tree.deps[child] in ("compound", "amod")
        } & sense.needs
        lemmas |= {f"{tree.lower[c]} {tree.lemmas[t]}" for t in near for c in tree.children[t] if tree.deps[c] in ("compound", "amod")}
        lemmas |= {f"{a} of {b}" for a in lemmas for b in lemmas if f"{a} of {b}" in sense.needs}
        return (not sense.needs or bool(lemmas & sense.needs)) and lemmas.isdisjoint(sense.without)

    def _particle(self, verb: int) -> set[str]:
        """The particle that makes another verb of it: `hit back` is not `hit`."""
        tree = self._tree
        return {
            tree.lower[c]
            for c in tree.children[verb]
            if tree.deps[c] == "prt" or (tree.deps[c] == "advmod" and tree.lower[c] in _PARTICLES)
        }

    def _has_words(self, verb: int, words: tuple[str, ...]) -> bool:
        """Whether the further words of a phrase follow in order below the verb, the first of them close to it."""
        tree, at = self._tree, verb
        below = [token for token in tree.subtree(verb) if token > verb]
        for number, word in enumerate(words):
            found = next((t for t in below if t > at and word in (tree.lower[t], tree.lemmas[t])), None)
            if found is None or (number == 0 and found - verb > 6):
                return False
            if number == 0 and tree.heads[found] != verb and tree.heads[tree.heads[found]] != verb:
                return False
            at = found
        return True

    def _pairs(self, sense: ActSense, token: int) -> tuple[tuple[Held | None, Held | None], ...]:
        sources = self._first(sense.sources, token, sense)
        if not sources or not self._may_act(sense, sources):
            return ()
        targets = [held for held in self._first(sense.targets, token, sense) if held.party not in {s.party for s in sources}]
        if targets:
            return tuple((source, target) for source in sources for target in targets)
        if _SELF in sense.targets and len({held.party for held in sources}) > 1:
            return tuple((a, b) for a in sources for b in sources if a.party != b.party)
        if sense.code in _MAY_LACK_TARGET and not sense.targets[0].startswith("obj"):
            return tuple((source, None) for source in sources)
        return ()

    def _may_act(self, sense: ActSense, sources: list[Held]) -> bool:
        """Only people demonstrate, and only people meet; a state that protests complains (another sense)."""
        if sense.code is EventType.CONSULT:
            return all(self._parties.is_somebody(held) for held in sources)
        if sense.code is not EventType.PROTEST:
            return True
        return all(held.party.sector in _CIVIL or (held.party.sector is None and sense.word != "protest") for held in sources)

    def _first(self, names: tuple[str, ...], token: int, sense: ActSense) -> list[Held]:
        for name in names:
            if name == _SELF:
                continue
            slot = self._special.get(name)
            found = list(slot(token, sense)) if slot else self._behind(token, name)
            if found:
                return found
        return []

    def _behind(self, token: int, preposition: str) -> list[Held]:
        heads = slots.behind(self._tree, token, preposition)
        if preposition in _PLACING:
            return [held for head in heads for held in self._parties.places(head) or self._parties.owner(head)]
        return self._of(heads, owned=True)

    def _of(self, heads: Iterable[int], owned: bool = False) -> list[Held]:
        out: list[Held] = []
        for head in heads:
            taken_up = self._taken_up(head) if self._tree.pos[head] == "PRON" else ()
            out += taken_up or self._parties.of(head) or (self._parties.owner(head) if owned else ())
        return list({held.party: held for held in reversed(out)}.values())[::-1]

    def _taken_up(self, pronoun: int) -> tuple[Held, ...]:
        """`they` and `it` in a dependent clause stand for the subject of the clause above, where that has no other party as object."""
        tree = self._tree
        if tree.lower[pronoun] not in ("they", "it", "he", "she") or tree.deps[pronoun] not in ("nsubj", "nsubjpass"):
            return ()
        clause = tree.heads[pronoun]
        above = next((token for token in tree.ancestors(clause) if slots.is_verb(tree, token)), None)
        if (
            above is None
            or tree.deps[clause] == "conj"
            or self._of(o for o in slots.objects(tree, above) if o not in tree.ancestors(clause))
        ):
            return ()
        subjects = [token for token in slots.logical_subject(tree, above) if tree.pos[token] != "PRON" and token < pronoun]
        found = [held for token in subjects for held in self._parties.of(token)]
        return tuple(found) if len(found) == 1 or tree.lower[pronoun] == "they" else ()

    def _agents(self, verb: int) -> list[Held]:
        return self._of(slots.agents(self._tree, verb), owned=True)

    def _object(self, verb: int, sense: ActSense) -> list[Held]:
        """Whom it befalls; of a thing its owner, unless the sense looks for owner or author by itself."""
        return self._of(slots.objects(self._tree, verb), owned=not {"by", "poss"} & set(sense.targets))

    def _strict_object(self, verb: int) -> list[Held]:
        return self._of(slots.objects(self._tree, verb))

    def _person(self, verb: int) -> list[Held]:
        """Whom one can ring up; `called him a liar` and `called it a day` are no calls."""
        named = any(self._tree.deps[child] in ("oprd", "ccomp", "xcomp") for child in self._tree.children[verb])
        held = [] if named else self._strict_object(verb)
        return [each for each in held if each.party.actor is not None and self._tree.pos[each.token] != "PRON"]

    def _owners(self, verb: int) -> list[Held]:
        owners = (self._parties.owner(h) for h in slots.nouns_of_objects(self._tree, verb) if self._tree.lemmas[h] not in sectors())
        return list(next((found for found in owners if found), ()))

    def _clause_subject(self, verb: int) -> list[Held]:
        out: list[Held] = []
        for clause in slots.clauses(self._tree, verb):
            out += self._of(c for c in self._tree.children[clause] if self._tree.deps[c] in ("nsubj", "nsubjpass"))
        return out

    def _inner(self, verb: int) -> list[Held]:
        """Whom the promised, refused or threatened act would befall."""
        lone: list[Held] = []
        for clause in slots.clauses(self._tree, verb):
            inside = [*slots.objects(self._tree, clause), *slots.recipients(self._tree, clause)]
            inside = [token for token in inside if token > verb or slots.is_passive(self._tree, clause)]
            subjects = [
                c for inner in slots.clauses(self._tree, clause) for c in self._tree.children[inner] if self._tree.deps[c] == "nsubj"
            ]
            for heads in (inside, subjects, [t for t in slots.reach(self._tree, clause) if self._tree.deps[t] == "pobj"]):
                found = self._of(heads, owned=True)
                if any(held.party.actor for held in found):
                    return found
                lone = lone or found
            lone = lone or self._inner(clause)
        return lone

    def _has_order(self, verb: int) -> bool:
        """Whether an infinitive with `to` follows: `told him to leave`, not `told him that …`."""
        tree = self._tree
        return any(tree.lower[c] == "to" and tree.deps[c] == "aux" for clause in slots.clauses(tree, verb) for c in tree.children[clause])

    def _act_of_noun(self, noun: int) -> Act | None:
        sense = nouns()[self._tree.lemmas[noun]]
        contexts = self._contexts_of_noun(noun)
        if contexts is None:
            return None
        sources = self._noun_sources(sense, noun)
        targets: list[Held] = []
        for name in sense.targets:
            targets = targets or ([] if name == _SELF else self._behind_noun(noun, name))
        if not sources:
            return None
        targets = [held for held in targets if held.party not in {s.party for s in sources}]
        pairs: tuple[tuple[Held | None, Held | None], ...] = tuple((s, t) for s in sources for t in targets)
        if not targets and _SELF in sense.targets:
            pairs = tuple((a, b) for a in sources for b in sources if a.party != b.party)
        below = tuple(t for t in self._tree.subtree(noun) if t > noun)
        return Act(sense, noun, below, pairs, contexts) if pairs else None

    def _noun_sources(self, sense: ActSense, noun: int) -> list[Held]:
        for name in sense.sources:
            if name == "poss":
                children = [c for c in self._tree.children[noun] if self._tree.deps[c] in ("poss", "amod", "compound", "nmod") and c < noun]
                found = self._of(children)
            else:
                found = self._behind_noun(noun, name)
            if found:
                return found
        above = self._tree.heads[noun]
        if self._tree.deps[noun] == "dobj" and self._tree.lemmas[above] in _LIGHT:
            return self._agents(above)
        return []

    def _behind_noun(self, noun: int, preposition: str) -> list[Held]:
        tree = self._tree
        markers = [c for c in tree.children[noun] if tree.deps[c] in ("prep", "agent") and tree.lower[c] == preposition]
        above = tree.heads[noun]
        if not markers and tree.deps[noun] == "dobj" and tree.lemmas[above] in _LIGHT:
            markers = [c for c in tree.children[above] if tree.deps[c] in ("prep", "agent", "dative") and tree.lower[c] == preposition]
        return self._of((below for marker in markers for below in tree.children[marker] if tree.deps[below] == "pobj"), owned=True)

    def _contexts_of_noun(self, noun: int) -> tuple[Context, ...] | None:
        """The contexts of the clause that the noun stands in; None where that clause acts on the noun instead of telling it."""
        tree, token = self._tree, noun
        while not slots.is_verb(tree, token) and tree.heads[token] != token:
            token = tree.heads[token]
        if not slots.is_verb(tree, token):
            return ()
        contexts = self._facts.of(token)
        if contexts is None or tree.deps[noun] in ("nsubj", "nsubjpass"):
            return contexts
        senses = verbs().get(tree.lemmas[token], ())
        judges = any(not sense.needs and sense.code is not EventType.CONSULT for sense in senses) and tree.deps[noun] in ("dobj", "pobj")
        return None if judges and tree.lemmas[token] not in _LIGHT and not self._is_setting(noun) else contexts

    def _is_setting(self, noun: int) -> bool:
        """`after`, `during`, `in` an act: it took place, whatever the verb says."""
        return self._tree.deps[noun] == "pobj" and self._tree.lower[self._tree.heads[noun]] in (
            "after",
            "during",
            "following",
            "amid",
            "since",
        )
