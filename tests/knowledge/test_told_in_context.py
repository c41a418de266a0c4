"""Sentences that go on about what the one before them names; «mấy» without its marks; figures of another case."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """44/2035/QH17
LUẬT
HỘI QUÁN LÀM VƯỜN
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Hội quán làm vườn.
Điều 1. Ý kiến về giống cây
1. Hội quán nêu ý kiến góp giống về việc chọn giống cây của xã. Ý kiến góp giống được gửi cho xã chậm nhất là 12 ngày \
trước mùa gieo.
2. Vườn mẫu dựa trên quan điểm “lấy cây làm gốc” của người trồng. Trong quan điểm đó, già làng giữ hạt, con trẻ tưới cây.
Điều 2. Trưởng hội quán
1. Trưởng hội quán được bầu lại nhưng không quá ba nhiệm kỳ liên tục.
2. Số lượng phó trưởng hội quán thực hiện theo quy định của xã.
3. Thợ ghép cành phải đạt bậc ba trở lên.
Điều 3. Tiền công
Người canh vườn mà chưa được hưởng phụ cấp sương gió được bồi dưỡng 70.000 đồng/ngày/người; trường hợp đang hưởng phụ \
cấp sương gió được bồi dưỡng 40.000 đồng/ngày/người.
Người canh vườn tại Vườn mẫu Trung ương mà chưa được hưởng phụ cấp sương gió được bồi dưỡng 90.000 đồng/ngày/người; \
trường hợp đang hưởng phụ cấp sương gió được bồi dưỡng 60.000 đồng/ngày/người.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("context"), law=LAW)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hội quán phải gửi ý kiến góp giống về chọn giống cây của xã chậm nhất mấy ngày?", "12 ngày"),
        ("truong hoi quan duoc lam toi da may nhiem ky lien tuc", "ba nhiệm kỳ"),
        ("hoi quan lam vuon co may pho truong hoi quan", "theo quy định của xã"),
        ("tho ghep canh phai dat bac may", "bậc ba"),
        ("dang huong phu cap suong gio thi canh vuon 1 ngay duoc may tien", "40.000"),
    ],
)
def test_what_stands_around_a_sentence_tells_what_it_is_of(
    assistant: Assistant, question: str, told: str
) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


def test_a_sentence_is_told_with_the_one_that_it_points_back_to(assistant: Assistant) -> None:
    answer = ask(assistant, "Theo quan điểm lấy cây làm gốc thì con trẻ giữ vai trò gì?")
    assert answer.status == "answered"
    assert "lấy cây làm gốc" in answer.text
    assert "con trẻ tưới cây" in answer.text


def test_the_other_case_is_not_told(assistant: Assistant) -> None:
    answer = ask(assistant, "Người canh vườn đang hưởng phụ cấp sương gió được bồi dưỡng bao nhiêu một ngày?")
    assert "90.000" not in answer.text
    assert "70.000" not in answer.text.split("\n")[0].split(";")[-1]


@pytest.mark.parametrize(
    "question",
    ["tho ghep canh phai hoc het lop may", "truong hoi quan duoc cap may bo may tinh"],
)
def test_another_rank_or_a_machine_is_no_answer(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"
