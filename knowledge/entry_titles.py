"""The titles that sources give one document: one spelling of each, none that is only a part of the whole one."""

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.casing import sentence_case
from knowledge.documents import Document, DocumentKind, Reference
from knowledge.references.vocabulary import plain
from knowledge.titles import bare_title

_MARKS = re.compile(r"[\s.,;:()“”\"«»]+|(?<!\w)so(?=\s+\d)|(?<!\w)va(?!\w)")
_HEADLINE = re.compile(r"[^\d\n]*\d[\w/-]*\s+[—–-]\s+(?P<title>\S.+)")
_LAW = re.compile(r"\bluat\b")


def wording(title: str) -> str:
    """What spellings of one title share: capitals, punctuation, tone placement, «số» and «và» do not count."""
    return " ".join(_MARKS.sub(" ", plain(title)).split())


def titles_told(cited: Sequence[tuple[Document, Reference]]) -> list[str]:
    """Different titles, the most frequent first; a digest's wording counts only where no other source gives one."""
    told = [(document, reference) for document, reference in cited if reference.title]
    if not told:
        return _headlines(cited)
    sources = [(d, r) for d, r in told if d.kind is not DocumentKind.DIGEST] or told
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for document, reference in sources:
        title = reference.title or ""
        bare = wording(title)
        counted[bare] += 1
        if bare not in shown or shown[bare].isupper():
            shown[bare] = sentence_case(title, document.text) if title.isupper() else title
    own = {wording(reference.title or "") for _, reference in sources if reference.own}
    return [shown[bare] for bare in _wholes([bare for bare, _ in counted.most_common()], own)]


def _headlines(cited: Sequence[tuple[Document, Reference]]) -> list[str]:
    """What a document that is held is headed with behind its number: «Nghị định 185/2026/NĐ-CP — Quy định về …»."""
    own = (document.title for document, reference in cited if reference.own and reference.number)
    return [found["title"] for title in own if (found := _HEADLINE.match(title))][:1]


def _wholes(titles: Sequence[str], own: set[str]) -> list[str]:
    """Without «Tố cáo» of «sửa đổi … của Luật Tiếp công dân, Luật Tố cáo số 136/2025/QH15», whose number it is.

    Of «sửa đổi … của Luật Giáo dục số 43/2019/QH14» the number may be either's: the more frequent title holds, unless the
    document bears the other itself.
    """
    dropped: set[str] = set()
    for whole in titles:
        for part in titles:
            if part != whole and whole.endswith(f" luat {part}"):
                outer = len(_LAW.findall(whole)) > 1 or whole in own
                inner = part in own or titles.index(part) < titles.index(whole)
                dropped.add(part if outer or not inner else whole)
    return [title for title in titles if title not in dropped]


def further(title: str | None, others: Sequence[str]) -> list[str]:
    """Those of the other titles that say something else, not the same with a number or cut short."""
    known = _spoken(title or "")
    return [one for one in others if not known.startswith(_spoken(one))]


def _spoken(title: str) -> str:
    """A title without type, numbers and what joins its words."""
    return " ".join(word for word in wording(bare_title(title)).split() if not any(map(str.isdigit, word)))
