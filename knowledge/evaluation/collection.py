"""A retrieval set read from a folder: passages, queries and judgements, in BEIR's usual files."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.errors import UnreadableFile
from knowledge.spelling import nfc


@dataclass(frozen=True, slots=True)
class Item:
    """One passage of a set."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """`queries` by id; `qrels` by query id: relevance by passage id. All text in NFC."""

    name: str
    passages: tuple[Item, ...]
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def read_collection(folder: Path) -> Collection:
    """Read corpus.jsonl[.gz], queries.jsonl and qrels.tsv; queries without a judgement are left out.

    Raises UnreadableFile, which names the file.
    """
    corpus = folder / "corpus.jsonl"
    passages = tuple(
        Item(row["id"], nfc(row.get("title") or ""), nfc(row["text"]))
        for row in _records(corpus if corpus.is_file() else folder / "corpus.jsonl.gz", "id", "text")
    )
    qrels = _judgements(folder / "qrels.tsv")
    queries = {row["id"]: nfc(row["text"]) for row in _records(folder / "queries.jsonl", "id", "text")}
    judged = {id_: text for id_, text in queries.items() if id_ in qrels}
    return Collection(folder.resolve().name, passages, judged, {id_: qrels[id_] for id_ in judged})


def _records(path: Path, *needed: str) -> Iterator[dict[str, Any]]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            for number, line in enumerate(file, 1):
                row = json.loads(line)
                if not isinstance(row, dict) or any(not isinstance(row.get(name), str) for name in needed):
                    raise UnreadableFile(
                        f"{path}: dòng {number} thiếu một trong các trường {', '.join(needed)}."
                    )
                yield row
    except FileNotFoundError as error:
        raise UnreadableFile(f"Không có tệp {path}.") from error
    except (OSError, ValueError, EOFError) as error:
        raise UnreadableFile(f"Không đọc được tệp {path}: {error}.") from error


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    """Lines «query TAB passage TAB relevance»; TREC's four columns are read too."""
    found: dict[str, dict[str, int]] = {}
    try:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            cells = line.split("\t")
            if len(cells) < 3 or not cells[-1].strip().lstrip("-").isdigit():
                raise UnreadableFile(
                    f"{path}: dòng {number} không có dạng «câu hỏi, đoạn, mức độ» cách nhau bằng tab."
                )
            if int(cells[-1]) > 0:
                found.setdefault(cells[0], {})[cells[-2]] = int(cells[-1])
    except FileNotFoundError as error:
        raise UnreadableFile(f"Không có tệp {path}.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"Không đọc được tệp {path}: {error}.") from error
    return found
