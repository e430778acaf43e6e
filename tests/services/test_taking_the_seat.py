"""Who leaves a seat and who comes are noted together, and only for an account the store still knows."""

from __future__ import annotations

import pytest

from console.bootstrap import Desk
from console.domain.people import Actor, Role
from console.errors import Refused
from console.services.accounts import OfficerRow
from db import books

WORD = "seat of 2030"
FIRST, SECOND = "陈例一", "林例二"


@pytest.fixture
def rows(desk: Desk) -> dict[str, OfficerRow]:
    first = desk.accounts.add(FIRST, Role.ADMIN, WORD, by=Actor.tool("tester"))
    boss = desk.accounts.add("王例九", Role.ADMIN, WORD, by=first.actor)
    return {FIRST: first, SECOND: desk.accounts.add(SECOND, Role.OFFICER, WORD, by=first.actor), "王例九": boss}


def _told(desk: Desk) -> list[tuple[str, str]]:
    with desk.opened.store.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT text, by_name FROM audit_entry WHERE text LIKE 'sign-%' ORDER BY number"
        )
        return [tuple(row) for row in found]


def test_each_line_is_of_the_one_it_tells_about(desk: Desk, rows: dict[str, OfficerRow]) -> None:
    desk.accounts.take_seat(rows[FIRST])
    desk.accounts.take_seat(rows[SECOND], leaving=rows[FIRST])

    assert _told(desk) == [
        (f"sign-in {FIRST}", FIRST),
        (f"sign-out {FIRST}", FIRST),
        (f"sign-in {SECOND}", SECOND),
    ]
    assert desk.log.verify().fault is None


def test_who_was_retired_meanwhile_gets_no_seat_and_nobody_has_left_it(desk: Desk, rows: dict[str, OfficerRow]) -> None:
    desk.accounts.change_role(SECOND, Role.OFFICER, False, by=rows[FIRST].actor)
    with pytest.raises(Refused) as refused:
        desk.accounts.take_seat(rows[SECOND], leaving=rows[FIRST])

    assert refused.value.code == "account_retired" and _told(desk) == []


def test_a_line_that_fails_takes_the_other_with_it(
    desk: Desk, rows: dict[str, OfficerRow], monkeypatch: pytest.MonkeyPatch
) -> None:
    append = books.append

    def broken(tx: object, book: str, entry: object, **more: object) -> object:
        if "sign-in" in entry.text:
            raise OSError("the disk")
        return append(tx, book, entry, **more)

    with monkeypatch.context() as patched:
        patched.setattr(books, "append", broken)
        with pytest.raises(OSError):
            desk.accounts.take_seat(rows[SECOND], leaving=rows[FIRST])

    assert _told(desk) == []


def test_the_role_of_now_is_what_the_seat_gets(desk: Desk, rows: dict[str, OfficerRow]) -> None:
    desk.accounts.change_role(SECOND, Role.STAFF, True, by=rows[FIRST].actor)

    assert desk.accounts.take_seat(rows[SECOND], leaving=rows[FIRST]).role is Role.STAFF


@pytest.mark.parametrize(("leaves", "comes", "passes"), [
    (Role.OFFICER, Role.OFFICER, True), (Role.ADMIN, Role.OFFICER, True), (Role.COMMANDER, Role.OFFICER, True),
    (Role.OFFICER, Role.ADMIN, False), (Role.OFFICER, Role.COMMANDER, False), (Role.VIEWER, Role.OFFICER, False),
])  # fmt: skip
def test_a_seat_passes_only_to_an_account_that_may_no_more(
    desk: Desk, rows: dict[str, OfficerRow], leaves: Role, comes: Role, passes: bool
) -> None:
    boss = rows["王例九"].actor
    desk.accounts.change_role(FIRST, leaves, True, by=boss)
    desk.accounts.change_role(SECOND, comes, True, by=boss)
    if passes:
        assert desk.accounts.pass_seat(SECOND, leaving=rows[FIRST]).actor.name == SECOND
        return
    with pytest.raises(Refused) as refused:
        desk.accounts.pass_seat(SECOND, leaving=rows[FIRST])
    assert refused.value.code == "seat_needs_password" and _told(desk) == []


def test_the_seat_passes_to_nobody_the_store_does_not_know(desk: Desk, rows: dict[str, OfficerRow]) -> None:
    with pytest.raises(Refused) as refused:
        desk.accounts.pass_seat("查无此人", leaving=rows[FIRST])
    assert refused.value.code == "no_such_officer"
