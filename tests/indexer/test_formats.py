"""Office formats of every age, scans, archives and old encodings: whole text, rows kept, marks seen, limits held."""

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from indexer.formats.ocr import missing
from indexer.found import look
from indexer.legacy import by_font, restored
from indexer.loading import LoadedText, Loader
from indexer.secrecy import check_secrecy
from knowledge.errors import SecretFile, UnreadableFile
from papers import draw_page, write_doc, write_docx, write_odt, write_pdf, write_rtf, write_scan, write_xlsx

HEAD = [
    "ỦY BAN NHÂN DÂN",
    "XÃ MƯỜNG KHOA",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Số: 15/KH-UBND",
    "KẾ HOẠCH",
]
PROSE = (
    "Ủy ban nhân dân xã tổ chức hội nghị đối thoại trực tiếp với nhân dân các bản trong quý III – “đúng hạn”."
)
ROWS = [["Bản", "Số hộ"], ["Bản Hồ", "127"]]


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    with Loader() as one:
        yield one


def _load(loader: Loader, path: Path) -> LoadedText:
    return loader.load(path, path.name)


def _refusal(loader: Loader, path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        check_secrecy(_load(loader, path))
    return str(caught.value)


@pytest.mark.parametrize("write", [write_docx, write_odt, write_rtf])
def test_word_processors_give_paragraphs_and_rows(loader: Loader, tmp_path: Path, write: object) -> None:
    path = tmp_path / f"a.{write.__name__.removeprefix('write_')}"  # type: ignore[attr-defined]
    loaded = _load(loader, write(path, [*HEAD, PROSE], ROWS, "Văn phòng"))  # type: ignore[operator]
    assert loaded.text.split("\n") == [*HEAD, PROSE, "| Bản | Số hộ |", "| Bản Hồ | 127 |"]
    assert "Văn phòng" in loaded.outside


def test_an_old_word_file_gives_its_text_and_header(loader: Loader, tmp_path: Path) -> None:
    loaded = _load(loader, write_doc(tmp_path / "a.doc", [*HEAD, PROSE], "Văn phòng"))
    assert loaded.text.split("\n") == [*HEAD, PROSE]
    assert "Văn phòng" in loaded.outside
    assert "mật khẩu" in _refusal(loader, write_doc(tmp_path / "b.doc", HEAD, locked=True))


def test_a_row_of_a_spreadsheet_tells_all_by_itself(loader: Loader, tmp_path: Path) -> None:
    rows = [
        ["BẢNG TỔNG HỢP HỘ NGHÈO"],
        ["Stt", "Bản", "Số hộ", "Tỷ lệ (%)"],
        [1, "Bản Hồ", 127, 12.5],
        [2, "Tả Van", 96, 8],
    ]
    text = _load(loader, write_xlsx(tmp_path / "a.xlsx", rows)).text
    assert "| Stt: 1 | Bản: Bản Hồ | Số hộ: 127 | Tỷ lệ (%): 12,5 |" in text
    assert text.split("\n")[1] == "BẢNG TỔNG HỢP HỘ NGHÈO"


@pytest.mark.parametrize("write", [write_docx, write_odt, write_rtf, write_doc, write_xlsx])
def test_a_mark_in_a_header_is_seen_in_every_format(loader: Loader, tmp_path: Path, write: object) -> None:
    path = tmp_path / f"a.{write.__name__.removeprefix('write_')}"  # type: ignore[attr-defined]
    lines = [[PROSE]] if write is write_xlsx else [*HEAD, PROSE]
    assert "độ mật" in _refusal(loader, write(path, lines, header="TỐI MẬT"))  # type: ignore[operator]


def test_ruled_tables_of_a_pdf_are_rows_and_broken_lines_are_joined(loader: Loader, tmp_path: Path) -> None:
    lines = [
        "Ủy ban nhân dân xã tổ chức hội nghị đối thoại trực tiếp với nhân dân",
        "các bản trong quý III năm nay.",
    ]
    text = _load(loader, write_pdf(tmp_path / "a.pdf", [["KẾ HOẠCH", *lines, "1. Nội dung"]])).text
    assert text.split("\n") == ["KẾ HOẠCH", " ".join(lines), "1. Nội dung"]


# Encodings from before Unicode

OLD = {
    "tcvn3": "Uû ban nh©n d©n x· M­êng Khoa tæ chøc héi nghÞ ®èi tho¹i trùc tiÕp víi nh©n d©n.",
    "vni": "UÛy ban nhaân daân xaõ Möôøng Khoa toå chöùc hoäi nghò ñoái thoaïi tröïc tieáp vôùi nhaân daân.",
}
NEW = "ban nhân dân xã Mường Khoa tổ chức hội nghị đối thoại trực tiếp với nhân dân."


@pytest.mark.parametrize("name", OLD)
def test_old_encodings_are_read_in_every_form(loader: Loader, tmp_path: Path, name: str) -> None:
    assert (restored(OLD[name]) or "").endswith(NEW)
    plain = tmp_path / "a.txt"
    plain.write_bytes(f"{OLD[name]}\n".encode("cp1252") * 4)
    for path in (
        plain,
        write_docx(tmp_path / "a.docx", [OLD[name]] * 4),
        write_pdf(tmp_path / "a.pdf", [[OLD[name]]]),
    ):
        assert NEW in _load(loader, path).text


def test_a_font_tells_its_encoding_and_its_capitals(loader: Loader, tmp_path: Path) -> None:
    assert by_font("céng hoµ x· héi", ".VnTimeH") == "CỘNG HOÀ XÃ HỘI"
    assert by_font("Céng hoµ", "Times New Roman") == "Céng hoµ"
    document = docx.Document()
    run = document.add_paragraph().add_run("kÕ ho¹ch")
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:ascii"), ".VnTimeH")
    document.add_paragraph(PROSE)
    document.save(str(tmp_path / "a.docx"))
    assert _load(loader, tmp_path / "a.docx").text.startswith("KẾ HOẠCH\n")


@pytest.mark.parametrize("text", [PROSE, "Tin vắn · ngày «8/3» ©", "café naïve", "Xã A\nmôn × toán"])
def test_todays_text_is_not_taken_for_an_old_one(text: str) -> None:
    assert restored(text) is None


def test_a_mark_in_an_old_encoding_is_refused_whatever_its_case(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"TØnh uû Lµo Cai\ntuyÖt mËt\n{OLD['tcvn3']}".encode("cp1252"))
    assert "độ mật" in _refusal(loader, path)


# Pictures: what is asserted is right with and without tesseract on the machine


def test_a_scan_is_read_page_by_page_with_its_confidence(loader: Loader, tmp_path: Path) -> None:
    path = write_scan(
        tmp_path / "a.pdf", [[*HEAD, "", PROSE[:60]], ["Trang sau: nội dung kế hoạch đối thoại"]]
    )
    if missing():
        assert "apt-get install tesseract-ocr tesseract-ocr-vie" in _refusal(loader, path)
        return
    loaded = _load(loader, path)
    assert "Số: 15/KH-UBND" in loaded.text
    assert "đối thoại trực tiếp" in loaded.text
    assert [picture.page for picture in loaded.pictures] == [1, 2]
    assert all(picture.confidence > 80 for picture in loaded.pictures)
    assert len(loaded.pages) == 2


def test_a_page_that_lies_on_its_side_is_turned(loader: Loader, tmp_path: Path) -> None:
    draw_page([*HEAD, "", PROSE[:60]]).rotate(90, expand=True).save(tmp_path / "a.png")
    if missing():
        assert "tesseract" in _refusal(loader, tmp_path / "a.png")
    else:
        assert "Số: 15/KH-UBND" in _load(loader, tmp_path / "a.png").text


def test_a_stamp_in_a_picture_is_refused_and_an_unreadable_first_page_too(
    loader: Loader, tmp_path: Path
) -> None:
    stamped = write_scan(tmp_path / "a.png", [[*HEAD, "", "", PROSE[:60]]], "MẬT")
    blurred = write_scan(tmp_path / "b.pdf", [[PROSE[:40]]], blur=16)
    first, second = _refusal(loader, stamped), _refusal(loader, blurred)
    if missing():
        assert "tesseract" in first
        assert "tesseract" in second
    else:
        assert "độ mật" in first
        assert "đọc" in second


# Archives


def _zip(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_an_archive_gives_its_files_and_refuses_what_does_not_belong(loader: Loader, tmp_path: Path) -> None:
    inner = write_docx(tmp_path / "x.docx", [*HEAD, PROSE]).read_bytes()
    path = _zip(tmp_path / "kho.zip", **{
        "thư mục/kế hoạch.docx": inner, "a.txt": PROSE.encode(), "../b.txt": b"x", "/c.txt": b"x", "d.zip": b"PK",
        "e.exe": b"MZ", "__MACOSX/._a.txt": b"x", "mat.txt": "TỈNH ỦY\nMẬT\nChuyện kín".encode(),
    })  # fmt: skip
    found = {one.source.removeprefix(f"{path}/"): one for one in look([path], loader, ())}
    assert set(found) == {"thư mục/kế hoạch.docx", "a.txt", "../b.txt", "/c.txt", "d.zip", "e.exe", "mat.txt"}
    assert {name for name, one in found.items() if one.reason} == {"../b.txt", "/c.txt", "d.zip", "e.exe"}
    word = found["thư mục/kế hoạch.docx"]
    assert loader.load(word.path, word.source, word.member).text.endswith(PROSE)
    with pytest.raises(SecretFile):
        check_secrecy(loader.load(path, "mat.txt", "mat.txt"))


def test_an_archive_that_swells_or_is_locked_is_refused(loader: Loader, tmp_path: Path) -> None:
    bomb = _zip(tmp_path / "bomb.zip", **{"a.txt": b"a" * 30_000_000})
    crowd = _zip(tmp_path / "crowd.zip", **{f"{number}.txt": b"a" for number in range(2_001)})
    locked = _zip(tmp_path / "locked.zip", **{"a.txt": PROSE.encode()})
    data = bytearray(locked.read_bytes())
    for at in (6, data.find(b"PK\x01\x02") + 8):
        data[at] |= 1
    locked.write_bytes(data)
    reasons = [look([path], loader, ())[0].reason for path in (bomb, crowd, locked)]
    assert ["bất thường" in reasons[0], "quá lớn" in reasons[1], "mật khẩu" in reasons[2]] == [True] * 3


def test_two_files_of_one_content_are_read_once(loader: Loader, tmp_path: Path) -> None:
    first = write_docx(tmp_path / "b.docx", [PROSE])
    shutil.copy(first, tmp_path / "a.docx")
    reasons = {one.path.name: one.reason for one in look([tmp_path], loader, [str(first)])}
    assert reasons == {"a.docx": f"trùng hệt với {first}", "b.docx": ""}
