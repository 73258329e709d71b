from dataclasses import replace

from detente.model.identity import claim_key, document_key
from detente.model.record import claim_from_record, claim_to_record
from detente.model.selection import Selection, actors_in
from detente.model.thread import thread_to_record
from detente.threads.threads import threads_of
from tests import stories
from tests.building import document, encounter, measure


def test_a_document_is_its_url_and_its_text():
    held = document("a", url="https://example.org/1")
    assert document_key(held) == document_key(replace(held, id="b", publisher="Other"))
    assert document_key(held) != document_key(replace(held, url="https://example.org/2"))
    assert document_key(held) != document_key(replace(held, text=held.text + " "))


def test_claims_that_differ_in_anything_have_different_keys():
    claims = [claim for story in stories.stories() for claim in stories.claims(story.name)]
    assert len({claim_key(claim) for claim in claims}) == len(claims)


def test_a_claim_whose_key_is_known_has_another_when_it_is_changed():
    claim = measure("a", rate=10)
    first = claim_key(claim)
    changed = replace(claim, id="c9")
    assert claim_key(changed) != first
    assert claim_key(claim) == claim_key(replace(changed, id=claim.id)) == first


def test_a_claim_that_went_through_the_public_form_has_the_same_key():
    for claim in stories.claims("asia-tour-2025"):
        assert claim_key(claim_from_record(claim_to_record(claim, provenance=True), claim.document)) == claim_key(claim)


def test_actors_of_all_slots_count_and_who_only_says_so_does_not():
    assert actors_in(measure("a", target=["ORG:Vale", "ARG"], attributed_to="URY")) == {"BRA", "ORG:Vale", "ARG"}
    assert actors_in(encounter("a", unconfirmed_by=["CHL"])) == {"BRA", "ARG", "CHL"}


def test_what_has_no_day_is_left_out_where_days_are_asked_for():
    assert Selection().has_day(None)
    assert not Selection(since=document("a").day).has_day(None)


def test_a_thread_in_the_public_form_has_its_history_and_every_claim_with_its_document():
    (thread,) = threads_of([measure("a", rate=10), measure("b", "2012-03-02", rate=10, status="in_force")])
    record = thread_to_record(thread, why=True)
    assert [(step["status"], step["doc"]) for step in record["history"]] == [("announced", "a"), ("in_force", "b")]
    assert [(claim["doc"], claim["thread"]) for claim in record["claims"]] == [("a", thread.id), ("b", thread.id)]
    assert (record["state"], record["since"]) == ("in_force", "2012-03-02")
    assert {reason["slot"] for reason in record["joins"][0]["reasons"]} >= {"rate", "target", "action"}
