"""Loaded by each worker process that is started here, before it works."""

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Worker


def dask_setup(_: "Worker") -> None:
    """Leave an interrupt from the keyboard to the process that started this one: it stops all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
