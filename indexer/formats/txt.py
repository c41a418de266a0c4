"""Plain text: its content to the letter, without a byte order mark."""

from typing import BinaryIO

from indexer.formats.parsed import Parsed
from indexer.plain_text import decode
from knowledge.spelling import nfc


def parse(file: BinaryIO, _page: int) -> Parsed:
    """The whole text in NFC."""
    return Parsed(nfc(decode(file.read())))
