"""How a thread became a scenario, in words: the scenario file with its rules as comments, lines for people, a record."""

from detente.model.record import Json, Record
from detente.stakes.scenario.toml import render
from detente.views.scenarios.combining import ThreadScenario
from detente.views.scenarios.mapping import Mapped


def mapping_lines(found: ThreadScenario) -> tuple[str, ...]:
    """A line for each act with the rules that made it and its words, then one for each thread that no rule maps."""
    return (
        *(f"{entry.act.id}: {' '.join(entry.rules)} {_quoted(entry)}" for entry in found.mapped),
        *(f"not mapped, {entry.thread.id}: {entry.why}" for entry in found.unmapped),
    )


def _quoted(entry: Mapped) -> str:
    claim = entry.thread.newest
    words = " … ".join(" ".join(quote.split()) for quote in claim.quotes)
    return f"“{words}” ({claim.document.publisher or claim.document.id}, {claim.document.published or 'date not stated'})"


def explained(found: ThreadScenario) -> str:
    """The scenario file; how each act came about stands above it as comments."""
    comments = "".join(f"# {line}\n" for line in mapping_lines(found))
    return f"# thread {found.thread.id}\n{comments}{render(found.scenario)}"


def mapping_to_record(found: ThreadScenario) -> Record:
    """The public form: the thread, its acts with their rules, and what was not mapped."""
    acts: list[Json] = [
        {"act": entry.act.id, "rules": list(entry.rules), "relief": entry.is_relief, "quotes": list(entry.thread.newest.quotes)}
        for entry in found.mapped
    ]
    unmapped: list[Json] = [{"thread": entry.thread.id, "why": entry.why} for entry in found.unmapped]
    return {"thread": found.thread.id, "acts": acts, "unmapped": unmapped}
