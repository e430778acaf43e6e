"""Remarks of a report typed at two seats: neither replaces what it has not been told, and both say so."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from console import words
from console.changes import Changes, Topic
from console.domain.people import Actor, Role
from console.domain.reports import ReportKind
from tests.panels import test_reports as kit
from tests.panels.test_reports import CONTROL, SHIFT, compose, press
from ui.printing.report_form import report_form

panel = kit.panel
THEIRS = "失联三人，见附表"


@pytest.fixture
def other(desk, seat) -> Actor:
    return desk.accounts.add("林例二", Role.COMMANDER, "another of 2030", by=seat.actor).actor


def row_of(desk):
    (row,) = desk.reports.rows(ReportKind.DAILY)
    return row


def typed(qtbot, panel, text: str = "mine") -> None:
    compose(qtbot, panel)
    panel.issue.remarks.setFocus()
    qtbot.keyClicks(panel.issue.remarks, text)


def news(qtbot, panel) -> None:
    with qtbot.waitSignal(panel.issue.presented):
        panel.issue.note(Changes(frozenset({Topic.REPORTS}), elsewhere=True))


def note(panel) -> str:
    return panel.issue.remarks_field.note.text()


def elsewhere() -> str:
    return words.say("remarks.elsewhere", text=THEIRS, key="Ctrl+S")


def test_remarks_written_elsewhere_are_told_and_not_issued_over(qtbot, panel, desk, other):
    typed(qtbot, panel)
    desk.reports.remark(row_of(desk).id, THEIRS, seen=row_of(desk).version, by=other)
    news(qtbot, panel)
    assert note(panel) == elsewhere() and panel.issue.remarks.toPlainText() == "mine"

    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S, CONTROL | SHIFT)
    assert refused.args[0].code == "remarks_elsewhere"
    assert (row_of(desk).remarks, row_of(desk).issued) == (THEIRS, False)

    with qtbot.waitSignal(panel.saved):
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S)
    with qtbot.waitSignal(panel.saved):
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S, CONTROL | SHIFT)
    assert (row_of(desk).remarks, row_of(desk).issued) == ("mine", True)


@pytest.mark.parametrize("keys", [CONTROL, CONTROL | SHIFT])
def test_remarks_written_elsewhere_that_were_not_told_yet_stay(qtbot, panel, desk, other, keys):
    typed(qtbot, panel)
    desk.reports.remark(row_of(desk).id, THEIRS, seen=row_of(desk).version, by=other)

    with qtbot.waitSignal(panel.refused) as refused, qtbot.waitSignal(panel.issue.presented):
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S, keys)
    assert refused.args[0].code == "changed_meanwhile"
    assert (row_of(desk).remarks, row_of(desk).issued) == (THEIRS, False)
    assert note(panel) == elsewhere() and panel.issue.remarks.toPlainText() == "mine"


def test_a_report_composed_anew_elsewhere_takes_the_remarks_typed_here(qtbot, panel, desk, other):
    typed(qtbot, panel)
    desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=other)
    news(qtbot, panel)
    assert note(panel) == words.say("remarks.typed", key="Ctrl+S")
    with qtbot.waitSignal(panel.saved):
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S)
    assert row_of(desk).remarks == "mine"


def test_words_that_outlived_the_program_still_know_what_they_were_typed_over(
    qtbot, panel, desk, other, jobs, seat, times
):
    typed(qtbot, panel)
    qtbot.waitUntil(lambda: len(desk.drafts.open("report_remarks")) == 1)
    desk.reports.remark(row_of(desk).id, THEIRS, seen=row_of(desk).version, by=other)
    again = kit.ReportsPanel(jobs, seat, times, services=panel_services(desk), drafts=desk.drafts)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.issue.remarks.toPlainText() == "mine")
    assert note(again) == elsewhere()


def panel_services(desk):
    return kit.ReportServices(desk.reports, desk.briefs, kit.prints.OwnForms(desk))


def test_who_typed_remarks_stands_beside_them_and_they_are_saved_in_that_name(qtbot, panel, desk, seat, other, clock):
    typed(qtbot, panel)
    typist = seat.name
    seat.sit(other)
    assert note(panel) == words.say("remarks.of_another", name=typist, key="Ctrl+S")
    panel.issue.keeper.flush()
    qtbot.waitUntil(lambda: [draft.owner for draft in desk.drafts.open("report_remarks")] == [typist], timeout=10_000)

    with qtbot.waitSignal(panel.refused) as refused:
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S, CONTROL | SHIFT)
    assert (refused.args[0].code, refused.args[0].facts["name"]) == ("remarks_unsettled", typist)
    assert not row_of(desk).issued

    with qtbot.waitSignal(panel.saved, timeout=10_000):
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S)
    row = row_of(desk)
    assert (row.remarks, row.remarks_by.typist, row.remarks_by.name) == ("mine", typist, other.name)
    assert desk.log.newest(1)[0].text == f"值班日报备注（{typist} 录入）：mine"
    qtbot.waitUntil(lambda: typist in note(panel) and other.name in note(panel), timeout=10_000)


def test_remarks_keep_their_typist_through_a_new_composition_and_the_issue(qtbot, panel, desk, seat, other, clock):
    compose(qtbot, panel)
    at = clock.now()
    desk.reports.remark(row_of(desk).id, "乙的话", seen=row_of(desk).version, by=other)
    clock.advance(minutes=9)
    desk.reports.compose(ReportKind.DAILY, date(2030, 8, 12), by=seat.actor)
    news(qtbot, panel)
    said = row_of(desk).remarks_by
    assert (said.typist, said.name, said.at) == (other.name, other.name, at)
    assert other.name in note(panel) and seat.name not in note(panel)
    with qtbot.waitSignal(panel.saved, timeout=10_000):
        press(qtbot, panel.issue.remarks, Qt.Key.Key_S, CONTROL | SHIFT)
    row = row_of(desk)
    assert row.issued and row.remarks_by == said
    printed = report_blocks(row)
    assert f"乙的话（{other.name}" in printed
    assert desk.log.verify().fault is None


def report_blocks(row) -> str:
    return "".join(str(block) for block in report_form(row, printed_at=row.at).blocks)
