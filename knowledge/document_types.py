"""What kinds of documents are called in questions, folded, as alternatives of a pattern: «chi thi|nghi quyet»."""

ISSUED = "bo luat|luat|phap lenh|nghi dinh|nghi quyet|thong tu|quyet dinh|chi thi|ket luan|ke hoach|huong dan|cong van"
"""Hardly ever meant otherwise."""
REPORTED = "bao cao|thong bao|to trinh"
NAMED = f"{ISSUED}|{REPORTED}|quy dinh|quy che|de an|chuong trinh|thong tri"
"""With those that are as often plain words: what is laid down («quy định») or planned («đề án»)."""
