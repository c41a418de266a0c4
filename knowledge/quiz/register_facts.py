"""Questions about documents as the register knows them: who issued, when, under which number."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.answers.citing import vietnamese_date
from knowledge.claims import normal_text
from knowledge.documents import Citation, RegisterEntry
from knowledge.quiz.choices import WRONG, likeliest
from knowledge.quiz.proving import head_proof, prove
from knowledge.quiz.questions import Draft, QuizKind
from knowledge.references.issuers import issuer_of_mark, may_be_one, parse_issuer
from knowledge.references.numbers import normalise_number
from knowledge.spelling import SYLLABLE, fold
from knowledge.store import Store

TOLD_BY_TYPE = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Hiến pháp", "Văn bản hợp nhất"})
"""Whoever hears the type knows the body that issued it."""
LONGEST_TITLE = 170
SAME_NAME = 0.6
"""Share of two names' syllables beyond which they may be two spellings of one."""
SAME_TOPIC = 0.6
"""Share of two titles' words beyond which one could be taken for the other."""


_PART = re.compile(r"(?:luật )?(?:sửa đổi|bổ sung|bãi bỏ|thay thế)[^“”]{0,30}(?:điều|khoản|điểm|mục) \w+")
_GOES_ON = re.compile(r"\s*[-–]\s*\d")


@dataclass(frozen=True)
class Known:
    """The register made ready for asking: entries known well enough, over the store that proves them."""

    store: Store
    entries: Sequence[RegisterEntry]

    @cached_property
    def titled(self) -> tuple[RegisterEntry, ...]:
        """Entries with number, type, issuer and a title that can be quoted whole."""
        return tuple(
            entry
            for entry in self.entries
            if entry.number and entry.type and entry.issuer and entry.title
            if 8 <= len(entry.title) <= LONGEST_TITLE and not entry.title.isupper() and not _is_cut_off(entry)
        )

    def proof(self, entry: RegisterEntry, field: str, statement: str, words: str = "") -> Citation | None:
        """The quotation that bears a statement about one field of the entry out: of where that field was read."""
        evidence = [proof for proof in entry.evidence if proof.field == field]
        return prove(self.store, statement, [*evidence, *head_proof(self.store, entry)], words)


def _is_cut_off(entry: RegisterEntry) -> bool:
    """Whether a source goes on where the title stops: «giai đoạn 2021» of «2021 - 2030», «sửa đổi … Điều 17» of a law."""
    title = normal_text(entry.title or "")
    quotes = (normal_text(proof.quote) for proof in entry.evidence if proof.field == "title")
    if _PART.fullmatch(title):
        return True
    return title[-1:].isdigit() and any(_GOES_ON.match(quote.partition(title)[2]) for quote in quotes)


def register_questions(known: Known, rng: random.Random) -> Iterator[Draft]:
    """All questions of this kind, in the register's order."""
    for entry in known.titled:
        yield from _issuer(known, entry, rng)
        yield from _date(known, entry, rng)
        yield from _number(known, entry, rng)


def about(title: str) -> str:
    """«về “…”», as a title is named in a sentence."""
    plain = title.strip(' .;,“”"')
    plain = plain[3:].lstrip(" “") if plain[:3].lower() == "về " else plain
    inner = plain.replace("“", "‘").replace("”", "’")
    return f"về “{inner}{'’' * (inner.count('‘') - inner.count('’'))}”"


def issued_on(entry: RegisterEntry) -> str:
    """« ngày 15/9/2016», or nothing."""
    return f" ngày {vietnamese_date(entry.issued)}" if entry.issued else ""


def _issuer(known: Known, entry: RegisterEntry, rng: random.Random) -> Iterator[Draft]:
    title, issuer = entry.title or "", entry.issuer or ""
    if entry.type in TOLD_BY_TYPE or not entry.issued or _hints(issuer, title):
        return
    text = f"Cơ quan nào ban hành {entry.type}{issued_on(entry)} {about(title)}?"
    statement = f"{entry.name()}{issued_on(entry)} do {issuer} ban hành"
    proof = known.proof(entry, "issuer", statement, _body_words(issuer))
    others = {other.issuer or "": other for other in known.entries if other.issuer and other.type}
    strangers = [other for name, other in others.items() if not _one_body(issuer, name, entry)]
    nearest = sorted(strangers, key=lambda other: (-_like_issuer(entry, other), rng.random()))
    wrong = _apart([other.issuer or "" for other in nearest])
    if proof:
        yield Draft(QuizKind.ISSUER, text, issuer, wrong, statement, proof)


def _hints(issuer: str, title: str) -> bool:
    """Whether the title names the body's place or the body, so that nothing is left to know."""
    parsed = parse_issuer(issuer)
    named = (parsed.place if parsed else None) or issuer
    return fold(named) in fold(title)


def _body_words(issuer: str) -> str:
    """The body without its place, which a source at home there leaves out."""
    parsed = parse_issuer(issuer)
    return " ".join(filter(None, (parsed.organ, parsed.body))) if parsed else issuer


def _one_body(issuer: str, other: str, entry: RegisterEntry) -> bool:
    """Whether two names may stand for one body, for a body and its own organ, or be two spellings of one name."""
    if _likeness(issuer, other) >= SAME_NAME and not _places_differ(issuer, other):
        return True
    names = [name for name in (issuer, entry.issuer_now) if name]
    second = parse_issuer(other)
    for name in names:
        first = parse_issuer(name)
        if may_be_one(first, second) or fold(name) in fold(other) or fold(other) in fold(name):
            return True
        if first and second and first.family == second.family and first.place == second.place:
            return True
    return False


