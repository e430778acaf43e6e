"""Quiet days replayed in the real window: nothing untouched is missing on the sheet of 08:00; keys are counted.

CI plays one day. All thirty (about six minutes of one core): ``QUIET_DAYS=30 pytest -s tests/journeys``.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import resources
from console import bootstrap, words
from console.bootstrap import Desk
from console.config import DataDir
from console.domain.clock import StoppedClock
from console.domain.duty import PostLine, SheetRow, items_of
from console.domain.inbound import InboundState, Intake
from console.domain.outbound import Outgoing
from console.domain.people import Actor, Role
from console.domain.roster import Named
from console.domain.task import TaskSource
from console.services import glance
from db import sqlite
from tests.kit.quiet_hand_over import hand_over
from tests.kit.typist import ALT, CTRL, Typist
from ui.app import App

DAYS = int(os.environ.get("QUIET_DAYS", "1"))
LINES = 40
"""Lines of the duty log a day at least: calls, checks, ticks, the hand-over itself."""
PASSWORDS = {"陈例一": "window of 2030", "林例二": "incoming of 2030"}
NAMES = tuple(PASSWORDS)
Key = Qt.Key
ZONE = ZoneInfo("Asia/Shanghai")

pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support"),
    pytest.mark.timeout(60 + 60 * DAYS),
]

SMALL_TALK = (
    "电话试通正常", "样例村3 来电询问停水，已转供水公司", "示塘街道值班室报告平安", "查看水位，无异常",
    "市局查岗，在岗", "交警通报道路畅通", "气象台天气会商，无预警", "巡查机房，设备正常",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """What one day cost: lines in the log, keys beyond the text, of those the hand-over's, items on the sheet.

    ``screens`` is how many the sheet fills: a longer one costs a key for each further screen that is read.
    """

    lines: int
    keys: int
    hand_over: int
    items: int
    overdue: int
    screens: int


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(datetime(2030, 6, 3, 0, 0, tzinfo=UTC))


@pytest.fixture
def typist(qapp: QApplication, new_store: DataDir, clock: StoppedClock, qtbot) -> Iterator[Typist]:
    """A station of two officers taking turns, planned for the month; the first one has just taken over at 08:00."""
    desk = bootstrap.build(new_store, clock)
    by = desk.accounts.add("管例十", Role.ADMIN, PASSWORDS[NAMES[0]], by=Actor.tool("tester")).actor
    first_on, _ = (desk.accounts.add(name, Role.OFFICER, PASSWORDS[name], by=by).actor for name in NAMES)
    desk.duty.take_over_empty([PostLine("leader", "王例九"), PostLine("主班", NAMES[0])], by=first_on)
    first = clock.now().astimezone(ZONE).date()
    for at in range(1, DAYS + 1):
        for post, name in (("leader", "王例九"), ("主班", NAMES[at % 2])):
            desk.roster.set_cell(first + timedelta(days=at), "whole", post, [Named(name)], seen=(), by=by)
    desk.close()
    app = App(qapp, new_store, clock=clock, language="zh")
    app.start(glance.look(new_store))
    app.window.resize(1366, 768)
    made = Typist(app)
    made.until(app.gate.entry.button.isEnabled, "the gate is open")
    made.sign_in(NAMES[0], PASSWORDS[NAMES[0]])
    yield made
    app.window.close()
    app.deleteLater()
    words.set_language("zh")


def test_quiet_days(typist: Typist, clock: StoppedClock, data: DataDir, capsys) -> None:
    played = []
    for at in range(DAYS):
        day = play(typist, clock, data, at)
        played.append(day)
        with capsys.disabled():
            print(
                f"\nquiet day {at + 1}: {day.lines} lines, {day.keys} keys beyond text and passwords, "
                f"hand-over {day.hand_over} of them, {day.items} items, {day.overdue} overdue, {day.screens} screens",
                end="",
            )
    assert all(day.lines >= LINES for day in played)
    assert all(day.hand_over <= 12 + day.overdue + max(0, day.screens - 3) for day in played)
    assert typist.app.shell.desk.log.verify().fault is None


def play(typist: Typist, clock: StoppedClock, data: DataDir, at: int) -> Day:
    """One watch from 08:00 to 08:00: lines, calls, routines, lists, hand-over."""
    desk, before = typist.app.shell.desk, typist.app.shell.desk.log.count()
    typist.keys.clear()
    start = clock.now()
    others_at_work(desk, clock, at)
    for line in range(LINES - 11):
        clock.set(start + timedelta(minutes=10 + line * 50))
        if line % 9 == 4:
            call(typist, f"样例村{line} 来电反映道路积水")
        else:
            jot(typist, SMALL_TALK[line % len(SMALL_TALK)])
        routines(typist, skip=line > 15 and at % 3 == 1)
    clock.set(start + timedelta(hours=23, minutes=50))
    check_lists(typist, skip=at % 3 == 2)
    untouched = left_over(data, clock.now(), start)
    outgoing, incoming = NAMES[at % 2], NAMES[(at + 1) % 2]
    keys = typist.keys["key"]
    sheet = hand_over(typist, outgoing, incoming, PASSWORDS)
    keys = typist.keys["key"] - keys
    assert_on(sheet, untouched)
    clock.set(start + timedelta(days=1))
    typist.until(lambda: typist.app.seat.name == incoming, "the seat is of who stands the watch now")
    typist.until(lambda: typist.panel().id == "board", "and shows the board")
    late = sum(over for _, _, over in items_of(sheet.body))
    screens = 1 + typist.keys["read on"]
    return Day(desk.log.count() - before, typist.keys["key"], keys, len(items_of(sheet.body)), late, screens)


def others_at_work(desk: Desk, clock: StoppedClock, at: int) -> None:
    """What other seats settle of the days before, and what they leave: a caller to ring back, no receipt, a task."""
    by = desk.accounts.sign_in(NAMES[0], PASSWORDS[NAMES[0]]).actor
    for item in desk.intake.open_items()[:-2]:
        desk.intake.close(item.id, InboundState.CLOSED, "已处置", seen=item.version, by=by)
    for task in desk.tasks.open_tasks():
        if task.source is TaskSource.DUTY and task.due_at is not None and task.due_at < clock.now():
            desk.tasks.close(task.id, "已清点", seen=task.version, by=by)
    for row in desk.outbound.waiting()[:-1]:
        desk.outbound.receipt(row.id, "吴例三", seen=row.version, by=by)
    if at % 3 == 0:
        form = Intake(uuid4(), "样例村12 屋后裂缝", clock.now(), call_back="waiting", caller_phone="100-0000-0131")
        desk.intake.register(form, by=by)
        desk.outbound.record(Outgoing(uuid4(), "值班提示", "phone", clock.now(), to_org="示塘街道"), by=by)
        desk.tasks.add("清点排水泵", clock.now() + timedelta(days=2), "县库（示例）", by=by)


def jot(typist: Typist, text: str) -> None:
    """A line on the board: the words and Enter."""
    desk, board = typist.app.shell.desk, to_board(typist)
    count = desk.log.count()
    typist.write(text)
    typist.press(Key.Key_Return)
    typist.until(lambda: desk.log.count() > count and not board.quick.text.text(), "the line is in the book")


def call(typist: Typist, summary: str) -> None:
    """F2, the words, Ctrl+Enter."""
    desk = typist.app.shell.desk
    count = len(desk.intake.open_items())
    typist.press(Key.Key_F2)
    typist.until(lambda: typist.panel().id == "intake" and typist.at(typist.panel().form.summary), "the form is open")
    typist.write(summary)
    typist.press(Key.Key_Return, CTRL)
    typist.until(lambda: len(desk.intake.open_items()) > count, "the call is registered")


def routines(typist: Typist, *, skip: bool) -> None:
    """Everything that is due, with one key each on the board; what is skipped is missed for good."""
    desk = typist.app.shell.desk
    waiting = [row for row in desk.routine.day(desk.clock.now()) if row.state in {"now", "overdue"}]
    waiting.sort(key=lambda row: row.state != "overdue")  # as the board offers them
    if skip or not waiting:
        return
    board = to_board(typist)
    board.reload_now()
    for row in waiting:
        typist.until(lambda row=row: _first_due(board) == row.code, f"the board offers {row.name}")
        count = desk.log.count()
        typist.press(Key.Key_M, CTRL)
        typist.until(lambda count=count: desk.log.count() > count, f"{row.name} ticked")


def _first_due(board) -> str:
    row = board.day_card.first_due()
    return row.code if row else ""


def check_lists(typist: Typist, *, skip: bool) -> None:
    """What must be looked at one by one, one key for the rest of each section; ``skip`` leaves the last section."""
    desk = typist.app.shell.desk
    typist.press(Key.Key_6, ALT)
    typist.until(lambda: typist.panel().id == "routine", "the routine panel")
    typist.press(Key.Key_2, CTRL)
    table = typist.panel().checks.table
    typist.until(lambda: table.chosen_row() is not None and typist.at(table), "the check lists")
    typist.until(lambda: list(table.rows_model.rows()) == desk.checks.rows(), "the lines of this shift")
    sections = ["materials", "equipment"] if skip else ["materials", "equipment", "keys"]
    typist.press(Key.Key_Home, CTRL)
    for section in sections:
        for _ in table.rows_model.rows():
            if table.chosen_row().section != section:
                typist.press(Key.Key_Down)
        while table.chosen_row().alone:
            code = table.chosen_row().code
            typist.press(Key.Key_Space)
            typist.until(lambda code=code: any(row.code == code and row.state for row in desk.checks.rows()), code)
            typist.press(Key.Key_Down)
        if any(row.section == section and row.of_the_rest for row in desk.checks.rows()):
            typist.press(Key.Key_B, CTRL)
        typist.until(
            lambda section=section: all(row.state for row in desk.checks.rows() if row.section == section), section
        )


def to_board(typist: Typist):
    if typist.panel().id != "board":
        typist.press(Key.Key_1, ALT)
        typist.until(lambda: typist.panel().id == "board", "the board")
    board = typist.panel()
    typist.until(lambda: typist.at(board.quick.text), "the line has the keyboard")
    return board


def left_over(data: DataDir, now: datetime, since: datetime) -> list[str]:
    """What nobody has touched, asked of the file itself in its own words, past all our queries."""
    connection = sqlite.library().connect(data.store)
    try:
        ask = lambda statement: [str(row[0]) for row in connection.execute(statement)]  # noqa: E731
        found = ask("SELECT number FROM inbound WHERE state = 'open'") + ask(
            "SELECT number FROM task WHERE state = 'open'"
        )
        found += ask("SELECT number FROM outbound WHERE state = 'sent'")
        found += ask(
            "SELECT i.number FROM inbound_clock c JOIN inbound i ON i.id = c.inbound_id WHERE c.done_at IS NULL"
        )
        found += ask("SELECT text FROM notice WHERE ended_at IS NULL")
        ticked = {(code, due) for code, due in connection.execute("SELECT code, due_at FROM routine_tick")}
        marked = set(ask("SELECT m.code FROM check_mark m JOIN shift s ON s.id = m.shift_id WHERE s.state = 'open'"))
    finally:
        connection.close()
    return found + _missed(ticked, since, now) + [name for code, name in _checks() if code not in marked]


def _missed(ticked: set[tuple[str, int]], since: datetime, now: datetime) -> list[str]:
    """Names of shipped routines whose time lay in the watch and that have no tick."""
    day, missed = since.astimezone(ZONE).date(), []
    for row in _rows("routines"):
        for on in (day, day + timedelta(days=1)):
            due = datetime.combine(on, time.fromisoformat(row["time"]), ZONE)
            wanted = not row["periods"] and since <= due <= now
            if wanted and (row["code"], round(due.timestamp() * 1_000_000)) not in ticked:
                missed.append(row["name"])
    return missed


def _checks() -> list[tuple[str, str]]:
    return [(row["code"], row["name"]) for row in _rows("checks")]


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(resources.path(f"lists/{name}.csv").read_text(encoding="utf-8").splitlines()))


def assert_on(sheet: SheetRow, untouched: list[str]) -> None:
    said = "\n".join(cell for part in sheet.body["sections"] for row in part["rows"] for cell in row["cells"])
    missing = [each for each in untouched if each not in said]
    assert not missing, f"{sheet.number} does not say {missing}"
