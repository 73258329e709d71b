"""The array type of the trade model, and one BLAS thread around its solvers.

Arrays are float64. Docstrings give shapes: (N,) by country, (N, N) exporter by importer, (N, N, S) with sectors last.
"""

import functools
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import ParamSpec, TypeVar, cast

import numpy as np
import scipy.linalg  # noqa: F401  (its BLAS must be loaded before the threads are counted)
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

FloatArray = NDArray[np.float64]

_Parameters = ParamSpec("_Parameters")
_Returned = TypeVar("_Returned")


@functools.cache
def _controller() -> ThreadpoolController:
    return ThreadpoolController()


def one_blas_thread(solver: Callable[_Parameters, _Returned]) -> Callable[_Parameters, _Returned]:
    """Run a solver with one BLAS thread: its matrices are so small that more threads only get into each other's way."""

    @functools.wraps(solver)
    def limited(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> _Returned:
        with cast("AbstractContextManager[object]", _controller().limit(limits=1, user_api="blas")):
            return solver(*args, **kwargs)

    return limited
