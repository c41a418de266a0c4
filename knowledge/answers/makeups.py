"""What something is made up of: the sentence that says «X gồm …» of the very X that is asked about; or none."""

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.coverage import Topic, covered
from knowledge.answers.density import density
from knowledge.answers.extracts import FoundSentence
from knowledge.answers.units import Place, Unit, units
from knowledge.question import Question

ENOUGH = 0.75
"""Share of the subject that must stand before «gồm», with the document's title and what leads to the sentence."""
OWN = 0.5
"""Share of it that the words before «gồm» must hold themselves."""
DENSE = 0.65
"""Share of the words before «gồm» that must be of the subject: «Trụ sở tiếp công dân» is not «tiếp công dân»."""
LONGEST_SUBJECT = 160
_GATHERS = re.compile(r"\b(?:bao\s+)?gồm\b|\bthành phần(?: \w+){0,3}?\s*:", re.IGNORECASE)
_PARTS_OF = re.compile(r"^thành phần\s*", re.IGNORECASE)
_MARK = re.compile(r"^\W*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ][.)])?\s*")


def subject(question: Question) -> str:
    """What stands before «gồm» in a question; empty where it asks for nothing's parts."""
    before, gathers, _ = question.text.partition(" gồm ")
    return re.sub(r"^(?:theo [^,]+, ?)|\s+bao$", "", before, flags=re.IGNORECASE) if gathers else ""


def find_makeups(question: Question, topic: Topic, places: Sequence[Place]) -> list[FoundSentence]:
    """Sentences that gather the subject's parts, best first. `topic`: that of the subject."""
    found = []
    for unit in units(question, places):
        share = max(_share(unit, topic), _quoted(unit, topic), _summed(unit, topic))
        if share:
            found.append(FoundSentence(unit.document, unit.span, share + unit.weight))
    return sorted(found, key=lambda one: (-round(one.coverage, 2), one.span.start))


def _share(unit: Unit, topic: Topic) -> float:
    gathers = _GATHERS.search(unit.text)
    head = _MARK.sub("", unit.text[: gathers.start()], count=1) if gathers else ""
    if not gathers or len(head) > LONGEST_SUBJECT:
        return 0.0
    led = unit.lead.split("\n", 1)[0]
    if gathers[0].endswith(":"):
        # «Thành phần đoàn: …» is of the body that the line above it names.
        head = f"{head} {_PARTS_OF.sub('', gathers[0])}"
    else:
        led = ""
    title = f"{unit.document.title} {unit.document.place or ''}"
    alone, together = covered(topic, head, led), covered(topic, head, unit.lead, unit.heading, title)
    dense = density(head, topic)
    if alone < OWN or together < ENOUGH or dense < DENSE or not _names_head(head, topic):
        return 0.0
    return 0.4 * alone + 0.2 * together + 0.4 * dense


_PART = r"[A-ZĐ]\w+(?: \w+){0,4}"
_QUOTED = re.compile(
    rf"(?P<kind>\w+ \w+)\s*(?:[“\"«][^”\"»,]+(?:,[^”\"»,]+){{2,}}[”\"»]|{_PART}(?:, {_PART}){{2,}})"
)
_SUMMED = re.compile(r"^[^.;:]{8,200}?(?: và |, )[^.;:]{3,100}? là (?P<whole>[^.,;:]{3,80})[.;]?$")
SAID = 0.9
"""Share of the subject that a quotation or what is summed up must hold."""


def _quoted(unit: Unit, topic: Topic) -> float:
    """«Phương châm “dân biết, dân bàn, …”» is made up of what it quotes."""
    title = f"{unit.document.title} {unit.document.place or ''}"
    called = (one for one in _QUOTED.finditer(unit.text) if _names_head(one["kind"], topic))
    shares = (covered(topic, one[0], title) for one in called if covered(topic, one[0]) >= OWN)
    return max((share for share in shares if share >= SAID), default=0.0)


def _summed(unit: Unit, topic: Topic) -> float:
    """«A và B là X» tells what X is made up of."""
    found = _SUMMED.match(_MARK.sub("", unit.text, count=1))
    if found is None or density(found["whole"], topic) < DENSE or not _names_head(found["whole"], topic):
        return 0.0
    share = covered(topic, found["whole"])
    return share if share >= SAID else 0.0


def _names_head(head: str, topic: Topic) -> bool:
    """Whether the noun that the subject begins with is there: a «Đoàn kiểm tra» is no «Đối tượng kiểm tra»."""
    first = next((term for term in topic.weights if "_" not in term), "")
    return covered(replace(topic, weights={first: 1.0}), head) > 0
