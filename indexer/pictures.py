"""Pages that are pictures: read one by one, each with how sure the reading is; stamps beside letters too."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from indexer.formats.parsed import PAGE_BREAK, Parsed
from indexer.legibility import is_legible
from knowledge.errors import UnreadableFile

NOT_INSTALLED = "máy chưa đọc được ảnh quét"
"""How the reason begins where the program that reads pictures is missing: once it is there, the file is read."""
UNSURE = 70
"""Percent of confidence under which a page is flagged: a person should compare it with the picture."""
UNREADABLE = 60
"""Percent under which a first page counts as not read at all."""
Read = Callable[[str, int], Parsed]
"""Reads a page by a parser of pictures («scan», «stamp»)."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, counted from 1, that was read off a picture, and how sure that is in percent."""

    page: int
    confidence: int

    @property
    def unsure(self) -> bool:
        """Whether a person should look."""
        return self.confidence < UNSURE


def read_pictures(
    read: Read, sets: Sequence[Parsed], texts: list[str]
) -> tuple[tuple[str, ...], tuple[Picture, ...]]:
    """Put the text of each scanned page into `texts`; returns the stamps of the first page and the pictures.

    A file whose first page cannot be read is refused by whoever looks at the pictures; of a later page that
    fails, only its own text is missing, which its confidence of 0 says. Raises UnreadableFile where nothing
    that could read pictures is installed.
    """
    stamps: tuple[str, ...] = ()
    pictures = _frames(sets)
    for page in (page for one in sets for page in one.scans):
        parsed = _read_page(read, page)
        texts[page] = parsed.text
        pictures.append(Picture(page + 1, parsed.confidence or 0))
        stamps += parsed.outside
    if sets[0].pictured and not any(picture.page == 1 for picture in pictures):
        stamps += _beside_letters(read)
    return stamps, tuple(sorted(pictures, key=lambda one: one.page))


def first_unreadable(pictures: Sequence[Picture], text: str) -> bool:
    """Whether the first page was a picture that nothing, or nothing Vietnamese, can be read off; `text` is the file's."""
    first = text.split(PAGE_BREAK, 1)[0]
    return any(
        one.page == 1 and (one.confidence < UNREADABLE or not is_legible(first) or not first.strip())
        for one in pictures
    )


def _frames(sets: Sequence[Parsed]) -> list[Picture]:
    """Pages of a picture file, each a set by itself."""
    starts = accumulate((one.text.count(PAGE_BREAK) + 1 for one in sets), initial=1)
    return [
        Picture(page, one.confidence)
        for page, one in zip(starts, sets, strict=False)
        if one.confidence is not None
    ]


def _read_page(read: Read, page: int) -> Parsed:
    try:
        return read("scan", page)
    except UnreadableFile:
        if page == 0:
            raise
        return Parsed("", confidence=0)


def _beside_letters(read: Read) -> tuple[str, ...]:
    """Stamps among the pictures of a page whose letters are text; where pictures cannot be read, its letters do."""
    try:
        return read("stamp", 0).outside
    except UnreadableFile:
        return ()
