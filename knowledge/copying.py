"""A generation from one engine into another, and the proof that every row has arrived."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from knowledge.errors import CopyFailed
from knowledge.publishing import Generations
from knowledge.store import Store
from knowledge.store_rows import OF_ENGINE, TABLES, Row, storable


@dataclass(frozen=True, slots=True)
class CopiedTable:
    """A table as it was found on both sides: how many rows, and a checksum over all their values in their order."""

    name: str
    rows: int
    sha256: str


def copy_generation(source: Generations, target: Generations) -> tuple[str, list[CopiedTable]]:
    """Publish the source's current generation in the target; returns its name there and what was compared.

    Raises NoIndex, IndexBusy, and CopyFailed where a table differs: what the target served before then serves again.
    """
    name = source.current()
    store = source.open(name)
    try:
        copied = target.publish(store, source.notes(name))
        try:
            return copied, _compared(store, target, copied)
        except CopyFailed:
            if target.before_current():
                target.roll_back()
            raise
    finally:
        store.close()


def _compared(store: Store, target: Generations, copied: str) -> list[CopiedTable]:
    other = target.open(copied)
    try:
        return [_same(name, _summed(store, name), _summed(other, name)) for name in TABLES]
    finally:
        other.close()


def _same(name: str, here: CopiedTable, there: CopiedTable) -> CopiedTable:
    if here.rows != there.rows:
        raise CopyFailed(
            f"Sao chép chưa trọn: bảng {name} ở nguồn có {here.rows} dòng, ở đích có {there.rows} dòng."
        )
    if here != there:
        raise CopyFailed(
            f"Sao chép chưa đúng: bảng {name} đủ {here.rows} dòng nhưng nội dung ở đích khác ở nguồn."
        )
    return here


def _summed(store: Store, name: str) -> CopiedTable:
    total, count = sha256(), 0
    for row in _rows(store, name):
        # A value's own notation tells its type and where it ends.
        total.update(repr(tuple(map(storable, row))).encode("utf-8", "surrogatepass"))
        count += 1
    return CopiedTable(name, count, total.hexdigest())


def _rows(store: Store, name: str) -> Iterator[Row]:
    """A table's rows without what each engine writes for itself; keys of `meta` have no order."""
    rows = store.table(name)
    return iter(sorted(row for row in rows if row[0] not in OF_ENGINE)) if name == "meta" else rows
