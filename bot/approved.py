"""Answers that an admin stands for: given for a question from then on, shown as such, until what they cite changes."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot import answers, audit
from bot.chat import ChatMessage, Reply
from bot.desk import Desk, say
from bot.library import Library
from bot.state import State, replacing
from knowledge.documents import Answer, Citation, Memory, RegisterEntry
from knowledge.spelling import SYLLABLE, fold, nfc

MOST_PROOFS = 2
LONGEST_PROOF = 1_600
"""Passages, and characters of one, that stand behind an answer written by an admin."""
APPROVED = "Câu trả lời đã được quản trị viên duyệt."
HOW = (
    "Đồng chí trả lời (reply) đúng tin trả lời của trợ lý rồi gõ /duyet để duyệt nguyên câu trả lời ấy, hoặc"
    " /duyet kèm lời soạn lại. Nguồn của câu trả lời được giữ nguyên; câu chưa có nguồn thì kèm những đoạn gần nhất"
    " trong kho."
)
NO_PROOF = "Câu trả lời này không có nguồn nên chưa duyệt được: câu được duyệt bao giờ cũng kèm trích dẫn."
DONE = "Đã duyệt. Ai hỏi câu này sẽ được câu trả lời đã duyệt, tới khi văn bản được dẫn thay đổi."
WITHDRAWN = "Đã bỏ duyệt câu này."
NOT_APPROVED = "Câu này chưa được duyệt."
_COLUMNS = "question, text, citations, validity"


@dataclass(frozen=True, slots=True)
class Approved:
    """A question as it was asked, the text that an admin stands for, and the words that prove it.

    `validity` holds, by document number, what the register said of it on that day.
    """

    question: str
    text: str
    citations: tuple[Citation, ...]
    validity: dict[str, str]


def approve(desk: Desk, message: ChatMessage) -> Reply:
    """/duyet under an answer: this one, or the words written behind the command, with that answer's sources."""
    found = answers.behind(desk.state, message.chat, message.replied) if message.replied else None
    if found is None or message.group:
        return say(HOW)
    said, library = found[1], desk.library()
    text = message.text.strip()
    proofs = said.citations or (nearest(library, f"{said.question} {text}") if text else ())
    if not proofs:
        return say(NO_PROOF)
    answer = library.ask_plain(said.question, said.before)
    text = text or answer.text
    validity = validity_of(library, answer.documents, proofs)
    kept = Approved(said.question, text, proofs, validity)

    def keep() -> None:
        stand_for(desk, message.person, [kept])

    return Reply(say(DONE, f"Nguồn kèm theo: {named(proofs)}").blocks, keep=keep)


def stand_for(desk: Desk, person: str, kept: Sequence[Approved]) -> None:
    """Keep what an admin stands for: one answer, for each wording of its question."""
    for one in kept:
        _keep(desk.state, one, person, desk.now())
    audit.note(desk.state, desk.now(), person, "duyệt câu trả lời", kept[0].question)


def named(proofs: Sequence[Citation]) -> str:
    """The sources, each once."""
    return "; ".join(dict.fromkeys(f"{one.title}, {one.locator}" for one in proofs))


def validity_of(
    library: Library, entries: Sequence[RegisterEntry], proofs: Sequence[Citation]
) -> dict[str, str]:
    """By register key what is said today of the validity of those entries and of the documents that are cited."""
    documents = [library.store.documents.get(one.document_id) for one in proofs]
    numbers = {one.number.normalised for one in documents if one and one.number}
    cited = [one for one in library.register.entries if one.held and one.number in numbers]
    return {entry.key: str(entry.validity) for entry in (*entries, *cited)}


def nearest(library: Library, words: str, most: int = MOST_PROOFS) -> tuple[Citation, ...]:
    """The passages that speak of it most, for an answer that the documents do not give by themselves."""
    hits = library.retriever.search(words, most)
    found = [(hit.passage, library.store.documents[hit.passage.document_id]) for hit in hits]
    return tuple(
        Citation(
            document.id,
            document.source,
            document.title,
            passage.locator,
            passage.text,
            passage.start,
            passage.end,
        )
        for passage, document in found
        if len(passage.text) <= LONGEST_PROOF
    )


def withdraw(desk: Desk, message: ChatMessage) -> Reply:
    """/boduyet under an answer: nobody stands for it any more."""
    found = answers.behind(desk.state, message.chat, message.replied) if message.replied else None
    id_ = key(found[1].question) if found else ""
    if not found or not desk.state.row("SELECT 1 FROM approved WHERE id = ?", (id_,)):
        return say(NOT_APPROVED if found else HOW)

    def keep() -> None:
        desk.state.write("DELETE FROM approved WHERE id = ?", (id_,))
        audit.note(desk.state, desk.now(), message.person, "bỏ duyệt câu trả lời", found[1].question)

    return Reply(say(WITHDRAWN).blocks, keep=keep)


def answer_for(state: State, library: Library, question: str, before: Memory) -> Answer | None:
    """The approved answer to a question in the same words, marks apart; None where there is none, or it lapsed.

    What leans on the conversation (`before`) is another question each time, and has none.
    """
    row = state.row(f"SELECT {_COLUMNS} FROM approved WHERE id = ?", (key(question),))  # noqa: S608
    kept = _read(row) if row else None
    if kept is None or not still_holds(kept, library) or library.assistant.leans(question, before):
        return None
    now = library.ask_plain(question, Memory())
    return replace(
        now,
        status="answered",
        text=kept.text,
        citations=kept.citations,
        warnings=(APPROVED, *now.warnings),
        model=None,
    )


def every(state: State) -> list[tuple[Approved, str, float]]:
    """All that admins stand for, the latest first: what, who and when (seconds since the epoch)."""
    sql = f"SELECT {_COLUMNS}, person, at FROM approved ORDER BY at DESC, id"  # noqa: S608
    return [(_read(tuple(row)), person, at) for *row, person, at in state.rows(sql)]


def _read(row: Sequence[Any]) -> Approved:
    question, text, citations, validity = row
    return Approved(
        question, text, tuple(Citation(**one) for one in json.loads(citations)), json.loads(validity)
    )


def still_holds(kept: Approved, library: Library) -> bool:
    """Whether every quotation stands where it stood and no document's validity has changed."""
    documents = library.store.documents
    quoted = all(
        one.document_id in documents and documents[one.document_id].text[one.start : one.end] == one.quote
        for one in kept.citations
    )
    now = {entry.key: str(entry.validity) for entry in library.register.entries}
    return quoted and all(now.get(key) == value for key, value in kept.validity.items())


def _keep(state: State, kept: Approved, person: str, at: float) -> None:
    citations = json.dumps([asdict(one) for one in kept.citations], ensure_ascii=False)
    validity = json.dumps(kept.validity, ensure_ascii=False)
    state.write(
        replacing("approved", 1, "id, question, text, citations, validity, person, at"),
        (key(kept.question), kept.question, kept.text, citations, validity, person, at),
    )


def key(question: str) -> str:
    """What two typings of one question share: syllables without marks, numbers with their places."""
    return " ".join(SYLLABLE.findall(fold(nfc(question))))
