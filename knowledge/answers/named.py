"""Whether a question calls a held document by its title."""

from functools import lru_cache

from knowledge.documents import Document
from knowledge.titles import bare_title, plain


@lru_cache(maxsize=4096)
def _title(document: Document) -> str:
    return plain(bare_title(document.title))


def names_title(folded: str, document: Document) -> bool:
    """Whether a question, folded, holds the whole title of a document, of two syllables at least."""
    title = _title(document)
    return " " in title and f" {title} " in f" {plain(folded)} "
