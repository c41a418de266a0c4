"""What a format's parser gives."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO, Self

PAGE_BREAK = "\n\f\n"
"""Stands between pages in a text."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text of a file, or of a set of its pages.

    `outside` is what stands beside the text and is read for secrecy marks only: headers, footers, stamps. `front`
    holds what the file says of itself under the keys of a front matter. `following` is the first page of the next
    set, None after the last. `scans` are pages, counted from 0, that hold a picture instead of letters, and
    `pictured` says that pictures stand on the first page beside its letters. `confidence` is how sure reading a
    picture was, in percent, None where no picture was read. `members` are the names of the files in an archive.
    """

    text: str
    outside: tuple[str, ...] = ()
    front: Mapping[str, str] = field(default_factory=dict)
    following: int | None = None
    scans: tuple[int, ...] = ()
    pictured: bool = False
    confidence: int | None = None
    members: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """For the way between processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> Self:
        """The other end of `to_json`."""
        lists = {name: tuple(read[name]) for name in ("outside", "scans", "members")}
        return cls(**{**read, **lists})


Parser = Callable[[BinaryIO, int], Parsed]
"""Reads an open file from the given page on (formats without pages are read whole). Raises UnreadableFile, or
anything that a library raises on a damaged file: `confined` turns that into a reason."""
