import pytest

from detente.errors import QueryError
from detente.model.claim import Claim, Link, LinkType
from detente.model.identity import document_key
from detente.model.thread import Thread
from detente.stakes.result import REAL_INCOME
from detente.stakes.scenario.run import run
from detente.stakes.scenario.toml import parse
from detente.threads.lifecycle import history_of
from detente.views.scenarios.combining import thread_scenario
from detente.views.scenarios.telling import explained, mapping_lines, mapping_to_record
from tests.building import agreement, commitment, document, encounter, measure

DAY = "2012-03-01"
REPORT = document("report", DAY, text="It is said in one report.")


def alone(claim: Claim, name: str) -> Thread:
    return Thread(name, claim.kind, (claim,), history_of((claim,)), ())


def link(source: Claim, type: LinkType, target: Claim) -> tuple[str, Link]:
    return document_key(REPORT), Link(source.id, type, target.id)


THREAT = measure(REPORT, id="c1", rate=30, status="threatened")
ANSWER = measure(REPORT, id="c2", imposer=["ARG"], target=["BRA"], status="threatened")
RELIEF = measure(REPORT, id="c3", imposer=["ARG"], target=["BRA"], rate=10, action="suspend")
PLEDGE = commitment(REPORT, id="c4", amount={"value": 1e9, "unit": "USD", "per": "year"})
DEAL = agreement(REPORT, id="c5")
LISTING = measure(REPORT, id="c6", instrument="entity_listing")
RECALLED = measure(REPORT, id="c7", rate=5, status="in_force")
EARLIER = measure(document("before", "2012-02-01", text="It was said before."), rate=50, status="threatened")

THREADS = {
    name: alone(claim, name)
    for name, claim in {
        "threat": THREAT, "answer": ANSWER, "relief": RELIEF, "pledge": PLEDGE, "deal": DEAL, "listing": LISTING, "recalled": RECALLED,
    }.items()
}  # fmt: skip


def found(name: str, *links: tuple[str, Link], among: tuple[str, ...] = tuple(THREADS)):
    return thread_scenario(THREADS[name], [THREADS[other] for other in among], links)


def cases(scenario) -> dict[str, tuple[str, ...]]:
    return {case.name: case.acts for case in scenario.cases}


def differences(scenario) -> list[tuple[str, str]]:
    return [(wanted.case, wanted.against) for wanted in scenario.differences]


def test_a_threat_is_run_alone_and_with_its_announced_answer():
    scenario = found("threat", link(ANSWER, LinkType.RETALIATION_FOR, THREAT)).scenario
    assert cases(scenario) == {"threat alone": ("threat",), "with the announced answer": ("threat", "answer")}
    assert differences(scenario) == [("with the announced answer", "threat alone")]
    answered = run(scenario).cases[1]
    assert [step.after_pct for step in answered.steps] == pytest.approx([30, 30])


def test_an_answer_stands_on_what_it_answers():
    scenario = found("answer", link(ANSWER, LinkType.RETALIATION_FOR, THREAT)).scenario
    assert cases(scenario) == {"what it answers": ("threat",), "with this answer": ("threat", "answer")}


def test_an_agreement_is_its_terms_against_what_is_threatened_without_it():
    made = found("deal")
    assert cases(made.scenario) == {"deal as reported": ("pledge",), "no deal": ("relief", "threat")}
    assert differences(made.scenario) == [("deal as reported", "no deal")]
    assert {entry.thread.id: entry.why.split(":")[0] for entry in made.unmapped} == {
        "answer": "no rate is stated",
        "listing": "the model has no place for this instrument (entity listing)",
        "recalled": "in force when first heard of",
    }


def test_of_two_threats_against_the_same_goods_the_later_counts():
    later = {"deal": THREADS["deal"], "threat": THREADS["threat"], "pledge": THREADS["pledge"]}
    twin = alone(measure(REPORT, id="c8", rate=50, status="threatened"), "athreat")
    made = thread_scenario(THREADS["deal"], [*later.values(), twin], ())
    assert cases(made.scenario)["no deal"] == ("threat",)
    assert ("athreat", "threat is the later threat against the same goods") in [(e.thread.id, e.why) for e in made.unmapped]


def test_a_truce_is_the_difference_of_two_counterfactuals():
    scenario = found("relief").scenario
    assert cases(scenario) == {"with the relief": (), "without the relief": ("relief",)}
    answer = run(scenario)
    with_relief, without = (case.result.value(REAL_INCOME, "BRA") for case in answer.cases)
    assert with_relief == pytest.approx(0, abs=1e-9)
    assert answer.differences[0].value(REAL_INCOME, "BRA") == pytest.approx(100 * (1 / (1 + without / 100) - 1))


def test_what_is_given_in_exchange_belongs_to_the_deal():
    scenario = found("relief", link(RELIEF, LinkType.IN_EXCHANGE_FOR, PLEDGE)).scenario
    assert cases(scenario) == {"deal as reported": ("pledge",), "no deal": ("relief",)}


def test_a_threat_that_hangs_on_a_deal_is_set_against_it():
    scenario = found("threat", link(THREAT, LinkType.CONDITIONAL_ON, DEAL)).scenario
    assert cases(scenario) == {"threat alone": ("threat",), "deal as reported": ("pledge",), "no deal": ("relief", "threat")}


def test_a_pledge_is_kept_alone():
    assert cases(found("pledge").scenario) == {"pledge kept": ("pledge",)}


def test_what_cannot_be_mapped_at_all_is_refused_with_the_reason():
    with pytest.raises(QueryError, match="the model has no place for this instrument"):
        found("listing")
    with pytest.raises(QueryError, match="no measure or pledge is tied to it"):
        found("deal", among=("deal",))


def test_a_meeting_has_no_stakes():
    with pytest.raises(QueryError, match="a meeting changes no tariff"):
        thread_scenario(alone(encounter("x"), "meeting"), [], ())


def test_the_printed_file_reads_back_as_the_same_scenario_and_says_how_it_came_about():
    made = found("deal")
    text = explained(made)
    assert parse(text, where="printed") == made.scenario
    assert all(f"# {line}" in text for line in mapping_lines(made))
    assert "It is said in one report." in text
    record = mapping_to_record(made)
    assert [act["act"] for act in record["acts"]] == ["relief", "threat", "pledge"]
