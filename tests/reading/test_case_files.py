"""The case files themselves: what is misspelt fails loudly, what differs is told."""

import pytest

from detente.model.claim import Link, LinkType, Reading
from tests.building import claim, commitment, document, measure
from tests.reading.case_files import Case, CaseError, amount_of, case_of
from tests.reading.case_matching import mistakes
from tests.reading.case_state import State, accepted, load, text_of

_TARIFF = {"target": ["ARG"], "rate": 20, "products": ["soft wheat"], "effective": "2012-04-01"}


def case(*lines: str) -> Case:
    return case_of("\n".join(["# a-case", "published: 2012-03-01", "It is said in d.", *(f"=> {line}" for line in lines)]))


def reading(*claims, links: tuple[Link, ...] = ()) -> Reading:
    return Reading(document("d"), claims, links)


@pytest.mark.parametrize(
    "line",
    [
        "measures announced",
        "measure anounced",
        "measure announced announced",
        "measure tarif=20",
        "measure rate=twenty",
        "measure effective=July",
        "measure imposer=brazil",
        "commitment amount=many",
        "link c1 retaliation_for c2",
        "link c1 because_of c1",
    ],
)
def test_a_misspelt_expectation_is_refused(line: str) -> None:
    with pytest.raises(CaseError, match="a-case"):
        case(line)


def test_a_case_without_expectation_is_refused() -> None:
    with pytest.raises(CaseError):
        case()


@pytest.mark.parametrize(
    "line",
    [
        "measure",
        "measure announced tariff impose imposer=BRA target=ARG",
        'measure rate=20.0 products="wheat" effective=2012-04-01 condition=- expires=-',
        "measure dropped|announced imposer=CHL|BRA",
    ],
)
def test_a_claim_with_the_named_slots_is_right(line: str) -> None:
    assert mistakes(case(line), reading(measure("d", **_TARIFF))) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("measure dropped", "status"),
        ("measure imposer=ARG target=BRA", "imposer, target"),
        ("measure target=ARG,CHL", "target"),
        ("measure rate=-", "rate"),
        ("measure effective=2012-04", "effective"),
        ("measure products=beef", "products"),
        ("measure attributed_to=BRA", "attributed_to"),
        ("agreement", "not found"),
    ],
)
def test_what_differs_is_named(line: str, told: str) -> None:
    (mistake,) = mistakes(case(line), reading(measure("d", **_TARIFF)))
    assert mistake.endswith(told)


def test_two_expected_claims_need_two_claims() -> None:
    assert mistakes(case("measure", "measure"), reading(measure("d"))) == ["one claim for two"]


def test_negative_cases_and_unwanted_claims_are_told() -> None:
    held = reading(measure("d", status="in_force"))
    assert mistakes(case("none"), reading()) == []
    assert len(mistakes(case("none"), held)) == len(mistakes(case("not measure in_force"), held)) == 1
    assert mistakes(case("not measure announced"), held) == []


def test_links_join_the_claims_that_were_matched() -> None:
    asked = case("measure", "commitment", "link c2 in_exchange_for c1")
    claims = (commitment("d"), claim("measure", "d", imposer=["BRA"], id="c2"))
    assert mistakes(asked, reading(*claims, links=(Link("c1", LinkType.IN_EXCHANGE_FOR, "c2"),))) == []
    assert mistakes(asked, reading(*claims, links=(Link("c2", LinkType.IN_EXCHANGE_FOR, "c1"),))) == ["links"]


def test_amounts_are_scaled() -> None:
    assert amount_of("1.5bn USD").value == 1_500_000_000
    assert str(amount_of("14000 bbl day")) == "14,000 bbl a day"


def test_accepting_raises_floors_and_never_lowers_them() -> None:
    chosen = [case("measure"), case_of("# none-here\npublished: 2012-03-01\nNothing.\n=> none")]
    outcomes = {"a-case": ["measure: not found"], "none-here": []}
    first = accepted(None, chosen, outcomes)
    assert first == State({"all": 0.5, "negatives": 1.0}, {"a-case": False, "none-here": True})
    assert accepted(State({"all": 0.9, "negatives": 0.2}, {}), chosen, outcomes).floors == {"all": 0.9, "negatives": 1.0}


def test_the_state_comes_back_from_its_file(tmp_path) -> None:
    state = State({"all": 0.5, "negatives": 1.0}, {"a-case": False, "none-here": True})
    (tmp_path / "state.txt").write_text(text_of(state))
    assert load(tmp_path / "state.txt") == state
