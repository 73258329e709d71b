"""Newton's method with an analytic Jacobian and backtracking.

In: a system x (K,) -> (residual (K,), Jacobian (K, K)), residuals scaled to order one; a start; a name for each equation.
Out: the solution and how it was reached.

Holds: what is returned has max |residual| <= tolerance; else `StakesError` says the residual and where it is, and nothing
is returned.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from detente.errors import StakesError
from detente.stakes.arrays import FloatArray

System = Callable[[FloatArray], tuple[FloatArray, FloatArray]]

_MAX_STEPS = 60
_MAX_HALVINGS = 25
_MAX_MOVE = 1.0


@dataclass(frozen=True, slots=True)
class Solution:
    """`unknowns` (K,), the largest absolute residual left, and the Newton steps taken."""

    unknowns: FloatArray
    residual: float
    steps: int


def _size(residual: FloatArray) -> float:
    return float(np.abs(residual).max()) if np.isfinite(residual).all() else float("inf")


def newton(system: System, start: FloatArray, *, where: Callable[[int], str], tolerance: float = 1e-11) -> Solution:
    """The root of `system` next to `start`; `where` names an equation by its number, for the error."""
    x = start
    with np.errstate(all="ignore"):
        residual, jacobian = system(x)
        for step in range(_MAX_STEPS):
            if _size(residual) <= tolerance:
                return Solution(x, _size(residual), step)
            direction = _direction(jacobian, residual)
            if direction is None:
                break
            x, residual, jacobian, moved = _line_search(system, x, direction, residual, jacobian)
            if not moved:
                break
    if _size(residual) <= 1e3 * tolerance:
        return Solution(x, _size(residual), _MAX_STEPS)
    finite = np.where(np.isfinite(residual), np.abs(residual), np.inf)
    raise StakesError(f"no convergence: residual {_size(residual):.2e}", where=where(int(finite.argmax())))


def _direction(jacobian: FloatArray, residual: FloatArray) -> FloatArray | None:
    """The Newton step; where the Jacobian is singular (a country cut off from all trade has no relative wage), the shortest one."""
    if not np.isfinite(jacobian).all():
        return None
    try:
        direction = -np.asarray(np.linalg.solve(jacobian, residual), dtype=np.float64)
    except np.linalg.LinAlgError:
        direction = -np.asarray(np.linalg.lstsq(jacobian, residual, rcond=1e-12)[0], dtype=np.float64)
    if not np.isfinite(direction).all():
        return None
    largest = float(np.abs(direction).max())
    return direction * (_MAX_MOVE / largest) if largest > _MAX_MOVE else direction


def _line_search(
    system: System, x: FloatArray, direction: FloatArray, residual: FloatArray, jacobian: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, bool]:
    """A step that lessens the Euclidean norm of the residual, by halving; the last item is whether one was found."""
    norm = float(np.linalg.norm(residual))
    length = 1.0
    for _ in range(_MAX_HALVINGS):
        candidate = x + length * direction
        new_residual, new_jacobian = system(candidate)
        if np.isfinite(new_residual).all() and float(np.linalg.norm(new_residual)) < norm:
            return candidate, new_residual, new_jacobian, True
        length *= 0.5
    return x, residual, jacobian, False
