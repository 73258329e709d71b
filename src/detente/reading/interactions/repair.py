"""Known faults of the parser, put right before acts are looked for.

In: a tree. Out: the same tree, or a repaired copy.

Holds: only contradictions are touched: a finite verb cannot be the adjective of a noun (`Qatar hosted Pakistani envoys`).
"""

from detente.reading.parse import Syntax

_FINITE = ("VBD", "VBZ", "VBP")
_SUBJECTS = ("nsubj", "nmod", "compound", "npadvmod", "dep")


def _fault(tree: Syntax) -> tuple[int, int, int] | None:
    """A finite verb that hangs on its object as an adjective: (verb, object, subject)."""
    for verb, dep in enumerate(tree.deps):
        noun = tree.heads[verb]
        if dep != "amod" or noun < verb or not (tree.tags[verb] in _FINITE or _is_only_verb(tree, verb)):
            continue
        before = [
            c
            for c in (*tree.children[noun], *tree.children[verb])
            if c < verb and tree.deps[c] in _SUBJECTS and tree.pos[c] in ("NOUN", "PROPN", "PRON")
        ]
        if before:
            return verb, noun, before[-1]
    return None


def _is_only_verb(tree: Syntax, verb: int) -> bool:
    """A participle in a sentence without any other verb, whose head is the top: `Iran armed Yemeni rebels`."""
    noun = tree.heads[verb]
    verbs = [token for token, pos in enumerate(tree.pos) if pos in ("VERB", "AUX")]
    return tree.tags[verb] == "VBN" and tree.heads[noun] == noun and verbs in ([], [verb]) and tree.words[-1] == "."


def repaired(tree: Syntax) -> Syntax:
    """The tree with its finite verbs as heads of their clauses."""
    fault = _fault(tree)
    if fault is None:
        return tree
    verb, noun, subject = fault
    heads, deps = list(tree.heads), list(tree.deps)
    heads[verb], deps[verb] = (verb if heads[noun] == noun else heads[noun]), deps[noun]
    heads[noun], deps[noun] = verb, "dobj"
    for child in tree.children[noun]:
        if child < verb or deps[child] in ("punct", "advcl", "npadvmod"):
            heads[child] = verb
    deps[subject] = "nsubj"
    children: list[list[int]] = [[] for _ in heads]
    for index, head in enumerate(heads):
        if head != index:
            children[head].append(index)
    pos = list(tree.pos)
    pos[verb] = "VERB"
    return Syntax(
        starts=tree.starts,
        ends=tree.ends,
        lower=tree.lower,
        words=tree.words,
        lemmas=tree.lemmas,
        pos=pos,
        tags=tree.tags,
        deps=deps,
        heads=heads,
        children=children,
    )
