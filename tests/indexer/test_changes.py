"""What a run would change, what it leaves no trace of, and what it offers: dry runs, secrets, copies, replacements."""

import json
import os
import shutil
from pathlib import Path

import pytest

from indexer.amendments import write_amendments
from indexer.build import build, dry_run
from indexer.doubles import LIKE
from indexer.formats.ocr import missing
from indexer.receiving import Understood, contents, examine, safe_name
from indexer.report import BuildReport, DryRun
from knowledge.embedded_store import EmbeddedStore
from knowledge.generations import current, roll_back
from knowledge.publishing import FolderGenerations
from papers import write_docx, write_scan
from torture.rebuilding import Syllables

BODY = [
    "Ủy ban nhân dân xã Mường Khoa tổ chức hội nghị đối thoại trực tiếp với nhân dân các bản trong năm 2023.",
    "Văn phòng Ủy ban nhân dân xã tổng hợp ý kiến của nhân dân, báo cáo Huyện ủy trước ngày 15 hằng tháng.",
    "Các bản, tổ dân phố thông báo nội dung, thời gian, địa điểm đối thoại để nhân dân biết và tham dự đông đủ.",
]
HEAD = ["ỦY BAN NHÂN DÂN", "XÃ MƯỜNG KHOA", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 15/KH-UBND",
        "Mường Khoa, ngày 05 tháng 6 năm 2023", "KẾ HOẠCH", "Đối thoại với nhân dân năm 2023"]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kho"
    folder.mkdir()
    (folder / "a.txt").write_text("\n".join(BODY), encoding="utf-8")
    write_docx(folder / "b.docx", [*HEAD, *BODY[:2]])
    return folder


def _build(folder: Path, **more: object) -> BuildReport:
    home = folder.parent / "var"
    return build([folder], home, Syllables(), lambda done, total: None, **more)  # type: ignore[arg-type]


def _try(folder: Path) -> DryRun:
    return dry_run(
        [folder], FolderGenerations(folder.parent / "var"), Syllables.fingerprint, lambda done, total: None
    )


def _names(sources: tuple[str, ...]) -> list[str]:
    return [Path(source).name for source in sources]


def test_a_dry_run_tells_what_would_change_and_writes_nothing(folder: Path) -> None:
    assert _names(_try(folder).added) == ["a.txt", "b.docx"]
    assert not (folder.parent / "var").exists()
    _build(folder)
    before = sorted((path, path.stat().st_mtime_ns) for path in (folder.parent / "var").rglob("*"))
    (folder / "a.txt").write_text("Bản Hồ có 9 tổ dân vận.", encoding="utf-8")
    (folder / "b.docx").unlink()
    (folder / "c.pdf").write_bytes(b"%PDF broken")
    (folder / "d.txt").write_text("Bản Tả Van có 7 tổ dân vận.", encoding="utf-8")
    plan = _try(folder)
    assert (_names(plan.added), _names(plan.changed), _names(plan.removed)) == (
        ["d.txt"],
        ["a.txt"],
        ["b.docx"],
    )
    assert [Path(path).name for path, _ in plan.failed] == ["c.pdf"]
    assert sorted((path, path.stat().st_mtime_ns) for path in (folder.parent / "var").rglob("*")) == before
    told = plan.to_json()
    assert list(told) == ["added", "changed", "removed", "unchanged", "failed", "doubles", "unsure"]


def test_of_a_refused_secret_not_even_its_name_is_kept(folder: Path) -> None:
    first = _build(folder)
    (folder / "kim-ung.txt").write_text("TỈNH ỦY\nTỐI MẬT\nChuyên án kim ưng", encoding="utf-8")
    for _ in range(2):
        report = _build(folder)
        assert [Path(path).name for path, _ in report.failed] == ["kim-ung.txt"]
        assert report.generation == first.generation
    kept = b"".join(path.read_bytes() for path in (folder.parent / "var").rglob("*") if path.is_file())
    assert b"kim-ung" not in kept
    assert "kim ưng".encode() not in kept


