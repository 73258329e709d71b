from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from detente.reading.dates import expressions_in

_CASES = Path(__file__).parents[2] / "cases" / "dates.txt"


@dataclass(frozen=True, slots=True)
class Case:
    line: int
    published: date | None
    sentence: str
    expected: str


def cases() -> list[Case]:
    found = []
    for number, line in enumerate(_CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            day, sentence, expected = (piece.strip() for piece in line.split(" | "))
            found.append(Case(number, None if day == "-" else date.fromisoformat(day), sentence, expected))
    return found


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"line-{case.line}")
def test_a_sentence_holds_the_time_expressions_of_its_case(case: Case) -> None:
    found = {
        f"{case.sentence[one.span.start : one.span.end]} → {one.type} {one.value} {one.edtf or '-'}".lower()
        for one in expressions_in(case.sentence, case.published)
    }
    expected = set() if case.expected == "nothing" else {piece.strip().lower() for piece in case.expected.split(" ; ")}
    if case.expected == "nothing":
        assert not found
    else:
        assert expected <= found
