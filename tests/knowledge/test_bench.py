"""The bench reads a set, asks every system every form of its questions, and prints the contract's JSON."""

import gzip
import json
from pathlib import Path

import pytest

from knowledge.embedding import EMBEDDED, OWN, open_embedding
from knowledge.errors import UnreadableFile
from knowledge.evaluation.bench import BenchResult, Engines, bench, forecast
from knowledge.evaluation.collection import read_collection
from knowledge.evaluation.typing_habits import abbreviated, half_marked, without_marks
from knowledge.spelling import fold

PASSAGES = {
    "a": "Người đứng đầu cấp ủy đối thoại trực tiếp với Nhân dân ít nhất hai lần một năm.",
    "b": "Giá xăng dầu trong nước được điều chỉnh mười ngày một lần.",
    "c": "Mô hình dân vận khéo được nhân dân hưởng ứng.",
    "d": "Hội đồng nhân dân quyết định dự toán ngân sách.",
}
QUERIES = {
    "1": "Đối thoại trực tiếp với nhân dân mấy lần?",
    "2": "Mô hình dân vận khéo",
    "3": "không ai chấm",
}


def _write(folder: Path, *, zipped: bool = True) -> Path:
    folder.mkdir()
    corpus = "\n".join(
        json.dumps({"id": id, "title": f"Điều {id}", "text": text}) for id, text in PASSAGES.items()
    )
    if zipped:
        (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(corpus.encode()))
    else:
        (folder / "corpus.jsonl").write_text(corpus, encoding="utf-8")
    queries = "\n".join(json.dumps({"id": id, "text": text}) for id, text in QUERIES.items())
    (folder / "queries.jsonl").write_text(queries, encoding="utf-8")
    (folder / "qrels.tsv").write_text("1\ta\t1\n2\tc\t1\n2\tb\t0\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BenchResult:
    folder = tmp_path_factory.mktemp("sets")
    light = open_embedding(EMBEDDED, Path(), light=True)
    engines = Engines(light, light, folder / "home", lambda done, total: None)
    return bench(_write(folder / "tiny"), engines)


def test_the_contracts_json(result: BenchResult) -> None:
    printed = json.loads(json.dumps(result.to_json()))
    assert (printed["set"], printed["queries"], printed["passages"]) == ("tiny", 2, 4)
    assert list(printed["systems"]) == ["bm25", "langchain", "dense", "words", "danvan"]
    for forms in printed["systems"].values():
        assert set(forms) == {"marks", "no_marks"}
        for measures in forms.values():
            assert set(measures) == {"ndcg@10", "mrr@10", "r@10", "r@100", "p50_ms", "p95_ms"}
            assert 0 <= measures["ndcg@10"] <= 1
            assert 0 < measures["p50_ms"] <= measures["p95_ms"]


def test_ours_finds_both_with_and_without_marks(result: BenchResult) -> None:
    ours = result.systems["danvan"]
    assert [ours[form].ndcg_10 for form in ("marks", "no_marks")] == [1.0, 1.0]
    assert result.systems["words"]["no_marks"].mrr_10 == 1.0
    assert result.systems["bm25"]["no_marks"].ndcg_10 < 1.0


def test_how_long_embedding_takes_is_told_beforehand(tmp_path: Path) -> None:
    folder, light = _write(tmp_path / "tiny"), open_embedding(EMBEDDED, Path(), light=True)
    engines = Engines(light, light, tmp_path / "home", lambda done, total: None)
    count, seconds = forecast(folder, engines)
    assert count == len(PASSAGES)
    assert seconds > 0
    bench(folder, engines, ("marks",))
    assert forecast(folder, engines) == (0, 0.0)


def test_what_is_embedded_in_no_time_is_not_forecast(tmp_path: Path) -> None:
    own = open_embedding(OWN, Path(), light=True)
    engines = Engines(own, own, tmp_path / "home", lambda done, total: None)
    assert forecast(_write(tmp_path / "tiny"), engines) == (0, 0.0)


def test_an_unzipped_set_reads_the_same(tmp_path: Path) -> None:
    one, two = read_collection(_write(tmp_path / "a")), read_collection(_write(tmp_path / "b", zipped=False))
    assert one.passages == two.passages
    assert one.qrels == two.qrels == {"1": {"a": 1}, "2": {"c": 1}}
    assert set(one.queries) == {"1", "2"}


@pytest.mark.parametrize("name", ["corpus.jsonl.gz", "queries.jsonl", "qrels.tsv"])
@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b'{"id": 1}\n'])
def test_a_set_that_is_none_is_named(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = _write(tmp_path / "set")
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=name):
        read_collection(folder)


def test_typing_habits() -> None:
    asked = "Ủy ban nhân dân và Hội đồng nhân dân phải đối thoại"
    assert without_marks(asked) == "Uy ban nhan dan va Hoi dong nhan dan phai doi thoai"
    assert abbreviated(asked) == "UBND và HĐND phải đối thoại"
    half = half_marked(asked)
    assert half == half_marked(asked) != asked
    assert fold(half) == fold(asked)
