"""A cross-encoder orders the best hits anew; hits that a number brought stay before them."""

from pathlib import Path

import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

from knowledge.documents import Hit, Passage
from knowledge.errors import RerankerUnavailable
from knowledge.reranking import RERANKED, Reranker

WORDS = ["<pad>", "<unk>", "<cls>", "<sep>", "dân", "vận", "giá", "xăng"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of random weights."""
    folder = tmp_path_factory.mktemp("cross")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    made = Tokenizer(models.WordLevel({word: place for place, word in enumerate(WORDS)}, unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    made.post_processor = processors.TemplateProcessing(
        single="<cls> $A <sep>", pair="<cls> $A <sep> $B <sep>", special_tokens=[("<cls>", 2), ("<sep>", 3)]
    )
    special = {"pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<cls>", "sep_token": "<sep>"}
    PreTrainedTokenizerFast(tokenizer_object=made, **special).save_pretrained(folder)
    return folder


def _hits(count: int) -> list[Hit]:
    texts = ["dân vận", "giá xăng", "dân xăng giá", "vận", "xăng dân vận dân"]
    passages = [
        Passage(n, "d", n, 0, 1, "", "", texts[n % len(texts)] + " dân" * (n % 7)) for n in range(count)
    ]
    return [Hit(passage, 1.0 - passage.id / 100, "từ ngữ") for passage in passages]


def test_the_models_order_decides_and_scores_keep_falling(folder: Path) -> None:
    reranker, hits = Reranker(str(folder)), _hits(8)
    found = reranker.rerank("dân vận", hits)
    assert {hit.passage.id for hit in found} == set(range(8))
    assert [hit.score for hit in found] == [hit.score for hit in hits]
    assert found == reranker.rerank("dân vận", hits)
    backwards = reranker.rerank("dân vận", hits[::-1])
    assert [hit.passage.id for hit in backwards] == [hit.passage.id for hit in found]


def test_only_the_best_are_read(folder: Path) -> None:
    hits = _hits(RERANKED + 5)
    found = Reranker(str(folder)).rerank("dân", hits)
    assert found[RERANKED:] == hits[RERANKED:]
    assert Reranker(str(folder)).rerank("dân", []) == []


def test_a_model_that_cannot_be_loaded_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RerankerUnavailable, match="RERANKER_MODEL"):
        Reranker(str(tmp_path)).rerank("dân", _hits(2))
