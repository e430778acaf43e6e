"""A month is planned in the whole window, whose closing would end the planning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from console.config import DataDir
from console.domain.clock import StoppedClock
from console.services.duty_staff import NewStaff
from tests.kit.planning import add_people
from tests.kit.typist import ALT, CTRL
from tests.kit.window import furnishing

Key = Qt.Key
PEOPLE = tuple(f"{family}例一" for family in "赵钱孙李周吴郑王")


@pytest.fixture
def store(new_store: DataDir, clock: StoppedClock) -> DataDir:
    with furnishing(new_store, clock) as (desk, by):
        for person in add_people(desk, by, *PEOPLE).values():
            desk.duty_staff.add(person, NewStaff(("主班", "副班")), by=by)
    return new_store


def test_a_month_is_planned_by_key(typist):
    typist.press(Key.Key_5, ALT)
    typist.until(lambda: typist.panel() is not None and typist.panel().id == "roster", "the shift table")
    typist.press(Key.Key_2, CTRL)
    page = typist.panel().plan
    typist.until(page.isVisible, "the planner")
    typist.press(Key.Key_PageDown, CTRL)
    typist.press(Key.Key_R, ALT)
    typist.until(lambda: page.row() is not None, "a draft")
