"""Figures for Prometheus: what was asked and how it went, how long it took, and how things stand. Nobody is named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand; ages in seconds. What lies in the state is the same in every process that shares it."""

    queue: dict[str, int]
    """Arrivals that are not through, by channel."""
    index_age: float
    documents: int
    passages: int
    model_used: int
    model_most: int
    processes: int


class Metrics:
    """The counters of one process, and whatever `standing` tells when they are read."""

    def __init__(self, standing: Callable[[], Standing]) -> None:
        self._registry = registry = CollectorRegistry()
        self._questions = Counter(
            "danvan_questions", "Questions by what became of them", ["channel", "status"], registry=registry
        )
        self._answering = Histogram(
            "danvan_answer_seconds", "Finding an answer", ["channel"], registry=registry, buckets=SECONDS
        )
        self._through = Histogram(
            "danvan_through_seconds",
            "From an arrival until everything that answers it is delivered",
            ["channel"],
            registry=registry,
            buckets=SECONDS,
        )
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        registry.register(_Standing(standing))

    def answered(self, channel: str, status: str, seconds: float) -> None:
        """A question was answered, refused or asked back."""
        self._questions.labels(channel, status).inc()
        self._answering.labels(channel).observe(seconds)

    def through(self, channel: str, seconds: float) -> None:
        """An arrival is through."""
        self._through.labels(channel).observe(seconds)

    def text(self) -> bytes:
        """All of it in Prometheus' form."""
        return generate_latest(self._registry)


class _Standing(Collector):
    def __init__(self, standing: Callable[[], Standing]) -> None:
        self._standing = standing

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked of the state before somebody reads the figures."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """How things stand now."""
        now = self._standing()
        queue = GaugeMetricFamily("danvan_queue", "Arrivals that are not through", labels=["channel"])
        for channel, waiting in now.queue.items():
            queue.add_metric([channel], waiting)
        yield queue
        for name, meaning, value in (
            ("danvan_index_age_seconds", "Since the index in use was published", now.index_age),
            ("danvan_documents", "Documents of the index in use", now.documents),
            ("danvan_passages", "Passages of the index in use", now.passages),
            (
                "danvan_model_answers_today",
                "Answers that the language model was asked for today",
                now.model_used,
            ),
            ("danvan_model_answers_most", "How many it may be asked for in a day", now.model_most),
            ("danvan_processes", "Processes that share the state", now.processes),
        ):
            yield GaugeMetricFamily(name, meaning, value=value)
