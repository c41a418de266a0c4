"""The hand-made labels: where each mention stands and what it says, as offsets and values without any text."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.references.reading import text_of

SEEN = Path(__file__).parent / "labels.jsonl"
"""The sample the rules were worked out on."""
UNSEEN = Path(__file__).parent / "labels_unseen.jsonl"
"""A second sample, labelled later and measured before any rule was changed for it."""


@dataclass(frozen=True)
class Window:
    """A stretch of one file whose mentions are all labelled, read by a person."""

    file: str
    start: int
    end: int
    sha256: str
    references: tuple[dict[str, Any], ...]
    relations: tuple[tuple[str, str, str], ...]
    """(kind, source, target): indices of references, «own» (the document itself) or «self» (a report)."""

    def text(self, shared: Path) -> str:
        """The whole file's text; raises ValueError where the window is no longer what was labelled."""
        text = text_of(shared, self.file)
        digest = hashlib.sha256(text[self.start : self.end].encode()).hexdigest()[:16]
        if digest != self.sha256:
            raise ValueError(f"{self.file} reads differently from when it was labelled")
        return text


def windows(labels: Path) -> Iterator[Window]:
    """All labelled windows of one sample."""
    for line in labels.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield Window(
            record["file"],
            record["start"],
            record["end"],
            record["sha256"],
            tuple(record["references"]),
            tuple((kind, str(source), str(target)) for kind, source, target in record["relations"]),
        )


def place_of(file: str) -> str | None:
    """The place that a file's own name tells: the gazette of Sơn La."""
    return "Sơn La" if "sonla" in file else None
