"""Where generations are published and opened: files under DANVAN_HOME, or a PostgreSQL database."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from knowledge import generations
from knowledge.embedded_store import EmbeddedStore, write_rows
from knowledge.store import Store
from knowledge.store_rows import GenerationRows


class Generations(Protocol):
    """Generations by name, the last three kept; publishing is atomic for readers, and one process does it at a time.

    `notes` are texts by name that the publisher keeps with a generation for itself.
    """

    def publish(self, rows: GenerationRows, notes: Mapping[str, str]) -> str:
        """Write a generation, make it current and return its name. Raises IndexBusy."""
        ...

    def current(self) -> str:
        """The generation in use. Raises NoIndex, or CorruptIndex where it is not there whole."""
        ...

    def before_current(self) -> list[str]:
        """Whole generations older than the one in use, newest first."""
        ...

    def roll_back(self, to: str = "") -> str:
        """Make the generation before the current one current again, return the current one's name; NoIndex where none is.

        Where `to` names another than that, the step was taken before: nothing is done.
        """
        ...

    def open(self, name: str) -> Store:
        """A generation, checked and opened for reading. Raises CorruptIndex."""
        ...

    def notes(self, name: str) -> Mapping[str, str]:
        """What was noted with a generation."""
        ...

    def close(self) -> None:
        """Let go of what is held; opened generations cannot be asked afterwards."""
        ...

    def published(self, name: str) -> float:
        """When a generation was published, in seconds since the epoch. Raises CorruptIndex where it is not there."""
        ...


class FolderGenerations:
    """Generations as sealed folders under a home."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def publish(self, rows: GenerationRows, notes: Mapping[str, str]) -> str:
        """Write a generation, make it current and return its name. Raises IndexBusy."""

        def write(draft: Path) -> None:
            write_rows(draft, rows)
            for name, text in notes.items():
                (draft / name).write_text(text, encoding="utf-8")

        return generations.publish(self._home, write).name

    def current(self) -> str:
        """The generation in use. Raises NoIndex, or CorruptIndex where it is not there whole."""
        return generations.current(self._home).name

    def before_current(self) -> list[str]:
        """Whole generations older than the one in use, newest first."""
        return [folder.name for folder in generations.before_current(self._home)]

    def roll_back(self, to: str = "") -> str:
        """See Generations."""
        return generations.roll_back(self._home, to).name

    def open(self, name: str) -> EmbeddedStore:
        """A generation, checked and opened for reading. Raises CorruptIndex."""
        return EmbeddedStore(generations.folder(self._home, name))

    def published(self, name: str) -> float:
        """When a generation was published, in seconds since the epoch. Raises CorruptIndex where it is not there."""
        return (generations.folder(self._home, name) / generations.MANIFEST).stat().st_mtime

    def notes(self, name: str) -> Mapping[str, str]:
        """What was noted with a generation: every JSON file of its folder but the manifest. Raises CorruptIndex."""
        folder = generations.folder(self._home, name)
        generations.verify(folder)
        found = sorted(path for path in folder.glob("*.json") if path.name != generations.MANIFEST)
        return {path.name: path.read_text(encoding="utf-8") for path in found}

    def close(self) -> None:
        """Nothing is held; opened generations close by themselves."""
