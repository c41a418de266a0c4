"""What a held document is called in plain words."""

import re
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
