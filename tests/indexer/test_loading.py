"""Every format gives its text whole; every bad file gives one reason and hurts nothing else."""

import html
import os
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from indexer.confinement import Confinement
from indexer.legibility import is_legible
from indexer.loading import Loader, find_files, load
from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc
from papers import bomb_pdf, change_part, into_body, lock_pdf, write_docx, write_pdf

OLD = "UBND tØnh Lµo Cai tæ chøc héi nghÞ ®èi tho¹i víi nh©n d©n c¸c x·. " * 20
ENGLISH = "The committee shall publish its decisions within thirty working days thereafter. " * 9
PROSE = (
    "Ban Dân vận Huyện ủy phối hợp với Ủy ban nhân dân huyện tổ chức hội nghị đối thoại trực tiếp giữa người đứng đầu "
    "cấp ủy, chính quyền với nhân dân; kịp thời giải quyết kiến nghị chính đáng của bà con các dân tộc."
)


@pytest.fixture(scope="module")
def loader() -> Iterator[Loader]:
    with Loader() as one:
        yield one


def _text(loader: Loader, path: Path) -> str:
    return loader.load(path, path.name).text


def _reason(loader: Loader, path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        loader.load(path, path.name)
    return str(caught.value)


def _file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_plain_text_is_read_in_its_encoding(loader: Loader, tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, "a.txt", f"  {PROSE}\r\n\r\nHết.\n".encode(encoding))
    assert _text(loader, path) == f"  {PROSE}\r\n\r\nHết.\n"


def test_decomposed_letters_are_composed(loader: Loader, tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", unicodedata.normalize("NFD", PROSE))
    assert _text(loader, path) == PROSE


def test_windows_1258_is_read(loader: Loader, tmp_path: Path) -> None:
    tones = {
        "\u0301": "\u0301",
        "\u0300": "\u0300",
        "\u0309": "\u0309",
        "\u0303": "\u0303",
        "\u0323": "\u0323",
    }
    assert tones
    path = _file(tmp_path, "a.txt", _to_1258(PROSE * 2))
    assert _text(loader, path) == PROSE * 2


def _to_1258(text: str) -> bytes:
    """Windows' way of writing Vietnamese: base letters composed, tones behind them."""
    written = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tone))
        written.append(base + tone)
    return "".join(written).encode("windows-1258")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "rỗng"),
        ("a.txt", b" \n \n", "không có chữ"),
        ("a.txt", bytes(range(256)) * 3, "nhị phân"),
        ("a.txt", b"%PDF-1.4 ...", "không đúng với loại tệp"),
        ("a.md", b"PK\x03\x04....", "không đúng với loại tệp"),
        ("a.txt", bytes(range(128, 256)) * 3, "bảng mã"),
        ("a.txt", "B a n  D â n  v ậ n  " * 40, "không đọc ra tiếng Việt"),
        ("a.txt", ENGLISH, "không đọc ra"),
        ("a.txt", PROSE.encode().decode("cp1252", "replace") * 3, "không đọc ra"),
        ("a.exe", b"MZ", "loại tệp này chưa đọc được"),
        ("a.jsonl", b"{}", "loại tệp này chưa đọc được"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "hỏng"),
        ("a.xlsx", b"PK", "hỏng"),
        ("a.xls", b"\xd0\xcf\x11\xe0", ".xlsx"),
        ("a.xlsm", b"PK", "macro"),
        ("a.rar", b"Rar!", ".zip"),
        ("a.png", b"\x89PNG\r\n", "hỏng"),
        ("a.rtf", b"PK\x03\x04", "không phải RTF"),
        ("a.pdf", b"hello", "PDF hỏng"),
        ("a.docx", b"hello", "hỏng"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "mật khẩu"),
        ("a.docx", b"PK\x05\x06" + b"\0" * 18, "hỏng"),
        ("a.html", b"<html></html>", "không có chữ"),
    ],
)  # fmt: skip
def test_a_bad_file_has_a_reason(
    loader: Loader, tmp_path: Path, name: str, content: bytes | str, reason: str
) -> None:
    assert reason in _reason(loader, _file(tmp_path, name, content))


def test_what_is_no_file_has_a_reason(loader: Loader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "không tìm thấy" in _reason(loader, tmp_path / "absent.txt")
    assert "không phải tệp thường" in _reason(loader, tmp_path / "pipe.txt")


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        (PROSE, True),
        ("Ke hoach so 54-KH/HU cua Huyen uy Sa Pa ve cong tac dan van " * 4, True),
        ("UBND MTTQ HĐND QCDC " * 30, True),
        ("x\ufffd\ufffd\ufffdy" * 10, False),
        ("", True),
    ],
)
def test_legibility(text: str, legible: bool) -> None:
    assert is_legible(nfc(text)) is legible


# Markdown


