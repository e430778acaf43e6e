"""The ready check knows whom reports go to: whoever is to be rung needs a number before the night it is wanted in."""

from __future__ import annotations

from console import words
from console.bootstrap import Desk
from console.domain.health import FindingState
from console.domain.lists import ListItem
from console.domain.people import Actor
from console.domain.ready import ReadyRow

LIST = "report_recipients"


def row(desk: Desk) -> ReadyRow:
    return next(row for row in desk.ready.check().rows if row.id == LIST)


def now(desk: Desk, code: str) -> ListItem:
    return next(item for item in desk.lists.rows(LIST) if item.code == code)


def changed(desk: Desk, by: Actor, code: str, **values: str) -> None:
    item = now(desk, code)
    desk.lists.change(LIST, code, {**item.values, **values}, seen=item.version, by=by)


def test_receivers_to_be_rung_without_a_number_are_counted(desk: Desk, by: Actor) -> None:
    items = desk.lists.rows(LIST)
    found = row(desk)
    assert (found.state, found.code, found.jump) == (FindingState.NOTE, "report_recipients_no_phone", f"list:{LIST}")
    assert found.facts == {"count": len(items), "without": len(items)}
    assert words.say(f"ready.{found.code}", **found.facts).endswith("要打电话但没有号码。")

    changed(desk, by, items[0].code, channel="fax")
    assert row(desk).facts["without"] == len(items) - 1
    for item in items[1:]:
        changed(desk, by, item.code, phone="0577-0000-0003")
    assert (row(desk).state, row(desk).code) == (FindingState.OK, LIST)


def test_without_any_receiver_that_is_told(desk: Desk, by: Actor) -> None:
    for item in desk.lists.rows(LIST):
        desk.lists.retire(LIST, item.code, seen=now(desk, item.code).version, by=by)
    assert (row(desk).state, row(desk).code) == (FindingState.NOTE, "report_recipients_none")
