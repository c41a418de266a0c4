"""How Vietnamese at large is spelt: a small syllable-pair model learnt from public text, joined with an index's own.

A small index has not seen «bao nhiêu»; this has. Its file keeps pairs as a run of second syllables for each first
one, and counts as steps of a logarithm.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.restoration import Counts, Keys, SpellingModel, model_of

FILE = Path(__file__).parent / "models" / "spelling.npz"
OWN_TIMES = 50
"""What one sighting in the indexed text is worth in sightings elsewhere; see training/LOG.md."""
_STEPS = 12
"""Steps of a doubling: counts are kept within 3%."""


def save(file: Path, model: SpellingModel) -> None:
    """Write a model of at most 65,535 forms."""
    firsts, seconds = model.pairs >> np.uint64(32), model.pairs & np.uint64(0xFFFFFFFF)
    np.savez_compressed(
        file,
        allow_pickle=False,
        forms=np.frombuffer("\n".join(model.forms).encode(), np.uint8),
        counts=_steps(model.counts),
        runs=np.bincount(firsts.astype(np.int64), minlength=len(model.forms)).astype(np.uint16),
        seconds=seconds.astype(np.uint16),
        pair_counts=_steps(model.pair_counts),
    )


def load(file: Path = FILE) -> SpellingModel:
    """The model that `save` wrote."""
    with np.load(file, allow_pickle=False) as stored:
        forms = tuple(stored["forms"].tobytes().decode().split("\n"))
        firsts = np.repeat(np.arange(len(forms), dtype=np.uint64), stored["runs"])
        pairs = (firsts << np.uint64(32)) | stored["seconds"].astype(np.uint64)
        return SpellingModel(forms, _counts(stored["counts"]), pairs, _counts(stored["pair_counts"]))


def _steps(counts: Counts) -> NDArray[np.uint16]:
    return np.asarray(np.rint(np.log2(counts) * _STEPS), np.uint16)


def _counts(steps: NDArray[np.uint16]) -> Counts:
    return np.asarray(np.rint(np.exp2(steps / _STEPS)), np.uint32)


def joined(own: SpellingModel, common: SpellingModel, times: int = OWN_TIMES) -> SpellingModel:
    """Sightings of both added up, each of `own` counted `times` times."""
    forms = list(dict.fromkeys((*own.forms, *common.forms)))
    place = {form: at for at, form in enumerate(forms)}
    counts = np.zeros(len(forms), np.int64)
    keys, seen = list[Keys](), list[NDArray[np.int64]]()
    for model, weight in ((own, times), (common, 1)):
        moved = np.array([place[form] for form in model.forms], dtype=np.uint64)
        counts[moved.astype(np.int64)] += model.counts.astype(np.int64) * weight
        first, second = model.pairs >> np.uint64(32), model.pairs & np.uint64(0xFFFFFFFF)
        keys.append(
            (moved[first.astype(np.int64)] << np.uint64(32)) | moved[second.astype(np.int64)]
            if len(moved)
            else model.pairs
        )
        seen.append(model.pair_counts.astype(np.int64) * weight)
    pairs, where = np.unique(np.concatenate(keys), return_inverse=True)
    return model_of(forms, counts, pairs, np.bincount(where, np.concatenate(seen)).astype(np.int64))
