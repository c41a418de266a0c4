"""Whatever text comes, extraction never raises and every span slices to what was matched.

The suite tries a few hundred texts; `make fuzz` sets FUZZ_CASES for many thousands.
"""

import os
import unicodedata

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.documents import Document, DocumentKind, Span
from knowledge.records import reference_from_json, reference_to_json
from knowledge.references import Reference, extract, extract_from_question, normalise_number, read_heading
from knowledge.register import build_register
from knowledge.relations import find_relations

CASES = int(os.environ.get("FUZZ_CASES", "250"))
PIECES = (
    "Chỉ thị",
    "Nghị quyết",
    "Quyết định",
    "Luật",
    "Luật sửa đổi, bổ sung một số điều của Luật",
    "Pháp lệnh",
    "Đề án",
    "Kế hoạch",
    "Hiến pháp",
    "dự thảo",
    "các",
    "số",
    "số:",
    "18",
    "2108",
    "18-CT/TU",
    "25/NQ-TW",
    "16/CT-TTg",
    "59/2023/NĐ-CP",
    "10/2022/QH15",
    "66.18/2026/NQ-CP",
    "ngày 15/9/2016",
    "ngày 31/2/2020",
    "ngày 5 tháng 9 năm 2016",
    "năm 2016",
    "của",
    "Tỉnh ủy",
    "Ban Thường vụ Tỉnh uỷ",
    "UBND tỉnh",
    "Lào Cai",
    "Bộ Tài chính",
    "Bộ Lao động – Thương binh và Xã hội",
    "(nay là",
    "khóa XI",
    "về",
    "về việc",
    "“",
    "”",
    '"',
    "«",
    "»",
    "(",
    ")",
    ";",
    ",",
    ".",
    ":",
    "và",
    "\n",
    "\n\n",
    "- ",
    "a) ",
    "Điều 5",
    "khoản 2",
    "điểm a",
    "này",
    "trên",
    "đã được sửa đổi, bổ sung theo",
    "hết hiệu lực kể từ ngày",
    "có hiệu lực",
    "thay thế",
    "bãi bỏ",
    "Căn cứ",
    "Thực hiện",
    "tổng kết 10 năm thực hiện",
    "ban hành",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "QUYẾT ĐỊNH",
    "LUẬT",
    "",
    " Số hiệu ",
    "",
    "ct18",
    "18 ct tu",
    "İ",
    "ﬁ",
    "́",
    "\xa0",
    "🙂",
)
texts = st.one_of(
    st.text(max_size=120),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=25).map("".join),
).map(lambda text: unicodedata.normalize("NFC", text))


def check(text: str, found: list[Reference]) -> None:
    """Spans lie inside the text and inside their mention, and hold what the fields say."""
    for index, one in enumerate(found):
        assert 0 <= one.start < one.end <= len(text)
        for span in one.spans.values():
            assert one.start <= span.start < span.end <= one.end
        if one.number and "number" in one.spans:
            assert one.spans["number"].of(text).split() == one.number.written.split()
        if one.title and "title" in one.spans:
            assert one.spans["title"].of(text).split() == one.title.split()
        assert one.antecedent is None or (
            one.antecedent != index and found[one.antecedent].antecedent is None
        )
        assert reference_from_json(reference_to_json(one)) == one


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_any_text_is_read(text: str) -> None:
    found = extract(text)
    check(text, found)
    for relation in find_relations(text, found):
        assert 0 <= relation.sentence.start <= relation.sentence.end <= len(text)
        assert relation.target != relation.source
    document = Document("d", "d.txt", text, (Span(0, len(text)),), "tên", DocumentKind.REPORT, "")
    for entry in build_register([document], {"d": found}).entries:
        assert all(proof.quote == text[proof.start : proof.end] for proof in entry.evidence)


@example('CHI THI "000000/a"')
@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts)
def test_any_question_is_read(text: str) -> None:
    check(text, extract_from_question(text))
    read_heading(text)
    normalise_number(text)
