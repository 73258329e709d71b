"""What official journals say of the acts that were taken in: their clocks apart, corrections beside what they correct.

In: the database. Out: a row an act, in order of publication. Holds: a correction and the act that it corrects name each other, whichever
of the two says so, and also where only one of them was taken in.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from detente.app.following import codec
from detente.model.record import Json, Record
from detente.sources.item import Facts
from detente.store.sources import SqlSources


@dataclass(frozen=True, slots=True)
class Named:
    """Another act by its number, with the identity of its document where that was taken in."""

    number: str
    document: str | None


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """The facts of one act; `document` is the identity of its document, which `is_read` where the ledger has it."""

    source: str
    document: str
    is_read: bool
    facts: Facts
    corrects: Named | None
    corrected_by: tuple[Named, ...]


def known_facts(store: SqlSources | None) -> list[KnownFacts]:
    """The facts of all acts; none without a database."""
    rows = [(row, codec.facts_from(json.loads(row.facts))) for row in store.facts()] if store else []
    documents = {facts.number: row.identity for row, facts in rows}
    corrections: dict[str, dict[str, None]] = defaultdict(dict)
    for _, facts in rows:
        corrections[facts.number].update(dict.fromkeys(facts.corrected_by))
        if facts.corrects:
            corrections[facts.corrects][facts.number] = None
    corrected = {correction: number for number, found in corrections.items() for correction in found}

    def named(number: str) -> Named:
        return Named(number, documents.get(number))

    found = [
        KnownFacts(
            source=row.source,
            document=row.identity,
            is_read=row.is_read,
            facts=facts,
            corrects=named(number) if (number := facts.corrects or corrected.get(facts.number)) else None,
            corrected_by=tuple(named(number) for number in sorted(corrections[facts.number])),
        )
        for row, facts in rows
    ]
    return sorted(found, key=lambda held: (held.facts.published or "", held.facts.number, held.source))


def _named_to_record(names: Sequence[Named]) -> list[Json]:
    return [{"number": name.number, "document": name.document} for name in names]


def known_facts_to_record(held: KnownFacts) -> Record:
    """The public form; each clock under its own name."""
    facts = held.facts
    return {
        "number": facts.number,
        "type": facts.type,
        "signed": facts.signed,
        "published": facts.published,
        "effective": facts.effective,
        "corrects": next(iter(_named_to_record([held.corrects] if held.corrects else [])), None),
        "corrected_by": _named_to_record(held.corrected_by),
        "document": held.document,
        "is_read": held.is_read,
        "source": held.source,
    }
