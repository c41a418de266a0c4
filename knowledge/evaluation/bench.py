"""Measures retrieval on a public set: our retriever and its parts beside what people would use instead."""

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.embedded_store import EmbeddedStore, write_store
from knowledge.embedding import LONGEST_PASSAGE, Embedding
from knowledge.evaluation.baselines import PlainBm25, Ranking, StockLangChain, stock_chunks
from knowledge.evaluation.collection import Collection, Item, read_collection
from knowledge.evaluation.typing_habits import FORMS
from knowledge.generations import seal
from knowledge.passage_vectors import Progress, embed_passages, embed_texts, not_kept, parts
from knowledge.references import normalise_number
from knowledge.retrieval import FIELDS, MOST_HITS, PassageRetriever
from knowledge.store_rows import StoreContents
from knowledge.vectors import Floats

_SAMPLE = 16
CONTRACT_FORMS = ("marks", "no_marks")
System = Callable[[str], Ranking]


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over the queries; milliseconds a query with its embedding."""

    ndcg_10: float
    mrr_10: float
    r_10: float
    r_100: float
    p50_ms: float
    p95_ms: float

    def to_json(self) -> dict[str, float]:
        """With the names of the contract."""
        return {
            "ndcg@10": round(self.ndcg_10, 4),
            "mrr@10": round(self.mrr_10, 4),
            "r@10": round(self.r_10, 4),
            "r@100": round(self.r_100, 4),
            "p50_ms": round(self.p50_ms, 2),
            "p95_ms": round(self.p95_ms, 2),
        }


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What `danvan bench` prints, and what the leaderboard keeps."""

    set: str
    queries: int
    passages: int
    systems: Mapping[str, Mapping[str, Measures]]
    """By system, then by form of the questions."""
    index_seconds: float
    """Everything but embedding."""
    memory_mb: float
    """The most that the process has held."""

    def to_json(self) -> dict[str, Any]:
        """The object of `danvan bench --json`."""
        return {
            "set": self.set,
            "queries": self.queries,
            "passages": self.passages,
            "systems": {
                system: {form: measured.to_json() for form, measured in forms.items()}
                for system, forms in self.systems.items()
            },
        }


@dataclass(frozen=True, slots=True)
class Engines:
    """What embeds: `indexing` many passages, `asking` single questions, both of one fingerprint.

    Vectors of passages are kept under `home` by content.
    """

    indexing: Embedding
    asking: Embedding
    home: Path
    progress: Progress


def bench(folder: Path, engines: Engines, forms: Sequence[str] = CONTRACT_FORMS) -> BenchResult:
    """Index a set and ask all its questions of every system, in every form that they may be typed in.

    Raises UnreadableFile where the folder does not hold a set.
    """
    collection = read_collection(folder)
    with tempfile.TemporaryDirectory(prefix="danvan-bench-") as scratch:
        built, seconds = _build(collection, Path(scratch), engines)
        with built.store:
            measured = {
                name: {form: _measure(system, built.asking, collection, form) for form in forms}
                for name, system in built.systems().items()
            }
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return BenchResult(
        collection.name, len(collection.queries), len(collection.passages), measured, seconds, peak
    )


