"""Words contracted in a chat are written in full before anything is looked for; names and numbers stay."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.contractions import in_full
from tests.knowledge.asking import DECISION_HEAD, ask, assistant_over

RULES = (
    f"{DECISION_HEAD}Số: 31/2031/QĐ-UBND\nSơn La, ngày 02 tháng 5 năm 2031\n\nQUYẾT ĐỊNH\n"
    "Ban hành Quy định về quản lý vườn ươm của hợp tác xã\n\n"
    "Điều 1. Kiểm tra vườn ươm\n1. Trưởng đoàn kiểm tra vườn ươm là Phó Giám đốc hợp tác xã.\n"
    "2. Thời gian kiểm tra vườn ươm là 12 ngày. Nội dung kiểm tra được niêm yết.\n\n"
    "Điều 2. Hoạt động của vườn ươm\n1. Hội đồng nghiệm thu tổ chức đánh giá cây giống trong 09 ngày.\n"
    "2. Hoạt động của vườn ươm do đơn vị cấp giống hướng dẫn.\n"
)
"""Made up for this test."""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("contracted"), rules=RULES)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ai là trưởng đoàn ktra?", "ai là trưởng đoàn kiểm tra?"),
        ("Ktra trong bao lâu?", "Kiểm tra trong bao lâu?"),
        ("tgian ktra la bn ngay", "thoi gian kiem tra la bn ngay"),
        ("đvị nào hdẫn hđộng của vườn ươm", "đơn vị nào hướng dẫn hoạt động của vườn ươm"),
        ("Hđồng nghiệm thu đánh giá bnhiêu ngày", "Hội đồng nghiệm thu đánh giá bao nhiêu ngày"),
    ],
)
def test_what_is_contracted_is_written_in_full(assistant: Assistant, typed: str, written: str) -> None:
    assert in_full(assistant.store, typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "trường của hợp tác xã",
        "Quyết định 31/2031/qđ-ubnd",
        "xã Ktra có vườn ươm không",
        "hợp tác xã có xd vườn ươm ko",
        "plan và ktoan",
        "gửi về ktra@hoptacxa",
    ],
)
def test_syllables_numbers_names_and_known_short_forms_stay(assistant: Assistant, typed: str) -> None:
    assert in_full(assistant.store, typed) == typed


@pytest.mark.parametrize("asked", ["Trưởng đoàn ktra vườn ươm là ai?", "truong doan ktra vuon uom la ai"])
def test_a_contracted_question_is_answered_like_any_other(assistant: Assistant, asked: str) -> None:
    assert "Phó Giám đốc hợp tác xã" in ask(assistant, asked).text


def test_search_reads_contracted_words_too(assistant: Assistant) -> None:
    found = assistant._sources.retriever.search("tgian ktra vườn ươm", 1)
    assert "12 ngày" in found[0].passage.text
