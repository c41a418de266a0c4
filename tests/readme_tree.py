"""Writes the tree that README.md ends with from the files' own first lines: `python -m tests.readme_tree`."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = {
    ".ci/": "what CI runs",
    "bot/training/screen/": "the projector's page: HTML, style and script, nothing from elsewhere",
    "deploy/": "units for systemd, a nightly backup, a Containerfile",
    "docs/": "guides in Vietnamese, measurements, notes",
    "knowledge/documents/": "the documents that ship with the project, one file each, source named",
    "knowledge/language/": "how officers ask: cues of intents, words without a topic, bodies; data with examples",
    "knowledge/models/": "vocabularies and weights of the embeddings that ship with the project",
    "knowledge/register/": "data: document types, issuers, abbreviations, provinces; every entry with examples",
    "prompts/": "what the optional language model is told; an answer records which version made it",
    "tests/": "mirror the rooms; emulators speak real protocols; question files and their checks in evaluation/",
    "training/": "trains the embedding of our own; LOG.md keeps what was tried",
}
FILES = {
    ".env.example": "every setting with its default",
    ".gitignore": "what stays out of the repository",
    "CHANGELOG.md": "what changed",
    "Makefile": "every target does its own set-up",
    "README.md": "this page",
    "constraints.txt": "the exact versions of all packages",
    "pyproject.toml": "what the project needs and how its tools are set",
}
HEADINGS = {
    "knowledge/": "what the assistant knows: documents, how they refer to each other, how to find and answer",
    "indexer/": "files -> a generation",
    "bot/": "chat -> answer -> reply",
}


def tree() -> str:
    """The tree as README.md shows it: two spaces a level, a folder with a slash, what each is for behind it."""
    tracked = subprocess.run(
        ["git", "ls-files"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    lines: list[str] = []
    shown: set[str] = set()
    for path in sorted(tracked, key=_order):
        closed = next((folder for folder in FOLDERS if path.startswith(folder)), None)
        for line in _lines(path, closed):
            if line not in shown:
                shown.add(line)
                lines.append(line)
    return "\n".join(lines)


def _order(path: str) -> tuple[bool, str]:
    return "/" not in path, path


def _lines(path: str, closed: str | None) -> list[str]:
    parts = (closed or path).rstrip("/").split("/")
    opened = [_line(level, f"{part}/", _folder(parts[: level + 1])) for level, part in enumerate(parts[:-1])]
    name, what = (f"{parts[-1]}/", FOLDERS[closed]) if closed else (parts[-1], _purpose(path))
    return [*opened, _line(len(parts) - 1, name, what)]


def _line(level: int, name: str, what: str) -> str:
    return f"{'  ' * level}{name:<{34 - 2 * level}}  {what}"


def _folder(parts: list[str]) -> str:
    path = "/".join(parts) + "/"
    return HEADINGS.get(path) or _purpose(f"{path}__init__.py")


def _purpose(path: str) -> str:
    if path in FILES:
        return FILES[path]
    if path.endswith(".json"):
        return "data of the file beside it"
    first = (ROOT / path).read_text("utf-8").split("\n", 1)[0]
    return first.strip('"').rstrip(".")


def main() -> None:
    """Put the tree in the place of the one that stands at the end of README.md."""
    readme = ROOT / "README.md"
    head = readme.read_text("utf-8").split("\n```\n", 1)[0].rstrip()
    readme.write_text(f"{head}\n\n```\n{tree()}\n```\n", "utf-8")


if __name__ == "__main__":
    main()
