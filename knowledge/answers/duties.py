"""What a body has to do («Sở Nội vụ có trách nhiệm gì?»): all that stands under the line that names it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.answers.actors import ACTOR
from knowledge.answers.articles import Article, fitting
from knowledge.answers.coverage import Topic, covered, spelled_out
from knowledge.answers.marking import UNMARKED, rank
from knowledge.answers.surroundings import is_shouted
from knowledge.answers.units import Place, agrees
from knowledge.documents import Document, Span
from knowledge.places import folded
from knowledge.question import Question
from knowledge.spelling import SYLLABLE, fold

ENOUGH = 0.6
"""Share of the topic that the line, what stands under it and the document's title must cover."""
OWN_ARTICLE = 0.1
"""What it counts that a whole article is the body's."""
LONGEST_NAME = 8
"""Syllables of a body's name in a question."""
MATTER_NAMED = 0.3
"""Share of the matter that duties are asked in which the part's line and its document's title must name."""
LEAST_MATTER = 3
"""Syllables and pairs of a matter, at least, for it to be one."""
LONGEST_TITLE = 200
"""Characters of a line that names bodies, with what of it was wrapped."""
_OFFICE = rf"(?:{ACTOR}|bao (?!bi\b|cao\b|gom\b|dam\b|hiem\b|quan\b|ve\b)[a-z]+|dai [a-z]+|thon\b)"
_ASKS = re.compile(
    rf"(?:.*\b(?:yeu cau|giao|de nghi|phan cong|quy dinh)(?: cho)? )?(?P<body>\b{_OFFICE}\b[a-z \-]*?) "
    r"(?:co |phai |se |can |duoc (?:giao|phan cong) |chiu |thuc hien )*(?:nhung |cac )?"
    r"(?:(?:trach nhiem|nhiem vu|viec|cong viec)(?: nhung)? (?:gi|nao)|lam (?:nhung )?(?:viec )?gi)\b"
)
_LEVEL = re.compile(r" (?:tinh|thanh pho|o|tai|cua)$")
_WITHOUT_LEVEL = re.compile(r"(?:so|bao|dai) ")
"""A «Sở» is the province's; of a committee it must be said whose it is."""
_TITLE = re.compile(
    r"\W*(?:dieu \d{1,3}\W+|(?:\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]+)[.)/]\s*)?\W*"
    r"(?:(?:de nghi|doi voi|giao|(?:trach nhiem|nhiem vu)[a-z, ]{0,20}? cua) )*(?:cac )?"
    rf"{_OFFICE}\b"
)
_CHAIR = re.compile(r"\bchu tich uy ban nhan dan\b")
"""Whom everybody calls «chủ tịch xã»."""
_BARE = re.compile(r"\W*Điều \d{1,3}[.:]?\s*")
_CLAUSE = frozenset("thi khi neu ma khong da duoc".split())
"""Words that no body's name has: «hồ sơ không đủ thì xã làm gì»."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def asked_body(question: Question) -> tuple[str, ...]:
    """The folded syllables of the body whose duties are asked for; none where no body's are."""
    low = " ".join(fold(spelled_out(question.text)).split())
    found = _ASKS.match(low) or _ASKS.search(low)
    if found is None:
        return ()
    name = found["body"]
    for place in question.places:
        alone = re.sub(rf" {re.escape(folded(place))}\b.*", "", name)
        # «Báo Hà Tĩnh» has no other name.
        name = alone if " " in alone else name
    while _LEVEL.search(name) and (_WITHOUT_LEVEL.match(name) or not name.endswith("tinh")):
        name = _LEVEL.sub("", name)
    said = tuple(SYLLABLE.findall(name))
    return said if len(said) <= LONGEST_NAME and not _CLAUSE & set(said) else ()


