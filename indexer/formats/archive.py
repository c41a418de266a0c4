"""ZIP containers: checked before anything of them is unpacked, and one member read at a time, in memory."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO

from knowledge.errors import UnreadableFile

MEMBERS = 2_000
UNPACKED = 200_000_000
"""Bytes that all members may take together."""
LARGEST_MEMBER = 50_000_000
RATIO = 200
"""Times that a member of over a million bytes may grow."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NESTED = (".zip", ".docx", ".xlsx", ".7z", ".rar", ".gz")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_LOCKED = "tệp có mật khẩu: hãy bỏ mật khẩu rồi đưa lại"
_TOO_BIG = "tệp quá lớn khi giải nén"


def check_archive(file: BinaryIO, name: str = ".docx") -> None:
    """Raise UnreadableFile where an office file is no ZIP, is encrypted, holds macros, or would unpack to too much."""
    for member in checked_members(file, name):
        inner = member.filename.lower()
        if inner.endswith(_MACROS) or inner.startswith("basic/script"):
            raise UnreadableFile(f"tệp có macro: hãy lưu lại thành {name} không có macro")
        if inner.endswith(_NESTED):
            raise UnreadableFile("tệp chứa tệp nén hoặc tài liệu khác bên trong: hãy đưa riêng từng tệp")


def checked_members(file: BinaryIO, name: str = ".zip") -> list[zipfile.ZipInfo]:
    """The members of an archive, none of which is encrypted or swells; raises UnreadableFile."""
    magic = file.read(8)
    file.seek(0)
    if magic == _OLE:
        raise UnreadableFile(
            f"tệp có mật khẩu, hoặc là tệp đời cũ mang đuôi {name}: hãy lưu lại thành {name}"
        )
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile(f"tệp hỏng: không mở được gói {name}") from error
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise UnreadableFile(_TOO_BIG)
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableFile(_LOCKED)
        if member.file_size > 1_000_000 and member.file_size > RATIO * max(member.compress_size, 1):
            raise UnreadableFile("tệp nén bất thường: nội dung giải nén lớn gấp quá nhiều lần")
    return members


def open_member(file: BinaryIO, name: str) -> BinaryIO:
    """One file of an archive, unpacked in memory; never more than LARGEST_MEMBER bytes of it."""
    if escapes(name):
        raise UnreadableFile("đường dẫn trong tệp nén trỏ ra ngoài thư mục của nó")
    checked_members(file)
    with zipfile.ZipFile(file) as archive, archive.open(name) as member:
        content = member.read(LARGEST_MEMBER + 1)
    if len(content) > LARGEST_MEMBER:
        raise UnreadableFile(_TOO_BIG)
    return io.BytesIO(content)


def escapes(name: str) -> bool:
    """Whether a member's name would lead out of the folder that it is unpacked in."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":") or "\0" in name
