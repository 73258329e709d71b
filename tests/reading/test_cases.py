"""Passages of `tests/cases/reading`: what was read right stays right, and the share of right ones only rises."""

import warnings

import pytest

from detente.reading.reader import Reader
from tests.reading.case_files import cases
from tests.reading.case_state import SHARES, load, read_all, shares_of

CASES = list(cases())
STATE = load()


@pytest.fixture(scope="module")
def outcomes(reader: Reader) -> dict[str, list[str]]:
    found = read_all(reader, CASES)
    turned = [name for name, is_right in STATE.right.items() if not is_right and not found.get(name, ["gone"])]
    if turned:
        warnings.warn(f"open cases that are right now (accept them): {', '.join(turned)}", stacklevel=2)
    return found


@pytest.mark.parametrize("name", [name for name, is_right in STATE.right.items() if is_right])
def test_a_case_that_was_read_right_is_still_read_right(name: str, outcomes: dict[str, list[str]]) -> None:
    assert outcomes[name] == []


@pytest.mark.parametrize("share", SHARES)
def test_the_share_of_right_cases_does_not_fall(share: str, outcomes: dict[str, list[str]]) -> None:
    assert shares_of(CASES, outcomes)[share] >= STATE.floors[share]


def test_the_state_names_exactly_the_cases_in_their_order() -> None:
    assert list(STATE.right) == [case.name for case in CASES], "run python -m tests.reading.accept_cases"


def test_names_and_passages_of_cases_are_unique() -> None:
    assert len({case.name for case in CASES}) == len({case.document.whole for case in CASES}) == len(CASES)
