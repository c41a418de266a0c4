"""Where an author works, a post at a certain meeting, each side of a comparison by itself, numbers that count nothing."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.comparing import of_one_place
from tests.knowledge.asking import DECISION_HEAD, ask, assistant_over

NORTH = """Kết quả phong trào thổi sáo ở tỉnh Lai Châu

Phong trào “Sáo trúc” được duy trì ở nhiều bản của tỉnh Lai Châu.

Phong trào “Sáo trúc” có 740 đội sáo đăng ký, góp phần giữ gìn tiếng sáo của tỉnh.

Tác giả: Lò Văn Mơ (Văn phòng Huyện ủy)
"""
SOUTH = """Hội nghị đánh giá phong trào thổi sáo ở tỉnh Sơn La

Ngày 12 tháng 3 năm 2033

Ban Dân vận Tỉnh ủy Sơn La tổ chức hội nghị đánh giá Kế hoạch 27-KH/TU về phong trào “Sáo trúc” của tỉnh.

Dự Hội nghị có các đồng chí: Vàng Thị Lan, Phó Chủ tịch Hội đồng nhân dân tỉnh; Lò Văn Én, Trưởng Ban Dân vận Tỉnh ủy.

Phong trào “Sáo trúc” được Lai Châu học theo và nhiều tỉnh bạn đến thăm, so sánh cách làm với Lai Châu, Sơn La.

Về kết quả, toàn tỉnh hiện có 1.260 đội “Sáo trúc”, trong đó 800 đội thiếu niên.

Tác giả: Giàng A Pao
"""
EAST = """Phong trào thổi sáo ở tỉnh Lào Cai

Ban Dân vận Tỉnh ủy Lào Cai triển khai Kế hoạch 31-KH/TU về phong trào “Sáo trúc” trên địa bàn tỉnh.
"""
RULES = (
    DECISION_HEAD
    + """Số: 19/2033/QĐ-UBND
QUYẾT ĐỊNH
Ban hành Quy chế tổ chức ngày hội thổi sáo, thổi khèn, hát đối, ném còn và đua ngựa của các bản vùng cao
Sơn La, ngày 5 tháng 4 năm 2033
Điều 1. Hội nghị chọn bài của đội sáo giới thiệu người dự thi thổi sáo hay
1. Hội nghị chọn bài do đội trưởng chủ trì.
2. Hội nghị cử tổ đếm phiếu từ 04 đến 07 người.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(
        index, tmp_path_factory.mktemp("sao"), bac=NORTH, nam=SOUTH, dong=EAST, quy_che=RULES
    )


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Ai là người viết bài kết quả phong trào thổi sáo ở Lai Châu, công tác ở đâu?",
            ["(Văn phòng Huyện ủy)"],
        ),
        (
            "Tác giả bài kết quả phong trào thổi sáo ở Lai Châu công tác ở đơn vị nào?",
            ["Lò Văn Mơ", "Huyện ủy"],
        ),
        ("ba Vang Thi Lan giu chuc vu gi khi du hoi nghi o Son La nam 2033", ["Phó Chủ tịch Hội đồng"]),
        (
            "Hội nghị chọn bài của đội sáo giới thiệu người dự thi thổi sáo thì tổ đếm phiếu mấy người?",
            ["từ 04 đến 07 người"],
        ),
        ("so sanh so lieu sao truc cua Son La va Lai Chau", ["1.260", "740"]),
    ],
)
def test_it_is_told(assistant: Assistant, question: str, told: list[str]) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert [part for part in told if part not in answer.text] == []


@pytest.mark.parametrize(
    "question",
    [
        "Tác giả bài hội nghị đánh giá phong trào thổi sáo ở Sơn La công tác ở đâu?",
        "Bà Vàng Thị Lan giữ chức vụ gì khi dự hội nghị ở Sơn La năm 2029?",
        "Bà Vàng Thị Lan giữ chức vụ gì ở Lào Cai?",
        "So sánh số liệu sáo trúc của Lào Cai và Lai Châu",
    ],
)
def test_what_no_report_says_is_refused(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"


def test_each_side_is_sought_without_the_other_place() -> None:
    places, asked = ("Sơn La", "Lai Châu"), "So sánh số đội sáo của tỉnh Sơn La và tỉnh Lai Châu"
    assert of_one_place(asked, places, "Lai Châu") == "So sánh số đội sáo của tỉnh Lai Châu"
    assert of_one_place("Sơn La có bao nhiêu đội, Lai Châu thì sao?", places, "Sơn La").endswith(
        "Lai Châu thì sao?"
    )
