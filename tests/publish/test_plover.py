"""Interactions as rows: columns, codes of bodies and companies, one line a row."""

import json

from detente.model.actor import Actor
from detente.model.document import Document
from detente.model.interaction import Context, EventType, Interaction, Party
from detente.publish.plover import COLUMNS, plover_jsonl, plover_tsv

_DOCUMENT = Document(id="d1", url=None, publisher=None, published="2026-03-10", title="", text="The EU may fine\tBoeing\nnext year.")


def _interaction() -> Interaction:
    return Interaction(
        document=_DOCUMENT,
        source=Party(Actor("EU"), None),
        target=Party(Actor("ORG:Boeing"), None),
        code=EventType.SANCTION,
        mode="sever",
        contexts=(Context.FUTURE, Context.HYPOTHETICAL),
        draft_code="SANCTION",
        weight=-5.2,
        quote=_DOCUMENT.find("EU may fine\tBoeing"),
        claim=None,
    )


def test_a_row_has_all_columns_and_stays_on_one_line() -> None:
    heading, row, end = plover_tsv([_interaction()]).split("\n")
    assert end == ""
    cells = dict(zip(heading.split("\t"), row.split("\t"), strict=True))
    assert tuple(cells) == COLUMNS
    assert cells["text"] == "EU may fine Boeing"
    assert cells["context"] == "future|hypothetical"
    assert cells["claim"] == ""
    assert cells["quad"] == "material conflict"


def test_bodies_and_companies_get_the_codes_of_the_standard_and_keep_their_names() -> None:
    record = json.loads(plover_jsonl([_interaction()]))
    assert (record["source"], record["source_actor"]) == ("IGO", "EU")
    assert (record["target"], record["target_actor"]) == ("MNC", "ORG:Boeing")
    assert set(record) == set(COLUMNS)


def test_states_keep_their_code_and_a_missing_target_is_null() -> None:
    party = Party(Actor("USA", "Jane Doe"), "GOV")
    lone = Interaction(
        document=_DOCUMENT,
        source=party,
        target=None,
        code=EventType.RETREAT,
        mode="resign",
        contexts=(),
        draft_code="RETREAT",
        weight=7.6,
        quote=_DOCUMENT.find("EU"),
        claim="c1",
    )
    record = json.loads(plover_jsonl([lone]))
    assert (record["source"], record["source_sector"], record["source_actor"]) == ("USA", "GOV", "USA/Jane Doe")
    assert record["target"] is None
    assert record["date"] == "2026-03-10"
