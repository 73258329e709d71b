"""Where the parties of an act stand: subject, object, prepositions, clauses, through passives, coordination, control and relative clauses.

In: a tree and the token of a verb. Out: tokens that head the phrases in a slot.

Holds: purely grammatical: knows no actors. A reduced clause or infinitive takes the subject of what governs it.
"""

from detente.reading.parse import Syntax

_NOUNY = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET")
_RELATIVES = frozenset({"who", "which", "that", "whom"})
# The object of these does what the infinitive behind them says.
_OBJECT_CONTROL = frozenset(
    """urge ask order force tell call allow persuade convince invite pressure press compel require request instruct permit enable
    help encourage warn beg implore exhort command lead get cause authorize want expect push prod lobby advise remind oblige""".split()
)
_THROUGH = ("prep", "dobj", "prt", "advmod", "dative", "attr", "pobj", "pcomp", "acomp", "oprd", "npadvmod", "agent")


def is_verb(tree: Syntax, token: int) -> bool:
    """Whether a token is a verb in its sentence."""
    return tree.pos[token] in ("VERB", "AUX")


def _children(tree: Syntax, token: int, *deps: str) -> list[int]:
    return [child for child in tree.children[token] if tree.deps[child] in deps]


def is_passive(tree: Syntax, verb: int) -> bool:
    """Whether what looks like the subject is the object: `was arrested`, `arrested by police`, `the men arrested on Monday`."""
    if _children(tree, verb, "nsubjpass", "auxpass"):
        return True
    if tree.deps[verb] == "acl" and tree.tags[verb] == "VBN":
        return True
    if _children(tree, verb, "agent") and not _children(tree, verb, "dobj", "nsubj"):
        return True
    return (
        tree.deps[verb] == "conj"
        and tree.tags[verb] in ("VBN", "VBD")
        and not _children(tree, verb, "nsubj", "dobj")
        and is_verb(tree, tree.heads[verb])
        and tree.tags[verb] == tree.tags[tree.heads[verb]] == "VBN"
        and is_passive(tree, tree.heads[verb])
    )


def _antecedent(tree: Syntax, token: int, verb: int) -> int:
    """`who` and `which` stand for the noun that the relative clause hangs on."""
    if tree.lower[token] in _RELATIVES and tree.deps[verb] in ("relcl", "acl"):
        return tree.heads[verb]
    return token


def _own_subject(tree: Syntax, verb: int) -> list[int]:
    return [_antecedent(tree, child, verb) for child in _children(tree, verb, "nsubj", "nsubjpass")]


def logical_subject(tree: Syntax, verb: int, depth: int = 0) -> list[int]:
    """Who stands in subject position, also where the clause has no subject of its own; in a passive it is who suffers the act."""
    own = _own_subject(tree, verb)
    if own:
        return own
    head, dep = tree.heads[verb], tree.deps[verb]
    if head == verb or depth > 6:
        return []
    match dep:
        case "acl" | "relcl":
            return [head] if tree.tags[verb] in ("VBG", "VBN") else _of_governing_noun(tree, head, depth)
        case "pcomp" | "prep":
            above = tree.heads[head]
            if dep == "pcomp" and is_verb(tree, above):
                direct = _children(tree, above, "dobj")
                blamed = tree.lower[head] in ("of", "for", "from") and direct and not is_passive(tree, above)
                return direct if blamed else logical_subject(tree, above, depth + 1)
            return []
        case "xcomp" | "ccomp" | "advcl" | "conj" | "dep" | "parataxis" | "ROOT":
            if tree.pos[head] in ("NOUN", "PROPN"):
                return _of_governing_noun(tree, head, depth)
            direct = _children(tree, head, "dobj")
            if dep in ("xcomp", "ccomp", "advcl") and direct and tree.lemmas[head] in _OBJECT_CONTROL and tree.tags[verb] == "VB":
                return direct
            return logical_subject(tree, head, depth + 1)
        case "acomp":
            return logical_subject(tree, head, depth + 1)
        case _:
            return []


def _of_governing_noun(tree: Syntax, noun: int, depth: int) -> list[int]:
    """`its decision to withdraw`, `Iran announced plans to …`: the owner of the noun, else the subject above it."""
    if owners := _children(tree, noun, "poss"):
        return owners
    above = tree.heads[noun]
    return logical_subject(tree, above, depth + 1) if is_verb(tree, above) else []


def agents(tree: Syntax, verb: int) -> list[int]:
    """Who does it: the subject, or in a passive the `by` phrase."""
    if not is_passive(tree, verb):
        return logical_subject(tree, verb)
    by = [*_children(tree, verb, "agent"), *(child for child in _children(tree, verb, "prep") if tree.lower[child] == "by")]
    found = [below for marker in by for below in _children(tree, marker, "pobj")]
    if not found and tree.deps[verb] == "conj" and is_verb(tree, tree.heads[verb]):
        return agents(tree, tree.heads[verb]) if is_passive(tree, tree.heads[verb]) else []
    return found