def find_duties(question: Question, topic: Topic, places: Sequence[Place]) -> Article | None:
    """The part of a document that is a body's own, under the line that names it; None where there is none."""
    body = asked_body(question)
    if not body:
        return None
    documents = dict.fromkeys(place.document for place in places if agrees(question, place.document))
    found = [
        one
        for document in documents
        for one in _parts_of(document, body, topic)
        if _on_matter(question, topic, f"{one.heading} . {document.title}")
    ]
    return max(found, key=lambda one: one.coverage, default=None)


def _on_matter(question: Question, topic: Topic, titles: str) -> bool:
    """Whether titles name the matter that duties are asked in: «… có nhiệm vụ gì trong việc hòa giải»."""
    low = " ".join(fold(spelled_out(question.text)).split())
    asked = _ASKS.match(low) or _ASKS.search(low)
    behind = f" {low[asked.end() :]} " if asked else ""
    matter = {
        term: weight
        for term, weight in topic.weights.items()
        if f" {fold(term.replace('_', ' '))} " in behind
    }
    return len(matter) < LEAST_MATTER or covered(replace(topic, weights=matter), titles) >= MATTER_NAMED


def names_body(body: Sequence[str], said: str) -> bool:
    """Whether a text says a body's name, with two syllables between at most: «Ủy ban nhân dân cấp xã»."""
    low, name = _CHAIR.sub("chu tich", _folded(said)), _CHAIR.sub("chu tich", " ".join(body))
    return re.search(rf"\b{'(?: [a-z]+){0,2} '.join(name.split())}\b", low) is not None


def _folded(said: str) -> str:
    return " ".join(SYLLABLE.findall(fold(spelled_out(said))))


def _parts_of(document: Document, body: Sequence[str], topic: Topic) -> Iterator[Article]:
    text = document.text
    if names_body(body, document.title):
        # All of it is the body's own.
        return
    lines = [
        Span(*match.span()) for part in document.body for match in _LINE.finditer(text, part.start, part.end)
    ]
    for place, line in enumerate(lines):
        own = rank(line.of(text))
        title = _title(text, lines[place:]) if own < UNMARKED else None
        if (
            title is None
            or not names_body(body, title.of(text))
            or not _TITLE.match(" ".join(fold(title.of(text)).split()))
        ):
            continue
        span = Span(line.start, _end(text, lines[place + 1 :], own, title.end))
        share = covered(topic, span.of(text), document.title, document.place or "")
        if share >= ENOUGH and span.end > title.end + 1:
            shown = fitting(text, span)
            yield Article(document, shown, title.of(text), share + OWN_ARTICLE * (own == 0), shown == span)


def _title(text: str, lines: Sequence[Span]) -> Span | None:
    """The first of these lines up to its colon, with what of it was wrapped; None where it is a sentence."""
    whole, *below = lines
    while below and (text[below[0].start].islower() or _BARE.fullmatch(whole.of(text))):
        if ":" in whole.of(text):
            break
        if below[0].end - whole.start > LONGEST_TITLE:
            return None
        whole = Span(whole.start, below.pop(0).end)
    head, colon, _ = whole.of(text).partition(":")
    if colon:
        return Span(whole.start, whole.start + len(head) + 1)
    if whole.of(text).rstrip()[-1] in ".;,/" or not below:
        return None
    # «2. Ủy ban nhân dân cấp xã trình⏎Hội đồng …» is as long as its lines are.
    apart = rank(below[0].of(text)) < UNMARKED or len(lines[0].of(text)) < 0.7 * len(below[0].of(text))
    return whole if apart or _BARE.match(whole.of(text)) else None


def _end(text: str, below: Sequence[Span], own: int, end: int) -> int:
    """Where what stands under a line ends: before the next mark that is as coarse, a title in capitals, «Nơi nhận»."""
    for line in below:
        said = line.of(text)
        if line.end <= end:
            continue
        if rank(said) <= own or is_shouted(said) or said.lstrip(" -*").startswith(("Nơi nhận", "Trên đây")):
            break
        end = line.end
    return end
