"""The register: one entry for each document that anything cites, with what became of it; lookup and near misses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.documents import Document, DocumentKind, Reference, RegisterEntry
from knowledge.lookup import Known, Near, entries_that_fit, find_entries, know, near_entries
from knowledge.merging import Mention, mentions_of, merge
from knowledge.validity import with_relations


@dataclass(frozen=True)
class Register:
    """All entries, in order of first mention; `aside` are documents that only page chrome names."""

    entries: tuple[RegisterEntry, ...]
    aside: tuple[RegisterEntry, ...] = ()
    _by_key: Mapping[str, RegisterEntry] = field(init=False, repr=False, compare=False)
    _known: tuple[Known, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {entry.key: entry for entry in self.entries})
        object.__setattr__(self, "_known", tuple(know(entry) for entry in self.entries))

    def get(self, key: str) -> RegisterEntry | None:
        """The entry with this key, or None."""
        return self._by_key.get(key)

    def find(self, text: str) -> list[RegisterEntry]:
        """Entries for what an officer types: a number in any form («18 ct tu», «QD 290»), or words of a title."""
        return find_entries(self._known, text)

    def match(self, reference: Reference) -> list[RegisterEntry]:
        """All entries that a (possibly partial) mention fits: several ask back, none is unknown."""
        return entries_that_fit(self._known, reference)

    def near(self, reference: Reference | str) -> list[Near]:
        """Entries nearest to a number that is not in the register, each with the reason why it is near."""
        return near_entries(self._known, reference)


def build_register(documents: Iterable[Document], references: Mapping[str, Sequence[Reference]]) -> Register:
    """The register of what `documents` cite and are; `references` are each document's, by its id.

    Mentions outside a document's body (page chrome) do not count as cited; they make the `aside` list. What
    several documents say of one entry is taken first from the one nearest to the fact.
    """
    held = sorted(documents, key=_distance)
    cited: list[Mention] = []
    aside: list[Mention] = []
    for document in held:
        for mention in mentions_of(document, references.get(document.id, ())):
            (cited if mention.in_body else aside).append(mention)
    merged = merge(cited)
    known = {entry.number for entry in merged.entries}
    chrome = tuple(entry for entry in merge(aside).entries if entry.number not in known)
    return Register(with_relations(merged, held, references), chrome)


def _distance(document: Document) -> tuple[int, bool, bool]:
    """A text itself before reports, these before digests; a dated account of one place before undated and general."""
    kinds = (DocumentKind.FULL_TEXT, DocumentKind.REPORT, DocumentKind.DIGEST)
    return kinds.index(document.kind), not (document.reported or document.author), document.reported is None
