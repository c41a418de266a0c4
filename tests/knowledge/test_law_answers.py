"""Questions over a made-up law: articles, lists that nest, ordinals, signers, several questions at once."""

import pytest

from emulators.serving import Index
from knowledge.answering import Assistant
from tests.knowledge.asking import LAW_HEAD, ask, assistant_over

LAW = (
    LAW_HEAD
    + """12/2031/QH17
Hà Nội, ngày 10 tháng 12 năm 2031
LUẬT
CHĂM SÓC VƯỜN HOA
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Chăm sóc vườn hoa.
Điều 1. Phạm vi điều chỉnh
Luật này quy định về việc chăm sóc vườn hoa ở khu dân cư.
Điều 2. Thời hạn tưới cây lần đầu
Thời hạn tưới cây lần đầu không quá 03 ngày, kể từ ngày trồng cây.
Điều 3. Thời hạn tưới cây lần hai
Thời hạn tưới cây lần hai không quá 09 ngày, kể từ ngày tưới cây lần đầu.
Điều 4. Quyền lợi và nghĩa vụ của người chăm hoa
1. Người chăm hoa có các quyền lợi sau đây:
a) Được cấp dụng cụ, bao gồm:
- Bình tưới;
- Găng tay;
b) Được học nghề miễn phí.
2. Người chăm hoa có các nghĩa vụ sau đây:
a) Tưới cây đúng giờ;
b) Giữ sạch lối đi.
Điều 5. Tổ chăm hoa
1. Mỗi tổ chăm hoa có từ 04 người chăm hoa trở lên, trong đó có người cao tuổi.
2. Chủ tịch Ủy ban nhân dân cấp xã quyết định công nhận tổ trưởng tổ chăm hoa.
3. Thôn có từ 100 hộ trở lên lập hai tổ chăm hoa.
4. Thôn có dưới 100 hộ lập một tổ chăm hoa.
Điều 6. Ngày Vườn hoa
Ngày 21 tháng 3 hằng năm là Ngày Vườn hoa Việt Nam.
Điều 7. Giải thích từ ngữ
Trong Luật này, các từ ngữ dưới đây được hiểu như sau:
1. Tưới đẫm là tưới cho đến khi nước thấm ướt hết đất trong bồn.
2. Tưới phun là tưới bằng vòi chia nước thành hạt nhỏ.
3. Dụng cụ,\u00a0đồ chăm hoa\u00a0là kéo, găng tay và bình tưới.
“3a. Chậu treo là chậu không đặt trên đất.”.
Điều 8. Khen thưởng
a) Hình thức khen thưởng người chăm hoa
- Giấy khen;
- Tiền thưởng.
Điều 8a. Mượn máy bơm
1. Mỗi tổ chăm hoa được cấp một máy bơm cho một hoặc một số bồn hoa.
2. Người có con dưới 36 tháng tuổi được nghỉ tưới buổi trưa.
3. Trưởng thôn cấp, cấp lại, thu hồi máy bơm.
4. Chính phủ quy định hồ sơ, trình tự, thủ tục cấp, cấp lại, thu hồi máy bơm.
5. Máy bơm được thu hồi khi bồn hoa đã đủ nước, theo đề nghị của tổ chăm hoa.
6. Máy bơm không bị thu hồi trong mùa khô.
Điều 9. Hiệu lực thi hành
1. Luật này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2032.
2. Luật Trồng hoa số 05/2011/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.
Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XVII thông qua ngày 10 tháng 12 năm 2031.
CHỦ TỊCH QUỐC HỘI
(Đã ký)
Trần Thị Mơ
"""
)
LATER = (
    LAW_HEAD
    + """31/2033/QH17
LUẬT
PHÒNG, TRỪ SÂU HOA
Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;
Quốc hội ban hành Luật Phòng, trừ sâu hoa.
Điều 1. Trách nhiệm trừ sâu
1. Hộ gia đình trừ sâu trong bồn hoa của mình.
2. Thôn trừ sâu ở bồn hoa chung theo quy định của Ủy ban nhân dân cấp xã; Mặt trận thôn định ngày ra quân.
3. Đối tượng được phát bình phun bao gồm:
a) Người cao tuổi;
b) Hộ nghèo;
c) Tổ phun tưới tập trung (sau đây gọi tắt là tổ PTTT) là tổ của thôn;
d) Trường học.
4. Giấy mượn bình phun không có thời hạn.
Điều 2. Các hành vi bị nghiêm cấm
1. Phun thuốc gần giếng.
2. Bán bình phun được phát.
Điều 3. Hiệu lực thi hành
1. Luật này có hiệu lực thi hành từ ngày 01 tháng 4 năm 2034, trừ trường hợp quy định tại khoản 2 Điều này.
2. Quy định tại khoản 2 Điều 1 của Luật này có hiệu lực thi hành từ ngày 01 tháng 9 năm 2034.
3. Luật Phòng, trừ sâu hoa số 08/2015/QH13 hết hiệu lực kể từ ngày Luật này có hiệu lực thi hành.
Luật này được Quốc hội nước Cộng hòa xã hội chủ nghĩa Việt Nam khóa XVII thông qua ngày 05 tháng 12 năm 2033.
"""
)


