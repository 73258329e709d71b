import pytest

from detente.model.document import Document
from detente.model.record import claim_to_record
from tests.reading.model_reader.proposals import pledge, tariff, worded


def codes(found) -> list[str]:
    return [finding.code for finding in found.findings]


def only(found):
    (claim,) = found.reading.claims
    return claim


def test_a_careful_reply_becomes_typed_claims_with_their_words(answered, report):
    found = answered(report, tariff(), pledge(), links=({"from": "c1", "type": "in_exchange_for", "to": "c2"},))
    assert found.findings == ()
    measure, commitment = found.reading.claims
    record = claim_to_record(measure)
    assert (record["imposer"], record["target"], record["products"], record["rate"]) == (["USA"], ["CHN"], ["steel"], 25)
    assert (record["effective"], record["attributed_to"]) == ("2025-11-01", "USA")
    assert report.words(measure.rate.span) == "25 percent"
    assert claim_to_record(commitment)["amount"] == {"value": 550_000_000_000, "unit": "USD"}
    assert [(link.source, link.type, link.target) for link in found.reading.links] == [("c1", "in_exchange_for", "c2")]


def test_the_origin_says_which_model_guide_and_version(answered, report):
    assert only(answered(report, tariff())).found_by == "m/1@guide-1/measure/1"


@pytest.mark.parametrize(
    ("evidence", "repaired"),
    [
        ("Washington  will impose a 25 percent\ntariff on Chinese steel", "evidence-repaired"),
        ('"Beijing would answer," China\'s commerce ministry said', "evidence-repaired"),
        ("“Beijing would answer,” China’s commerce ministry said", None),
    ],
)
def test_evidence_that_differs_by_typography_or_space_is_repaired_and_noted(answered, report, evidence, repaired):
    found = answered(report, tariff(evidence=[evidence]))
    assert only(found).quotes[0] in report.whole
    assert [code for code in codes(found) if code.startswith("evidence")] == ([repaired] if repaired else [])


@pytest.mark.parametrize(
    "evidence",
    [
        ["Washington will impose a 50 percent tariff on Chinese steel"],
        ["washington will impose a 25 percent tariff"],
        ["ashington will impose"],
        ["Washington … steel"],
        [],
        ["Japan", "China", "Washington"],
        [""],
        [7],
        None,
    ],
)
def test_a_claim_whose_evidence_is_not_in_the_text_is_dropped_as_a_finding(answered, report, evidence):
    found = answered(report, tariff(evidence=evidence))
    assert found.reading.claims == ()
    assert codes(found) == ["evidence-not-in-text"]


@pytest.mark.parametrize("changed", [{"kind": "rumour"}, {"status": "rumoured"}, {"instrument": "spell"}, {"action": None}])
def test_what_is_in_no_closed_list_drops_the_claim(answered, report, changed):
    found = answered(report, tariff(**changed))
    assert found.reading.claims == ()
    assert codes(found) == ["unknown-choice"]


@pytest.mark.parametrize(
    ("slot", "given", "code"),
    [
        ("rate", worded("50 percent", 50), "value-not-in-text"),
        ("rate", worded("1 November", 1), "value-unresolved"),
        ("effective", worded("steel", "2025-12-01"), "value-unresolved"),
        ("expires", worded("2 December", "2025-12-02"), "value-not-in-text"),
        ("trade_value", worded("25 percent", 25, unit="USD", per=None), "value-unresolved"),
        ("products", [worded("aluminium", "aluminium")], "value-not-in-text"),
        ("target", [worded("steel", "FRA")], "value-unresolved"),
        ("rate", {"value": 25}, "value-without-words"),
        ("rate", 25, "value-without-words"),
        ("condition", "unless a deal is reached", "value-not-in-text"),
        ("attributed_to", worded("steel", "analysts"), "value-unresolved"),
        ("attributed_to", "USA", "value-unresolved"),
    ],
)
def test_a_value_without_proof_is_left_out_and_the_claim_kept(answered, report, slot, given, code):
    found = answered(report, tariff(**{slot: given}))
    assert not getattr(only(found), slot)
    assert codes(found) == [code]


@pytest.mark.parametrize(
    ("slot", "given", "ours"),
    [
        ("rate", worded("25 percent", 52), "25"),
        ("effective", worded("1 November", "2024-11-01"), "2025-11-01"),
        ("target", [worded("Chinese", "JPN")], "CHN"),
    ],
)
def test_our_resolution_counts_and_the_model_s_is_kept_beside(answered, report, slot, given, ours):
    found = answered(report, tariff(**{slot: given}))
    held = getattr(only(found), slot)
    held = held[0] if isinstance(held, tuple) else held
    assert str(held.value) == ours
    assert codes(found) == ["resolved-otherwise"]
    told = given[0] if isinstance(given, list) else given
    assert held.rule.endswith(f"; model: {told['value']}")


def test_a_change_of_a_cut_is_downward(answered):
    report = Document(
        id="d", url=None, publisher=None, published="2025-10-21", title="", text="Brazil cut its tariff on Argentine wheat by 10 points."
    )
    given = tariff(
        action="cut",
        status="in_force",
        evidence=["Brazil cut its tariff on Argentine wheat by 10 points"],
        imposer=[worded("Brazil", "BRA")],
        target=[worded("Argentine", "ARG")],
        products=[worded("wheat", "wheat")],
        rate=None,
        rate_change=worded("10 points", -10),
        effective=None,
        attributed_to=None,
    )
    found = answered(report, given)
    assert codes(found) == []
    assert only(found).rate_change.value == -10


def test_a_claim_that_nobody_is_left_in_is_dropped(answered, report):
    found = answered(report, tariff(imposer=[worded("steel", "USA")]))
    assert found.reading.claims == ()
    assert codes(found) == ["value-unresolved", "claim-without-actor"]


def test_a_company_is_one_whose_name_stands_in_the_words(answered):
    report = Document(
        id="d", url=None, publisher=None, published="2025-10-21", title="", text="Acme Rockets Ltd pledged to invest $5 billion in Canada."
    )
    given = pledge(
        evidence=["Acme Rockets Ltd pledged to invest $5 billion in Canada"],
        promisor=[worded("Acme Rockets Ltd", "ORG:Acme Rockets")],
        promisee=[worded("Canada", "CAN")],
        object=None,
        amount=worded("$5 billion", 5_000_000_000, unit="USD", per=None),
    )
    assert [str(held.value) for held in only(answered(report, given)).promisor] == ["ORG:Acme Rockets"]
    given["promisor"] = [worded("Acme Rockets Ltd", "ORG:Boeing")]
    assert codes(answered(report, given)) == ["value-unresolved", "claim-without-actor"]


def test_a_link_to_a_claim_that_did_not_enter_is_left_out(answered, report):
    lost = (
        {"from": "c1", "type": "in_exchange_for", "to": "c9"},
        {"from": "c1", "type": "because_of", "to": "c2"},
        {"from": "c1", "type": "conditional_on", "to": "c1"},
    )
    found = answered(report, tariff(), pledge(), links=lost)
    assert found.reading.links == ()
    assert codes(found) == ["link-dropped"] * 3
