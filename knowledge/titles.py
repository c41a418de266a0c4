"""What documents are called in plain words, and which of them a text calls by their whole title."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from knowledge.spelling import fold, nfc

SHORTEST, SHORTEST_BARE = 4, 8
"""Syllables of a title, with its type and without, that calls its document by itself: «Luật Tiếp công dân» does,
«tiếp công dân» and «Thông báo» stand in any text."""
_TYPE = re.compile(
    r"(?:bo luat|luat|phap lenh|nghi dinh|nghi quyet(?: lien tich)?|quyet dinh|thong tu|ke hoach|huong dan|chi thi)\b"
)
_NUMBER = re.compile(r"\(so [^)]*\)|^ ?(?:so )?[\w/\-]*\d[\w/\-]*\s*[:—-]\s*")


def bare_title(title: str) -> str:
    """A document's title, folded, without its type and number: «tiep cong dan»; empty only where the title is."""
    return _parted(title)[1]


def _parted(title: str) -> tuple[str, str]:
    """Type and bare title, folded."""
    low = re.sub(r"\s+", " ", fold(nfc(title))).strip()
    type_ = _TYPE.match(low)
    named = low[type_.end() :] if type_ else low
    return type_[0] if type_ else "", re.sub(r"\W+", " ", _NUMBER.sub(" ", named)).strip() or low


def plain(folded: str) -> str:
    """Folded words without signs, and without «ở», which officers leave out: «hòa giải (ở) cơ sở»."""
    return re.sub(r"\bo ", "", re.sub(r"\W+", " ", folded)).strip()


@lru_cache(maxsize=4096)
def _plain_title(title: str) -> str:
    return plain(bare_title(title))


def names_title(folded: str, title: str) -> bool:
    """Whether a question, folded, holds a whole title but for type and number, if that has two syllables at least.

    The document was found by other words already, so a title may be shorter here than one that calls its document.
    """
    name = _plain_title(title)
    return " " in name and f" {name} " in f" {plain(folded)} "


class Titles:
    """The titles of a store's documents, looked up by how they begin."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        """`titles` by document id."""
        self._by_beginning: dict[tuple[str, ...], list[tuple[str, str]]] = {}
        for id_, title in titles.items():
            type_, bare = _parted(title)
            named = (
                [(bare, SHORTEST_BARE), (f"{type_} {bare}", SHORTEST)] if type_ else [(bare, SHORTEST_BARE)]
            )
            for name, shortest in named:
                words = plain(name).split()
                if len(words) >= shortest:
                    self._by_beginning.setdefault(tuple(words[:2]), []).append((" ".join(words), id_))

    def called_in(self, text: str) -> list[str]:
        """Ids of the documents whose whole title, but for type and number, the text holds; the longest titles only.

        «Luật sửa đổi Luật Tiếp công dân» calls itself, not the law that it amends.
        """
        low = plain(fold(nfc(text)))
        around = f" {low} "
        begun = dict.fromkeys(pairwise(low.split()))
        held = [one for pair in begun for one in self._by_beginning.get(pair, ()) if f" {one[0]} " in around]
        longest = [one for one in held if not any(one[0] != other and one[0] in other for other, _ in held)]
        return list(dict.fromkeys(id_ for _, id_ in longest))
