"""`danvan backup` and `danvan restore`: from files or a database into one file, and from it into either."""

from contextlib import closing
from pathlib import Path

from bot.backup import UPLOADS, put_in_place, restore_backup, unpacked, workspace, write_backup
from bot.moving import copied, placed
from bot.settings import Settings
from bot.state import open_state
from bot.state_copy import check_empty


def back_up(settings: Settings, target: Path) -> int:
    """Write a backup while the bot may be running; returns its size in bytes.

    What a database holds is copied into files first, which are packed as any DANVAN_HOME is. Raises BackupFailed,
    CopyFailed, DatabaseUnavailable, and NoIndex where there is nothing to keep.
    """
    if not settings.database_url:
        return write_backup(settings.danvan_home, target)
    with workspace(target) as folder:
        copied(settings, placed(settings, str(folder)))
        return write_backup(settings.danvan_home, target, folder)


def put_back(settings: Settings, source: Path) -> Path | None:
    """Restore a backup, whichever engine it was made from; returns where lies what was there before, if anything did.

    A database has to be empty: nothing is ever mixed into another state, and the one before stays as it is. Raises
    BackupFailed, StateUnavailable where it is not empty, CopyFailed, DatabaseUnavailable.
    """
    home = settings.danvan_home
    if not settings.database_url:
        return restore_backup(source, home)
    with unpacked(source, home) as fresh:
        with closing(open_state(home, settings.database_url)) as state:
            check_empty(state)
        before = None
        if (fresh / UPLOADS).is_dir():
            home.mkdir(parents=True, exist_ok=True)
            before = put_in_place(fresh / UPLOADS, home / UPLOADS)
        # The database last: until it is filled, all of this can be done again.
        copied(placed(settings, str(fresh)), settings)
        return before
