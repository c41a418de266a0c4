"""Hand-outs: every row has its source, to the letter; files that open, on A4, with Vietnamese right."""

from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document as WordFile
from openpyxl import load_workbook

from bot.composition import LiveLibrary
from bot.library import Library
from bot.training.papers import KINDS, make_handout
from knowledge.errors import UnreadableFile
from knowledge.handouts import contents
from knowledge.handouts.handout import Handout, numbered
from knowledge.handouts.papers import docx_bytes, file_name, pdf_bytes, write_handout, xlsx_bytes
from knowledge.verification import verify

COMPARED = "18-CT/TU, 16/CT-TTg, 2108-QĐ/TU"
TOPICS = {
    "so_sanh": COMPARED,
    "dong_thoi_gian": "dân vận",
    "so_lieu": "Lai Châu",
    "viet_tat": "",
    "phieu_cau_hoi": "",
}


@pytest.fixture(scope="module")
def current(library: LiveLibrary) -> Library:
    return library.current()


def made(current: Library, kind: str) -> Handout:
    return make_handout(current, kind, TOPICS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_has_its_source_to_the_letter(current: Library, kind: str) -> None:
    handout = made(current, kind)
    assert handout.rows
    for row in handout.rows:
        assert row.sources
        for source in row.sources:
            text = current.store.documents[source.document_id].text
            assert text[source.start : source.end] == source.quote
    assert all(line[-1].startswith("[") for line in numbered(handout))


@pytest.mark.parametrize("kind", ["so_sanh", "dong_thoi_gian", "so_lieu"])
def test_what_a_row_says_is_borne_out_by_the_documents_that_it_names(current: Library, kind: str) -> None:
    for row in made(current, kind).rows:
        texts = [current.store.documents[source.document_id].text for source in row.sources]
        assert verify(" . ".join(row.cells[:-1] if kind == "so_sanh" else row.cells), texts) == []


def test_documents_are_compared_as_the_register_knows_them(current: Library) -> None:
    rows = {row.cells[0]: row.cells for row in made(current, "so_sanh").rows}
    assert rows["Chỉ thị số 16/CT-TTg"][1:3] == ("Thủ tướng Chính phủ", "16/5/2016")
    assert "54-KH/HU" in rows["Chỉ thị số 18-CT/TU"][5]


@pytest.mark.parametrize("named", ["18-CT/TU 18-KH/TU", "18-CT/TU và 18-KH/TU", "18-CT/TU; 18-KH/TU"])
def test_numbers_are_told_apart_however_they_are_joined(current: Library, named: str) -> None:
    assert len(contents.comparison(current.store, current.register, named).rows) == 2


def test_a_timeline_runs_from_the_oldest(current: Library) -> None:
    days = [tuple(map(int, row.cells[0].split("/")))[::-1] for row in made(current, "dong_thoi_gian").rows]
    assert len(days) >= 3
    assert days == sorted(days)


def test_the_sheet_has_its_key_apart(current: Library) -> None:
    handout = made(current, "phieu_cau_hoi")
    assert len(handout.after) == len(handout.rows) == 10
    with pdfplumber.open(BytesIO(pdf_bytes(handout))) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    (key,) = [place for place, text in enumerate(pages) if "Đáp án" in text.splitlines()[0]]
    assert not any("Câu 1: " in text for text in pages[:key])


@pytest.mark.parametrize("kind", KINDS)
def test_pdf_is_a4_and_reads_right(current: Library, kind: str) -> None:
    handout = made(current, kind)
    with pdfplumber.open(BytesIO(pdf_bytes(handout))) as pdf:
        sizes = {tuple(sorted((round(page.width), round(page.height)))) for page in pdf.pages}
        text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert sizes == {(595, 842)}
    assert handout.title in text
    assert "Nguồn trích dẫn" in text


def test_word_file_is_a4_with_a_head_on_every_page(current: Library) -> None:
    handout = made(current, "so_sanh")
    paper = WordFile(BytesIO(docx_bytes(handout)))
    section = paper.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    (table,) = paper.tables
    assert [[cell.text for cell in row.cells] for row in table.rows][1:] == [
        list(row) for row in numbered(handout)
    ]
    assert "tblHeader" in table.rows[0]._tr.xml
    assert paper.styles["Normal"].font.name == "Times New Roman"


def test_excel_file_holds_table_and_sources(current: Library) -> None:
    handout = made(current, "so_lieu")
    book = load_workbook(BytesIO(xlsx_bytes(handout)))
    assert [sheet.title for sheet in book] == ["Bảng", "Nguồn"]
    assert book["Bảng"].max_row == len(handout.rows) + 1
    assert book["Nguồn"].max_row == len(handout.sources) + 1


def test_names_and_refusals(current: Library, tmp_path: Path) -> None:
    handout = made(current, "so_sanh")
    name = file_name(handout, ".docx")
    assert name == "So sánh văn bản - 18-CT-TU, 16-CT-TTg, 2108-QĐ-TU.docx"
    write_handout(tmp_path / name, handout)
    with pytest.raises(UnreadableFile, match="đuôi"):
        write_handout(tmp_path / "x.txt", handout)
    with pytest.raises(UnreadableFile, match="chủ đề khác"):
        write_handout(tmp_path / "x.pdf", make_handout(current, "dong_thoi_gian", "zzz qqq xxx"))
