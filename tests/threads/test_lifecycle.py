import pytest

from detente.model.claim import AgreementStatus, CommitmentStatus, EncounterStatus, Kind, MeasureStatus
from detente.model.slots import CHOICES
from detente.threads.lifecycle import FOLLOWS, history_of, impossible_steps, may_follow
from detente.threads.threads import threads_of
from tests import stories
from tests.threads.test_joining import claim


def test_every_status_of_every_kind_has_a_row():
    for kind, choices in CHOICES.items():
        assert set(FOLLOWS[kind]) == set(choices["status"])
        assert all(later in set(choices["status"]) for row in FOLLOWS[kind].values() for later in row)


@pytest.mark.parametrize(
    ("kind", "earlier", "later", "possible"),
    [
        (Kind.ENCOUNTER, EncounterStatus.PLANNED, EncounterStatus.HELD, True),
        (Kind.ENCOUNTER, EncounterStatus.HELD, EncounterStatus.PLANNED, False),
        (Kind.ENCOUNTER, EncounterStatus.HELD, EncounterStatus.HELD, True),
        (Kind.MEASURE, MeasureStatus.THREATENED, MeasureStatus.DROPPED, True),
        (Kind.MEASURE, MeasureStatus.IN_FORCE, MeasureStatus.SOUGHT, False),
        (Kind.COMMITMENT, CommitmentStatus.FULFILLED, CommitmentStatus.PLEDGED, False),
        (Kind.AGREEMENT, AgreementStatus.COLLAPSED, AgreementStatus.NEGOTIATING, True),
        (Kind.AGREEMENT, AgreementStatus.SIGNED, AgreementStatus.NEGOTIATING, False),
    ],
)
def test_which_status_may_follow_which(kind, earlier, later, possible):
    assert may_follow(kind, earlier, later) is possible


def test_a_report_that_repeats_the_status_adds_no_step():
    slots = {"imposer": ["BRA"], "target": ["ARG"]}
    claims = [
        claim("a", "2012-03-01", **slots, status="threatened"),
        claim("b", "2012-03-02", **slots, status="threatened"),
        claim("c", "2012-03-03", **slots, status="in_force"),
    ]
    assert [(step.claim.document.id, step.status) for step in history_of(claims)] == [("a", "threatened"), ("c", "in_force")]


def test_the_state_is_the_newest_stated_status_and_since_when():
    thread = next(t for t in threads_of(stories.claims("asia-tour-2025")) if t.id.startswith("usa-chn-meeting") and len(t.claims) > 4)
    assert (thread.state, str(thread.since)) == ("held", "2025-10-30")


def test_an_impossible_step_is_a_finding_and_nothing_is_corrected():
    claims = [
        claim("a", "2012-03-01", imposer=["BRA"], status="in_force"),
        claim("b", "2012-03-02", imposer=["BRA"], status="sought"),
    ]
    (finding,) = impossible_steps("t", history_of(claims))
    assert (finding.code, finding.subject) == ("impossible-step", "t")
    assert "b says sought after a said in_force" in finding.message
