"""Checks a ZIP container before anything of it is unpacked."""

import zipfile
from pathlib import Path

from knowledge.errors import UnreadableFile

MEMBERS = 2_000
UNPACKED = 200_000_000
"""Bytes that all members may take together."""
RATIO = 200
"""Times that a member of over a million bytes may grow."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NESTED = (".zip", ".docx", ".xlsx", ".7z", ".rar", ".gz")


def check_archive(path: Path) -> None:
    """Raise UnreadableFile where a .docx is no ZIP, is encrypted, holds macros, or would unpack to too much."""
    with path.open("rb") as file:
        magic = file.read(8)
    if magic == _OLE:
        raise UnreadableFile(
            "tệp có mật khẩu, hoặc là tệp Word đời cũ (.doc) mang đuôi .docx: hãy lưu lại thành .docx"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile("tệp hỏng: không mở được gói .docx") from error
    _check_members(members)


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS or sum(member.file_size for member in members) > UNPACKED:
        raise UnreadableFile("tệp quá lớn khi giải nén")
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableFile("tệp có mật khẩu: hãy bỏ mật khẩu rồi đưa lại")
        if member.file_size > 1_000_000 and member.file_size > RATIO * max(member.compress_size, 1):
            raise UnreadableFile("tệp nén bất thường: nội dung giải nén lớn gấp quá nhiều lần")
        name = member.filename.lower()
        if name.endswith("vbaproject.bin"):
            raise UnreadableFile("tệp có macro: hãy lưu lại thành .docx không có macro")
        if name.endswith(_NESTED):
            raise UnreadableFile("tệp chứa tệp nén hoặc tài liệu khác bên trong: hãy đưa riêng từng tệp")
