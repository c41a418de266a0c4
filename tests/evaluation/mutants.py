"""Lies made from true sentences of the indexed documents, kind by kind, and how many of them the checks catch."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.claims import Claim, claims
from knowledge.documents import Passage, Span
from knowledge.places import Gazetteer, provinces
from knowledge.sentences import sentences
from knowledge.steering import speaks_to_machine
from knowledge.store import Store
from knowledge.support import Proof, unsupported

SEED = 20260102
ROUNDS = 5
"""How often a sentence is lied about in each way; chance makes another lie of it each time."""
BODIES = (
    "Ban Thường vụ Tỉnh ủy", "Ban Chấp hành Đảng bộ tỉnh", "Thủ tướng Chính phủ", "Bộ Chính trị", "Ban Bí thư",
    "Quốc hội", "Ủy ban nhân dân tỉnh", "Hội đồng nhân dân tỉnh", "Ban Dân vận Tỉnh ủy", "Chính phủ", "Thị ủy",
    "Huyện ủy", "Tỉnh ủy", "Bộ Nội vụ", "Bộ Tài chính", "Ủy ban Thường vụ Quốc hội", "Ủy ban Mặt trận Tổ quốc",
)  # fmt: skip
_BODY = re.compile(r"(?<!\w)(?:" + "|".join(sorted(BODIES, key=len, reverse=True)) + r")(?!\w)")
_WORDS = ("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười")
_WORD = re.compile(r"(?<!\w)(?:" + "|".join(_WORDS) + r")(?!\w)")
_ROMAN = re.compile(
    r"(?<=[óÓ]a )[XVI]{1,5}(?!\w)|(?<=thứ )[XVI]{1,5}(?!\w)|(?<=uý )[IV]{1,3}(?!\w)|(?<=hương )[IVX]{1,4}(?!\w)"
)
_QUOTED = re.compile(r"“([^“”]{12,200})”")
_SCALES = {"%": " điểm", "triệu": "tỷ", "tỷ": "triệu", "nghìn": "triệu"}
_SCALE = re.compile(r"(?<=\d)\s?%|(?<=\d )(?:triệu|tỷ|nghìn)(?!\w)")
_TURNED = (
    ("không ", ""),
    ("chưa ", "đã "),
    ("phải ", "không phải "),
    ("được ", "không được "),
    ("tăng ", "giảm "),
)


@dataclass(frozen=True, slots=True)
class Truth:
    """A sentence as it stands in a passage, with what else lies near to steal from."""

    text: str
    passage: Passage
    neighbours: tuple[Passage, ...]
    """The other passages of its document: a liar may cite any of them instead."""
    elsewhere: str
    """A sentence of another document."""


Mutation = Callable[[Truth, random.Random], str | None]
"""A lie made from a truth; None where it has nothing to lie about."""


def _replaced(text: str, claim: Claim, by: str) -> str:
    return text[: claim.start] + by + text[claim.end :]


def _some(text: str, kind: str, chance: random.Random) -> Claim | None:
    # What begins a sentence of a law is mostly its own number, which says nothing.
    found = [claim for claim in claims(text) if claim.kind == kind and claim.start > 2]
    return chance.choice(found) if found else None


def _other_digit(written: str, chance: random.Random) -> str:
    places = [place for place, char in enumerate(written) if char.isascii() and char.isdigit()]
    place = chance.choice(places)
    digit = chance.choice([d for d in "123456789" if d != written[place]])
    return written[:place] + digit + written[place + 1 :]


def _wrong(kind: str) -> Mutation:
    def mutate(truth: Truth, chance: random.Random) -> str | None:
        claim = _some(truth.text, kind, chance)
        written = truth.text[claim.start : claim.end] if claim else ""
        return (
            _replaced(truth.text, claim, _other_digit(written, chance))
            if claim and re.search("[0-9]", written)
            else None
        )

    return mutate


def _swapped(kind: str) -> Mutation:
    """Two of a kind in one sentence change places."""

    def mutate(truth: Truth, chance: random.Random) -> str | None:
        found = [claim for claim in claims(truth.text) if claim.kind == kind]
        pairs = [(a, b) for a in found for b in found if a.start < b.start and a.normal != b.normal]
        if not pairs:
            return None
        first, second = chance.choice(pairs)
        a, b = truth.text[first.start : first.end], truth.text[second.start : second.end]
        return _replaced(_replaced(truth.text, second, a), first, b)

    return mutate


def _stolen(kind: str) -> Mutation:
    """What another sentence of the same passage says of something else."""

    def mutate(truth: Truth, chance: random.Random) -> str | None:
        claim = _some(truth.text, kind, chance)
        own = {one.normal for one in claims(truth.text)}
        rest = truth.passage.text.replace(truth.text, " ")
        others = [one for one in claims(rest) if one.kind == kind and one.normal not in own]
        if claim is None or not others:
            return None
        other = chance.choice(others)
        return _replaced(truth.text, claim, rest[other.start : other.end])

    return mutate


def _other_body(truth: Truth, chance: random.Random) -> str | None:
    found = list(_BODY.finditer(truth.text))
    if not found:
        return None
    match = chance.choice(found)
    body = chance.choice([one for one in BODIES if one not in match[0] and match[0] not in one])
    return truth.text[: match.start()] + body + truth.text[match.end() :]


def _other_place(truth: Truth, chance: random.Random) -> str | None:
    found = [name for name in sorted(set(provinces().values())) if name in truth.text]
    if not found:
        return None
    name = chance.choice(found)
    return truth.text.replace(
        name, chance.choice([one for one in sorted(set(provinces().values())) if one not in truth.text])
    )


def _misquoted(truth: Truth, chance: random.Random) -> str | None:
    """A quotation of the sentence itself in which two words are changed round or one is left out."""
    words = truth.text.replace("“", "").replace("”", "").split()
    if len(words) < 8:
        return None
    place = chance.randrange(2, len(words) - 2)
    if chance.random() < 0.5:
        del words[place]
    elif words[place].lower() == words[place - 1].lower():
        return None
    else:
        words[place], words[place - 1] = words[place - 1], words[place]
    return f"Tài liệu viết: “{' '.join(words)}”."


def _quoted_from_elsewhere(truth: Truth, _: random.Random) -> str | None:
    plain = " ".join(truth.elsewhere.replace("“", "").replace("”", "").split()).strip(" .")
    here = " ".join(" ".join(one.text for one in (truth.passage, *truth.neighbours)).split())
    return f"Tài liệu viết: “{plain}”." if len(plain) > 30 and plain not in here else None


def _invented(truth: Truth, chance: random.Random) -> str:
    what = chance.choice(("mô hình", "hội nghị", "hộ gia đình", "triệu đồng", "%", "cán bộ"))
    return f"{truth.text.rstrip('.')}, trong đó {chance.randrange(211, 9999)} {what}."


def _other_word(pattern: re.Pattern[str], choices: Sequence[str]) -> Mutation:
    def mutate(truth: Truth, chance: random.Random) -> str | None:
        found = list(pattern.finditer(truth.text))
        if not found:
            return None
        match = chance.choice(found)
        return (
            truth.text[: match.start()]
            + chance.choice([c for c in choices if c != match[0]])
            + truth.text[match.end() :]
        )

    return mutate


def _other_scale(truth: Truth, chance: random.Random) -> str | None:
    found = list(_SCALE.finditer(truth.text))
    if not found:
        return None
    match = chance.choice(found)
    return truth.text[: match.start()] + _SCALES[match[0].strip()] + truth.text[match.end() :]


def _turned(truth: Truth, chance: random.Random) -> str | None:
    fitting = [
        (a, b)
        for a, b in _TURNED
        if f" {a}" in truth.text and " không " not in truth.text.replace(f" {a}", " ")
    ]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return truth.text.replace(f" {old}", f" {new}", 1)


KINDS: Mapping[str, Mutation] = {
    "wrong digit in a figure": _wrong("figure"),
    "figures swapped": _swapped("figure"),
    "another's figure": _stolen("figure"),
    "scale of a figure": _other_scale,
    "number in words": _other_word(_WORD, _WORDS),
    "Roman numeral": _other_word(_ROMAN, ("II", "IV", "VI", "IX", "XI", "XIV", "XVII")),
    "altered date": _wrong("date"),
    "dates swapped": _swapped("date"),
    "another's date": _stolen("date"),
    "wrong document number": _wrong("number"),
    "document numbers swapped": _swapped("number"),
    "another's document number": _stolen("number"),
    "swapped issuer": _other_body,
    "wrong province": _other_place,
    "misquotation": _misquoted,
    "quotation from another document": _quoted_from_elsewhere,
    "invented number": _invented,
    "turned round": _turned,
}


@dataclass
class Catch:
    """Mutants tried and caught by kind, true sentences (whole, and without their end) let through, what was missed."""

    tried: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    true: int = 0
    passed: int = 0
    shortened: int = 0
    short_passed: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    refused: list[tuple[str, list[str]]] = field(default_factory=list)


def measure(stores: Sequence[Store], each: int) -> Catch:
    """Up to `each` mutants of every kind, each judged with every passage of its document that a liar may cite."""
    found, chance = Catch(), random.Random(SEED)
    truths = [(store, truth) for store in stores for truth in _truths(store)]
    chance.shuffle(truths)
    finders = {id(store): Gazetteer(store.places()).find for store in stores}
    for store, truth in truths[:each]:
        lines = unsupported(truth.text, _proof(store, truth.passage), finders[id(store)])
        found.true += 1
        found.passed += not lines
        if lines:
            found.refused.append((truth.text, lines))
        short = re.match(r"(.{40,})[,;] ", truth.text)
        if short:
            lines = unsupported(f"{short[1]}.", _proof(store, truth.passage), finders[id(store)])
            found.shortened += 1
            found.short_passed += not lines
            found.refused += [(short[1], lines)] if lines else []
    lies: set[str] = set()
    for store, truth in truths * ROUNDS:
        for kind, mutate in KINDS.items():
            lie = mutate(truth, chance) if found.tried[kind] < each else None
            if lie and lie not in lies and lie != truth.text and not _is_true_after_all(lie, truth):
                lies.add(lie)
                found.tried[kind] += 1
                passages = (truth.passage, *truth.neighbours[:4])
                if all(unsupported(lie, _proof(store, one), finders[id(store)]) for one in passages):
                    found.caught[kind] += 1
                else:
                    found.missed.append((kind, truth.text, lie))
    return found


def _proof(store: Store, passage: Passage) -> Proof:
    document = store.documents[passage.document_id]
    return Proof(passage.text, f"{passage.heading} . {document.title} . {document.place or ''}")


def _is_true_after_all(lie: str, truth: Truth) -> bool:
    """The same statement in another form, or one that stands in the passage to the letter."""
    said, lied = ({(c.kind, c.normal) for c in claims(text)} for text in (truth.text, lie))
    plain = re.sub(r"\W+", " ", lie)
    same_words = re.sub(r"\W+", " ", truth.text) == plain
    return plain in re.sub(r"\W+", " ", truth.passage.text) or (same_words and said == lied)


def _truths(store: Store) -> Iterator[Truth]:
    """Sentences of fair length, at most four of a passage and sixty of a document."""
    ids = sorted(store.documents)
    for place, id_ in enumerate(ids):
        document, passages = store.documents[id_], store.passages_of(id_)
        other = store.documents[ids[(place + 1) % len(ids)]].text
        spans = [
            span for span in sentences(other, Span(0, min(len(other), 20_000))) if span.end - span.start > 60
        ]
        given = 0
        for number, passage in enumerate(passages):
            fair = [s.of(document.text) for s in sentences(document.text, Span(passage.start, passage.end))]
            fair = [
                s
                for s in fair
                if 50 < len(s) < 400 and "\n" not in s and s[0] not in "#|" and not speaks_to_machine(s)
            ][:4]
            given += len(fair)
            if given > 60 or not spans:
                break
            near = tuple(passages[max(0, number - 2) : number] + passages[number + 1 : number + 3])
            for text in fair:
                yield Truth(text, passage, near, spans[number % len(spans)].of(other))
