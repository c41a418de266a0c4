"""Tables written as lines of cells: a row is told with the heads of its columns, and found by them."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.plain_quotes import plain_lines
from knowledge.answers.tables import header_of
from knowledge.documents import Span
from tests.knowledge.asking import ask, assistant_over

FEES = """# Nghị định 99/2035/NĐ-CP - Thù lao thợ dệt làng nghề

| Mục | Nội dung |
|---|---|
| **Số hiệu** | 99/2035/NĐ-CP |
| **Ngày ban hành** | 30/05/2035 |

## TÓM TẮT
Thù lao thợ dệt — mức từ **20.000 đồng** đến **90.000 đồng** một tấm tùy loại vải và tay nghề.

### Điều 3. Thù lao thợ dệt
| Tay nghề | Vải loại I | Vải loại II | Vải loại III |
|---|---:|---:|---:|
| a) **Thợ cả** | 90.000 | 70.000 | 50.000 |
| b) Thợ phụ | 40.000 | 30.000 | 20.000 |

### Điều 4. Tiền ăn của thợ dệt
Thợ dệt ở xa được hỗ trợ tiền ăn 35.000 đồng/ngày/người. Thợ dệt nhóm 12 được nghỉ khi có bão.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("fees"), thu_lao=FEES)


@pytest.mark.parametrize(
    "question",
    ["Thợ phụ dệt vải loại II được thù lao bao nhiêu tiền?", "tho phu vai loai II thu lao bn tien"],
)
def test_a_row_is_told_with_the_heads_of_its_columns(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert "Thợ phụ — Vải loại I: 40.000; Vải loại II: 30.000; Vải loại III: 20.000." in answer.text


def test_how_much_for_each_is_told_by_what_says_so(assistant: Assistant) -> None:
    answer = ask(assistant, "Thợ dệt ở xa được hỗ trợ tiền ăn bao nhiêu một ngày?")
    assert "35.000 đồng/ngày/người" in answer.text


def test_a_table_is_read_line_by_line() -> None:
    table = FEES[FEES.index("| Tay nghề") : FEES.index("### Điều 4")]
    assert (
        plain_lines(table)[0] == "a) Thợ cả — Vải loại I: 90.000; Vải loại II: 70.000; Vải loại III: 50.000"
    )
    assert plain_lines("| Số hiệu | 99/2035/NĐ-CP |") == ["Số hiệu: 99/2035/NĐ-CP"]


def test_the_head_of_a_row_is_its_tables_first_line() -> None:
    row = FEES.index("| b) Thợ phụ")
    head = header_of(FEES, Span(row, row + 20))
    assert head is not None
    assert head.of(FEES) == "| Tay nghề | Vải loại I | Vải loại II | Vải loại III |"
    first = FEES.index("| Tay nghề")
    assert header_of(FEES, Span(first, first + 10)) is None
    assert header_of(FEES, Span(0, 10)) is None
