"""Questions over a made-up law in officers' own ways: short forms, few marks, words that only say what kind of thing."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

DUTIES = "\n".join(
    f"{mark}) Đếm cây ở luống {mark} của vườn ươm, ghi số cây sống, số cây héo và số cây đã giao vào sổ của đội, "
    "báo cho thôn biết vào sáng thứ hai mỗi tuần;"
    for mark in "abcdeghiklmn"
)
LAW = (
    LAW_HEAD
    + f"""14/2034/QH17
LUẬT
BẢO VỆ VƯỜN ƯƠM
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Bảo vệ vườn ươm.
Điều 1. Đội canh vườn ươm
1. Đội canh vườn ươm phòng, chống thiên tai gồm dân quân và người trồng cây ở thôn.
2. Hội Làm vườn giám sát việc lấy hạt giống ở vườn ươm chung.
3. Đơn xin mở vườn ươm không có chữ ký thì không được tiếp nhận.
Điều 2. Ngày hội vườn ươm
Kết quả ngày hội vườn ươm năm 2033 được đánh giá trước khi phát động ngày hội vườn ươm năm 2035.
Điều 3. Tiền đặt cọc vườn ươm
1. Đơn xin lại tiền đặt cọc vườn ươm phải ghi rõ họ tên và có chữ ký.
2. Tiền đặt cọc vườn ươm không được hoàn trả trong các trường hợp sau đây:
a) Vườn bỏ hoang quá ba tháng;
b) Người trồng cây không nộp tiền đặt cọc vườn ươm đúng hạn.
Điều 4. Trình tự quyết định dự án vườn ươm
1. Trình tự quyết định dự án vườn ươm của tỉnh được quy định như sau:
a) Sở lập hồ sơ;
b) Tỉnh xem xét hồ sơ.
2. Trình tự quyết định dự án vườn ươm của xã được quy định như sau:
a) Thôn lập hồ sơ;
b) Xã xem xét hồ sơ.
3. Xã quyết định dự án vườn ươm có dưới mười luống cây.
Điều 5. Nhận hạt giống
1. Từ ngày 04/02/2036, cán bộ xã báo cho thôn về việc nhận hạt giống ở vườn ươm chung.
2. Hạt giống ở vườn ươm chung được nhận từ ngày 05/3/2036 đến hết ngày 09/3/2036.
Điều 6. Nhiệm vụ, quyền hạn của Đội trưởng canh vườn, Thư ký hội quán
1. Nhiệm vụ trong vườn ươm:
{DUTIES}
2. Quyền hạn:
a) Chọn người canh đêm;
b) Mời thợ sửa giếng.
Điều 7. Giải thích từ ngữ
Trong Luật này, các từ ngữ dưới đây được hiểu như sau:
1. Quyền tự ươm là quyền của hội quán được chọn giống và ngày ươm.
Điều 8. Cơ cấu của Hội Làm vườn
1. Chủ tịch Hội điều hành công việc chung.
2. Các đơn vị trồng
thử trực thuộc:
Trại cây số 1;
Trại cây giống quả
đồi Thông;
Trại rau.
3. Giấy mở vườn ươm xin trước ngày Luật này có hiệu lực thi hành thì nộp lại hồ sơ trước ngày 31 tháng 12 năm 2036.
Điều 9. Giá bán cây giống ở vườn ươm
Giá bán cây giống ở vườn ươm do các bên thỏa thuận và ghi vào sổ.
Điều 10. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2035.
"""
)


AMENDING = (
    LAW_HEAD
    + """20/2036/QH17
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT BẢO VỆ VƯỜN ƯƠM SỐ 14/2034/QH17
Điều 1. Sửa đổi, bổ sung một số điều của Luật Bảo vệ vườn ươm
1. Điều 2 của Luật Bảo vệ vườn ươm được sửa đổi, bổ sung như sau:
“Điều 2. Ngày hội vườn ươm được tổ chức ba năm một lần.”.
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 6 năm 2037.
"""
)
PLAN = """KẾ HOẠCH
Tổ chức đợt thi đua đào ao chào mừng Ngày hội nuôi cá
1. Tiêu chí thi đua
Đợt thi đua đào ao chào mừng Ngày hội nuôi cá chấm điểm theo:
- Độ sâu của ao;
- Độ sạch của nước.
2. Hình thức và tiêu chuẩn khen thưởng
a) Hình thức khen thưởng
- Giấy khen;
- Cá giống.
b) Tiêu chuẩn khen thưởng
Thôn đào ao xong trước Ngày hội nuôi cá.
Nơi nhận:
- Các thôn;
- Lưu: VT.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("uom"), vuon_uom=LAW, dao_ao=PLAN, sua_doi=AMENDING)


