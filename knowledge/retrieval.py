"""Question -> Hits: exact numbers first, then words and vectors in one ranked list; a LangChain retriever."""

from collections.abc import Callable, Collection, Mapping
from functools import cached_property, lru_cache

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from knowledge.contractions import in_full
from knowledge.documents import Hit
from knowledge.embedding import LONGEST_QUESTION, Embedding
from knowledge.errors import WrongEmbedding
from knowledge.fusion import Ranked, Signal, from_last, from_zero, shared_out, weighted
from knowledge.references import extract_from_question
from knowledge.reranking import RERANKED, Reranker
from knowledge.spelling import nfc
from knowledge.store import Store
from knowledge.titles import Titles
from knowledge.words import FieldWeights, syllables

MOST_HITS = 100
DEPTH = 200
"""How many of each list are joined."""
RECENT = 8
"""Searches that are kept: composing an answer, then a refusal, looks for the same words more than once."""
TITLE, NUMBER = 2.0, 4.0
"""What a document's whole title and an exact number add to a score that is 1 at most."""
WEIGHTS = {"words": 0.5, "dense": 0.6, "pairs": 0.45, "heading": 0.25}
"""Chosen on questions kept for choosing, never on those of the public sets: see training/LOG.md."""
FIELDS = FieldWeights(text=1.0, heading=0.4, marked=0.5)


class PassageRetriever(BaseRetriever):
    """Finds passages of one store. Thread-safe; build it once for a store.

    Raises WrongEmbedding where the store's vectors were made by another embedding.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    # A protocol cannot be checked when the retriever is built, only where it is used.
    store: SkipValidation[Store]
    embedding: Embedding
    reranker: Reranker | None = None
    k: int = 10

    def model_post_init(self, context: object, /) -> None:
        """Refuse vectors of another embedding: their cosines would mean nothing."""
        super().model_post_init(context)
        if self.store.embedding != self.embedding.fingerprint:
            raise WrongEmbedding(
                "Chỉ mục được lập bằng mô hình nhúng khác với EMBEDDING_MODEL hiện nay: "
                "hãy chạy «danvan index» để lập lại."
            )

    def search(self, text: str, k: int, only: Collection[str] | None = None) -> list[Hit]:
        """Up to `k` (at most `MOST_HITS`) hits, best first, within the documents `only` where given.

        Passages that hold a document number of the question come before all others, then those of documents that
        it calls by their whole title. A text without any letter or digit finds nothing.
        """
        asked = nfc(text)[:LONGEST_QUESTION]
        wanted = min(k, MOST_HITS)
        if wanted < 1 or not syllables(asked):
            return []
        return list(self._found(asked, wanted, None if only is None else frozenset(only)))

    @cached_property
    def _found(self) -> Callable[[str, int, frozenset[str] | None], tuple[Hit, ...]]:
        return lru_cache(maxsize=RECENT)(self._search)

    def _search(self, asked: str, wanted: int, only: frozenset[str] | None) -> tuple[Hit, ...]:
        restored = self.store.spelling.mend(in_full(self.store, asked))
        expanded = self.store.abbreviations.expand(restored)
        # A passage may hold the short form or the full one.
        either = restored if expanded == restored else f"{restored}\n{expanded}"
        vector = self.embedding.question(expanded)
        dense = self.store.search_vectors(vector, DEPTH, only)
        signals = self._signals(either, dense, only)
        called = self._titles.called_in(restored)
        within = called if only is None else [id_ for id_ in called if id_ in only]
        near_called = self.store.search_vectors(vector, DEPTH, within) if within else []
        of_called = weighted(self._signals(either, near_called, within), WEIGHTS) if within else []
        near = dict([*dense, *near_called])
        ranked = self._named_first(restored, weighted(signals, WEIGHTS), of_called, only)
        passages = self.store.passages([id_ for id_, _, _ in ranked[: max(wanted, RERANKED)]])
        hits = [
            Hit(passage, score, named or _why(passage.id, signals), near.get(passage.id, 0.0))
            for passage, (_, score, named) in zip(passages, ranked, strict=False)
        ]
        return tuple(self._reranked(expanded, hits)[:wanted])

    @cached_property
    def _titles(self) -> Titles:
        return Titles(self.store.titles())

    def _signals(self, text: str, dense: Ranked, only: Collection[str] | None) -> dict[str, Signal]:
        """What speaks for each passage that the words or the vector find."""
        words = self.store.search_words(text, DEPTH, FIELDS, only)
        ids = sorted({id_ for id_, _ in (*words, *dense)})
        headings = self.store.headings(ids)
        return {
            "words": from_zero(words),
            "dense": from_last(dense),
            "pairs": self.store.pairs_held(text, ids),
            "heading": shared_out(self.store.headings_held(text, headings), headings),
        }

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """Hits that a number or a title brought stay before the others, in either order."""
        if self.reranker is None:
            return hits
        named = sum(hit.score >= TITLE for hit in hits)
        return [*hits[:named], *self.reranker.rerank(question, hits[named:])]

    def _named_first(
        self, text: str, ranked: Ranked, of_called: Ranked, only: Collection[str] | None
    ) -> list[tuple[int, float, str]]:
        """(passage id, score, what named it): a number of the question adds `NUMBER`, a title in it `TITLE`."""
        numbered, titled = self._numbered(text, only), dict(of_called)
        scores = dict(ranked) | {id_: TITLE + score for id_, score in of_called}
        first = [(id_, NUMBER + scores.get(id_, 0.0), why) for id_, why in numbered.items()]
        first.sort(key=lambda found: (-found[1], found[0]))
        called = [(id_, TITLE + score, "tên văn bản") for id_, score in of_called if id_ not in numbered]
        rest = [(id_, score, "") for id_, score in ranked if id_ not in numbered and id_ not in titled]
        return first + called + rest

    def _numbered(self, text: str, only: Collection[str] | None) -> dict[int, str]:
        """Passages that hold a number of the question, each with that number."""
        found: dict[int, str] = {}
        for reference in extract_from_question(text):
            number = reference.number
            # A bare serial («số 17») says too little to come before everything else.
            if number and (number.type_mark or number.issuer_mark or number.year):
                for id_ in self.store.with_number(number, only):
                    found.setdefault(id_, f"số {number.normalised}")
        return found

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002
    ) -> list[LangChainDocument]:
        return [self._as_langchain(hit) for hit in self.search(query, self.k)]

    def _as_langchain(self, hit: Hit) -> LangChainDocument:
        passage = hit.passage
        document = self.store.documents[passage.document_id]
        told = {
            "source": document.source,
            "title": document.title,
            "locator": passage.locator,
            "start": passage.start,
            "end": passage.end,
            "score": hit.score,
            "why": hit.why,
        }
        return LangChainDocument(page_content=passage.text, metadata=told, id=str(passage.id))


def _why(id: int, signals: Mapping[str, Signal]) -> str:
    """What brought a passage, in words for an officer."""
    names = {"words": "từ ngữ", "dense": "ý nghĩa"}
    return " và ".join(shown for name, shown in names.items() if id in signals[name])
