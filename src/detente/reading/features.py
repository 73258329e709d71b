"""What the judge looks at: features of a candidate, and of a candidate together with a mention, as strings.

In: an analysis, a candidate, a mention. Out: lists of feature names, each present once.

Holds: features speak of grammar, of the lexicon and of the closed word classes around; they are the same whether the
weights were trained or written by hand.
"""

from collections.abc import Sequence
from functools import cached_property, lru_cache

from detente.model.amount import Amount
from detente.model.claim import Kind
from detente.model.edtf import Edtf
from detente.reading.actors.mentions import ActorMention
from detente.reading.candidates import Candidate
from detente.reading.conditions import condition_features
from detente.reading.dates import TimeExpression
from detente.reading.memory import Memory
from detente.reading.mentions import Analysis, Mention, MentionType
from detente.reading.parse import Syntax
from detente.reading.phrases import Phrase, key_of
from detente.reading.quantities import Rate

_FAR = 7


def _arc(tree: Syntax, token: int) -> str:
    dep = tree.deps[token]
    return f"{dep}:{tree.lower[token]}" if dep in ("prep", "agent", "mark") else dep


def _path(tree: Syntax, start: int, goal: int) -> tuple[str, int, int, int]:
    """The way from one token to another: names of the arcs up and down, how many of each, and the topmost token."""
    up = [start, *tree.ancestors(start)]
    where = {token: index for index, token in enumerate(up)}
    down = [goal]
    while down[-1] not in where:
        above = tree.heads[down[-1]]
        if above == down[-1]:
            return "?", 9, 9, start
        down.append(above)
    top = down[-1]
    ups, downs = up[: where[top]], down[:-1][::-1]
    name = "".join(f"^{_arc(tree, t)}" for t in ups) + "".join(f">{_arc(tree, t)}" for t in downs)
    return name, len(ups), len(downs), top


@lru_cache(maxsize=1_024)
def _steps_from(tree: Syntax, start: int) -> tuple[int, ...]:
    """How many arcs lead from a token to each other one; as for `_path`, 18 where none do."""
    steps = {start: 0}
    todo = [start]
    for token in todo:
        for other in (tree.heads[token], *tree.children[token]):
            if other not in steps:
                steps[other] = steps[token] + 1
                todo.append(other)
    return tuple(steps.get(token, 18) for token in range(len(tree)))


def _bucket(distance: int) -> str:
    size = abs(distance)
    name = str(size) if size < 4 else "4-6" if size < 7 else "7-12" if size < 13 else "far"
    return ("-" if distance < 0 else "+") + name


def _when(edtf: Edtf | None, analysis: Analysis) -> str:
    day = analysis.document.day
    if edtf is None or day is None:
        return "unknown"
    if edtf.last is not None and edtf.last < day:
        return "past"
    return "future" if edtf.first is not None and edtf.first > day else "now"


def _frequency(analysis: Analysis, code: str) -> str:
    """Which rank a state or body has among those that the document mentions."""
    ranked = analysis.actors_by_frequency
    return str(min(ranked.index(code), 4)) if code in ranked else "none"


def _phrase_features(phrase: Phrase, analysis: Analysis) -> list[str]:
    key = key_of(phrase)
    words = key.split()
    often = min(analysis.phrases_by_frequency.get(key, 1), 4)
    return [
        f"shape={phrase.shape}",
        f"words={key}",
        f"head={words[-1]}|{phrase.shape}",
        f"length={min(len(words), 5)}|{phrase.shape}",
        f"often={often}",
        f"in-title={key in analysis.title_phrases}",
        *[f"word={word}" for word in words[:6]],
    ]


def _value_features(mention: Mention, analysis: Analysis) -> list[str]:
    match mention.value:
        case ActorMention(how=how, actors=actors):
            sort = "person" if actors[0].person else "company" if actors[0].is_company else "state" if len(actors[0].code) == 3 else "body"
            often = _frequency(analysis, actors[0].code)
            return [f"how={how}", f"sort={sort}", f"n={len(actors)}", f"often={often}", f"often={often}|{how}"]
        case TimeExpression():
            value = mention.value
            precision = "none" if value.edtf is None else "range" if "/" in value.edtf.text else str(len(value.edtf.text))
            when = _when(value.edtf, analysis)
            return [
                f"prep={value.preposition}",
                f"prep={value.preposition}|{when}",
                f"type={value.type}",
                f"precision={precision}",
                f"when={when}",
            ]
        case Rate():
            return [f"hint={mention.value.hint}", f"points={mention.value.points}"]
        case Amount():
            return [
                f"unit={'money' if mention.value.unit not in ('t', 'bbl', 'aircraft', 'items') else mention.value.unit}",
                f"per={mention.value.per}",
            ]
        case Phrase():
            return _phrase_features(mention.value, analysis)
        case str():
            return []