def test_a_short_form_that_no_document_defines(assistant: Assistant) -> None:
    assert "dân quân" in ask(assistant, "Đội canh vườn ươm PCTT gồm những ai?").text


def test_one_marked_syllable_among_bare_ones(assistant: Assistant) -> None:
    assert "không được tiếp nhận" in ask(assistant, "don xin mo vuon uom ko co chu ký thi sao").text


def test_what_part_somebody_has_need_not_be_called_a_part(assistant: Assistant) -> None:
    assert (
        "giám sát" in ask(assistant, "Hội Làm vườn có vai trò gì trong việc lấy hạt giống ở vườn ươm?").text
    )


def test_the_year_for_which_something_is_done(assistant: Assistant) -> None:
    assert "năm 2035" in ask(assistant, "Ngày hội vườn ươm tiếp theo được phát động cho năm nào?").text


def test_whether_something_is_done_is_told_by_what_speaks_of_it(assistant: Assistant) -> None:
    assert (
        "không được tiếp nhận" in ask(assistant, "Đơn xin mở vườn ươm không ký có được tiếp nhận không?").text
    )
    assert ask(assistant, "Đơn xin lại tiền đặt cọc vườn ươm có phải công chứng không?").status == "refused"


def test_the_cases_in_which_something_is_done_are_told_whole(assistant: Assistant) -> None:
    answer = ask(assistant, "Tiền đặt cọc vườn ươm của người trồng cây không được hoàn trả khi nào?")
    assert "bỏ hoang" in answer.text
    assert "đúng hạn" in answer.text


def test_lines_that_only_lead_on_are_no_list(assistant: Assistant) -> None:
    answer = ask(assistant, "Xã quyết định những dự án vườn ươm nào?")
    assert "dưới mười luống" in answer.text


def test_both_ends_of_a_time_are_two_days(assistant: Assistant) -> None:
    answer = ask(assistant, "Nhận hạt giống ở vườn ươm chung từ ngày nào đến ngày nào?")
    assert "09/3/2036" in answer.text
    assert "04/02/2036" not in answer.text


def test_a_list_need_not_repeat_what_its_documents_title_says(assistant: Assistant) -> None:
    answer = ask(assistant, "Các hình thức khen thưởng trong đợt thi đua đào ao chào mừng Ngày hội nuôi cá?")
    assert "Cá giống" in answer.text
    assert "Độ sâu" not in answer.text
    assert "Lưu" not in answer.text


def test_who_does_something_no_title_tells(assistant: Assistant) -> None:
    assert ask(assistant, "Ai trúng giải đợt thi đua đào ao ở ô số 1?").status == "refused"


def test_of_several_lists_under_one_title_the_one_asked_for(assistant: Assistant) -> None:
    answer = ask(assistant, "Đội trưởng canh vườn có quyền hạn gì?")
    assert "thợ sửa giếng" in answer.text
    assert "Đếm cây" not in answer.text


def test_a_term_of_somebody_is_explained_with_whose_it_is(assistant: Assistant) -> None:
    assert "được chọn giống" in ask(assistant, "Quyền tự ươm của hội quán là gì?").text


def test_a_list_whose_lines_were_wrapped(assistant: Assistant) -> None:
    answer = ask(assistant, "Hội Làm vườn có những đơn vị trồng thử nào?")
    assert "Trại cây giống quả đồi Thông" in answer.text
    assert "Trại rau" in answer.text
    assert "điều hành" not in answer.text


def test_where_nobody_decides_alone(assistant: Assistant) -> None:
    assert "các bên thỏa thuận" in ask(assistant, "Giá bán cây giống ở vườn ươm do ai quyết định?").text


def test_how_long_a_thing_is_valid_is_not_how_long_its_law_is(assistant: Assistant) -> None:
    assert ask(assistant, "Giấy mở vườn ươm có hiệu lực đến khi nào?").status == "refused"


def test_what_a_law_changes_inside_another_is_not_which_one_it_changes(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật 20/2036/QH17 sửa những điều nào của Luật Bảo vệ vườn ươm?")
    assert "Điều 2 của Luật Bảo vệ vườn ươm được sửa đổi" in answer.text
