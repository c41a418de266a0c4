"""The documents that ship: whole front matter, no fact lost from or added to the articles, our own words."""

import datetime
import re
import unicodedata
from pathlib import Path

import pytest
import yaml

from knowledge.spelling import one_tone_place

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "knowledge" / "documents"
SEEDS = ROOT.parent / "shared" / "seeds"
DIGESTS = sorted(FOLDER.glob("*.md"))
THEMES = [path for path in DIGESTS if path.name.startswith("chuyen-de-")]

# Digest -> the article it tells of, and the words between which the article stands on its saved page.
ARTICLES = {
    "sa-pa-nam-nam-chi-thi-18-ct-tu.md": ("000_704f38ba8668e3ce.txt", "Kết quả 05 năm", "Tin khác"),
    "sa-pa-dan-van-quy-mot-nam-2021.md": ("001_589a0a13f298ede5.txt", "Trong quý I", "Thông tin mới nhất"),
    "cap-huyen-nam-kinh-nghiem-dan-van.md": ("002_e70a83015d0fea27.txt", "Tiếp tục tăng cường", "Các tin"),
    "lai-chau-dan-van-chinh-quyen.md": ("003_b7aa351ab3a008de.txt", "Nhận thức rõ", "Tổng số điểm"),
    "son-la-doi-thoai-va-dan-van-kheo.md": ("004_71ddb6bc20f9955c.txt", "Hội nghị", "Tìm kiếm theo"),
}
KEYS = {"title", "kind", "source", "date", "place", "author"}

LONG_DATE = re.compile(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
NUMERAL = re.compile(r"(?<!\w)\d+(?:[./,]\d+)*")
NUMBER = re.compile(r"\d+ ?[-/][A-ZĐ]+(?:[-/][A-Za-zĐ]+)*")
ROMAN = re.compile(r"\b[XVI]+\b")
QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»")


def front_and_body(path: Path) -> tuple[dict[str, object], str]:
    """A digest's front matter and its text."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def article_of(name: str) -> tuple[str, str]:
    """The whole saved page and the article on it."""
    file, start, end = ARTICLES[name]
    path = SEEDS / file
    if not path.exists():
        pytest.skip("../shared/seeds is absent: the articles cannot be compared")
    page = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    begin = page.index(start)
    return page, page[begin : page.index(end, begin)]


def plain(numeral: str) -> str:
    """Day and month without leading zeros, so that 03/6/2013 and 3/6/2013 are one date."""
    return "/".join(part.lstrip("0") or "0" for part in numeral.split("/"))


def facts(text: str) -> set[str]:
    """Every document number, date, figure and Roman numeral of a text, in one written form."""
    text = LONG_DATE.sub(r"\1/\2/\3", text)
    numbers = {match.replace(" ", "") for match in NUMBER.findall(text)}
    numerals = {plain(match) for match in NUMERAL.findall(text)}
    return numbers | numerals | set(ROMAN.findall(text))


def syllables(text: str) -> str:
    """Lower-case words only, so that punctuation and tone placement do not hide a copy."""
    return " ".join(re.findall(r"\w+", one_tone_place(text).lower()))


def sentences(text: str) -> list[str]:
    """Sentences and list items, titles and quotations left out."""
    bare = QUOTED.sub(" ", QUOTED.sub(" ", text))
    return [part for part in re.split(r"(?<=[.;:!?])\s|\n", bare) if part.strip()]


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.name)
def test_front_matter_is_complete(path: Path) -> None:
    front, body = front_and_body(path)
    assert set(front) <= KEYS
    assert {"title", "kind", "source"} <= set(front)
    assert front["kind"] == "digest"
    assert isinstance(front.get("date", datetime.date.min), datetime.date)
    assert body.lstrip().startswith(f"# {front['title']}\n")


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.name)
def test_file_is_composed_text_with_a_plain_name(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)
    assert "đơn vị này" not in text


def test_there_is_a_digest_of_each_article_and_five_themes() -> None:
    assert {path.name for path in DIGESTS} == set(ARTICLES) | {path.name for path in THEMES}
    assert len(THEMES) == 5


@pytest.mark.parametrize("name", ARTICLES)
def test_digest_adds_no_number_date_or_figure(name: str) -> None:
    page, article = article_of(name)
    front, body = front_and_body(FOLDER / name)
    date = front.get("date")
    allowed = facts(article)
    if isinstance(date, datetime.date):
        allowed.add(f"{date.day}/{date.month}/{date.year}")
        assert f"{date.day}/{date.month}/{date.year}" in facts(page)
    assert facts(body) - allowed == set()


@pytest.mark.parametrize("name", ARTICLES)
def test_digest_keeps_every_number_date_and_figure(name: str) -> None:
    _, article = article_of(name)
    kept = facts(front_and_body(FOLDER / name)[1])
    lost = {fact for fact in facts(article) - kept if not any(k.startswith(f"{fact}/") for k in kept)}
    assert lost == set()


@pytest.mark.parametrize("name", ARTICLES)
def test_digest_names_the_author_and_place_of_its_article(name: str) -> None:
    page, _ = article_of(name)
    front, _ = front_and_body(FOLDER / name)
    for key in ("author", "place"):
        for part in str(front.get(key, "")).split(", "):
            assert part in page


@pytest.mark.parametrize("name", ARTICLES)
def test_digest_copies_no_sentence(name: str) -> None:
    _, article = article_of(name)
    known = f" {syllables(article)} "
    long = [syllables(s) for s in sentences(front_and_body(FOLDER / name)[1]) if len(s.split()) >= 12]
    assert [sentence for sentence in long if f" {sentence} " in known] == []


@pytest.mark.parametrize("path", THEMES, ids=lambda path: path.name)
def test_theme_rests_on_the_digests_it_names(path: Path) -> None:
    titles = {str(front_and_body(FOLDER / name)[0]["title"]): name for name in ARTICLES}
    _, body = front_and_body(path)
    text, sources = body.split("## Nguồn của chuyên đề", 1)
    named = re.findall(r"«([^«»]*)»", sources)
    assert named
    assert set(named) <= set(titles)
    known = set().union(*(facts((FOLDER / titles[title]).read_text(encoding="utf-8")) for title in named))
    assert facts(text) - known == set()
