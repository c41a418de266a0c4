"""Text -> passages along its own structure: articles, clauses, headings, lists, else paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.documents import Document, DocumentKind, Passage, Span
from knowledge.marks import Rank
from knowledge.sentences import sentences
from knowledge.spelling import fold
from knowledge.structure import Block, Step, read_structure

SHORT = 200
"""Characters under which a piece is joined with a neighbour under the same heading."""
TINY = 30
"""Characters under which even a section of its own, such as an article, does not stand alone."""
JOINED = 1_000
"""Characters up to which small pieces are joined."""
LONG = 1_600
"""Characters of a passage; only lists and single sentences may be longer."""
MONSTROUS = 2_400
"""Characters of a sentence from which it is cut at a semicolon, a comma or a space."""
LIST = 4_000
"""Characters up to which a counted list («Một là, … Hai là, …») stays whole."""

_COUNTED = re.compile(
    r"\b(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) la\s*[,:]"
    r"|\bthu (?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi)(?: la)?\s*[,:]"
)
_FINE = (Rank.POINT, Rank.BULLET)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of consecutive blocks, or a part of one block, on its way to a passage."""

    start: int
    end: int
    blocks: tuple[Block, ...]

    def __len__(self) -> int:
        return self.end - self.start


def split(document: Document) -> list[Passage]:
    """Passages of a document's body in order; ids and ordinals count from 0.

    Every passage lies inside one body span, `passage.text == document.text[passage.start : passage.end]`, and
    takes about SHORT to LONG characters: it ends at a sentence's end. Linear in the text's length.
    """
    official = document.kind is DocumentKind.FULL_TEXT
    blocks = read_structure(document.text, document.body, document.title, official=official)
    pieces = [piece for section in _sections(blocks) for piece in _pack_section(document.text, section)]
    locators = _Locators(document.text, blocks)
    return [_passage(document, number, piece, locators) for number, piece in enumerate(pieces)]


def _passage(document: Document, ordinal: int, piece: _Piece, locators: "_Locators") -> Passage:
    content = next((block for block in piece.blocks if not block.heading), piece.blocks[-1])
    return Passage(
        id=ordinal,
        document_id=document.id,
        ordinal=ordinal,
        start=piece.start,
        end=piece.end,
        locator=locators.of(piece),
        heading=" > ".join(content.titles),
        text=document.text[piece.start : piece.end],
    )


def _sections(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """Blocks under the same headings; headings with next to no content go with what follows them."""
    waiting: list[Block] = []
    for (region, _), group in groupby(blocks, key=lambda block: (block.region, block.section)):
        section = list(group)
        if waiting and waiting[0].region != region:
            yield waiting
            waiting = []
        waiting += section
        content = section[-1].end - section[0].start
        if waiting[-1].end - waiting[0].start > LONG // 2 or not (
            content < TINY or all(block.heading for block in section)
        ):
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _pack_section(text: str, section: list[Block]) -> list[_Piece]:
    headed = any(block.heading and block.mark for block in section) or bool(section[-1].section)
    whole = _whole(section)
    if len(whole) <= (LONG if headed else SHORT):
        return [whole]
    first = next((number for number, block in enumerate(section) if not block.heading), 0)
    pieces = _pack(text, section[first:], depth=0)
    pieces[0] = _Piece(section[0].start, pieces[0].end, (*section[:first], *pieces[0].blocks))
    return pieces


def _whole(blocks: Sequence[Block]) -> _Piece:
    return _Piece(blocks[0].start, blocks[-1].end, tuple(blocks))


def _pack(text: str, blocks: list[Block], depth: int) -> list[_Piece]:
    """Pieces of blocks that share `depth` steps of their places."""
    whole = _whole(blocks)
    under_one_mark = depth > 0 and all(step[0] != "trang" for step in blocks[-1].place[depth - 1 : depth])
    if len(blocks) == 1 or (under_one_mark and len(whole) <= LONG):
        return _cut(text, whole)
    if not any(len(block.place) > depth for block in blocks):
        return _join(text, [piece for block in blocks for piece in _cut(text, _whole([block]))])
    parts = [list(group) for _, group in groupby(blocks, key=lambda block: block.place[: depth + 1])]
    return _join(
        text, [piece for part in _counted_lists(text, parts) for piece in _pack_part(text, part, depth)]
    )


