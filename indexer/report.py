"""What a run of the indexer did, or would do: numbers, files left out with reasons, pages and doubles to look at."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Double:
    """A document read in this run that says nearly the same as another one; `share` of 1 is to the letter."""

    source: str
    other: str
    share: float


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run did: numbers of documents, passages and files, and each file left out with its reason.

    `generation` is the one in use afterwards, empty where nothing could be indexed and nothing was before.
    `doubles` and `unsure` are for people: documents read in this run that may replace others, and such of their
    pages, as a sentence each, as were read off a poor picture.
    """

    documents: int
    passages: int
    added: int
    changed: int
    removed: int
    unchanged: int
    failed: tuple[tuple[str, str], ...]
    generation: str
    seconds: float
    doubles: tuple[Double, ...] = ()
    unsure: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object that `danvan index --json` prints."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "failed": _reasons(self.failed),
            "generation": self.generation,
            "seconds": round(self.seconds, 3),
        }

    def notes_to_json(self) -> dict[str, Any]:
        """What is for people only: copies to decide on, and doubtful pages."""
        return _notes(self.doubles, self.unsure)


@dataclass(frozen=True, slots=True)
class DryRun:
    """What a run would do, by the files' sources; nothing has been written."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    failed: tuple[tuple[str, str], ...]
    doubles: tuple[Double, ...] = ()
    unsure: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The object that `danvan index --dry-run --json` prints."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "removed": list(self.removed),
            "unchanged": self.unchanged,
            "failed": _reasons(self.failed),
            **_notes(self.doubles, self.unsure),
        }


def _notes(doubles: tuple[Double, ...], unsure: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    alike = [{"path": one.source, "other": one.other, "share": round(one.share, 3)} for one in doubles]
    return {"doubles": alike, "unsure": _reasons(unsure)}


def _reasons(pairs: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"path": path, "reason": reason} for path, reason in pairs]
