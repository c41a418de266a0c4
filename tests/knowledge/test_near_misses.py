"""Questions that a made-up law all but answers: another offence, a measure that it does not give; and what it tells."""

from pathlib import Path

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """21/2035/QH17
LUẬT
BẢO VỆ ĐÀN ONG
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Bảo vệ đàn ong.
Điều 1. Tội buôn bán trái phép ong chúa
Người nào buôn bán trái phép ong chúa, thì bị phạt tù từ 03 tháng đến 09 tháng.
Điều 2. Tội phá hoại trại ong
1. Người nào phá hoại trại ong thuộc một trong các trường hợp sau đây, thì bị phạt tù từ 01 năm đến 04 năm:
a) Đang trong thời hạn bị cấm nuôi ong;
b) Đang trong thời hạn 02 năm kể từ ngày được trả lại giấy nuôi ong theo quy định của pháp luật về trại ong, pháp luật \
về chăn nuôi và quy định khác của pháp luật có liên quan ở nơi đặt trại ong.
Điều 3. Phiếu mật
1. Phiếu mật phải ghi tên người nhận mật.
2. Trường hợp phiếu mật không ghi tên người nhận mật thì phiếu mật được trả cho người cầm phiếu.
3. Người ký phát phiếu mật được báo về phiếu mật bị từ chối trong thời hạn 06 ngày, kể từ ngày phiếu mật bị từ chối.
Điều 4. Nghĩa vụ của chợ ong
1. Chợ ong dạy nghề cho 05 người môi giới ong mỗi năm.
2. Bác sỹ thú y ở chợ ong bị đình chỉ hành nghề trong thời hạn 07 tháng nếu kê thuốc sai.
Điều 5. Các bước của quy trình lấy mật
1. Xông khói.
2. Quay mật.
Điều 6. Quỹ đàn ong
1. Quỹ đàn ong thuộc Hội Nuôi ong.
2. Quỹ đàn ong hình thành từ các nguồn sau đây:
a) Tiền bán mật;
b) Quà tặng của người nuôi ong.
3. Việc vận động tiền cho đàn ong phải công khai.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("near") / "dan-ong", luat_ong=LAW)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tội buôn bán ong chúa bị phạt tù bao nhiêu tháng?", "03 tháng đến 09 tháng"),
        ("pha hoai trai ong khi dang bi cam nuoi ong thi bi tu may nam", "01 năm đến 04 năm"),
        ("phá hoại trại ong sau khi được trả lại giấy nuôi ong thì bị tù mấy năm", "01 năm đến 04 năm"),
        ("Phiếu mật không ghi tên người nhận mật thì trả cho ai?", "người cầm phiếu"),
        ("Phiếu mật bị từ chối thì mấy ngày phải báo cho người ký phát?", "06 ngày"),
        ("Bác sĩ thú y ở chợ ong bị đình chỉ hành nghề bao lâu?", "07 tháng"),
        ("Tóm tắt các bước của quy trình lấy mật?", "Quay mật"),
        ("quỹ đàn ong lấy tiền từ những nguồn nào", "Tiền bán mật"),
    ],
)
def test_what_the_law_says_is_told(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Tội buôn bán người nuôi ong bị phạt tù bao nhiêu tháng?",
        "Chợ ong phải có vốn tối thiểu bao nhiêu?",
        "Người môi giới ở chợ ong lương tháng bao nhiêu?",
    ],
)
def test_what_it_only_comes_near_is_refused(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"


CASES = (
    LAW.replace("21/2035", "22/2035").replace("ĐÀN ONG", "ĐÀN VỊT").replace("ong", "vịt")
    + """Điều 7. Đấu giá trứng
