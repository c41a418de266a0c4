"""Files that mean harm, or were damaged on the way, and names that would lead elsewhere: a reason each, and no more."""

import random
import shutil
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from indexer.loading import Loader
from indexer.receiving import contents, safe_name
from knowledge.errors import UnreadableFile
from papers import (
    bomb_pdf,
    change_part,
    into_body,
    lock_pdf,
    mutate,
    write_doc,
    write_docx,
    write_odt,
    write_pdf,
    write_rtf,
    write_xlsx,
)

PROSE = "Ủy ban nhân dân xã tổ chức hội nghị đối thoại trực tiếp với nhân dân các bản trong quý III."
PATIENCE = 45.0
"""Seconds after which a file counts as one that hangs."""


def mutants(folder: Path, times: int) -> dict[str, int]:
    """Sound files of every format, damaged at random: read, or refused with a reason."""
    folder.mkdir(parents=True)
    rows, lines = [["Bản", "Hộ"], ["Bản Hồ", "12"]], [PROSE] * 3
    sound = [
        write_docx(folder / "a.docx", lines, rows), write_odt(folder / "a.odt", lines, rows),
        write_rtf(folder / "a.rtf", lines, rows), write_doc(folder / "a.doc", lines),
        write_xlsx(folder / "a.xlsx", [*rows, *[[PROSE, 1]] * 5]), write_pdf(folder / "a.pdf", [lines, lines]),
        _zip(folder / "a.zip", {"x/a.txt": PROSE.encode(), "b.txt": PROSE.encode()}),
        _write(folder / "a.html", f"<html><body><p>{PROSE}</p><table><tr><td>a</td></tr></table></body></html>"),
        _write(folder / "a.md", f"---\ntitle: Kế hoạch\nnumber: 15/KH-UBND\n---\n# Kế hoạch\n\n{PROSE}\n"),
        _write(folder / "a.txt", PROSE * 3),
    ]  # fmt: skip
    chance = random.Random(20)
    with Loader() as loader:
        told = [
            _ending(loader, _mutant(folder, sound[number % len(sound)], chance)) for number in range(times)
        ]
    return _counted(told)


def _mutant(folder: Path, path: Path, chance: random.Random) -> Path:
    mutant = folder / f"m{path.suffix}"
    mutant.write_bytes(mutate(path.read_bytes(), chance) or b"\0")
    return mutant


def hostile(folder: Path) -> dict[str, int]:
    """Twenty-five kinds of file that would crash, fill or leave the reader."""
    folder.mkdir(parents=True)
    with Loader() as loader:
        told = [_ending(loader, path) for path in _hostile_files(folder)]
        good = _ending(loader, write_docx(folder / "good.docx", [PROSE]))
    return {**_counted(told), "next_file_read": int(good == "read")}


