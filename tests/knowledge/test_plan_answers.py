"""Questions over two made-up plans of a commune: parts under Roman numbers, meetings in order, steps, days."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.grounds import with_grounds
from knowledge.documents import Span
from knowledge.places import Gazetteer
from knowledge.question import understand
from tests.knowledge.asking import ask, assistant_over

YEAR = """ỦY BAN MTTQ VIỆT NAM
XÃ HOA MAI
BAN THƯỜNG TRỰC
Số: 21/KH-MTTQ-BTT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hoa Mai, ngày 03 tháng 4 năm 2033
KẾ HOẠCH
Tổ chức hội thi vườn đẹp xã Hoa Mai nhiệm kỳ 2031 - 2036
Căn cứ Luật Mặt trận Tổ quốc Việt Nam số 75/2015/QH13;
Căn cứ Chương trình số 12/CTr-UBND của Ủy ban nhân dân xã Hoa Mai;
I. MỤC ĐÍCH, YÊU CẦU
- Vận động các hộ trồng hoa trước sân.
II. NỘI DUNG, TIẾN ĐỘ
1. Vòng thi thứ nhất.
1.1. Nội dung: Chấm vườn tại từng thôn.
- Thời gian: Dự kiến ngày 10/5/2033 (Chậm nhất ngày 15/5/2033).
- Đơn vị chủ trì: Ban Công tác Mặt trận thôn.
2. Vòng thi thứ hai.
2.1. Nội dung: Chấm vườn toàn xã.
- Thời gian: Dự kiến ngày 20/6/2033 (Chậm nhất ngày 25/6/2033).
- Đơn vị chủ trì: Ban Thường trực Ủy ban MTTQ Việt Nam xã.
3. Tổ chấm thi
- Số lượng thành viên tổ chấm thi không dưới sáu người và không quá tám người.
- Phiên họp của tổ chấm thi phải có ít nhất hai phần ba tổng số thành viên tham gia.
- Mỗi buổi chấm vườn phải có ít nhất 25 cử tri dự.
- Hộ bỏ hoang vườn mà không nhằm mục đích cải tạo, xây nhà thì bị trừ từ 03 điểm đến 07 điểm.
- Giáo viên chấm vườn của trường học chậm nhất ngày 30/6/2033.
- Đội vườn định kỳ hằng quý, năm hoặc theo yêu cầu báo cáo tổ chấm thi về tiến độ làm cỏ vườn đẹp.
- Trưởng đoàn chấm vườn là đại diện lãnh đạo Hội Làm vườn xã; các thành viên do thôn cử.
- Hộ cải tạo vườn chậm thì bị trừ từ 02 điểm đến 04 điểm.
III. ĐỐI VỚI CÁC THÔN Ở XA (04 Thôn)
Thực hiện quy trình 3 bước sau (theo hướng dẫn của tỉnh):
Bước 1: Trưởng thôn lập danh sách vườn dự thi.
Bước 2: Hộ dân gửi ảnh vườn về xã.
Bước 3: Tổ chấm thi chấm qua ảnh.
Nơi nhận:
- Các thôn.
TM. BAN THƯỜNG TRỰC
CHỦ TỊCH
Lò Thị Hoa
"""

LATER = """ỦY BAN MTTQ VIỆT NAM
XÃ HOA MAI
BAN THƯỜNG TRỰC
Số: 09/KH-MTTQ-BTT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hoa Mai, ngày 12 tháng 02 năm 2034
KẾ HOẠCH
Tổ chức lễ trao giải cuối mùa xã Hoa Mai
I. THỜI GIAN, ĐỊA ĐIỂM
- Ban Thường trực Ủy ban MTTQ Việt Nam xã dự kiến tổ chức lễ vào ngày 08/3/2034.
- Vòng thi vườn đẹp thứ hai chấm lại ngày 01/3/2034.
TM. BAN THƯỜNG TRỰC
CHỦ TỊCH
Lò Thị Hoa
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("hoi-thi"), nam=YEAR, sau=LATER)


