"""When something is, asked otherwise than by its day: from when to when, until when, which quarter, what hour."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import DECISION_HEAD, LAW_HEAD, ask, assistant_over

PLAN = (
    DECISION_HEAD
    + """Số: 77/KH-UBND
Sơn La, ngày 02 tháng 3 năm 2031
KẾ HOẠCH
Phát động Đợt thi đua trồng rừng chào mừng Đại hội lần thứ XVI
I. NỘI DUNG
1. Chủ đề: mỗi nhà một cây.
2. Thời gian thực hiện: Từ tháng 3/2031 đến khi tổ chức thành công Đại hội.
3. Tỉnh triển khai Chương trình giữ rừng đầu nguồn giai đoạn 2031 - 2036 ở các bản vùng cao.
4. Ban tổ chức chấm điểm vườn ươm của các bản vào quý III, trao giải vào quý IV.
5. Tỉnh tổng kết Chương trình “Năm Vườn rừng 2029” và kế hoạch năm 2030 trước ngày 05/4/2031.
"""
)
LAW = (
    LAW_HEAD
    + """31/2034/QH17
LUẬT
HỘI CHỢ CÂY GIỐNG
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Hội chợ cây giống.
Điều 1. Mở cửa
1. Gian hàng cây giống bán từ sáu giờ sáng đến bốn giờ chiều.
2. Xe chở cây giống vào cổng trước 05 giờ ngày họp chợ.
Điều 2. Tiền giữ chỗ
Thời gian có hiệu lực của phiếu giữ chỗ bằng thời gian của phiên chợ cộng thêm 10 ngày.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("times"), plan=PLAN, law=LAW)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Đợt thi đua trồng rừng của Sơn La kéo dài từ bao giờ đến bao giờ?", "Từ tháng 3/2031 đến khi"),
        ("dot thi dua chao mung dai hoi 16 o son la keo dai den khi nao", "đến khi tổ chức thành công"),
        ("Chương trình giữ rừng đầu nguồn ở Sơn La kéo dài từ năm nào đến năm nào?", "2031 - 2036"),
        ("Sơn La chấm điểm vườn ươm của các bản vào quý nào?", "quý III"),
        ("Sơn La lấy năm nào làm Năm Vườn rừng?", "Năm Vườn rừng 2029"),
        ("Gian hàng cây giống bán hàng bắt đầu và kết thúc lúc mấy giờ?", "sáu giờ sáng đến bốn giờ chiều"),
        ("Phiếu giữ chỗ có hiệu lực đến khi nào?", "cộng thêm 10 ngày"),
    ],
)
def test_when_is_told_as_it_is_asked(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Xe chở cây giống vào cổng bắt đầu và kết thúc lúc mấy giờ?",
        "Sơn La tổng kết Chương trình giữ rừng đầu nguồn vào quý nào?",
    ],
)
def test_one_end_or_another_time_is_no_answer(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"
