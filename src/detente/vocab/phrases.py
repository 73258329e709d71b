"""Which words of a product, object or topic phrase tell one thing from another, in one spelling each."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Words = frozenset[str]

_NO_PLURAL = frozenset({"gas", "lens"})


@dataclass(frozen=True, slots=True)
class Phrases:
    """The table of `phrases.toml`, turned around: spelling -> the word that stands for it."""

    phrases: tuple[tuple[str, str], ...]
    words: dict[str, str]
    stop: frozenset[str]
    broader: dict[str, frozenset[str]]


@cache
def phrases() -> Phrases:
    """The table, longest phrases first."""
    table = tomllib.loads((files("detente.vocab") / "phrases.toml").read_text(encoding="utf-8"))
    spelled = [(spelling, word) for word, spellings in table["phrases"].items() for spelling in spellings]
    return Phrases(
        phrases=tuple(sorted(spelled, key=lambda pair: -len(pair[0]))),
        words={spelling: word for word, spellings in table["words"].items() for spelling in spellings},
        stop=frozenset(table["stop"]["words"]),
        broader={
            narrow: frozenset(b for b, many in table["broader"].items() if narrow in many)
            for many in table["broader"].values()
            for narrow in many
        },
    )


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if re.search(r"\w[^su]s$", word) and word not in _NO_PLURAL else word


@cache
def words_of(phrase: str) -> Words:
    """The telling words of a phrase: singular, one spelling each, words that tell nothing left out."""
    table = phrases()
    text = " ".join(_singular(word) for word in re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", phrase.lower()))
    for spelling, word in table.phrases:
        text = re.sub(rf"\b{re.escape(spelling)}\b", word, text)
    return frozenset(table.words.get(word, word) for word in text.split() if word not in table.stop)


def takes_in(broad: Words, narrow: Words) -> bool:
    """Whether every word of the second is among the first, itself or under a broader name: metals take in steel."""
    broader = phrases().broader
    return bool(broad) and bool(narrow) and all(word in broad or not broad.isdisjoint(broader.get(word, frozenset())) for word in narrow)


def with_broader(words: Words) -> Words:
    """The words and the broader names of each."""
    broader = phrases().broader
    return words.union(*(broader.get(word, frozenset()) for word in words))
