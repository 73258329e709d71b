"""From acts to event types: what intention, refusal and content make of them.

In: an act. Out: its event type, mode, contexts and name in the 2016 draft; None where nothing can be said.

Holds: cooperation in the future is AGREE, cooperation that somebody will not give is REJECT, a vow to harm is THREATEN,
as the standard defines these types; a state that protests is ACCUSE.
"""

from dataclasses import dataclass

from detente.model.interaction import QUAD_OF, Context, EventType, Party, Quad
from detente.reading.interactions.acts import Act
from detente.reading.interactions.slots import clauses
from detente.reading.parse import Syntax
from detente.vocab.interactions import FROM_CONTENT, contents, verbs

_COOPERATION = (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
_REFUSED = {
    EventType.CONSULT: "meet",
    EventType.AID: "assist",
    EventType.COOPERATE: "assist",
    EventType.SUPPORT: "assist",
    EventType.RETREAT: "yield",
    EventType.CONCEDE: "yield",
}
_VOWS = frozenset({"vow", "promise", "pledge", "swear", "undertake"})


@dataclass(frozen=True, slots=True)
class Code:
    """What the standard calls an act."""

    code: EventType
    mode: str | None
    contexts: tuple[Context, ...]
    draft_code: str | None


def _mode_of(code: EventType, words: set[str]) -> str | None:
    return next((mode for mode, deciding in contents().get(code, ()) if not words.isdisjoint(deciding)), None)


def _plain(code: EventType, mode: str | None, contexts: tuple[Context, ...]) -> Code:
    return Code(code, mode, contexts, code.value)


def code_of(act: Act, tree: Syntax) -> Code:
    """The event type of an act as its words stand."""
    words = {tree.lemmas[token] for token in act.content} | {tree.lower[token] for token in act.content}
    sense, contexts = act.sense, act.contexts
    if sense.word in _VOWS and sense.code is EventType.AGREE and _would_harm(act, tree):
        return _plain(EventType.THREATEN, _mode_of(EventType.THREATEN, words), contexts)
    if QUAD_OF[sense.code] in _COOPERATION and sense.code is not EventType.AGREE:
        ahead = Context.FUTURE in contexts or Context.HYPOTHETICAL in contexts
        rest = tuple(context for context in contexts if context not in (Context.NEGATION, Context.FUTURE))
        if Context.NEGATION in contexts and ahead:
            return _plain(EventType.REJECT, _REFUSED[sense.code], tuple(c for c in rest if c is Context.HISTORICAL))
        if Context.FUTURE in contexts:
            return _plain(EventType.AGREE, None, (*rest, Context.FUTURE))
    mode = _mode_of(sense.code, words) if sense.mode == FROM_CONTENT else sense.mode
    return Code(sense.code, mode, contexts, sense.draft_code)


def _would_harm(act: Act, tree: Syntax) -> bool:
    """Whether what is vowed is itself a hostile act, and not one to be left undone."""
    for clause in clauses(tree, act.verb):
        senses = verbs().get(tree.lemmas[clause], ())
        hostile = any(
            QUAD_OF[s.code] is Quad.MATERIAL_CONFLICT and not s.needs and not s.further and "obj-people" not in s.targets for s in senses
        )
        if hostile:
            return not any(tree.deps[child] == "neg" for child in tree.children[clause])
    return False


def draft_code(code: Code, source: Party | None) -> str | None:
    """The 2016 draft calls violence and theft by criminals CRIME."""
    by_criminals = source is not None and source.sector == "CRM" and code.code in (EventType.ASSAULT, EventType.COERCE)
    return "CRIME" if by_criminals else code.draft_code
