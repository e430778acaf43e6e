"""An event type that is retired is offered nowhere, and still named on what was recorded under it."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from tests.kit import intake as kit
from tests.kit.incidents import services
from tests.kit.intake import press, type_in
from tests.panels import test_incidents_words as words_kit
from ui.dialogs.open_incident import OpenIncidentDialog
from ui.models.intake_rows import type_choices
from ui.models.kept_words import KeptWords
from ui.panels.incident_overview import OverviewPage
from ui.widgets.suggest import Choice, ChoiceList, Suggest

make, places, settle, items, opening = kit.make, kit.places, kit.settle, words_kit.items, words_kit.opening
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LANDSLIDE = "10402"


@pytest.fixture
def retire(desk, seat, tmp_path, clock):
    """From the day after ``clock`` has it 滑坡 is no type any more; the day itself is its last."""

    def done(last: date):
        name = next(row.name for row in desk.event_types.rows() if row.code == LANDSLIDE)
        path = tmp_path / "types.csv"
        path.write_text(f"code,parent,name,valid_to\n{LANDSLIDE},104,{name},{last.isoformat()}\n", encoding="utf-8")
        assert desk.event_types.import_file(path, by=seat.actor).applied

    return done


@pytest.fixture
def old(desk, seat, clock):
    """An item and an incident of 滑坡, recorded while there was such a type."""
    call = Intake(uuid4(), "山体开裂", clock.now(), event_type=LANDSLIDE)
    item = desk.intake.register(call, by=seat.actor)
    made = desk.incidents.open(
        NewIncident(uuid4(), "样例村12 山体滑坡", "山体开裂", LANDSLIDE), [item.id], by=seat.actor
    )
    return item, made


def offered(field: Suggest):
    field.open_list()
    found = [field._found.choice(at).name for at in range(field._found.rowCount())]
    field.close_list()
    return found


def today(clock, desk):
    return clock.now().astimezone(desk.zone).date()


def test_the_last_day_is_a_day_it_may_be_chosen(desk, retire, clock):
    retire(today(clock, desk))
    assert LANDSLIDE not in desk.intake.retired_types()
    clock.advance(hours=24)
    assert LANDSLIDE in desk.intake.retired_types()
    shown = type_choices(tuple(desk.intake.event_types()), desk.intake.retired_types())
    assert shown.of(LANDSLIDE).name == "滑坡" and not [one for one in shown.around(None) if one.key == LANDSLIDE]
    assert not [one for one in shown.matching("滑坡") if one.key == LANDSLIDE]


def test_a_new_entry_is_not_offered_it_and_an_old_one_names_it(qtbot, make, desk, retire, old, clock, settle):
    retire(today(clock, desk))
    panel = make()
    type_in(qtbot, "slope")
    assert "滑坡" in offered(panel.form.event_type)
    clock.advance(hours=24)  # midnight passes while the window stands open
    with qtbot.waitSignal(panel.presented, timeout=10_000):
        panel.reload()
    assert "滑坡" not in offered(panel.form.event_type)
    panel.open_item(old[0].id, follow=True)
    settle()
    qtbot.waitUntil(lambda: panel.form.event_type.text().endswith("滑坡"), timeout=10_000)


def test_an_incident_keeps_its_retired_type_until_another_is_chosen(
    qtbot, app_theme, desk, jobs, seat, times, retire, old, clock
):
    retire(today(clock, desk))
    clock.advance(hours=24)
    page = OverviewPage(jobs, seat, times, services(desk), KeptWords(jobs, seat, times, None, None))
    qtbot.addWidget(page)
    page.turn_to(old[1].id)
    page.show()
    qtbot.waitUntil(lambda: page.row is not None, timeout=10_000)
    field = page.form.event_type
    assert field.text().endswith("滑坡") and "滑坡" not in offered(field)
    page.form.title.setText("样例村12 山体滑坡（续）")
    with qtbot.waitSignal(page.saved, timeout=10_000):
        page.save_button.click()
    assert desk.incidents.one(old[1].id).event_type == LANDSLIDE


def test_opening_an_incident_offers_what_may_be_chosen_today(qtbot, opening, desk, seat, retire, old, clock):
    retire(today(clock, desk))
    clock.advance(hours=24)
    item = desk.intake.register(Intake(uuid4(), "坡面开裂", clock.now()), by=seat.actor)
    dialog = words_kit.asked(qtbot, opening.asked, lambda: opening.open(item.id), OpenIncidentDialog)
    assert "滑坡" not in offered(dialog.event_type) and len(offered(dialog.event_type)) > 20


def test_enter_in_the_list_does_not_replace_a_retired_choice(qtbot, app_theme):
    field = Suggest(40)
    qtbot.addWidget(field)
    field.set_choices(ChoiceList([Choice(1, "洪涝", "洪涝"), Choice(2, "滑坡", "滑坡", retired=True)]))
    field.show_choice(2, "")
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow, timeout=10_000)
    field.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert (field.key(), field.text()) == (2, "滑坡")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert (field.key(), field.text()) == (1, "洪涝")
