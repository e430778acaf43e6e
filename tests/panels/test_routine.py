"""The routine panel by keyboard alone: ticks, checks, notices and zero reports end in the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from console import words
from console.bootstrap import Desk
from console.changes import Changes, Topic
from console.domain.checks import CheckState
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine
from console.domain.people import Actor, Role
from console.domain.routine import RoutineState
from console.domain.zero_reports import ZeroState
from console.errors import Refused
from console.services.zero_reports import BY_PHONE
from tests.kit.station import at
from ui.dialogs.finding import FindingDialog
from ui.jobs import Jobs
from ui.panels.routine import RoutinePanel, RoutineServices
from ui.seat import Seat
from ui.text import Times

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
UNITS = ("例一镇", "例二镇", "例三镇")


@pytest.fixture
def panel(
    app_theme: object, qtbot: QtBot, desk: Desk, jobs: Jobs, seat: Seat, times: Times, clock: StoppedClock
) -> Iterator[RoutinePanel]:
    """The panel of a watch that began at 08:00; it is 08:20."""
    desk.duty.take_over_empty([PostLine("主班", "陈例一")], by=seat.actor)
    clock.advance(minutes=20)
    services = RoutineServices(desk.routine, desk.checks, desk.notices, desk.zero_reports)
    made = RoutinePanel(jobs, seat, times, services=services)
    qtbot.addWidget(made)
    leave = desk.feed.subscribe(lambda changes: jobs.read(lambda: changes, made.note, lambda _error: None))
    made.resize(1280, 640)
    made.show()
    qtbot.waitUntil(lambda: made.day.table.chosen_row() is not None)
    made.show_part(0)
    yield made
    leave()


@pytest.fixture
def saved(panel: RoutinePanel) -> list[str]:
    heard: list[str] = []
    panel.saved.connect(heard.append)
    return heard


def press(qtbot: QtBot, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    """A key, once the window it is for is the active one: a dialog that closed gives it back a moment later."""
    widget.window().activateWindow()
    qtbot.waitUntil(widget.window().isActiveWindow)
    qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def dialog_of(panel: RoutinePanel) -> FindingDialog:
    dialog = panel.current_page().asked.dialog
    assert isinstance(dialog, FindingDialog)
    return dialog


def states(desk: Desk) -> dict[str, RoutineState]:
    return {row.code: row.state for row in desk.routine.day(desk.clock.now())}


def go(panel: RoutinePanel, qtbot: QtBot, part: int, ready: Callable[[], bool]) -> QWidget:
    press(qtbot, panel, Key(Key.Key_0 + part), Ctrl)
    qtbot.waitUntil(ready)
    assert panel.current_page() is panel.pages[part - 1]
    return panel.current_page().table


def test_space_ticks_what_is_due_first(panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]) -> None:
    assert panel.day.table.chosen_row().code == "comms_test"
    press(qtbot, panel.day.table, Key.Key_Space)
    qtbot.waitUntil(lambda: bool(saved))

    assert states(desk)["comms_test"] is RoutineState.DONE
    assert saved == ["已登记：通信联络测试（正常）"]
    qtbot.waitUntil(lambda: panel.day.table.chosen_row().state is RoutineState.DONE)
    assert panel.day.table.chosen_row().code == "comms_test", "the selection stays where the officer left it"


def test_abnormal_and_not_done_ask_for_words(panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]) -> None:
    press(qtbot, panel.day.table, Key.Key_I, Ctrl)
    dialog = dialog_of(panel)
    press(qtbot, dialog.fields["note"], Key.Key_Return)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.trouble.text() == words.say("refused.routine_note_missing")
    qtbot.keyClicks(dialog.fields["note"], "fax is dead")
    press(qtbot, dialog.fields["note"], Key.Key_Return)
    qtbot.waitUntil(lambda: bool(saved))

    row = desk.routine.day(desk.clock.now())[0]
    assert row.tick is not None and (row.state, row.tick.note) == (RoutineState.ABNORMAL, "fax is dead")


def test_words_of_a_closed_dialog_are_there_again(panel: RoutinePanel, qtbot: QtBot) -> None:
    press(qtbot, panel.day.table, Key.Key_O, Ctrl)
    qtbot.keyClicks(dialog_of(panel).fields["note"], "line is cut")
    press(qtbot, dialog_of(panel), Key.Key_Escape)
    qtbot.waitUntil(lambda: panel.day.asked.dialog is None)
    press(qtbot, panel.day.table, Key.Key_O, Ctrl)

    assert dialog_of(panel).fields["note"].text() == "line is cut"


def test_a_routine_done_too_early_is_refused_in_words(panel: RoutinePanel, qtbot: QtBot, desk: Desk) -> None:
    refused: list[Exception] = []
    panel.refused.connect(refused.append)
    panel.day.table.choose(next(row.id for row in desk.routine.day(desk.clock.now()) if row.code == "night_check"))
    press(qtbot, panel.day.table, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(refused))

    assert words.sentence(refused[0]) == "还没到时间（22:00），现在不能记为已做。"  # type: ignore[arg-type]


@pytest.mark.parametrize("part", [1, 2])
def test_a_stale_screen_is_refused_and_what_was_found_stays(
    panel: RoutinePanel, qtbot: QtBot, desk: Desk, seat: Seat, part: int
) -> None:
    """Somebody else has said otherwise, and the news has not been shown yet when Space comes."""
    refused: list[Exception] = []
    panel.refused.connect(refused.append)
    if part == 1:
        row = panel.day.table.chosen_row()
        desk.routine.tick(row.code, row.due_at, "abnormal", "无应答", by=seat.actor)
        panel.day.tick()
    else:
        table = go(panel, qtbot, 2, lambda: panel.checks.table.chosen_row() is not None)
        desk.checks.mark(table.chosen_row().code, "fault", note="无信号", by=seat.actor)
        panel.checks.mark(CheckState.OK)
    qtbot.waitUntil(lambda: bool(refused))

    assert [getattr(error, "code", error) for error in refused] == ["changed_meanwhile"]


def test_news_moves_neither_selection_nor_typed_words(
    panel: RoutinePanel, qtbot: QtBot, desk: Desk, seat: Seat
) -> None:
    panel.day.table.choose(panel.day.table.rows_model.rows()[4].id)
    kept = panel.day.table.chosen_key()
    press(qtbot, panel.day.table, Key.Key_O, Ctrl)
    note = dialog_of(panel).fields["note"]
    qtbot.keyClicks(note, "half a")
    with qtbot.waitSignal(panel.day.presented):
        desk.notices.add("大桥检修", "", at(20, 18), by=seat.actor)
        panel.note(Changes(frozenset({Topic.ROUTINE})))
    qtbot.keyClicks(note, " word")

    assert note.text() == "half a word" and panel.day.table.chosen_key() == kept


def test_a_quiet_section_is_one_key_and_a_fault_asks_for_words(
    panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]
) -> None:
    table = go(panel, qtbot, 2, lambda: panel.checks.table.chosen_row() is not None)
    table.choose("fax")
    press(qtbot, table, Key.Key_I, Ctrl)
    note = dialog_of(panel).fields["note"]
    press(qtbot, dialog_of(panel).fields["value"], Key.Key_Return)
    assert dialog_of(panel).focusWidget() is note
    qtbot.keyClicks(note, "no paper feed")
    press(qtbot, note, Key.Key_Return)
    qtbot.waitUntil(lambda: len(saved) == 1)
    press(qtbot, table, Key.Key_B, Ctrl)
    qtbot.waitUntil(lambda: len(saved) == 2)
    rows = {row.code: row for row in desk.checks.rows()}

    assert {row.state for row in rows.values() if row.section == "equipment" and row.code != "fax"} == {CheckState.OK}
    assert (rows["fax"].state, rows["fax"].note, rows["keys"].state) == (CheckState.FAULT, "no paper feed", None)
    qtbot.waitUntil(lambda: "1" in panel.parts.buttons[1].accessibleName())


def test_a_quiet_day_is_checked_with_ten_keys(panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]) -> None:
    """Alt+6 leads here; then the part, three lines looked at one by one, one key for each of the other sections."""
    table = go(panel, qtbot, 2, lambda: panel.checks.table.chosen_row() is not None)
    for told in (1, 2, 3):
        press(qtbot, table, Key.Key_Space)
        qtbot.waitUntil(lambda told=told: len(saved) == told)
        press(qtbot, table, Key.Key_Down)
    qtbot.waitUntil(lambda: panel.checks.rest_section() == "equipment")
    for told in (4, 5):
        shown = panel.checks.rest_section()
        press(qtbot, table, Key.Key_B, Ctrl)
        qtbot.waitUntil(lambda told=told: len(saved) == told)
        qtbot.waitUntil(lambda shown=shown: panel.checks.rest_section() != shown)

    assert {row.state for row in desk.checks.rows()} == {CheckState.OK}
    assert not panel.checks.rest.isEnabled()


def test_before_a_new_shifts_rows_are_there_the_key_is_for_the_chosen_section(
    panel: RoutinePanel, qtbot: QtBot, desk: Desk, seat: Seat, saved: list[str]
) -> None:
    """Shown is the earlier shift, with only the keys left: they are not what the officer of the new one chose."""
    table = go(panel, qtbot, 2, lambda: panel.checks.table.chosen_row() is not None)
    for section in ("materials", "equipment"):
        desk.checks.mark_rest(section, by=seat.actor)
    with qtbot.waitSignal(panel.checks.presented):
        panel.checks.reload_now()
    table.choose("fax")
    assert panel.checks.rest_section() == "keys"
    desk.accounts.add("邹例八", Role.OFFICER, "panels of 2030", by=seat.actor)
    desk.duty.emergency_take_over([PostLine("主班", "邹例八")], "陈例一突发急病", "邹例八", "panels of 2030")
    panel.note(Changes(frozenset({Topic.DUTY})))
    panel.checks.mark_rest()
    qtbot.waitUntil(lambda: bool(saved))

    assert {row.section for row in desk.checks.rows() if row.state is CheckState.OK} == {"equipment"}


def test_space_and_enter_mark_one_line(panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]) -> None:
    table = go(panel, qtbot, 2, lambda: panel.checks.table.chosen_row() is not None)
    table.choose("car")
    press(qtbot, table, Key.Key_Return)
    value = dialog_of(panel).fields["value"]
    qtbot.keyClicks(value, "62 L, 48210 km")
    press(qtbot, value, Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: len(saved) == 1)
    press(qtbot, table, Key.Key_Space)
    qtbot.waitUntil(lambda: len(saved) == 2)
    table.choose("classified")
    press(qtbot, table, Key.Key_O, Ctrl)
    qtbot.waitUntil(lambda: len(saved) == 3)
    rows = {row.code: row for row in desk.checks.rows()}

    assert (rows["car"].state, rows["car"].value) == (CheckState.OK, "62 L, 48210 km"), "Space keeps what was counted"
    assert rows["classified"].state is CheckState.ABSENT


def test_a_notice_is_added_moved_and_ended(panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]) -> None:
    go(panel, qtbot, 3, panel.notices.empty.isVisible)
    press(qtbot, panel.notices, Key.Key_N, Ctrl)
    dialog = dialog_of(panel)
    qtbot.keyClicks(dialog.fields["text"], "bridge closed")
    press(qtbot, dialog.fields["text"], Key.Key_Return)
    qtbot.keyClicks(dialog.fields["until"], "13-45")
    press(qtbot, dialog.fields["until"], Key.Key_Return, Ctrl)
    qtbot.waitUntil(dialog.trouble.isVisible)
    assert dialog.fields["text"].text() == "bridge closed"
    dialog.fields["until"].setText("08-20")
    press(qtbot, dialog.fields["until"], Key.Key_Return, Ctrl)
    qtbot.waitUntil(lambda: bool(panel.notices.table.rows_model.rows()))
    assert desk.notices.running(desk.clock.now())[0].until_at == at(20, 23, 59)
    press(qtbot, panel.notices.table, Key.Key_Return)
    dialog_of(panel).fields["until"].setText("18:00")
    press(qtbot, dialog_of(panel).fields["until"], Key.Key_Return)
    qtbot.waitUntil(lambda: len(saved) == 2)
    assert desk.notices.running(desk.clock.now())[0].until_at == at(12, 18)
    qtbot.waitUntil(lambda: panel.notices.table.rows_model.rows()[0].version == 2)
    press(qtbot, panel.notices.table, Key.Key_O, Ctrl)
    qtbot.waitUntil(lambda: len(saved) == 3)

    assert desk.notices.running(desk.clock.now()) == []


def test_without_a_period_one_calm_sentence(panel: RoutinePanel, qtbot: QtBot) -> None:
    go(panel, qtbot, 4, panel.zero.empty.isVisible)

    assert panel.zero.empty.sentence.text() == words.say("zero.empty")
    assert not panel.zero.table.isVisible() and not panel.zero.phoned.isEnabled()


class TestQingming:
    @pytest.fixture
    def clock(self) -> StoppedClock:
        return StoppedClock(at(4, 8, month=4))

    @pytest.fixture
    def seat(self, seat: Seat, desk: Desk) -> Seat:
        for unit in UNITS:
            desk.lists.add("zero_units", {"name": unit, "phone": "0577-0000-0001"}, by=seat.actor)
        return seat

    def test_units_one_by_one_and_what_happened_in_words(
        self, panel: RoutinePanel, qtbot: QtBot, desk: Desk, saved: list[str]
    ) -> None:
        table = go(panel, qtbot, 4, lambda: panel.zero.table.chosen_row() is not None)
        press(qtbot, table, Key.Key_Space)
        qtbot.waitUntil(lambda: len(saved) == 1)
        press(qtbot, table, Key.Key_Down)
        press(qtbot, table, Key.Key_Return)
        qtbot.keyClicks(dialog_of(panel).fields["reporter"], "Liang")
        press(qtbot, dialog_of(panel).fields["reporter"], Key.Key_Return)
        qtbot.waitUntil(lambda: len(saved) == 2)
        press(qtbot, table, Key.Key_Down)
        press(qtbot, table, Key.Key_I, Ctrl)
        dialog = dialog_of(panel)
        qtbot.keyClicks(dialog.fields["reporter"], "Zou")
        press(qtbot, dialog.fields["reporter"], Key.Key_Return, Ctrl)
        qtbot.waitUntil(dialog.trouble.isVisible)
        assert dialog.trouble.text() == words.say("refused.zero_text_missing")
        qtbot.keyClicks(dialog.fields["text"], "smoke, put out")
        press(qtbot, dialog.fields["text"], Key.Key_Return, Ctrl)
        qtbot.waitUntil(lambda: len(saved) == 3)
        grid = desk.zero_reports.grid(desk.clock.now())

        assert grid is not None and [(row.state, row.reporter) for row in grid.rows] == [
            (ZeroState.NONE, BY_PHONE), (ZeroState.NONE, "Liang"), (ZeroState.SOME, "Zou"),
        ]  # fmt: skip

    def test_a_stale_grid_is_refused_and_what_was_reported_stays(
        self, panel: RoutinePanel, qtbot: QtBot, desk: Desk, seat: Seat
    ) -> None:
        refused: list[Refused] = []
        panel.refused.connect(refused.append)
        go(panel, qtbot, 4, lambda: panel.zero.table.chosen_row() is not None)
        said = {"reporter": "梁例五", "text": "树倒", "by": seat.actor}
        desk.zero_reports.record(at(4, 12, month=4).date(), UNITS[0], "some", **said)
        panel.zero.tick()
        qtbot.waitUntil(lambda: bool(refused))

        assert [error.code for error in refused] == ["changed_meanwhile"]

    def test_what_is_due_leads_to_the_grid_of_its_day(
        self, panel: RoutinePanel, qtbot: QtBot, desk: Desk, clock: StoppedClock
    ) -> None:
        clock.set(at(5, 1, month=4))
        item = next(item for item in desk.due.rows(clock.now()) if item.id.startswith("zero:"))
        panel.open_item(item.record_id, follow=True)

        assert panel.current_page() is panel.zero
        qtbot.waitUntil(lambda: "04-04" in panel.zero.card.caption.text())

    def test_yesterday_is_one_key_away(self, panel: RoutinePanel, qtbot: QtBot, clock: StoppedClock) -> None:
        clock.set(at(5, 8, month=4))
        go(panel, qtbot, 4, lambda: panel.zero.table.chosen_row() is not None)
        press(qtbot, panel.zero.table, Key.Key_D, Ctrl | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: "04-04" in panel.zero.card.caption.text())


def test_a_routine_that_is_due_is_chosen_on_the_way_here(panel: RoutinePanel, qtbot: QtBot, desk: Desk) -> None:
    panel.show_part(1)
    row = desk.routine.day(desk.clock.now())[3]
    panel.open_item(row.id, follow=True)

    assert panel.current_page() is panel.day and panel.day.table.chosen_row().code == row.code
    assert panel.day.table.hasFocus() or not panel.isActiveWindow()


def test_who_only_looks_on_ticks_nothing(panel: RoutinePanel, qtbot: QtBot, desk: Desk, seat: Seat, by: Actor) -> None:
    viewer = desk.accounts.add("高例九", Role.VIEWER, "panels of 2030", by=seat.actor)
    seat.sit(viewer.actor)
    press(qtbot, panel.day.table, Key.Key_Space)
    press(qtbot, panel.day.table, Key.Key_I, Ctrl)

    assert not panel.day.done.isEnabled() and panel.day.asked.dialog is None
    assert states(desk)["comms_test"] is RoutineState.NOW


def test_the_language_switches_every_part(panel: RoutinePanel, qtbot: QtBot, desk: Desk, seat: Seat) -> None:
    words.set_language("en")
    row = panel.day.table.rows_model.rows()[0]
    shown = [column.text(row) for column in panel.day.table.rows_model.columns]

    assert shown[1:4] == [
        "Communications test",
        "Comms",
        "Telephone, fax, 370 MHz and satellite phone tried one by one",
    ]
    assert panel.parts.buttons[1].accessibleName() == "Checks"
    assert panel.day.card.title.text() == "Today's routine" and "due" in panel.day.card.caption.text()


def test_the_panel_makes_no_line_by_looking(panel: RoutinePanel, qtbot: QtBot, desk: Desk) -> None:
    before = desk.log.count()
    for part in range(4):
        panel.show_part(part)
        with qtbot.waitSignal(panel.presented):
            panel.reload_now()

    assert desk.log.count() == before


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18:00", at(12, 18)),
        ("0730", at(13, 7, 30)),
        ("08-20", at(20, 23, 59)),
        ("08-20 18:00", at(20, 18)),
        ("8月12日", at(12, 23, 59)),
        ("2030-09-01", at(1, 23, 59, month=9)),
        ("01-05", at(5, 23, 59, month=1).replace(year=2031)),
    ],
)
def test_an_end_is_always_ahead(times: Times, clock: StoppedClock, typed: str, meant: datetime) -> None:
    assert times.ahead(typed) == meant


@pytest.mark.parametrize("typed", ["", "02-30", "08-20 25:00", "next week"])
def test_an_end_that_is_no_time_is_refused(times: Times, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        times.ahead(typed)

    assert refused.value.code == "bad_time"
