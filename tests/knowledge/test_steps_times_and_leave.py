"""The next step of what was asked last, an article's own time, whom a letter answers, and whether a thing may be done."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import DECISION_HEAD, LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """62/2036/QH18
LUẬT
PHƯỜNG MÚA RỐI
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Phường múa rối.
Điều 1. Đổi giấy thông hành
1. Trường hợp phường múa rối đổi tên gọi thì thực hiện như sau:
a) Phường múa rối gửi giấy đề nghị đổi tên đến Sở Văn hóa nơi phường có thủy đình;
b) Trong thời hạn 06 ngày làm việc kể từ ngày nhận được giấy đề nghị, Sở Văn hóa ghi tên mới vào sổ và cấp lại Giấy \
thông hành cho phường múa rối.
2. Trường hợp nhánh của phường múa rối làm mất Giấy thông hành thì thực hiện như sau:
a) Nhánh của phường múa rối gửi đơn báo mất đến Sở Văn hóa;
b) Trong thời hạn 09 ngày làm việc kể từ ngày nhận được đơn, Sở Văn hóa cấp lại Giấy thông hành cho nhánh.
Điều 2. Mượn thủy đình
1. Phường múa rối được mượn thủy đình của làng khác vào mùa nước cạn.
2. Buổi diễn múa rối được tổ chức ngoài trời do trưởng phường chuẩn bị dàn trống, đèn và chỗ ngồi ngoài trời.
3. Buổi diễn múa rối có thể tổ chức ngoài trời vào đêm trăng.
4. Phường múa rối diễn ở nhiều làng được người xem trả vé bằng thóc.
Trường hợp phường múa rối diễn ở nhiều làng thì người xem trả vé ở làng có thủy đình lớn nhất.
Điều 3. Gửi con rối ra nước ngoài
1. Trong thời hạn 13 ngày, kể từ ngày nhận được hồ sơ gửi con rối làm vật chứng về hình sự ra nước ngoài, phường múa rối \
vào sổ con rối.
Điều 4. Hiệu lực
1. Luật này có hiệu lực từ ngày 01 tháng 02 năm 2036.
2. Điều 2 của Luật này có hiệu lực từ ngày 01 tháng 5 năm 2036 đến hết ngày 30 tháng 9 năm 2038.
"""
)
LETTER = (
    DECISION_HEAD
    + """Số: 415/UBND-VX
V/v diễn rối trong ngày hội
Sơn La, ngày 3 tháng 6 năm 2036
Kính gửi: Hội Múa rối Mường Tấc
Ủy ban nhân dân tỉnh nhận được đơn của quý hội về việc diễn rối trong ngày hội và có ý kiến như sau: đồng ý để hội diễn.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lò Văn Pán
"""
)
PLAN = (
    DECISION_HEAD
    + """Số: 88/KH-UBND
KẾ HOẠCH
Tập diễn múa rối năm 2036
Sơn La, ngày 5 tháng 1 năm 2036
I. CÁC ĐỢT TẬP DIỄN
1. Đợt 1: Từ tháng 02 đến ngày 15/4/2036
- Tập diễn trò rồng phun nước và trò trâu chọi cho các phường múa rối mới.
2. Đợt 2: Từ tháng 6 đến ngày 20/8/2036
- Tập diễn trò hội làng và trò đánh cá cho các phường múa rối lâu năm.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("steps")
    return assistant_over(index, folder, law=LAW, letter=LETTER, plan=PLAN)


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (
            (
                "Phường múa rối đổi tên thì gửi giấy đề nghị cho cơ quan nào?",
                "rồi Sở cấp lại giấy thông hành trong mấy ngày?",
            ),
            "Trường hợp phường múa rối đổi tên",
        ),
        (("Điều 2 Luật Phường múa rối áp dụng đến hết ngày nào?",), "30 tháng 9 năm 2038"),
        (("Công văn 415/UBND-VX trả lời đơn của cơ quan nào?",), "Hội Múa rối Mường Tấc"),
        (("Tập diễn múa rối đợt 2 từ lúc nào đến lúc nào?",), "Từ tháng 6 đến ngày 20/8/2036"),
        (("Buổi diễn múa rối có được tổ chức ngoài trời không?",), "có thể tổ chức ngoài trời"),
        (
            ("Phường múa rối diễn ở nhiều làng thì người xem trả vé ở đâu?",),
            "thủy đình lớn nhất",
        ),
    ],
)
def test_what_was_asked_is_told_first(assistant: Assistant, turns: tuple[str, ...], told: str) -> None:
    answer = ask(assistant, *turns)
    assert answer.status == "answered"
    assert told in answer.text.split("\n", maxsplit=1)[0]


def test_what_is_ruled_of_crimes_is_not_told_of_civil_matters(assistant: Assistant) -> None:
    asked = "Phường múa rối nhận được hồ sơ gửi con rối về dân sự ra nước ngoài thì vào sổ trong mấy ngày?"
    assert ask(assistant, asked).status == "refused"
    assert "13 ngày" in ask(assistant, asked.replace("dân sự", "hình sự")).text
