"""Questions for yes or no over made-up texts: the sentence that decides them, and nothing that only comes near."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

REPORT = """Kết quả phong trào trồng hoa của tỉnh Yên Bái năm 2031

Thực hiện Chỉ thị số 34-CT/TU, ngày 15/01/2031 của Ban Thường vụ Tỉnh ủy Yên Bái về phát động phong trào trồng hoa, \
Tỉnh ủy Yên Bái ban hành Kế hoạch số 12-KH/TU, ngày 03/02/2031 về triển khai thực hiện Chỉ thị số 34-CT/TU, ngày \
15/01/2031 của Ban Thường vụ Tỉnh ủy Yên Bái về phát động phong trào trồng hoa.

Dự Hội nghị có các đồng chí: Lò Thị Mận, Ủy viên Ban Thường vụ Tỉnh ủy, Trưởng Ban Tuyên giáo Tỉnh ủy; Vàng A Sáo, \
Phó Chủ tịch UBND tỉnh.

Năm 2031 toàn tỉnh tiếp nhận 48 đơn kiến nghị về vườn hoa, với 37 vụ việc, đã giải quyết 35 vụ việc.

Đến nay, tỉnh Yên Bái có 412 vườn hoa do các thôn chăm sóc, nhiều vườn hoa được các thôn trồng thêm cây bóng mát.
"""
LAW = f"""{LAW_HEAD}61/2031/QH17
Hà Nội, ngày 20 tháng 6 năm 2031

LUẬT
CHĂM SÓC VƯỜN HOA

Điều 3. Giải thích từ ngữ
1. Vườn hoa công cộng bao gồm:
a) Vườn hoa trong trường học, bệnh viện và công viên;
b) Bồn hoa dọc đường phố do tổ dân phố chăm sóc.

Điều 7. Tổ chăm sóc vườn hoa
1. Tổ chăm sóc vườn hoa là tổ chức tự nguyện của nhân dân ở thôn, tổ dân phố.
2. Tổ trưởng tổ chăm sóc vườn hoa phối hợp với cán bộ kiểm lâm địa bàn tổ chức họp tổ viên hằng quý.
3. Mỗi tổ chăm sóc vườn hoa có từ 06 tổ viên trở lên.
4. Tổ trưởng tổ chăm sóc vườn hoa phải là người chỉ có một nơi thường trú tại thôn, tổ dân phố.
5. Tổ trưởng tổ chăm sóc vườn hoa do tổ viên bầu và được hưởng thù lao theo quy định của xã.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("co_khong"), bai=REPORT, luat=LAW)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Yên Bái giải quyết hết 37 vụ việc về vườn hoa rồi đúng không?", "35 vụ việc"),
        ("yen bai co 500 vuon hoa dung ko", "412 vườn hoa"),
        ("Mỗi tổ chăm sóc vườn hoa có 4 tổ viên được không?", "06 tổ viên"),
        ("Tổ trưởng tổ chăm sóc vườn hoa có được có hai nơi thường trú không?", "chỉ có một nơi"),
    ],
)
def test_how_many_there_are_decides_whether_there_are_so_many(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


def test_the_number_of_a_line_counts_nothing(assistant: Assistant) -> None:
    assert "họp tổ viên" not in ask(assistant, "Tổ chăm sóc vườn hoa có 2 tổ viên được không?").text


def test_what_is_counted_elsewhere_decides_nothing(assistant: Assistant) -> None:
    for question in ("Sơn La có 500 vườn hoa đúng không?", "Yên Bái có 30 nhà văn hóa đúng không?"):
        assert ask(assistant, question).status == "refused"


def test_the_post_somebody_holds_decides_whether_it_is_another(assistant: Assistant) -> None:
    for question in (
        "d/c Lò Thị Mận có phải Phó Chủ tịch UBND tỉnh Yên Bái không",
        "Bà Lò Thị Mận là Chủ tịch HĐND tỉnh phải không?",
    ):
        answer = ask(assistant, question)
        assert "Trưởng Ban Tuyên giáo" in answer.text
        assert "Vàng A Sáo" not in answer.text
    assert ask(assistant, "ông Lò Văn Bé có phải Phó Chủ tịch UBND tỉnh không?").status == "refused"


def test_what_lies_between_two_documents_decides_whether_it_is_something_else(assistant: Assistant) -> None:
    for question in (
        "Chỉ thị 34-CT/TU có bị Kế hoạch 12-KH/TU thay thế không?",
        "Kế hoạch 12-KH/TU thay thế Chỉ thị 34-CT/TU rồi à?",
    ):
        answer = ask(assistant, question)
        assert answer.status == "answered"
        assert "triển khai" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tổ chăm sóc vườn hoa có phải là tổ chức tự nguyện không?", "tổ chức tự nguyện của nhân dân"),
        ("Bồn hoa dọc đường phố có được coi là vườn hoa công cộng không?", "Bồn hoa dọc đường phố"),
    ],
)
def test_a_sentence_that_links_the_two_says_whether_one_is_the_other(
    assistant: Assistant, question: str, told: str
) -> None:
    assert told in ask(assistant, question).text


def test_a_sentence_that_only_names_both_does_not(assistant: Assistant) -> None:
    for question in (
        "Tổ trưởng tổ chăm sóc vườn hoa có phải là cán bộ không?",
        "to truong to cham soc vuon hoa co duoc coi la can bo kiem lam ko",
    ):
        assert ask(assistant, question).status == "refused"


def test_what_is_done_or_not_is_all_of_it(assistant: Assistant) -> None:
    assert (
        "hưởng thù lao" in ask(assistant, "Tổ trưởng tổ chăm sóc vườn hoa có được nhận thù lao không?").text
    )
    for question in (
        "Tổ trưởng tổ chăm sóc vườn hoa có được bầu lại không?",
        "to truong to cham soc vuon hoa co duoc bau hai lan khong",
    ):
        assert ask(assistant, question).status == "refused"
