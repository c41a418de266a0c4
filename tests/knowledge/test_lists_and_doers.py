"""Which list is meant, what a thing is made up of without «gồm», how many stand below a line, who heads and decides."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """52/2036/QH17
LUẬT
CHỢ PHIÊN
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Chợ phiên.
Điều 1. Chính sách về chợ phiên
1. Nhà nước hỗ trợ cho các việc sau đây:
a) Lợp lại mái quán, lát lại lối đi trong chợ;
b) Làm giếng nước, đặt đèn ở cổng chợ.
2. Việc đo đạc, vẽ bản đồ và ghi sổ chợ phiên được Nhà nước hỗ trợ hoặc cho vay để hỗ trợ bao gồm:
a) Thuê người đo đạc, vẽ bản đồ;
b) Mua giấy, mực và thước.
Điều 2. Chợ bắt buộc mở
1. Chợ rau và chợ hạt giống là chợ bắt buộc mở.
2. Chợ phiên giữ phương châm Sạch, Đúng cân, Đúng giá, Hòa nhã với người mua.
Điều 3. Phân loại hàng
Hàng bán ở chợ phiên được xếp thành bốn loại sau đây:
a) Hàng có mức độ hư hỏng thấp;
b) Hàng có mức độ hư hỏng vừa;
c) Hàng có mức độ hư hỏng cao;
d) Hàng không hư hỏng.
Điều 4. Ban coi chợ
1. Ban coi chợ tỉnh do Phó Chủ tịch Ủy ban nhân dân tỉnh đứng đầu có trách nhiệm nhắc nhở người bán.
2. Giờ họp là thời gian người bán được ngồi trong chợ, do các hội bán hàng quyết định.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("lists"), law=LAW)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Nhà nước hỗ trợ cho những việc nào trong chợ phiên?", "Làm giếng nước"),
        ("Chợ bắt buộc mở gồm chợ nào?", "Chợ rau và chợ hạt giống"),
        ("Phương châm sạch đúng cân của chợ phiên gồm những gì?", "Hòa nhã"),
        ("Hàng ở chợ phiên được xếp thành mấy loại theo mức độ hư hỏng?", "bốn loại"),
        ("Trưởng ban coi chợ tỉnh là ai?", "Phó Chủ tịch Ủy ban nhân dân tỉnh"),
        ("Ai quyết định giờ họp của chợ phiên?", "do các hội bán hàng quyết định"),
    ],
)
def test_the_line_that_is_meant_is_told(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Trưởng ban coi chợ xã là ai?",
        "Chợ được nghỉ gồm chợ nào?",
        "Người bán ở chợ phiên được xếp thành mấy loại theo mức độ hư hỏng?",
    ],
)
def test_another_body_or_thing_is_no_answer(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"
