"""Lines of a check list that one key for the rest never marks: somebody looked at each of them."""

from __future__ import annotations

import json

import pytest

from console.bootstrap import Desk
from console.domain.checks import CheckRow, CheckState
from console.domain.duty import PostLine
from console.domain.people import Actor, Role
from db.models.lists import ListRow

WORD = "checks of 2030"
MATERIALS = {"in_transit", "lent_out", "shelters_open"}


@pytest.fixture
def officer(desk: Desk, by: Actor) -> Actor:
    made = desk.accounts.add("陈例一", Role.ADMIN, WORD, by=by).actor
    desk.accounts.add("邹例八", Role.OFFICER, WORD, by=made)
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=made)
    return made


def _relieve(desk: Desk, name: str) -> None:
    desk.duty.emergency_take_over([PostLine("主班", name)], "前一班突发急病", name, WORD)


def _row(desk: Desk, code: str) -> CheckRow:
    return next(found for found in desk.checks.rows() if found.code == code)


def test_supplies_on_the_way_are_never_in_order_by_the_way(desk: Desk, officer: Actor) -> None:
    assert {row.code for row in desk.checks.rows() if row.alone} == MATERIALS
    assert desk.checks.mark_rest("materials", by=officer) == 0
    desk.checks.mark("in_transit", "ok", "编织袋 500 条，明日到", by=officer)
    assert _row(desk, "in_transit").state is CheckState.OK and _row(desk, "lent_out").state is None


def test_the_county_says_which_lines_are_looked_at(desk: Desk, officer: Actor) -> None:
    row = next(item for item in desk.lists.rows("checks") if item.code == "fax")
    desk.lists.change("checks", "fax", {**row.values, "one_by_one": "yes"}, seen=0, by=officer)
    row = next(item for item in desk.lists.rows("checks") if item.code == "lent_out")
    desk.lists.change("checks", "lent_out", {**row.values, "one_by_one": "no"}, seen=row.version, by=officer)

    assert desk.checks.mark_rest("equipment", by=officer) == 9 and _row(desk, "fax").state is None
    assert desk.checks.mark_rest("materials", by=officer) == 1
    assert _row(desk, "lent_out").state is CheckState.OK


@pytest.mark.parametrize(("state", "note"), [(CheckState.FAULT, "不进纸"), (CheckState.ABSENT, "")])
def test_what_was_not_in_order_in_the_last_watch_is_looked_at(
    desk: Desk, officer: Actor, state: CheckState, note: str
) -> None:
    desk.checks.mark("fax", state, note=note, by=officer)
    desk.checks.mark_rest("equipment", by=officer)
    _relieve(desk, "邹例八")

    assert _row(desk, "fax").alone and not _row(desk, "ups").alone
    assert desk.checks.mark_rest("equipment", by=officer) == 9
    assert _row(desk, "fax").state is None
    desk.checks.mark("fax", "ok", by=officer)
    _relieve(desk, "陈例一")
    assert not _row(desk, "fax").alone
    assert desk.checks.mark_rest("equipment", by=officer) == 10


def test_none_there_before_is_no_fault(desk: Desk, officer: Actor) -> None:
    desk.checks.mark("sirens", "absent", by=officer)
    _relieve(desk, "邹例八")
    row = _row(desk, "sirens")
    assert row.carried is None and not row.faulty and row.alone


def test_a_county_whose_list_is_older_than_the_field_has_the_proposal(desk: Desk, officer: Actor) -> None:
    """A store of an earlier version holds its rows without the field."""
    row = next(item for item in desk.lists.rows("checks") if item.code == "keys")
    desk.lists.change("checks", "keys", row.values, seen=0, by=officer)
    with desk.opened.store.writing(by=officer) as tx:
        for kept in tx.session.query(ListRow).filter_by(list="checks"):
            values = json.loads(kept.content)
            del values["one_by_one"]
            kept.content = json.dumps(values, ensure_ascii=False)

    assert {row.code for row in desk.checks.rows() if row.alone} == MATERIALS
