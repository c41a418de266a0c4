"""Photographed or scanned papers: .png, .jpg, .tif with one page or several."""

from typing import BinaryIO

from PIL import ImageOps

from indexer.formats.ocr import open_picture, read_page
from indexer.formats.parsed import Parsed
from knowledge.errors import UnreadableFile

MOST_PAGES = 200


def parse(file: BinaryIO, page: int) -> Parsed:
    """Text of one page; of the first one also its stamps. `following` names the next of several."""
    picture = open_picture(file)
    pages = getattr(picture, "n_frames", 1)
    if pages > MOST_PAGES:
        raise UnreadableFile(f"tệp ảnh có quá nhiều trang ({pages}, tối đa {MOST_PAGES})")
    picture.seek(page)
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    read, stamps = read_page(upright, first=page == 0)
    return Parsed(
        "\n".join(read.lines),
        stamps,
        following=page + 1 if page + 1 < pages else None,
        confidence=read.confidence,
    )
