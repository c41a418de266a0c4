"""Letters of a picture, by Debian's tesseract with its Vietnamese model: lines, how sure they are, and stamps."""

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PIL import Image, ImageChops

from indexer.formats.columns import Word, read_lines
from indexer.formats.reflow import reflow
from indexer.pictures import NOT_INSTALLED
from knowledge.errors import UnreadableFile
from knowledge.spelling import fold, nfc

PROGRAM, LANGUAGE = "tesseract", "vie"
MODELS = "vie+eng"
"""English comes with the program, and reads «16/CT-TTg» where Vietnamese alone sees a quotation mark: of 20 pages
with document numbers 20 are right, not 17, and as many letters."""
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-vie"
MOST_PIXELS = 50_000_000
WIDTH = 1_700
"""Pixels across an A4 page at 200 dots to the inch, at which recognition was measured."""
TOP = 0.45
"""Share of a first page's height in which a stamp of secrecy stands."""
RED = 60
"""How much redder than green and blue a stamp's ink is, of 255."""
LYING = 80
"""Percent of confidence under which a page may lie on its side."""
QUARTERS = (90, 270, 180)
TURNS = (0, 9, -9)
"""Degrees by which a stamp is turned back: hands set it askew."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Lines of a picture, and the mean confidence of their letters in percent (0 where there are none)."""

    lines: tuple[str, ...]
    confidence: int


def missing() -> str:
    """What keeps pictures from being read: «tesseract», «dữ liệu tiếng Việt của tesseract», or nothing."""
    if shutil.which(PROGRAM) is None:
        return PROGRAM
    listed = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return "" if LANGUAGE in listed.stdout.split() else "dữ liệu tiếng Việt của tesseract"


def open_picture(file: Any) -> Image.Image:
    """A picture that is not too large; raises UnreadableFile, or what Pillow raises on a damaged one."""
    picture = Image.open(file)
    if picture.width * picture.height > MOST_PIXELS:
        raise UnreadableFile("ảnh quá lớn (tối đa 50 triệu điểm ảnh)")
    return picture


def read_page(picture: Image.Image, *, first: bool) -> tuple[Recognised, tuple[str, ...]]:
    """Text of a page and, of the first one, its stamps; a page that lies on its side or head is turned upright."""
    read = recognise(picture)
    for turn in QUARTERS if read.confidence < LYING else ():
        turned = picture.rotate(turn, expand=True)
        if (again := recognise(turned)).confidence > read.confidence:
            picture, read = turned, again
    return read, beside(picture) if first else ()


def recognise(picture: Image.Image) -> Recognised:
    """The text of a whole page, in reading order, broken lines joined."""
    read = _run(_sized(picture).convert("L"), "3")
    lines = list(reflow(read_lines([[word["word"] for word in line] for line in _lines(read)])))
    letters = sum(len(word["word"].text) for word in read)
    sure = sum(word["confidence"] * len(word["word"].text) for word in read)
    return Recognised(tuple(lines), round(sure / letters) if letters else 0)


def beside(picture: Image.Image) -> tuple[str, ...]:
    """What stands apart at the top of a page: scattered words, and those in red ink, a line each.

    Letters in red ink are given without their marks, which a stamp hardly ever shows whole.
    """
    top = _sized(picture).convert("RGB")
    top = top.crop((0, 0, top.width, int(TOP * top.height)))
    in_red = {fold(nfc(line)).upper() for sheet in _red(top) for line in _scattered(sheet)}
    return (*_scattered(top.convert("L")), *sorted(in_red))


def _scattered(sheet: Image.Image) -> list[str]:
    return [" ".join(word["word"].text for word in line) for line in _lines(_run(sheet, "11"))]


def _red(picture: Image.Image) -> Iterator[Image.Image]:
    """The red ink alone, black on white, straight and turned a little each way; nothing where there is none."""
    red, green, blue = picture.split()
    ink = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(
        lambda level: 255 if level > RED else 0
    )
    box = ink.getbbox()
    if box and box[2] - box[0] > 20 and box[3] - box[1] > 10:
        margin = 20
        sheet = Image.new("L", (box[2] - box[0] + 2 * margin, box[3] - box[1] + 2 * margin), 255)
        sheet.paste(0, (margin, margin), ink.crop(box))
        for turn in TURNS:
            yield sheet.rotate(turn, expand=True, fillcolor=255)


def _sized(picture: Image.Image) -> Image.Image:
    """Brought to WIDTH where it is far from it, upright as the camera says."""
    wanted = WIDTH if picture.width <= picture.height else round(WIDTH * picture.width / picture.height)
    if 0.8 * wanted <= picture.width <= 1.3 * wanted:
        return picture
    scale = min(wanted / picture.width, 4.0)
    return picture.convert("RGB").resize((round(picture.width * scale), round(picture.height * scale)))


def _run(picture: Image.Image, layout: str) -> list[dict[str, Any]]:
    """Words with place (block, paragraph, line) and confidence; nothing is ever written to a disk."""
    if shutil.which(PROGRAM) is None:
        raise UnreadableFile(f"{NOT_INSTALLED} vì thiếu tesseract; cài bằng «{INSTALL}»")
    sheet = io.BytesIO()
    picture.save(sheet, "PPM")
    done = subprocess.run(  # noqa: S603
        [PROGRAM, "stdin", "stdout", "-l", MODELS, "--dpi", "200", "--psm", layout, "tsv"],
        input=sheet.getvalue(),
        capture_output=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if f"language '{LANGUAGE}'".encode() in done.stderr:
        raise UnreadableFile(f"{NOT_INSTALLED} vì tesseract thiếu tiếng Việt; cài bằng «{INSTALL}»")
    if done.returncode:
        raise UnreadableFile("ảnh quét: tesseract không đọc được trang này")
    return list(_words(done.stdout.decode("utf-8", "replace")))


def _words(table: str) -> Iterator[dict[str, Any]]:
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row["text"] or "").strip()
        if row["level"] == "5" and text:
            left, width, height = (float(row[key]) for key in ("left", "width", "height"))
            place = tuple(int(row[f"{part}_num"]) for part in ("block", "par", "line"))
            word = Word(text, left, left + width, height)
            yield {"place": place, "word": word, "confidence": float(row["conf"])}


def _lines(words: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    return [list(line) for _, line in groupby(words, key=lambda word: word["place"])]