def _pack_part(text: str, part: list[Block], depth: int) -> list[_Piece]:
    whole = _whole(part)
    if len(whole) <= LIST and _is_counted_list(text, whole):
        return [whole]
    return _pack(text, part, depth + 1)


def _is_counted_list(text: str, piece: _Piece) -> bool:
    return len(_COUNTED.findall(fold(text[piece.start : piece.end]))) >= 2


def _counted_lists(text: str, parts: list[list[Block]]) -> list[list[Block]]:
    """«Một là, …», «Hai là, …» as paragraphs of their own become one part with what introduces them."""
    joined: list[list[Block]] = []
    for part in parts:
        start = text[part[0].start : part[0].start + 40]
        counted = _COUNTED.search(fold(start)) is not None
        last = joined[-1] if joined else None
        listed = last is not None and (
            _introduces(text, last) or _COUNTED.search(_beginning(text, last)) is not None
        )
        if counted and last is not None and listed and part[-1].end - last[0].start <= LIST:
            last += part
        else:
            joined.append(list(part))
    return joined


def _beginning(text: str, part: list[Block]) -> str:
    return fold(text[part[-1].start : part[-1].start + 40])


def _introduces(text: str, blocks: Sequence[Block]) -> bool:
    return text[blocks[-1].end - 1] == ":"


