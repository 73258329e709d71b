"""What the judge looks at: features of a candidate, and of a candidate together with a mention, as strings.

In: an analysis, a candidate, a mention. Out: lists of feature names, each present once.

Holds: features speak of grammar, of the lexicon and of the closed word classes around; they are the same whether the
weights were trained or written by hand.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache

from detente.model.claim import Kind
from detente.reading.actors.mentions import ActorMention
from detente.reading.candidates import Candidate
from detente.reading.conditions import condition_features
from detente.reading.dates import TimeExpression
from detente.reading.memory import Memory
from detente.reading.mentions import Analysis, Mention, MentionType
from detente.reading.parse import Syntax
from detente.reading.phrases import Phrase
from detente.reading.value_features import value_features, when_of

_FAR = 7


def _arc(tree: Syntax, token: int) -> str:
    dep = tree.deps[token]
    return f"{dep}:{tree.lower[token]}" if dep in ("prep", "agent", "mark") else dep


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


@lru_cache(maxsize=64)
def _arcs(tree: Syntax) -> tuple[str, ...]:
    return tuple(_arc(tree, token) for token in range(len(tree)))


@lru_cache(maxsize=1_024)
def _alike(analysis: Analysis, mention: Mention) -> tuple[int, ...]:
    """The head tokens of the other mentions of its type in its sentence."""
    row = analysis.mentions[mention.sentence]
    return tuple(m.token for m in row if m.type_ is mention.type_ and m is not mention and m.token is not None)


def _bucket(distance: int) -> str:
    size = abs(distance)
    name = str(size) if size < 4 else "4-6" if size < 7 else "7-12" if size < 13 else "far"
    return ("-" if distance < 0 else "+") + name


@lru_cache(maxsize=256)
def sentence_features(analysis: Analysis, index: int) -> tuple[str, ...]:
    """Features of a sentence, the same for all its candidates."""
    sentence, row = analysis.sentences[index], analysis.mentions[index]
    counts = Counter(mention.type_ for mention in row)
    out = [f"has-{type_}={min(counts[type_], 3)}" for type_ in MentionType if type_ is not MentionType.PHRASE]
    out += [f"title={sentence.is_title}", f"bullet={sentence.is_bullet}", f"question={sentence.text.endswith('?')}"]
    out += [f"date-{when_of(m.value.edtf, analysis)}" for m in row if isinstance(m.value, TimeExpression) and m.value.edtf]
    return tuple(dict.fromkeys(out))


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
        self._usually: dict[str, tuple[str, list[str]]] = {}

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
        return [*value_features(mention, self.analysis), *self.place_features(mention), *self.tie_features(mention)]

    def place_features(self, mention: Mention) -> list[str]:
        """Those that speak of the mention's place and of this candidate's sentence, not of the candidate."""
        if mention.sentence != self.candidate.sentence:
            return self._distant_features(mention)
        tree, token = self.tree, mention.token
        assert token is not None
        out = [f"arc={_arc(tree, token)}"]
        head = tree.heads[token]
        if tree.deps[token] in ("pobj", "pcomp"):
            out += [f"by={tree.lower[head]}", f"by={tree.lower[head]}|{tree.lemmas[tree.heads[head]]}"]
        else:
            out.append(f"of={tree.deps[token]}|{tree.lemmas[head]}")
        out += self._surface(mention)
        if mention.type_ is MentionType.PHRASE:
            out.append(f"lemma={tree.lemmas[token]}")
            out += self._phrase_in_tree(mention, token)
        return out

    def tie_features(self, mention: Mention) -> list[str]:
        """Those that speak of the mention and this candidate together."""
        if mention.sentence != self.candidate.sentence:
            return [*self._remembered(mention), *self._distant_tie(mention)]
        tree, token, main, types = self.tree, mention.token, self.candidate.main, self.types
        assert token is not None
        # Measures go both ways between the same two sides, so an earlier side says nothing inside a sentence.
        is_told = self.candidate.kind is not Kind.MEASURE or mention.type_ is MentionType.PHRASE
        out = self._remembered(mention) if is_told else []
        paths = [self._path(trigger, token) for trigger in self.candidate.tokens]
        name, ups, downs, top = min(paths, key=lambda p: (p[1] + p[2], p[1])) if len(paths) > 1 else paths[0]
        direct = paths[0]
        path = name if ups + downs <= _FAR else "far"
        out += [
            f"p={path}",
            f"p={path}|{types}",
            f"p={path}|{tree.lemmas[top]}",
            f"pm={direct[0] if direct[1] + direct[2] <= _FAR else 'far'}",
            f"steps={min(ups, 4)}.{min(downs, 4)}",
            f"d={_bucket(token - main)}",
            f"rank={self._rank(mention, token)}",
            f"tr={self.lemma}|{'-' if token < main else '+'}",
        ]
        if tree.deps[token] in ("pobj", "pcomp"):
            out.append(f"by={tree.lower[tree.heads[token]]}|{types}")
        if mention.type_ is MentionType.CONDITION:
            base = self.analysis.sentences[mention.sentence].span.start
            span = tree.token_at(mention.span.start - base), tree.token_at(mention.span.end - base - 1)
            out += condition_features(tree, (str(mention.value), token), span, main, self.governor)
        if mention.type_ is MentionType.PHRASE:
            out += self._phrase_tie(mention, token, path)
        return [*out, *self._rivalry(token, ups + downs)]

    def _path(self, start: int, goal: int) -> tuple[str, int, int, int]:
        """The way from a trigger to a token: names of the arcs up and down, how many of each, and the topmost token."""
        heads, above = self.tree.heads, self._above[start]
        down: list[int] = []
        while goal not in above:
            down.append(goal)
            if heads[goal] == goal:
                return "?", 9, 9, start
            goal = heads[goal]
        ups, name = above[goal]
        arcs = self.arcs
        for token in reversed(down):
            name += ">" + arcs[token]
        return name, ups, len(down), goal

    @cached_property
    def _above(self) -> dict[int, dict[int, tuple[int, str]]]:
        """For each trigger the tokens above it, each with how many arcs lead there, and their names."""
        out: dict[int, dict[int, tuple[int, str]]] = {}
        for start in self.candidate.tokens:
            known, name = out.setdefault(start, {}), ""
            for ups, token in enumerate((start, *self.tree.ancestors(start))):
                known.setdefault(token, (ups, name))
                name += "^" + self.arcs[token]
        return out

    @property
    def arcs(self) -> tuple[str, ...]:
        """The name of each token's arc to its head."""
        return _arcs(self.tree)

    def _rivalry(self, token: int, steps: int) -> list[str]:
        """Whether another trigger of the kind lies nearer to the mention, in the tree or in the row of words."""
        if not self.rivals:
            return ["rivals=0"]
        main = self.candidate.main
        in_tree = min(_steps_from(self.tree, other)[token] for other in self.rivals)
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

    def _phrase_in_tree(self, mention: Mention, token: int) -> list[str]:
        """A phrase stands where the first of its list stands; whose it is shows in the name before it."""
        assert isinstance(mention.value, Phrase)
        tree, shape = self.tree, mention.value.shape
        first = token
        while tree.deps[first] == "conj" and tree.heads[first] < first:
            first = tree.heads[first]
        head = tree.heads[first]
        governor = f"{tree.lower[head]}|{tree.lemmas[tree.heads[head]]}" if tree.deps[first] == "pobj" else tree.lemmas[head]
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
            f"gov={tree.deps[first]}|{governor}",
            f"gov={tree.deps[first]}|{governor}|{shape}",
            f"owner={owner}",
            f"owner={owner}|{shape}",
            f"listed={listed}",
        ]

    def _phrase_tie(self, mention: Mention, token: int, path: str) -> list[str]:
        """How a phrase hangs together with the triggers, members of a list told as its first one."""
        assert isinstance(mention.value, Phrase)
        tree, shape, types = self.tree, mention.value.shape, self.types
        plain = path.replace(">conj", "")
        return [
            f"pc={plain}",
            f"pc={plain}|{types}",
            f"pc={plain}|{shape}",
            f"inside={any(token in above for above in self._above.values())}|{shape}",
            f"lemma={tree.lemmas[token]}|{types}",
            f"self={token in self.candidate.tokens}",
        ]

    def _surface(self, mention: Mention) -> list[str]:
        tree = self.tree
        base = self.analysis.sentences[mention.sentence].span.start
        first, last = tree.token_at(mention.span.start - base), tree.token_at(mention.span.end - base - 1)
        before = tree.lower[first - 1] if first else "<s>"
        before2 = tree.lower[first - 2] if first > 1 else "<s>"
        after = tree.lower[last + 1] if last + 1 < len(tree) else "</s>"
        return [f"w-1={before}", f"w-2={before2}_{before}", f"w+1={after}", f"alone={not _alike(self.analysis, mention)}"]

    def _rank(self, mention: Mention, own: int) -> int:
        """How many mentions of its type lie on the same side of the trigger and nearer to it; of many, three."""
        main = self.candidate.main
        behind, away = own >= main, abs(own - main)
        return min(sum((token >= main) == behind and abs(token - main) < away for token in _alike(self.analysis, mention)), 3)

    def _remembered(self, mention: Mention) -> list[str]:
        """What the actor was in earlier claims of the document."""
        if isinstance(mention.value, Phrase):
            if self.candidate.kind is not Kind.MEASURE:
                return []
            used = self.memory.of_words(mention.value)
            return [f"used={slot}" for slot in used] or ["used=never"]
        if not isinstance(mention.value, ActorMention):
            return []
        top, once = self._usual(mention.value.actors[0].code)
        place = "here" if mention.sentence == self.candidate.sentence else "away"
        return [f"usual={top}", f"usual={top}|{place}", f"last={mention in self._last_actors}|{place}", *once]

    def _usual(self, code: str) -> tuple[str, list[str]]:
        """What an actor was most often in claims of the kind, and all that it was in any."""
        known = self._usually.get(code)
        if known is None:
            was, kind = self.memory.of_actor(code), self.candidate.kind
            usual = {slot: count for slot, count in was.items() if slot.startswith(kind)}
            top = max(usual, key=lambda slot: (usual[slot], slot), default="none")
            known = self._usually[code] = top, [f"once={slot}" for slot in was]
        return known

    @cached_property
    def _last_actors(self) -> frozenset[Mention]:
        return frozenset(self.memory.last_actors(self.candidate.kind))

    def _distant_features(self, mention: Mention) -> list[str]:
        analysis = self.analysis
        mine, other = analysis.sentences[self.candidate.sentence], analysis.sentences[mention.sentence]
        away = self._away(mention)
        same = other.paragraph == mine.paragraph
        tree = analysis.trees[mention.sentence]
        role = tree.deps[mention.token] if tree is not None and mention.token is not None else "?"
        rank = [m for m in analysis.mentions[mention.sentence] if m.type_ is mention.type_].index(mention)
        opening = self.tree.lower[0] if other.index < mine.index else other.text.split(" ", 1)[0].lower()
        out = [
            f"away={away}",
            f"away={away}|{same}|{mine.is_bullet}",
            f"away={away}|{role}",
            f"away={away}|rank{min(rank, 3)}",
            f"away={away}|{opening}",
            f"away-role={role}",
        ]
        if mention.type_ is MentionType.ACTOR:
            out += [f"missing={self._missing_actors}", f"missing={self._missing_actors}|{away}", f"missing={self._missing_actors}|{role}"]
        return out

    def _distant_tie(self, mention: Mention) -> list[str]:
        away, was = self._away(mention), self.memory.of_mention(mention)
        out = [f"away={away}|{self.types}", f"was-any={bool(was)}"]
        return [*out, *[f"was={slot}" for slot in was], *[f"was={slot}|{away}" for slot in was]]

    def _away(self, mention: Mention) -> str:
        """How many sentences behind the candidate's a mention stands."""
        other = self.analysis.sentences[mention.sentence]
        return "title" if other.is_title else str(max(-5, min(2, other.index - self.candidate.sentence)))

    @cached_property
    def _missing_actors(self) -> str:
        """How many actors the candidate's own sentence names: few leave more to be carried over."""
        count = sum(1 for m in self.analysis.mentions[self.candidate.sentence] if m.type_ is MentionType.ACTOR)
        return str(min(count, 3))

    @cached_property
    def clause_features(self) -> list[str]:
        """Features of the candidate itself: is it a claim, which, at what stage."""
        return [*self.own_features(), *sentence_features(self.analysis, self.candidate.sentence)]

    def own_features(self) -> list[str]:
        """Those that speak of the candidate's own words and not of its sentence."""
        return [*self._trigger_features(), *self._verb_features(), *self._window_features()]

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
