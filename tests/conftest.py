"""What several rooms' tests need."""

import shutil
from pathlib import Path

import pytest

from bot.composition import LiveLibrary, documents_folder
from bot.settings import Settings
from indexer.build import build
from knowledge.embedding import EMBEDDED, open_embedding
from knowledge.passage_vectors import CACHE


@pytest.fixture
def shared() -> Path:
    """The folder of real inputs beside the repository; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent: no real inputs to test on")
    return folder


@pytest.fixture(scope="session")
def shipped_home(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A DANVAN_HOME with an index of the documents that ship, made once for all tests; not to be written to.

    Vectors are kept by content between runs, in pytest's own cache: they are most of the work.
    """
    home = tmp_path_factory.mktemp("home")
    assert pytestconfig.cache
    kept = pytestconfig.cache.mkdir("vectors") / CACHE
    if kept.exists():
        shutil.copy(kept, home / CACHE)
    embedding = open_embedding(EMBEDDED, home, light=True)
    build([documents_folder(Settings(_env_file=None))], home, embedding, lambda done, total: None)
    shutil.copy(home / CACHE, kept.with_suffix(".new"))
    kept.with_suffix(".new").replace(kept)
    return home


@pytest.fixture(scope="session")
def library(shipped_home: Path) -> LiveLibrary:
    """The library over `shipped_home`."""
    return LiveLibrary(Settings(_env_file=None, danvan_home=shipped_home))
