"""Copies what the bot must not forget from one engine to another, row by row, and compares what came through."""

from collections.abc import Mapping, Sequence

from bot.state import State, Value, without_zero
from knowledge.errors import StateUnavailable

NUMBERED = frozenset({"inbox", "outbox", "audit"})
"""Tables whose rows the engine numbers itself (`seq`)."""
TABLES: Mapping[str, str] = {
    "conversations": "chat, memory, changed",
    "inbox": "seq, channel, key, lane, payload, received, state",
    "outbox": "seq, inbox_seq, method, params, mark",
    "answers": (
        "id, chat, person, message, question, status, before, memory, citations, offers, asked, model, prompt, seq"
    ),
    "sent": "chat, message, mark, answer, seq",
    "feedback": "answer, person, verdict, reason, given",
    "people": "person, role, changed",
    "invitations": "code_hash, role, expires, used_by",
    "quiet_groups": "chat",
    "model_usage": "day, answers",
    "choices": "chat, word, person, subject, action, offered",
    "uploads": "id, chat, person, files, facts, likes, state, generation, received",
    "replaced": "source, by",
    "audit": "seq, at, person, deed, about",
    "approved": "id, question, text, citations, validity, person, at",
    "begun": "chat, message, ours",
    "nudges": "key, channel, chat, what, seq",
    "polls": "poll, mark, sent",
    "quiz_sets": "name, owner, questions, changed, seq",
    "classes": (
        "id, owner, chat, name, questions, seconds, grouped, screen, link, phase, place, opened, closes, begun, version,"
        " nudged, shown, score, seq"
    ),
    "class_people": "class, person, chat, name, joined, gone",
    "class_answers": "class, person, place, choice, took",
    "study": "person, chat, daily, left_today, streak, last_day, next, asked",
    "study_cards": "person, question, card, due",
    "answer_times": "at, ms",
    "steps_back": "chat, message, generation",
    "drafts": "id, chat, person, questions, proofs, cited, text, begun",
}
"""Every table and its columns, those before the ones that refer to them; the first columns tell rows apart."""


def copy_state(source: State, target: State) -> Mapping[str, int]:
    """Copy all rows as of one moment, a character 0 inside a text apart; returns how many each table has.

    All come through or none. Raises StateUnavailable where `target` holds anything, or a row differs afterwards.
    """
    with source.snapshot(), target.transaction(synced=True):
        check_empty(target)
        return {table: _copy(source, target, table, columns) for table, columns in TABLES.items()}


def check_empty(target: State) -> None:
    """Raises StateUnavailable where there is anything that a copy would be mixed into."""
    for table in TABLES:
        if target.row(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608
            raise StateUnavailable(
                f"Nơi nhận không trống (bảng {table} đã có dữ liệu): chỉ chép vào một cơ sở dữ liệu hoặc thư mục mới."
            )


def _copy(source: State, target: State, table: str, columns: str) -> int:
    names = columns.split(", ")
    marks = ", ".join("?" * len(names))
    rows = _rows(source, table, columns)
    for row in rows:
        target.write(f"INSERT INTO {table} ({columns}) VALUES ({marks})", row)  # noqa: S608
    if table in NUMBERED:
        target.renumber(table)
    if sorted(map(repr, _rows(target, table, columns))) != sorted(map(repr, rows)):
        raise StateUnavailable(f"Bảng {table} chép sang không khớp từng dòng: chưa thay đổi gì.")
    return len(rows)


def _rows(state: State, table: str, columns: str) -> Sequence[tuple[Value, ...]]:
    found = state.rows(f"SELECT {columns} FROM {table}")  # noqa: S608
    return [tuple(without_zero(value) for value in row) for row in found]
