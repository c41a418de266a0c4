"""What a held document is called in plain words, and which of two of one name is the later."""

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.documents import Document
from knowledge.spelling import fold

_TYPE = re.compile(
    r"(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet(?: lien tich)?|quyet dinh|thong tu|ke hoach|huong dan|chi thi)\b"
)
_NUMBER = re.compile(r"\(so [^)]*\)|^ ?(?:so )?[\w/\-]*\d[\w/\-]*\s*[:—-]\s*")


@lru_cache(maxsize=4096)
def bare_title(document: Document) -> str:
    """A document's title, folded, without its type and number: «tiep cong dan»; never empty."""
    low = re.sub(r"\s+", " ", fold(document.title)).strip()
    type_ = _TYPE.match(low)
    named = low[type_.end() :] if type_ else low
    return re.sub(r"\W+", " ", _NUMBER.sub(" ", named)).strip() or low


def names_title(folded: str, document: Document) -> bool:
    """Whether a question, folded, holds the whole title of a document, of two syllables at least."""
    title = _joined(bare_title(document))
    return " " in title and f" {title} " in f" {_joined(folded)} "


def _joined(folded: str) -> str:
    """Without signs and without «ở», which officers leave out: «hòa giải (ở) cơ sở»."""
    return re.sub(r"\bo ", "", re.sub(r"\W+", " ", folded)).strip()


def superseded(documents: Iterable[Document]) -> frozenset[str]:
    """Ids of laws of which a later one of the same type and title is held."""
    latest: dict[tuple[str, str], Document] = {}
    held = [one for one in documents if one.type in ("Luật", "Bộ luật", "Pháp lệnh") and one.issued]
    for one in sorted(held, key=lambda one: str(one.issued)):
        latest[one.type or "", bare_title(one)] = one
    return frozenset(one.id for one in held if one.issued != latest[one.type or "", bare_title(one)].issued)
