"""An answer put together without a model: its statements in one, a warning before them, what may be asked next."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.cards import Statement, validity_warning
from knowledge.answers.citing import merged
from knowledge.documents import Answer, Citation, Memory, RegisterEntry, RelationKind
from knowledge.question import Question
from knowledge.store import Store

LONGEST_TOLD = 300
"""Characters of what was told that the next question may lean on."""


def joined(statements: Sequence[Statement]) -> Statement:
    """Statements one under the other, with all their citations."""
    text = "\n".join(_without_repeated(statements))
    return Statement(text, merged(proof for statement in statements for proof in statement.citations))


def _without_repeated(statements: Sequence[Statement]) -> list[str]:
    """Their texts, a source's line only behind the last of those in a row that it stands under, at its fullest."""
    texts = [statement.text for statement in statements]
    for place, text in enumerate(texts[:-1]):
        body, _, source = text.rpartition("\n")
        following, _, same = texts[place + 1].rpartition("\n")
        if body and source == same:
            texts[place] = body
        elif body and following and source.startswith(f"{same[:-1]};"):
            # «…, không ghi ngày; kho chưa có toàn văn.» says «…, không ghi ngày.», too.
            texts[place], texts[place + 1] = body, f"{following}\n{source}"
    return texts


def answered(
    store: Store,
    question: Question,
    said: Statement,
    entries: Sequence[RegisterEntry],
    warn: bool = True,
    text_of: RegisterEntry | None = None,
) -> Answer:
    """An answer of this statement, the first entry's validity warning before it, or that of the one whose text it is."""
    relied_on = entries[:1] or filter(None, [text_of])
    warnings = [w for entry in relied_on if warn and (w := validity_warning(store, entry))]
    whole = joined([*(replace(w, text=f"⚠️ {w.text}") for w in warnings), said])
    return Answer(
        status="answered",
        text=whole.text,
        documents=tuple(entries),
        # What proves the answer comes before what proves the warning.
        citations=merged([*said.citations, *whole.citations]),
        warnings=tuple(w.text for w in warnings),
        suggestions=_suggestions(entries),
        memory=_remember(question, entries, said.citations),
    )


def _remember(
    question: Question, entries: Sequence[RegisterEntry], proofs: Sequence[Citation] = ()
) -> Memory:
    """What the next question may lean on."""
    return Memory(
        question.asked,
        tuple(entry.key for entry in entries),
        places=question.places,
        documents=tuple(dict.fromkeys(one.document_id for one in proofs)),
        told=proofs[0].quote[:LONGEST_TOLD] if proofs else "",
    )


def _suggestions(entries: Sequence[RegisterEntry]) -> tuple[str, ...]:
    """Questions that the register can answer about the first entry."""
    if not entries:
        return ()
    entry = entries[0]
    kinds = {(relation.kind, relation.outward) for relation in entry.relations}
    asked = [
        ((RelationKind.IMPLEMENTS, False), f"Văn bản nào triển khai {entry.name()}?"),
        ((RelationKind.IMPLEMENTS, True), f"{entry.name()} triển khai văn bản nào?"),
        ((RelationKind.CONTINUES, True), f"{entry.name()} tiếp tục thực hiện văn bản nào?"),
        ((RelationKind.DRAFT_REPLACES, False), f"{entry.name()} còn hiệu lực không?"),
    ]
    return tuple(text for kind, text in asked if kind in kinds)
