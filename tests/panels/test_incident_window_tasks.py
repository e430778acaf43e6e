"""Many tasks: pages, true counts, and the one that is due found wherever it stands, open ones among the open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from console.domain.orders import NewOrder, StepKind
from console.services.orders import SHOWN, Step
from tests.kit.typist import ALT, CTRL
from tests.kit.window import furnishing

Key = Qt.Key
pytestmark = pytest.mark.long

MORE = SHOWN + 3
"""Open tasks: more than a page holds."""


@pytest.fixture
def few(new_store, clock):
    """One task that is open and one that is done."""
    with furnishing(new_store, clock) as (desk, by):
        done, _open = give(desk, by, clock, 2)
        finish(desk, by, done)
    return new_store


@pytest.fixture
def store(few):
    return few


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


def give(desk, by, clock, count):
    due = clock.now() + timedelta(hours=2)
    return desk.orders.give([NewOrder(f"样例{at}村", f"核查隐患点{at}", due) for at in range(count)], by=by)


def finish(desk, by, row):
    for kind in (StepKind.RECEIVED, StepKind.CLAIMED, StepKind.VERIFIED):
        row = desk.orders.take_down(row.id, Step(kind, "李例三", "已办"), seen=row.version, by=by)
    return row


def board(typist):
    """The tasks, read and shown."""
    typist.press(Key.Key_F3)
    page = typist.panel().tasks
    typist.until(lambda: page._has_result and not page._loading, "the tasks")
    return page


def test_a_task_that_is_due_is_found_among_the_open_ones(typist, desk):
    (task,) = desk.orders.rows()
    typist.app.shell._go_to_item("orders", task.id)
    page = typist.panel().tasks
    typist.until(lambda: page.chosen() is not None and page.chosen().id == task.id, "the task")
    assert page.state.value() == "open" and page.table.rows_model.rowCount() == 1


def test_an_ended_task_is_found_by_its_number(typist, desk):
    page = board(typist)
    ended = next(row for row in desk.orders.rows(open_only=False) if row.state != "open")
    typist.app.shell._go_to_item("orders", ended.id)
    typist.until(lambda: page.chosen() is not None and page.chosen().id == ended.id, "the ended task")
    assert page.search.text() == ended.number and page.state.value() == "all"


def test_what_waits_is_counted_whatever_is_listed(typist, desk, clock):
    give(desk, typist.app.seat.actor, clock, MORE)
    page = board(typist)
    button = typist.panel().parts.buttons[0]
    typist.until(lambda: str(MORE + 1) in button.accessibleName(), "all that are open")
    typist.until(page.more.isVisible, "there are others behind these")
    assert page.table.rows_model.rowCount() == SHOWN
    first = page.chosen().id
    typist.press(Key.Key_PageDown, ALT)
    typist.until(lambda: page.table.rows_model.rowCount() == MORE + 1, "the next page")
    assert page.chosen().id == first and not page.more.isVisible()
    page._filter("all")
    typist.until(lambda: page.table.rows_model.rowCount() == SHOWN, "all of them")
    assert str(MORE + 1) in button.accessibleName()


def test_all_of_them_are_the_open_ones_and_then_the_newest_ended(desk, typist, clock):
    by = typist.app.seat.actor
    later = finish(desk, by, give(desk, by, clock, 1)[0])
    rows = desk.orders.rows(open_only=False)
    assert [row.state for row in rows] == ["open", "done", "done"] and rows[1].id == later.id
    assert desk.orders.rows(open_only=False, limit=1) == rows[:1]


def test_a_word_narrows_what_is_counted_below_but_not_what_waits(typist, desk, clock):
    give(desk, typist.app.seat.actor, clock, 3)
    page = board(typist)
    typist.press(Key.Key_F, CTRL)
    typist.write("隐患点2")
    typist.until(lambda: page.table.rows_model.rowCount() == 1, "the one")
    assert "（4）" in typist.panel().parts.buttons[0].accessibleName()
