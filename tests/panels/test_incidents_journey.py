"""From a call to an incident, its figures, its grade and its end, by the keyboard of the real window; keys counted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt

from console import words
from console.domain.inbound import FigureValue, Intake, Precision
from console.domain.incident import Grade, IncidentState, ItemKind, NewIncident, Standing
from console.domain.incident_figures import Amount
from tests.kit.typist import ALT, CTRL, SHIFT
from tests.kit.window import furnishing

Key = Qt.Key
SAID = "样例村12 山体滑坡，房屋倒塌，有人被埋"
MOST_TO_OPEN = 2
MOST_OF_ALL = 18


@pytest.fixture
def store(new_store, clock, tmp_path):
    """A call with its place and figures, and an incident of an hour before."""
    with furnishing(new_store, clock) as (desk, by):
        (tmp_path / "places.csv").write_text("代码,名称,上级\n330324,永嘉县,\n330324101,样例村12,330324\n", "utf-8")
        desk.places.import_file(tmp_path / "places.csv", by=by)
        place = next(one.id for one in desk.places.everything() if one.name == "样例村12")
        early = desk.intake.register(Intake(uuid4(), "先前的来电", clock.now()), by=by)
        desk.incidents.open(NewIncident(uuid4(), "先前的事件", "先前的来电", "10402"), [early.id], by=by)
        clock.advance(minutes=60)
        told = {"heavy": FigureValue(12), "missing": FigureValue(None, True)}
        form = Intake(
            uuid4(), SAID, clock.now(), caller_org="岩头镇人民政府", figures=told, place_id=place,
            place_text="村道桥头",
            occurred_at=clock.now(), occurred_precision=Precision.ABOUT, event_type="20101", measures="镇村已到现场",
        )  # fmt: skip
        desk.intake.register(form, by=by)
        clock.advance(minutes=10)
    return new_store


@pytest.fixture
def desk(typist):
    return typist.app.shell.desk


@pytest.fixture
def item(typist, desk):
    """The call on the intake page, its first button with the keyboard."""
    found = next(row for row in desk.intake.newest() if row.summary == SAID)
    typist.app.shell._go_to_item("intake", found.id)
    typist.until(lambda: typist.panel().item.shown is not None, "the item is read")
    return found


def incident_of(desk, item):
    return desk.incident_items.incident_of(item.id)


def opened(typist, desk, item):
    """Two keys: the incident stands, and its page is shown."""
    typist.press(Key.Key_I, ALT)
    typist.asked()
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: incident_of(desk, item) is not None, "an incident of the item")
    typist.until(
        lambda: typist.panel().id == "incidents" and typist.panel().detail.overview.row is not None, "its page"
    )
    return typist.panel().detail


def test_a_call_becomes_an_incident_with_everything_it_said(typist, desk, item, capsys):
    detail = opened(typist, desk, item)
    incident = incident_of(desk, item)

    assert typist.keys["key"] <= MOST_TO_OPEN and not typist.keys["text"]
    assert (incident.place_path, incident.place_text, incident.place_id is None) == (
        "永嘉县 样例村12",
        "村道桥头",
        False,
    )
    assert (incident.summary, incident.measures, incident.event_type) == (SAID, "镇村已到现场", "20101")
    assert (incident.occurred_at, incident.occurred_precision) == (item.occurred_at, Precision.ABOUT)
    assert incident.title.startswith("村道桥头") and detail.incident_id == incident.id
    known = {key: one.amount for key, one in desk.incident_figures.newest(incident.id).items()}
    assert known == {"missing": Amount(None), "heavy": Amount(12)}
    with capsys.disabled():
        print(f"\nfrom an intake item to an open incident: {typist.keys['key']} keys, nothing typed")


def test_from_the_call_to_the_end_by_keyboard(typist, desk, item, capsys):
    detail = opened(typist, desk, item)
    incident = incident_of(desk, item)

    typist.press(Key.Key_3, CTRL)
    typist.until(lambda: detail.figures.row is not None, "the figures")
    typist.write("3")
    typist.press(Key.Key_Return)
    typist.write("?")
    for _ in range(3):
        typist.press(Key.Key_Return)
    typist.write("14+")
    typist.press(Key.Key_S, CTRL)
    assert typist.at(detail.figures.source), "figures without a source lead to where it is named"
    typist.write("岩头镇 李例三")
    typist.press(Key.Key_Return)
    newest = desk.incident_figures.newest
    typist.until(lambda: "dead" in newest(incident.id), "the figures are recorded")
    assert newest(incident.id)["light"].amount == Amount(14, at_least=True)
    assert newest(incident.id)["missing"].amount == Amount(None)
    typist.until(lambda: detail.figures.table.rows_model.rowCount() == 2, "the history")
    assert not detail.figures.source.text() and not detail.figures.entry.lines["dead"].text()

    typist.press(Key.Key_1, CTRL)
    typist.until(detail.overview.grades.take_button.isVisible, "the proposal")
    assert "较大" in detail.overview.grades.proposed.text() and "失联不详" in detail.overview.grades.proposed.text()
    typist.press(Key.Key_G, ALT)
    typist.until(lambda: desk.incidents.one(incident.id).grade is Grade.LARGER, "graded")
    decided = desk.incidents.grades(incident.id)[-1]
    assert (decided.standing, bool(decided.rule), bool(decided.basis)) == (Standing.FIRST, True, True)

    typist.press(Key.Key_4, CTRL)
    typist.until(lambda: detail.clocks.table.chosen_row() is not None, "the countdowns")
    clock = detail.clocks.table.chosen_row()
    typist.press(Key.Key_C, ALT)
    typist.until(lambda: typist.dialog() is not None, "who was told")
    typist.write(" 李例三")
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    done = next(one for one in desk.incident_clocks.of(incident.id) if one.id == clock.id)
    assert done.told.endswith("李例三") and done.done_by == "陈例一" and not done.late

    typist.press(Key.Key_1, CTRL)
    typist.until(lambda: IncidentState.ENDED in detail.overview.states._left, "what is left open")
    typist.until(lambda: detail.overview.row.version == desk.incidents.one(incident.id).version, "the newest row")
    assert words.say("incidents.left.clocks") in detail.overview.states.left.text()
    typist.press(Key.Key_F7, SHIFT)
    typist.asked()
    typist.press(Key.Key_Return, CTRL)
    typist.until(typist.dialog().trouble.isVisible, "a reason is asked for")
    typist.write("险情解除，时限另行说明")
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(lambda: desk.incidents.one(incident.id).state is IncidentState.ENDED, "ended")
    assert desk.incidents.states(incident.id)[-1].reason == "险情解除，时限另行说明"
    with capsys.disabled():
        print(f"\ncall to end: {typist.keys['key']} keys beyond {typist.keys['text']} characters")
    assert typist.keys["key"] <= MOST_OF_ALL


def test_a_second_call_is_joined_to_the_incident_there_is(typist, desk, item):
    early = desk.incidents.open_rows()[0]
    typist.press(Key.Key_J, ALT)
    dialog = typist.asked()
    assert dialog.which.key() is None, "nothing like it is open: the officer says which"
    typist.write("先前")
    typist.until(dialog.which.list.isVisible, "what fits")
    typist.press(Key.Key_Return)
    assert dialog.which.key() == early.id and typist.at(dialog.belongs)
    typist.press(Key.Key_Down)
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: incident_of(desk, item) is not None, "joined")
    kinds = {row.inbound_id: row.kind for row in desk.incident_items.of(early.id)}
    assert kinds[item.id] is ItemKind.DUPLICATE

    onward = typist.panel().onward
    typist.until(lambda: early.number in onward.incident.accessibleName(), "the item says where it belongs")
    assert not onward.join.isVisible()
    typist.press(Key.Key_I, ALT)
    typist.until(lambda: typist.panel().id == "incidents", "an item that belongs to one leads there")
    assert typist.panel().detail.incident_id == early.id and len(desk.incidents.open_rows()) == 1


def test_the_due_strip_leads_to_the_incident(typist, desk):
    shell = typist.app.shell
    typist.until(lambda: any(one.target_panel == "incidents" for one in shell.station.due), "a report is due")
    due = next(one for one in shell.station.due if one.target_panel == "incidents")
    shell._go_to_due(due.id)
    detail = typist.panel().detail
    typist.until(lambda: detail.overview.row is not None, "the incident")
    assert typist.panel().id == "incidents" and detail.incident_id == due.record_id
    assert typist.at(detail.overview.form.texts["summary"])


def test_from_the_list_an_item_is_chosen_and_fills_in_the_rest(typist, desk, item):
    typist.press(Key.Key_8, ALT)
    panel = typist.panel()
    typist.until(lambda: panel.list.table.chosen_row() is not None, "the list")
    typist.press(Key.Key_I, ALT)
    dialog = typist.asked()
    typist.write("滑坡")
    typist.until(dialog.which.list.isVisible, "what fits")
    typist.press(Key.Key_Return)
    assert dialog.which.key() == item.id and dialog.summary.text() == SAID
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    typist.until(lambda: incident_of(desk, item) is not None, "opened")


def test_escape_leads_back_to_the_line_of_the_list_and_its_key_too(typist, desk):
    typist.press(Key.Key_8, ALT)
    panel = typist.panel()
    typist.until(lambda: panel.list.table.chosen_row() is not None, "the list")
    chosen = panel.list.table.chosen_row().id
    typist.press(Key.Key_Return)
    typist.until(lambda: panel.detail.overview.row is not None, "the incident")
    typist.press(Key.Key_Escape)
    assert panel.stack.currentIndex() == 0 and typist.at(panel.list.table)
    assert panel.list.table.chosen_row().id == chosen
