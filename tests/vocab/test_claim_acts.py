"""Claims as interactions: the event types of the table, direction, what is left out."""

from dataclasses import replace

import pytest

from detente.model.actor import Actor
from detente.model.claim import (
    Encounter,
    EncounterForm,
    EncounterStatus,
    Instrument,
    Measure,
    MeasureAction,
    MeasureStatus,
)
from detente.model.document import Document
from detente.model.interaction import Context, Interaction
from detente.model.sourced import Sourced
from detente.reading.interactions import interactions_in, prepare_for_interactions
from detente.reading.parse import Parser
from detente.vocab.claim_acts import interactions_of

_TEXT = "Chile put duties on Peru. Chilean and Peruvian ministers met in Lima."
_DOCUMENT = Document(id="d", url=None, publisher=None, published="2026-03-10", title="", text=_TEXT)


def _actor(code: str) -> Sourced[Actor]:
    return Sourced(Actor(code), None, "test")


def _measure(status: MeasureStatus, action: MeasureAction) -> Measure:
    return Measure(
        document=_DOCUMENT,
        id="c1",
        evidence=(_DOCUMENT.find("Chile put duties on Peru"),),
        attributed_to=None,
        condition=None,
        found_by="test",
        status=status,
        instrument=Instrument.TARIFF,
        action=action,
        imposer=(_actor("CHL"),),
        target=(_actor("PER"),),
        products=(),
        rate=None,
        rate_from=None,
        rate_change=None,
        trade_value=None,
        effective=None,
        expires=None,
    )


def _meeting(status: EncounterStatus, form: EncounterForm) -> Encounter:
    return Encounter(
        document=_DOCUMENT,
        id="c2",
        evidence=(_DOCUMENT.find("Chilean and Peruvian ministers met"),),
        attributed_to=None,
        condition=None,
        found_by="test",
        status=status,
        form=form,
        participants=(_actor("CHL"), _actor("PER")),
        place=Sourced("Lima, PER", None, "test"),
        date=None,
        topics=(),
        unconfirmed_by=(),
    )


def _short(interaction: Interaction) -> str:
    return f"{interaction.source} > {interaction.target} {interaction.code}/{interaction.mode} {','.join(interaction.contexts)}".strip()


def test_a_duty_in_force_is_a_sanction_and_a_threatened_one_a_threat() -> None:
    held = [_short(i) for i in interactions_of(_measure(MeasureStatus.IN_FORCE, MeasureAction.IMPOSE))]
    threatened = [_short(i) for i in interactions_of(_measure(MeasureStatus.THREATENED, MeasureAction.IMPOSE))]
    assert held == ["CHL > PER SANCTION/sever"]
    assert threatened == ["CHL > PER THREATEN/restrict"]


def test_a_lifted_duty_is_a_retreat_and_a_promise_to_lift_it_a_concession() -> None:
    lifted = [_short(i) for i in interactions_of(_measure(MeasureStatus.IN_FORCE, MeasureAction.LIFT))]
    promised = [_short(i) for i in interactions_of(_measure(MeasureStatus.ANNOUNCED, MeasureAction.LIFT))]
    assert lifted == ["CHL > PER RETREAT/ease"]
    assert promised == ["CHL > PER CONCEDE/None future"]


def test_those_who_meet_consult_each_other_and_a_visitor_consults_the_host() -> None:
    met = [_short(i) for i in interactions_of(_meeting(EncounterStatus.HELD, EncounterForm.MEETING))]
    visited = [_short(i) for i in interactions_of(_meeting(EncounterStatus.HELD, EncounterForm.VISIT))]
    assert met == ["CHL > PER CONSULT/None", "PER > CHL CONSULT/None"]
    assert visited == ["CHL > PER CONSULT/visit"]


def test_a_planned_meeting_is_an_agreement_in_the_future() -> None:
    planned = list(interactions_of(_meeting(EncounterStatus.PLANNED, EncounterForm.MEETING)))
    assert {i.code.value for i in planned} == {"AGREE"}
    assert {i.contexts for i in planned} == {(Context.FUTURE,)}


def test_claims_that_the_table_does_not_list_give_no_event() -> None:
    assert not list(interactions_of(_measure(MeasureStatus.SOUGHT, MeasureAction.IMPOSE)))
    assert not list(interactions_of(_measure(MeasureStatus.BLOCKED, MeasureAction.IMPOSE)))
    assert not list(interactions_of(_meeting(EncounterStatus.POSTPONED, EncounterForm.MEETING)))
    assert not list(interactions_of(_meeting(EncounterStatus.CANCELLED, EncounterForm.MEETING)))


def test_a_claim_without_a_target_gives_no_event() -> None:
    assert not list(interactions_of(replace(_measure(MeasureStatus.IN_FORCE, MeasureAction.IMPOSE), target=())))


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def test_an_act_that_sentence_and_claim_both_tell_is_one_row_that_names_the_claim(parser: Parser) -> None:
    prepared = prepare_for_interactions([_DOCUMENT], parser)[0]
    claim = _meeting(EncounterStatus.HELD, EncounterForm.MEETING)
    rows = [i for i in interactions_in(prepared, (claim,)) if i.code.value == "CONSULT"]
    assert [_short(i) for i in rows] == ["CHL GOV > PER GOV CONSULT/None", "PER GOV > CHL GOV CONSULT/None"]
    assert {i.claim for i in rows} == {"c2"}