def _hostile_files(folder: Path) -> Iterator[Path]:
    word = write_docx(folder / "word.docx", [PROSE])
    yield into_body(_copy(word, "bomb.docx"), f"<w:p><w:r><w:t>{'A' * 60_000_000}</w:t></w:r></w:p>")
    yield into_body(_copy(word, "deep.docx"), "<w:sdt>" * 20_000 + "</w:sdt>" * 20_000)
    yield into_body(
        _copy(word, "wide.docx"), "<w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * 60_000 + "</w:tr></w:tbl>"
    )
    yield _with(_copy(word, "macro.docx"), "word/vbaProject.bin", b"x")
    yield _with(_copy(word, "inner.docx"), "word/embeddings/a.xlsx", b"x")
    yield _with(_copy(word, "many.docx"), *[part for n in range(2_100) for part in (f"word/m{n}", b"")])
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><w:document'.encode()
    yield change_part(
        _copy(word, "laughs.docx"), "word/document.xml",
        lambda data: data.replace(b"<w:document", declared, 1).replace(b"xu1ea7", b"&l11;"),
    )  # fmt: skip
    yield bomb_pdf(folder / "bomb.pdf")
    yield lock_pdf(write_pdf(folder / "locked.pdf", [[PROSE[:40]]]))
    loop = write_pdf(folder / "loop.pdf", [["a"]])
    loop.write_bytes(loop.read_bytes().replace(b"[7 0 R]", b"[2 0 R]"))
    yield loop
    yield _write(folder / "deep.html", "<div>" * 200_000)
    yield _write(folder / "attribute.html", f'<p title="{"a" * 8_000_000}">{PROSE}</p>')
    yield _write(
        folder / "yaml.md",
        "---\n"
        + "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9 if n else ['x'])}]\n" for n in range(25))
        + "---\n"
        + PROSE,
    )
    yield _write(folder / "groups.rtf", "{\\rtf1" + "{" * 100_000)
    yield _write(folder / "object.rtf", "{\\rtf1{\\object\\objemb{\\*\\objdata 01}}}")
    yield write_doc(folder / "locked.doc", [PROSE], locked=True)
    yield _write(folder / "ole.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 4_000)
    yield _zip(folder / "swells.zip", {"a.txt": b"a" * 150_000_000})
    yield _zip(folder / "crowd.zip", {f"{n}.txt": b"a" for n in range(2_500)})
    yield _zip(folder / "nested.zip", {"a.zip": b"PK"})
    huge = write_xlsx(folder / "huge.xlsx", [["a"]])
    yield change_part(
        huge, "xl/worksheets/sheet1.xml", lambda data: data.replace(b'r="A1"', b'r="XFD1048576"')
    )
    yield _write(folder / "pixels.png", _png(60_000, 60_000))
    yield _write(folder / "not.png", b"GIF89a" + b"\0" * 50)
    yield _write(folder / "words.txt", "a" * 11_000_000)
    yield _write(folder / "program.txt", b"MZ\x90\x00" + bytes(range(256)) * 10)


def names(folder: Path, times: int) -> dict[str, int]:
    """Names that would leave their folder, sent one by one and inside archives."""
    home, outside = folder / "home", folder / "outside"
    for place in (home, outside):
        place.mkdir(parents=True)
    before = sorted(path.name for path in folder.iterdir())
    for number, name in zip(range(times), _hostile_names(), strict=False):
        for shown, content in contents(name, b"x" if not name.endswith(".zip") else b"PK", [name]):
            (home / f"{number}-{shown}"[:200]).write_bytes(content)
            (home / safe_name(shown)).write_bytes(content)
    kept = [path for path in home.rglob("*") if path.is_file()]
    strayed = sorted(path.name for path in folder.iterdir()) != before or any(outside.iterdir())
    inside = all(
        path.parent == home and not path.name.startswith(".") for path in kept if "-" not in path.name[:4]
    )
    return {"names": times, "outside": int(strayed), "inside_only": int(inside)}


def _hostile_names() -> Iterator[str]:
    chance = random.Random(3)
    parts = ["..", ".", "/", "\\", "~", "etc", "passwd", "C:", "\0", "\n", "con", "aux.txt", "%2e%2e", "ấ"]
    parts += [
        "\u202e",
        "a" * 300,
        "$(id)",
        "`id`",
        ";rm -rf",
        "|",
        "*",
        "?",
        "\ud800",
        "..txt",
        ".hidden",
        "~$x",
    ]
    parts += [" ", "...", "-rf"]
    while True:
        separator = chance.choice(["/", "\\", ""])
        yield separator.join(chance.choice(parts) for _ in range(chance.randrange(1, 6))) + chance.choice(
            [".txt", ".docx", "", "."]
        )


def _ending(loader: Loader, path: Path) -> str:
    """«read», «refused», «no reason», «hung» or «crashed»."""
    started = time.monotonic()
    try:
        if path.suffix == ".zip":
            for member in loader.members(path):
                loader.load(path, member, member)
        else:
            loader.load(path, path.name)
        ending = "read"
    except UnreadableFile as error:
        ending = "refused" if str(error).strip() else "no reason"
    except Exception as error:
        print(f"  {path.name}: {error!r}")
        ending = "crashed"
    return "hung" if time.monotonic() - started > PATIENCE else ending


def _counted(told: list[str]) -> dict[str, int]:
    kinds = ("read", "refused", "no reason", "hung", "crashed")
    return {"files": len(told), **{kind.replace(" ", "_"): told.count(kind) for kind in kinds}}


def _copy(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(name)))


def _with(path: Path, *parts: str | bytes) -> Path:
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in zip(parts[::2], parts[1::2], strict=True):
            archive.writestr(str(name), content)
    return path


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _png(width: int, height: int) -> bytes:
    """The head of a picture that says it is this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1_000))
        + chunk(b"IEND", b"")
    )