def test_markdown_keeps_its_content_and_gives_its_front_matter(loader: Loader, tmp_path: Path) -> None:
    written = (
        '---\ntitle: "Đối thoại với nhân dân"\nkind: digest\ndate: 2018-12-05\nother: 1\n---\n\n# Đối thoại\n'
    )
    loaded = loader.load(_file(tmp_path, "a.md", written), "a.md")
    assert loaded.text == written
    assert loaded.front == {"title": "Đối thoại với nhân dân", "kind": "digest", "date": "2018-12-05"}


@pytest.mark.parametrize(
    "head", ["---\n: : :\n---\n", "---\n- a\n---\n", "---\ntitle: a\n", "----\ntitle: a\n---\n"]
)
def test_a_broken_front_matter_is_text(loader: Loader, tmp_path: Path, head: str) -> None:
    assert loader.load(_file(tmp_path, "a.md", head + PROSE), "a.md").front == {}


# Word


def test_word_keeps_order_tables_and_headers(loader: Loader, tmp_path: Path) -> None:
    rows = [["Xã", "Mô hình"], ["Bản Hồ", "12"]]
    loaded = loader.load(
        write_docx(tmp_path / "a.docx", ["Kết quả", PROSE], rows, "Văn phòng Huyện ủy"), "a.docx"
    )
    assert loaded.text == f"Kết quả\n{PROSE}\n| Xã | Mô hình |\n| Bản Hồ | 12 |"
    assert loaded.outside == ("Văn phòng Huyện ủy",)


def test_a_layout_table_reads_as_lines(loader: Loader, tmp_path: Path) -> None:
    rows = [["HUYỆN ỦY SA PA\nSố 5-KH/HU", "ĐẢNG CỘNG SẢN VIỆT NAM\nSa Pa, ngày 3 tháng 10 năm 2016"]]
    path = write_docx(tmp_path / "a.docx", [], rows)
    assert _text(loader, path).split("\n") == [
        "HUYỆN ỦY SA PA", "Số 5-KH/HU", "ĐẢNG CỘNG SẢN VIỆT NAM", "Sa Pa, ngày 3 tháng 10 năm 2016",
    ]  # fmt: skip


