"""`danvan copy`: the index in use and what the bot must not forget, from files to PostgreSQL or back."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.composition import open_generations
from bot.settings import Settings, load_settings
from bot.state import State, open_state, state_exists
from bot.state_copy import check_empty, copy_state
from knowledge.copying import CopiedTable, copy_generation
from knowledge.errors import NoIndex, SettingError

_SCHEMES = ("postgresql://", "postgres://")


@dataclass(frozen=True, slots=True)
class Moved:
    """What has arrived: the generation's name there, its tables, and how many rows of the state by table."""

    generation: str
    tables: tuple[CopiedTable, ...]
    state: Mapping[str, int]

    def to_text(self) -> str:
        """Sentences for whoever ran the command."""
        held = ", ".join(f"{one.name} {one.rows}" for one in self.tables)
        rows = sum(self.state.values())
        index = f"Đã sao chép chỉ mục thành bản {self.generation}, mọi dòng đều khớp ({held})."
        return (
            f"{index if held else 'Nơi nguồn chưa có chỉ mục, nên không có gì để chép của chỉ mục.'}\n"
            f"Đã sao chép trạng thái của bot: {rows} dòng trong {len(self.state)} bảng, mọi dòng đều khớp.\n"
            "Tệp nhận qua bot vẫn ở thư mục uploads của DANVAN_HOME: đổi máy thì chép kèm thư mục ấy."
        )


def move(source: str, target: str) -> Moved:
    """Copy everything from one place to another and compare; what is written to the source meanwhile stays there.

    A place is the address of a database, or a folder that is a DANVAN_HOME without one; an empty `source` is the
    place in use. Raises SettingError where both are one, NoIndex where there is nothing at all, CopyFailed,
    StateUnavailable where the target already holds a state, DatabaseUnavailable.
    """
    used = load_settings()
    return copied(placed(used, source) if source else used, placed(used, target))


def placed(settings: Settings, where: str) -> Settings:
    """The settings of a place."""
    if where.startswith(_SCHEMES):
        return settings.model_copy(update={"database_url": where})
    return settings.model_copy(update={"database_url": "", "danvan_home": Path(where)})


def copied(source: Settings, target: Settings) -> Moved:
    """The same of places given as settings."""
    if _place(source) == _place(target):
        raise SettingError("Nguồn và đích của «danvan copy» là một nơi: hãy đổi --from hoặc --to.")
    # Before the index: that may take an hour.
    if _has_state(target):
        with closing(_state(target)) as state:
            check_empty(state)
    nothing: NoIndex | None = None
    try:
        with closing(open_generations(source)) as here, closing(open_generations(target)) as there:
            generation, tables = copy_generation(here, there)
    except NoIndex as error:
        nothing, generation, tables = error, "", []
    moved = Moved(generation, tuple(tables), _move_state(source, target, generation))
    if nothing and not any(moved.state.values()):
        raise nothing
    return moved


def _place(settings: Settings) -> str:
    return settings.database_url or str(settings.danvan_home.resolve())


def _has_state(settings: Settings) -> bool:
    return state_exists(settings.danvan_home, settings.database_url)


def _state(settings: Settings) -> State:
    return open_state(settings.danvan_home, settings.database_url)


def _move_state(source: Settings, target: Settings, generation: str) -> Mapping[str, int]:
    if not _has_state(source):
        return {}
    with (
        closing(_state(source)) as here,
        closing(_state(target)) as there,
        there.transaction(synced=True),
    ):
        counts = copy_state(here, there)
        # Generations are numbered anew there: all that was taken in before is in the one that was copied.
        there.write("UPDATE uploads SET generation = ? WHERE generation > ?", (generation, generation))
        return counts
