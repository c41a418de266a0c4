"""What one question and one document cost in processor time, embedded and in PostgreSQL."""

import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.composition import LiveLibrary, build_index, documents_folder
from bot.settings import Settings
from load.sharing import database, fill, postgres_seconds

PASSAGES, QUESTIONS = 10_000, 200


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time: ours, with what our children used, and the database server's."""

    ours: float
    database: float

    def per(self, count: int) -> str:
        """Milliseconds for each of `count`."""
        return f"{1000 * self.ours / count:.0f} ms here + {1000 * self.database / count:.0f} ms in PostgreSQL"


def cost_of(url: str, work: Callable[[], object]) -> Cost:
    """What some work costs; `url` is the database's."""
    before, served = _used(), postgres_seconds(url)
    work()
    return Cost(_used() - before, postgres_seconds(url) - served)


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def print_costs(folder: Path) -> None:
    """Both engines side by side: the documents that ship indexed from nothing, then different questions."""
    with database() as url:
        questions = fill(folder / "big", url, PASSAGES)
        print(
            f"{PASSAGES} passages, {QUESTIONS} different questions; the documents that ship, indexed from nothing"
        )
        for name, address in (("embedded", ""), ("PostgreSQL", url)):
            asked = Settings(_env_file=None, danvan_home=folder / "big", database_url=address)
            print(f"  {name}: a question {_asking(url, asked, questions).per(QUESTIONS)}", flush=True)
        for name, address in (("embedded", ""), ("PostgreSQL", url)):
            home = folder / name
            settings = Settings(_env_file=None, danvan_home=home, database_url=address)
            count = sum(path.is_file() for path in documents_folder(settings).rglob("*"))
            cost = cost_of(url, lambda: build_index(settings, (), lambda done, total: None, light=True))  # noqa: B023
            print(f"  {name}: a document {cost.per(count)}", flush=True)
            shutil.rmtree(home)


def _asking(url: str, settings: Settings, questions: list[str]) -> Cost:
    library = LiveLibrary(settings)
    library.ask(questions[-1])

    def ask() -> None:
        for question in questions[:QUESTIONS]:
            library.ask(question)

    cost = cost_of(url, ask)
    library.close()
    return cost


def main() -> None:
    """`python -m load.costs`."""
    with tempfile.TemporaryDirectory() as folder:
        print_costs(Path(folder))


if __name__ == "__main__":
    main()
