"""Score the time expressions found in annotated texts: `python tests/reading/dates/scoring.py FILE.jsonl [--errors N]`.

A line of the file is `{"id", "dct", "text", "timex": [{"start", "end", "type", "value"}, …]}`. Figures as in TempEval-3: strict and
relaxed F1 of the spans (relaxed: they share a character), and F1 of those relaxed matches whose type or value is right.
Speed is in process time, every text read once.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from detente.reading.dates import TimeExpression, dates

_SENTENCE = 150


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated expression."""

    start: int
    end: int
    type: str
    value: str


@dataclass(slots=True)
class Score:
    """What was counted so far, and the mistakes by kind."""

    counts: Counter[str] = field(default_factory=Counter)
    mistakes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    seconds: float = 0.0
    characters: int = 0

    def f1(self, name: str) -> float:
        """The harmonic mean of precision and recall."""
        both = self.counts["gold"] + self.counts["found"]
        return 2 * self.counts[name] / both if both else 0.0


def pairs(gold: list[Gold], found: list[TimeExpression]) -> list[tuple[Gold, TimeExpression]]:
    """Each annotated expression with the first found one that it shares a character with, none used twice."""
    left, matched = list(found), []
    for item in gold:
        for expression in left:
            if expression.span.start < item.end and item.start < expression.span.end:
                matched.append((item, expression))
                left.remove(expression)
                break
    return matched


def add(score: Score, document: dict[str, Any]) -> None:
    """Read a document and count."""
    text = document["text"]
    before = time.process_time()
    found = list(dates(text, date.fromisoformat(document["dct"][:10]) if document["dct"] else None))
    score.seconds += time.process_time() - before
    score.characters += len(text)
    gold = [Gold(item["start"], item["end"], item["type"], item["value"]) for item in document["timex"]]
    matched = pairs(gold, found)
    score.counts.update(gold=len(gold), found=len(found), relaxed=len(matched))
    for item, expression in matched:
        compare(score, item, expression, f"{document['id']}: {shown(text, item.start, item.end)}")
    paired, used = {id(item) for item, _ in matched}, {id(expression) for _, expression in matched}
    score.mistakes["missed"] += [f"{g.type} {g.value} {shown(text, g.start, g.end)}" for g in gold if id(g) not in paired]
    score.mistakes["spurious"] += [f"{e.value} ({e.rule}) {shown(text, e.span.start, e.span.end)}" for e in found if id(e) not in used]


def compare(score: Score, item: Gold, expression: TimeExpression, where: str) -> None:
    """Count what is right in a relaxed match."""
    rights = {
        "strict": (item.start, item.end) == (expression.span.start, expression.span.end),
        "type": item.type == expression.type,
        "value": item.value == expression.value,
    }
    score.counts.update(rights)
    for name, right in rights.items():
        if not right:
            score.mistakes[name].append(f"{item.type} {item.value} != {expression.type} {expression.value} ({expression.rule}) {where}")


def shown(text: str, start: int, end: int) -> str:
    """Some words in their surroundings."""
    return " ".join(f"{text[max(start - 60, 0) : start]}[{text[start:end]}]{text[end : end + 50]}".split())


def main() -> None:
    """Print the figures, and the mistakes where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="how many mistakes of each kind to print")
    parser.add_argument("--kind", default="missed spurious value", help="which kinds: missed spurious strict type value")
    options = parser.parse_args()
    score = Score()
    for line in options.file.read_text(encoding="utf-8").splitlines():
        add(score, json.loads(line))
    for name in ("strict", "relaxed", "type", "value"):
        print(f"{name:8} F1 {score.f1(name):.3f}")
    print(f"{score.counts['gold']} annotated, {score.counts['found']} found")
    print(f"{score.characters / _SENTENCE / score.seconds:,.0f} sentences (of {_SENTENCE} characters) a second")
    for kind in options.kind.split() if options.errors else ():
        print(f"\n{kind}: {len(score.mistakes[kind])}", *score.mistakes[kind][: options.errors], sep="\n")


if __name__ == "__main__":
    main()
