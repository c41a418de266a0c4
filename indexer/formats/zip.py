"""ZIP archives: the names of their files; each of these is then read by itself."""

from typing import BinaryIO

from indexer.formats.archive import checked_members
from indexer.formats.parsed import Parsed


def parse(file: BinaryIO, _page: int) -> Parsed:
    """Members that are files, in the archive's order, as the archive names them."""
    names = [member.filename for member in checked_members(file) if not member.is_dir()]
    return Parsed("", members=tuple(dict.fromkeys(names)))
