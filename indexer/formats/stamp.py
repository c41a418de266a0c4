"""Pictures beside the letters of a first page (PDF) or of an office file: read for marks of secrecy only."""

import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from indexer.formats.ocr import beside, open_picture
from indexer.formats.parsed import Parsed
from indexer.formats.scan import draw

MOST_PICTURES = 3
SMALLEST = 40
"""Pixels of a side under which a picture can hold no word."""
_FOLDERS = ("word/media/", "Pictures/", "xl/media/")


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Only `outside`."""
    magic = file.read(4)
    file.seek(0)
    pictures = [draw(file, 0)] if magic == b"%PDF" else _held(file)
    return Parsed("", tuple(line for picture in pictures for line in beside(_on_white(picture))))


def _held(file: BinaryIO) -> Iterator[Image.Image]:
    """The first pictures of an office file; drawings (.emf) and what cannot be opened are passed over."""
    with zipfile.ZipFile(file) as archive:
        names = [name for name in archive.namelist() if name.startswith(_FOLDERS)]
        for name in names[:MOST_PICTURES]:
            with archive.open(name) as member:
                try:
                    picture = open_picture(member)
                    if min(picture.size) >= SMALLEST:
                        yield picture.convert("RGBA")
                except (UnidentifiedImageError, OSError):
                    continue


def _on_white(picture: Image.Image) -> Image.Image:
    """A stamp cut out, on a sheet that leaves it at the top."""
    sheet = Image.new("RGB", (picture.width + 40, 3 * picture.height + 40), "white")
    if picture.mode == "RGB":
        return picture
    sheet.paste(picture, (20, 20), picture)
    return sheet
