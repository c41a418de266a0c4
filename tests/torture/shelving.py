"""A folder of real documents: each file is indexed or listed with its reason, and each reason is printed."""

from collections import Counter
from pathlib import Path

from indexer.build import dry_run
from indexer.loading import find_files
from indexer.report import DryRun
from knowledge.publishing import FolderGenerations


def corpus(folder: Path, home: Path) -> dict[str, int]:
    """How many files there are, are indexed, are refused and are neither; near copies are indexed, and told."""
    if not folder.is_dir():
        return {"files": 0}
    plan = plan_of(folder, home)
    for reason, count in Counter(reason for _, reason in plan.failed).most_common():
        named = [Path(path).name for path, given in plan.failed if given == reason]
        print(f"  {count} x {reason}: {', '.join(named[:3])}{' …' if count > 3 else ''}")
    return {
        "files": len(find_files([folder])),
        "indexed": len(plan.added),
        "refused": len(plan.failed),
        "unaccounted": len(unaccounted(folder, plan)),
        "near_copies": len(plan.doubles),
    }


def plan_of(folder: Path, home: Path) -> DryRun:
    """What indexing the folder would do where nothing is indexed yet."""
    return dry_run([folder], FolderGenerations(home), "", lambda done, total: None)


def unaccounted(folder: Path, plan: DryRun) -> list[str]:
    """Files that are neither indexed nor listed; an archive counts by what it holds."""
    told = {*plan.added, *(path for path, _ in plan.failed)}
    return [
        source
        for _, source in find_files([folder])
        if source not in told and not any(one.startswith(f"{source}/") for one in told)
    ]
