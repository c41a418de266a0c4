"""A passage's sentences, each with what leads to it: all that can be known of them before a question is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.answers.coverage import is_word
from knowledge.answers.going_on import goes_on
from knowledge.answers.labels import Labels, labels
from knowledge.answers.surroundings import below_headings, is_heading, is_shouted, lead
from knowledge.answers.tables import header_of
from knowledge.documents import Document, Span
from knowledge.sentences import sentences
from knowledge.spelling import SYLLABLE, fold

_BLANK = re.compile(
    r"\.{5,}|…{2,}|_{4,}|-{4,}|^\W*(?:Nguồn|Nơi nhận)\s*:|CỘNG\s+H[OÒ]|\((?:ký|ghi) (?:tên|rõ)"
)
"""A form to be filled in, a rule across the page, where a copy comes from: nothing that answers."""
_SCOPE = re.compile(
    r"\W*(?:\d{1,2}\.\s*)?(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư|Quy định|Quy chế|Hướng dẫn"
    r"|Kế hoạch) này\s+(?:quy định|hướng dẫn|điều chỉnh|áp dụng|sửa đổi)\b"
)
"""Says what a document is about: its title over again, and no answer to what stands in it."""
_PREAMBLE = re.compile(
    r"\W*Căn cứ (?:vào )?(?:Hiến pháp|(?:Bộ )?Luật|Pháp lệnh|Nghị (?:định|quyết)|Quyết định|Thông (?:tư|báo|tri)|Chỉ thị"
    r"|Kế hoạch|Hướng dẫn|Kết luận|Công văn)\b"
    r"|\W*(?:Quốc hội|Chính phủ|Ủy ban [Tt]hường vụ Quốc hội|Bộ trưởng[^.]{,80}) ban hành"
    r" (?:Luật|Bộ luật|Pháp lệnh|Nghị|Thông tư)"
)
"""What a document rests on, and that it is issued; it rules nothing itself."""
SHOUTED = 0.4
"""Share of capitals above which a sentence is a letterhead or a title."""
_CASE = re.compile(
    r"\W*(?:\d{1,2}[a-zđ]?\.|[a-zđ]\d?\))?\s*(?:(?:Đối với|Trong) )?[Tt]rường hợp (?P<case>[^,;:]{4,160}?)"
    r"(?=[,;:]| thì\b| (?:theo )?quy định\b)"
)
"""Opens what is ruled for one case only: «Trường hợp đấu giá theo thủ tục rút gọn quy định tại Điều 53 …»."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what leads to it and its innermost heading, with what each of the three numbers or grades."""

    span: Span
    text: str
    lead: str
    heading: str
    labels: tuple[Labels, Labels, Labels]
    is_scope: bool
    """Whether it says what its document is about: the title over again, no answer to what stands in it."""
    is_preamble: bool
    """Whether it says what its document rests on: it rules nothing itself."""
    case: frozenset[tuple[str, str]]
    """The known words, folded, of the case that it or the line above it opens with; empty where it rules for all."""


@lru_cache(maxsize=512)
def read_sentences(document: Document, span: Span, heading: str) -> tuple[Sentence, ...]:
    """Sentences of a passage that may answer something: no headings, letterheads or forms to be filled in."""
    return tuple(_read(document, span, heading.rsplit(" > ", maxsplit=1)[-1]))


def _read(document: Document, passage: Span, heading: str) -> Iterator[Sentence]:
    previous, ended = "", passage.start
    for whole in sentences(document.text, passage):
        span = below_headings(document.text, whole)
        text = span.of(document.text)
        before = lead(document, span.start)
        if "\n" in document.text[ended : span.start]:
            previous = ""
        if goes_on(text, previous):
            before = f"{previous}\n{before}"
        head = header_of(document.text, span)
        if head:
            before = f"{head.of(document.text)}\n{before}"
        previous, ended = text, span.end
        blank = _BLANK.search(whole.of(document.text)) is not None
        if not (blank or is_heading(document, span, heading) or is_shouted(text, SHOUTED)):
            numbered = (labels(fold(text)), shared_labels(before), shared_labels(heading))
            scope, preamble = _SCOPE.match(text) is not None, _PREAMBLE.match(text) is not None
            case = _case(text) or _case(before.split("\n", 1)[0])
            yield Sentence(span, text, before, heading, numbered, scope, preamble, case)


def _case(text: str) -> frozenset[tuple[str, str]]:
    opens = _CASE.match(text)
    said = SYLLABLE.findall(opens["case"].lower()) if opens else []
    return frozenset((fold(u), fold(v)) for u, v in pairwise(said) if is_word(u, v))


@lru_cache(maxsize=1024)
def shared_labels(shared: str) -> Labels:
    """What a line numbers that many sentences stand under."""
    return labels(fold(shared))