class CandidateView:
    """A candidate in its sentence, with what its features share worked out once."""

    def __init__(self, analysis: Analysis, candidate: Candidate, memory: Memory, rivals: Sequence[Candidate] = ()) -> None:
        tree = analysis.trees[candidate.sentence]
        assert tree is not None
        self.analysis = analysis
        self.candidate = candidate
        self.tree = tree
        self.memory = memory
        self.rivals = [other.main for other in rivals if other is not candidate and other.kind is candidate.kind and not other.is_weak]
        self.types = "+".join(sorted({entry.type_ for entry in candidate.entries if not entry.is_weak})) or "weak"
        self.lemma = tree.lemmas[candidate.main]

    @cached_property
    def governor(self) -> int:
        """The verb that the main trigger hangs on, or the trigger itself where it is a verb."""
        tree = self.tree
        for token in (self.candidate.main, *tree.ancestors(self.candidate.main)):
            if tree.pos[token] in ("VERB", "AUX"):
                return token
        return self.candidate.main

    def role_features(self, mention: Mention) -> list[str]:
        """Features of a mention as a filler of this candidate's slots."""
        out = _value_features(mention, self.analysis)
        if mention.sentence != self.candidate.sentence:
            return [*out, *self._remembered(mention), *self._distant_features(mention)]
        if self.candidate.kind is not Kind.MEASURE or mention.type_ is MentionType.PHRASE:
            # Measures go both ways between the same two sides, so an earlier side says nothing inside a sentence.
            out += self._remembered(mention)
        tree, token = self.tree, mention.token
        assert token is not None
        paths = [_path(tree, trigger, token) for trigger in self.candidate.tokens]
        name, ups, downs, top = min(paths, key=lambda p: (p[1] + p[2], p[1]))
        main = paths[0]
        path = name if ups + downs <= _FAR else "far"
        out += [
            f"p={path}",
            f"p={path}|{self.types}",
            f"p={path}|{tree.lemmas[top]}",
            f"pm={main[0] if main[1] + main[2] <= _FAR else 'far'}",
            f"steps={min(ups, 4)}.{min(downs, 4)}",
            f"arc={_arc(tree, token)}",
            f"d={_bucket(token - self.candidate.main)}",
        ]
        head = tree.heads[token]
        if tree.deps[token] in ("pobj", "pcomp"):
            above = tree.heads[head]
            out += [f"by={tree.lower[head]}", f"by={tree.lower[head]}|{tree.lemmas[above]}", f"by={tree.lower[head]}|{self.types}"]
        else:
            out += [f"of={tree.deps[token]}|{tree.lemmas[head]}"]
        out += self._surface(mention)
        if mention.type_ is MentionType.CONDITION:
            base = self.analysis.sentences[mention.sentence].span.start
            span = tree.token_at(mention.span.start - base), tree.token_at(mention.span.end - base - 1)
            out += condition_features(tree, (str(mention.value), token), span, self.candidate.main, self.governor)
        if mention.type_ is MentionType.PHRASE:
            out += self._phrase_in_tree(mention, token, path)
            out += [f"lemma={tree.lemmas[token]}", f"lemma={tree.lemmas[token]}|{self.types}", f"self={token in self.candidate.tokens}"]
        out.append(f"tr={self.lemma}|{'-' if token < self.candidate.main else '+'}")
        out += self._rivalry(token, ups + downs)
        return out

    def _rivalry(self, token: int, steps: int) -> list[str]:
        """Whether another trigger of the kind lies nearer to the mention, in the tree or in the row of words."""
        if not self.rivals:
            return ["rivals=0"]
        main = self.candidate.main
        steps_from = _steps_from(self.tree, token)
        in_tree = min(steps_from[other] for other in self.rivals)
        in_row = min(abs(other - token) for other in self.rivals)
        blocked = any(min(main, token) < other < max(main, token) for other in self.rivals)
        tree = "nearest" if steps < in_tree else "tied" if steps == in_tree else "farther"
        row = "nearest" if abs(main - token) < in_row else "farther"
        return [
            f"rivals={min(len(self.rivals), 3)}",
            f"tree-{tree}",
            f"row-{row}",
            f"tree-{tree}|row-{row}|{blocked}",
            f"blocked={blocked}",
        ]

    def _phrase_in_tree(self, mention: Mention, token: int, path: str) -> list[str]:
        """A phrase stands where the first of its list stands; whose it is shows in the name before it."""
        assert isinstance(mention.value, Phrase)
        tree, shape = self.tree, mention.value.shape
        first = token
        while tree.deps[first] == "conj" and tree.heads[first] < first:
            first = tree.heads[first]
        head = tree.heads[first]
        governor = f"{tree.lower[head]}|{tree.lemmas[tree.heads[head]]}" if tree.deps[first] == "pobj" else tree.lemmas[head]
        plain = path.replace(">conj", "")
        base = self.analysis.sentences[mention.sentence].span.start
        before = tree.token_at(mention.span.start - base) - 1
        row = self.analysis.mentions[mention.sentence]
        start = base + tree.starts[before] if before >= 0 else -1
        owner = next(
            (
                m.type_
                for m in row
                if m.type_ in (MentionType.ACTOR, MentionType.RATE, MentionType.AMOUNT) and m.span.start <= start < m.span.end
            ),
            "none",
        )
        listed = tree.deps[token] == "conj" or any(tree.deps[child] == "conj" for child in tree.children[token])
        return [
            f"pc={plain}",
            f"pc={plain}|{self.types}",
            f"pc={plain}|{shape}",
            f"gov={tree.deps[first]}|{governor}",
            f"gov={tree.deps[first]}|{governor}|{shape}",
            f"owner={owner}",
            f"owner={owner}|{shape}",
            f"listed={listed}",
            f"inside={any(t in self.candidate.tokens for t in tree.subtree(token))}|{shape}",
        ]

    def _surface(self, mention: Mention) -> list[str]:
        tree = self.tree
        base = self.analysis.sentences[mention.sentence].span.start
        first, last = tree.token_at(mention.span.start - base), tree.token_at(mention.span.end - base - 1)
        before = tree.lower[first - 1] if first else "<s>"
        before2 = tree.lower[first - 2] if first > 1 else "<s>"
        after = tree.lower[last + 1] if last + 1 < len(tree) else "</s>"
        row = self.analysis.mentions[mention.sentence]
        rivals = [m.token for m in row if m.type_ is mention.type_ and m is not mention and m.token is not None]
        main, own = self.candidate.main, mention.token
        nearer = sum((token < main) == (own < main) and abs(token - main) < abs(own - main) for token in rivals) if own is not None else 0
        return [
            f"w-1={before}",
            f"w-2={before2}_{before}",
            f"w+1={after}",
            f"rank={min(nearer, 3)}",
            f"alone={not rivals}",
        ]

    def _remembered(self, mention: Mention) -> list[str]:
        """What the actor was in earlier claims of the document."""
        if isinstance(mention.value, Phrase):
            if self.candidate.kind is not Kind.MEASURE:
                return []
            used = self.memory.of_words(mention.value)
            return [f"used={slot}" for slot in used] or ["used=never"]
        if not isinstance(mention.value, ActorMention):
            return []
        was = self.memory.of_actor(mention.value.actors[0].code)
        usual = {slot: count for slot, count in was.items() if slot.startswith(self.candidate.kind)}
        top = max(usual, key=lambda slot: (usual[slot], slot), default="none")
        place = "here" if mention.sentence == self.candidate.sentence else "away"
        last = any(mention is other for other in self.memory.last_actors(self.candidate.kind))
        return [f"usual={top}", f"usual={top}|{place}", f"last={last}|{place}", *[f"once={slot}" for slot in was]]

    def _distant_features(self, mention: Mention) -> list[str]:
        analysis = self.analysis
        mine, other = analysis.sentences[self.candidate.sentence], analysis.sentences[mention.sentence]
        away = "title" if other.is_title else str(max(-5, min(2, other.index - mine.index)))
        same = other.paragraph == mine.paragraph
        tree = analysis.trees[mention.sentence]
        role = tree.deps[mention.token] if tree is not None and mention.token is not None else "?"
        rank = [m for m in analysis.mentions[mention.sentence] if m.type_ is mention.type_].index(mention)
        opening = self.tree.lower[0] if other.index < mine.index else other.text.split(" ", 1)[0].lower()
        was = self.memory.of_mention(mention)
        out = [
            f"away={away}",
            f"away={away}|{same}|{mine.is_bullet}",
            f"away={away}|{role}",
            f"away={away}|{self.types}",
            f"away={away}|rank{min(rank, 3)}",
            f"away={away}|{opening}",
            f"away-role={role}",
            f"was-any={bool(was)}",
            *[f"was={slot}" for slot in was],
            *[f"was={slot}|{away}" for slot in was],
        ]
        if mention.type_ is MentionType.ACTOR:
            out += [f"missing={self._missing_actors}", f"missing={self._missing_actors}|{away}", f"missing={self._missing_actors}|{role}"]
        return out

    @cached_property
    def _missing_actors(self) -> str:
        """How many actors the candidate's own sentence names: few leave more to be carried over."""
        count = sum(1 for m in self.analysis.mentions[self.candidate.sentence] if m.type_ is MentionType.ACTOR)
        return str(min(count, 3))

    @cached_property
    def clause_features(self) -> list[str]:
        """Features of the candidate itself: is it a claim, which, at what stage."""
        return [*self._trigger_features(), *self._verb_features(), *self._window_features(), *self._sentence_features()]

    def _trigger_features(self) -> list[str]:
        tree, main = self.tree, self.candidate.main
        out = [
            f"lemma={self.lemma}",
            f"word={tree.lower[main]}",
            f"types={self.types}",
            f"weak={self.candidate.is_weak}",
            f"tag={tree.tags[main]}",
        ]
        out += [f"arc={_arc(tree, main)}|{tree.lemmas[tree.heads[main]]}", f"arc={tree.deps[main]}"]
        out += [f"with={tree.lemmas[token]}" for token in self.candidate.tokens[1:]]
        out += [f"entry={entry.type_}" for entry in self.candidate.entries]
        out += [f"kid={_arc(tree, child)}" for child in tree.children[main]]
        out += [
            f"kid={tree.deps[child]}|{tree.lower[child]}"
            for child in tree.children[main]
            if tree.deps[child] in ("amod", "det", "compound", "neg", "aux", "prep", "poss")
        ]
        return out

    def _verb_features(self) -> list[str]:
        tree, out = self.tree, []
        verb, level = self.governor, 0
        while level < 3:
            out += [f"v{level}={tree.lemmas[verb]}", f"v{level}tag={tree.tags[verb]}", f"v={tree.lemmas[verb]}"]
            aux = [tree.lower[child] for child in tree.children[verb] if tree.deps[child] in ("aux", "auxpass", "neg", "mark", "prt")]
            out += [f"v{level}aux={word}" for word in aux] + [f"aux={word}" for word in aux]
            out.append(f"v{level}form={'_'.join(aux)}|{tree.tags[verb]}")
            out += [
                f"v{level}{tree.deps[child]}={tree.lemmas[child]}"
                for child in tree.children[verb]
                if tree.deps[child] in ("nsubj", "nsubjpass", "advmod", "dobj", "attr", "acomp")
            ]
            above = next((t for t in tree.ancestors(verb) if tree.pos[t] in ("VERB", "AUX")), None)
            if above is None:
                out.append(f"top={level}")
                break
            out.append(f"v{level}dep={tree.deps[verb]}|{tree.lemmas[tree.heads[verb]]}")
            verb, level = above, level + 1
        return out

    def _window_features(self) -> list[str]:
        tree, main = self.tree, self.candidate.main
        out = [f"w{offset:+d}={tree.lower[main + offset]}" for offset in (-2, -1, 1, 2) if 0 <= main + offset < len(tree)]
        near = range(max(0, main - 8), min(len(tree), main + 9))
        out += [f"near={tree.lemmas[token]}" for token in near if token != main and tree.pos[token] not in ("PUNCT", "DET", "PROPN", "NUM")]
        out += [f"bi={tree.lower[token]}_{tree.lower[token + 1]}" for token in range(max(0, main - 5), min(len(tree) - 1, main + 5))]
        return out

    def _sentence_features(self) -> list[str]:
        sentence = self.analysis.sentences[self.candidate.sentence]
        row = self.analysis.mentions[self.candidate.sentence]
        counts = {type_: sum(1 for m in row if m.type_ is type_) for type_ in MentionType}
        out = [f"has-{type_}={min(count, 3)}" for type_, count in counts.items() if type_ is not MentionType.PHRASE]
        out += [f"title={sentence.is_title}", f"bullet={sentence.is_bullet}", f"question={sentence.text.endswith('?')}"]
        out += [f"date-{_when(m.value.edtf, self.analysis)}" for m in row if isinstance(m.value, TimeExpression) and m.value.edtf]
        return list(dict.fromkeys(out))
