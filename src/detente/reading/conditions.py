"""Clauses and phrases that may state a condition: `if no deal is reached`, `unless …`, `subject to …`.

In: a sentence and its tree; a condition and a token that tells of a claim. Out: `Condition`s, each from its marker to the
end of what hangs on it; features of whether it conditions the claim.

Holds: a condition has words behind its marker.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.model.span import Span
from detente.reading.parse import Syntax
from detente.reading.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Condition:
    """Words that may state a condition; `token` heads them, `marker` opens them."""

    span: Span
    token: int
    marker: str


_MARKER = re.compile(
    r"\b(?:(?:(?:but|and) )?(?:only|even|except) (?=if|when|once|after|in case|on condition|as soon)|not (?=before|until|unless))?"
    r"(?:if|unless|until|provided(?: that)?|providing(?: that)?|(?:for )?(?:as|so) long as|as soon as|on (?:the )?condition(?: that)?|"
    r"in case|once|should|were|failing which|pending|subject to|contingent (?:up)?on|conditional (?:up)?on|depending on|depends? on|"
    r"hinges? on|assuming(?: that)?|after|barring|failing|absent|in the absence of|in the event (?:of|that)|without|before|when|while|"
    r"except)\b",
    re.IGNORECASE,
)
# Of these words only the use as a marker of a clause with the verb in front is meant.
_INVERTED = ("should", "were")
# These condition only where `only` or `not` stands before them.
_LIMITED_ONLY = ("after",)


def conditions_in(sentence: Sentence, tree: Syntax) -> Iterator[Condition]:
    """All that may state a condition in a sentence."""
    for match in _MARKER.finditer(sentence.text):
        marker = match.group().lower()
        first, last_of_marker = tree.token_at(match.start()), tree.token_at(match.end() - 1)
        if marker in _LIMITED_ONLY or (marker in _INVERTED and not _opens_clause(tree, first)):
            continue
        head = _head(tree, first, last_of_marker)
        end = _end(tree, head, last_of_marker, inverted=marker in _INVERTED)
        if end > last_of_marker:
            span = Span(sentence.span.start + tree.starts[first], sentence.span.start + tree.ends[end])
            yield Condition(span, head, marker)


def _opens_clause(tree: Syntax, token: int) -> bool:
    """Whether a verb form stands where a clause begins: `Should Beijing refuse`, `…, were the levy to stay`."""
    verb = tree.heads[token] if tree.deps[token] in ("aux", "auxpass") else token
    subjects = [child for child in tree.children[verb] if tree.deps[child] in ("nsubj", "nsubjpass", "expl")]
    return bool(subjects) and min(tree.subtree(subjects[0])) == token + 1


def _head(tree: Syntax, first: int, last: int) -> int:
    """The head of the clause, or the marker itself where a phrase hangs on it."""
    for token in (last, first):
        if tree.deps[token] in ("mark", "advmod", "aux", "auxpass", "cc") and tree.heads[token] > token:
            return tree.heads[token]
    return last if len(tree.subtree(last)) > 1 else first


def _end(tree: Syntax, head: int, last: int, *, inverted: bool) -> int:
    """The last token of the unbroken run behind the marker that hangs on the head."""
    below = {token for token in tree.subtree(head) if token > last}
    end = last
    while end + 1 in below and not (end > last and _main_clause_follows(tree, head, end + 1, inverted)):
        end += 1
    while end > last and (tree.pos[end] == "PUNCT" or tree.deps[end] == "cc") and tree.lower[end] not in (")", '"', "”"):
        end -= 1
    return end


def _main_clause_follows(tree: Syntax, head: int, comma: int, inverted: bool) -> bool:
    """Whether the parser hung the main clause on the conditional one: right behind a comma a new subject with its own verb."""
    if tree.lower[comma] not in (",", "–", "—", ";", ":"):
        return False
    subject = next((t for t in range(comma + 1, len(tree)) if tree.deps[t] in ("nsubj", "nsubjpass", "expl")), None)
    if subject is None or min(tree.subtree(subject)) != comma + 1 or tree.heads[subject] < comma:
        return False
    return (head < comma or inverted) and tree.deps[tree.heads[subject]] not in ("relcl", "acl")


def condition_features(tree: Syntax, condition: tuple[str, int], span: tuple[int, int], main: int, governor: int) -> list[str]:
    """Features of a condition for a claim at `main` under the verb `governor`; `span` is the condition's first and last token."""
    marker, head = condition
    first, last = span
    inside = first <= main <= last
    place = "inside" if inside else "first" if first == 0 else "behind" if first > main else "ahead"
    helpers = "_".join(tree.lower[child] for child in tree.children[governor] if tree.deps[child] in ("aux", "auxpass", "neg"))
    above = tree.heads[head] if tree.heads[head] not in range(first, last + 1) else governor
    hung = _relation(tree, above, governor)
    modal = any(tree.tags[child] == "MD" for child in tree.children[governor])
    return [
        f"marker={marker}",
        f"place={place}",
        f"marker={marker}|{place}",
        f"hung={hung}",
        f"marker={marker}|{hung}",
        f"marker={marker}|{tree.tags[head]}",
        f"marker={marker}|modal={modal}",
        f"helpers={helpers}|{place}",
        f"negated={any(tree.deps[child] == 'neg' for child in tree.children[head])}",
        f"long={min((last - first) // 4, 4)}",
    ]


def _relation(tree: Syntax, token: int, governor: int) -> str:
    if token == governor:
        return "governor"
    return "under" if governor in tree.ancestors(token) else "over" if token in tree.ancestors(governor) else "away"
