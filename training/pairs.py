"""Training pairs (what is asked, what answers it) out of the public texts, each with its kind and its source."""

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.spelling import nfc
from training.held_out import bare, bench_questions, near, without_number

LONGEST = 1200
"""Characters kept of a passage; training reads 160 pieces, about 600 characters."""

_SENTENCE = re.compile(r"(?<=[.;:!?])\s+|\n+")
_SECTION = re.compile(r"^==+ *(.+?) *==+ *$", re.MULTILINE)
_EMPTY_SECTIONS = frozenset(
    {"tham khảo", "liên kết ngoài", "chú thích", "xem thêm", "thư mục", "ghi chú", "nguồn"}
)
_REFERRING = re.compile(r"^(?:Căn cứ|Theo|Tại|Dựa)\b[^\n]{0,400}:\n")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage that answers it; `key` names the source, so that no source is its own negative."""

    kind: str
    query: str
    title: str
    passage: str
    key: str


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a .jsonl or .jsonl.gz file, strings in NFC."""
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    for line in text.split("\n"):
        if line:
            yield json.loads(nfc(line))


def article_name(article: dict[str, Any]) -> str:
    """«Điều 5 Luật số 24/2018/QH14 …»: an article's place without the date on which it came into force."""
    return str(article["source"]).split(", có hiệu lực")[0]


def article_title(article: dict[str, Any]) -> str:
    """An article's place and heading, as the citation set titles it."""
    return f"{article_name(article)}. {article['title']}"


def _law_name(article: dict[str, Any]) -> str:
    return re.sub(r"^Điều \S+ | ngày \d.*$", "", article_name(article))


def question_pairs(text: Path) -> Iterator[Pair]:
    """A citizen's question and an editor's answer, with and without the answer's «Căn cứ Điều …:» line."""
    for row in read_lines(text / "qa_pairs.jsonl.gz"):
        answer = row["positive"].strip()
        if len(answer) < 150:
            continue
        yield Pair("question", row["query"], "", answer[:LONGEST], bare(answer[:300]))
        quoted = _REFERRING.sub("", answer)
        if quoted != answer and len(quoted) > 150:
            yield Pair("question", row["query"], "", quoted[:LONGEST], bare(answer[:300]))


def citation_pairs(text: Path, articles: dict[str, dict[str, Any]]) -> Iterator[Pair]:
    """A citizen's question and each article that the editor's answer cites."""
    for row in read_lines(text / "phapdien_citation_train.jsonl"):
        for key in row["positive_ids"]:
            article = articles[key]
            yield Pair("citation", row["query"], article_title(article), article["text"][:LONGEST], key)


def heading_pairs(articles: dict[str, dict[str, Any]], chance: random.Random) -> Iterator[Pair]:
    """An article's heading and its text; a heading that many articles share is asked with the law's name."""
    shared = Counter(bare(article["title"]) for article in articles.values())
    for key, article in articles.items():
        text, heading = article["text"], article["title"]
        if len(text) < 120:
            continue
        alone = shared[bare(heading)] == 1 and chance.random() < 0.6
        query = heading if alone else f"{heading} {_law_name(article)}"
        title = "" if alone else article_name(article)
        yield Pair("heading", query[:250], title, text[:LONGEST], key)


def sentences(text: str) -> list[str]:
    """The sentences and list items of a text that are long enough to mean something alone."""
    return [s.strip() for s in _SENTENCE.split(text) if 50 <= len(s.strip()) <= 350]


def _sentence_pair(kind: str, key: str, title: str, text: str, chance: random.Random) -> Pair | None:
    choice = sentences(text[:LONGEST])
    if len(choice) < 3:
        return None
    asked = chance.choice(choice)
    rest = text[:LONGEST].replace(asked, " ", 1)
    return Pair(kind, without_number(asked), title, rest, key)


def sentence_pairs(articles: dict[str, dict[str, Any]], chance: random.Random) -> Iterator[Pair]:
    """A sentence of an article and the rest of it (the inverse cloze task)."""
    for key, article in articles.items():
        pair = _sentence_pair("sentence", key, article_title(article), article["text"], chance)
        if pair:
            yield pair


def wiki_sections(text: Path) -> Iterator[tuple[str, str, str]]:
    """(article, section heading, text) of the encyclopaedia; the lead has no heading."""
    for row in read_lines(text / "viwiki.jsonl.gz"):
        parts = _SECTION.split(row["text"])
        for heading, body in zip(["", *parts[1::2]], parts[::2], strict=True):
            if len(body.strip()) > 200 and heading.lower() not in _EMPTY_SECTIONS:
                yield row["title"], heading, body.strip()


def wiki_pairs(text: Path, chance: random.Random) -> Iterator[Pair]:
    """Title and heading with a section's text, or one of its sentences with the rest."""
    for title, heading, body in wiki_sections(text):
        key = bare(title + heading)
        if chance.random() < 0.35:
            yield Pair("wiki heading", f"{title} {heading}".strip(), "", body[:LONGEST], key)
            continue
        start = chance.randrange(max(1, len(body) - LONGEST)) if chance.random() < 0.5 else 0
        pair = _sentence_pair("wiki sentence", key, title, body[start:], chance)
        if pair:
            yield pair


def read_articles(text: Path) -> dict[str, dict[str, Any]]:
    """The codified law's articles by id."""
    return {row["id"]: row for row in read_lines(text / "phapdien_articles.jsonl.gz")}


def all_pairs(shared: Path, seed: int) -> list[Pair]:
    """Every pair of every kind, before anything is held out."""
    text, chance = shared / "text", random.Random(seed)  # noqa: S311
    articles = read_articles(text)
    found = [*question_pairs(text), *citation_pairs(text, articles), *heading_pairs(articles, chance)]
    return [*found, *sentence_pairs(articles, chance), *wiki_pairs(text, chance)]


def without(pairs: list[Pair], questions: list[str], why: str) -> list[Pair]:
    """The pairs whose query is not near any of the questions; prints how many of each kind were dropped."""
    same = near([pair.query for pair in pairs], questions)
    dropped = Counter(pair.kind for pair, is_same in zip(pairs, same, strict=True) if is_same)
    print(f"dropped as near {why}: {dict(dropped)}", flush=True)
    return [pair for pair, is_same in zip(pairs, same, strict=True) if not is_same]


def dev_questions(shared: Path, count: int, seed: int) -> dict[str, list[str]]:
    """Held-out questions with the ids of the articles cited, none of them near a test question."""
    rows = list(read_lines(shared / "text" / "phapdien_citation_train.jsonl"))
    same = near([row["query"] for row in rows], bench_questions(shared / "bench"))
    free = [row for row, is_same in zip(rows, same, strict=True) if not is_same]
    random.Random(seed).shuffle(free)  # noqa: S311
    return {row["query"]: row["positive_ids"] for row in free[:count]}


def training_pairs(shared: Path, dev: list[str], seed: int) -> dict[str, list[Pair]]:
    """Pairs by kind, without those near a test question or near a held-out one."""
    pairs = without(all_pairs(shared, seed), bench_questions(shared / "bench"), "test questions")
    by_kind: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in without(pairs, dev, "dev questions"):
        by_kind[pair.kind].append(pair)
    return dict(by_kind)
