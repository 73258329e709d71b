"""Who reads together: worker processes of this machine, or those of a Dask scheduler.

In: the name of an engine, `dask` or `dask://HOST:PORT` (`dask+tls://…` where the scheduler asks for certificates). Out: a client of Dask.

Holds: what is started here is stopped here. A cluster of this machine listens on loopback alone and takes only those in who hold the
certificate that is made for it, since whoever may talk to a scheduler may run anything. It limits nobody's memory: readers hold
little, and a worker that is paused for it would wait for ever.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import EngineUnavailable, InputError

if TYPE_CHECKING:
    from distributed import Client

_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
_CONNECT_SECONDS = 10
_FIRST_WORKER_SECONDS = 60

_PRELOADED = "detente.app.back_filling.worker"

# No pages of schedulers and workers: they would show tasks to whoever asks.
_SETTINGS: dict[str, list[str]] = {"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []}


@dataclass(frozen=True, slots=True)
class Engine:
    """`address` is the scheduler's, as Dask has it; None for workers of this machine, which are started for one run."""

    address: str | None


def engine_named(name: str) -> Engine:
    """The engine of that name; InputError for one that there is not."""
    scheme, _, place = name.partition("://")
    if scheme not in _SCHEMES or ("://" in name) != bool(place) or (scheme != "dask" and not place):
        raise InputError(f"no such engine: {name!r}", where="--engine", hint="dask, or dask://HOST:PORT for the scheduler of a cluster")
    if place and not place.rpartition(":")[2].isdigit():
        raise InputError(f"no port in {name!r}", where="--engine", hint="a scheduler of Dask usually listens on 8786")
    return Engine(f"{_SCHEMES[scheme]}://{place}" if place else None)


@contextmanager
def opened(engine: Engine, *, workers: int) -> Iterator["Client"]:
    """A client while it is used; EngineUnavailable where Dask is not installed or the scheduler cannot be reached or has no worker."""
    try:
        import distributed  # noqa: F401, PLC0415  # an optional extra
    except ImportError:
        raise EngineUnavailable("Dask is not installed", where="--engine", hint="pip install 'detente[dask]'") from None
    with _quiet(), _client_of(engine.address) if engine.address else _client_here(workers) as client:
        yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """What goes wrong is told as an error of ours; Dask's own log of it is not."""
    logs = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


@contextmanager
def _client_here(workers: int) -> Iterator["Client"]:
    import dask  # noqa: PLC0415  # an optional extra
    from distributed import Client, LocalCluster  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    with (
        dask.config.set(_SETTINGS),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            preload=_PRELOADED,
            host="127.0.0.1",
            protocol="tls://",
            security=Security.temporary(),
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def _client_of(address: str) -> Iterator["Client"]:
    from distributed import Client  # noqa: PLC0415  # an optional extra

    try:
        client = Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        said = str(error).split("\n")[0]
        raise EngineUnavailable(
            f"the scheduler cannot be reached: {said}", where=address, hint="check the address, and that it runs"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_FIRST_WORKER_SECONDS)
        except TimeoutError:
            raise EngineUnavailable("the scheduler has no worker", where=address, hint="start `dask worker ADDRESS --nthreads 1`") from None
        yield client
