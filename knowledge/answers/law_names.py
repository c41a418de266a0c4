"""Laws as people call them: by their title, with or without its year, or by what they amend."""

import re
from dataclasses import replace
from functools import lru_cache

from knowledge.answers.governing import LAWS, called, year_of
from knowledge.documents import RegisterEntry
from knowledge.question import Question, called_as_amended
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store

ASKS_NUMBER = re.compile(r"\bso (?:may|hieu|bao nhieu|nao)\b")
_AMENDED_LAW = re.compile(
    r"\bluat (?!nay\b)(.+?)(?: viet nam)?(?= so \d| va (?:bo )?luat\b| (?:bo )?luat\b(?! nay\b)|$)"
)
"""In the syllables of the title of a law that amends others: «sửa đổi … của Luật Giá, Luật Phòng, chống tham nhũng»."""


def _amending(store: Store, question: Question) -> RegisterEntry | None:
    """The law held that a question calls by what it amends: «Luật Xây dựng sửa đổi năm 2020»; the latest that fits."""
    found = called_as_amended(question.folded)
    if found is None:
        return None
    law, told = f" {_spoken(found['law'])} ", found.groupdict()
    year = told.get("year") or told.get("behind")
    fitting = [
        entry
        for entry in store.entries
        if entry.type in LAWS and entry.held and (year is None or year_of(entry) == int(year))
        for title in (_spoken(entry.title or ""),)
        if title.startswith("sua doi") and any(f" {one} " in law for one in _AMENDED_LAW.findall(title))
    ]
    return max(fitting, key=year_of, default=None)


_ANY_AMENDING = re.compile(
    r"\bluat sua doi(?: bo sung)?(?: nam (?P<year>(?:19|20)\d\d))?(?= (?:co|quy dinh|thi|so|gom|noi|ban hanh)\b|$)"
)
"""«Luật sửa đổi năm 2025 có hiệu lực từ ngày nào»: of what law it does not say."""


def amending_laws(store: Store, question: Question) -> list[RegisterEntry]:
    """The laws held that amend others, of the year that is named, where a question means one and says no more of it."""
    found = _ANY_AMENDING.search(question.folded)
    if found is None:
        return []
    amending = (one for one in store.entries if one.held and one.type in LAWS and one.number)
    amending = (one for one in amending if fold(one.title or "").startswith("sua doi"))
    return [one for one in amending if found["year"] in (None, str(year_of(one)))]


def called_by_number(store: Store, question: Question) -> str | None:
    """A question with its law called by number instead of by what it amends; None where there is no such law in it."""
    law, called = _amending(store, question), called_as_amended(fold(question.text))
    if law is None or law.number is None or called is None:
        return None
    if ASKS_NUMBER.search(question.folded):
        return f"Luật số {law.number}"
    start, end = called.span("name")
    return f"{question.text[:start]}Luật số {law.number}{question.text[end:]}"


def law_named(store: Store, question: Question) -> RegisterEntry | None:
    """The law whose type and title a question holds word for word: longest title, held, year named, latest."""
    said = f" {_spoken(question.folded)} "
    named = [
        (len(name), entry)
        for entry in store.entries
        # «Luật Giá sửa đổi» is the one that amends the law of that title.
        if entry.type in LAWS and (entry.held or (entry.number and "sua doi" not in said))
        for name in map(_spoken, called(entry))
        if f" {name} " in said
    ]
    order = (
        (length, entry.held, year_of(entry) in question.years, year_of(entry), entry)
        for length, entry in named
    )
    return max(order, key=lambda one: one[:4])[4] if named else None


def beside_its_year(question: Question, entry: RegisterEntry) -> Question:
    """The question without the year of «Luật Bầu cử đại biểu Quốc hội 1997»: nothing in that law is asked of 1997."""
    said = _spoken(question.folded)
    behind = (re.search(rf"\b{_spoken(name)} (?:nam )?((?:19|20)\d\d)\b", said) for name in called(entry))
    named = {int(found[1]) for found in behind if found}
    return replace(question, years=tuple(year for year in question.years if year not in named))


def namesakes(store: Store, law: RegisterEntry) -> list[RegisterEntry]:
    """The laws held of a law's type and title, itself among them, the latest first."""
    same = [one for one in store.entries if one.held and one.type == law.type and one.title and law.title]
    named = [one for one in same if fold(one.title or "") == fold(law.title or "")]
    return sorted(named, key=year_of, reverse=True)


@lru_cache(maxsize=8192)
def _spoken(name: str) -> str:
    """Its folded syllables: officers leave the comma of «Phòng, chống» out."""
    return " ".join(SYLLABLE.findall(fold(name)))