def objects(tree: Syntax, verb: int) -> list[int]:
    """To whom or what it is done: the object, or in a passive the subject."""
    if is_passive(tree, verb):
        subject: list[int] = logical_subject(tree, verb)
        return [*subject, *_children(tree, verb, "dobj", "oprd")]
    found = [_antecedent(tree, child, verb) for child in _children(tree, verb, "dobj")]
    if not found and tree.deps[verb] == "relcl" and _children(tree, verb, "nsubj"):
        doer = _children(tree, verb, "nsubj")[0]
        if tree.lower[doer] not in _RELATIVES:
            return [tree.heads[verb]]
    return found or _shared_objects(tree, verb)


def _shared_objects(tree: Syntax, verb: int) -> list[int]:
    """`condemned and rejected the plan`: the object of the last verb serves both."""
    if _children(tree, verb, "prep", "xcomp", "ccomp"):
        return []
    following = [child for child in _children(tree, verb, "conj") if is_verb(tree, child) and not _children(tree, child, "nsubj")]
    return [token for child in following for token in _children(tree, child, "dobj")]


def recipients(tree: Syntax, verb: int) -> list[int]:
    """The indirect object."""
    out = []
    for child in _children(tree, verb, "dative"):
        out += [child] if tree.pos[child] != "ADP" else _children(tree, child, "pobj")
    direct = _children(tree, verb, "dobj")
    return out or (direct[:1] if len(direct) > 1 else [])


def reach(tree: Syntax, verb: int) -> list[int]:
    """The tokens that belong to the act: from the verb down without entering another clause; participles on its objects are entered."""
    out: list[int] = []
    todo = list(tree.children[verb])
    if is_passive(tree, verb):
        todo += [below for subject in _own_subject(tree, verb) for below in tree.children[subject]]
    while todo:
        token = todo.pop(0)
        dep = tree.deps[token]
        participle = dep == "acl" and tree.tags[token] in ("VBN", "VBG")
        if dep in _THROUGH or participle or (dep == "conj" and tree.pos[token] in ("NOUN", "PROPN")):
            out.append(token)
            todo += tree.children[token]
    return sorted(out)


def behind(tree: Syntax, verb: int, preposition: str) -> list[int]:
    """What stands behind a preposition of the act, the nearest to the verb first."""
    out: list[int] = []
    for token in reach(tree, verb):
        if tree.lower[tree.heads[token]] == "according":
            continue
        if tree.lower[token] == preposition and tree.deps[token] in ("prep", "dative", "agent", "prt", "advmod"):
            out += _children(tree, token, "pobj")
            for below in _children(tree, token, "prep"):
                out += _children(tree, below, "pobj")
    return out


def clauses(tree: Syntax, verb: int) -> list[int]:
    """The verbs of the clauses that say what a verb is about: `to release …`, `of attacking …`, `that it would …`."""
    out = _children(tree, verb, "xcomp", "ccomp")
    out += [child for child in _children(tree, verb, "advcl") if tree.tags[child] == "VB"]
    for token in reach(tree, verb):
        out += _children(tree, token, "pcomp")
        out += [child for child in _children(tree, token, "acl", "relcl") if tree.tags[child] == "VB"]
    return [token for token in dict.fromkeys(out) if is_verb(tree, token) or tree.pos[token] == "NOUN"]


def content(tree: Syntax, verb: int) -> list[int]:
    """The tokens of what is demanded, refused, threatened or given: all below the verb but its subject."""
    out: list[int] = []
    for child in tree.children[verb]:
        if tree.deps[child] not in ("nsubj", "nsubjpass", "agent", "aux", "auxpass", "neg", "punct", "cc", "mark") and not (
            tree.deps[child] == "conj" or (tree.deps[child] == "advcl" and tree.tags[child] != "VB")
        ):
            out += tree.subtree(child)
    if is_passive(tree, verb):
        for subject in logical_subject(tree, verb):
            out += tree.subtree(subject) if subject < verb and tree.heads[verb] != subject else [subject]
    return sorted(set(out))


def nouns_of_objects(tree: Syntax, verb: int) -> list[int]:
    """The heads of all objects of the act, also behind prepositions, with those coordinated."""
    kinds = ("pobj", "dobj", "dative", "attr", "oprd", "npadvmod")
    heads = [*objects(tree, verb), *(token for token in reach(tree, verb) if tree.deps[token] in kinds)]
    out: list[int] = []
    for head in heads:
        out += [head, *(c for c in _children(tree, head, "conj") if tree.pos[c] in _NOUNY)]
    return list(dict.fromkeys(out))
