"""Of several cases that one sentence or one list rules for, the one that is asked of is told."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """61/2036/QH18
LUẬT
TRẠM NGẮM CHIM
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Trạm ngắm chim.
Điều 1. Người gác
1. Trạm ngắm chim cấp làng: mỗi ca gác bố trí tối thiểu 04 người gác, trong đó có ít nhất một người đã được tập huấn về \
tiếng hót và biết ghi sổ; chòi trạm ngắm chim thuộc trạm ngắm chim làng mỗi ca gác bố trí tối thiểu 03 người gác, là \
người trong làng, đã được tập huấn về tiếng hót hoặc biết ghi sổ.
2. Việc mở thêm đài quan sát chim di cư khi sửa lại trạm ngắm chim áp dụng đối với nơi có nhiều đàn chim về trú đông \
hằng năm, được người trong làng trông nom, có số chim đếm được trong một mùa đạt từ 700 con trở lên đối với đồng bằng; \
từ 250 con trở lên đối với vùng hải đảo, bãi bồi; từ 90 con trở lên đối với những nơi còn lại.
Điều 2. Giá vé ngắm chim
1. Giá vé ngắm chim đối với khách là giá ghi trên bảng ở cổng, cụ thể như sau:
a) Đối với khách đi theo đoàn là giá vé ngắm chim của một người nhân với số người trong đoàn;
b) Đối với khách mua vé gộp tháng là giá vé ngắm chim của mười ngày đầu tháng đó.
Đối với khách ngắm chim mua vé kèm theo dịch vụ thuê ống nhòm thì giá vé ngắm chim là giá vé của khách cùng loại được \
bán vào ngày hôm đó.
Điều 3. Trưởng trạm
1. Khi Trưởng trạm ngắm chim vắng mặt, một Phó Trưởng trạm được Trưởng trạm ủy nhiệm thay mặt lãnh đạo công tác của trạm.
2. Trường hợp cần thiết, Trưởng trạm ngắm chim chỉ đạo, điều hành công việc của đội gác.
3. Trạm ngắm chim khai mạc mùa ngắm chim bằng một hồi chuông gió của làng.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("cases"), law=LAW)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Trạm ngắm chim làng mỗi ca gác tối thiểu mấy người?", "04 người"),
        (
            "Vùng hải đảo mở thêm đài quan sát chim di cư khi sửa lại trạm ngắm chim thì số chim phải từ bao nhiêu con?",
            "250",
        ),
        ("Khách ngắm chim mua vé gộp thì giá vé ngắm chim là giá nào?", "mười ngày đầu tháng"),
        ("Trưởng trạm đi vắng thì ai điều hành công việc của trạm ngắm chim?", "một Phó Trưởng trạm"),
    ],
)
def test_the_case_that_is_asked_of_is_told(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Trưởng trạm ốm thì ai điều hành công việc của đội gác?",
        "Trạm ngắm chim khai mạc mùa ngắm chim lúc mấy giờ?",
    ],
)
def test_another_case_and_an_hour_that_is_not_told_are_refused(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"
