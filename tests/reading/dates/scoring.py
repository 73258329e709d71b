"""Score the time expressions found in annotated texts: `python tests/reading/dates/scoring.py FILE.jsonl [--errors N]`.

A line of the file is `{"id", "dct", "text", "timex": [{"start", "end", "type", "value"}, …]}`. Figures as in TempEval-3: strict and
relaxed F1 of the spans (relaxed: they share a character), and F1 of those relaxed matches whose type or value is right.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from detente.reading.dates import TimeExpression, expressions_in


@dataclass(frozen=True, slots=True)
class Gold:
    """An annotated expression."""

    start: int
    end: int
    type: str
    value: str


def flat(expressions: tuple[TimeExpression, ...]) -> Iterator[TimeExpression]:
    """Ranges as their two ends, as TimeML has them."""
    for expression in expressions:
        yield from expression.parts or (expression,)


def pairs(gold: list[Gold], found: list[TimeExpression]) -> list[tuple[Gold, TimeExpression]]:
    """Each annotated expression with the first found one that it shares a character with, none used twice."""
    left = list(found)
    matched = []
    for item in gold:
        for expression in left:
            if expression.span.start < item.end and item.start < expression.span.end:
                matched.append((item, expression))
                left.remove(expression)
                break
    return matched


def f1(right: int, gold: int, found: int) -> float:
    """The harmonic mean of precision and recall."""
    return 2 * right / (gold + found) if gold + found else 0.0


def main() -> None:
    """Print the figures, and the mistakes where asked."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--kind", default="missed spurious value span type")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    seconds, characters = 0.0, 0
    mistakes: dict[str, list[str]] = {}
    for line in options.file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        day = date.fromisoformat(document["dct"][:10]) if document["dct"] else None
        before = time.process_time()
        found = list(flat(expressions_in(text, day)))
        seconds += time.process_time() - before
        characters += len(text)
        gold = [Gold(item["start"], item["end"], item["type"], item["value"]) for item in document["timex"]]
        matched = pairs(gold, found)
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["relaxed"] += len(matched)

        def show(start: int, end: int, text: str = text) -> str:
            around = text[max(start - 60, 0) : start] + "[" + text[start:end] + "]" + text[end : end + 50]
            return " ".join(around.split())

        for item, expression in matched:
            counts["strict"] += (item.start, item.end) == (expression.span.start, expression.span.end)
            counts["type"] += item.type == expression.type
            counts["value"] += item.value == expression.value
            words = f"{document['id']}: {show(item.start, item.end)}"
            if item.value != expression.value:
                mistakes.setdefault("value", []).append(f"{item.value} != {expression.value} ({expression.rule}) {words}")
            if (item.start, item.end) != (expression.span.start, expression.span.end):
                mistakes.setdefault("span", []).append(f"{text[expression.span.start : expression.span.end]!r} {words}")
            if item.type != expression.type:
                mistakes.setdefault("type", []).append(f"{item.type} != {expression.type} {item.value} {words}")
        paired = [id(item) for item, _ in matched]
        used = [id(expression) for _, expression in matched]
        mistakes.setdefault("missed", []).extend(
            f"{item.type} {item.value} {document['id']}: {show(item.start, item.end)}" for item in gold if id(item) not in paired
        )
        mistakes.setdefault("spurious", []).extend(
            f"{e.value} ({e.rule}) {document['id']}: {show(e.span.start, e.span.end)}" for e in found if id(e) not in used
        )
    for name in ("strict", "relaxed", "type", "value"):
        print(f"{name:8} F1 {f1(counts[name], counts['gold'], counts['found']):.3f}")
    print(f"gold {counts['gold']}  found {counts['found']}  value right of matched {counts['value'] / max(counts['relaxed'], 1):.3f}")
    print(f"{characters / 150 / seconds:,.0f} sentences (of 150 characters) a second")
    for kind, lines in mistakes.items():
        if options.errors and kind in options.kind:
            print(f"\n{kind}: {len(lines)}")
            print("\n".join(lines[: options.errors]))


if __name__ == "__main__":
    main()
