"""One page of a PDF that is a picture: drawn, and read as one."""

from typing import BinaryIO

import pypdfium2
from PIL import Image

from indexer.formats.ocr import WIDTH, read_page
from indexer.formats.parsed import Parsed


def parse(file: BinaryIO, page: int) -> Parsed:
    """Text of this page; of the first one also its stamps."""
    read, stamps = read_page(draw(file, page), first=page == 0)
    return Parsed("\n".join(read.lines), stamps, confidence=read.confidence)


def draw(file: BinaryIO, page: int) -> Image.Image:
    """A page as a picture WIDTH pixels across, or high where it lies on its side."""
    with pypdfium2.PdfDocument(file) as pdf:
        sheet = pdf[page]
        picture: Image.Image = sheet.render(scale=WIDTH / max(min(sheet.get_size()), 1)).to_pil()
    return picture
