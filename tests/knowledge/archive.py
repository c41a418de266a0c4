"""A small archive of invented documents, indexed for real, for tests of answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge.documents import Document, DocumentKind, DocumentNumber, Reference, Span
from knowledge.embedded_store import write_store
from knowledge.embedding import Embedding
from knowledge.generations import seal
from knowledge.passage_vectors import embed_passages
from knowledge.passages import split
from knowledge.references import extract
from knowledge.register import build_register
from knowledge.store_rows import StoreContents

REPORTS = {
    "thanh-son.txt": (
        "Bình Lâm",
        date(2019, 3, 2),
        "Bình Lâm sơ kết công tác đối thoại với nhân dân\n\n"
        "Ngày 02 tháng 3 năm 2019\n\n"
        "Ngày 2/3, Ban Dân vận Tỉnh ủy Bình Lâm tổ chức hội nghị đánh giá thực hiện Quyết định 3017-QĐ/TU ngày "
        "14/7/2014 của Ban Thường vụ Tỉnh ủy Bình Lâm về Quy định người đứng đầu cấp ủy, chính quyền đối thoại trực "
        "tiếp với nhân dân.\n\n"
        "Toàn tỉnh hiện có 1.245 mô hình “Dân vận khéo”, trong đó 815 mô hình tập thể và 430 mô hình cá nhân. Tỷ lệ "
        "giải quyết đơn thư đạt 94,5%.\n\n"
        "Các đại biểu góp ý vào dự thảo Quy định về đối thoại giữa người đứng đầu với nhân dân (thay thế Quyết định "
        "3017-QĐ/TU ngày 14/7/2014 của Ban Thường vụ Tỉnh ủy Bình Lâm).\n",
    ),
    "ha-khe.txt": (
        "Hà Khê",
        None,
        "Hà Khê triển khai công tác dân vận\n\n"
        "Huyện ủy Hà Khê ban hành Kế hoạch số 61-KH/HU, ngày 05/9/2017 để triển khai thực hiện Chỉ thị số 27-CT/TU, "
        "ngày 11/8/2017 của Ban Thường vụ Tỉnh ủy về “Tăng cường công tác dân vận chính quyền tỉnh Nam Giang”.\n\n"
        "Huyện rút ra ba kinh nghiệm sau: Một là, bám sát cơ sở. Hai là, lắng nghe nhân dân. Ba là, giải quyết dứt "
        "điểm kiến nghị.\n\n"
        "Thủ tướng Chính phủ ban hành Chỉ thị số 33/CT-TTg, ngày 20/10/2017 về đẩy mạnh công tác dân vận trong cơ "
        "quan hành chính nhà nước. Tỉnh ủy Nam Giang ban hành Kế hoạch số 27-KH/TU ngày 03/5/2018 về dân chủ ở cơ sở.\n",
    ),
}


def documents() -> list[Document]:
    """The reports as documents, their whole text an article."""
    return [
        Document(
            id=source,
            source=source,
            text=text,
            body=(Span(0, len(text)),),
            title=text.split("\n", 1)[0],
            kind=DocumentKind.REPORT,
            sha256=source,
            reported=reported,
            place=place,
        )
        for source, (place, reported, text) in REPORTS.items()
    ]


def write_archive(folder: Path, home: Path, embedding: Embedding) -> None:
    """Index the documents into a sealed generation's folder."""
    held = documents()
    references = {one.id: extract(one.text, one.body, one.place) for one in held}
    passages = [replace(p, id=n) for n, p in enumerate(p for one in held for p in split(one))]
    vectors = embed_passages(
        embedding, {one.id: one for one in held}, passages, home, lambda done, total: None
    )
    numbers = {id: _numbers(found) for id, found in references.items()}
    register = build_register(held, references)
    write_store(
        folder, StoreContents(held, passages, numbers, register.entries, vectors, embedding.fingerprint)
    )
    seal(folder)


def _numbers(found: Sequence[Reference]) -> list[tuple[Span, DocumentNumber]]:
    return [(Span(one.start, one.end), one.number) for one in found if one.number]
