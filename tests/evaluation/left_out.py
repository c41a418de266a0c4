"""What is answered where the document that holds the answer is not there: `python -m evaluation.left_out HOME GOLD`.

Each answerable question is asked of a store from which the documents named as its sources (and copies of them under
the same title) are taken away. A refusal is right; an answer that still holds all that is expected is borne out by
another document; any other is at most half an answer, and most often a wrong one. None of it needs a question of its own.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from bot.composition import LiveLibrary
from bot.library import Library
from bot.settings import Settings
from knowledge.answering import Assistant
from knowledge.documents import Answer, Document, Reference, RegisterEntry
from knowledge.evaluation.gold import GoldCase, evaluate, judge, read_gold
from knowledge.references import extract
from knowledge.register import build_register
from knowledge.retrieval import PassageRetriever
from knowledge.store import Store


class _Without:
    """A store in which some documents are not found; all else is the whole one's."""

    def __init__(self, store: Store, gone: Collection[str], entries: Sequence[RegisterEntry]) -> None:
        self._store = store
        self.documents = {id_: one for id_, one in store.documents.items() if id_ not in gone}
        self.entries = tuple(entries)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def _within(self, only: Collection[str] | None) -> list[str]:
        return [id_ for id_ in (self.documents if only is None else only) if id_ in self.documents]

    def with_number(self, number: Any, only: Collection[str] | None = None) -> list[int]:
        return self._store.with_number(number, self._within(only))

    def search_words(self, text: str, k: int, weights: Any, only: Collection[str] | None = None) -> Any:
        return self._store.search_words(text, k, weights, self._within(only))

    def search_vectors(self, vector: Any, k: int, only: Collection[str] | None = None) -> Any:
        return self._store.search_vectors(vector, k, self._within(only))

    def authors(self) -> dict[str, tuple[str, ...]]:
        told = {
            author: tuple(id_ for id_ in ids if id_ in self.documents)
            for author, ids in self._store.authors().items()
        }
        return {author: ids for author, ids in told.items() if ids}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How questions came out without their documents."""

    refused: int
    """Refused or asked back."""
    borne_out: int
    """Answered with all that was expected: another document holds it, too."""
    otherwise: tuple[tuple[GoldCase, Answer], ...]
    """Answered otherwise."""

    def line(self) -> str:
        """One line for people."""
        answered = self.borne_out + len(self.otherwise)
        return (
            f"{self.refused + answered} questions without their documents: {self.refused} refused,"
            f" {self.borne_out} borne out by another, {len(self.otherwise)} answered otherwise"
        )


def leave_out(library: Library, cases: Sequence[GoldCase]) -> LeftOut:
    """Ask every answerable case that names its sources without them."""
    documents = library.store.documents
    references = {id_: _references(one) for id_, one in documents.items()}
    refused, borne_out, otherwise = 0, 0, list[tuple[GoldCase, Answer]]()
    for sources, asked in _by_sources(cases).items():
        gone = _gone(documents, sources)
        assistant = _assistant(library, gone, references)
        for case, answer in zip(asked, evaluate(asked, assistant.ask, documents).answers, strict=True):
            if answer.status != "answered":
                refused += 1
            elif not judge(replace(case, sources=()), answer):
                borne_out += 1
            else:
                otherwise.append((case, answer))
    return LeftOut(refused, borne_out, tuple(otherwise))


def _references(document: Document) -> list[Reference]:
    return extract(document.text, document.body, document.place)


def _by_sources(cases: Sequence[GoldCase]) -> Mapping[tuple[str, ...], list[GoldCase]]:
    found: dict[tuple[str, ...], list[GoldCase]] = defaultdict(list)
    for case in cases:
        if case.kind == "answer" and case.sources:
            found[tuple(sorted(case.sources))].append(case)
    return found


def _gone(documents: Mapping[str, Document], sources: Collection[str]) -> set[str]:
    named = {id_ for id_, one in documents.items() if one.source.endswith(tuple(sources))}
    titles = {documents[id_].title for id_ in named}
    return named | {id_ for id_, one in documents.items() if one.title in titles}


def _assistant(
    library: Library, gone: Collection[str], references: Mapping[str, Sequence[Reference]]
) -> Assistant:
    left = [one for id_, one in library.store.documents.items() if id_ not in gone]
    entries = build_register(left, references).entries
    store = cast("Store", _Without(library.store, gone, entries))
    return Assistant(store, PassageRetriever(store=store, embedding=library.retriever.embedding))


def main(home: Path, gold: Sequence[Path]) -> Iterator[str]:
    """What came of each file, with what was answered otherwise."""
    library = LiveLibrary(Settings(_env_file=None, danvan_home=home)).current()
    for path in gold:
        found = leave_out(library, read_gold(path))
        yield f"{path.name}: {found.line()}"
        for case, answer in found.otherwise:
            yield f"\n{case.id}: {' → '.join(case.turns)}\n{answer.text}"


if __name__ == "__main__":
    for line in main(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]]):
        print(line, flush=True)
