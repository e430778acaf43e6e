"""From the second ring to a first report that waits for approval: keys of the real window, as many as README says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from console.domain.duty import PostLine
from console.domain.incident_report import ReportState
from console.domain.people import Role
from tests.kit.typist import ALT, CTRL
from tests.kit.window import PASSWORD, furnishing

Key = Qt.Key
LEADER = "林例十"
CALL = "凌晨三点 样例村12 山体滑坡，房屋倒塌，约 19 人需转移，镇村已到现场"
README = Path(__file__).parents[2] / "README.md"
ROW = re.compile(r"^\| second ring to a first report waiting for approval: .*\| (\d+); 0 \| (\d+) \|$", re.MULTILINE)


@pytest.fixture
def store(new_store, clock, tmp_path):
    """A watch with its leader, and one place."""
    with furnishing(new_store, clock) as (desk, by):
        (tmp_path / "places.csv").write_text("代码,名称,上级\n330324,永嘉县,\n330324101,样例村12,330324\n", "utf-8")
        desk.places.import_file(tmp_path / "places.csv", by=by)
        desk.accounts.add(LEADER, Role.COMMANDER, PASSWORD, by=by)
        desk.duty.take_over_empty([PostLine("leader", LEADER), PostLine("主班", by.name)], by=by)
        clock.advance(minutes=5)
    return new_store


def taken(typist):
    """The call, while the caller speaks: text, time and place by their keys, number, name and unit of the caller."""
    typist.press(Key.Key_F2)
    panel = typist.panel()
    typist.until(lambda: panel.form.channel.count() > 5, "the form")
    typist.write(CALL)
    chips = panel.form.proposals
    typist.until(lambda: chips.time.isVisible() and chips.where.isVisible(), "time and place are read")
    typist.press(Key.Key_T, ALT)
    typist.press(Key.Key_A, ALT)
    typist.press(Key.Key_Tab)
    for text in ("100-0000-0005", "梁例五"):
        typist.write(text)
        typist.press(Key.Key_Return)
    typist.write("岩头镇人民政府")
    typist.press(Key.Key_S, CTRL)
    intake = typist.app.shell.desk.intake
    typist.until(lambda: intake.newest() and panel.item.shown is not None, "the call is saved and shown")
    return intake.newest()[0]


def waiting(typist, item):
    """An incident of the call, its first report composed, and the leader of the watch asked."""
    desk = typist.app.shell.desk
    typist.press(Key.Key_I, ALT)
    typist.asked()
    typist.press(Key.Key_Return, CTRL)
    typist.answered()
    incidents = typist.app.window.current_panel
    typist.until(lambda: incidents().id == "incidents" and incidents().detail.overview.row is not None, "the incident")
    typist.press(Key.Key_B, ALT)
    begin = typist.asked()
    typist.until(lambda: begin.kind.value() is not None, "a kind is offered")
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(lambda: typist.panel().id == "upward", "the reports")
    page = typist.panel().reports
    typist.until(lambda: page.look is not None and page.editor.body.text(), "the text is composed")
    typist.press(Key.Key_Return, CTRL)
    assert typist.asked().fields["name"].text() == LEADER
    typist.press(Key.Key_Return)
    typist.answered()
    typist.until(lambda: desk.approvals.waiting(LEADER), "it waits")
    (row,) = desk.incident_reports.series(desk.incident_items.incident_of(item.id).id)
    return row


def test_from_the_second_ring_to_a_first_report_that_waits(typist, capsys):
    item = taken(typist)
    typed = typist.keys["text"]
    row = waiting(typist, item)
    with capsys.disabled():
        print(f"\nsecond ring to a first report waiting: {typist.keys['key']} keys beyond {typed} characters of text")
    assert row.state is ReportState.WAITING and typist.keys["text"] == typed, "nothing is typed twice"
    assert all(part in row.body for part in ("样例村12", "岩头镇人民政府", "3时00分"))
    measured, most = map(int, ROW.search(README.read_text("utf-8")).groups())
    assert typist.keys["key"] == measured <= most, "README says how many keys it takes"
