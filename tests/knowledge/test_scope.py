"""To whom a held document applies, from when, and what is told of one that is only cited."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """41/2036/QH18
LUẬT
CHĂN TRÂU
Căn cứ Luật Đồng cỏ số 12/2030/QH17;
Quốc hội ban hành Luật Chăn trâu.
Điều 1. Phạm vi điều chỉnh
Luật này quy định về việc chăn trâu và đường đi của trâu.
Điều 2. Đối tượng áp dụng
Luật này áp dụng đối với hộ nuôi trâu và người chăn thuê.
Điều 3. Hỗ trợ
Nhà nước áp dụng chuồng mẫu cho các đối tượng khó khăn.
"""
)
SHORT = LAW.replace("41/2036", "42/2036").replace("CHĂN TRÂU", "CHĂN DÊ").replace("trâu", "dê")
SHORT = SHORT.replace(
    "Điều 2. Đối tượng áp dụng\nLuật này áp dụng đối với hộ nuôi dê và người chăn thuê.\n", ""
)
SHEET = """# Nghị định 55/2037/NĐ-CP — Quy định về chuông đeo cổ trâu

| **Số hiệu** | 55/2037/NĐ-CP |
|---|---|
| **Loại văn bản** | Nghị định |
| **Cơ quan ban hành** | Chính phủ |
| **Ngày ban hành** | 02/03/2037 |

Điều 1. Chuông đeo cổ
Chuông đeo cổ trâu làm bằng gỗ.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("scope") / "chan"
    folder.mkdir()
    (folder / "chuong.md").write_text(SHEET, "utf-8")
    return assistant_over(index, folder, trau=LAW, de=SHORT)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Luật 41/2036/QH18 áp dụng cho đối tượng nào?", "hộ nuôi trâu"),
        ("luat 41/2036/QH18 ap dung doi voi ai", "hộ nuôi trâu"),
        ("Phạm vi điều chỉnh của Luật 41/2036/QH18?", "đường đi của trâu"),
        ("Luật 42/2036/QH18 áp dụng cho ai?", "Điều 1. Phạm vi điều chỉnh"),
    ],
)
def test_whom_it_applies_to_is_told_by_its_article(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text
    assert "chuồng mẫu" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Luật 12/2030/QH17 áp dụng cho đối tượng nào?",
        "luat 12/2030/QH17 co hieu luc tu ngay nao",
        "Luật 12/2030/QH17 có hiệu lực thi hành kể từ khi nào?",
    ],
)
def test_a_law_that_is_only_cited_tells_neither_whom_nor_when(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "refused"
    assert "Đồng cỏ" in answer.text


def test_a_headline_is_the_title_of_what_gives_no_other(assistant: Assistant) -> None:
    answer = ask(assistant, "Nghị định 55/2037/NĐ-CP về việc gì?")
    assert answer.status == "answered"
    assert "chuông đeo cổ trâu" in answer.text


@pytest.mark.parametrize(
    "question", ["Luật 41/2036/QH18 có bao nhiêu điều?", "dieu cuoi cung cua luat 41/2036/QH18"]
)
def test_the_last_article_tells_how_many_there_are(assistant: Assistant, question: str) -> None:
    assert "Điều cuối cùng là Điều 3. Hỗ trợ." in ask(assistant, question).text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Luật 41/2036/QH18 có toàn văn trong kho không?", "Kho có toàn văn"),
        ("trong kho có luật 41/2036/QH18 không?", "Kho có toàn văn"),
        ("Luật 12/2030/QH17 có toàn văn trong kho không?", "kho chưa có toàn văn"),
    ],
)
def test_whether_a_text_is_held_its_card_tells(assistant: Assistant, question: str, told: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert told in answer.text


def test_what_amends_a_text_is_not_read_from_that_text(assistant: Assistant) -> None:
    assert ask(assistant, "Văn bản nào sửa đổi Luật 41/2036/QH18?").status == "refused"


MEASURES = (
    LAW.replace("41/2036", "43/2036")
    .replace("CHĂN TRÂU", "ĐƯỜNG TRÂU ĐI")
    .replace(
        "Nhà nước áp dụng chuồng mẫu cho các đối tượng khó khăn.",
        "Dọc đường trâu đi cứ 300m có bố trí 01 máng nước.\n"
        "Điều 4. Thông qua\nNghị quyết mở đường trâu đi phải được quá nửa tổng số đại biểu bản tán thành.\n"
        "Điều 5. Tiền công\nChính phủ quy định chi tiết tiền công dắt trâu qua đường trâu đi.",
    )
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Dọc đường trâu đi cứ bao nhiêu mét có một máng nước?", "300m"),
        ("Mở đường trâu đi phải được bao nhiêu đại biểu bản tán thành?", "quá nửa"),
    ],
)
def test_measures_and_shares_as_texts_write_them(
    index: Index, tmp_path_factory: pytest.TempPathFactory, question: str, told: str
) -> None:
    folder = tmp_path_factory.mktemp("measures") / "duong-trau"
    assert told in ask(assistant_over(index, folder, luat=MEASURES), question).text


def test_who_is_to_rule_on_it_does_not_tell_how_it_is(
    index: Index, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("measures") / "tien-cong"
    assistant = assistant_over(index, folder, luat=MEASURES)
    assert ask(assistant, "Dắt trâu qua đường trâu đi có được trả tiền công không?").status == "refused"
    assert "Chính phủ quy định" in ask(assistant, "Ai quy định tiền công dắt trâu qua đường trâu đi?").text