def test_a_near_copy_is_told_with_the_document_that_it_may_replace(folder: Path) -> None:
    _build(folder)
    write_docx(folder / "b2.docx", [*HEAD, *BODY[:2], "Nơi nhận: các bản; lưu văn phòng."])
    write_docx(folder / "c.docx", [*(one.replace("15/KH", "16/KH") for one in HEAD), *BODY[:2]])
    [double] = _build(folder).doubles
    assert (Path(double.source).name, Path(double.other).name) == ("b2.docx", "b.docx")
    assert LIKE <= double.share < 1


def test_what_is_replaced_leaves_the_index_and_comes_back(folder: Path) -> None:
    old, new = str(folder / "b.docx"), write_docx(folder / "mới.docx", [*HEAD, *BODY])
    report = _build(folder, replaced={old: str(new)})
    assert report.failed == ((old, f"đã được thay bằng {new}"),)
    new.unlink()  # as after a step back: what was replaced by it is not lost
    assert _build(folder, replaced={old: str(new)}).documents == 2


def test_a_copy_whose_original_is_gone_is_read(folder: Path) -> None:
    shutil.copy(folder / "a.txt", folder / "z.txt")
    assert _build(folder).documents == 2
    (folder / "a.txt").unlink()
    assert _build(folder).failed == ()


def test_a_scan_is_read_once_the_program_is_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_scan(folder / "s.png", [["THÔNG BÁO", "Bản Hồ họp dân vào sáng thứ hai."]])
    before = os.environ["PATH"]
    monkeypatch.setenv("PATH", "")
    [(_, reason)] = _build(folder).failed
    assert "apt-get install" in reason
    monkeypatch.setenv("PATH", before)
    assert len(_build(folder).failed) == bool(missing())


def test_facts_put_right_beside_a_file_make_another_document_of_it(folder: Path) -> None:
    _build(folder)
    write_amendments(
        folder / "b.docx", {"number": "17/KH-UBND", "date": "2023-07-01", "issuer": "UBND xã Bản Hồ"}
    )
    assert _build(folder).changed == 1
    with EmbeddedStore.open(current(folder.parent / "var")) as store:
        document = next(one for one in store.documents.values() if one.source.endswith("b.docx"))
        assert document.number is not None
        assert (document.number.normalised, document.issuer, str(document.issued)) == (
            "17/KH-UBND", "UBND xã Bản Hồ", "2023-07-01",
        )  # fmt: skip
        entry = next(one for one in store.entries if one.held)
        assert (entry.number, str(entry.issued)) == ("17/KH-UBND", "2023-07-01")


def test_going_back_and_building_again(folder: Path) -> None:
    first = _build(folder)
    (folder / "c.txt").write_text("Bản Hồ có 9 tổ dân vận.", encoding="utf-8")
    _build(folder)
    home = folder.parent / "var"
    assert roll_back(home).name == first.generation
    assert _build(folder).added == 1


def _examined(folder: Path, file: Path) -> Understood:
    held = FolderGenerations(folder.parent / "var")
    [one] = examine("../kế hoạch.docx", file.read_bytes(), held, lambda done, total: None)
    return one


def test_a_file_is_examined_in_memory(folder: Path) -> None:
    _build(folder)
    later = write_docx(folder.parent / "c.docx", [*HEAD, *BODY[:2], "Nơi nhận: các bản; lưu văn phòng."])
    one = _examined(folder, later)
    assert one.name == "kế hoạch.docx"
    assert one.document is not None
    assert one.document.type == "Kế hoạch"
    assert one.double is not None
    assert (
        _examined(folder, folder / "b.docx").reason == f"trùng hệt với {folder / 'b.docx'}, đã có trong kho"
    )
    assert [name for name, _ in contents("../kế hoạch.docx", b"x", [])] == ["kế hoạch.docx"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\a.docx", "a.docx"), (".hidden.txt", "hidden.txt"),
        ("con.txt", "_con.txt"), ("a\0b\n.txt", "a b .txt"), ("...", "tep"), ("\u202etxt.exe", "txt.exe"),
    ],
)  # fmt: skip
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_hostile_names_stay_in_one_folder(tmp_path: Path) -> None:
    from torture.hostile import names

    assert names(tmp_path / "names", 200) == {"names": 200, "outside": 0, "inside_only": 1}


def test_the_record_names_the_paths_it_was_made_of(folder: Path) -> None:
    _build(folder)
    record = json.loads((current(folder.parent / "var") / "build.json").read_text(encoding="utf-8"))
    assert record["roots"] == [str(folder)]
