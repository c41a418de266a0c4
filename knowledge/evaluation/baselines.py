"""What people would use instead: plain BM25 over syllables, and LangChain's stock pipeline."""

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import tantivy
from langchain_text_splitters import RecursiveCharacterTextSplitter

from knowledge.embedding import Embedding
from knowledge.evaluation.collection import Item
from knowledge.spelling import SYLLABLE
from knowledge.vectors import Floats, VectorIndex, write_vectors

Ranking = list[tuple[int, float]]
"""(place of the passage in the set, score), best first."""


class PlainBm25:
    """BM25 (k1 1.2, b .75) over lower-case syllables as they are spelt; nothing else."""

    def __init__(self, folder: Path, passages: Sequence[Item]) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", fast=True)
        builder.add_text_field("text", tokenizer_name="syllables", index_option="freq")
        folder.mkdir(parents=True)
        index = tantivy.Index(builder.build(), path=str(folder))
        analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("syllables", analyzer)
        writer = index.writer(num_threads=1)
        for place, passage in enumerate(passages):
            text = " ".join(_syllables(f"{passage.title}\n{passage.text}"))
            writer.add_document(tantivy.Document(id=place, text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._schema, self._searcher = index.schema, index.searcher()

    def search(self, text: str, k: int) -> Ranking:
        """The `k` best passages."""
        query = tantivy.Query.boolean_query(
            [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.boost_query(
                        tantivy.Query.term_query(self._schema, "text", term, "freq"), float(count)
                    ),
                )
                for term, count in Counter(_syllables(text)).items()
            ]
        )
        hits = self._searcher.search(query, k, count=False).hits
        ids = self._searcher.fast_field_values("id", [address for _, address in hits])
        return [(int(id_ or 0), float(score)) for id_, (score, _) in zip(ids, hits, strict=True)]


def _syllables(text: str) -> list[str]:
    return SYLLABLE.findall(text.lower())


def stock_chunks(passages: Sequence[Item]) -> tuple[list[int], list[str]]:
    """What LangChain's splitter makes of the passages as it comes: owners, as places of passages, and chunks."""
    splitter = RecursiveCharacterTextSplitter()
    owners, chunks = list[int](), list[str]()
    for place, passage in enumerate(passages):
        found = splitter.split_text(f"{passage.title}\n{passage.text}")
        owners += [place] * len(found)
        chunks += found
    return owners, chunks


class StockLangChain:
    """RecursiveCharacterTextSplitter as it comes, the same embedding, FAISS, the nearest chunks."""

    def __init__(
        self, folder: Path, passages: Sequence[Item], embed: Callable[[Sequence[str]], Floats]
    ) -> None:
        owners, chunks = stock_chunks(passages)
        folder.mkdir(parents=True)
        write_vectors(folder / "vectors.faiss", embed(chunks))
        self._index = VectorIndex(folder / "vectors.faiss", np.array(owners, dtype=np.int64))

    def search(self, text: str, k: int, asking: Embedding) -> Ranking:
        """The passages of the nearest chunks."""
        return self._index.search(asking.question(text), k)
