"""Vectors, sparse vectors and sets of lexemes in the binary forms that PostgreSQL and pgvector send and receive."""

import struct
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from psycopg import Connection

    from knowledge.postgres.connection import Rows

SPACE = 1_000_000_000
"""Dimensions of every sparse vector: as many as pgvector allows."""
Places = NDArray[np.int32]
Values = NDArray[np.float32]


def halfvec(vector: bytes) -> bytes:
    """Of little-endian half-precision numbers: pgvector's are big-endian, after their count."""
    numbers = np.frombuffer(vector, "<f2")
    return struct.pack(">hh", len(numbers), 0) + numbers.astype(">f2").tobytes()


def from_halfvec(packed: bytes) -> bytes:
    """The way back."""
    return np.frombuffer(packed, ">f2", offset=4).astype("<f2").tobytes()


def sparsevec(places: Places, values: Values) -> bytes:
    """Of the values other than 0 and their places, ascending from 0."""
    head = struct.pack(">iii", SPACE, len(places), 0)
    return head + places.astype(">i4").tobytes() + values.astype(">f4").tobytes()


def places_of(packed: bytes) -> Places:
    """Places of a sparse vector's values."""
    (count,) = struct.unpack_from(">i", packed, 4)
    return np.frombuffer(packed, ">i4", count, 12).astype(np.int32)


def lexemes(terms: Sequence[str]) -> bytes:
    """A tsvector of these terms, each given once and in order, without positions."""
    return struct.pack(">I", len(terms)) + "".join(f"{term}\0\0\0" for term in terms).encode()


def accept_packed(connection: "Connection[Rows]") -> None:
    """Let COPY on this connection take these types as the bytes made here."""
    from psycopg.adapt import Dumper
    from psycopg.pq import Format
    from psycopg.types import TypeInfo

    for name in ("halfvec", "sparsevec", "tsvector"):
        info = TypeInfo.fetch(connection, name)
        assert info is not None  # pgvector is there: the tables have such columns
        info.register(connection)
        packed = type("Packed", (Dumper,), {"format": Format.BINARY, "oid": info.oid, "dump": _as_they_are})
        connection.adapters.register_dumper(None, packed)


def _as_they_are(_dumper: object, packed: bytes) -> bytes:
    return packed