@pytest.fixture(scope="module")
def assistant(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_over(index, tmp_path_factory.mktemp("luat"), luat_vuon_hoa=LAW, luat_tru_sau=LATER)


def test_a_figure_is_that_of_the_time_asked_for(assistant: Assistant) -> None:
    assert "03 ngày" in ask(assistant, "Thời hạn tưới cây lần đầu là bao lâu?").text
    second = ask(assistant, "thoi han tuoi cay lan 2 la bao lau")
    assert "09 ngày" in second.text
    told_by = "Theo Điều 3 (Thời hạn tưới cây lần hai) Luật Chăm sóc vườn hoa"
    assert second.text.splitlines()[-1].startswith(told_by)


def test_a_follow_up_exchanges_the_ordinal(assistant: Assistant) -> None:
    assert "09 ngày" in ask(assistant, "Thời hạn tưới cây lần đầu là bao lâu?", "Còn lần hai?").text


def test_several_questions_are_answered_in_turn(assistant: Assistant) -> None:
    answer = ask(assistant, "Thời hạn tưới cây lần đầu là bao lâu? Mỗi tổ chăm hoa có ít nhất mấy người?")
    first, second = answer.text.split("\nb) ")
    assert first.startswith("a) ")
    assert "03 ngày" in first
    assert "04 người" in second


def test_items_keep_what_is_nested_in_them(assistant: Assistant) -> None:
    lines = ask(assistant, "Người chăm hoa có những quyền lợi gì?").text.splitlines()
    said = " ".join(lines)
    assert said.index("dụng cụ") < said.index("Găng tay") < said.index("học nghề")


def test_who_does_something_by_the_law(assistant: Assistant) -> None:
    answer = ask(assistant, "Ai công nhận tổ trưởng tổ chăm hoa?")
    assert answer.text.startswith("Chủ tịch Ủy ban nhân dân cấp xã quyết định")


def test_the_day_of_a_thing_is_not_the_day_of_its_law(assistant: Assistant) -> None:
    assert (
        "21 tháng 3" in ask(assistant, "Ngày Vườn hoa Việt Nam là ngày nào theo Luật Chăm sóc vườn hoa?").text
    )


def test_force_what_ends_and_who_signed(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật Chăm sóc vườn hoa có hiệu lực từ ngày nào, thay cho luật nào, ai ký?")
    assert "01 tháng 3 năm 2032" in answer.text
    assert "05/2011/QH13" in answer.text
    assert "Trần Thị Mơ" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Luật Nuôi ong quy định mức phạt bao nhiêu tiền?",
        "Mức lương của tổ trưởng tổ chăm hoa là bao nhiêu?",
        "Số điện thoại của tổ trưởng tổ chăm hoa?",
    ],
)
def test_what_the_law_does_not_tell_is_refused(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "refused"


def test_the_title_of_an_article_tells_of_whom_it_speaks(assistant: Assistant) -> None:
    answer = ask(assistant, "Tổ chăm hoa có từ bao nhiêu người chăm hoa trở lên?")
    assert "Theo Điều 5 (Tổ chăm hoa) Luật Chăm sóc vườn hoa" in answer.text


def test_who_decides_is_the_doer_named_beside_the_verb(assistant: Assistant) -> None:
    answer = ask(assistant, "Ai quyết định công nhận tổ trưởng tổ chăm hoa?")
    assert answer.text.startswith("Chủ tịch Ủy ban nhân dân cấp xã quyết định công nhận")
    assert ask(assistant, "Ai bãi nhiệm tổ trưởng tổ chăm hoa?").status == "refused"


@pytest.mark.parametrize(
    "question",
    [
        "Nó còn hiệu lực không?",
        "luật ấy thay thế văn bản nào?",
        "Thế còn thời hạn thì sao?",
        "thế còn ở Sơn La?",
    ],
)
def test_what_leans_on_nothing_said_before_is_asked_back(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status == "clarify"


def test_what_is_asked_back_is_the_matter_or_the_document(assistant: Assistant) -> None:
    assert ask(assistant, "Thế còn thời hạn thì sao?").text.startswith("Đồng chí hỏi tiếp về việc gì?")
    assert ask(assistant, "Còn hiệu lực không?").text.startswith("Đồng chí hỏi văn bản nào?")


@pytest.mark.parametrize(
    "question",
    ["Luật số 31/2033/QH17 có hiệu lực từ ngày nào?", "luat phong tru sau hoa co hieu luc tu khi nao"],
)
def test_a_law_is_in_force_as_a_whole_and_then_in_part(assistant: Assistant, question: str) -> None:
    first, second, *_ = ask(assistant, question).text.splitlines()
    assert first.startswith("Luật này có hiệu lực thi hành từ ngày 01 tháng 4 năm 2034")
    assert "01 tháng 9 năm 2034" in second


def test_what_a_law_is_and_from_when_are_told_together(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật số 31/2033/QH17 là luật gì, có hiệu lực từ ngày nào?")
    assert answer.text.startswith("Luật số 31/2033/QH17 của Quốc hội về “Phòng, trừ sâu hoa”.")
    assert "01 tháng 4 năm 2034" in answer.text


def test_whether_a_law_still_holds_is_refused_with_what_it_says_itself(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật Phòng, trừ sâu hoa còn hiệu lực không?")
    assert answer.status == "refused"
    assert "thông qua ngày 5/12/2033" in answer.text
    assert "từ ngày 01 tháng 4 năm 2034" in answer.text


def test_a_list_found_for_its_lead_is_given_whole(assistant: Assistant) -> None:
    answer = ask(assistant, "Đối tượng nào được phát bình phun?")
    for item in ("Người cao tuổi", "Hộ nghèo", "Trường học"):
        assert item in answer.text


def test_a_list_stands_under_the_line_that_leads_to_it(assistant: Assistant) -> None:
    first, second, *_ = ask(assistant, "Đối tượng nào được phát bình phun?").text.splitlines()
    assert first == "Đối tượng được phát bình phun bao gồm:"
    assert second == "• Người cao tuổi."


def test_whoever_asks_for_forces_is_told_of_whom_the_law_names(assistant: Assistant) -> None:
    assert "Hộ nghèo" in ask(assistant, "Những lực lượng nào được phát bình phun?").text


@pytest.mark.parametrize(
    "question", ["Luật Phòng, trừ sâu hoa cấm những gì?", "luat phong tru sau hoa cam lam gi"]
)
def test_what_a_law_forbids_is_asked_for_in_short(assistant: Assistant, question: str) -> None:
    assert "Phun thuốc gần giếng" in ask(assistant, question).text


def test_what_a_short_form_stands_for_is_told_where_it_is_introduced(assistant: Assistant) -> None:
    assert "tổ của thôn" in ask(assistant, "PTTT là gì?").text


def test_a_paper_without_a_term_has_none(assistant: Assistant) -> None:
    assert "không có thời hạn" in ask(assistant, "Giấy mượn bình phun có thời hạn bao lâu?").text


def test_a_verb_is_no_part_of_another_word(assistant: Assistant) -> None:
    assert "Mặt trận thôn định ngày" in ask(assistant, "Ai định ngày ra quân trừ sâu?").text


def test_what_asks_of_nothing_asks_of_the_law_named_last(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật Chăm sóc vườn hoa số mấy?", "có những hình thức khen thưởng nào?")
    assert "Giấy khen" in answer.text


def test_what_a_law_does_not_tell_is_not_answered_by_its_card(assistant: Assistant) -> None:
    answer = ask(assistant, "luật phòng trừ sâu hoa có cấm nuôi mèo không")
    assert answer.status == "refused"
    assert "31/2033/QH17" in answer.text


def test_the_old_law_is_the_one_replaced(assistant: Assistant) -> None:
    first = "Luật Phòng, trừ sâu hoa thay cho luật nào?"
    assert "08/2015/QH13" in ask(assistant, first).text
    assert "08/2015/QH13" in ask(assistant, first, "Luật cũ đó số mấy?").text
    ended = ask(assistant, "Luật số 08/2015/QH13 còn hiệu lực không?").text
    assert "đã được thay thế bởi Luật số 31/2033/QH17" in ended


def test_a_figure_of_the_question_must_stand_in_the_answer(assistant: Assistant) -> None:
    assert "04 người" in ask(assistant, "Tổ chăm hoa 4 người trở lên phải có ai cao tuổi?").text
    assert ask(assistant, "Tổ chăm hoa 40 người trở lên phải có ai cao tuổi?").status == "refused"


def test_what_a_document_is_about_answers_nothing_else(assistant: Assistant) -> None:
    assert "khu dân cư" in ask(assistant, "Phạm vi điều chỉnh của Luật Chăm sóc vườn hoa?").text
    assert ask(assistant, "Chăm sóc vườn hoa ở khu dân cư bằng máy gì?").status == "refused"


def test_the_day_a_law_was_passed_is_its_day_where_none_other_is_told(assistant: Assistant) -> None:
    answer = ask(assistant, "Luật số 12/2031/QH17 thông qua ngày nào?")
    assert "10 tháng 12 năm 2031" in answer.text


def test_where_somebody_is_found_is_not_told_by_other_words(assistant: Assistant) -> None:
    assert ask(assistant, "Số điện thoại của tổ trưởng tổ chăm hoa?").status == "refused"
    assert ask(assistant, "Tổ chăm hoa có trụ sở ở đường nào?").status == "refused"


def test_what_two_words_mean_is_told_side_by_side(assistant: Assistant) -> None:
    answer = ask(assistant, "Tưới đẫm khác tưới phun thế nào?")
    assert "ướt hết đất" in answer.text
    assert "thành hạt nhỏ" in answer.text


def test_a_list_under_a_title_without_a_colon(assistant: Assistant) -> None:
    answer = ask(assistant, "Các hình thức khen thưởng người chăm hoa?")
    assert "Giấy khen" in answer.text
    assert "Tiền thưởng" in answer.text


def test_what_holds_above_a_bound_is_not_said_of_what_is_below(assistant: Assistant) -> None:
    below = ask(assistant, "Thôn có dưới 100 hộ thì lập mấy tổ chăm hoa?")
    assert "một tổ" in below.text
    assert "hai tổ" in ask(assistant, "Thôn có từ 100 hộ trở lên thì lập mấy tổ chăm hoa?").text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Dụng cụ, đồ chăm hoa là những dụng cụ nào?", "kéo, găng tay"),
        ("Chậu treo là gì?", "Chậu treo là chậu không đặt trên đất.\nTheo"),
    ],
)
def test_a_definition_is_found_over_blanks_and_numbers_of_every_kind(
    assistant: Assistant, question: str, told: str
) -> None:
    assert told in ask(assistant, question).text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Mỗi tổ chăm hoa được cấp mấy máy bơm?", "một máy bơm"),
        ("Con đến mấy tuổi thì người chăm hoa được nghỉ tưới buổi trưa?", "36 tháng tuổi"),
        ("Máy bơm được cấp cho tổ nào?", "tổ chăm hoa"),
    ],
)
def test_what_counts_is_told_from_what_only_looks_like_it(
    assistant: Assistant, question: str, told: str
) -> None:
    assert told in ask(assistant, question).text


def test_who_rules_on_how_something_is_done_does_not_do_it(assistant: Assistant) -> None:
    text = ask(assistant, "Ai thu hồi máy bơm?").text
    assert "Trưởng thôn" in text
    assert "Chính phủ" not in text


@pytest.mark.parametrize("question", ["Người chăm hoa là gì?", "Quy định chăm hoa ở cơ sở là gì?"])
def test_what_is_only_used_is_not_explained(assistant: Assistant, question: str) -> None:
    answer = ask(assistant, question)
    assert answer.status == "refused"
    assert "giải thích" in answer.text


def test_what_is_told_of_something_is_no_meaning(assistant: Assistant) -> None:
    assert ask(assistant, "Nghĩa vụ của người chăm hoa là gì?").status == "answered"


def test_what_is_denied_is_not_answered_by_what_affirms_it(assistant: Assistant) -> None:
    text = ask(assistant, "Máy bơm không bị thu hồi khi nào?").text
    assert "mùa khô" in text
    assert "đủ nước" not in text
