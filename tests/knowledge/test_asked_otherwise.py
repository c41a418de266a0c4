"""Questions over a made-up law in officers' own ways: short forms, few marks, words that only say what kind of thing."""

from pathlib import Path

import pytest

from bot.composition import LiveLibrary
from bot.settings import Settings
from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.documents import Answer
from knowledge.evaluation.gold import unproved

LAW = """QUỐC HỘI
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Luật số: 14/2034/QH17
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
Điều 3. Hiệu lực thi hành
Luật này có hiệu lực thi hành từ ngày 01 tháng 5 năm 2035.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("uom")
    (folder / "vuon-uom.txt").write_text(LAW, "utf-8")
    home: Path = index("uom", [folder])
    return LiveLibrary(Settings(_env_file=None, danvan_home=home)).current().assistant


def ask(assistant: Assistant, question: str) -> Answer:
    answer = assistant.ask(question)
    assert unproved(answer, (question,), assistant.store.documents) == []
    return answer


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
