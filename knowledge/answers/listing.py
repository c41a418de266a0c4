"""All documents of a type, an issuer and a place that a question asks for at once: «các chỉ thị của Thị ủy Sa Pa»."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.answers.cards import Statement, card, entry_citations, name_line
from knowledge.answers.citing import merged
from knowledge.answers.composing import answered, joined
from knowledge.answers.governing import candidates, fits, is_central, issuing_bodies, year_of
from knowledge.answers.sources import Sources
from knowledge.answers.topics import topic_runs
from knowledge.document_types import ISSUED
from knowledge.documents import Answer, RegisterEntry
from knowledge.question import Question
from knowledge.spelling import fold
from knowledge.store import Store

MOST = 8
NEAR_BEST = 0.8
"""How much of what the best one covers of the topic the others must: less shares a word or two with it."""
_ASKS = re.compile(
    r"\b(?:cac|nhung|tat ca|danh sach|liet ke|ke ten)(?: (?:cac|nhung|loai))*"
    rf" (?:(?P<type>{ISSUED})|van ban|vb)\b(?! (?:nay|do|tren|ay))"
)
_ASKS_NEWEST = re.compile(
    rf"\b(?:(?P<type>{ISSUED})|van ban|vb)(?: nao)?(?: la)? (?:moi nhat|gan (?:day|nhat)(?: nhat)?|moi ban hanh)\b"
)
_CENTRAL = re.compile(r"\b(?:cua|do|cap|o) (?:cac co quan )?(?:trung uong|tw)\b")
_ABOUT = re.compile(r"(?: [a-z]+){0,6} (?:ve|lien quan)\b")
_LAWS = ("luat", "bo luat")
_ASKING = (
    "liet ke",
    "ke ten",
    "danh sach",
    "tat ca",
    "trung uong",
    "tw",
    "trong kho",
    "kho dang",
    "kho co",
    "kho minh",
    "dang co",
    "dang giu",
    "van ban",
    "vb",
    "hien co",
    "moi nhat",
    "gan day nhat",
    "gan day",
    "gan nhat",
    "moi ban hanh",
)
"""Words that ask for a list and are no topic."""


def listed(sources: Sources, question: Question) -> Answer | None:
    """All that are asked for, or the latest of them («văn bản mới nhất về …»); None where nothing is listed."""
    newest = _ASKS_NEWEST.search(question.folded)
    entries = _listed_entries(sources, question, newest or _ASKS.search(question.folded))
    if newest:
        entries = [one for one in entries if year_of(one)][:1]
    if not entries:
        return None
    lead = [Statement("Mới nhất trong các văn bản có ghi ngày mà kho biết:")] if newest else []
    told = joined([*lead, _listed_statement(sources.store, entries)])
    return answered(sources.store, question, told, entries)


def _listed_entries(sources: Sources, question: Question, asked: re.Match[str] | None) -> list[RegisterEntry]:
    """The entries asked for, the latest first; none where nothing but their type chooses among all."""
    if asked is None:
        return []
    typed = replace(question, types=(asked["type"],) if asked["type"] else ())
    issuers, central = issuing_bodies(typed), _CENTRAL.search(question.folded) is not None
    if not (issuers or central or question.places or _ABOUT.match(question.folded, asked.end())):
        return []
    fitting = [one for one in sources.store.entries if _fits(sources.store, typed, one, central)]
    weighed = sources.weighed(typed, topic_runs(typed, issuers, (*_ASKING, *map(str, question.years))))
    if not weighed.empty:
        ranked = candidates(sources.store, typed, weighed, fitting)
        fitting = [one.entry for one in ranked if one.coverage >= NEAR_BEST * ranked[0].coverage]
    return sorted(fitting, key=lambda one: (year_of(one), one.issued or date.min), reverse=True)


def _fits(store: Store, question: Question, entry: RegisterEntry, central: bool) -> bool:
    # What is in force everywhere is no document of a place that is named.
    if is_central(entry) != central and (central or question.places):
        return False
    if question.years and year_of(entry) not in question.years:
        return False
    # «Các luật về đất đai» are laws, where «luật nào quy định …» may mean any document.
    of_type = "luat" not in question.types or fold(entry.type or "") in _LAWS
    return of_type and fits(store, question, entry)


def _listed_statement(store: Store, entries: Sequence[RegisterEntry]) -> Statement:
    """A line for each, `MOST` at most; of a single one its card."""
    if len(entries) == 1:
        return card(store, entries[0])
    shown = entries[:MOST]
    more = (
        ["• … (còn văn bản khác; đồng chí nêu thêm năm hoặc nội dung để thu hẹp)"] if entries[MOST:] else []
    )
    lines = ["Các văn bản trong kho hoặc được tài liệu trong kho nhắc đến, mới nhất trước:"]
    lines += [f"• {name_line(entry)}." for entry in shown]
    proofs = (proof for entry in shown for proof in entry_citations(store, entry))
    return Statement("\n".join([*lines, *more]), merged(proofs))