def test_a_line_under_two_numbers_is_of_both(assistant: Assistant) -> None:
    answer = ask(assistant, "Hội thi vườn đẹp xã Hoa Mai, vòng thi thứ hai dự kiến vào ngày nào?")
    assert "20/6/2033" in answer.text
    assert "10/5/2033" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Đội vườn xã Hoa Mai bao lâu phải báo cáo tổ chấm thi về tiến độ làm cỏ một lần?",
        "Đội vườn xã Hoa Mai mấy tháng phải báo cáo tiến độ làm cỏ một lần?",
    ],
)
def test_how_often_is_told_by_a_period(assistant: Assistant, question: str) -> None:
    assert "hằng quý, năm" in ask(assistant, question).text


def test_who_holds_a_post_may_be_told_by_another_post(assistant: Assistant) -> None:
    assert "lãnh đạo Hội Làm vườn" in ask(assistant, "Trưởng đoàn chấm vườn xã Hoa Mai là ai?").text
    assert ask(assistant, "Trưởng đoàn chấm vườn xã Hoa Mai tên là gì?").status == "refused"


def test_a_heading_in_capitals_is_no_part_of_the_sentence_below_it(assistant: Assistant) -> None:
    answer = ask(assistant, "Các thôn ở xa thi vườn đẹp theo quy trình mấy bước?")
    assert "3 bước" in answer.text
    assert "ĐỐI VỚI CÁC THÔN" not in answer.text


def test_a_plan_of_another_day_does_not_speak_for_the_one_that_is_named(assistant: Assistant) -> None:
    asked = "Vòng thi vườn đẹp thứ hai của xã Hoa Mai vào ngày nào theo kế hoạch"
    assert "01/3/2034" in ask(assistant, f"{asked} ngày 12/02/2034?").text
    assert "01/3/2034" not in ask(assistant, f"{asked} tháng 4/2033?").text


def test_a_body_that_is_named_may_be_said_again_beside_the_day(assistant: Assistant) -> None:
    answer = ask(assistant, "MTTQ xã Hoa Mai dự kiến tổ chức lễ trao giải cuối mùa vào ngày nào?")
    assert "08/3/2034" in answer.text


@pytest.mark.parametrize("nth", ["vòng thi thứ tư", "vòng 4"])
def test_what_is_numbered_so_nowhere_is_not_told(assistant: Assistant, nth: str) -> None:
    assert ask(assistant, f"Hội thi vườn đẹp xã Hoa Mai, {nth} vào ngày nào?").status == "refused"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tổ chấm thi vườn đẹp có bao nhiêu thành viên?", "không dưới sáu người"),
        ("Mỗi buổi chấm vườn phải có tối thiểu mấy người dự?", "25 cử tri"),
        ("Hộ bỏ hoang vườn bị trừ thấp nhất bao nhiêu điểm?", "03 điểm"),
        ("Hộ cải tạo vườn chậm bị trừ mấy điểm?", "02 điểm"),
    ],
)
def test_figures(assistant: Assistant, question: str, told: str) -> None:
    assert told in ask(assistant, question).text


def test_all_that_a_contest_rests_on(assistant: Assistant) -> None:
    answer = ask(assistant, "Kế hoạch hội thi vườn đẹp xã Hoa Mai căn cứ vào những văn bản nào?")
    assert "75/2015/QH13" in answer.text
    assert "12/CTr-UBND" in answer.text


def test_another_term_is_another_plan(assistant: Assistant) -> None:
    asked = "Kế hoạch hội thi vườn đẹp xã Hoa Mai nhiệm kỳ {} do ai ký?"
    assert "Lò Thị Hoa" in ask(assistant, asked.format("2031-2036")).text
    assert ask(assistant, asked.format("2026-2031")).status == "refused"


def test_everyday_words_for_what_documents_write_otherwise(assistant: Assistant) -> None:
    assert "30/6/2033" in ask(assistant, "Thầy cô chấm vườn của trường học muộn nhất ngày nào?").text


def test_one_ground_brings_the_others(assistant: Assistant) -> None:
    document = next(one for one in assistant.store.documents.values() if "Căn cứ" in one.text)
    start = document.text.index("Căn cứ Chương trình")
    found = FoundSentence(document, Span(start, document.text.index(";", start) + 1), 1.0)
    asked = understand("Căn cứ vào những văn bản nào để thi vườn?", Gazetteer([]), str)
    (whole,) = with_grounds(asked, [found])
    assert whole.span.of(document.text).startswith("Căn cứ Luật")
    assert with_grounds(understand("Thi vườn ở đâu?", Gazetteer([]), str), [found]) == [found]
