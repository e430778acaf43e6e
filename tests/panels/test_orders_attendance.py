"""会商: who came is taken from the contact book by keys, the rates stand there at once, the incident is linked."""

from __future__ import annotations

from uuid import uuid4

import pytest

from console import words
from console.domain.consultation import Attendant, attendance
from console.domain.inbound import Intake
from console.domain.incident import IncidentState, NewIncident
from console.domain.timeline import EventKind
from console.services.consultations import Held
from tests.kit import geometry
from tests.kit import intake as intake_kit
from tests.kit.input_method import commit
from tests.panels.test_orders import Ctrl, Key, dialog_of, make, press, towns
from ui import prints, theme

__all__ = ["make", "towns"]
person = intake_kit.person
ASKED = ("县气象局", "县水利局", "岩头镇")


@pytest.fixture
def incident(desk, seat, clock):
    item = desk.intake.register(Intake(uuid4(), "山体开裂", clock.now()), by=seat.actor)
    return desk.incidents.open(
        NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", "10402"), [item.id], by=seat.actor
    )  # fmt: skip


@pytest.fixture
def held(desk, seat, clock):
    asked = tuple(Attendant(name) for name in ASKED)
    return desk.consultations.record(Held("防台风会商", clock.now(), "林例十", asked), by=seat.actor)


@pytest.fixture
def page(person, held, make, qtbot):
    panel = make()
    panel.show_part(3)
    qtbot.waitUntil(lambda: panel.consultations.chosen() is not None, timeout=10_000)
    return panel.consultations


def asked_who(qtbot, page):
    press(qtbot, page.table, Key.Key_1)
    dialog = dialog_of(page)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow, timeout=10_000)
    dialog.who.setFocus()
    return dialog


def test_somebody_of_the_contact_book_is_taken_with_the_unit(page, held, desk, qtbot):
    dialog = asked_who(qtbot, page)
    qtbot.keyClicks(dialog.who, "lls")
    dialog.who.clear()
    commit(dialog.who, "梁例")
    qtbot.waitUntil(dialog.who.list.isVisible, timeout=10_000)
    press(qtbot, dialog.who, Key.Key_Down)
    press(qtbot, dialog.who, Key.Key_Return)
    assert dialog.people.text() == "岩头镇 梁例五" and dialog.came.names() == ["岩头镇"]
    assert dialog.who.hasFocus() and not dialog.who.text()
    commit(dialog.who, "县气象局 王例三")
    press(qtbot, dialog.who, Key.Key_Return)
    commit(dialog.late.line, "县气象局")
    assert words.say("none") not in dialog.rates.text() and "2/3 (67%)" in dialog.rates.text()
    press(qtbot, dialog.who, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=10_000)
    row = desk.consultations.one(held.id)
    assert [(one.unit, one.came, one.person, one.in_time) for one in row.attendance] == [
        ("县气象局", True, "王例三", False), ("县水利局", False, "", True), ("岩头镇", True, "梁例五", True),
    ]  # fmt: skip
    told = attendance(row.attendance)
    assert (told.asked, told.came, told.in_time, told.material) == (3, 2, 1, 0)
    printed = prints.form_of(desk, row).blocks[-1].rows
    assert [line.cells[-1] for line in printed] == ["王例三", "", "梁例五"]


def test_a_name_without_a_unit_is_said_and_stays(page, held, desk, qtbot):
    dialog = asked_who(qtbot, page)
    commit(dialog.who, "王例三")
    press(qtbot, dialog.who, Key.Key_Return)
    assert dialog.trouble.text() == words.say("refused.person_unit_missing", person="王例三")
    press(qtbot, dialog.who, Key.Key_Return, Ctrl)
    assert dialog.isVisible() and dialog.who.text() == "王例三" and desk.consultations.one(held.id).version == 1
    dialog.who.clear()
    commit(dialog.who, "县水利局 王例三")
    press(qtbot, dialog.who, Key.Key_Return, Ctrl)  # typed and not yet taken: it counts
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=10_000)
    assert [one.person for one in desk.consultations.one(held.id).attendance if one.came] == ["王例三"]


def test_who_was_taken_down_stands_there_again_and_minutes_leave_them(page, held, desk, seat, qtbot):
    came = (Attendant(ASKED[0], True, "王例三"), *(Attendant(name) for name in ASKED[1:]))
    desk.consultations.amend(
        held.id, Held(held.title, held.held_at, held.chair, came), seen=held.version, by=seat.actor
    )  # fmt: skip
    page.reload_now()
    qtbot.waitUntil(lambda: page.chosen().version == 2, timeout=10_000)
    dialog = asked_who(qtbot, page)
    assert dialog.people.text() == "县气象局 王例三" and dialog.answer() == came


def test_it_is_linked_to_an_incident_and_stands_in_its_time_line(incident, page, held, desk, seat, clock, qtbot):
    qtbot.waitUntil(lambda: incident.id in page._incidents, timeout=10_000)
    press(qtbot, page.table, Key.Key_2)
    dialog = dialog_of(page)
    assert dialog.incident.value() == ""
    dialog.incident.choose(str(incident.id))
    press(qtbot, dialog.minutes, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=10_000)
    assert desk.consultations.one(held.id).incident_id == incident.id
    qtbot.waitUntil(lambda: page.rates.toolTip().startswith(incident.number), timeout=10_000)
    (event,) = desk.incident_timeline.events(incident.id, [EventKind.CONSULTATION])
    assert event.number == held.number and "防台风会商" in event.text and "0/3" in event.text

    row = desk.incidents.one(incident.id)  # it ends: the link stays, and can be seen
    desk.incidents.step(incident.id, IncidentState.CANCELLED, "误报", seen=row.version, by=seat.actor)
    qtbot.waitUntil(lambda: not page._incidents[incident.id].open, timeout=10_000)
    press(qtbot, page.table, Key.Key_2)
    dialog = dialog_of(page)
    assert dialog.incident.value() == str(incident.id)
    commit(dialog.minutes, "一、加密会商。")
    press(qtbot, dialog.minutes, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=10_000)
    assert desk.consultations.one(held.id).incident_id == incident.id


@pytest.mark.parametrize(("language", "size"), [("zh", 14), ("en", 14), ("zh", 20), ("en", 20)])
@pytest.mark.long
def test_both_dialogs_fit(incident, page, qapp, qtbot, language, size):
    qtbot.waitUntil(lambda: incident.id in page._incidents, timeout=10_000)
    words.set_language(language)
    theme.apply(qapp, "light", size)
    wrong = {}
    try:
        for name, key in (("attendance", Key.Key_1), ("minutes", Key.Key_2)):
            press(qtbot, page.table, key)
            dialog = dialog_of(page)
            dialog.resize(dialog.sizeHint().expandedTo(dialog.minimumSizeHint()))
            qapp.processEvents()
            found = geometry.cut(dialog)
            if found or dialog.height() > 740 or dialog.width() > 1366:
                wrong[name] = (dialog.size(), found)
            press(qtbot, dialog, Key.Key_Escape)
            qtbot.waitUntil(lambda: page.asked.dialog is None, timeout=10_000)
    finally:
        theme.apply(qapp, "light")
    assert wrong == {}
