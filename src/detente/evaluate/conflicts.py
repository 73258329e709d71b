"""Score reported conflicts against those planted in the stories.

Holds: a planted conflict is found where a reported one names the same field and at least two of its documents (one,
if it is within one document).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.evaluate.corpus import Story
from detente.evaluate.fillers import as_list
from detente.evaluate.score import Rate
from detente.model.record import Record


@dataclass(frozen=True, slots=True)
class ConflictScores:
    """How many conflicts were planted and reported, how many of either meet one of the other."""

    planted: int
    reported: int
    found: int
    right: int

    @property
    def rate(self) -> Rate:
        """Precision over the reported, recall over the planted."""
        return Rate(self.right / self.reported if self.reported else 0.0, self.found / self.planted if self.planted else 0.0)


def documents_of(conflict: Record) -> frozenset[str]:
    """The documents that a conflict names."""
    return frozenset(str(value.get("doc")) for value in as_list(conflict.get("values")) if isinstance(value, dict))


def is_hit(planted: Record, reported: Record) -> bool:
    """Whether a reported conflict is the planted one."""
    documents = documents_of(planted)
    return planted.get("field") == reported.get("field") and len(documents & documents_of(reported)) >= min(2, len(documents))


def score_conflicts(stories: Sequence[Story], reported: Sequence[Record]) -> ConflictScores:
    """Score conflicts in the public form against all stories together."""
    planted = [conflict for story in stories for conflict in story.conflicts]
    return ConflictScores(
        planted=len(planted),
        reported=len(reported),
        found=sum(any(is_hit(gold, ours) for ours in reported) for gold in planted),
        right=sum(any(is_hit(gold, ours) for gold in planted) for ours in reported),
    )


def conflict_line(scores: ConflictScores) -> str:
    """One line, as the corpus' own scorer prints it."""
    rate = scores.rate
    return (
        f"conflicts       P {rate.precision:.3f} R {rate.recall:.3f} F1 {rate.f1:.3f}"
        f"  ({scores.planted} planted, {scores.reported} reported)"
    )
