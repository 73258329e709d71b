"""What is known of a document's words before the encoder reads them: who is an actor, what is a date, which words are triggers.

In: an analysis and its candidates. Out: `Sorts`: spans, each with a sort out of a closed list.

Holds: sorts say of what sort words are, never which actor or day they name, so that what is learned of one name holds for all.
"""

from collections.abc import Iterator, Sequence

from detente.model.claim import Kind
from detente.model.span import Span
from detente.reading.actors.mentions import ActorMention, How
from detente.reading.candidates import Candidate
from detente.reading.mentions import Analysis, Mention, MentionType

# A span and the column of its sort in `SORTS`.
Sorts = Sequence[tuple[Span, int]]

_ACTORS = tuple(f"actor.{how}" for how in How)
_OTHERS = tuple(str(type_) for type_ in MentionType if type_ not in (MentionType.ACTOR, MentionType.PHRASE))
SORTS = (*_ACTORS, *_OTHERS, *(f"trigger.{kind}" for kind in Kind), *(f"weak-trigger.{kind}" for kind in Kind))
_COLUMNS = {name: column for column, name in enumerate(SORTS)}


def sorts_of(analysis: Analysis, candidates: Sequence[Candidate]) -> list[tuple[Span, int]]:
    """All sorts of a document, those of its mentions and those of its triggers."""
    of_mentions = ((mention.span, _name(mention)) for row in analysis.mentions for mention in row if mention.type_ != MentionType.PHRASE)
    of_triggers = (sort for candidate in candidates for sort in _of_candidate(analysis, candidate))
    return [(span, _COLUMNS[name]) for span, name in dict.fromkeys((*of_mentions, *of_triggers))]


def _name(mention: Mention) -> str:
    if isinstance(mention.value, ActorMention) and mention.type_ == MentionType.ACTOR:
        return f"actor.{mention.value.how}"
    return str(mention.type_)


def _of_candidate(analysis: Analysis, candidate: Candidate) -> Iterator[tuple[Span, str]]:
    tree, base = analysis.trees[candidate.sentence], analysis.sentences[candidate.sentence].span.start
    assert tree is not None
    for token in candidate.tokens:
        name = "weak-trigger" if candidate.is_weak else "trigger"
        yield Span(base + tree.starts[token], base + tree.ends[token]), f"{name}.{candidate.kind}"
