"""Anderson acceleration of a fixed point x = g(x).

In: g, a start (K,), how many past steps to combine. Out: the fixed point.

Holds: max |g(x) - x| <= tolerance on return; else `StakesError`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray

_RIDGE = 1e-14


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceleration:
    """`memory`: past steps to combine; `tolerance` on g(x) - x; at most `steps` evaluations."""

    memory: int
    tolerance: float
    steps: int


@dataclass(frozen=True, slots=True)
class FixedPoint:
    """The point (K,), the residual left and the evaluations of g."""

    point: FloatArray
    residual: float
    evaluations: int


class _Past:
    """The changes of gap and of g(x) between successive steps, in ring buffers of `memory` rows."""

    def __init__(self, memory: int, size: int) -> None:
        self.gap_changes = np.zeros((memory, size))
        self.image_changes = np.zeros((memory, size))
        self.filled = 0

    def add(self, gap_change: FloatArray, image_change: FloatArray) -> None:
        row = self.filled % len(self.gap_changes)
        self.gap_changes[row], self.image_changes[row] = gap_change, image_change
        self.filled += 1

    def correction(self, gap: FloatArray) -> FloatArray | float:
        """What the combination of past steps takes away from g(x)."""
        rows = min(self.filled, len(self.gap_changes))
        if not rows:
            return 0.0
        changes = self.gap_changes[:rows]
        with np.errstate(all="ignore"):
            gram = changes @ changes.T
        if not np.isfinite(gram).all():
            return 0.0
        gram.flat[:: rows + 1] *= 1 + _RIDGE
        try:
            weights = np.linalg.solve(gram, changes @ gap)
        except np.linalg.LinAlgError:
            return 0.0
        correction: FloatArray = weights @ self.image_changes[:rows]
        return correction


def anderson(step: Callable[[FloatArray], FloatArray], start: FloatArray, acceleration: Acceleration, *, what: str) -> FixedPoint:
    """The fixed point of `step` near `start`; `what` names it in the error."""
    past = _Past(acceleration.memory, len(start))
    x, residual = start, np.inf
    old_gap = old_image = np.empty(0)
    for evaluations in range(1, acceleration.steps + 1):
        with np.errstate(all="ignore"):
            image = step(x)
        gap = image - x
        residual = float(np.abs(gap).max())
        if not np.isfinite(residual):
            break
        if residual <= acceleration.tolerance:
            return FixedPoint(x, residual, evaluations)
        if evaluations > 1:
            past.add(gap - old_gap, image - old_image)
        old_gap, old_image = gap, image
        x = image - past.correction(gap)
    raise StakesError(f"no convergence: residual {residual:.2e}", where=what)
