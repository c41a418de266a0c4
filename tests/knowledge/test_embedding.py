"""The embedded model's two engines agree; any folder works, with its prefixes; failures are sentences."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge import embedded_model
from knowledge.embedding import (
    EMBEDDED,
    OWN,
    OWN_SHARE,
    QUESTION_READ,
    Embedding,
    Joined,
    family_of,
    open_embedding,
)
from knowledge.errors import EmbeddingUnavailable

TEXTS = [
    "Người đứng đầu cấp ủy, chính quyền đối thoại trực tiếp với Nhân dân ít nhất hai lần một năm.",
    "nguoi dung dau doi thoai truc tiep voi nhan dan",
    "Chỉ thị số 18-CT/TU, ngày 15/9/2016; 1.967 mô hình (96,72%)",
    "Mục I.\n\n  a)\tDân vận khéo…\n–  «Lấy dân làm gốc» 🙂",
    "The people's committee of Sa Pa",
    "Quy chế dân chủ ở cơ sở. " * 60,
    "",
]


@pytest.fixture(scope="module")
def heavy(tmp_path_factory: pytest.TempPathFactory) -> Embedding:
    return open_embedding(EMBEDDED, tmp_path_factory.mktemp("home"), light=False)


@pytest.fixture(scope="module")
def light() -> Joined:
    found = open_embedding(EMBEDDED, Path(), light=True)
    assert isinstance(found, Joined)
    return found


def test_both_engines_of_the_embedded_model_agree(heavy: Embedding, light: Embedding) -> None:
    assert heavy.fingerprint == light.fingerprint
    assert heavy.dimension == light.dimension == len(light.question("dân"))
    assert (heavy.passages(TEXTS) * light.passages(TEXTS)).sum(axis=1).min() >= 0.999
    for text in TEXTS:
        assert heavy.question(text) @ light.question(text) >= 0.999


def test_vectors_have_length_one_and_know_what_they_mean(light: Embedding) -> None:
    question = np.array(light.embed_query("dân được bàn bạc, kiểm tra việc gì?"))
    near, far = np.array(light.embed_documents(["Những việc nhân dân bàn và kiểm tra", "Giá xăng tăng"]))
    assert np.linalg.norm(question) == pytest.approx(1, abs=1e-3)
    assert question @ near > question @ far


def test_decomposed_text_gives_the_same_vector(light: Embedding) -> None:
    assert light.question("dân vận") @ light.question("dân vận") > 0.9999


def test_a_very_long_question_is_cut(light: Embedding) -> None:
    assert light.question("dân vận " * 50_000).shape == (light.dimension,)


def test_the_light_engine_imports_no_torch() -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge.embedding import open_embedding;"
        "open_embedding('embedded', Path(), light=True).question('dân'); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def test_loading_leaves_the_threads_of_others_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    open_embedding(EMBEDDED, Path(), light=True).question("dân")
    assert os.environ["OMP_NUM_THREADS"] == "2"


def test_the_folder_is_unpacked_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(embedded_model, "tokenizer", fail)
        with pytest.raises(OSError):
            embedded_model.unpack(tmp_path / "model")
    assert list(tmp_path.iterdir()) == []
    embedded_model.unpack(tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def _copy(tmp_path: Path, name: str, prompts: dict[str, str]) -> Path:
    """A folder as someone else may have saved it: the embedded model's weights, its own prompts."""
    folder = tmp_path / name
    embedded_model.unpack(tmp_path / "unpacked")
    shutil.copytree(tmp_path / "unpacked", folder, copy_function=os.link)
    (folder / "config_sentence_transformers.json").unlink()
    config = {"model_type": "SentenceTransformer", "prompts": prompts}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config))
    return folder


def test_any_folder_with_the_prefixes_of_its_family_or_its_own(tmp_path: Path, light: Joined) -> None:
    by_name = open_embedding(str(_copy(tmp_path, "my-e5-small", {})), tmp_path, light=True)
    assert by_name.dimension == 384
    assert by_name.question(TEXTS[0]) @ light.slow.question(TEXTS[0]) >= 0.999
    own = {"query": "passage: ", "document": "query: "}
    turned = open_embedding(str(_copy(tmp_path, "turned-e5", own)), tmp_path, light=True)
    assert turned.question(TEXTS[0]) @ light.slow.passages(TEXTS[:1])[0] >= 0.999
    assert len({by_name.fingerprint, turned.fingerprint, light.slow.fingerprint}) == 3


def test_every_family_is_known_by_its_examples() -> None:
    folder = Path(embedded_model.__file__).parent / "models" / "families.json"
    for row in json.loads(folder.read_text(encoding="utf-8"))["families"]:
        for example in row["examples"]:
            found = family_of(example)
            assert (found.query, found.passage) == (row["query"], row["passage"]), example
            assert found.segmented == row.get("segmented", False)
    assert family_of("some/thing-else").query == ""


@pytest.mark.parametrize("model", ["no/such-model", "???"])
def test_a_model_that_cannot_be_had_is_one_sentence(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(EmbeddingUnavailable, match="EMBEDDING_MODEL"):
        open_embedding(model, tmp_path, light=False)


def test_an_empty_folder_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingUnavailable):
        open_embedding(str(tmp_path), tmp_path, light=False).question("dân")


def test_a_joined_cosine_is_both_weighed_and_added(light: Joined) -> None:
    asked, told = TEXTS[1], TEXTS[0]
    slow = light.slow.question(asked) @ light.slow.passages([told])[0]
    quick = light.quick.question(asked) @ light.quick.passages([told])[0]
    both = light.question(asked) @ light.passages([told])[0]
    assert both == pytest.approx((1 - OWN_SHARE) * slow + OWN_SHARE * quick, abs=1e-5)
    assert light.quick.fingerprint in light.fingerprint


def test_the_slow_half_reads_the_beginning_of_a_question_only(light: Joined) -> None:
    question = "Ai có trách nhiệm đối thoại? " * 10
    read = light.slow.question(question[:QUESTION_READ])
    assert np.allclose(
        light.question(question)[: light.slow.dimension], (1 - OWN_SHARE) ** 0.5 * read, atol=1e-6
    )


def test_our_own_alone_needs_no_second_engine(tmp_path: Path) -> None:
    light, heavy = (open_embedding(OWN, tmp_path, light=light) for light in (True, False))
    assert light.fingerprint == heavy.fingerprint
    assert np.array_equal(light.passages(TEXTS), heavy.passages(TEXTS))
    assert list(tmp_path.iterdir()) == []
