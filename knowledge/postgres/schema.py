"""Tables in PostgreSQL: those of all generations in numbered steps, and those of one generation in its own schema."""

from typing import LiteralString

from knowledge.postgres.migrations import Step

STEPS: tuple[Step, ...] = (
    (
        "0001_generations",
        """
        CREATE EXTENSION IF NOT EXISTS vector;
        CREATE TABLE generations (
            name text PRIMARY KEY,
            format integer NOT NULL,
            published timestamptz NOT NULL DEFAULT now()
        );
        CREATE TABLE current_generation (
            only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
            name text NOT NULL REFERENCES generations
        )
        """,
    ),
)
FORMAT = 1
"""Of a generation's tables below; one of another format is indexed anew."""

TABLES: LiteralString = """
    CREATE SCHEMA {g};
    CREATE TABLE {g}.meta (place integer GENERATED ALWAYS AS IDENTITY, key text PRIMARY KEY, value text NOT NULL);
    CREATE TABLE {g}.documents (
        place integer GENERATED ALWAYS AS IDENTITY,
        id text PRIMARY KEY,
        source text NOT NULL,
        sha256 text NOT NULL,
        data text NOT NULL,
        title text NOT NULL,
        about_place text,
        author text
    );
    CREATE TABLE {g}.passages (
        id integer PRIMARY KEY,
        document_id text NOT NULL,
        ordinal integer NOT NULL,
        start integer NOT NULL,
        "end" integer NOT NULL,
        locator text NOT NULL,
        heading text NOT NULL,
        text text NOT NULL
    );
    CREATE TABLE {g}.numbers (
        place integer GENERATED ALWAYS AS IDENTITY,
        passage integer NOT NULL,
        normalised text NOT NULL,
        serial text NOT NULL,
        year integer,
        type_mark text,
        issuer_mark text
    );
    CREATE TABLE {g}.register (place integer PRIMARY KEY, key text NOT NULL, data text NOT NULL);
    CREATE TABLE {g}.vectors ("row" integer PRIMARY KEY, passage integer NOT NULL, vector halfvec({dimension}) NOT NULL);
    CREATE TABLE {g}.abbreviations (
        place integer GENERATED ALWAYS AS IDENTITY, short text PRIMARY KEY, "full" text NOT NULL
    );
    CREATE TABLE {g}.models (
        place integer GENERATED ALWAYS AS IDENTITY, name text PRIMARY KEY, data bytea NOT NULL
    );
    CREATE TABLE {g}.notes (name text PRIMARY KEY, data text NOT NULL);
    CREATE TABLE {g}.terms (
        term text NOT NULL,
        number integer NOT NULL,
        text integer NOT NULL,
        heading integer NOT NULL,
        title integer NOT NULL,
        marked integer NOT NULL
    );
    CREATE TABLE {g}.words (passage integer NOT NULL, held tsvector NOT NULL, shares sparsevec NOT NULL)
        WITH (toast_tuple_target = 8160);
    ALTER TABLE {g}.words ALTER COLUMN shares SET STORAGE MAIN
"""
"""`words.held` are the folded terms of a passage for full text, `words.shares` what they and the others weigh: thousands
are read for one question, so they stay in the row's own page while they fit (2.5 times as fast as beside it)."""

INDEXES: LiteralString = """
    CREATE INDEX ON {g}.passages (document_id, id);
    CREATE INDEX ON {g}.numbers (serial);
    CREATE INDEX ON {g}.vectors (passage);
    ALTER TABLE {g}.terms ADD PRIMARY KEY (term);
    ALTER TABLE {g}.words ADD PRIMARY KEY (passage);
    CREATE INDEX ON {g}.words USING gin (held) WITH (fastupdate = off)
"""
GRAPH: LiteralString = """
    CREATE INDEX ON {g}.vectors USING hnsw (vector halfvec_ip_ops) WITH (m = 32, ef_construction = 160)
"""
"""Of the ten nearest of a million made-up rows `hnsw.ef_search` 1000 finds .915 in it, and .86 in one of 16 edges and 100
seen while drawing, which takes a third of the time and four fifths of the disk."""
