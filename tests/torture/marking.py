"""Papers marked as state secrets in every form and format, and look-alikes: what is refused, and what is left of it."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import docx

from indexer.build import build
from indexer.formats.ocr import missing
from papers import into_body, write_doc, write_docx, write_odt, write_pdf, write_rtf, write_scan, write_xlsx
from torture.rebuilding import Syllables

HEAD = [
    "TỈNH ỦY LÀO CAI",
    "Số 12-BC/TU",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Lào Cai, ngày 5 tháng 6 năm 2023",
    "BÁO CÁO",
]
BODY = (
    "Thực hiện chương trình công tác, Ban Thường vụ Tỉnh ủy báo cáo kết quả công tác dân vận sáu tháng đầu năm, "
    "trong đó các địa phương đã tổ chức đối thoại với nhân dân và giải quyết kiến nghị chính đáng."
)
MARKS = [
    "MẬT", "TỐI MẬT", "TUYỆT MẬT", "M Ậ T", "T Ố I   M Ậ T", "T U Y Ệ T  M Ậ T", "[MẬT]", "* TỐI MẬT *", "MẬT.",
    "Độ mật: Mật", "ĐỘ MẬT: TUYỆT MẬT", "TUYỆTMẬT", "M.Ậ.T", "M\u200bẬ\u200bT",
]  # fmt: skip
ALIKE = [
    "GIẢI MẬT", "ĐÃ GIẢI MẬT", "MẬT ĐỘ DÂN SỐ", "BẢO MẬT THÔNG TIN", "Bảo mật thông tin", "BÍ MẬT NHÀ NƯỚC",
    "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Về việc đóng dấu MẬT trên văn bản", "Độ mật: Không", "Độ mật: Thường",
    "THÂN MẬT GẶP MẶT", "MẬT ONG BẠC HÀ", "Dấu TUYỆT MẬT có hình chữ nhật", "MẶT TRẬN TỔ QUỐC VIỆT NAM",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ MẬT TRONG LĨNH VỰC DÂN VẬN", "Quy định độ tuyệt mật, độ tối mật, độ mật",
    "Mật khẩu hệ thống", "CƠ MẬT VIỆN", "HỎA TỐC", "MẮT SÁNG VÌ BẢN LÀNG",
]  # fmt: skip
Writer = Callable[[Path, list[str], str], Path]


def _plain(suffix: str) -> Writer:
    def write(path: Path, lines: list[str], _mark: str) -> Path:
        path = path.with_suffix(suffix)
        text = "".join(f"<p>{line}</p>\n" for line in lines) if suffix == ".html" else "\n".join(lines)
        path.write_text(f"<html><body>{text}</body></html>" if suffix == ".html" else text, encoding="utf-8")
        return path

    return write


def _box(path: Path, lines: list[str], mark: str) -> Path:
    words = f"<w:txbxContent><w:p><w:r><w:t>{mark}</w:t></w:r></w:p></w:txbxContent>"
    others = [one for one in lines if one != mark]
    return into_body(
        write_docx(path.with_suffix(".docx"), others), f"<w:p><w:r><w:pict>{words}</w:pict></w:r></w:p>"
    )


def _header(path: Path, lines: list[str], mark: str) -> Path:
    return write_docx(path.with_suffix(".docx"), [one for one in lines if one != mark], header=mark)


def _table(path: Path, lines: list[str], mark: str) -> Path:
    """The heading as a table, as offices set it: the mark stands under the issuer."""
    others = [one for one in lines if one != mark]
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), (others[0], others[2], mark, others[3]), strict=True
    ):
        cell.text = text
    for line in others[4:]:
        document.add_paragraph(line)
    document.save(str(path.with_suffix(".docx")))
    return path.with_suffix(".docx")


WRITERS: tuple[Writer, ...] = (
    _plain(".txt"), _plain(".md"), _plain(".html"), _box, _header, _table,
    lambda path, lines, _: write_docx(path.with_suffix(".docx"), lines),
    lambda path, lines, _: write_doc(path.with_suffix(".doc"), lines),
    lambda path, lines, _: write_odt(path.with_suffix(".odt"), lines),
    lambda path, lines, _: write_rtf(path.with_suffix(".rtf"), lines),
    lambda path, lines, _: write_xlsx(path.with_suffix(".xlsx"), [[line] for line in lines]),
    lambda path, lines, _: write_pdf(path.with_suffix(".pdf"), [[line[:80] for line in lines]]),
)  # fmt: skip


def marked(folder: Path, times: int, stamps: int) -> dict[str, int]:
    """Marked papers, some as stamps on scans, each with a word of its own: refused, and the word is nowhere left."""
    source, home = folder / "documents", folder / "home"
    source.mkdir(parents=True)
    words = [f"kimung{number:04}" for number in range(times)]
    stamps = 0 if missing() else stamps
    for number, (word, mark, lines) in enumerate(zip(words, _marks(), _heads(), strict=False)):
        body = f"{BODY} {word} {word.upper()}"
        if number < stamps:
            stamp = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")[number % 3]
            suffix = (".png", ".pdf", ".jpg")[number % 3]
            write_scan(source / f"{number}{suffix}", [[*HEAD, "", "", "", body[:60], word]], stamp)
            continue
        place = number % len(lines)
        shown = mark if number % 3 else unicodedata.normalize("NFD", mark)
        WRITERS[number % len(WRITERS)](
            source / str(number), [*lines[:place], shown, *lines[place:], body], shown
        )
    (source / "sound.txt").write_text(BODY, encoding="utf-8")
    report = build([source], home, Syllables(), lambda done, total: None)
    left = sum(_left(home, word) for word in words)
    return {
        "papers": times,
        "stamps": stamps,
        "refused": len(report.failed),
        "indexed": report.documents - 1,
        "bytes_left": left,
    }


def alike(folder: Path, times: int) -> dict[str, int]:
    """Papers that only look like it: how many are refused."""
    folder.mkdir(parents=True)
    for number, lines in zip(range(times), _heads(), strict=False):
        line = ALIKE[number % len(ALIKE)]
        place = (number // len(ALIKE)) % len(lines)
        WRITERS[(number * 7 + 3) % len(WRITERS)](
            folder / str(number), [*lines[:place], line, *lines[place:], f"{BODY} Lần {number}."], line
        )
    report = build([folder], folder.with_name("home-alike"), Syllables(), lambda done, total: None)
    refused = [reason for _, reason in report.failed if "độ mật" in reason]
    return {
        "papers": times,
        "refused_as_secret": len(refused),
        "failed_otherwise": len(report.failed) - len(refused),
    }


def _marks() -> Iterator[str]:
    while True:
        yield from MARKS


def _heads() -> Iterator[list[str]]:
    chance = random.Random(5)
    while True:
        yield [line.replace("12", str(chance.randrange(1, 400))) for line in HEAD]


def _left(home: Path, word: str) -> int:
    """Files under the home that hold the word in any encoding or case."""
    forms = [form.encode(code) for form in (word, word.upper()) for code in ("utf-8", "utf-16-le")]
    return sum(any(form in path.read_bytes() for form in forms) for path in home.rglob("*") if path.is_file())
