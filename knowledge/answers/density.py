"""How much of what is said is asked for: a line with many other words is about something narrower."""

from knowledge.answers.coverage import Topic
from knowledge.spelling import SYLLABLE, fold

_LITTLE = frozenset("co cac nhung mot so viec duoc quy dinh tai o cua trong theo va phai".split())


def density(said: str, topic: Topic) -> float:
    """Share in [0, 1] of the syllables said that are of the topic; 0 where nothing is said."""
    words = [one for one in SYLLABLE.findall(said.lower()) if fold(one) not in _LITTLE]
    own = words if topic.marked else [fold(one) for one in words]
    return sum(one in topic.weights for one in own) / len(own) if own else 0.0
