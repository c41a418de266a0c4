"""Two laws of one title: which is meant is asked back where the number is asked for, else the later one answers."""

from pathlib import Path

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """{number}
LUẬT
NUÔI ONG MẬT
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Nuôi ong mật.
Điều 1. Mùa lấy mật
Mật ong được lấy từ tháng {month} hằng năm.
Điều 2. Hội thi nuôi ong
Hội thi nuôi ong hằng năm được tổ chức vào ngày 20 tháng 5 theo Điều 3 của Luật này.
Hội thi nuôi ong hằng năm được tổ chức tại nhà văn hóa xã.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    laws = {
        "cu": LAW.format(number="15/2034/QH17", month=3),
        "moi": LAW.format(number="20/2040/QH18", month=4),
    }
    return assistant_over(index, tmp_path_factory.mktemp("ong"), **laws)


def test_whose_number_is_asked_for(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật Nuôi ong mật số mấy?")
    assert answer.status == "clarify"
    assert [entry.number for entry in answer.documents] == ["20/2040/QH18", "15/2034/QH17"]
    assert "15/2034/QH17" in ask(assistant, "Luật Nuôi ong mật số mấy?", "2").text


def test_the_later_one_answers_else(assistant: Assistant) -> None:
    assert "tháng 4" in ask(assistant, "Theo Luật Nuôi ong mật, mật ong được lấy từ tháng mấy?").text


def test_where_is_answered_by_a_place(assistant: Assistant) -> None:
    text = ask(assistant, "Địa điểm tổ chức hội thi nuôi ong hằng năm ở đâu?").text
    assert "nhà văn hóa xã" in text
    assert "20 tháng 5" not in text


AMENDING = (
    LAW_HEAD
    + """33/2042/QH18
LUẬT
SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT NUÔI ONG MẬT
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật sửa đổi, bổ sung một số điều của Luật Nuôi ong mật số 20/2040/QH18.
Điều 1. Sửa đổi, bổ sung một số điều của Luật Nuôi ong mật
1. Sửa đổi, bổ sung Điều 5 như sau:
“Điều 5. Di chuyển đàn ong
Người nuôi ong phải báo trước cho Ủy ban nhân dân cấp xã ít nhất 09 ngày trước khi di chuyển đàn ong.”.
Điều 2. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2043.
"""
)


@pytest.mark.parametrize(
    "question",
    [
        "Trước khi di chuyển đàn ong phải báo xã trước mấy ngày? (Luật Nuôi ong mật sửa đổi 2042)",
        "theo luat nuoi ong mat sua doi nam 2042 thi truoc khi di chuyen dan ong phai bao xa truoc may ngay",
        "Theo luật năm 2042 sửa Luật Nuôi ong mật thì di chuyển đàn ong phải báo trước mấy ngày?",
        "Luật sửa đổi Luật Nuôi ong mật năm 2042: di chuyển đàn ong phải báo xã trước mấy ngày?",
        "theo luat nuoi ong mat moi sua 2042 thi di chuyen dan ong phai bao truoc may ngay",
        "Trước khi di chuyển đàn ong phải báo xã trước mấy ngày theo Luật Nuôi ong mật sửa đổi?",
    ],
)
def test_a_law_is_called_by_what_it_amends(index: Index, tmp_path: Path, question: str) -> None:
    law = LAW.format(number="20/2040/QH18", month=4)
    answer = ask(assistant_over(index, tmp_path / "sua", cu=law, sua=AMENDING), question)
    assert "09 ngày" in answer.text
    assert "33/2042/QH18" in answer.text


def test_the_number_of_a_law_called_by_what_it_amends(index: Index, tmp_path: Path) -> None:
    law = LAW.format(number="20/2040/QH18", month=4)
    assistant = assistant_over(index, tmp_path / "sua", cu=law, sua=AMENDING)
    answer = ask(assistant, "luat nuoi ong mat sua doi nam 2042 so hieu gi")
    assert answer.status == "answered"
    assert [entry.number for entry in answer.documents] == ["33/2042/QH18"]


def test_which_amending_law_is_meant_is_asked_back(index: Index, tmp_path: Path) -> None:
    another = (
        AMENDING.replace("33/2042", "34/2042")
        .replace("NUÔI ONG MẬT", "NUÔI TẰM")
        .replace("Nuôi ong mật", "Nuôi tằm")
    )
    assistant = assistant_over(index, tmp_path / "hai", ong=AMENDING, tam=another)
    answer = ask(assistant, "luật sửa đổi năm 2042 có hiệu lực từ ngày nào")
    assert answer.status == "clarify"
    assert {entry.number for entry in answer.documents} == {"33/2042/QH18", "34/2042/QH18"}


def test_who_amends_a_law_is_still_asked(index: Index, tmp_path: Path) -> None:
    law = LAW.format(number="20/2040/QH18", month=4)
    answer = ask(
        assistant_over(index, tmp_path / "sua", cu=law, sua=AMENDING), "Luật nào sửa đổi Luật Nuôi ong mật?"
    )
    assert "33/2042/QH18" in answer.text
    assert "09 ngày" not in answer.text


def test_an_abbreviation_hides_no_title(index: Index, tmp_path: Path) -> None:
    law = LAW.format(number="20/2040/QH18", month=4).replace("NUÔI ONG MẬT", "HỢP TÁC XÃ NUÔI ONG")
    law = law.replace("Luật Nuôi ong mật", "Luật Hợp tác xã nuôi ong")
    answer = ask(assistant_over(index, tmp_path / "htx", htx=law), "điều 2 luật HTX nuôi ong nói gì")
    assert answer.status == "answered"
    assert answer.text.startswith("Điều 2. Hội thi nuôi ong")


def test_a_slip_of_typing_is_forgiven(assistant: Assistant) -> None:
    assert "nhà văn hóa xã" in ask(assistant, "Hội thi nuôi ong hằng năm tổ chứcc ở nhà văn hóa nào?").text


OLD = (
    LAW_HEAD.replace("Luật số: ", "")
    + """LUẬT
NUÔI ONG RỪNG
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Nuôi ong rừng.
Điều 1. Lấy mật
Việc gom mật thêm được tiến hành chậm nhất là hai mươi ngày sau mùa lấy mật chính.
Trong trường hợp nhiều người tìm thấy tổ ong cùng lúc thì người nhiều tuổi hơn là người hưởng mật.
Luật này đã được Quốc hội thông qua ngày 15 tháng 4 năm 2031.
"""
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Luật Nuôi ong rừng 2031: gom mật thêm chậm nhất bao nhiêu ngày sau mùa chính?", "hai mươi ngày"),
        (
            "Theo Luật Nuôi ong rừng năm 2031, hai người cùng tìm thấy tổ ong thì ai hưởng mật?",
            "nhiều tuổi hơn",
        ),
    ],
)
def test_the_year_of_a_laws_name_is_nothing_that_is_asked(
    index: Index, tmp_path: Path, question: str, told: str
) -> None:
    answer = ask(assistant_over(index, tmp_path / "rung", luat=OLD), question)
    assert answer.status == "answered"
    assert told in answer.text


@pytest.mark.parametrize("question", ["Luật 20/2040/QH18 là luật gì?", "luat 20/2040/QH18 la van ban gi"])
def test_what_a_law_is_its_card_tells(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "answered"
    assert "Nuôi ong mật" in answer.text
