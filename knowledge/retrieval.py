"""Question -> Hits: exact numbers first, then words and vectors in one ranked list; a LangChain retriever."""

from collections.abc import Collection, Mapping

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from knowledge.documents import Hit
from knowledge.embedding import LONGEST_QUESTION, Embedding
from knowledge.errors import WrongEmbedding
from knowledge.fusion import Ranked, Signal, from_last, from_zero, shared_out, weighted
from knowledge.references import extract_from_question
from knowledge.reranking import RERANKED, Reranker
from knowledge.spelling import nfc
from knowledge.store import Store
from knowledge.vectors import Floats
from knowledge.words import FieldWeights, syllables

MOST_HITS = 100
DEPTH = 200
"""How many of each list are joined."""
NUMBER = 2.0
"""What an exact number adds to a score that is 1 at most."""
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

        Passages that hold a document number of the question come before all others. A text without any
        letter or digit finds nothing.
        """
        asked = nfc(text)[:LONGEST_QUESTION]
        wanted = min(k, MOST_HITS)
        if wanted < 1 or not syllables(asked):
            return []
        restored = self.store.spelling.mend(asked)
        expanded = self.store.abbreviations.expand(restored)
        # A passage may hold the short form or the full one.
        either = restored if expanded == restored else f"{restored}\n{expanded}"
        signals = self._signals(either, self.embedding.question(expanded), only)
        ranked = self._numbers_first(restored, weighted(signals, WEIGHTS), only)
        passages = self.store.passages([id_ for id_, _, _ in ranked[: max(wanted, RERANKED)]])
        hits = [
            Hit(passage, score, number or _why(passage.id, signals))
            for passage, (_, score, number) in zip(passages, ranked, strict=False)
        ]
        return self._reranked(expanded, hits)[:wanted]

    def _signals(self, text: str, vector: Floats, only: Collection[str] | None) -> dict[str, Signal]:
        """What speaks for each passage that the words or the vector find."""
        words = self.store.search_words(text, DEPTH, FIELDS, only)
        dense = self.store.search_vectors(vector, DEPTH, only)
        ids = sorted({id_ for id_, _ in (*words, *dense)})
        headings = self.store.headings(ids)
        return {
            "words": from_zero(words),
            "dense": from_last(dense),
            "pairs": self.store.pairs_held(text, ids),
            "heading": shared_out(self.store.headings_held(text, headings), headings),
        }

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """Hits that a number brought stay before the others, in either order."""
        if self.reranker is None:
            return hits
        numbered = sum(hit.score >= NUMBER for hit in hits)
        return [*hits[:numbered], *self.reranker.rerank(question, hits[numbered:])]

    def _numbers_first(
        self, text: str, ranked: Ranked, only: Collection[str] | None
    ) -> list[tuple[int, float, str]]:
        """(passage id, score, number that brought it): those with a number of the question score `NUMBER` more."""
        numbered: dict[int, str] = {}
        for reference in extract_from_question(text):
            number = reference.number
            # A bare serial («số 17») says too little to come before everything else.
            if number and (number.type_mark or number.issuer_mark or number.year):
                for id_ in self.store.with_number(number, only):
                    numbered.setdefault(id_, f"số {number.normalised}")
        scores = dict(ranked)
        first = [(id_, NUMBER + scores.get(id_, 0.0), why) for id_, why in numbered.items()]
        first.sort(key=lambda found: (-found[1], found[0]))
        return first + [(id_, score, "") for id_, score in ranked if id_ not in numbered]

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
