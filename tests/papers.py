"""Files of every format that the indexer reads, made on the spot: sound ones, and the hostile ones of the trap list."""

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import docx


def write_docx(
    path: Path, lines: Sequence[str], rows: Sequence[Sequence[str]] = (), header: str = ""
) -> Path:
    """A Word file of paragraphs, with a table behind them and a page header where given."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if rows:
        table = document.add_table(len(rows), len(rows[0]))
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(path))
    return path


def change_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite one part of a Word file."""
    read = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in read.infolist():
            data = read.read(member)
            archive.writestr(member.filename, change(data) if member.filename == name else data)
    return path


def into_body(path: Path, xml: str) -> Path:
    """Put WordprocessingML at the end of a Word file's body."""
    return change_part(
        path, "word/document.xml", lambda data: data.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1)
    )


def write_pdf(path: Path, pages: Sequence[Sequence[str]]) -> Path:
    """A PDF whose pages hold lines of any letters, in a font that maps glyphs to Unicode."""
    letters = sorted({letter for lines in pages for line in lines for letter in line})
    code = {letter: number + 1 for number, letter in enumerate(letters)}
    cmap = "\n".join(
        f"<{number:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, number in code.items()
    )
    unicode_map = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(code)} beginbfchar\n{cmap}\nendbfchar\n"
        "endcmap end end"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
        "<</Type/Font/Subtype/Type0/BaseFont/Plain/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Plain/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        "/Supplement 0>>/DW 500/FontDescriptor 5 0 R>>",
        "<</Type/FontDescriptor/FontName/Plain/Flags 4/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200/ItalicAngle 0"
        "/CapHeight 700/StemV 80>>",
        _stream(unicode_map),
    ]
    for number, lines in enumerate(pages):
        shown = "".join(
            f"BT /F1 10 Tf 40 {800 - 14 * row} Td <{''.join(f'{code[letter]:04X}' for letter in line)}> Tj ET\n"
            for row, line in enumerate(lines)
        )
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents {8 + 2 * number} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        objects.append(_stream(shown))
    path.write_bytes(assemble_pdf([one.encode("latin-1") for one in objects]))
    return path


def _stream(content: str) -> str:
    return f"<</Length {len(content)}>>stream\n{content}\nendstream"


def assemble_pdf(objects: Sequence[bytes]) -> bytes:
    """A PDF file of numbered objects, the first of which is the catalogue."""
    written, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n" % number + one + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(written))
    )


def bomb_pdf(path: Path) -> Path:
    """A small PDF whose page unpacks to 300 MB."""
    packed = zlib.compress(b" " * 300_000_000, 9)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed) + packed + b"\nendstream"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream]
    path.write_bytes(assemble_pdf(objects))
    return path


def lock_pdf(path: Path) -> Path:
    """Make a PDF ask for a password that nobody knows."""
    key = "a" * 32
    encrypt = f"/Encrypt<</Filter/Standard/V 1/R 2/O({key})/U({key})/P -4>>/ID[({key})({key})]".encode()
    path.write_bytes(path.read_bytes().replace(b"trailer<<", b"trailer<<" + encrypt))
    return path
