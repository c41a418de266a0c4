"""The chart of a class: the share of right answers to each question, as a picture that a phone shows well."""

import json

import typst

from bot.training.classes import TrainingClass
from bot.training.scores import QuestionScore

_PAGE = r"""
#let data = json(bytes(sys.inputs.data))
#set page(width: 18cm, height: auto, margin: 1cm)
#set text(font: ("Libertinus Serif",), size: 12pt, lang: "vi")
#text(size: 17pt, weight: "bold")[Lớp “#data.name”]
#v(-4pt)
Tỷ lệ trả lời đúng từng câu, #data.people người tham gia
#v(6pt)
#let tone(share) = if share < 0.5 { rgb("#b3261e") } else if share < 0.8 { rgb("#b26a00") } else { rgb("#1b6e3c") }
#grid(
  columns: (1.9cm, 1fr, 2.6cm), row-gutter: 7pt, column-gutter: 8pt,
  align: (right + horizon, left + horizon, left + horizon),
  ..data.rows.map(row => (
    [Câu #row.place],
    box(width: 100%, height: 15pt, fill: luma(236), radius: 2pt)[
      #place(left)[#box(width: row.share * 100%, height: 15pt, fill: tone(row.share), radius: 2pt)]
    ],
    [#str(calc.round(row.share * 100))% (#row.right/#row.given)],
  )).flatten()
)
"""


def chart_png(found: TrainingClass, scores: list[QuestionScore]) -> bytes:
    """A PNG; red below half right, amber below four in five, green from there on."""
    rows = [
        {"place": score.place + 1, "share": score.share, "right": score.right, "given": score.given}
        for score in scores
    ]
    people = max((score.given for score in scores), default=0)
    data = json.dumps({"name": found.name, "people": people, "rows": rows})
    made = typst.compile(_PAGE.encode(), format="png", ppi=150.0, sys_inputs={"data": data})
    return made[0] if isinstance(made, list) else made
