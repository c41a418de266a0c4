"""Questions about how documents bear on each other: which implements, replaces, amends or continues which."""

import random
from collections.abc import Iterator

from knowledge.documents import RegisterEntry, Relation, RelationKind
from knowledge.quiz.choices import likeliest
from knowledge.quiz.proving import prove
from knowledge.quiz.questions import LONGEST_OPTION, Draft, QuizKind
from knowledge.quiz.register_facts import TOLD_BY_TYPE, Known, about, issued_on

ASKED = {
    RelationKind.IMPLEMENTS: "triển khai, thực hiện",
    RelationKind.CONTINUES: "tiếp tục thực hiện",
    RelationKind.REPLACES: "thay thế",
    RelationKind.AMENDS: "sửa đổi, bổ sung",
    RelationKind.REPEALS: "bãi bỏ",
}


def relation_questions(known: Known, rng: random.Random) -> Iterator[Draft]:
    """One question for each relation between two numbered documents, asked from either side by turns."""
    by_key = {entry.key: entry for entry in known.entries}
    turn = 0
    for entry in known.entries:
        for relation in entry.relations:
            other = by_key.get(relation.other)
            if other and relation.outward and _worth_asking(relation.kind, entry, other):
                turn += 1
                forward = turn % 2 == 0
                yield from _question(known, rng, relation, (entry, other), forward=forward)


def shown(entry: RegisterEntry) -> str:
    """A document as a choice: a law by its title and number, others by number and body."""
    if entry.type in TOLD_BY_TYPE and entry.title and entry.type != "Nghị định":
        whole = f"{entry.type} {entry.title.strip(' .;,“”')} (số {entry.number})"
    else:
        whole = f"{entry.name()} của {entry.issuer}" if entry.issuer else entry.name()
    return whole if len(whole) <= LONGEST_OPTION else entry.name()


def _nameable(entry: RegisterEntry) -> bool:
    """Whether a reader can know the document: numbered, and a law by its title too, for whom numbers say nothing."""
    numbered = bool(entry.number and entry.type and not entry.number.isdecimal())
    return numbered and bool(entry.title or entry.type not in TOLD_BY_TYPE)


def _worth_asking(kind: RelationKind, actor: RegisterEntry, target: RegisterEntry) -> bool:
    """Which of many laws touched which other one nobody needs to know by heart."""
    laws = {actor.type, target.type} <= TOLD_BY_TYPE - {"Nghị định"}
    return (
        kind in ASKED
        and _nameable(actor)
        and _nameable(target)
        and not (laws and kind is RelationKind.AMENDS)
    )


def _question(
    known: Known,
    rng: random.Random,
    relation: Relation,
    pair: tuple[RegisterEntry, RegisterEntry],
    *,
    forward: bool,
) -> Iterator[Draft]:
    """`pair` is the one that acts and the one acted on; forward asks for the latter."""
    actor, target = pair
    verb = ASKED[relation.kind]
    statement = f"{actor.name()} {verb} {target.name()}"
    proof = prove(known.store, statement, [relation.evidence])
    asked, answer = (actor, target) if forward else (target, actor)
    told = "" if not asked.title or asked.title in shown(asked) else f" {about(asked.title)}"
    named = shown(asked) + (told if asked.title else issued_on(asked))
    text = f"{named} {verb} văn bản nào dưới đây?" if forward else f"Văn bản nào dưới đây {verb} {named}?"
    strangers = [other for other in known.entries if _stranger(asked, answer, other)]
    strangers = [other for other in strangers if _cannot(relation.kind, asked, other, forward=forward)]
    wrong = likeliest(rng, strangers, lambda other: _like(answer, other), shown)
    in_order = not (actor.year and target.year) or actor.year >= target.year
    if proof and in_order and actor.key != target.key and (answer.number or "") not in named:
        yield Draft(QuizKind.RELATION, text, shown(answer), wrong, statement, proof)


def _stranger(asked: RegisterEntry, answer: RegisterEntry, other: RegisterEntry) -> bool:
    """A document that nothing ties to the one asked about, as far as the register knows."""
    if not _nameable(other) or other.key in (asked.key, answer.key) or shown(other) == shown(answer):
        return False
    tied = {relation.other for relation in asked.relations} | {asked.key}
    if other.key in tied or any(relation.other == asked.key for relation in other.relations):
        return False
    return not (
        asked.documents and other.held and other.documents and set(asked.documents) & {other.documents[0]}
    )


def _cannot(kind: RelationKind, asked: RegisterEntry, other: RegisterEntry, *, forward: bool) -> bool:
    """Whether the other surely does not stand in the relation, whatever the register does not know.

    Nothing acts on what did not exist yet. What carries out another document by its own title is also out of
    question for carrying this one out; whether a law amends one more law, its title does not tell.
    """
    if asked.year and other.year and asked.year != other.year:
        return (other.year > asked.year) if forward else (other.year < asked.year)
    if kind not in (RelationKind.IMPLEMENTS, RelationKind.CONTINUES):
        return False
    return any(one.outward and one.kind is kind for one in other.relations) and not forward


def _like(answer: RegisterEntry, other: RegisterEntry) -> float:
    near = abs((answer.year or 0) - (other.year or 0)) <= 5
    return 2.0 * (answer.type == other.type) + (answer.place == other.place) + 0.5 * near
