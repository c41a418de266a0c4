"""Markdown: its content to the letter, and what its front matter says."""

from typing import BinaryIO

from indexer.formats.parsed import Parsed
from indexer.front_matter import read_front_matter
from indexer.plain_text import decode
from knowledge.spelling import nfc


def parse(file: BinaryIO, _page: int) -> Parsed:
    """The whole text in NFC, front matter included."""
    text = nfc(decode(file.read()))
    return Parsed(text, front=read_front_matter(text))
