"""What several rooms' tests need."""

from pathlib import Path

import pytest


@pytest.fixture
def shared() -> Path:
    """The folder of real inputs beside the repository; tests that need it are skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent: no real inputs to test on")
    return folder
