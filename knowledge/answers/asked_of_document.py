"""What a question about a document asks: a field of its card, something inside it, what came of it, another one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.cards import name_line
from knowledge.answers.coverage import Topic, covered
from knowledge.answers.governing import called
from knowledge.answers.inside import asks_signer
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.document_types import NAMED
from knowledge.documents import RegisterEntry
from knowledge.question import Question

CARD_TELLS = 0.5
"""Share of a question's words beside the number that a card must cover, for the card to be its answer."""
_FIELDS = (
    (
        "issued",
        "ngày ban hành",
        ("ngay nao", "ngay may", "khi nao", "bao gio", "nam nao", "ngay ban hanh", "thang nao"),
    ),
    ("issuer", "cơ quan ban hành", ("ai ban hanh", "co quan nao", "cap nao", "cua ai", "noi nao ban hanh")),
    ("term", "khóa", ("khoa nao", "khoa may", "khoa bao nhieu")),
    (
        "title",
        "trích yếu",
        ("trich yeu", "ve viec gi", "ve van de gi", "noi dung gi", "ten day du", "ten la gi", "ten goi"),
    ),
)
CARD_WORDS = (
    "ngay",
    "thang",
    "nam",
    "noi dung",
    "co quan",
    "cap nao",
    "van de",
    "trich yeu",
    "ten",
    "ten day du",
    "bao cao",
    "khoa",
    "cu",
    "duoc thong qua",
)
"""Words that ask for a card's fields and are no topic."""
_ISSUING = re.compile(
    r"\b(?:ban hanh|duoc thong qua|ky|ra(?! sao)|so may|so hieu|trich yeu|viec gi|cua ai|co quan nao)\b"
)
"""Asks for the day of the document itself, not of something in it."""
_AROUND = re.compile(
    r"\bsau \d+ nam\b|\bket qua (?:gi|nao|ra sao|the nao)\b"
    r"|\b(?:han che|ton tai|khuyet diem|kinh nghiem|bai hoc|kho khan|vuong mac|thuan loi|nguyen nhan)\b"
)
_ANOTHER = re.compile(r"\b(?:tra loi|phuc dap|theo|dan|neu|nhac den|nhan duoc|de nghi)\b.* (?:nao|gi)\b")
_OTHER = re.compile(
    rf"\b(?:van ban|vb|{NAMED}|dieu)"
    r"(?: so)? (?:nao|gi|may|j)\b"
)
"""Asks for another document or what of it: the «sửa đổi» of a title asks for none."""
_IS_WHAT = re.compile(
    r"\bla (?:luat|van ban|nghi dinh|thong tu|quyet dinh)? ?(?:gi|nao)\b|\bve (?:viec |van de )?gi\b"
)
"""Asks what a document is beside what its form tells: «là luật gì, có hiệu lực từ ngày nào»."""
_FROM_WHEN = re.compile(
    r"\b(?:hieu luc|hl) (?:thi hanh )?(?:ke )?(?:tu |vao |khi )*(?:ngay|khi|bao gio|luc|thang|nam)(?: nao| may)?\b"
)
_HELD = re.compile(
    r"\b(?:toan van|ban day du|ban goc)\b.*\b(?:khong|chua|ko)\b|\bco\b.*\btrong kho (?:khong|chua|ko)\b"
    r"|^(?:trong )?kho (?:minh |ta |nay )?co\b.*\b(?:khong|chua|ko)\W*$"
)
_OWNER = re.compile(
    r"\b(?:cua|do) (?:co quan|(?:tinh|thi|thanh|huyen|dang) uy|tinh|huyen|xa|bo|ban|uy ban)\b(?: [a-z]+)? ?nao\b"
    r"|\b(?:cua|do) ai\b|\bai ban hanh\b"
)
_INSIDE = re.compile(
    r"\b(?:dieu|khoan|diem|chuong|phu luc|mau so) (?:so )?\d"
    r"|\b(?:may|bao nhieu|nhung) (?:dieu|chuong|khoan|phan|noi dung|nhiem vu)\b"
    r"|\b(?:muc|thang) (?:chi|phi|phat|ho tro|phu cap|diem)\b"
    r"|\b(?:toan van|chi tiet|cu the|gom|ai ky|nguoi ky|dat ra|chi tieu)\b"
    r"|\b(?:giao|yeu cau|quy dinh) (?:nhiem vu|nhung gi|gi cho)\b"
    r"|\bap dung (?:cho|voi|doi voi) (?:nhung |cac )?(?:ai|doi tuong|co quan nao|nguoi nao|to chuc nao)\b"
    r"|\bdoi tuong ap dung\b|\bpham vi (?:dieu chinh|ap dung)\b"
)
"""What is told by a document's own text and never by its title."""


