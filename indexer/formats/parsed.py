"""What a format's parser gives."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

PAGE_BREAK = "\n\f\n"
"""Stands between pages in a text."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Text of a file, or of a set of its pages.

    `outside` is what stands beside the text and is read for secrecy marks only: headers, footers. `front` holds
    what the file says of itself under the keys of a front matter. `following` is the first page of the next
    set, None after the last.
    """

    text: str
    outside: tuple[str, ...] = ()
    front: Mapping[str, str] = field(default_factory=dict)
    following: int | None = None

    def to_json(self) -> dict[str, Any]:
        """For the way between processes."""
        return asdict(self)

    @classmethod
    def from_json(cls, read: Mapping[str, Any]) -> Self:
        """The other end of `to_json`."""
        return cls(read["text"], tuple(read["outside"]), dict(read["front"]), read["following"])


Parser = Callable[[Path, int], Parsed]
"""Reads a file from the given page on (formats without pages are read whole). Raises UnreadableFile, or anything
that a library raises on a damaged file: `confined` turns that into a reason."""
