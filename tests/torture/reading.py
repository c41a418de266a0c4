"""Generations with a flipped byte are refused and the one before serves; readers during publishes see no mixture."""

import random
import shutil
import threading
import time
from pathlib import Path

from bot.composition import LiveLibrary
from bot.settings import Settings
from indexer.build import build
from knowledge.embedded_store import EmbeddedStore
from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.errors import CorruptIndex
from knowledge.generations import current, verify
from knowledge.words import FieldWeights
from torture.rebuilding import LATER, TEXTS, index


def flips(folder: Path, times: int) -> dict[str, int]:
    """One random bit of a random file turned, again and again: refused, and the generation before is served."""
    docs, home = folder / "docs", folder / "home"
    docs.mkdir(parents=True)
    _write(docs, TEXTS)
    embedding = open_embedding(EMBEDDED, home, light=True)
    build([docs], home, embedding, lambda done, total: None)
    _write(docs, LATER)
    build([docs], home, embedding, lambda done, total: None)
    newest, chance = current(home), random.Random(7)
    files = sorted(path for path in newest.rglob("*") if path.is_file() and path.suffix != ".lock")
    refused = older = 0
    for number in range(times):
        path = chance.choice(files)
        sound = path.read_bytes()
        damaged = bytearray(sound)
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        try:
            verify(newest)
        except CorruptIndex:
            refused += 1
        if number % 50 == 0:
            library = LiveLibrary(Settings(_env_file=None, danvan_home=home)).current()
            older += library.store.generation != newest.name and len(library.store.documents) == len(TEXTS)
        path.write_bytes(sound)
    return {"flipped": times, "refused": refused, "opened": -(-times // 50), "previous_served": older}


def readers(folder: Path, reads: int, publishes: int) -> dict[str, int]:
    """Four readers beside publishes: every reading is of one generation, whole."""
    docs, home = folder / "docs", folder / "home"
    docs.mkdir(parents=True)
    _write(docs, {**TEXTS, "stand.txt": _stand(0)})
    index(docs, home)
    counted = {"reads": 0, "errors": 0, "mixed": 0}
    lock, over = threading.Lock(), threading.Event()

    def read() -> None:
        while not (over.is_set() and counted["reads"] >= reads):
            error = mixed = 0
            try:
                mixed = not _whole(home)
            except Exception as failed:
                print(f"  {failed!r}")
                error = 1
            with lock:
                counted["reads"] += 1
                counted["errors"] += error
                counted["mixed"] += mixed

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, publishes + 1):
        _write(
            docs, {**TEXTS, "stand.txt": _stand(number), "also.txt": _stand(number).replace("đứng", "nằm")}
        )
        index(docs, home)
        # Readers have a share of the reads between two publishes.
        while counted["reads"] < reads * number // publishes:
            time.sleep(0.01)
    over.set()
    for thread in threads:
        thread.join()
    return {**counted, "publishes": publishes}


def _whole(home: Path) -> bool:
    """Whether both files of one state are of the same."""
    with EmbeddedStore.open(current(home)) as store:
        texts = {Path(one.source).name: one.text for one in store.documents.values()}
        found = store.passages([hit for hit, _ in store.search_words("bản Hồ", 5, FieldWeights())])
    known = all(any(passage.text in text for text in texts.values()) for passage in found)
    return known and (
        "also.txt" not in texts or texts["also.txt"].replace("nằm", "đứng") == texts["stand.txt"]
    )


def _stand(number: int) -> str:
    return f"Bản Hồ: tình hình đứng ở lần ghi thứ {number}, các tổ dân vận hoạt động đều đặn trong cả năm."


def _write(docs: Path, texts: dict[str, str]) -> None:
    shutil.rmtree(docs)
    docs.mkdir()
    for name, text in texts.items():
        (docs / name).write_text(text, encoding="utf-8")
