"""接报登记: a caller whose channel hides them is seen by who asked, for as long as they sit here, and in no title."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console.domain.inbound import HIDDEN, Intake
from console.domain.people import Role
from tests.kit import intake as kit

make, panel, places, settle = kit.make, kit.panel, kit.places, kit.settle
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAME, PHONE = "某举报人", "100-0000-0099"


@pytest.fixture
def by(seat):
    return seat.actor


@pytest.fixture
def item(qtbot, desk, seat, panel):
    form = Intake(uuid4(), "某厂偷排", desk.clock.now(), channel="tip_off", caller_name=NAME, caller_phone=PHONE)
    row = desk.intake.register(form, by=seat.actor)
    panel.open_item(row.id)
    qtbot.waitUntil(lambda: panel.item.shown is not None)
    return panel.item


def told(panel) -> tuple[str, str]:
    content = panel.form.content()
    return content["caller_name"], content["caller_phone"]


@pytest.mark.parametrize("change", ["another", "lock", "leave"])
def test_a_caller_shown_to_one_officer_is_hidden_from_the_next(panel, item, desk, seat, settle, change):
    other = desk.accounts.add("林例二", Role.OFFICER, "another of 2030", by=seat.actor).actor
    item.show_caller()
    settle()
    assert told(panel) == (NAME, PHONE)

    {"another": lambda: seat.sit(other), "lock": seat.lock, "leave": seat.leave}[change]()
    assert told(panel) == (HIDDEN, HIDDEN)
    settle()
    assert told(panel) == (HIDDEN, HIDDEN)


def test_an_answer_to_who_sat_here_before_is_not_shown(panel, item, desk, seat, settle):
    other = desk.accounts.add("林例二", Role.OFFICER, "another of 2030", by=seat.actor).actor
    item.show_caller()
    seat.sit(other)
    settle()
    assert told(panel) == (HIDDEN, HIDDEN)
    item.show_caller()
    settle()
    assert told(panel) == (NAME, PHONE)


@pytest.mark.parametrize(("channel", "title"), [("tip_off", ""), ("phone", NAME)])
def test_a_title_names_no_caller_of_a_channel_that_hides_them(qtbot, panel, desk, settle, channel, title):
    combo = panel.form.channel
    qtbot.waitUntil(lambda: combo.findData(channel) >= 0)
    combo.setCurrentIndex(combo.findData(channel))
    kit.go(panel, "caller_name")
    kit.type_in(qtbot, NAME)
    panel.keeper.flush()
    settle()
    assert [row.title for row in panel.stack.table.rows_model.rows()] == [title]
    assert [draft.title for draft in desk.drafts.open("intake")] == [title]