def _near_same(first: str, second: str) -> bool:
    """Whether one name holds the other, or both are spellings of one."""
    within = fold(first) in fold(second) or fold(second) in fold(first)
    return within or (_likeness(first, second) >= SAME_NAME and not _places_differ(first, second))


def _places_differ(first: str, second: str) -> bool:
    """Whether two bodies belong to different places: «Tỉnh ủy Sơn La», «Tỉnh ủy Lào Cai»."""
    one, other = parse_issuer(first), parse_issuer(second)
    return bool(one and other and one.place and other.place and one.place != other.place)


def _likeness(first: str, second: str) -> float:
    """Share of the syllables of two names that both have."""
    one, other = _words(first), _words(second)
    return len(one & other) / len(one | other)


def _apart(names: list[str]) -> tuple[str, ...]:
    """The first few bodies of which none is another's organ."""
    chosen: list[str] = []
    for name in names:
        if not any(_near_same(name, other) for other in chosen):
            chosen.append(name)
        if len(chosen) == WRONG:
            break
    return tuple(chosen)


def _like_issuer(entry: RegisterEntry, other: RegisterEntry) -> float:
    same_reach = (entry.place is None) == (other.place is None)
    same_side = _of_party(entry) == _of_party(other)
    alike = _likeness(entry.issuer or "", other.issuer or "")
    return 2.0 * same_side + 2.0 * alike + (other.type == entry.type) + 0.5 * same_reach


def _of_party(entry: RegisterEntry) -> bool:
    """Papers of the Party are numbered «18-CT/TU», those of the state «16/CT-TTg»."""
    return bool(entry.number) and "-" in (entry.number or "").split("/")[0]


def _date(known: Known, entry: RegisterEntry, rng: random.Random) -> Iterator[Draft]:
    if not entry.issued:
        return
    day = entry.issued
    text = f"{entry.name()} của {entry.issuer} {about(entry.title or '')} được ban hành ngày nào?"
    statement = f"{entry.name()} của {entry.issuer} được ban hành ngày {vietnamese_date(day)}"
    proof = known.proof(entry, "issued", statement)
    namesakes = {other.issued for other in known.entries if other.number == entry.number}
    dated = [other for other in known.entries if other.issued and other.issued not in namesakes]
    dated = [other for other in dated if other.issued and vietnamese_date(other.issued) not in text]
    wrong = likeliest(
        rng,
        dated,
        lambda other: -abs((other.issued or day).toordinal() - day.toordinal()),
        lambda other: vietnamese_date(other.issued or day),
    )
    if proof:
        yield Draft(QuizKind.DATE, text, vietnamese_date(day), wrong, statement, proof)


def _number(known: Known, entry: RegisterEntry, rng: random.Random) -> Iterator[Draft]:
    number = entry.number or ""
    if number.isdecimal():
        return
    whose = issued_on(entry) if issuer_of_mark(_mark(number)) else f" của {entry.issuer}"
    named = f"{entry.type}{whose} {_by_title(entry)}"
    statement = f"{named} có số, ký hiệu {number}"
    proof = known.proof(entry, "title", statement)
    others = [
        other
        for other in known.entries
        if other.number and not other.number.isdecimal() and other.type == entry.type
        if normal_text(other.number) != normal_text(number) and not _same_topic(entry, other)
    ]
    wrong = likeliest(rng, others, lambda other: _like_number(entry, other), lambda other: other.number or "")
    if proof and normal_text(number) not in normal_text(named) and not _has_namesake(known, entry):
        yield Draft(QuizKind.NUMBER, f"{named} có số, ký hiệu nào?", number, wrong, statement, proof)


def _has_namesake(known: Known, entry: RegisterEntry) -> bool:
    """Whether the question would fit another document as well: an earlier or later law of the same name."""
    return any(
        other.key != entry.key
        and other.type == entry.type
        and normal_text(other.title or "") == normal_text(entry.title or "")
        and (other.issuer == entry.issuer or not other.issuer)
        for other in known.entries
    )


def _by_title(entry: RegisterEntry) -> str:
    """«về “…”»; a law's title is its name."""
    told = about(entry.title or "")
    return told.removeprefix("về ") if entry.type in ("Luật", "Bộ luật", "Pháp lệnh") else told


def _mark(number: str) -> str | None:
    parsed = normalise_number(number)
    return parsed.issuer_mark if parsed else None


def _same_topic(entry: RegisterEntry, other: RegisterEntry) -> bool:
    """Whether the other could be meant by the first one's title; one without a title could."""
    titles = [title for title in (other.title, *other.other_titles) if title]
    own = set(SYLLABLE.findall(fold(entry.title or "")))
    shared = [len(own & words) / min(len(own), len(words)) for words in map(_words, titles) if words]
    return not shared or max(shared) >= SAME_TOPIC


def _words(title: str) -> set[str]:
    return set(SYLLABLE.findall(fold(title)))


def _like_number(entry: RegisterEntry, other: RegisterEntry) -> float:
    same_mark = _mark(entry.number or "") == _mark(other.number or "")
    same_year = entry.year is not None and entry.year == other.year
    return 2.0 * same_mark + same_year
