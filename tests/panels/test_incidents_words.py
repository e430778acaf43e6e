"""Words typed into the dialogs about incidents wait for their officer; a failed act keeps them."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtWidgets import QWidget

from console import words
from console.domain.inbound import Intake
from console.domain.incident import NewIncident
from tests.kit import geometry
from tests.kit.incidents import services
from tests.kit.input_method import commit
from ui import theme
from ui.dialogs.asking import Asking
from ui.dialogs.join_incident import JoinDialog
from ui.dialogs.judge_incident import JudgeDialog
from ui.dialogs.open_incident import OpenIncidentDialog
from ui.dialogs.told import ToldDialog
from ui.incident_opening import IncidentOpening
from ui.panels.incidents import IncidentsPanel
from ui.widgets.spoken import Word

TYPED = "李例三"
WIDTH, HEIGHT = 1366, 700
"""What a window frame and a task bar leave of 1366×768."""


@pytest.fixture
def items(desk, seat, clock):
    """Two calls, the first of which is an incident."""
    made = [desk.intake.register(Intake(uuid4(), f"第{n}个来电", clock.now()), by=seat.actor) for n in range(2)]
    desk.incidents.open(NewIncident(uuid4(), "储罐泄漏", "阀门关不上", "20101"), [made[0].id], by=seat.actor)
    return made


@pytest.fixture
def panel(app_theme, qtbot, desk, jobs, seat, times, items):
    made = IncidentsPanel(jobs, seat, times, services=services(desk), drafts=desk.drafts)
    qtbot.addWidget(made)
    made.show()
    made.open_item(desk.incidents.open_rows()[0].id)
    for at, page in enumerate(made.detail.pages):
        made.detail.show_part(at)
        qtbot.waitUntil(lambda page=page: page.row is not None)
    return made


@pytest.fixture
def opening(app_theme, qtbot, desk, jobs, seat, times, items):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return IncidentOpening(desk, jobs, seat, times, window)


def asked(qtbot, asking, ask, kind):
    ask()
    qtbot.waitUntil(lambda: asking.dialog is not None)
    assert isinstance(asking.dialog, kind)
    return asking.dialog


CASES = {
    "judge": (JudgeDialog, lambda p: (p.overview, p.overview.grades.judge), "reason"),
    "join": (JoinDialog, lambda p: (p.items, p.items.ask_join), "which"),
    "told": (ToldDialog, lambda p: (p.clocks, p.clocks.ask_done), "late"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_typed_into_a_dialog_of_the_page_is_there_again(name, panel, desk, qtbot):
    kind, way, field = CASES[name]
    page, ask = way(panel.detail)
    dialog = asked(qtbot, page.asked, ask, kind)
    commit(dialog.inputs[field], TYPED)
    dialog.reject()
    qtbot.waitUntil(lambda: page.asked.dialog is None)
    qtbot.waitUntil(lambda: [draft.content["words"] for draft in desk.drafts.open("words")] == [{field: TYPED}])

    again = asked(qtbot, page.asked, ask, kind)
    assert again.inputs[field].text() == TYPED and again.brought.isVisible()
    again.discard.click()
    qtbot.waitUntil(lambda: not desk.drafts.open("words"))


def test_what_is_typed_before_an_incident_is_opened_is_there_again_and_goes_with_it(opening, items, desk, qtbot):
    item = items[1]
    dialog = asked(qtbot, opening.asked, lambda: opening.open(item.id), OpenIncidentDialog)
    assert dialog.title.text() == item.summary and dialog.summary.text() == item.summary
    commit(dialog.place_text, TYPED)
    dialog.event_type.setText("没有的类型")
    dialog.hand_up()
    assert dialog.trouble.text() == words.say("refused.no_such_event_type", type="没有的类型")
    dialog.reject()
    qtbot.waitUntil(lambda: opening.asked.dialog is None)

    again = asked(qtbot, opening.asked, lambda: opening.open(item.id), OpenIncidentDialog)
    assert again.place_text.text() == TYPED and again.event_type.text() == "没有的类型"
    again.event_type.show_choice(None, "")
    told = []
    opening.opened.connect(told.append)
    again.hand_up()
    qtbot.waitUntil(lambda: bool(told))
    assert desk.incidents.one(told[0]).place_text == TYPED
    qtbot.waitUntil(lambda: not desk.drafts.open("words"))


def test_an_act_that_is_refused_keeps_the_dialog_with_its_words(opening, items, desk, seat, qtbot):
    dialog = asked(qtbot, opening.asked, lambda: opening.open(items[1].id), OpenIncidentDialog)
    other = desk.incidents.open_rows()[0]
    dialog.occurred.setText("2031-01-01 00:00")
    dialog.hand_up()
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.isVisible() and dialog.occurred.text() == "2031-01-01 00:00"
    assert [row.id for row in desk.incidents.open_rows()] == [other.id]


def test_what_is_like_an_open_incident_is_offered_first_with_the_reasons(opening, items, desk, seat, clock, qtbot):
    said = "岩头镇样例村12 村后山体滑坡，冲毁民房五间，有人被埋"
    first = desk.intake.register(Intake(uuid4(), said, clock.now(), place_text="样例村12 村后"), by=seat.actor)
    landslide = desk.incidents.open(NewIncident(uuid4(), "样例村12 滑坡", said, "10402"), [first.id], by=seat.actor)
    desk.incidents.open(NewIncident(uuid4(), "另一件事", "阀门泄漏", "20101"), [items[1].id], by=seat.actor)
    clock.advance(minutes=3)
    again = desk.intake.register(
        Intake(uuid4(), f"又来电：{said}", clock.now(), place_text="样例村12 村后"), by=seat.actor
    )

    assert next(one.id for one in desk.duplicates.of(again.id) if one.is_incident) == landslide.id
    joining = asked(qtbot, opening.asked, lambda: opening.join(again.id), JoinDialog)
    assert joining.which.key() == landslide.id
    joining.reject()
    qtbot.waitUntil(lambda: opening.asked.dialog is None)
    dialog = asked(qtbot, opening.asked, lambda: opening.open(again.id), OpenIncidentDialog)
    told = [word.text() for word in dialog.findChildren(Word) if word.property("role") == "caution"]
    assert any(landslide.number in sentence for sentence in told)
    assert desk.incident_items.incident_of(again.id) is None, "nothing is joined by itself"


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.long
def test_every_dialog_fits_the_smallest_screen_at_the_largest_type(language, opening, panel, items, qapp, qtbot):
    words.set_language(language)
    theme.apply(qapp, "light", theme.sizes()[-1])
    command = (panel.detail.overview, panel.detail.overview.command.ask_take)
    ways = [(page.asked, ask) for page, ask in (*(way(panel.detail) for _, way, _ in CASES.values()), command)]
    found = {}
    try:
        for asking, ask in ((opening.asked, lambda: opening.open(items[1].id)), *ways):
            dialog = asked(qtbot, asking, ask, Asking)
            qapp.processEvents()
            faults = geometry.faults(dialog)
            if faults or dialog.width() > WIDTH or dialog.height() > HEIGHT:
                found[type(dialog).__name__] = [f"{dialog.width()}×{dialog.height()}", *faults]
            dialog.reject()
            qtbot.waitUntil(lambda asking=asking: asking.dialog is None)
    finally:
        theme.apply(qapp, "light")
    assert found == {}


def test_who_may_not_is_asked_nothing(opening, items, seat, viewer, qtbot):
    seat.sit(viewer)
    opening.open(items[1].id)
    opening.join(items[1].id)
    assert opening.asked.dialog is None and not opening._waiting
