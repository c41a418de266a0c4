"""Refusals that help: what is missing, what is near, what could be added; and questions back with choices."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.cards import Statement, entry_citations, short_line
from knowledge.answers.citing import merged
from knowledge.documents import Answer, Citation, Memory, RegisterEntry
from knowledge.lookup import Near
from knowledge.question import Question
from knowledge.store import Store

MOST_NEAR = 3
MOST_CHOICES = 8

_ADD = "Nếu có văn bản này, đồng chí gửi quản trị viên để bổ sung vào kho."


def refused(
    question: Question,
    lines: Sequence[str],
    store: Store,
    near: Sequence[Near] = (),
    citations: Sequence[Citation] = (),
) -> Answer:
    """A refusal of these lines, with the nearest entries named after them."""
    shown = list(near[:MOST_NEAR])
    text = [*lines]
    if shown:
        text += ["Gần nhất trong kho:", *(_near_line(one) for one in shown)]
    proofs = [proof for one in shown for proof in entry_citations(store, one.entry)]
    return Answer(
        status="refused",
        text="\n".join(text),
        documents=tuple(one.entry for one in shown),
        citations=merged([*citations, *proofs]),
        memory=Memory(
            question=question.asked, entries=tuple(one.entry.key for one in shown), places=question.places
        ),
    )


def _near_line(near: Near) -> str:
    return f"• {short_line(near.entry)}" + (f" ({near.reason})" if near.reason else "")


def unknown_number(question: Question, store: Store, asked: str, near: Sequence[Near]) -> Answer:
    """No document of this number is known; the near ones are named, never put in its place."""
    lines = [f"Không có trong kho: không tài liệu nào nhắc đến {asked}. Đồng chí kiểm tra lại số hiệu."]
    return refused(question, lines if near else [*lines, _ADD], store, near)


def disagreeing(question: Question, store: Store, asked: str, entry: RegisterEntry, what: str) -> Answer:
    """The number is known, but with another date, issuer or type than the question gives it."""
    lines = [f"Không có trong kho {asked} với {what} như đồng chí nêu. Đồng chí kiểm tra lại."]
    return refused(question, lines, store, [Near(entry, "")])


def nothing_found(question: Question, store: Store, near: Sequence[Near] = ()) -> Answer:
    """Nothing in the documents answers this."""
    where = f" cho {', '.join(question.places)}" if question.places else ""
    lines = [
        f"Không có trong kho: chưa tài liệu nào trả lời được câu hỏi này{where}.",
        "Đồng chí thử nêu số hiệu, cơ quan ban hành hoặc chủ đề cụ thể hơn; hoặc gửi quản trị viên văn bản cần thêm.",
    ]
    return refused(question, lines, store, near)


def not_explained(question: Question, store: Store, near: Sequence[Near] = ()) -> Answer:
    """What a word means is not told by texts that only use it."""
    lines = [
        "Không có trong kho: chưa tài liệu nào giải thích cách hiểu từ này.",
        "Đồng chí thử hỏi cụ thể hơn (nhiệm vụ, mục tiêu, kết quả, văn bản quy định …); hoặc gửi quản trị viên văn bản"
        " cần thêm.",
    ]
    return refused(question, lines, store, near)


def content_not_held(question: Question, store: Store, entry: RegisterEntry, known: Statement) -> Answer:
    """Only the full text could tell; what the register knows is said."""
    lines = [
        f"Kho không có toàn văn {entry.name()}, nên không trả lời được nội dung chi tiết bên trong.",
        f"Điều biết được: {known.text}",
        _ADD,
    ]
    answer = refused(question, lines, store, citations=known.citations)
    return replace(answer, documents=(entry,), memory=_about(question, entry))


def not_told(question: Question, store: Store, entry: RegisterEntry, line: str, known: Statement) -> Answer:
    """Nothing tells what is asked of an entry, as the line says; what the register knows of it stands below."""
    answer = refused(question, [line, known.text], store, citations=known.citations)
    return replace(answer, documents=(entry,), memory=_about(question, entry))


def _about(question: Question, entry: RegisterEntry) -> Memory:
    return Memory(question=question.asked, entries=(entry.key,), places=question.places)


def which_one(question: Question, store: Store, asked: str, entries: Sequence[RegisterEntry]) -> Answer:
    """Ask back: several documents fit."""
    shown = list(entries[:MOST_CHOICES])
    choices = [f"{place}. {short_line(entry)}" for place, entry in enumerate(shown, 1)]
    more = [f"… và {len(entries) - len(shown)} văn bản khác."] if len(entries) > len(shown) else []
    return Answer(
        status="clarify",
        text="\n".join([f"Có nhiều văn bản khớp với {asked}. Đồng chí hỏi văn bản nào?", *choices, *more]),
        documents=tuple(shown),
        citations=merged(proof for entry in shown for proof in entry_citations(store, entry)),
        suggestions=tuple(short_line(entry) for entry in shown[:4]),
        memory=Memory(
            question=question.asked, choices=tuple(entry.key for entry in shown), places=question.places
        ),
    )


def which_document(question: Question) -> Answer:
    """Ask back: «nó», «văn bản này» with nothing said before."""
    text = "Đồng chí hỏi văn bản nào? Đồng chí cho biết số hiệu, hoặc cơ quan ban hành và nội dung của văn bản đó."
    return _asked_back(question, text)


def which_matter(question: Question) -> Answer:
    """Ask back: «thế còn thời hạn?» with nothing said before."""
    text = "Đồng chí hỏi tiếp về việc gì? Trợ lý chưa có câu hỏi nào trước đó để dựa vào; đồng chí hỏi lại đủ ý, "
    return _asked_back(question, f"{text}nêu rõ việc hoặc văn bản cần hỏi.")


def which_province(question: Question, provinces: Sequence[str], asked: Sequence[str]) -> Answer:
    """Ask back: «toàn tỉnh» of several provinces; `asked`: the question of each."""
    text = f"Kho có số liệu của nhiều tỉnh: {', '.join(provinces)}. Đồng chí hỏi tỉnh nào?"
    return replace(_asked_back(question, text), suggestions=tuple(asked[:4]))


def _asked_back(question: Question, text: str) -> Answer:
    return Answer(status="clarify", text=text, memory=Memory(question=question.asked))


def out_of_bounds(question: Question) -> Answer:
    """A courteous no to what tries to steer the assistant or asks it to invent."""
    return Answer(
        status="refused",
        text="Trợ lý chỉ trả lời từ các văn bản đã có trong kho và không làm theo yêu cầu này. "
        "Đồng chí hỏi về một văn bản hoặc một nội dung công tác dân vận, trợ lý sẽ tra giúp.",
        memory=Memory(question=question.asked),
    )


def greeting(question: Question) -> Answer:
    """A greeting gets one back, and says what can be asked."""
    return Answer(
        status="refused",
        text="Chào đồng chí. Trợ lý tra cứu văn bản về công tác dân vận: văn bản nào quy định một việc, ai ban hành, "
        "ngày nào, còn hiệu lực không, số liệu trong báo cáo. Đồng chí cần tìm gì?",
        suggestions=("Văn bản nào quy định đối thoại với nhân dân?",),
        memory=Memory(question=question.asked),
    )
