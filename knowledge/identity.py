"""When two mentions are one document: serial, type, issuer, date, each possibly unknown, none contradicting."""

from dataclasses import dataclass
from datetime import date

from knowledge.documents import DocumentNumber, Reference
from knowledge.references.issuers import Issuer, issuer_of_mark, may_be_one, parse_issuer
from knowledge.references.numbers import number_key
from knowledge.references.places import Place
from knowledge.references.vocabulary import plain
from knowledge.spelling import fold

_CONSTITUTION = "Hiến pháp"


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a document's identity. `home` is where the citing text is at home."""

    number: DocumentNumber | None
    type: str | None
    issuer: Issuer | None
    later_issuer: Issuer | None
    issued: date | None
    year: int | None
    term: str | None
    title: str | None
    home: Place

    @property
    def bucket(self) -> tuple[str, str]:
        """Documents can only be one within a bucket: the same serial, or the same type and title."""
        if self.number:
            return ("number", self.number.serial)
        return (self.type or "", plain(self.title or ""))


def identity_of(reference: Reference, home: Place) -> Identity:
    """The identity that a mention states."""
    return Identity(
        number=reference.number,
        type=reference.type,
        issuer=parse_issuer(reference.issuer) if reference.issuer else None,
        later_issuer=parse_issuer(reference.issuer_now) if reference.issuer_now else None,
        issued=reference.issued,
        year=reference.issued.year if reference.issued else reference.year,
        term=reference.term,
        title=reference.title,
        home=home,
    )


def may_be_same(first: Identity, second: Identity) -> bool:
    """Whether two identities can be one document: nothing known of both contradicts."""
    return (
        _numbers_agree(first, second)
        and _types_agree(first, second)
        and _agree(first.issued, second.issued)
        and _years_agree(first, second)
        and _issuers_agree(first, second)
    )


def surely_same(first: Identity, second: Identity) -> bool:
    """Whether two identities that can be one document also share enough to be taken for one.

    A local number («18-CT/TU») says nothing by itself, every province has one: it takes the same place or date.
    """
    if not may_be_same(first, second):
        return False
    if first.issued and first.issued == second.issued:
        return True
    return not (_is_local(first) or _is_local(second)) or _same_place(first, second)


def _agree(first: object, second: object) -> bool:
    return first is None or second is None or first == second


def _years_agree(first: Identity, second: Identity) -> bool:
    """Constitutions differ by nothing but their year: one that is cited without may be any of them."""
    if _CONSTITUTION in (first.type, second.type):
        return first.year == second.year
    return _agree(first.year, second.year)


def _numbers_agree(first: Identity, second: Identity) -> bool:
    one, other = first.number, second.number
    if one is None or other is None:
        return one is other or _same_name(first, second)
    if one.serial != other.serial or not _agree(one.year, other.year):
        return False
    if not _agree(_mark(one.type_mark), _mark(other.type_mark)):
        return False
    return _agree(_folded(one.issuer_mark), _folded(other.issuer_mark))


def _same_name(first: Identity, second: Identity) -> bool:
    """A law may be cited by name alone; its name then stands for its number."""
    return bool(first.title and second.title) and plain(first.title or "") == plain(second.title or "")


def _mark(mark: str | None) -> str | None:
    """Type marks compared: «QĐ», «QĐi» and «QyĐ» are used for one another."""
    return "qd" if mark in ("QĐ", "QĐi", "QyĐ") else _folded(mark)


def _folded(mark: str | None) -> str | None:
    return fold(mark) if mark else None


def _types_agree(first: Identity, second: Identity) -> bool:
    """The words for «QĐ» may differ (Quyết định, Quy định) while the full numbers are equal."""
    if _agree(first.type, second.type):
        return True
    marked = first.number is not None and first.number.type_mark is not None
    return marked and number_key(first.number) == number_key(second.number)


def _issuers_agree(first: Identity, second: Identity) -> bool:
    names = [
        (a, b)
        for a in (first.issuer, first.later_issuer)
        for b in (second.issuer, second.later_issuer)
        if a and b
    ]
    return not names or any(may_be_one(a, b) for a, b in names)


def _is_local(identity: Identity) -> bool:
    if identity.issuer:
        return identity.issuer.local
    number = identity.number
    return number is not None and issuer_of_mark(number.issuer_mark) is None and number.issuer_mark != "TW"


def _same_place(first: Identity, second: Identity) -> bool:
    places, others = _places(first), _places(second)
    return bool(places & others)


def _places(identity: Identity) -> set[str]:
    if identity.issuer and identity.issuer.place:
        return {fold(identity.issuer.place)}
    home = identity.home
    return {fold(place) for place in (home.province, home.district, home.commune) if place}
