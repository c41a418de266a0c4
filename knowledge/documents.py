"""The nouns: documents, their numbers, the references between them, passages, hits and answers.

All offsets count characters of `Document.text`, which is in NFC; a span is [start, end).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number as written and taken apart: «18 -CT/TU» is serial 18, type mark CT, issuer mark TU.

    `normalised` is the one written form («18-CT/TU», «16/CT-TTg», «59/2023/NĐ-CP»); a number known by its
    serial only has neither mark and is normalised to the serial.
    """

    written: str
    normalised: str
    serial: str
    year: int | None = None
    type_mark: str | None = None
    issuer_mark: str | None = None


class Validity(StrEnum):
    """What the indexed documents tell about a document's force; unknown unless a sentence says otherwise."""

    IN_FORCE = "còn hiệu lực"
    EXPIRED = "hết hiệu lực"
    DRAFT_REPLACEMENT = "có dự thảo thay thế"
    UNKNOWN = "chưa rõ"


class RelationKind(StrEnum):
    """How one document bears on another, read from the newer to the older."""

    IMPLEMENTS = "triển khai"
    CONTINUES = "tiếp tục thực hiện"
    REPLACES = "thay thế"
    AMENDS = "sửa đổi, bổ sung"
    REPEALS = "bãi bỏ"
    DRAFT_REPLACES = "dự thảo thay thế"
    REVIEWS = "sơ kết, tổng kết"
    BASED_ON = "căn cứ"
    CITES = "dẫn"


class DocumentKind(StrEnum):
    """Whether we hold a document itself, a report that speaks of documents, or our own digest of one."""

    FULL_TEXT = "toàn văn"
    REPORT = "bài viết"
    DIGEST = "bản tóm lược"


@dataclass(frozen=True, slots=True)
class Document:
    """One source file: its text, what of it is the article (the rest is page chrome), and its metadata.

    `number`, `type`, `issuer` and `issued` are the document's own and are set only where it is held in full.
    `reported` and `place` date and place a report; None where the source does not say.
    """

    id: str
    source: str
    text: str
    body: tuple[Span, ...]
    title: str
    kind: DocumentKind
    sha256: str
    number: DocumentNumber | None = None
    type: str | None = None
    issuer: str | None = None
    issued: date | None = None
    reported: date | None = None
    place: str | None = None
    author: str | None = None
    origin: str | None = None
    """Where the file says that it comes from: a page, a newspaper, another document."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a document inside a text (or a question); what the text does not say is None.

    `spans` tells where each known field was read («number», «type», «issuer», «issued», «term», «title», «locator»);
    a field without a span was concluded (the type from the mark, the issuer's place from the report's).
    """

    start: int
    end: int
    number: DocumentNumber | None = None
    type: str | None = None
    issuer: str | None = None
    """The issuing body as shown to an officer, with its place where known: «Ban Thường vụ Tỉnh ủy Lào Cai»."""
    issuer_now: str | None = None
    """The body's later name where the text gives it: «Huyện ủy Sa Pa (nay là Thị ủy Sa Pa)»."""
    place: str | None = None
    """Province, district or commune of a local issuer."""
    issued: date | None = None
    year: int | None = None
    term: str | None = None
    """The issuing body's term, in its Roman or Arabic numeral: «XI»."""
    title: str | None = None
    locator: str | None = None
    """The part that is referred to: «Điều 5, khoản 2»."""
    spans: Mapping[str, Span] = field(default_factory=dict)
    in_body: bool = True
    """False in page chrome (menus, side bars): such a document is not cited by the article."""
    own: bool = False
    """True for the number a document bears in its own heading."""
    draft: bool = False
    """True for a draft («dự thảo Quy định về …»): nothing has been issued yet."""
    antecedent: int | None = None
    """Index, in the same list, of the full mention that a short one («Chỉ thị trên») stands for."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing retrieved and cited: `document.text[start:end]`."""

    id: int
    document_id: str
    ordinal: int
    start: int
    end: int
    locator: str
    """Where it stands, in the document's own terms: «Điều 5, khoản 2», «đoạn 3», «trang 2, đoạn 1»."""
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage, its score (higher is better; comparable within one query only) and why it came."""

    passage: Passage
    score: float
    why: str
    near: float = 0.0
    """Cosine of its vector with the question's; 0 where it is not among the nearest."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The exact text that proves one field of a register entry."""

    field: str
    quote: str
    source: str
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """One document's bearing on another, with the sentence that says so.

    `outward` is True where the entry that holds it acts on `other` (it replaces it), False where `other`
    acts on it (it is replaced).
    """

    kind: RelationKind
    outward: bool
    other: str
    """Key of the other register entry."""
    number: str
    """How the other document is shown: its number, or its type and title."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A document known by citation, whether or not its text is held. Unknown parts are None."""

    key: str
    number: str | None
    type: str | None
    issuer: str | None
    issued: date | None
    title: str | None
    validity: Validity = Validity.UNKNOWN
    held: bool = False
    year: int | None = None
    """Year of issue where only that is known."""
    place: str | None = None
    """Province or district whose body issued it; None for central documents and where unknown."""
    issuer_now: str | None = None
    """The issuing body's later name, where a source gives it («Huyện ủy Sa Pa», now «Thị ủy Sa Pa»)."""
    term: str | None = None
    """The issuing body's term of office, as its numeral: «XI»."""
    validity_seen: date | None = None
    """The day of the source that tells of the validity: what became of the document later is not known."""
    other_titles: tuple[str, ...] = ()
    """Further titles under which sources cite it."""
    relations: tuple[Relation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    documents: tuple[str, ...] = ()
    """Ids of the documents that cite or hold it, in order of first mention."""

    def name(self) -> str:
        """How an officer would say it: «Chỉ thị số 18-CT/TU», «Đề án số 17», «Luật Tiếp công dân»."""
        if self.number and self.type:
            return f"{self.type} số {self.number}"
        if self.number:
            return f"Văn bản số {self.number}"
        return " ".join(part for part in (self.type, f"“{self.title}”" if self.title else None) if part)

    def issued_by(self) -> str | None:
        """The issuing body with its term and its later name: «Huyện ủy Sa Pa (nay là Thị ủy Sa Pa)»."""
        if not self.issuer:
            return None
        term = f" khóa {self.term}" if self.term else ""
        now = f" (nay là {self.issuer_now})" if self.issuer_now else ""
        return f"{self.issuer}{term}{now}"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source shown with an answer: `document.text[start:end] == quote`, to the letter."""

    document_id: str
    source: str
    title: str
    locator: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation carries from one answer to the next, so that «nó» and «thế còn …» have a meaning."""

    question: str = ""
    entries: tuple[str, ...] = ()
    """Keys of the register entries that the last answer named, best first."""
    choices: tuple[str, ...] = ()
    """Keys offered when the last answer asked back, in the order shown."""
    places: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    """Ids of the documents that the last answer was read from, numbered or not."""
    told: str = ""
    """The sentence that the last answer told, in which «sở đó» has its name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to a user: verified text, the documents it names and the passages that prove it."""

    status: Literal["answered", "refused", "clarify"]
    text: str
    documents: tuple[RegisterEntry, ...] = ()
    citations: tuple[Citation, ...] = ()
    warnings: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    model: str | None = None
    prompt: str | None = None
    """Name and version of the prompt that a model was given; None where none was."""
    elapsed_ms: float = 0.0
    memory: Memory = field(default_factory=Memory)
