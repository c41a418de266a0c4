"""A generation in PostgreSQL, opened for reading: the same answers as the embedded store's, from tables of a server."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.abbreviations import Abbreviations
from knowledge.documents import Document, DocumentNumber, Passage, RegisterEntry
from knowledge.postgres.connection import reaching
from knowledge.postgres.packing import from_halfvec
from knowledge.postgres.reading import Reading
from knowledge.postgres.vectors import PostgresVectors
from knowledge.postgres.words import PostgresWords
from knowledge.restoration import SpellingModel
from knowledge.store_rows import ENTRY, TABLES, DocumentsById, Row, joined_vectors
from knowledge.vectors import Floats, PassageVectors
from knowledge.words import FieldWeights

if TYPE_CHECKING:
    from knowledge.postgres.connection import Pool

EXACT, GRAPH_KIND = "exact", "HNSW"
"""What `meta.vectors` tells: every vector is read, or a graph of them."""
_AT_ONCE = 2_000
_ORDERS = {"passages": "id", "register": "place", "vectors": '"row"'}
"""What a table is ordered by, where it is not by its column `place`."""


class PostgresStore:
    """A generation of a database, for any number of threads; whoever made the pool closes it."""

    def __init__(self, pool: "Pool", generation: str) -> None:
        """Raises CorruptIndex where the generation is not there whole, DatabaseUnavailable."""
        self.generation = generation
        self._reading = Reading(pool, generation)
        self._rows = self._reading.rows
        self.meta: Mapping[str, str] = dict(self._rows("SELECT key, value FROM {g}.meta"))
        ids = [id_ for (id_,) in self._rows("SELECT id FROM {g}.documents ORDER BY place")]
        self.documents: Mapping[str, Document] = DocumentsById(ids, self._data)
        ((self.passage_count,),) = self._rows("SELECT coalesce(max(id) + 1, 0) FROM {g}.passages")
        self._words = PostgresWords(self._reading, self.passage_count)
        self._vectors = PostgresVectors(self._reading, self.passage_count, self.meta["vectors"] == EXACT)

    def close(self) -> None:
        """Nothing is held beside the pool."""

    def table(self, name: str) -> Iterator[Row]:
        """The rows of a table of `TABLES`, in their order, some thousand at a time."""
        from psycopg.sql import SQL, Identifier

        columns = SQL(", ").join(map(Identifier, TABLES[name][0]))
        statement = SQL("SELECT {} FROM {}.{} ORDER BY {}").format(
            columns, Identifier(self._reading.schema), Identifier(name), SQL(_ORDERS.get(name, "place"))
        )
        with (
            reaching(self._reading.pool) as connection,
            connection.transaction(),
            connection.cursor("rows", binary=True) as cursor,
        ):
            cursor.itersize = _AT_ONCE
            cursor.execute(statement)
            for row in cursor:
                yield (*row[:-1], from_halfvec(row[-1])) if name == "vectors" else row

    def titles(self) -> Mapping[str, str]:
        """Titles of the documents by id."""
        return dict(self._rows("SELECT id, title FROM {g}.documents"))

    def vectors(self) -> PassageVectors:
        """The vectors all together."""
        return joined_vectors(self.table("vectors"))

    def _data(self, id_: str) -> str:
        ((data,),) = self._rows("SELECT data FROM {g}.documents WHERE id = %s", id_)
        return str(data)

    @property
    def embedding(self) -> str:
        """Fingerprint of the embedding that made the vectors."""
        return self.meta["embedding"]

    @cached_property
    def entries(self) -> tuple[RegisterEntry, ...]:
        """The register's entries, as they were given."""
        rows = self._rows("SELECT data FROM {g}.register ORDER BY place")
        return tuple(ENTRY.validate_json(data) for (data,) in rows)

    @cached_property
    def spelling(self) -> SpellingModel:
        """The syllable-pair model learnt from the indexed text."""
        return SpellingModel.from_blobs(dict(self._rows("SELECT name, data FROM {g}.models", binary=True)))

    def defined(self) -> list[tuple[str, str]]:
        """Abbreviations that the documents define, each with what it stands for."""
        rows = self._rows('SELECT short, "full" FROM {g}.abbreviations ORDER BY place')
        return [(short, full) for short, full in rows]

    @cached_property
    def abbreviations(self) -> Abbreviations:
        """The documents' own abbreviations and the common ones."""
        return Abbreviations.of_store(self.defined(), self.spelling.ids)

    def passage(self, id: int) -> Passage:
        """The passage of this id; KeyError where there is none."""
        return self.passages([id])[0]

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages of these ids, in their order; KeyError where one is absent."""
        rows = self._rows(
            'SELECT id, document_id, ordinal, start, "end", locator, heading, text FROM {g}.passages '
            "WHERE id = ANY(%s)",
            list(ids),
        )
        found = {row[0]: Passage(*row) for row in rows}
        return [found[id_] for id_ in ids]

    def passages_of(self, document_id: str) -> list[Passage]:
        """A document's passages in order; none where the document is unknown."""
        rows = self._rows(
            'SELECT id, document_id, ordinal, start, "end", locator, heading, text FROM {g}.passages '
            "WHERE document_id = %s ORDER BY id",
            document_id,
        )
        return [Passage(*row) for row in rows]

    def with_number(self, number: DocumentNumber, only: Collection[str] | None = None) -> list[int]:
        """Ids of passages that hold a number agreeing with this one in every part that this one has."""
        # What is not asked for agrees with anything; what is asked for disagrees with NULL.
        rows = self._rows(
            """
            SELECT DISTINCT passage FROM {g}.numbers WHERE serial = %s
            AND (%s::integer IS NULL OR year = %s) AND (%s::text IS NULL OR type_mark = %s)
            AND (%s::text IS NULL OR issuer_mark = %s)
            AND (%s::text[] IS NULL
                 OR passage IN (SELECT id FROM {g}.passages WHERE document_id = ANY(%s)))
            ORDER BY passage
            """,
            number.serial,
            *(number.year, number.year),
            *(number.type_mark, number.type_mark),
            *(number.issuer_mark, number.issuer_mark),
            *(None if only is None else list(only),) * 2,
        )
        return [id_ for (id_,) in rows]

    def search_words(
        self, text: str, k: int, weights: FieldWeights, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, BM25 score), best first, within the documents `only` where given."""
        return self._words.search(text, k, weights, only)

    def search_vectors(
        self, vector: Floats, k: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Up to `k` (passage id, cosine), best first, within the documents `only` where given."""
        return self._vectors.search(vector, k, only)

    def pairs_held(self, text: str, ids: Sequence[int]) -> dict[int, float]:
        """By passage id, the share of the text's syllable pairs that the passage holds, rare ones counting more."""
        return self._words.pairs_held(text, ids)

    def headings_held(self, text: str, headings: Mapping[int, str]) -> dict[int, float]:
        """By passage id, the share of its heading's syllables that the text holds, rare ones counting more."""
        return self._words.headings_held(text, headings)

    def headings(self, ids: Sequence[int]) -> dict[int, str]:
        """Headings of these passages."""
        return dict(self._rows("SELECT id, heading FROM {g}.passages WHERE id = ANY(%s)", list(ids)))

    def frequency(self, term: str, marked: bool) -> int:
        """Number of passages that hold a syllable, or a pair joined by «_»: as it is spelt, or folded."""
        return self._words.frequency(term, marked)

    def places(self) -> list[str]:
        """Places that the documents are about, each once."""
        rows = self._rows(
            "SELECT about_place FROM {g}.documents WHERE about_place <> '' "
            "GROUP BY about_place ORDER BY min(place)"
        )
        return [place for (place,) in rows]

    def authors(self) -> dict[str, tuple[str, ...]]:
        """Authors of reports, each with the ids of the documents that name them."""
        rows = self._rows("SELECT author, id FROM {g}.documents WHERE author <> '' ORDER BY place")
        named = dict[str, tuple[str, ...]]()
        for author, id_ in rows:
            named[author] = (*named.get(author, ()), id_)
        return named
