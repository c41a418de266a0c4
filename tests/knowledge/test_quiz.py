"""Questions for training: proven, unambiguous, and no wrong choice that any document makes right."""

import re
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from bot.composition import LiveLibrary
from bot.settings import Settings
from emulators.serving import Index
from knowledge.answers.citing import vietnamese_date
from knowledge.claims import normal_text
from knowledge.documents import RegisterEntry
from knowledge.quiz.making import choose, make_questions
from knowledge.quiz.questions import LONGEST_OPTION, LONGEST_TEXT, QuizKind, QuizQuestion
from knowledge.store import Store
from knowledge.verification import verify

PAPERS = {
    "bao-cao.txt": (
        "Kết quả thực hiện công tác dân vận tỉnh Hà Giang năm 2020\n\n"
        "Tỉnh ủy Hà Giang đã ban hành Kế hoạch số 31-KH/TU ngày 04/3/2016 về “nâng cao chất lượng công tác dân vận ở thôn"
        " bản” để triển khai thực hiện Chỉ thị số 12-CT/TW ngày 07/01/2015 của Bộ Chính trị về “đẩy mạnh việc lắng nghe ý"
        " kiến của nhân dân”.\n"
        "Quyết định số 77-QĐ/TW ngày 25/02/2010 của Ban Bí thư về “quy chế phối hợp trong hệ thống chính trị”.\n"
        "Chỉ thị số 05-CT/TU ngày 11/5/2012 của Tỉnh ủy Tuyên Quang về “chăm lo đời sống đồng bào vùng lòng hồ”.\n"
        "Chỉ thị số 08-CT/TU ngày 19/8/2013 của Tỉnh ủy Cao Bằng về “giữ gìn bản sắc văn hóa các dân tộc”.\n"
        "Chỉ thị số 03-CT/TU ngày 21/9/2014 của Tỉnh ủy Bắc Kạn về “bảo đảm nước sạch cho học sinh bán trú”.\n"
        "Nghị quyết số 18-NQ/HU ngày 15/6/2017 của Huyện ủy Mèo Vạc về “phát triển mô hình dân vận khéo giai đoạn mới”.\n"
        "Hướng dẫn số 09-HD/BDVTU ngày 20/10/2018 của Ban Dân vận Tỉnh ủy Hà Giang về “xây dựng tổ dân vận ở cơ sở”.\n"
        "Thực hiện “Dân biết, dân bàn, dân làm, dân kiểm tra, dân thụ hưởng” và “Gần dân, hiểu dân, học dân, tin dân”.\n"
        "Trong năm 2020 toàn tỉnh Hà Giang xây dựng được 245 mô hình dân vận khéo ở các thôn bản vùng cao.\n"
        "Đến hết năm 2020 huyện Mèo Vạc đã nhân rộng 118 mô hình dân vận khéo trong lĩnh vực phát triển kinh tế.\n"
        "Riêng huyện Đồng Văn công nhận 96 mô hình.\n"
        "Năm 2020 lực lượng vũ trang tỉnh Hà Giang tham gia xây dựng 57 mô hình dân vận khéo cùng đồng bào biên giới.\n"
        "Năm 2019 các đoàn thể của tỉnh Hà Giang đã vận động hội viên duy trì 132 mô hình dân vận khéo tại các xã.\n"
    ),
    "quy-trinh.txt": (
        "Sổ tay tổ chức đối thoại\n\n"
        "Việc tổ chức hội nghị đối thoại được thực hiện theo trình tự sau đây:\n"
        "a) Lập kế hoạch và chọn chủ đề đối thoại;\n"
        "b) Thông báo công khai thời gian, địa điểm;\n"
        "c) Tiếp thu, trả lời ý kiến tại hội nghị;\n"
        "d) Ban hành thông báo kết luận.\n"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def store(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("papers")
    for name, text in PAPERS.items():
        (folder / name).write_text(text, "utf-8")
    return LiveLibrary(Settings(_env_file=None, danvan_home=index("quiz", [folder]))).current().store


@pytest.fixture(scope="module")
def questions(store: Store) -> tuple[QuizQuestion, ...]:
    return make_questions(store, store.entries)


def of(questions: tuple[QuizQuestion, ...], kind: QuizKind) -> list[QuizQuestion]:
    return [question for question in questions if question.kind is kind]


def test_every_kind_is_made(questions: tuple[QuizQuestion, ...]) -> None:
    assert {question.kind for question in questions} == set(QuizKind) - {QuizKind.WRITTEN, QuizKind.MODEL}


def test_a_figure_is_left_out_of_its_sentence(questions: tuple[QuizQuestion, ...]) -> None:
    found = {question.answer: question for question in of(questions, QuizKind.FIGURE)}
    assert "[…] mô hình dân vận khéo ở các thôn bản" in found["245"].text
    assert set(found["245"].options) == {"245", "118", "132", "57"} or "57" not in found["245"].options
    assert "96" not in found


def test_a_motto_is_completed_with_members_of_other_mottos(questions: tuple[QuizQuestion, ...]) -> None:
    for question in of(questions, QuizKind.MOTTO):
        own, other = (
            ("hiểu dân", "dân làm") if "dân biết" in question.text.lower() else ("dân làm", "hiểu dân")
        )
        assert own not in question.text.lower()
        assert other not in [option for option in question.options if option != question.answer]


def test_steps_are_put_in_order(questions: tuple[QuizQuestion, ...]) -> None:
    (question,) = of(questions, QuizKind.ORDER)
    listed = dict(part.split(". ", 1) for part in question.text.split(": ", 1)[1].split("; "))
    steps = [listed[letter] for letter in question.answer.split(" – ")]
    assert [step[:8] for step in steps] == ["Lập kế h", "Thông bá", "Tiếp thu", "Ban hành"]


def test_the_relation_is_asked_with_choices_that_cannot_be_right(questions: tuple[QuizQuestion, ...]) -> None:
    (question,) = of(questions, QuizKind.RELATION)
    assert "31-KH/TU" in question.answer + question.text
    assert "12-CT/TW" in question.answer + question.text


def test_the_same_library_gives_the_same_questions(store: Store, questions: tuple[QuizQuestion, ...]) -> None:
    assert make_questions(store, store.entries) == questions


def test_a_choice_of_questions_is_spread_and_about_its_topic(questions: tuple[QuizQuestion, ...]) -> None:
    chosen = choose(questions, 8, "", Random(3))
    assert len({question.kind for question in chosen}) == 8
    about = choose(questions, 99, "mo hinh dan van kheo", Random(3))
    assert about
    assert all("mô hình" in f"{question.text} {question.statement}" for question in about)


def check(question: QuizQuestion, store: Store) -> None:
    """What must hold of every question, whatever it was made from."""
    proof = question.proof
    assert proof is not None
    assert store.documents[proof.document_id].text[proof.start : proof.end] == proof.quote
    assert verify(question.statement, [proof.quote]) == [], question.text
    assert 0 < len(question.text) <= LONGEST_TEXT
    assert all(0 < len(option) <= LONGEST_OPTION for option in question.options)
    assert len({normal_text(option) for option in question.options}) == len(question.options)
    wrong = [option for place, option in enumerate(question.options) if place != question.right]
    assert len(wrong) == (1 if question.kind is QuizKind.TRUE_FALSE else 3)
    if question.kind in (QuizKind.ISSUER, QuizKind.DATE, QuizKind.NUMBER):
        holders = [entry for entry in store.entries if _is_asked(question, entry)]
        assert holders, question.text
        told = {fact for entry in holders for fact in _facts(question.kind, entry)}
        assert normal_text(question.answer) in told
        assert not told & {normal_text(option) for option in wrong}, question.text


def _is_asked(question: QuizQuestion, entry: RegisterEntry) -> bool:
    """Whether a question may be about an entry: what it names of type, title, number and date is the entry's."""
    title, quoted = normal_text(entry.title or ""), question.text.partition("“")[2].rpartition("”")[0]
    if not title or title.removeprefix("về ") != normal_text(quoted):
        return False
    if not question.text.removeprefix("Cơ quan nào ban hành ").startswith(entry.type or "?"):
        return False
    if question.kind is QuizKind.DATE:
        return bool(entry.number and entry.number in question.text)
    day = re.search(r"ngày (\d+/\d+/\d+) ", question.text.partition("“")[0])
    return not day or not entry.issued or vietnamese_date(entry.issued) == day[1]


def _facts(kind: QuizKind, entry: RegisterEntry) -> set[str]:
    facts = {
        QuizKind.ISSUER: entry.issuer,
        QuizKind.DATE: vietnamese_date(entry.issued) if entry.issued else None,
        QuizKind.NUMBER: entry.number,
    }
    fact = facts[kind]
    return {normal_text(fact)} if fact else set()


def test_every_question_is_proven_and_no_wrong_choice_is_right(
    store: Store, questions: tuple[QuizQuestion, ...], library: LiveLibrary
) -> None:
    for question in questions:
        check(question, store)
    shipped = library.current()
    for question in shipped.questions():
        check(question, shipped.store)


def test_the_seeds_give_questions_of_most_kinds(index: Index, shared: Path) -> None:
    seeds = LiveLibrary(Settings(_env_file=None, danvan_home=index("seeds", [shared / "seeds"]))).current()
    made = Counter(question.kind for question in seeds.questions())
    assert sum(made.values()) >= 30
    assert len(made) >= 6
    for question in seeds.questions():
        check(question, seeds.store)
