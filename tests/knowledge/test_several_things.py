"""Several things asked in one message, with a comma or «và» between: each is answered, or told not to be held."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from knowledge.answers.clauses import clauses
from knowledge.answers.comparing import sides
from knowledge.question import with_marks
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = f"""{LAW_HEAD}31/2030/QH16
LUẬT
CHĂM SÓC VƯỜN RAU
Điều 3. Giấy phép trồng rau
1. Giấy phép trồng rau được phân thành 03 hạng sau đây:
a) Hạng một dành cho vườn trên mái nhà;
b) Hạng hai dành cho vườn ven đường;
c) Hạng ba dành cho vườn trường.
2. Thời hạn của giấy phép trồng rau là 04 năm kể từ ngày cấp và được gia hạn không quá hai lần.
3. Trưởng thôn quyết định việc cấp giấy phép trồng rau.
Điều 4. Giấy phép bán rau
1. Thời hạn của giấy phép bán rau là 09 năm.
Điều 5. Tưới rau
1. Tổ chăm rau tưới rau mỗi ngày 02 lần và gửi báo cáo tưới rau trước ngày 25 hằng tháng.
Điều 6. Chia rau
1. Khi vườn thu hoạch thấp hơn 75% mức giao thì tổ được bù 10% số rau.
2. Khi vườn thu hoạch cao hơn 130% mức giao thì tổ chia lại cho thôn 40% số rau.
3. Tổ chăm rau có tổ trưởng và các tổ phó; số lượng tổ phó theo quy định của thôn.
Điều 7. Phụ cấp tưới rau
1. Người tưới ca 6/12 giờ vào ngày nghỉ hằng tuần, ngày lễ được hưởng 0,4 lần phụ cấp tưới 12/12 giờ.
2. Tưới 12/12 giờ vào ngày nghỉ hằng tuần thì phụ cấp tưới rau bằng 1,2 lần ngày thường.
3. Tưới 12/12 giờ vào ngày lễ, Tết thì phụ cấp tưới rau bằng 1,7 lần ngày thường.
Điều 8. Chọn
giống rau cho vườn trường
Căn cứ số lượng vườn, Hội đồng nhân dân cấp xã lựa chọn giống rau cho vườn trường (rau muống, rau cải hoặc rau ngót).
Điều 9. Họp tổ
1. Cấp thôn tổ chức 12 cuộc họp tổ chăm rau; cấp xã tổ chức 31 cuộc họp tổ chăm rau trong năm.
2. Hội làm vườn tổ chức 5 buổi tham quan.
3. Ở Sơn La trồng 17 luống hẹ.
Điều 10. Hiệu lực thi hành
1. Luật này có hiệu lực thi hành từ ngày 01 tháng 6 năm 2031.
"""


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("vuonrau"), luat_vuon_rau=LAW)


@pytest.mark.parametrize(
    "question",
    [
        "Giấy phép trồng rau chia mấy hạng, có thời hạn bao nhiêu năm?",
        "giay phep trong rau chia may hang, co thoi han bao nhieu nam",
        "Giấy phép trồng rau chia mấy hạng và có thời hạn bao nhiêu năm?",
    ],
)
def test_what_the_first_part_speaks_of_holds_for_the_next(assistant: Assistant, question: str) -> None:
    told = ask(assistant, question)
    assert told.text.startswith("a) ")
    assert "03 hạng" in told.text
    assert "04 năm" in told.text.rpartition("\nb) ")[2]


def test_a_part_that_is_not_held_is_told_beside_the_one_that_is(assistant: Assistant) -> None:
    told = ask(assistant, "Giấy phép trồng rau chia mấy hạng, lệ phí cấp tốn bao nhiêu tiền?")
    assert told.status == "answered"
    assert "03 hạng" in told.text
    assert told.text.endswith("b) Chưa thấy trong kho điều này: lệ phí cấp tốn bao nhiêu tiền.")


def test_a_question_without_a_subject_goes_on_about_the_one_before_it(assistant: Assistant) -> None:
    told = ask(assistant, "Giấy phép trồng rau chia mấy hạng? Có thời hạn bao nhiêu năm?")
    assert "03 hạng" in told.text
    assert "04 năm" in told.text.rpartition("\nb) ")[2]


def test_another_place_is_told_not_to_be_held(assistant: Assistant) -> None:
    told = ask(assistant, "Ở Sơn La trồng mấy luống hẹ, của Hà Giang là bao nhiêu?").text
    assert "17 luống hẹ" in told
    assert told.endswith("b) Chưa thấy trong kho điều này: của Hà Giang là bao nhiêu.")


def test_a_part_with_a_subject_of_its_own_is_looked_for_where_the_first_is_told(assistant: Assistant) -> None:
    told = ask(assistant, "Cấp thôn tổ chức bao nhiêu cuộc họp tổ chăm rau, bao nhiêu buổi tham quan?").text
    assert "12 cuộc họp" in told
    assert "5 buổi tham quan" in told


def test_words_of_the_first_part_alone_do_not_answer_the_next(assistant: Assistant) -> None:
    told = ask(assistant, "Luật Chăm sóc vườn rau có hiệu lực từ ngày nào, mức phạt đỗ xe bao nhiêu?").text
    assert "01 tháng 6 năm 2031" in told
    assert told.endswith("b) Chưa thấy trong kho điều này: mức phạt đỗ xe bao nhiêu.")


def test_nothing_held_is_one_refusal(assistant: Assistant) -> None:
    told = ask(assistant, "Lệ phí đỗ xe là bao nhiêu tiền, nộp tại kho bạc nào?")
    assert told.status == "refused"
    assert "a)" not in told.text


def test_a_sentence_that_tells_both_is_told_once(assistant: Assistant) -> None:
    told = ask(assistant, "Giấy phép trồng rau có thời hạn mấy năm, được gia hạn mấy lần?")
    assert told.text.count("04 năm") == 1
    assert not told.text.startswith("a)")


def test_both_sides_of_a_comparison(assistant: Assistant) -> None:
    told = ask(assistant, "So sánh thời hạn của giấy phép trồng rau với giấy phép bán rau")
    assert "04 năm" in told.text
    assert "09 năm" in told.text
    assert ask(assistant, "So sánh thời hạn của giấy phép trồng rau với giấy phép lái xe").status == "refused"


def test_which_of_two_has_more(assistant: Assistant) -> None:
    told = ask(assistant, "Cấp thôn và cấp xã, cấp nào tổ chức nhiều cuộc họp tổ chăm rau hơn?")
    assert "12 cuộc" in told.text
    assert "31 cuộc" in told.text


def test_what_is_above_a_figure_is_not_told_by_what_is_below_one(assistant: Assistant) -> None:
    told = ask(assistant, "Vườn thu hoạch cao hơn bao nhiêu phần trăm mức giao thì chia rau lại?").text
    assert "130%" in told
    assert "75%" not in told


def test_who_sets_a_number_is_told_for_it(assistant: Assistant) -> None:
    assert "theo quy định của thôn" in ask(assistant, "Tổ chăm rau có mấy tổ phó?").text
    assert "theo quy định của thôn" in ask(assistant, "to cham rau co may to pho").text


def test_another_shift_or_kind_of_day_does_not_answer(assistant: Assistant) -> None:
    told = ask(assistant, "Tưới 12/12 giờ vào ngày Tết thì phụ cấp tưới rau bằng mấy lần?").text
    assert "1,7 lần" in told
    assert "0,4 lần" not in told


def test_a_sentence_under_a_wrapped_title_answers(assistant: Assistant) -> None:
    told = ask(assistant, "Giống rau cho vườn trường có mấy loại, cấp nào lựa chọn?")
    assert told.text.startswith("Căn cứ số lượng vườn, Hội đồng nhân dân cấp xã lựa chọn")
    assert "(Chọn giống rau cho vườn trường)" in told.text


def test_headwords_under_one_head(assistant: Assistant) -> None:
    told = ask(assistant, "Vườn rau: họp tổ chăm rau, hạng giấy phép trồng rau, phí đỗ xe").text
    assert "12 cuộc" in told
    assert "03 hạng" in told
    assert told.endswith("c) Chưa thấy trong kho điều này: phí đỗ xe.")


def test_may_without_marks_is_a_machine_only_by_what_stands_beside_it() -> None:
    def restored(text: str) -> str:
        return with_marks(text, lambda typed: typed.replace("may", "máy").replace("moc", "móc"))

    assert (
        restored("thu may trieu, nha may, may moc, co may cai")
        == "thu mấy trieu, nha máy, máy móc, co mấy cai"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Cơ quan nào quyết định thành lập, giải thể thôn, tổ dân phố?",
        "Sở nào, ngành nào chủ trì việc tưới rau?",
        "Theo Luật này, tưới rau và bón phân gồm những hình thức nào?",
        "Cha mẹ, thầy cô có trách nhiệm gì khi trẻ em lên mạng?",
        "Từ ngày nào đến ngày nào thì tưới rau, bón phân?",
        "Cấp thôn và cấp xã, cấp nào tổ chức nhiều cuộc họp hơn?",
    ],
)
def test_a_list_or_a_clause_is_not_taken_apart(text: str) -> None:
    assert clauses(text, text, lambda _: ()) == []


def test_what_is_carried_over() -> None:
    def readings(text: str, *places: str) -> list[str]:
        return [one.readings[0] for one in clauses(text, text, lambda said: [p for p in places if p in said])]

    assert readings("Thuế rau ở Mường Hoa là mấy phần trăm, nộp ở đâu?", "Mường Hoa") == [
        "Thuế rau ở Mường Hoa là mấy phần trăm?",
        "Thuế rau ở Mường Hoa nộp ở đâu?",
    ]
    assert readings("Mường Hoa có mấy vườn, Bản Hồ có bao nhiêu tổ?", "Mường Hoa", "Bản Hồ") == [
        "Mường Hoa có mấy vườn?",
        "Bản Hồ có bao nhiêu tổ?",
    ]
    assert readings("Mường Hoa có mấy vườn, của Bản Hồ là bao nhiêu?", "Mường Hoa", "Bản Hồ") == [
        "Mường Hoa có mấy vườn?",
        "Bản Hồ có mấy vườn?",
    ]
    assert readings("Mường Hoa có mấy vườn rau, Bản Hồ có mấy vườn?", "Mường Hoa", "Bản Hồ")[1:] == [
        "Bản Hồ có mấy vườn rau?",
    ]
    assert readings("Hạn nộp lần đầu là bao lâu, lần hai là bao lâu?") == [
        "Hạn nộp lần đầu là bao lâu?",
        "Hạn nộp lần hai là bao lâu?",
    ]
    assert readings("Ai chủ trì hội nghị rau sạch, họp ở đâu?") == [
        "Ai chủ trì hội nghị rau sạch?",
        "chủ trì hội nghị rau sạch họp ở đâu?",
    ]


def test_the_sides_of_a_comparison() -> None:
    def both(text: str) -> tuple[str, ...]:
        return tuple(side.question for side in sides(text, text) or ())

    assert both("Tôn chỉ của tổ A khác của tổ B chỗ nào?") == ("Tôn chỉ của tổ A?", "Tôn chỉ của tổ B?")
    assert both("Tôn chỉ của tổ A và tổ B khác nhau thế nào?") == ("Tôn chỉ của tổ A?", "Tôn chỉ của tổ B?")
    assert both("So sánh giá của rau với giá của hoa") == ("giá của rau?", "giá của hoa?")
    assert both("Tổ A và tổ B, tổ nào họp nhiều hơn?") == ("Tổ A họp bao nhiêu?", "tổ B họp bao nhiêu?")
    assert both("So sánh hạn nộp lần đầu và lần hai") == ("hạn nộp lần đầu?", "hạn nộp lần hai?")
    assert both("Tôn chỉ của tổ A là gì?") == ()
