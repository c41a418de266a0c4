"""Who may do what: a table of roles and deeds, unknown is denied; invitations that work once and expire."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.state import State

INVITATION_SECONDS = 7 * 24 * 3600.0


class Role(StrEnum):
    """What a person is to the bot. An outsider is anybody not invited where access is by invitation."""

    BLOCKED = "blocked"
    OUTSIDER = "outsider"
    OFFICER = "officer"
    TRAINER = "trainer"
    ADMIN = "admin"


class Deed(StrEnum):
    """What a person may ask of the bot."""

    INTRODUCE = "introduce"
    SEE_OWN = "see own"
    ERASE = "erase"
    REDEEM = "redeem"
    ASK = "ask"
    BROWSE = "browse"
    JUDGE = "judge"
    FORGET = "forget"
    TRAIN = "train"
    INVITE = "invite"
    BLOCK = "block"
    REVIEW = "review"


_BLOCKED = frozenset({Deed.SEE_OWN, Deed.ERASE})
_OUTSIDER = _BLOCKED | {Deed.INTRODUCE, Deed.REDEEM}
_OFFICER = _OUTSIDER | {Deed.ASK, Deed.BROWSE, Deed.JUDGE, Deed.FORGET}
_TRAINER = _OFFICER | {Deed.TRAIN}
MAY: Mapping[Role, frozenset[Deed]] = {
    Role.BLOCKED: _BLOCKED,
    Role.OUTSIDER: _OUTSIDER,
    Role.OFFICER: _OFFICER,
    Role.TRAINER: _TRAINER,
    Role.ADMIN: _TRAINER | {Deed.INVITE, Deed.BLOCK, Deed.REVIEW},
}


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one installation: settings first, then what admins decided since."""

    state: State
    open_to_all: bool
    admins: Sequence[str] = ()
    trainers: Sequence[str] = ()

    def role(self, person: str) -> Role:
        """The greater of what settings and admins say; blocked is blocked, but for admins of the settings."""
        found = self.state.row("SELECT role FROM people WHERE person = ?", (person,))
        settled = self.by_default(person)
        if found is None or settled is Role.ADMIN:
            return settled
        decided = Role(found[0])
        return decided if decided is Role.BLOCKED else max(decided, settled, key=list(Role).index)

    def by_default(self, person: str) -> Role:
        """What a person is as long as no admin has decided about them."""
        if person in self.admins:
            return Role.ADMIN
        if person in self.trainers:
            return Role.TRAINER
        return Role.OFFICER if self.open_to_all else Role.OUTSIDER

    def decided(self, role: Role) -> list[str]:
        """Whom admins have given this role."""
        return [person for (person,) in self.state.rows("SELECT person FROM people WHERE role = ?", (role,))]

    def may(self, person: str, deed: Deed) -> bool:
        """Whether the table says so."""
        return deed in MAY.get(self.role(person), frozenset())

    def set_role(self, person: str, role: Role, now: float) -> None:
        """An admin's decision; OUTSIDER takes back every earlier one."""
        if role is Role.OUTSIDER:
            self.state.write("DELETE FROM people WHERE person = ?", (person,))
            return
        self.state.write(
            "INSERT INTO people (person, role, changed) VALUES (?, ?, ?)"
            " ON CONFLICT (person) DO UPDATE SET role = excluded.role, changed = excluded.changed",
            (person, role.value, now),
        )

    def invite(self, code: str, role: Role, now: float) -> None:
        """Keep an invitation; of its code only a hash."""
        self.state.write(
            "INSERT INTO invitations (code_hash, role, expires) VALUES (?, ?, ?)",
            (_hash(code), role.value, now + INVITATION_SECONDS),
        )

    def redeem(self, code: str, person: str, now: float) -> Role | None:
        """Use an invitation up; None where there is none, it has expired or was used by somebody else.

        Nobody's rights become less by it. The same person may use it again: an update may be handled twice.
        """
        with self.state.transaction():
            used = self.state.write(
                "UPDATE invitations SET used_by = ?"
                " WHERE code_hash = ? AND expires > ? AND coalesce(used_by, ?) = ?",
                (person, _hash(code), now, person, person),
            )
            found = self.state.row("SELECT role FROM invitations WHERE code_hash = ?", (_hash(code),))
            if not used or not found:
                return None
            role = max(Role(found[0]), self.role(person), key=list(Role).index)
            self.set_role(person, role, now)
        return role


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()
