"""Candidates without a trigger word: `the 25 percent on steel`, `$150bn for shipyards`, `Wednesday, Seoul: Lee Jae Myung`.

In: a sentence's tree, its mentions and its lexical candidates. Out: weak candidates where a rate, an amount or a
person with a day stands without a trigger of the kind nearby.
"""

from detente.model.claim import Kind
from detente.reading.actors.mentions import ActorMention
from detente.reading.candidates import Candidate
from detente.reading.mentions import Mention, MentionType
from detente.reading.parse import Syntax
from detente.vocab.triggers import Trigger

_NEAR = 5
RATE = Trigger("<rate>", Kind.MEASURE, "rate", "NOUN", True)
AMOUNT = Trigger("<amount>", Kind.COMMITMENT, "amount", "NOUN", True)
PERSON = Trigger("<person>", Kind.ENCOUNTER, "person", "NOUN", True)


def bare_candidates(sentence: int, tree: Syntax, mentions: tuple[Mention, ...], lexical: list[Candidate]) -> list[Candidate]:
    """The bare candidates of one sentence."""
    out: list[Candidate] = []
    for entry, type_ in ((RATE, MentionType.RATE), (AMOUNT, MentionType.AMOUNT)):
        taken = [token for c in lexical if c.kind is entry.kind for token in c.tokens]
        for mention in mentions:
            if mention.type_ is type_ and mention.token is not None and not any(abs(mention.token - token) <= _NEAR for token in taken):
                out.append(Candidate(entry.kind, sentence, (mention.token,), (entry,)))
                taken.append(mention.token)
    return out + _meetings(sentence, mentions, lexical)


def _meetings(sentence: int, mentions: tuple[Mention, ...], lexical: list[Candidate]) -> list[Candidate]:
    if any(c.kind is Kind.ENCOUNTER and not c.is_weak for c in lexical):
        return []
    persons = [m for m in mentions if isinstance(m.value, ActorMention) and m.value.actors[0].person and m.token is not None]
    has_when = any(m.type_ is MentionType.DATE for m in mentions)
    has_where = any(m.type_ is MentionType.PLACE for m in mentions)
    if persons and (has_when or has_where or len(persons) > 1):
        token = persons[0].token
        assert token is not None
        return [Candidate(Kind.ENCOUNTER, sentence, (token,), (PERSON,))]
    return []
