"""What several rooms' tests need."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.composition import LiveLibrary, documents_folder
from bot.settings import Settings
from emulators.serving import Index
from indexer.build import build
from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.passage_vectors import CACHE

pytest_plugins = ("postgres_server",)


@pytest.fixture
def shared() -> Path:
    """The folder of real inputs beside the repository; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent: no real inputs to test on")
    return folder


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Index:
    """`index(name, paths)` gives a DANVAN_HOME with an index of the files under `paths`.

    Vectors are kept by content between runs, in pytest's own cache where it has one: they are most of the work.
    """
    cache = getattr(pytestconfig, "cache", None)

    def indexing(name: str, paths: Sequence[Path]) -> Path:
        home = tmp_path_factory.mktemp(name)
        place = f"vectors-{name}"
        kept = (cache.mkdir(place) if cache else tmp_path_factory.mktemp(place)) / CACHE
        if kept.exists():
            shutil.copy(kept, home / CACHE)
        build(paths, home, open_embedding(EMBEDDED, home, light=True), lambda done, total: None)
        shutil.copy(home / CACHE, kept.with_suffix(".new"))
        kept.with_suffix(".new").replace(kept)
        return home

    return indexing


@pytest.fixture(scope="session")
def shipped_home(index: Index) -> Path:
    """A DANVAN_HOME with an index of the documents that ship, made once for all tests; not to be written to."""
    return index("shipped", [documents_folder(Settings(_env_file=None))])


@pytest.fixture(scope="session")
def library(shipped_home: Path) -> LiveLibrary:
    """The library over `shipped_home`."""
    return LiveLibrary(Settings(_env_file=None, danvan_home=shipped_home))
