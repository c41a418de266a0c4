"""Vietnamese spelling: one Unicode form, marks folded away, tone placement made one. All keep length and offsets."""

import re
import unicodedata

SYLLABLE = re.compile(r"\w+")
"""One syllable as Vietnamese writes it: a run of letters and digits."""
POSSIBLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|qu|kh|ph|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
"""A syllable that Vietnamese can have, folded."""
FEW_MARKED = 0.15
"""Share of marked syllables up to which a text was typed without marks."""


def nfc(text: str) -> str:
    """Compose accents: the one form in which texts are stored and offsets are counted."""
    return unicodedata.normalize("NFC", text)


class _Fold(dict[int, str]):
    """Translation table filled as characters are met: one folded character for each."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0]
        folded = "d" if base in "đĐ" else base.lower()
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_FOLD = _Fold(dict.fromkeys((0xA0, 0x202F), " "))
"""Blanks that hold two words together are blanks: documents are full of them, and no pattern asks for them."""


def fold(text: str) -> str:
    """Lower case without marks («Chỉ thị số 18» -> «chi thi so 18»).

    The text must be in NFC; the result has the same length, so spans carry over.
    """
    return text.translate(_FOLD)


_LATE_TONE = re.compile(
    r"(?P<first>[oOuU])(?P<second>[àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ])(?!\w)",
)


def _early_tone(match: re.Match[str]) -> str:
    first, second = match["first"], match["second"]
    base, tone = unicodedata.normalize("NFD", second)[:1], unicodedata.normalize("NFD", second)[1:]
    rhyme = (first + base).lower()
    after_q = match.start() > 0 and match.string[match.start() - 1] in "qQ"
    if rhyme not in ("oa", "oe", "uy") or after_q:
        return match[0]
    return unicodedata.normalize("NFC", first + tone) + base


def one_tone_place(text: str) -> str:
    """Move tones of oa, oe, uy at a syllable's end to the first vowel («uỷ» -> «ủy», «hoà» -> «hòa»).

    Both placements are correct Vietnamese, so they must compare equal. The text must be in NFC; length is kept.
    """
    return _LATE_TONE.sub(_early_tone, text)


_Y = dict(zip("iíìỉĩịIÍÌỈĨỊ", "yýỳỷỹỵYÝỲỶỸỴ", strict=True))
_I_FOR_Y = re.compile(r"\b([HhKkLlMmSsTt])([iíìỉĩịIÍÌỈĨỊ])\b")


def y_for_i(text: str) -> str:
    """«Tỉ lệ» as «tỷ lệ», «bác sĩ» as «bác sỹ»: both are written. The text must be in NFC; length is kept."""
    return _I_FOR_Y.sub(lambda found: found[1] + _Y[found[2]], text)


def has_marks(text: str) -> bool:
    """Whether any letter of an NFC text carries a Vietnamese mark."""
    return fold(text) != text.lower()


def typed_with_marks(text: str) -> bool:
    """Whether an NFC text was typed as it is written: one «ký» among ten bare syllables is no more than a slip.

    Of official text three syllables in four carry a mark.
    """
    typed: list[str] = [one.lower() for one in SYLLABLE.findall(text) if one.isalpha()]
    marked = sum(fold(one) != one for one in typed)
    return marked > FEW_MARKED * len(typed)
