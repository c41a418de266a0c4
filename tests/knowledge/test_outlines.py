"""«Tóm tắt …»: a held text by its headings, a report by how its paragraphs open; nothing but their own words."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """15/2034/QH17
LUẬT
GIỮ RỪNG TRE
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Giữ rừng tre.
Chương I
NHỮNG QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Luật này quy định về việc giữ rừng tre.
Chương II
TRỒNG VÀ
CHẶT TRE
Điều 2. Mùa chặt tre
Tre được chặt từ tháng 10 đến tháng 12.
Chương III
ĐIỀU KHOẢN THI HÀNH
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2035.
"""
)
PLAN = """ỦY BAN NHÂN DÂN
XÃ BẢN TRE
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 9/QĐ-UBND
Bản Tre, ngày 02 tháng 3 năm 2034
QUYẾT ĐỊNH
Về ngày hội rừng tre
Điều 1. Tổ chức ngày hội rừng tre tại nhà văn hóa xã.
Điều 2. Giao Hội Nông dân xã chuẩn bị giống tre.
"""
REPORT = """Huyện Mường Tre làm dân vận
Ngày 5/3/2031
Trong năm qua, huyện Mường Tre đã mở 6 lớp tập huấn về công tác dân vận cho cán bộ các xã trong toàn huyện.
- Hội Phụ nữ huyện vận động chị em trồng thêm tre ven suối; các bản đều có vườn ươm riêng của mình.
Tác giả: Lò Thị Mây
Năm tới, huyện Mường Tre tiếp tục mở lớp tập huấn, trồng thêm tre và giúp các hộ nghèo có việc làm ổn định.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("tre"), luat=LAW, quyet_dinh=PLAN, muong_tre=REPORT)


@pytest.mark.parametrize(
    "question",
    ["Tóm tắt Luật Giữ rừng tre", "tom tat giup toi luat 15/2034/QH17", "Luật Giữ rừng tre gồm mấy chương?"],
)
def test_a_held_law_by_its_chapters(assistant: Assistant, question: str) -> None:
    lines = ask(assistant, question).text.splitlines()
    assert lines[0].startswith("Luật số 15/2034/QH17")
    assert lines[2:5] == [
        "• Chương I NHỮNG QUY ĐỊNH CHUNG",
        "• Chương II TRỒNG VÀ CHẶT TRE",
        "• Chương III ĐIỀU KHOẢN THI HÀNH",
    ]


def test_articles_without_a_title_by_what_they_say(assistant: Assistant) -> None:
    text = ask(assistant, "Nội dung chính của Quyết định 9/QĐ-UBND").text
    assert "• Điều 1: Tổ chức ngày hội rừng tre tại nhà văn hóa xã." in text
    assert "• Điều 2: Giao Hội Nông dân xã chuẩn bị giống tre." in text


@pytest.mark.parametrize(
    "question",
    ["Tóm tắt bài của Lò Thị Mây", "Bài về Mường Tre nói gì?", "tom tat bao cao cua huyen Muong Tre"],
)
def test_a_report_by_how_its_paragraphs_open(assistant: Assistant, question: str) -> None:
    lines = ask(assistant, question).text.splitlines()
    assert lines[1].startswith("• Trong năm qua, huyện Mường Tre đã mở 6 lớp tập huấn")
    assert lines[2].startswith("• Hội Phụ nữ huyện vận động")
    assert lines[3].startswith("• Năm tới, huyện Mường Tre tiếp tục mở lớp")


def test_what_a_report_says_of_a_matter_is_no_summary(assistant: Assistant) -> None:
    text = ask(assistant, "Báo cáo của huyện Mường Tre nói gì về lớp tập huấn?").text
    assert "6 lớp tập huấn" in text
    assert "•" not in text


def test_no_summary_of_what_is_not_held(assistant: Assistant) -> None:
    assert assistant.ask("Tóm tắt bài về Nậm Nhùn").status == "refused"


@pytest.mark.parametrize(
    "question",
    [
        "Chương II Luật Giữ rừng tre gồm những điều nào?",
        "chuong 2 luat giu rung tre quy dinh gi",
        "Nội dung chính của Chương II Luật số 15/2034/QH17",
    ],
)
def test_a_chapter_by_its_articles(assistant: Assistant, question: str) -> None:
    lines = ask(assistant, question).text.splitlines()
    assert lines[1:3] == ["Chương II TRỒNG VÀ CHẶT TRE gồm:", "• Điều 2. Mùa chặt tre"]
    assert "Điều 1." not in "\n".join(lines)


def test_a_chapter_that_a_law_does_not_have(assistant: Assistant) -> None:
    answer = ask(assistant, "chuong vii luat giu rung tre quy dinh gi")
    assert answer.text.startswith("Không có trong kho") and "không có chương đồng chí hỏi" in answer.text


def test_what_a_chapter_says_of_a_matter_is_no_outline(assistant: Assistant) -> None:
    text = ask(assistant, "Theo Chương II Luật Giữ rừng tre, tre được chặt từ tháng nào?").text
    assert "tháng 10" in text
    assert "gồm" not in text
