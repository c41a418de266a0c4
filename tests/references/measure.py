"""`make references`: the extractor's figures on the labelled samples, its speed, and what a change gains and loses.

Options: `-v` lists every failure, `--keep` makes what is extracted now the snapshot to compare with.
"""

import sys
import time
from pathlib import Path

from knowledge.references import extract
from knowledge.relations import find_relations
from tests.references.gazette import agreement, titles_read
from tests.references.labels import SEEN, UNSEEN
from tests.references.reading import corpus_files, read_text
from tests.references.scoring import FIELDS, Scores, score
from tests.references.snapshot import compare, keep, take

SHARED = Path(__file__).resolve().parents[3] / "shared"
_OPENINGS = (
    "Chỉ thị số ",
    "“",
    "Luật sửa đổi, bổ sung một số điều của Luật ",
    "(Quyết định số 1/QĐ-",
    "khoản 1 Điều ",
    "về việc ",
)


def main() -> None:
    """Print all figures."""
    if not SHARED.exists():
        sys.exit("the corpus is not here: ../shared is missing")
    for name, labels in (("sample", SEEN), ("second sample", UNSEEN)):
        scores = score(SHARED, labels)
        _print_scores(name, scores)
        if "-v" in sys.argv:
            print("\n".join(scores.failures))
    _print_gazette()
    _print_speed()
    new = take(SHARED)
    print("\n".join(compare(new)))
    if "--keep" in sys.argv:
        keep(new)


def _print_scores(name: str, scores: Scores) -> None:
    print(f"{name}: {scores.references} labelled references in {len(scores.files)} documents")
    print(f"{'':20}{'precision':>10}{'recall':>10}{'F1':>10}{'wanted':>8}")
    for field in FIELDS:
        count = scores.counts[field]
        print(f"{field:20}{count.precision:10.4f}{count.recall:10.4f}{count.f1:10.4f}{count.wanted:8}")


def _print_gazette() -> None:
    fields = agreement(SHARED)
    shown = ", ".join(f"{name} {right}/{total}" for name, (right, total) in fields.items())
    print(f"gazette of Sơn La, fields agreed with: {shown}")
    right, total = titles_read(SHARED)
    print(f"national gazette, own number read: {right}/{total}")


def _print_speed() -> None:
    text = "\n\n".join(read_text(path) for path in corpus_files(SHARED))
    seconds, found = _timed(text)
    size = len(text.encode()) / 1e6
    print(f"speed: {size:.1f} MB, {found} references, {size / seconds:.1f} MB a second on one core")
    for opening in _OPENINGS:
        once, twice = _of_opening(opening)
        print(
            f"1 MB of «{opening.strip()}»: {once:.1f} s; twice the text takes {twice / once:.2f} times the time"
        )


def _timed(text: str) -> tuple[float, int]:
    started = time.process_time()
    found = extract(text)
    find_relations(text, found)
    return time.process_time() - started, len(found)


def _of_opening(opening: str) -> tuple[float, float]:
    """Seconds for 1 and for 2 MB of an opening: the best of three runs, taken in turn, as machines waver."""
    texts = [opening * (size * 1_000_000 // len(opening.encode())) for size in (1, 2)]
    runs = [[_timed(text)[0] for text in texts] for _ in range(3)]
    once, twice = (min(times) for times in zip(*runs, strict=True))
    return once, twice


if __name__ == "__main__":
    main()