1. Trường hợp đấu giá trứng theo thủ tục rút gọn, chợ niêm yết việc đấu giá trứng 02 ngày trước phiên đấu giá.
2. Chợ niêm yết việc đấu giá trứng 11 ngày trước phiên đấu giá ở bảng tin của chợ và ở nhà văn hóa của thôn có vịt.
Điều 8. Đội đếm trứng
Đội đếm trứng có thời gian tập sự là 08 tháng.
Điều 9. Ban chỉ đạo đếm trứng
1. Ban chỉ đạo trung ương về đếm trứng do Chủ nhiệm Hội Nuôi vịt đứng đầu.
2. Tổng Thanh tra trứng là người đứng đầu cơ quan đếm trứng.
Điều 10. Vịt không chịu lệ phí qua cầu
Vịt con do trại vịt của thôn nuôi ở ao làng và vịt đẻ trứng cho trường học.
Điều 11. Vịt chịu lệ phí qua cầu
Vịt mua ở chợ ngoài tỉnh và vịt bán ra chợ ngoài tỉnh của người nuôi vịt.
Điều 12. Chia tiền trứng
1. Mức chia tiền trứng do người nuôi vịt, người gom trứng và người đứng ra bán trứng thỏa thuận.
2. Cha con không được cùng đấu giá một ổ trứng.
Điều 13. Đoàn kiểm tra chuồng vịt
1. Tổ chức Đoàn kiểm tra chuồng vịt: Hội Nuôi vịt lập Đoàn kiểm tra chuồng vịt vào mùa mưa.
- Thành phần đoàn: Trưởng đoàn là thú y xã; thành viên là người nuôi vịt giỏi.
- Địa bàn: các thôn ven sông.
"""
)


@pytest.fixture(scope="module")
def ducks(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("near") / "dan-vit", luat_vit=CASES)


def test_the_rule_for_all_comes_before_that_of_a_case_that_is_not_named(ducks: Assistant) -> None:
    assert "11 ngày" in ask(ducks, "Niêm yết việc đấu giá trứng trước phiên đấu giá mấy ngày?").text
    short = ask(ducks, "Đấu giá trứng theo thủ tục rút gọn thì niêm yết trước phiên đấu giá mấy ngày?")
    assert "02 ngày" in short.text


@pytest.mark.parametrize(
    "question",
    [
        "thoi gian tap su hanh nghe dau gia la may thang",
        "Ban chỉ đạo cấp huyện về đếm trứng do ai đứng đầu theo Luật 22/2035/QH17?",
        "Tổng Thanh tra trứng hiện nay tên là gì?",
    ],
)
def test_another_trade_another_level_and_a_name_are_refused(ducks: Assistant, question: str) -> None:
    assert ask(ducks, question).status == "refused"


@pytest.mark.parametrize(
    "question", ["dieu 5 quy dinh gi vay", "Khoản 2 Điều 9 nói gì?", "thế ai được miễn?"]
)
def test_an_article_of_no_document_is_asked_back(ducks: Assistant, question: str) -> None:
    assert ask(ducks, question).status == "clarify"


LISTED = "Niêm yết việc đấu giá trứng trước phiên đấu giá mấy ngày?"


def test_a_case_that_follows_is_asked_what_was_asked_last(ducks: Assistant) -> None:
    assert "02 ngày" in ask(ducks, LISTED, "Còn đấu giá trứng theo thủ tục rút gọn thì sao?").text


@pytest.mark.parametrize("case", ["Còn phiếu mật thì sao?", "Thế còn quỹ đàn vịt?"])
def test_a_case_of_which_that_is_not_told_is_refused(ducks: Assistant, case: str) -> None:
    assert ask(ducks, LISTED, case).status == "refused"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Những vịt nào phải chịu lệ phí qua cầu?", "ngoài tỉnh"),
        ("Mức chia tiền trứng ai quyết định?", "thỏa thuận"),
        ("Hai cha con cùng đấu giá một ổ trứng có được không?", "không được cùng đấu giá"),
    ],
)
def test_what_is_ruled_is_not_what_is_denied_and_who_agrees_decides(
    ducks: Assistant, question: str, told: str
) -> None:
    answer = ask(ducks, question)
    assert answer.status == "answered"
    assert told in answer.text
    assert "ao làng" not in answer.text


def test_who_a_body_is_made_up_of_is_told_below_the_line_that_names_it(ducks: Assistant) -> None:
    assert "thú y xã" in ask(ducks, "Đoàn kiểm tra chuồng vịt gồm những ai?").text


def test_half_of_a_comparison_is_no_answer(ducks: Assistant) -> None:
    half = "So sánh thời gian tập sự của đội đếm trứng với thời gian tập sự của đội canh ao?"
    assert ask(ducks, half).status == "refused"


TAXED = (
    LAW_HEAD
    + """27/2036/QH17
LUẬT
THUẾ AO CÁ
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Thuế ao cá.
Điều 2. Đối tượng chịu thuế
1. Ao cá kinh doanh bao gồm:
a) Ao cá cho thuê câu;
b) Ao cá nuôi để bán.
Điều 3. Đối tượng không chịu thuế
Ao cá sử dụng không vào mục đích kinh doanh bao gồm:
1. Ao cá của đình, chùa;
2. Ao cá của trường học;
3. Ao cá chứa nước chữa cháy.
"""
)


def test_a_list_of_what_is_not_so_does_not_tell_what_is(index: Index, tmp_path: Path) -> None:
    assistant = assistant_over(index, tmp_path / "ao-ca", luat=TAXED)
    assert "trường học" not in ask(assistant, "Những ao cá nào phải chịu thuế ao cá?").text
    assert "trường học" in ask(assistant, "Những ao cá nào không chịu thuế ao cá?").text
