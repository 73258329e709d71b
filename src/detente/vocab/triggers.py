"""Words that can carry a claim, inflected: the lexicon behind the gate and the frames."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.model.claim import Kind


@dataclass(frozen=True, slots=True)
class Trigger:
    """One lexicon entry: `lemma` as listed, `type_` the instrument, form or action it suggests, `pos` NOUN or VERB."""

    lemma: str
    kind: Kind
    type_: str
    pos: str
    is_weak: bool


def _regular(word: str, pos: str, doubled: frozenset[str]) -> list[str]:
    if word.endswith("y") and word[-2] not in "aeiou":
        plural, past = word[:-1] + "ies", word[:-1] + "ied"
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        plural, past = word + "es", word + "ed"
    else:
        plural, past = word + "s", word + "ed"
    if pos == "NOUN":
        return [word, plural]
    if word in doubled:
        return [word, plural, word + word[-1] + "ed", word + word[-1] + "ing"]
    if word.endswith("e") and not word.endswith("ee"):
        return [word, plural, word + "d", word[:-1] + "ing"]
    return [word, plural, past, word + "ing"]


def _forms(lemma: str, pos: str, inflection: dict[str, Any]) -> list[str]:
    """All surface forms, lower case: a phrase is inflected in its last word (nouns) or its first (verbs)."""
    parts = lemma.split(" ")
    at = len(parts) - 1 if pos == "NOUN" and " of " not in lemma else 0
    forms = _regular(parts[at], pos, frozenset(inflection["doubled"])) + inflection["irregular"].get(parts[at], [])
    return [" ".join([*parts[:at], form, *parts[at + 1 :]]) for form in dict.fromkeys(forms)]


@cache
def triggers() -> dict[str, tuple[Trigger, ...]]:
    """Surface form, lower case -> the entries that it may stand for."""
    table = tomllib.loads((files("detente.vocab") / "data" / "triggers.toml").read_text(encoding="utf-8"))
    inflection = table.pop("inflection")
    out: dict[str, dict[Trigger, None]] = {}
    for kind, types in table.items():
        for type_, lists in types.items():
            for name, lemmas in lists.items():
                pos = "NOUN" if name.endswith("nouns") else "VERB"
                for lemma in lemmas:
                    entry = Trigger(lemma, Kind(kind), type_, pos, name.startswith("weak"))
                    for form in _forms(lemma, pos, inflection):
                        out.setdefault(form, {})[entry] = None
    return {form: tuple(entries) for form, entries in out.items()}