def _join(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Neighbours joined where one is too small to stand alone, or introduces the other."""
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _belong_together(text, joined[-1], piece):
            joined[-1] = _Piece(joined[-1].start, piece.end, joined[-1].blocks + piece.blocks)
        else:
            joined.append(piece)
    return joined


def _belong_together(text: str, left: _Piece, right: _Piece) -> bool:
    size = right.end - left.start
    if left.blocks[-1].region != right.blocks[0].region or size > LONG + SHORT:
        return False
    if text[left.end - 1] == ":":
        return True
    if text[right.end - 1] == ":":
        # It introduces what follows, so it waits for that.
        return False
    if min(len(left), len(right)) < 3 * SHORT // 4:
        return size <= LONG
    fine = all(
        piece.blocks[0].mark is not None and piece.blocks[0].mark.rank in _FINE for piece in (left, right)
    )
    return size <= JOINED and (fine or min(len(left), len(right)) < SHORT)


def _cut(text: str, piece: _Piece) -> list[_Piece]:
    """A piece of whole sentences that is too long, in parts of about equal length."""
    if len(piece) <= LONG or (len(piece) <= LIST and _is_counted_list(text, piece)):
        return [piece]
    target = len(piece) / (len(piece) // LONG + 1)
    cuts = [piece.start]
    for span in _tolerable(text, sentences(text, Span(piece.start, piece.end))):
        # A sentence opens a new part where that comes nearer to the target than keeping it.
        before, after = span.start - cuts[-1], span.end - cuts[-1]
        if before and (after > LONG or before + after > 2 * target):
            cuts.append(span.start)
    ends = [*cuts[1:], piece.end]
    return [_part(text, piece, start, end) for start, end in zip(cuts, ends, strict=True)]


def _part(text: str, piece: _Piece, start: int, end: int) -> _Piece:
    end = start + len(text[start:end].rstrip())
    return _Piece(start, end, tuple(b for b in piece.blocks if b.start < end and b.end > start))


def _tolerable(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """Sentences, monstrous ones cut where they breathe."""
    for span in spans:
        start = span.start
        while span.end - start > MONSTROUS:
            cut = _breath(text, start)
            yield Span(start, cut)
            start = cut
        yield Span(start, span.end)


def _breath(text: str, start: int) -> int:
    """The last semicolon, comma or white space of the next LONG characters; else their end."""
    window = text[start : start + LONG]
    for sign in ("; ", ", ", " ", "\n"):
        found = window.rfind(sign, LONG // 4)
        if found > 0:
            return start + found + len(sign)
    return start + LONG


class _Locators:
    """Says in the document's own terms where a piece stands."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self._text = text
        self._paged = "\f" in text
        self._page, self._counted = 1, 0
        self._neighbours = {
            block.start: (
                blocks[n - 1].place if n else (),
                blocks[n + 1].place if n + 1 < len(blocks) else (),
            )
            for n, block in enumerate(blocks)
        }

    def of(self, piece: _Piece) -> str:
        """«Điều 5, khoản 2–4», «mục II.1, đoạn 3», «trang 2, đoạn 1». Pieces come in order."""
        content = [block for block in piece.blocks if not block.heading] or list(piece.blocks)
        places = [block.place for block in content]
        common = _common(places)
        before = self._neighbours[piece.blocks[0].start][0]
        after = self._neighbours[piece.blocks[-1].start][1]
        deeper = _without_introduction([p[: len(common) + 1] for p in places if len(p) > len(common)])
        if not deeper or _is_whole(common, before, after):
            deeper = [_without_single_paragraph(common, before, after)]
        steps = _between(_steps(deeper[0]), _steps(deeper[-1])) or ["tiêu đề"]
        if self._paged and not steps[0].startswith("trang "):
            steps = [f"trang {self._page_of(piece.start)}", *steps]
        return ", ".join(steps)

    def _page_of(self, position: int) -> int:
        self._page += self._text.count("\f", self._counted, position)
        self._counted = position
        return self._page


def _without_introduction(places: list[tuple[Step, ...]]) -> list[tuple[Step, ...]]:
    """«Trong Luật này, các từ ngữ dưới đây …:» before khoản 1 needs no mention."""
    if not places or places[-1][-1][0] == "đoạn":
        return places
    return [place for place in places if place[-1][0] != "đoạn"]


def _common(places: Sequence[tuple[Step, ...]]) -> tuple[Step, ...]:
    shortest, longest = min(places), max(places)
    length = next((n for n, (a, b) in enumerate(zip(shortest, longest, strict=False)) if a != b), None)
    return shortest if length is None else shortest[:length]


def _is_whole(common: tuple[Step, ...], before: tuple[Step, ...], after: tuple[Step, ...]) -> bool:
    depth = len(common)
    return bool(common) and before[:depth] != common and after[:depth] != common


def _without_single_paragraph(
    place: tuple[Step, ...], before: tuple[Step, ...], after: tuple[Step, ...]
) -> tuple[Step, ...]:
    """«Điều 1, đoạn 1» is «Điều 1» where it has no second paragraph."""
    alone = len(place) > 1 and place[-1][0] == "đoạn" and _is_whole(place[:-1], before, after)
    return place[:-1] if alone else place


def _between(first: list[str], last: list[str]) -> list[str]:
    """«Điều 5, khoản 2» and «Điều 5, khoản 4» are «Điều 5, khoản 2–4»."""
    if first == last or not first or not last:
        return first or last
    word, value = _word(first[-1])
    last_word, last_value = _word(last[-1])
    if first[:-1] == last[:-1] and word == last_word:
        return [*first[:-1], f"{word} {value}–{last_value}"]
    return [*first[:-1], f"{first[-1]} – {last[-1]}"]


def _word(step: str) -> tuple[str, str]:
    word, _, value = step.rpartition(" ")
    return word, value


def _steps(place: Sequence[Step]) -> list[str]:
    """A place in words: an article needs no chapter, II and 1 are «mục II.1», of names the last counts."""
    words = [word for word, _ in place]
    if "Điều" in words:
        place = [step for step in place if step[0] not in ("Phần", "Chương", "Mục", "Tiểu mục")]
    numbers: list[str] = []
    said: list[str] = []
    for word, value in sorted(place, key=lambda step: step[0] != "trang"):
        if word == "mục" and not value.startswith("“"):
            numbers = [n for n in numbers if not value.startswith(f"{n}.")] + [value]
        elif word == "mục":
            said = [one for one in said if not one.startswith("mục “")] + [_say(word, value)]
        elif (
            word == "khoản"
            and said
            and said[-1].startswith("khoản ")
            and value.startswith(said[-1][6:] + ".")
        ):
            said[-1] = _say(word, value)
        else:
            said.append(_say(word, value))
    if numbers:
        at = next((n for n, one in enumerate(said) if one.startswith("đoạn ")), len(said))
        said.insert(at, "mục " + ".".join(numbers))
    return said


def _say(word: str, value: str) -> str:
    return f"{word} {value}".strip()
