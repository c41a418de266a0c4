"""The picture of relations: every entry a box, every relation an arrow, the same picture each time."""

from xml.etree import ElementTree

from knowledge.documents import Document, DocumentKind, Span
from knowledge.references import extract
from knowledge.register import Register, build_register
from knowledge.register_graph import graph_to_svg, relation_graph

TEXT = (
    "Kế hoạch số 82-KH/TU của Tỉnh ủy Yên Bái về triển khai Chỉ thị số 81-CT/TW. Góp ý dự thảo Quy định về trồng cây "
    "(Thay thế Quyết định 83-QĐ/TU của Tỉnh ủy Yên Bái). Nghị quyết số 84-NQ/TW & <các văn bản khác>."
)
SVG = "{http://www.w3.org/2000/svg}"


def known() -> Register:
    document = Document("a", "a.txt", TEXT, (Span(0, len(TEXT)),), "bài", DocumentKind.REPORT, "")
    return build_register([document], {"a": extract(TEXT)})


def test_all_entries_and_relations_are_drawn() -> None:
    register = known()
    picture = ElementTree.fromstring(graph_to_svg(register.entries, register))
    assert len(picture.findall(f"{SVG}g")) == 5
    assert len(picture.findall(f"{SVG}line")) == 2
    words = " ".join(text.text or "" for text in picture.iter(f"{SVG}text"))
    assert "Kế hoạch 82-KH/TU" in words
    assert "dự thảo thay thế" in words


def test_one_entry_is_drawn_with_its_neighbours_only() -> None:
    register = known()
    graph = relation_graph(register.find("82-KH/TU"), register)
    assert {data["entry"].number for _, data in graph.nodes(data=True)} == {"82-KH/TU", "81-CT/TW"}


def test_the_picture_is_always_the_same() -> None:
    register = known()
    assert graph_to_svg(register.entries, register) == graph_to_svg(register.entries, register)


def test_nothing_gives_an_empty_picture() -> None:
    assert "<svg" in graph_to_svg((), known())
