"""Where the joining was wrong, given gold claims: matters that were put together, and matters that were cut apart.

In: stories, predictions that repeat the gold but for the threads. Out: `Merge`s and `Split`s, the largest first.

Holds: only stories that may be read are listed; of the others only the counts are told.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from detente.evaluate.corpus import Entry, Story


@dataclass(frozen=True, slots=True)
class Merge:
    """One of our threads that holds claims of several matters; `matters` are these with their claims, as `doc#claim`."""

    thread: str
    matters: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Split:
    """One matter whose claims are in several of our threads."""

    matter: str
    threads: tuple[tuple[str, tuple[str, ...]], ...]


_Parts = tuple[tuple[str, tuple[str, ...]], ...]


def _labels(entries: Mapping[str, Entry], documents: Iterator[str]) -> Iterator[tuple[str, str]]:
    for doc in documents:
        for record in entries[doc].claims:
            yield f"{doc}#{record['id']}", str(record["thread"])


def _parted(whole: Mapping[str, str], part: Mapping[str, str]) -> list[tuple[str, _Parts]]:
    """The groups of `whole` whose members are in several groups of `part`, those with most parts first."""
    held: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim, label in whole.items():
        held[label][part[claim]].append(claim)
    several = [(label, parts) for label, parts in held.items() if len(parts) > 1]
    several.sort(key=lambda item: (-len(item[1]), item[0]))
    return [(label, tuple((name, tuple(claims)) for name, claims in parts.items())) for label, parts in several]


def joining_mistakes(stories: Sequence[Story], rejoined: Mapping[str, Entry]) -> tuple[list[Merge], list[Split]]:
    """False merges and false splits of all stories together."""
    gold: dict[str, str] = {}
    ours: dict[str, str] = {}
    for story in stories:
        gold |= {claim: f"{story.name}: {label}" for claim, label in _labels(story.gold, iter(story.gold))}
        ours |= dict(_labels(rejoined, iter(story.gold)))
    return [Merge(*found) for found in _parted(ours, gold)], [Split(*found) for found in _parted(gold, ours)]


def count_line(merges: Sequence[Merge], splits: Sequence[Split]) -> str:
    """One line: how many threads mix matters, how many matters are cut."""
    return f"joining         {len(merges)} false merges, {len(splits)} false splits"


def joining_lines(merges: Sequence[Merge], splits: Sequence[Split]) -> Iterator[str]:
    """Each of them with its claims."""
    for merge in merges:
        yield f"  false merge {merge.thread}"
        yield from (f"    {matter}: {', '.join(claims)}" for matter, claims in merge.matters)
    for split in splits:
        yield f"  false split {split.matter}"
        yield from (f"    {thread}: {', '.join(claims)}" for thread, claims in split.threads)
