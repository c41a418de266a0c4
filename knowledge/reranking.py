"""The optional reranker: any cross-encoder of sentence-transformers reads the best hits again, beside the question."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from knowledge.documents import Hit
from knowledge.errors import RerankerUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RERANKED = 30
"""Hits that are read again; each costs as much as embedding it."""


class Reranker:
    """A cross-encoder, by a folder or a name of the hub; loaded when first used."""

    def __init__(self, model: str) -> None:
        self._model_name = model
        self._lock = Lock()

    @cached_property
    def _model(self) -> "CrossEncoder":
        # Imports torch: only who sets RERANKER_MODEL pays for it.
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            local = Path(self._model_name).expanduser().is_dir()
            model: CrossEncoder = CrossEncoder(self._model_name, device="cpu", local_files_only=local)
        except (OSError, ValueError) as error:
            raise RerankerUnavailable(
                f"Không nạp được mô hình «{self._model_name}» (RERANKER_MODEL): "
                "hãy kiểm tra tên, thư mục hoặc kết nối mạng."
            ) from error
        return model

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with the first `RERANKED` in the model's order; scores stay where they were, falling.

        Raises RerankerUnavailable.
        """
        read, rest = hits[:RERANKED], hits[RERANKED:]
        if not read:
            return list(hits)
        pairs = [(question, f"{hit.passage.heading}\n{hit.passage.text}") for hit in read]
        with self._lock:
            told = self._model.predict(pairs, batch_size=8, show_progress_bar=False)
        order = sorted(range(len(read)), key=lambda place: -float(told[place]))
        return [replace(read[place], score=hit.score) for hit, place in zip(read, order, strict=True)] + list(
            rest
        )
