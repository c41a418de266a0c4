"""The article is kept, the page around it goes, and an official document stays whole."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import page_lines
from indexer.cleaning import body_spans
from indexer.page_lines import ends_article, is_tool, plain, read_byline, read_date_line
from knowledge.spelling import nfc

TITLE = "Xã Mường Khoa đẩy mạnh phong trào thi đua “Dân vận khéo” năm 2023"
PROSE = [
    "Thực hiện kế hoạch của Đảng ủy, các chi bộ đã đăng ký 12 mô hình, trong đó 9 mô hình tập thể và 3 mô hình cá nhân.",
    "Nổi bật là mô hình vận động Nhân dân hiến đất làm đường ở bản Nậm Cung, với 1.250 m2 đất và 320 ngày công lao động.",
    "Thời gian tới, Đảng ủy tiếp tục chỉ đạo Khối Dân vận tuyên truyền, nhân rộng các mô hình, điển hình tiên tiến./.",
]
ARTICLE = "\n\n".join(PROSE)
SIDEBAR = "\n".join(
    [
        "Số 11-TB/HU",
        "Thông báo kết luận của Ban Thường vụ về công tác cán bộ",
        "lượt xem: 12 | lượt tải:3",
        "Đăng nhập",
    ]
)


def _body(text: str) -> str:
    return "\n".join(span.of(text) for span in body_spans(text))


def _cases(kind: str, wanted: str) -> list[str]:
    read = json.loads(Path(page_lines.__file__).with_name("chrome.json").read_text("utf-8"))
    return [line for entry in read[kind] for line in entry[wanted]]


@pytest.mark.parametrize("line", _cases("ends", "examples"))
def test_lines_that_head_the_surroundings_are_known(line: str) -> None:
    assert ends_article(line)


@pytest.mark.parametrize("line", _cases("tools", "examples"))
def test_tool_lines_are_known(line: str) -> None:
    assert is_tool(line)


@pytest.mark.parametrize("line", _cases("ends", "not") + _cases("tools", "not"))
def test_prose_that_resembles_chrome_is_not_taken_for_it(line: str) -> None:
    assert not ends_article(line)
    assert not is_tool(line)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Ngày 05 tháng 12 năm 2018", "2018-12-05"),
        ("Chủ nhật - 15/05/2022 23:36 919 0", "2022-05-15"),
        ("Thứ hai, 05/12/2018, 08:00 GMT+7", "2018-12-05"),
        ("Cập nhật: 14h30, 3.2.2021", "2021-02-03"),
        ("15-05-2022 | 23:36 | Lượt xem: 12", "2022-05-15"),
        ("Ngày 5/12, Ban Dân vận họp", None),
        ("Ngày 32/12/2018", None),
        ("Kế hoạch ngày 05/12/2018", None),
    ],
)
def test_a_date_line_says_a_day_and_nothing_else(line: str, day: str | None) -> None:
    found = read_date_line(line)
    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("line", "signed", "author", "origin"),
    [
        ("Tác giả: Lò Văn Pành", False, "Lò Văn Pành", None),
        ("Nguồn: Báo Điện Biên", False, None, "Báo Điện Biên"),
        ("Giàng A Sử (Văn phòng Huyện ủy)", True, "Giàng A Sử", "Văn phòng Huyện ủy"),
        ("Lò Thị Mai - Hoàng Nam", True, "Lò Thị Mai - Hoàng Nam", None),
    ],
)
def test_a_byline_names_author_and_origin(
    line: str, signed: bool, author: str | None, origin: str | None
) -> None:
    byline = read_byline(line, signed=signed)
    assert byline is not None
    assert (byline.author, byline.origin) == (author, origin)


@pytest.mark.parametrize("line", ["Giàng A Sử", "Bài: học kinh nghiệm " + "rất dài " * 30])
def test_no_byline_without_its_place(line: str) -> None:
    assert read_byline(line, signed=False) is None


def test_menu_counters_and_sidebar_go() -> None:
    text = "\n".join(
        ["Trang chủ", "Giới thiệu", "Tin tức", "Bình chọn", "125 người đã tham gia bình chọn", TITLE, "Lượt xem: 40",
         ARTICLE, "Lò Văn Pành", "Văn bản mới", SIDEBAR, "Đang truy cập109"]
    )  # fmt: skip
    assert _body(text) == f"{TITLE}\n{ARTICLE}"


def test_a_menu_without_a_known_word_goes() -> None:
    menu = [
        "Văn hóa",
        "Xã hội",
        "Kinh tế",
        "Du lịch",
        "Nông thôn",
        "Bản đồ",
        "Thư điện tử",
        "Lãnh đạo",
        "English",
    ]
    assert _body("\n".join([*menu, TITLE, ARTICLE])) == f"{TITLE}\n{ARTICLE}"


def test_a_box_inside_the_article_goes_and_the_article_goes_on() -> None:
    teasers = "\n".join(
        ["Hội nghị sơ kết quý I.", "Thăm hỏi gia đình chính sách tại các bản vùng cao trong dịp Tết."]
    )
    text = "\n".join(
        [TITLE, "Lượt xem: 9", PROSE[0], PROSE[1], "Tin liên quan", teasers, "Quảng cáo", PROSE[1], PROSE[2]]
    )
    assert _body(text) == "\n".join([TITLE, PROSE[0], PROSE[1], PROSE[1], PROSE[2]])


def test_doubled_captions_and_repeats_of_the_title_go() -> None:
    caption = "Đoàn viên thanh niên giúp dân làm đường"
    text = "\n".join(
        [TITLE, "Thứ hai, 05/06/2023", PROSE[0] + TITLE, caption, caption, PROSE[1], TITLE, PROSE[2]]
    )
    assert _body(text) == "\n".join([TITLE, *PROSE])


@pytest.mark.parametrize(
    "text",
    [ARTICLE, "Danh sách xã\nNậm Cung: 12 hộ\nMường Khoa: 8 hộ", f"{TITLE}\n{ARTICLE}\n- Bản A\n- Bản B"],
)
def test_a_text_without_chrome_stays_whole(text: str) -> None:
    assert _body(text) == text


def test_front_matter_is_outside() -> None:
    text = f"---\ntitle: Tóm lược\n---\n\n# Tóm lược\n\n{ARTICLE}\n\nĐăng nhập\n"
    assert _body(text) == f"# Tóm lược\n\n{ARTICLE}\n\nĐăng nhập"


def test_an_official_document_stays_whole_even_with_lines_like_chrome() -> None:
    text = f"CỘNG HOÀ XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nSố: 5/KH-UBND\n{ARTICLE}\nTìm kiếm\nTổng: 12"
    assert _body(text) == text


@pytest.mark.parametrize("text", ["", " \n\u00a0\n", "---\ntitle: A\n---\n"])
def test_nothing_has_no_body(text: str) -> None:
    assert body_spans(text) == ()


_LINES = st.sampled_from(
    [TITLE, *PROSE, "Đăng nhập", "Tin khác", "Lượt xem: 4", "Nội dung", "", "Lò Văn Pành", "• Bản A", "1 2 3"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, max_size=30).map("\n".join))
def test_spans_are_ordered_inside_the_text_and_stripped(text: str) -> None:
    position = 0
    for span in body_spans(text):
        assert position <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        position = span.end


@pytest.mark.parametrize(
    "unit", ["a", "\n", "Đăng nhập\n", "Lượt xem: 4\n", "1 2 ", "- \n", "Hội nghị. ", f"{PROSE[0]}\n"]
)
def test_hostile_pages_end(unit: str) -> None:
    assert isinstance(body_spans(unit * (200_000 // len(unit))), tuple)


def test_the_seeds_keep_their_articles_and_lose_their_pages(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = nfc(path.read_text(encoding="utf-8"))
        body = _body(text)
        lines = [line.strip() for line in body.splitlines()]
        assert not [line for line in lines if ends_article(line) or is_tool(line) or read_date_line(line)], (
            path.name
        )
        prose = [line for line in text.splitlines() if len(line) >= 300]
        assert all(line.strip()[:250] in body for line in prose), path.name
        assert "-TB/HĐ" not in body
        assert len(body) < len(text) - 20


def test_official_documents_of_the_corpus_lose_nothing(shared: Path) -> None:
    for path in sorted((shared / "corpus" / "markdown").glob("*.md")):
        text = nfc(path.read_text(encoding="utf-8"))
        assert _body(text) == text.strip(), path.name


def test_plain_lines_keep_their_length_but_for_their_edges() -> None:
    assert plain("• Đang truy cập109") == "dang truy cap109"
