"""How the assistant is used: people, questions, what became of them, how long they took; as text, table and chart."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from bot.state import State

if TYPE_CHECKING:
    from knowledge.quiz.spreadsheet import Sheet

DAY = 24 * 3600.0
VIETNAM = timezone(timedelta(hours=7))
"""Days are counted as officers live them."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day, or several together; `p95_ms` is how long all but a twentieth of the answers took at most."""

    day: str
    people: int
    questions: int
    answered: int
    refused: int
    clarified: int
    wrong: int
    p95_ms: float


LABELS = (
    "Ngày",
    "Người hỏi",
    "Câu hỏi",
    "Trả lời được",
    "Chưa có trong kho",
    "Hỏi lại",
    "Bị chê",
    "p95 (ms)",
)


def figures(state: State, now: float, days: int) -> list[DayFigures]:
    """The last `days` days, today included, the oldest first; `now` in seconds since the epoch."""
    today = (
        datetime.fromtimestamp(now, UTC)
        .astimezone(VIETNAM)
        .replace(hour=0, minute=0, second=0, microsecond=0)
    )
    starts = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    return [
        _between(state, f"{start:%d/%m/%Y}", start.timestamp(), start.timestamp() + DAY) for start in starts
    ]


def total(state: State, now: float, days: int) -> DayFigures:
    """The same as one."""
    return _between(state, f"{days} ngày", now - days * DAY, now + 1)


def _between(state: State, name: str, start: float, end: float) -> DayFigures:
    counted = dict(
        state.rows(
            "SELECT status, count(*) FROM answers WHERE asked >= ? AND asked < ?"
            " AND status IN ('answered', 'refused', 'clarify') GROUP BY status",
            (start, end),
        )
    )
    (people,) = state.row(
        "SELECT count(DISTINCT person) FROM answers WHERE asked >= ? AND asked < ?", (start, end)
    ) or (0,)
    (wrong,) = state.row(
        "SELECT count(*) FROM feedback WHERE verdict = 'wrong' AND given >= ? AND given < ?", (start, end)
    ) or (0,)
    took = [
        ms
        for (ms,) in state.rows(
            "SELECT ms FROM answer_times WHERE at >= ? AND at < ? ORDER BY ms", (start, end)
        )
    ]
    p95 = took[min(len(took) - 1, int(0.95 * len(took)))] if took else 0.0
    answered, refused, clarified = (counted.get(key, 0) for key in ("answered", "refused", "clarify"))
    return DayFigures(name, people, sum(counted.values()), answered, refused, clarified, wrong, p95)


def note_time(state: State, at: float, ms: float) -> None:
    """How long an answer took; of whom and what is not kept here."""
    state.write("INSERT INTO answer_times (at, ms) VALUES (?, ?)", (at, ms))


def forget_before(state: State, moment: float) -> None:
    """Times of answers before `moment` age out."""
    state.write("DELETE FROM answer_times WHERE at < ?", (moment,))


def to_text(one: DayFigures) -> str:
    """A few lines for people."""
    if not one.questions:
        return "Chưa có ai hỏi câu nào."
    seconds = f"{one.p95_ms / 1000:.1f}".replace(".", ",")
    return (
        f"{one.people} người đã hỏi {one.questions} câu.\n"
        f"Trả lời được: {one.answered} ({one.answered / one.questions:.0%})\nChưa có trong kho: {one.refused}\n"
        f"Hỏi lại cho rõ: {one.clarified}\nBị chê: {one.wrong}\n95% câu trả lời xong trong {seconds} giây"
    )


def to_json(rows: Sequence[DayFigures]) -> str:
    """The same for programs."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2)


def to_sheet(rows: Sequence[DayFigures]) -> "Sheet":
    """The same as a table."""
    from knowledge.quiz.spreadsheet import Sheet

    values = [[getattr(row, field.name) for field in fields(row)] for row in rows]
    return Sheet("Thống kê", LABELS, values, [18] * len(LABELS))


_CHART = r"""
#let data = json(bytes(sys.inputs.data))
#set page(width: 20cm, height: auto, margin: 1cm)
#set text(size: 11pt, lang: "vi")
#text(size: 16pt, weight: "bold")[Câu hỏi mỗi ngày]
#v(4pt)
#let most = calc.max(1, ..data.map(row => row.questions))
#grid(
  columns: (2.4cm, 1fr, 2.4cm), row-gutter: 6pt, column-gutter: 8pt,
  align: (right + horizon, left + horizon, left + horizon),
  ..data.map(row => (
    row.day,
    box(width: 100%, height: 13pt, fill: luma(240))[
      #place(left)[#box(width: row.questions / most * 100%, height: 13pt, fill: rgb("#c9a227"))]
      #place(left)[#box(width: row.answered / most * 100%, height: 13pt, fill: rgb("#1b6e3c"))]
    ],
    [#row.answered / #row.questions],
  )).flatten()
)
#text(fill: rgb("#1b6e3c"))[■ trả lời được] #h(10pt) #text(fill: rgb("#c9a227"))[■ chưa có trong kho, hỏi lại]
"""


def chart_png(rows: Sequence[DayFigures]) -> bytes:
    """Questions a day, those answered in green."""
    import typst

    drawn = typst.compile(_CHART.encode(), format="png", ppi=110, sys_inputs={"data": to_json(rows)})
    return bytes(drawn) if isinstance(drawn, bytes) else bytes(drawn[0])
