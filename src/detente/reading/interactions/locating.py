"""The state of parties that are told without one: `police arrested protesters in Jakarta`.

In: the two parties of an act and the sentence around it. Out: the parties, with a state where one follows.

Holds: the place of the act comes first; failing that, parties within one country lend each other their state; an
army lends it to rebels only.
"""

from dataclasses import dataclass, replace

from detente.model.actor import Actor
from detente.model.interaction import QUAD_OF, EventType, Party, Quad
from detente.reading.interactions import slots
from detente.reading.interactions.parties import Parties
from detente.reading.parse import Syntax
from detente.vocab.countries import is_state

_PLACING = ("in", "at", "near", "outside", "across", "throughout", "around")
# What a state does towards its own people as a rule, when it is not said whose they are.
_YIELDING = (EventType.CONCEDE, EventType.RETREAT)
# Parts of a state that act at home.
_DOMESTIC = frozenset(
    {"COP", "GOV", "LEG", "JUD", "OPP", "CVL", "REB", "LAB", "EDU", "AGR", "REL", "PTY", "PRM", "JRN", "MED", "SOC", "CRM", "UAF"}
)


def place_of_act(tree: Syntax, parties: Parties, verb: int) -> Actor | None:
    """The state in which a place phrase of the act lies; None where there is none or there are several."""
    near = [verb, *slots.objects(tree, verb), *slots.agents(tree, verb)]
    found: list[Actor] = []
    for token in near:
        for child in tree.children[token]:
            if tree.deps[child] == "prep" and tree.lower[child] in _PLACING:
                found += _places(tree, parties, child)
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


def _places(tree: Syntax, parties: Parties, preposition: int) -> list[Actor]:
    """The states named behind a preposition and behind those that hang on it: `outside the embassy in Athens`."""
    out: list[Actor] = []
    for below in tree.children[preposition]:
        if tree.deps[below] != "pobj":
            continue
        state = parties.place_at(below)
        out += [state] if state and is_state(state.code) else []
        for child in tree.children[below]:
            out += _places(tree, parties, child) if tree.deps[child] == "prep" and tree.lower[child] in (*_PLACING, "of") else []
    return out


def _with(party: Party | None, state: Actor | None) -> Party | None:
    return replace(party, actor=state) if party is not None and party.actor is None and state is not None else party


def _at_home(source: Party, target: Party, code: EventType) -> bool:
    """Whether the source acts on its own country: its police always does, its army on rebels, a state where it pardons or frees."""
    if source.sector is None:
        return code in _YIELDING or target.sector in ("OPP", "LEG", "JUD")
    return source.sector in _DOMESTIC or (source.sector == "MIL" and target.sector in ("REB", "OPP"))


def _from_each_other(source: Party | None, target: Party | None, code: EventType) -> tuple[Party | None, Party | None]:
    if source is None or target is None:
        return source, target
    if source.actor is None and target.actor is not None and is_state(target.actor.code):
        return _with(source, target.actor.state), target
    if target.actor is None and source.actor is not None and is_state(source.actor.code) and _at_home(source, target, code):
        return source, _with(target, source.actor.state)
    return source, target


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an act takes place, and the one state that its sentence names, if it names one only."""

    place: Actor | None
    only_state: Actor | None


def located(source: Party | None, target: Party | None, setting: Setting, *, code: EventType) -> tuple[Party | None, Party | None]:
    """The two parties with the states that follow; material conflict is between those who are at its place."""
    if QUAD_OF[code] is Quad.MATERIAL_CONFLICT:
        source, target = _with(source, setting.place), _with(target, setting.place)
    source, target = _from_each_other(source, target, code)
    if all(party is None or (party.actor is None and party.sector in (*_DOMESTIC, "MIL")) for party in (source, target)):
        state = setting.place or setting.only_state
        source, target = _with(source, state), _with(target, state)
    return source, target
