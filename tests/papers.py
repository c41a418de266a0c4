"""Files of every format that the indexer reads, made on the spot: sound ones, and the hostile ones of the trap list."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
import matplotlib as mpl
from openpyxl import Workbook
from PIL import Image, ImageDraw, ImageFilter, ImageFont


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


def draw_page(lines: Sequence[str], stamp: str = "", *, size: int = 30, turn: float = 0.0) -> Image.Image:
    """An A4 page at 200 dots to the inch; `stamp` in red ink in a frame, turned by some degrees."""
    page = Image.new("RGB", (1654, 2339), "white")
    brush = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf"), size)
    for row, line in enumerate(lines):
        brush.text((140, 140 + row * size * 1.7), line, font=font, fill="black")
    if stamp:
        mark = Image.new("RGBA", (int(brush.textlength(stamp, font=font)) + 60, size + 50), (0, 0, 0, 0))
        on_mark = ImageDraw.Draw(mark)
        on_mark.rectangle((2, 2, mark.width - 3, mark.height - 3), outline=(205, 25, 40, 255), width=4)
        on_mark.text((30, 16), stamp, font=font, fill=(205, 25, 40, 255))
        turned = mark.rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
        page.paste(turned, (180, 140 + int(7.2 * size)), turned)
    return page


def write_scan(path: Path, pages: Sequence[Sequence[str]], stamp: str = "", blur: float = 0.0) -> Path:
    """Pages as pictures only, in a .pdf or a picture file; the stamp stands on the first."""
    drawn = [draw_page(lines, stamp if number == 0 else "") for number, lines in enumerate(pages)]
    if blur:
        drawn = [page.filter(ImageFilter.GaussianBlur(blur)) for page in drawn]
    more = {"save_all": True, "append_images": drawn[1:]} if path.suffix in (".pdf", ".tif") else {}
    drawn[0].save(path, resolution=200, **more)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]], header: str = "") -> Path:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    if header:
        sheet.oddHeader.center.text = header
    book.save(path)
    return path


def write_odt(path: Path, lines: Sequence[str], rows: Sequence[Sequence[str]] = (), header: str = "") -> Path:
    """An OpenDocument text of paragraphs and a table, with a page header where given."""
    names = {"office": "office", "text": "text", "table": "table", "style": "style"}
    spaces = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items()
    )
    body = "".join(f"<text:p>{line}</text:p>" for line in lines)
    for row in rows:
        cells = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        body += (
            f"<table:table-row>{cells}</table:table-row>"
            if rows[0] is not row
            else (f"<table:table><table:table-row>{cells}</table:table-row>")
        )
    body += "</table:table>" if rows else ""
    margin = f"<style:header><text:p>{header}</text:p></style:header>" if header else ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f'<office:document-styles {spaces}><office:master-styles><style:master-page style:name="S">{margin}'
            "</style:master-page></office:master-styles></office:document-styles>",
        )
    return path


def write_rtf(path: Path, lines: Sequence[str], rows: Sequence[Sequence[str]] = (), header: str = "") -> Path:
    """An RTF file as Word writes it: letters beyond ASCII as \\u."""

    def written(text: str) -> str:
        return "".join(
            f"\\u{ord(one) - 65536 if ord(one) > 32767 else ord(one)}?" if ord(one) > 126 else one
            for one in text
        )

    head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fnil\\fcharset163 Times New Roman;}}"
    margin = f"{{\\header \\pard {written(header)}\\par}}" if header else ""
    body = "".join(f"\\pard {written(line)}\\par\n" for line in lines)
    for row in rows:
        cells = "".join(f"{written(cell)}\\cell " for cell in row)
        places = "".join(f"\\cellx{2000 * (at + 1)}" for at in range(len(row)))
        body += f"\\trowd{places}\\pard\\intbl {cells}\\row\n"
    path.write_bytes(f"{head}{margin}{body}}}".encode("ascii"))
    return path


def write_doc(path: Path, lines: Sequence[str], header: str = "", *, locked: bool = False) -> Path:
    """A Word 97 file: one piece of text, body then header, in a compound file of our own making."""
    body, margin = "\r".join(lines) + "\r", f"{header}\r" if header else ""
    text = (body + margin).encode("utf-16-le")
    fib = bytearray(0x600)
    struct.pack_into("<HH", fib, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", fib, 0x0A, 0x0200 | (0x0100 if locked else 0))
    struct.pack_into("<8I", fib, 0x4C, len(body), 0, len(margin), 0, 0, 0, 0, 0)
    pieces = struct.pack("<II", 0, len(body + margin)) + struct.pack("<HIH", 0, len(fib), 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", fib, 0x1A2, 0, len(clx))
    path.write_bytes(compound_file({"WordDocument": bytes(fib) + text, "1Table": clx}))
    return path


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """An OLE compound file ([MS-CFB], version 3) of a few streams, each padded beyond the small-stream limit."""
    sector, chain, data, entries = 512, [0xFFFFFFFD], b"", []
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // sector) * sector), b"\0")
        first, count = len(chain), len(padded) // sector
        chain += [*range(first + 1, first + count), 0xFFFFFFFE]
        data += padded
        entries.append((name, 2, first, len(padded)))
    chain.append(0xFFFFFFFE)
    table = struct.pack(f"<{sector // 4}I", *chain, *[0xFFFFFFFF] * (sector // 4 - len(chain)))
    written = b""
    for number, (name, kind, first, size) in enumerate([("Root Entry", 5, 0xFFFFFFFE, 0), *entries]):
        letters = name.encode("utf-16-le") + b"\0\0"
        right = number + 1 if 0 < number < len(entries) else 0xFFFFFFFF
        child = 1 if number == 0 else 0xFFFFFFFF
        written += letters.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(letters), kind, 1, 0xFFFFFFFF, right, child
        )
        written += b"\0" * 36 + struct.pack("<IQ", first, size)
    folder = written.ljust(sector, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += b"\0" * 6 + struct.pack(
        "<IIIIIIIIII", 0, 1, len(chain) - 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0
    )
    head += struct.pack("<109I", *[0xFFFFFFFF] * 109)[4:]
    return head + table + data + folder


def mutate(content: bytes, chance: random.Random) -> bytes:
    """The bytes damaged in one to sixteen places: cut off, a bit turned, a stretch of zeros."""
    data = bytearray(content)
    for _ in range(chance.choice([1, 4, 16])):
        start = chance.randrange(max(len(data), 1))
        kind = chance.randrange(3)
        if kind == 0 and start > 40:
            del data[start:]
        elif kind == 1 and start < len(data):
            data[start] ^= 1 << chance.randrange(8)
        else:
            data[start : start + 20] = b"\0" * 20
    return bytes(data)
