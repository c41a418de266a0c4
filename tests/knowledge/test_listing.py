"""«Các văn bản của …»: all entries of a type, an issuer and a place, the latest first."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.documents import Answer
from tests.knowledge.asking import ask, assistant_over

REPORT = """Huyện ủy Mường Sậy tổng kết công tác tiếp dân
Ngày 5/3/2031
Ban Thường vụ Huyện ủy Mường Sậy đã ban hành Chỉ thị số 12-CT/HU ngày 04/02/2029 về tiếp công dân ở xã, bản.
Ban Thường vụ Huyện ủy Mường Sậy đã ban hành Chỉ thị số 15-CT/HU ngày 06/7/2030 về trồng rừng đầu nguồn.
Ban Thường vụ Huyện ủy Mường Sậy đã ban hành Kế hoạch số 31-KH/HU ngày 08/8/2030 về tiếp công dân định kỳ.
Ban Thường vụ Huyện ủy Mường Sậy đã ban hành Quyết định số 44-QĐ/HU ngày 10/10/2027 về quy định tiếp nhận công trình
của nhân dân.
Huyện thực hiện Chỉ thị số 40-CT/TW ngày 09/9/2028 của Ban Bí thư về tiếp công dân.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("say"), muong_say=REPORT)


def numbers(answer: Answer) -> list[str | None]:
    return [entry.number for entry in answer.documents]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Các văn bản của Huyện ủy Mường Sậy", ["31-KH/HU", "15-CT/HU", "12-CT/HU", "44-QĐ/HU"]),
        ("liet ke cac chi thi cua huyen uy muong say", ["15-CT/HU", "12-CT/HU"]),
        ("Những văn bản về tiếp công dân", ["31-KH/HU", "12-CT/HU", "40-CT/TW"]),
        ("các văn bản của Huyện ủy Mường Sậy năm 2030", ["31-KH/HU", "15-CT/HU"]),
        ("Các văn bản của Trung ương về tiếp công dân", ["40-CT/TW"]),
        ("Văn bản mới nhất của Huyện ủy Mường Sậy là gì?", ["31-KH/HU"]),
        ("chi thi gan day nhat cua huyen uy muong say", ["15-CT/HU"]),
        ("văn bản nào mới nhất về tiếp công dân", ["31-KH/HU"]),
    ],
)
def test_all_that_fit_the_latest_first(assistant: Assistant, question: str, expected: list[str]) -> None:
    answer = ask(assistant, question)
    assert numbers(answer) == expected
    assert all(number in answer.text for number in expected)


def test_nothing_is_listed_where_only_the_type_is_named(assistant: Assistant) -> None:
    assert "mới nhất trước" not in assistant.ask("Các chỉ thị quy định gì?").text


def test_a_document_with_its_syllables_apart_governs_no_topic(assistant: Assistant) -> None:
    for question in ("Văn bản nào quy định công dân nhận tiếp?", "van ban nao quy dinh cong dan nhan tiep"):
        assert "44-QĐ/HU" not in assistant.ask(question).text


def test_a_follow_up_names_one_of_the_list_by_its_place(assistant: Assistant) -> None:
    listed = ask(assistant, "Các văn bản của Huyện ủy Mường Sậy")
    assert numbers(assistant.ask("văn bản thứ hai ngày nào?", listed.memory)) == ["15-CT/HU"]
    assert numbers(assistant.ask("cai thu 3 ve viec gi", listed.memory)) == ["12-CT/HU"]
    assert assistant.ask("văn bản thứ chín ngày nào?", listed.memory).status == "refused"
