"""A hand-out as a file: Word and PDF on A4 as offices print them, or the table for Excel."""

import io
import json
from importlib import resources
from pathlib import Path

from knowledge.errors import UnreadableFile
from knowledge.handouts.handout import Handout, numbered, source_lines

ENDINGS = (".docx", ".pdf", ".xlsx")
FONT, SIZE = "Times New Roman", 12
"""What circulars on official papers ask for; where a machine has no such font, Word takes its nearest."""
_A4 = (21.0, 29.7)
_MARGINS = {"left_margin": 2.5, "right_margin": 1.5, "top_margin": 2.0, "bottom_margin": 2.0}


def write_handout(path: Path, handout: Handout) -> None:
    """Write it in the form that the file's ending names; raises UnreadableFile for another, or where it is empty."""
    if not handout.rows:
        raise UnreadableFile("Tài liệu trong kho không có gì cho bản phát tay này; đồng chí thử chủ đề khác.")
    writers = {".docx": docx_bytes, ".pdf": pdf_bytes, ".xlsx": xlsx_bytes}
    if path.suffix.lower() not in writers:
        raise UnreadableFile(f"Không ghi được {path.name}: bản phát tay phải có đuôi .docx, .pdf hoặc .xlsx.")
    path.write_bytes(writers[path.suffix.lower()](handout))


def file_name(handout: Handout, ending: str) -> str:
    """The name in Vietnamese, without what file systems refuse."""
    kept = "".join("-" if letter in '/\\:*?"<>|\n' else letter for letter in handout.name)
    return f"{' '.join(kept.replace('- ', ' - ').split())[:100].strip(' -')}{ending}"


def pdf_bytes(handout: Handout) -> bytes:
    """Typeset by Typst, whose fonts are its own: the same page everywhere."""
    import typst

    data = json.dumps(
        {
            "title": handout.title,
            "landscape": handout.landscape,
            "heads": [column.head for column in handout.columns],
            "shares": [column.share for column in handout.columns],
            "rows": numbered(handout),
            "afterTitle": handout.after_title,
            "after": handout.after,
            "sources": source_lines(handout),
        }
    )
    page = resources.files("knowledge.handouts").joinpath("handout.typ").read_bytes()
    made = typst.compile(page, format="pdf", sys_inputs={"data": data})
    return made[0] if isinstance(made, list) else bytes(made or b"")


def xlsx_bytes(handout: Handout) -> bytes:
    """The table and its sources, a sheet each."""
    from knowledge.quiz.spreadsheet import Sheet, workbook_bytes

    heads = [column.head for column in handout.columns]
    table = Sheet("Bảng", heads, numbered(handout), [column.share for column in handout.columns])
    sources = Sheet("Nguồn", ["Nguồn"], [[line] for line in source_lines(handout)], [120])
    return workbook_bytes([table, sources])


def docx_bytes(handout: Handout) -> bytes:
    """A Word file with a repeated head row, page numbers, and rows that are not torn apart."""
    import docx
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Cm, Pt

    paper = docx.Document()
    style = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    _set_font(style.element, FONT)
    section = paper.sections[0]
    width, height = _A4 if not handout.landscape else _A4[::-1]
    section.page_width, section.page_height = Cm(width), Cm(height)
    section.orientation = WD_ORIENTATION.LANDSCAPE if handout.landscape else WD_ORIENTATION.PORTRAIT
    for name, size in _MARGINS.items():
        setattr(section, name, Cm(size))
    _head(paper, handout.title)
    _table(paper, handout, width - _MARGINS["left_margin"] - _MARGINS["right_margin"])
    if handout.after:
        _head(paper, handout.after_title, page=True)
        for line in handout.after:
            paper.add_paragraph(line)
    paper.add_paragraph().add_run("Nguồn trích dẫn").bold = True
    for line in source_lines(handout):
        paper.add_paragraph(line).paragraph_format.space_after = Pt(3)
    _page_number(section.footer.paragraphs[0])
    paper.core_properties.title, paper.core_properties.language = handout.title, "vi-VN"
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _set_font(element, name: str) -> None:  # type: ignore[no-untyped-def]
    """Word looks up letters with marks in a font of their own unless told otherwise."""
    from docx.oxml.ns import qn

    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(kind), name)


def _head(paper, text: str, *, page: bool = False) -> None:  # type: ignore[no-untyped-def]
    from docx.shared import Pt

    paragraph = paper.add_paragraph()
    paragraph.alignment = 1
    paragraph.paragraph_format.page_break_before = page
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(SIZE + 2)


def _table(paper, handout: Handout, width: float) -> None:  # type: ignore[no-untyped-def]
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    lines = [tuple(column.head for column in handout.columns), *numbered(handout)]
    table = paper.add_table(len(lines), len(handout.columns))
    table.style, table.autofit = "Table Grid", False
    total = sum(column.share for column in handout.columns)
    for row, line in zip(table.rows, lines, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, column in zip(row.cells, line, handout.columns, strict=True):
            cell.width = Cm(width * column.share / total)
            _fill(cell, text, bold=line is lines[0])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _fill(cell, text: str, *, bold: bool) -> None:  # type: ignore[no-untyped-def]
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(SIZE - 1)


def _page_number(paragraph) -> None:  # type: ignore[no-untyped-def]
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = 1
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