def forecast(folder: Path, engines: Engines) -> tuple[int, float]:
    """How many texts of a set have no vectors yet, and about how many seconds embedding them takes."""
    collection = read_collection(folder)
    ours = (part for item in collection.passages for part in parts("", item.title, item.text))
    _, stock = stock_chunks(collection.passages)
    missing = not_kept(engines.indexing, [*ours, *stock], engines.home)
    sample = missing[:: max(1, len(missing) // _SAMPLE)][:_SAMPLE]
    if not sample:
        return 0, 0.0
    engines.indexing.passages(sample[:1])  # loads the model
    start = time.perf_counter()
    engines.indexing.passages(sample)
    pace = (time.perf_counter() - start) / _characters(sample)
    return len(missing), pace * _characters(missing)


def _characters(texts: Sequence[str]) -> int:
    return sum(min(len(text), LONGEST_PASSAGE) for text in texts)


class _Remembering(Embedding):
    """Embeds each question once and charges every system for it that asks again."""

    def __init__(self, inner: Embedding) -> None:
        self.fingerprint = inner.fingerprint
        self.saved = 0.0
        self._inner = inner
        self._known: dict[str, tuple[Floats, float]] = {}

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def passages(self, texts: Sequence[str]) -> Floats:
        return self._inner.passages(texts)

    def question(self, text: str) -> Floats:
        if text in self._known:
            vector, seconds = self._known[text]
            self.saved += seconds
            return vector
        start = time.perf_counter()
        vector = self._inner.question(text)
        self._known[text] = (vector, time.perf_counter() - start)
        return vector


@dataclass(frozen=True, slots=True)
class _Built:
    store: EmbeddedStore
    plain: PlainBm25
    stock: StockLangChain
    retriever: PassageRetriever
    asking: _Remembering

    def systems(self) -> dict[str, System]:
        return {
            "bm25": lambda text: self.plain.search(text, MOST_HITS),
            "langchain": lambda text: self.stock.search(text, MOST_HITS, self.asking),
            "dense": lambda text: self.store.search_vectors(self.asking.question(text), MOST_HITS),
            "words": lambda text: self.store.search_words(text, MOST_HITS, FIELDS),
            "danvan": self._danvan,
        }

    def _danvan(self, text: str) -> Ranking:
        return [(hit.passage.id, hit.score) for hit in self.retriever.search(text, MOST_HITS)]


def _build(collection: Collection, scratch: Path, engines: Engines) -> tuple[_Built, float]:
    """All systems over the set, and the seconds that our own index took, embedding apart."""
    indexing, home, progress = engines.indexing, engines.home, engines.progress
    documents = [_document(item) for item in collection.passages]
    passages = [_passage(item) for item in collection.passages]
    by_id = {document.id: document for document in documents}
    vectors = embed_passages(indexing, by_id, passages, home, progress)
    embed = partial(embed_texts, indexing, home=home, progress=progress)
    stock = StockLangChain(scratch / "stock", collection.passages, embed)
    start = time.perf_counter()
    folder = scratch / "store"
    folder.mkdir()
    write_store(folder, StoreContents(documents, passages, {}, (), vectors, indexing.fingerprint))
    seal(folder)
    seconds = time.perf_counter() - start
    store = EmbeddedStore.open(folder)
    asking = _Remembering(engines.asking)
    retriever = PassageRetriever(store=store, embedding=asking)
    plain = PlainBm25(scratch / "plain", collection.passages)
    return _Built(store, plain, stock, retriever, asking), seconds


def _document(item: Item) -> Document:
    """A passage of the set as a document of its own; its title names the document and the article."""
    whole = (Span(0, len(item.text)),)
    number = normalise_number(item.title)
    return Document(item.id, item.id, item.text, whole, "", DocumentKind.FULL_TEXT, "", number)


def _passage(item: Item) -> Passage:
    return Passage(0, item.id, 0, 0, len(item.text), "", item.title, item.text)


def _measure(system: System, asking: _Remembering, collection: Collection, form: str) -> Measures:
    typed = FORMS[form]
    milliseconds, run = list[float](), dict[str, Ranking]()
    for id_, text in collection.queries.items():
        question = typed(text)
        asking.saved = 0.0
        start = time.perf_counter()
        run[id_] = system(question)
        milliseconds.append(1000 * (time.perf_counter() - start + asking.saved))
    found = {
        id_: {collection.passages[place].id: score for place, score in _strictly_falling(ranking)}
        for id_, ranking in run.items()
    }
    return _means(collection, found, milliseconds)


def _strictly_falling(ranking: Ranking) -> Iterable[tuple[int, float]]:
    """Scores by rank, so that the evaluator cannot order ties in its own way."""
    return ((place, 1.0 / (1 + rank)) for rank, (place, _) in enumerate(ranking))


def _means(
    collection: Collection, run: Mapping[str, Mapping[str, float]], milliseconds: Sequence[float]
) -> Measures:
    import ir_measures
    from ir_measures import RR, R, nDCG

    qrels = {id_: dict(relevant) for id_, relevant in collection.qrels.items()}
    measures = (nDCG @ 10, RR @ 10, R @ 10, R @ 100)
    means = ir_measures.calc_aggregate(measures, qrels, run)
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    ndcg, mrr, r_10, r_100 = (float(means[measure]) for measure in measures)
    return Measures(ndcg, mrr, r_10, r_100, statistics.median(ordered), p95)
