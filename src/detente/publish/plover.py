"""Interactions as rows of event data: tab-separated values or JSON lines.

In: interactions. Out: text, one row an act, in their order; the columns are told in docs/interactions.md.

Holds: a row is one line; what is unknown is an empty cell in TSV and null in JSON.
"""

import json
from collections.abc import Iterable

from detente.model.interaction import Interaction, interaction_to_record
from detente.model.record import Json
from detente.vocab.countries import is_state

COLUMNS = (
    "doc",
    "date",
    "source",
    "source_sector",
    "source_actor",
    "target",
    "target_sector",
    "target_actor",
    "event",
    "mode",
    "context",
    "event_2016",
    "quad",
    "weight",
    "claim",
    "start",
    "end",
    "text",
)


def _cell(value: Json) -> str:
    if value is None:
        return ""
    text = "|".join(map(str, value)) if isinstance(value, list) else str(value)
    return " ".join(text.split())


def plover_tsv(interactions: Iterable[Interaction]) -> str:
    """A heading line and a line an act; several contexts are parted by `|`, white space within a cell is one space."""
    lines = ["\t".join(COLUMNS)]
    for interaction in interactions:
        record = interaction_to_record(interaction, is_state=is_state)
        lines.append("\t".join(_cell(record[column]) for column in COLUMNS))
    return "".join(f"{line}\n" for line in lines)


def plover_jsonl(interactions: Iterable[Interaction]) -> str:
    """A JSON object an act and line, with the same columns."""
    return "".join(f"{json.dumps(interaction_to_record(each, is_state=is_state), ensure_ascii=False)}\n" for each in interactions)
