"""Marked documents are refused in every guise, look-alikes pass, and a refusal tells nothing of the content."""

import unicodedata
from pathlib import Path

import pytest

from indexer.loading import LoadedText, Loader
from indexer.secrecy import check_secrecy
from knowledge.errors import SecretFile
from knowledge.spelling import nfc
from papers import into_body, write_docx, write_pdf

HEAD = [
    "TỈNH ỦY LÀO CAI",
    "Số 12-BC/TU",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "Lào Cai, ngày 5 tháng 6 năm 2023",
    "BÁO CÁO",
]
PROSE = (
    "Thực hiện chương trình công tác, Ban Thường vụ Tỉnh ủy báo cáo kết quả công tác dân vận sáu tháng đầu năm. "
    * 3
)


def _loaded(lines: list[str], *outside: str) -> LoadedText:
    return LoadedText("a.txt", nfc("\n".join([*lines, PROSE])), "txt", "", outside=outside)


def _is_refused(loaded: LoadedText) -> bool:
    try:
        check_secrecy(loaded)
    except SecretFile:
        return True
    return False


MARKINGS = [
    "MẬT", "TỐI MẬT", "TUYỆT MẬT", "  MẬT  ", "M Ậ T", "T Ố I   M Ậ T", "T U Y Ệ T  M Ậ T", "[MẬT]", "(TỐI MẬT)",
    "* MẬT *", "MẬT.", "Độ mật: Mật", "Độ mật: TỐI MẬT", "ĐỘ MẬT: TUYỆT MẬT", "M\nẬ\nT", "TUYỆTMẬT", "TOI MAT",
    "TỈNH ỦY LÀO CAI        MẬT", "| TỈNH ỦY | MẬT |", "TỈNH ỦY\tTUYỆT MẬT", "Số 12-BC/TU MẬT", "**MẬT**", "M.Ậ.T",
]  # fmt: skip


@pytest.mark.parametrize("marking", MARKINGS)
@pytest.mark.parametrize("place", [0, 2, 5])
def test_a_marking_at_the_top_is_refused(marking: str, place: int) -> None:
    assert _is_refused(_loaded([*HEAD[:place], marking, *HEAD[place:]]))
    assert _is_refused(_loaded([*HEAD[:place], unicodedata.normalize("NFD", marking), *HEAD[place:]]))


LOOKALIKES = [
    "GIẢI MẬT", "ĐÃ GIẢI MẬT", "Mật ong bạc hà Mèo Vạc", "MẬT ONG", "MẬT ĐỘ DÂN SỐ", "BẢO MẬT", "Bảo mật thông tin",
    "BÍ MẬT NHÀ NƯỚC", "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Về việc đóng dấu MẬT trên văn bản", "Độ mật:", "Độ mật: Không",
    "Độ mật: Thường", "THÂN MẬT GẶP MẶT", "Bộ Mật mã", "TÀI LIỆU MẬT THIẾT", "Dấu TUYỆT MẬT có hình chữ nhật", "Mật",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ MẬT TRONG LĨNH VỰC DÂN VẬN", "Quy định độ tuyệt mật, độ tối mật, độ mật",
    "MẮT", "MẶT", "ĐỘ MẬT",
]  # fmt: skip


@pytest.mark.parametrize("line", LOOKALIKES)
def test_a_lookalike_passes(line: str) -> None:
    assert not _is_refused(_loaded([line, *HEAD, line]))


def test_a_marking_far_below_is_text_about_markings() -> None:
    assert not _is_refused(_loaded([*HEAD, PROSE, "Mẫu số 1: dấu chỉ độ mật", "MẬT", "TỐI MẬT"]))
    assert not _is_refused(_loaded([*HEAD, "Điều 1. Mẫu dấu", "MẬT"]))


def test_a_header_or_a_box_is_an_official_place_on_every_page() -> None:
    assert _is_refused(_loaded([*HEAD], "TỐI MẬT\nBản số 1"))
    assert not _is_refused(_loaded([*HEAD], "Tài liệu về bảo mật"))


def test_the_reason_holds_nothing_of_the_content() -> None:
    with pytest.raises(SecretFile) as caught:
        check_secrecy(_loaded(["MẬT", *HEAD]))
    assert not any(word in str(caught.value) for word in ("Lào Cai", "12-BC", "BÁO CÁO", "TỈNH"))


def test_marked_files_of_every_format_are_refused(tmp_path: Path) -> None:
    box = "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    page = "<html><body><p>TỈNH ỦY</p><table><tr><td><p>M Ậ T</p></td><td>a</td></tr></table></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (tmp_path / "a.md").write_text("\n".join(["# Báo cáo", "**TUYỆT MẬT**", PROSE]), encoding="utf-8")
    files = [
        write_docx(tmp_path / "header.docx", [*HEAD, PROSE], header="MẬT"),
        write_docx(tmp_path / "table.docx", [], [["TỈNH ỦY", "TỐI MẬT"], ["a", "b"]]),
        into_body(write_docx(tmp_path / "box.docx", [*HEAD, PROSE, PROSE]), box),
        write_pdf(tmp_path / "a.pdf", [["MẬT", *HEAD, PROSE[:80]]]),
        write_pdf(tmp_path / "running.pdf", [["TỐI MẬT", f"Trang {n} {PROSE[:60]}"] for n in range(6)]),
        tmp_path / "a.html",
        tmp_path / "a.md",
    ]
    with Loader() as loader:
        for path in files:
            assert _is_refused(loader.load(path, path.name)), path.name


def test_no_document_of_the_corpus_is_taken_for_a_secret(shared: Path) -> None:
    paths = [
        *sorted((shared / "corpus" / "markdown").glob("*.md")),
        *sorted((shared / "seeds").glob("*.txt")),
    ]
    paths += [*sorted((shared / "corpus" / "docx").glob("*.docx"))[:6]]
    with Loader() as loader:
        for path in paths:
            check_secrecy(loader.load(path, path.name))