def test_text_boxes_content_controls_and_insertions_are_read_once(loader: Loader, tmp_path: Path) -> None:
    xml = (
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Trong khung điều khiển</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        "<w:p><w:ins><w:r><w:t>Câu chèn thêm</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>Câu đã xóa</w:delText></w:r></w:del>"
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Trong hộp chữ</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    text = _text(loader, into_body(write_docx(tmp_path / "a.docx", [PROSE]), xml))
    assert text == f"{PROSE}\nTrong khung điều khiển\nCâu chèn thêm\nTrong hộp chữ"


def test_automatic_numbers_are_written_out(loader: Loader, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = docx.Document()
    for style in ("List Number", "List Number", "List Bullet"):
        document.add_paragraph(f"Việc {style}", style=style)
    document.save(str(path))
    assert _text(loader, path).split("\n") == [
        "1. Việc List Number",
        "2. Việc List Number",
        "- Việc List Bullet",
    ]


def test_a_macro_or_an_embedded_document_is_refused(loader: Loader, tmp_path: Path) -> None:
    for name, reason in (
        ("word/vbaProject.bin", "macro"),
        ("word/embeddings/a.xlsx", "tài liệu khác bên trong"),
    ):
        path = write_docx(tmp_path / "a.docx", [PROSE])
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, b"x")
        assert reason in _reason(loader, path)


# HTML

WORD_PAGE = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta charset=windows-1252>
<meta name=ProgId content=Word.Document><title>x</title><style>p {color: red}</style></head><body>
<!--[if gte mso 9]><xml><w:View>Print</w:View></xml><![endif]-->
<table><tr><td><p>&#7910;Y BAN MTTQ</p><p>X&Atilde; M&#431;&#7900;NG KHOA</p></td>
<td><p>C&#7896;NG H&Ograve;A X&Atilde; H&#7896;I CH&#7910; NGH&#296;A VI&#7878;T NAM</p></td></tr></table>
<p class=MsoNormal><span>K&#7871; ho&#7841;ch
ki&#7875;m tra<o:p></o:p></span></p><p style='mso-hide:all'>khuất</p>
<table><tr><td>Stt</td><td>T&ecirc;n</td></tr><tr><td>1</td><td><p>B&#7843;n A</p></td></tr></table></body></html>"""


def test_words_html_comes_whole_with_its_tables(loader: Loader, tmp_path: Path) -> None:
    assert _text(loader, _file(tmp_path, "a.htm", WORD_PAGE)).split("\n") == [
        "ỦY BAN MTTQ", "XÃ MƯỜNG KHOA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Kế hoạch kiểm tra",
        "| Stt | Tên |", "| 1 | Bản A |",
    ]  # fmt: skip


def _page(body: str) -> str:
    return (
        '<html><head><title>Cổng thông tin</title><meta property="og:title" content="Xã Mường Khoa đối thoại">'
        '<meta property="article:published_time" content="2023-06-05T08:00:00+07:00"></head><body>'
        '<div class="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/t">Tin tức</a></li></ul></div>'
        f'<div class="content"><h1>Xã Mường Khoa đối thoại</h1>{body}</div>'
        '<div class="sidebar"><h3>Tin khác</h3><ul><li><a href="/1">Thông báo số 11-TB/HU</a></li></ul></div>'
        '<div id="footer">Lượt truy cập: 12.345</div></body></html>'
    )


def test_a_saved_page_gives_its_article_and_what_its_head_says(loader: Loader, tmp_path: Path) -> None:
    table = "<table><tr><th>Xã</th><th>Hộ</th></tr><tr><td>Bản Hồ</td><td>12</td></tr></table>"
    loaded = loader.load(
        _file(tmp_path, "a.html", _page(f"<p>{PROSE}</p>{table}<p>{PROSE} Xong.</p>")), "a.html"
    )
    assert loaded.text.startswith("Xã Mường Khoa đối thoại")
    assert loaded.text.count(PROSE) == 2
    assert "Bản Hồ" in loaded.text
    assert "11-TB/HU" not in loaded.text
    assert loaded.front == {"title": "Xã Mường Khoa đối thoại", "date": "2023-06-05"}


def test_a_page_that_extraction_would_lose_keeps_its_own_text(loader: Loader, tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>Bản số {n}</td><td>{PROSE}</td></tr>" for n in range(12))
    text = _text(loader, _file(tmp_path, "a.html", f"<html><body><table>{rows}</table></body></html>"))
    assert all(f"Bản số {n}" in text for n in range(12))
    assert text.count(PROSE) == 12


# PDF


def test_a_pdf_gives_lines_and_pages(loader: Loader, tmp_path: Path) -> None:
    pages = [
        ["UBND XÃ MƯỜNG KHOA", f"Trang đầu {n}", "Ủy ban nhân dân tổ chức đối thoại.", str(n)]
        for n in range(1, 6)
    ]
    loaded = loader.load(write_pdf(tmp_path / "a.pdf", pages), "a.pdf")
    assert loaded.text.split("\n\f\n")[1] == "Trang đầu 2\nỦy ban nhân dân tổ chức đối thoại."
    assert [span.of(loaded.text)[:11] for span in loaded.pages] == [f"Trang đầu {n}" for n in range(1, 6)]
    assert loaded.outside == ("UBND XÃ MƯỜNG KHOA",)


def test_pages_are_read_set_by_set(loader: Loader, tmp_path: Path) -> None:
    pages = [[f"Nội dung của trang thứ {n} về công tác dân vận."] for n in range(45)]
    loaded = loader.load(write_pdf(tmp_path / "a.pdf", pages), "a.pdf")
    assert len(loaded.pages) == 45
    assert loaded.pages[44].of(loaded.text) == "Nội dung của trang thứ 44 về công tác dân vận."


def test_a_pdf_of_empty_pages_is_refused(loader: Loader, tmp_path: Path) -> None:
    assert "không có chữ" in _reason(loader, write_pdf(tmp_path / "a.pdf", [[], []]))


def test_a_locked_pdf_is_refused(loader: Loader, tmp_path: Path) -> None:
    assert "mật khẩu" in _reason(loader, lock_pdf(write_pdf(tmp_path / "a.pdf", [[PROSE[:40]]])))


# Hostile files


def test_hostile_files_end_with_a_reason_and_the_next_file_is_read(loader: Loader, tmp_path: Path) -> None:
    good = write_docx(tmp_path / "good.docx", [PROSE])
    bomb = into_body(
        write_docx(tmp_path / "bomb.docx", ["a"]), f"<w:p><w:r><w:t>{'A' * 60_000_000}</w:t></w:r></w:p>"
    )
    deep = into_body(write_docx(tmp_path / "deep.docx", ["a"]), "<w:sdt>" * 20_000 + "</w:sdt>" * 20_000)
    for path in (bomb, deep, bomb_pdf(tmp_path / "bomb.pdf")):
        assert _reason(loader, path)
        assert _text(loader, good) == PROSE


def test_a_pdf_whose_pages_name_each_other_is_read_or_refused(loader: Loader, tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [["a"]])
    path.write_bytes(path.read_bytes().replace(b"[7 0 R]", b"[2 0 R]"))
    try:
        assert _text(loader, path) == "a"
    except UnreadableFile as error:
        assert str(error)


def test_entities_are_not_followed(loader: Loader, tmp_path: Path) -> None:
    secret = _file(tmp_path, "secret", "BÍ MẬT CỦA MÁY")
    declared = f'<!DOCTYPE l [<!ENTITY a SYSTEM "file://{secret}">]><w:document'.encode()
    path = change_part(
        write_docx(tmp_path / "a.docx", [PROSE]),
        "word/document.xml",
        lambda data: data.replace(b"<w:document", declared, 1).replace(b"Ban D", b"&a;Ban D", 1),
    )
    try:
        assert "BÍ MẬT" not in _text(loader, path)
    except UnreadableFile as error:
        assert "BÍ MẬT" not in str(error)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [["a " * 20] * 50] * 20)
    with Confinement(seconds=0.01) as confinement, pytest.raises(UnreadableFile, match="thời gian"):
        confinement.parse(path, "pdf")


def test_a_server_that_died_is_replaced(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "a.docx", [PROSE])
    with Confinement() as confinement:
        assert confinement.parse(path, "docx").text == PROSE
        server = confinement._server
        assert server is not None
        server.kill()
        server.wait()
        with pytest.raises(UnreadableFile, match="dừng đột ngột"):
            confinement.parse(path, "docx")
        assert confinement.parse(path, "docx").text == PROSE


def test_mutated_files_never_crash_the_loader(loader: Loader, tmp_path: Path) -> None:
    chance = random.Random(0)
    sound = [
        write_docx(tmp_path / "a.docx", [PROSE] * 3, [["a", "b"]] * 3),
        write_pdf(tmp_path / "a.pdf", [[PROSE[:60]]] * 2),
        _file(tmp_path, "a.html", _page(f"<p>{PROSE}</p>")),
    ]
    for _ in range(12):
        for path in sound:
            data = bytearray(path.read_bytes())
            for _ in range(chance.choice([1, 4, 16])):
                start = chance.randrange(len(data))
                chance.choice([lambda d, s: d.__delitem__(slice(s, None)) if s > 40 else None,
                               lambda d, s: d.__setitem__(s, d[s] ^ 1 << chance.randrange(8)),
                               lambda d, s: d.__setitem__(slice(s, s + 20), b"\0" * 20)])(data, start)  # fmt: skip
            mutant = _file(tmp_path, f"m{path.suffix}", bytes(data))
            try:
                loader.load(mutant, "m")
            except UnreadableFile as error:
                assert str(error)


# Finding files


def test_files_are_found_in_order_once_and_inside_their_folder(tmp_path: Path) -> None:
    outside = _file(tmp_path, "outside.txt", PROSE)
    folder = tmp_path / "docs"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.txt", "sub/c.md", "~$b.docx", ".hidden.txt", "Thumbs.db"):
        _file(folder, name, PROSE)
    (folder / "link.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    found = find_files([folder, folder / "a.txt", tmp_path / "absent.txt"])
    assert [path.relative_to(tmp_path).as_posix() for path, _ in found] == [
        "docs/a.txt", "docs/b.txt", "docs/sub/c.md", "absent.txt",
    ]  # fmt: skip
    assert all(source == path.as_posix() for path, source in found)


@pytest.mark.parametrize("name", ["a\nb.txt", "ấ.txt", "a b; rm -rf.txt", "..a.txt.txt"[2:], "%s%n.txt"])
def test_hostile_names_make_harmless_sources(tmp_path: Path, name: str) -> None:
    _file(tmp_path, name, PROSE)
    [(path, source)] = find_files([tmp_path])
    assert "\n" not in source
    assert load(path, source).text == PROSE


def test_names_that_are_no_unicode_are_shown_as_far_as_they_are(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    Path(os.fsdecode(path)).write_text(PROSE, encoding="utf-8")
    [(found, source)] = find_files([tmp_path])
    assert source.endswith("/\ufffd\ufffd.txt")
    assert source.encode()
    assert load(found, source).text == PROSE


# Real files


def test_real_files_come_through_whole(loader: Loader, shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        assert _text(loader, path) == nfc(path.read_text(encoding="utf-8"))
    for path in sorted((shared / "corpus" / "word-html").glob("*.htm"))[:4]:
        _assert_whole(path, _text(loader, path))


def _assert_whole(path: Path, text: str) -> None:
    """All words of Word's page, by an independent reading of it."""
    page = path.read_bytes()
    page_text = page.decode("utf-8" if b"charset=utf-8" in page[:600] else "windows-1252", "replace")
    page_text = re.sub(
        r"<!--.*?-->|<(style|script|head)\b.*?</\1>|<!\[.*?\]>", "", page_text, flags=re.DOTALL
    )
    wanted = nfc(html.unescape(re.sub(r"<[^>]*>", "", page_text)))
    assert "".join(filter(str.isalnum, text)) == "".join(filter(str.isalnum, wanted)), path.name
