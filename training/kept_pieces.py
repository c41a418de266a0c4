"""Chooses the vocabulary that the unpacked embedding keeps: `python -m training.kept_pieces TEXT.jsonl.gz ...`.

Counts the pieces of Vietnamese text, typed with marks and without, and writes one bit a piece to
knowledge/models/e5_pieces.bin. Run on the articles and the encyclopedia of the training text.
"""

import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from knowledge import embedded_model
from knowledge.spelling import fold, nfc

LEAST = 3
MOST_CHARACTERS = 25_000_000
"""Of each file; later text adds hardly a piece."""
ONE_TEXT = 4000
PREFIXES = ("query: ", "passage: ")
TARGET = Path(embedded_model.__file__).parent / "models" / "e5_pieces.bin"


def texts(path: Path) -> Iterator[str]:
    """Titles and texts of a file, each as it is and without marks, up to the budget."""
    read = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = nfc(f"{record.get('title') or ''} {record['text']}"[:ONE_TEXT])
            yield text
            yield fold(text)
            read += len(text)
            if read > MOST_CHARACTERS:
                return


def choose(model: embedded_model.PackedModel, read: Iterable[str]) -> np.ndarray:
    """One bool a piece: seen often enough, special, or a single letter, sign or emoji."""
    everything = np.arange(len(model.scores))
    full = embedded_model.tokenizer(model, everything)
    counts: Counter[int] = Counter()
    for batch in batched_texts(read):
        for encoded in full.encode_batch(batch):
            counts.update(encoded.ids)
    kept = np.zeros(len(everything), dtype=bool)
    kept[:5] = True
    for prefix in PREFIXES:
        kept[full.encode(prefix).ids] = True
    kept[[piece for piece, count in counts.items() if count >= LEAST]] = True
    for piece in everything:
        bare = model.piece(piece).removeprefix("▁")
        kept[piece] |= len(bare) == 1 and (ord(bare) < 0x2C00 or 0x1F000 <= ord(bare) < 0x20000)
    return kept


def batched_texts(read: Iterable[str]) -> Iterator[list[str]]:
    """Lists of 256."""
    batch: list[str] = []
    for text in read:
        batch.append(text)
        if len(batch) == 256:
            yield batch
            batch = []
    yield batch


def main(paths: list[str]) -> None:
    """Count, choose, write."""
    model = embedded_model.PackedModel(embedded_model.weights_file())
    kept = choose(model, (text for path in paths for text in texts(Path(path))))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(zlib.compress(np.packbits(kept).tobytes(), 9))
    print(f"{kept.sum()} of {len(kept)} pieces kept, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