def card_tells(
    sources: Sources, question: Question, entry: RegisterEntry, asking: Sequence[str] = ()
) -> bool:
    """Whether what is asked beside the number is about the document itself and not about some event around it.

    `asking`: further words that are no topic.
    """
    weighed = beside_name(sources, question, entry, asking)
    return weighed.empty or covered(weighed, name_line(entry), *entry.other_titles) >= CARD_TELLS


def beside_name(
    sources: Sources, question: Question, entry: RegisterEntry, asking: Sequence[str] = ()
) -> Topic:
    """What a question asks beside a document's number, names and the fields of its card."""
    names = (*CARD_WORDS, *asking, *called(entry))
    return sources.weighed(question, topic_runs(question, question.bodies, names))


def asks_card(question: Question) -> bool:
    """Whether its number, day, issuer or title is asked for, in whatever other words."""
    return asks_field(question) or asks_issuing(question) or asks_what_it_is(question)


def asks_field(question: Question) -> bool:
    """Whether one of the fields of a card is asked for by name."""
    return bool(asked_fields(question))


def asks_whether_held(question: Question) -> bool:
    """Whether it is asked if the whole text is held: «… có toàn văn trong kho không», which every card tells."""
    return _HELD.search(question.folded) is not None


def asks_more_than_force(question: Question) -> bool:
    """Whether a field of the card is asked for beside its force: the day of «có hiệu lực từ ngày nào» is none."""
    rest = _FROM_WHEN.sub(" ", question.folded)
    return asks_field(replace(question, folded=rest))


def asks_from_when(question: Question) -> bool:
    """Whether it is asked from when a document is in force."""
    return _FROM_WHEN.search(question.folded) is not None


def asked_fields(question: Question) -> list[tuple[str, str]]:
    """The fields of a card that are asked for by name, each as the register and as an officer calls it."""
    return [(name, said) for name, said, cues in _FIELDS if any(cue in question.folded for cue in cues)]


def asks_issuing(question: Question) -> bool:
    """Whether it is the issuing of the document itself that is asked about, not something in it."""
    return _ISSUING.search(question.folded) is not None


def asks_what_it_is(question: Question) -> bool:
    """Whether it is asked what a document is: «là luật gì», «về việc gì»."""
    return _IS_WHAT.search(question.folded) is not None


def asks_owner(question: Question) -> bool:
    """Whether beside a relation the issuer is asked: «Kế hoạch 555-KH/TU của Tỉnh ủy nào, triển khai văn bản gì»."""
    return _OWNER.search(question.folded) is not None


def asks_other(question: Question) -> bool:
    """Whether another document is asked for, or what of it."""
    return _OTHER.search(question.folded) is not None


def asks_named_there(question: Question) -> bool:
    """Whether a document is asked for that this one names: «trả lời công văn nào của Ban …»."""
    return _ANOTHER.search(question.folded) is not None


def asks_inside(question: Question) -> bool:
    """Whether an article, an amount or a signature is asked for: never told by a title."""
    return _INSIDE.search(question.folded) is not None or asks_signer(question)


def asks_around(question: Question) -> bool:
    """Whether it is asked what came of something, which no title tells: results, shortcomings, lessons."""
    return _AROUND.search(question.folded) is not None
