"""Who may do what, cell by cell; unknown is denied; invitations."""

import pytest

from bot.access import INVITATION_SECONDS, MAY, Access, Deed, Role
from bot.conversation import COMMANDS, PRESSES
from bot.state import State

TABLE = """
            blocked outsider officer trainer admin
introduce   -       x        x       x       x
see own     x       x        x       x       x
erase       x       x        x       x       x
redeem      -       x        x       x       x
ask         -       -        x       x       x
browse      -       -        x       x       x
judge       -       -        x       x       x
forget      -       -        x       x       x
train       -       -        -       x       x
invite      -       -        -       -       x
block       -       -        -       -       x
review      -       -        -       -       x
"""


def cells() -> list[tuple[Deed, Role, bool]]:
    head, *lines = TABLE.strip().splitlines()
    roles = [Role(name) for name in head.split()]
    found = []
    for line in lines:
        deed, marks = line[:12].strip(), line[12:].split()
        found += [(Deed(deed), role, mark == "x") for role, mark in zip(roles, marks, strict=True)]
    return found


@pytest.fixture
def access(state: State) -> Access:
    return Access(state, False, admins=("t:admin",), trainers=("t:trainer",))


@pytest.mark.parametrize(("deed", "role", "allowed"), cells())
def test_every_cell(deed: Deed, role: Role, allowed: bool, access: Access) -> None:
    if role is not Role.OUTSIDER:
        access.set_role("t:someone", role, 0.0)
    assert access.role("t:someone") is role
    assert access.may("t:someone", deed) is allowed


def test_the_table_has_every_cell() -> None:
    assert {(deed, role) for deed, role, _ in cells()} == {(deed, role) for deed in Deed for role in Role}
    assert set(MAY) == set(Role)


def test_every_way_into_the_conversation_takes_a_deed() -> None:
    assert all(isinstance(way.deed, Deed) for way in COMMANDS.values())
    assert all(isinstance(deed, Deed) for deed, _ in PRESSES.values())


def test_settings_come_first(access: Access) -> None:
    access.set_role("t:admin", Role.BLOCKED, 0.0)
    assert access.role("t:admin") is Role.ADMIN
    assert access.role("t:trainer") is Role.TRAINER
    access.set_role("t:trainer", Role.BLOCKED, 0.0)
    assert access.role("t:trainer") is Role.BLOCKED


def test_everybody_is_an_officer_where_access_is_open(state: State) -> None:
    assert Access(state, True).role("t:anybody") is Role.OFFICER


def test_invitation_works_once_for_one_person_in_time(access: Access) -> None:
    access.invite("ABC", Role.TRAINER, now=100.0)
    assert access.redeem("nonsense", "t:an", 101.0) is None
    assert access.redeem(" abc ", "t:an", 101.0) is Role.TRAINER
    assert access.redeem("abc", "t:an", 102.0) is Role.TRAINER
    assert access.redeem("abc", "t:binh", 102.0) is None
    access.invite("LATE", Role.OFFICER, now=100.0)
    assert access.redeem("late", "t:binh", 100.0 + INVITATION_SECONDS) is None
    assert access.role("t:binh") is Role.OUTSIDER


def test_invitation_takes_nothing_away(access: Access) -> None:
    access.invite("ABC", Role.OFFICER, now=0.0)
    assert access.redeem("abc", "t:trainer", 1.0) is Role.TRAINER


def test_codes_are_not_kept(access: Access) -> None:
    access.invite("SECRET-CODE", Role.OFFICER, now=0.0)
    kept = access.state.rows("SELECT * FROM invitations")
    assert "SECRET-CODE" not in str(kept)
