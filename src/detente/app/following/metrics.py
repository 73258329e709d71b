"""Figures for Prometheus, computed from the database when they are asked for.

In: a function that gives the health of sources. Out: the text form of the metrics, or a server of it.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from detente.app.following.health import Health
from detente.errors import InputError


def _instant(instant: datetime | None) -> float | None:
    return instant.timestamp() if instant else None


Value = Callable[[Health], float | None]

_GAUGES: tuple[tuple[str, str, Value], ...] = (
    ("last_success_timestamp_seconds", "When the source last answered well", lambda h: _instant(h.state.succeeded_at) if h.state else None),
    ("next_due_timestamp_seconds", "When the source is asked next", lambda h: _instant(h.state.due_at) if h.state else None),
    ("dead_since_timestamp_seconds", "Since when the source has failed", lambda h: _instant(h.dead_since)),
    ("latency_seconds", "How long the last answer took", lambda h: h.state.seconds if h.state else None),
    ("failures", "Failures in a row", lambda h: h.state.failures if h.state else None),
    ("silent", "1 where the source is silent against its own rhythm", lambda h: int(h.silent is not None)),
    ("items_waiting", "Items that are not done with", lambda h: h.tally.waiting),
)
_COUNTERS: tuple[tuple[str, str, Value], ...] = (
    ("requests", "Requests", lambda h: h.state.requests if h.state else 0),
    ("items", "Items met", lambda h: h.tally.items),
    ("items_read", "Items read into the ledger", lambda h: h.tally.read),
    ("items_syndicated", "Items that were copies", lambda h: h.tally.syndicated),
    ("claims", "Claims found", lambda h: h.tally.claims),
)

Look = Callable[[], Sequence[Health]]


class _SourceCollector(Collector):
    def __init__(self, look: Look) -> None:
        self._look = look

    def collect(self) -> Iterator[Metric]:
        held = self._look()
        for name, text, value_of in _GAUGES:
            gauge = GaugeMetricFamily(f"detente_source_{name}", text, labels=("source",))
            for health in held:
                if (value := value_of(health)) is not None:
                    gauge.add_metric((health.source.name,), float(value))
            yield gauge
        for name, text, count_of in _COUNTERS:
            counter = CounterMetricFamily(f"detente_source_{name}", text, labels=("source",))
            for health in held:
                counter.add_metric((health.source.name,), float(count_of(health) or 0))
            yield counter
        yield _errors(held)


def _errors(held: Sequence[Health]) -> Metric:
    counter = CounterMetricFamily("detente_source_errors", "Failures by kind", labels=("source", "kind"))
    for health in held:
        for kind, times in sorted(health.errors.items()):
            counter.add_metric((health.source.name, kind), float(times))
    return counter


def _registry(look: Look) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_SourceCollector(look))
    return registry


def metrics_text(look: Look) -> str:
    """The metrics in the text form of Prometheus."""
    return generate_latest(_registry(look)).decode()


def serve_metrics(address: str, look: Look) -> tuple[WSGIServer, Thread]:
    """Serve them at `host:port`; InputError where that cannot be."""
    host, _, port = address.rpartition(":")
    try:
        return start_http_server(int(port), addr=host or "127.0.0.1", registry=_registry(look))
    except (OSError, ValueError, OverflowError) as error:
        raise InputError(f"metrics cannot be served: {error}", where=address, hint="give host:port, as 127.0.0.1:9464") from None
